"""Commands that are imported when they are named, and that take the global options after their name too."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from aitimeline.cli.coerce import read_plainly

if TYPE_CHECKING:
    from typer._click.core import Command as AnyCommand
    from typer._click.core import Context, Parameter

COMMANDS = {
    "list": "list",
    "search": "search",
    "show": "show",
    "within": "within",
    "gap": "gap",
    "relation": "relation",
    "disputes": "disputes",
    "history": "history",
    "init": "init",
    "add": "add",
    "add-actor": "add_actor",
    "revise": "revise",
    "revise-actor": "revise_actor",
    "retract": "retract",
    "import": "import_",
    "export": "export",
    "log": "log",
}
"""Each command's name and the module of ``cli.command`` that it lives in."""

NOT_AN_OPTION = "\0"
_ATTACHED = frozenset(f"f{name}" for name in ("table", "json", "jsonl", "csv", "md"))

GLOBAL = frozenset({"log", "config", "no_config", "tz", "today", "lang", "color"})


def new_app(**settings: Any) -> typer.Typer:
    """A typer application with the manners of this program: plain help, no tracebacks of typer's own."""
    defaults: dict[str, Any] = {
        "add_completion": False,
        "rich_markup_mode": None,
        "pretty_exceptions_enable": False,
        "context_settings": {"help_option_names": ["-h", "--help"], "max_content_width": 100},
    }
    return typer.Typer(**(defaults | settings))


def _shared(own: list[Parameter], context: Context) -> list[Parameter]:
    """A command's own parameters, then the global options of the root."""
    root = context.find_root().command.params
    read_plainly(own)
    return [*own, *(each for each in root if each.name in GLOBAL)]


def _take_over(context: Context) -> None:
    """Move what was given after the command's name to where the root keeps what was given before it."""
    for name in GLOBAL & context.params.keys():
        given = context.params.pop(name)
        if given not in (None, False, (), []):
            context.obj[name] = given


class _TakesGlobalOptions:
    """What a command and a group of commands have in common: they take the global options too."""

    def get_params(self, ctx: Context) -> list[Parameter]:
        """Its own parameters and the global options."""
        return _shared(super().get_params(ctx), ctx)  # type: ignore[misc]

    def invoke(self, ctx: Context) -> Any:
        """Run it, with the global options where the session finds them."""
        _take_over(ctx)
        return super().invoke(ctx)  # type: ignore[misc]


class Command(_TakesGlobalOptions, TyperCommand):
    """A command of this program."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read the arguments; where there is a query, what it excludes (``-kind:figure``) is no option."""
        if any(each.name == "query" for each in self.params):
            args = list(map(_marked, args))
        return super().parse_args(ctx, args)


def _marked(argument: str) -> str:
    """An argument with a mark before it that no command line can hold, if it excludes something from a query."""
    is_short = argument.startswith("-") and not argument.startswith("--") and len(argument) > len("-f")
    if not is_short or argument[1].isdecimal() or argument[1:] in _ATTACHED:
        return argument
    is_output = argument.startswith("-o") and ":" not in argument and "." in argument
    return argument if is_output else NOT_AN_OPTION + argument


class Group(_TakesGlobalOptions, TyperGroup):
    """A command with commands of its own (``log stat``)."""


class Root(TyperGroup):
    """The program: finds a command's module when the command is named."""

    def get_params(self, ctx: Context) -> list[Parameter]:
        """The global options, and those that typer adds for completion."""
        own = super().get_params(ctx)
        read_plainly(own)
        return own

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002 -- the signature is typer's
        """All commands, in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> AnyCommand | None:  # noqa: ARG002
        """Import the module of a command; None if there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            module = import_module(f"aitimeline.cli.command.{COMMANDS[cmd_name]}")
            self.commands[cmd_name] = typer.main.get_command(module.app)
        return self.commands[cmd_name]

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, AnyCommand | None, list[str]]:
        """Find the command; the names of all are known to the suggestion for a mistyped one."""
        if args and args[0] not in COMMANDS:
            from aitimeline.index.nearest import did_you_mean
            from aitimeline.model.error import BadInputError

            if not args[0].startswith("-"):
                hint = did_you_mean(args[0], COMMANDS) or "; 'aitimeline --help' lists them"
                raise BadInputError(f"no command {args[0]!r}{hint}")
        return super().resolve_command(ctx, args)
