"""Commands that are imported when they are named, and that take the global options after their name too."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from aitimeline.cli.coerce import read_plainly
from aitimeline.render.format import FORMATS

if TYPE_CHECKING:
    from typer._click.core import Command as AnyCommand
    from typer._click.core import Context, Parameter
    from typer._click.formatting import HelpFormatter

COMMANDS = {
    "list": "List events: all, or those that match QUERY.",
    "search": "Find words in titles, summaries, names and titles of sources, and show where they stand.",
    "show": "Show one event in full: dates, actors, figures, and who says so.",
    "within": "List what happened within DAYS days of an event, with the days between (negative: before it).",
    "gap": "Say how many days lie from the first event to the second.",
    "relation": "Say which of Allen's thirteen relations holds between two events: before, meets, overlaps, during ...",
    "follows": "Say which events of QUERY2 came within so many days after which of QUERY1.",
    "nearest": "List the events nearest to an event, the nearest first, with the days between (negative: before it).",
    "chain": "List the run of events around an event, each within so many days of one before it.",
    "disputes": "List the events whose sources date them differently, or name a weekday that cannot be.",
    "pace": "Count events by week, month, quarter or year, with the longest gap and the busiest week.",
    "anniversaries": "List the events that have an anniversary on a day, or soon: round ones first.",
    "actors": "List who takes part in events: all, or those in events that match QUERY.",
    "actor": "Show one actor: its names and ties, its roles, figures and events, and with whom it appears most.",
    "members": "List the members of an alliance on a day, with role and since when, by who joined and left.",
    "alliances": (
        "List the alliances that an actor has joined or left, in order of time, each with its role and the events."
    ),
    "camps": "List the camps, such as open and closed: who is said to stand in them, and who says so.",
    "camp": "Show a camp: who is said to stand in it, who says so, and what each launched and when.",
    "figures": "List stated values, such as market shares, in series with the change from one to the next.",
    "changes": "Say what the log has learned, revised or withdrawn since a time.",
    "history": "Show all records of an event or actor: who said what, when, why, and what it replaced.",
    "explain": "Give the answer of a command, the rule behind it, and the records that it comes from, for citing.",
    "init": "Make a new, empty log, ready to be shared with git.",
    "add": "Record a new event.",
    "add-actor": "Record an actor with its names, so that events and queries can call it by any of them.",
    "revise": "Revise an event: give what changes; all else stays, and so does the history.",
    "revise-actor": "Revise an actor: give what changes; all else stays, and so does the history.",
    "claim": "Say in which camp a source puts an event or actor: a dated, cited claim, beside which others may stand.",
    "retract": "Withdraw an event: answers no longer show it, its history stays.",
    "import": "Add the events of a file: rows with when, title, ..., records of another log, or a calendar.",
    "export": "Write events for other programs, such as calendars.",
    "push": "Make a calendar on a server equal to what a query finds.",
    "serve": "Serve calendars, a feed and data to subscribers, until Ctrl-C.",
    "publish": "Write calendars, a feed, data and a page into a folder, for any web server to give away.",
    "log": "Look at the log itself: where it is, what it holds, whether it is whole.",
}
"""Each command's name and the first sentence of its help, so that the program's help imports none of them."""

NOT_AN_OPTION = "\0"
_ATTACHED = frozenset(f"f{name}" for name in FORMATS)

GLOBAL = frozenset({"log", "config", "no_config", "tz", "today", "lang", "color"})

EXPLAIN, EXPLAIN_FLAG = "explain", "--explain"
_OF_AN_ANSWER = frozenset({"as_of", "output_format"})
"""The parameters that every command has that answers from the log, and no other."""


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
    """A command's own parameters, ``--explain`` if it gives an answer, then the global options of the root."""
    shared = [each for each in context.find_root().command.params if each.name in GLOBAL]
    read_plainly(own)
    if shared and gives_answer(context.command):
        shared.insert(0, _explain_option(next(each for each in shared if each.name == "no_config")))
    return [*own, *shared]


def gives_answer(command: AnyCommand) -> bool:
    """True of a command that answers from the log and leaves it as it is."""
    return {each.name for each in command.params} >= _OF_AN_ANSWER


@cache
def _explain_option(flag: TyperOption) -> Parameter:
    """The option as help and completion know it, typed as another flag is; the root has acted on it by then."""
    return TyperOption(
        param_decls=["explain", EXPLAIN_FLAG],
        type_descriptor=flag.type_descriptor,
        default=False,
        is_flag=True,
        expose_value=False,
        help="Add the rule and the records that the answer comes from.",
    )


def take_over(context: Context) -> None:
    """Move what was given after the command's name to where the root keeps what was given before it."""
    for name in GLOBAL & context.params.keys():
        given = context.params.pop(name)
        if given not in (None, False, (), []):
            context.obj.given[name] = given


class _TakesGlobalOptions:
    """What a command and a group of commands have in common: they take the global options too."""

    def get_params(self, ctx: Context) -> list[Parameter]:
        """Its own parameters and the global options."""
        return _shared(super().get_params(ctx), ctx)  # type: ignore[misc]

    def invoke(self, ctx: Context) -> Any:
        """Run it, with the global options where the session finds them."""
        take_over(ctx)
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


def _app_of(module: Any, name: str) -> typer.Typer:
    """What makes a command of the function ``command`` of its module."""
    made = new_app()
    settings = {"allow_interspersed_args": False} if name == EXPLAIN else {}
    made.command(name, cls=Command, context_settings=settings)(module.command)
    return made


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
            module = cmd_name.replace("-", "_") + "_" * iskeyword(cmd_name)
            found = import_module(f"aitimeline.cli.command.{module}")
            self.commands[cmd_name] = typer.main.get_command(getattr(found, "app", None) or _app_of(found, cmd_name))
        return self.commands[cmd_name]

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Name all commands in the help, without importing them."""
        outlines: dict[str, AnyCommand] = {
            name: TyperCommand(name, help=text, rich_markup_mode=None) for name, text in COMMANDS.items()
        }
        TyperGroup(commands=outlines, rich_markup_mode=None).format_commands(ctx, formatter)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, AnyCommand | None, list[str]]:
        """Find the command; the names of all are known to the suggestion for a mistyped one."""
        if args and args[0] not in COMMANDS:
            from aitimeline.index.nearest import did_you_mean
            from aitimeline.model.error import BadInputError

            if not args[0].startswith("-"):
                hint = did_you_mean(args[0], COMMANDS) or "; 'aitimeline --help' lists them"
                raise BadInputError(f"no command {args[0]!r}{hint}")
        return super().resolve_command(ctx, self._led_to_explain(ctx, args))

    def _led_to_explain(self, ctx: Context, args: list[str]) -> list[str]:
        """``within 7 KEY --explain`` as ``explain within 7 KEY``; where words are completed, the other way round."""
        if ctx.resilient_parsing:
            return args[1:] if args[:1] == [EXPLAIN] and args[1:2] and args[1] in COMMANDS else args
        end = args.index("--") if "--" in args else len(args)
        if EXPLAIN_FLAG not in args[1:end] or args[0] == EXPLAIN:
            return args
        command = self.get_command(ctx, args[0])
        if command is None or not gives_answer(command):
            return args
        return [EXPLAIN, args[0], *(each for each in args[1:end] if each != EXPLAIN_FLAG), *args[end:]]
