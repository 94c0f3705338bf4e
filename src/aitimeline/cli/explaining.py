"""Running a command for its answer, to say with it what this comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import typer
from attrs import frozen

from aitimeline.answer.answer import Answer
from aitimeline.answer.explanation import Explanation, explained
from aitimeline.answer.rule import has_rule, rule_of
from aitimeline.cli.asked import as_of_text, question_of
from aitimeline.cli.lazy import Root, gives_answer, take_over
from aitimeline.cli.session import EXPLAINING, Session, plain
from aitimeline.index.citation import holding
from aitimeline.log.identity import uri_of
from aitimeline.model.error import BadInputError

if TYPE_CHECKING:
    from typer._click.core import Command, Context


def explain(context: typer.Context, words: list[str], limit: int | None, asked_format: str | None) -> None:
    """Print the answer of a command together with what it comes from.

    Raises:
        BadInputError: it is no command that answers from the log.
    """
    command, inner = _prepared(context, words)
    inner.params["output_format"] = inner.params["output_format"] or asked_format
    inner.meta[EXPLAINING] = Explaining(command, inner, limit)
    with inner.scope(cleanup=False):
        command.invoke(inner)


def _prepared(context: typer.Context, words: list[str]) -> tuple[Command, Context]:
    """A command and its context, as if it had been called by itself."""
    name, *rest = words
    root = context.find_root()
    command = cast("Root", root.command).resolve_command(root, [name])[1]
    if command is None or not gives_answer(command):
        raise BadInputError(f"{name!r} gives no answer from the log that could be explained; name a command that reads")
    if not has_rule(name):
        raise BadInputError(f"{name!r} has no rule yet that could be told; its answer is that of 'aitimeline {name}'")
    inner = command.make_context(name, rest, parent=root)
    take_over(cast("typer.Context", inner))
    return command, inner


@frozen
class Explaining:
    """A command that is run to be explained.

    Attributes:
        limit: at most so many records; None for as many as is usual.
    """

    command: Command
    context: Context
    limit: int | None

    def explained(self, answer: Answer[Any], session: Session) -> Answer[Any]:
        """The command's answer together with what it comes from."""
        return explained(answer, lambda: self._explanation(session), self.limit, session.showing)

    def _explanation(self, session: Session) -> Explanation:
        name = str(self.context.info_name)
        as_of = as_of_text(session)
        given = _plain(self.context.params) | {"today": session.today() if session.has_asked_today else ""}
        return Explanation(
            question=question_of(self.command, self.context, session, as_of),
            command=name,
            rule=rule_of(name, given, session.view, session.settings.language),
            folders=[(folder, uri_of(folder)) for folder in session.workspace.location.folders if folder.is_dir()],
            held=holding(session.timeline),
            as_of=as_of,
        )


def _plain(params: dict[str, Any]) -> dict[str, Any]:
    """What a command was given, as it is said in its rule: queries as one text each."""
    given = dict(params)
    for name in ("query", "then"):
        value = given.get(name)
        if value:
            given[name] = " ".join(plain([value] if isinstance(value, str) else value))
    return given
