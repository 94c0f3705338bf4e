"""Running a command for its answer, and once more for the values that say what this comes from."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stderr
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

import typer
from attrs import define, field

from aitimeline.answer import explanation as render
from aitimeline.answer.rule import has_rule, rule_of
from aitimeline.cli.asked import as_of_text, question_of
from aitimeline.cli.counted import ABOUT_ACTORS, OF_AN_ACTOR, counted_by
from aitimeline.cli.lazy import Root, gives_answer, take_over
from aitimeline.cli.output import paper_of
from aitimeline.cli.pour import pour, sequels
from aitimeline.cli.session import SHARED, Session, tell
from aitimeline.cli.stream import print_rows, takers
from aitimeline.index.citation import holding
from aitimeline.log.identity import uri_of
from aitimeline.model.error import BadInputError
from aitimeline.query.actor import actor_named
from aitimeline.query.evidence import Evidence, Named, Names
from aitimeline.query.view import View

if TYPE_CHECKING:
    from typer._click.core import Command, Context

_LIMIT, _LIMIT_OF_VALUES = 50, 1_000
_ASKED_ABOUT = ("key", "first", "second")
"""Parameters that name an event."""


def explain(context: typer.Context, words: list[str], limit: int | None, asked_format: str | None) -> None:
    """Print the answer of a command together with what it comes from.

    Raises:
        BadInputError: it is no command that answers from the log.
    """
    command, inner = _prepared(context, words)
    session = Session.of(cast("typer.Context", inner), inner.params["as_of"])
    chosen = session.format(inner.params["output_format"] or asked_format)
    inner.meta[SHARED] = session
    _ = session.timeline  # damage is told before anything is printed
    session.forget_today()
    usual = _LIMIT if chosen == "table" else _LIMIT_OF_VALUES
    run = _Run(command, inner, session, usual if limit is None else limit)
    try:
        run.table() if chosen == "table" else run.values(chosen)
    finally:
        sequels.clear()
        takers.clear()
    session.end()


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


@define
class _Run:
    """A command that is run to be explained."""

    command: Command
    inner: Context
    session: Session
    limit: int
    is_text: bool = False
    names: Names = field(factory=Names)

    def table(self) -> None:
        """Print the usual answer, and after it in words what it comes from."""
        self.is_text = True
        sequels.append(self._text)
        self._invoke("table")
        if sequels:
            pour(sequels.pop()())

    def _text(self) -> Iterator[str]:
        from aitimeline.answer.explanation_text import explanation_text

        def take(values: Iterable[Any]) -> None:
            for value in values:
                self.names.take(value)
                if self.names.is_full:
                    break

        with redirect_stderr(io.StringIO()):  # it has been told already
            self._take(take, "json")
        yield from explanation_text(self._explanation(), self._evidence, paper_of(self.session))

    def values(self, output_format: str) -> None:
        """Print the answer and what it comes from as one JSON object, or the records alone as lines or rows."""
        language = self.session.language

        def take(values: Iterable[Any]) -> None:
            answer = self.names.watch(values)
            if output_format == "json":
                pour(render.pieces_of(self._explanation(), answer, self._evidence, language))
                return
            for _ in answer:
                if self.names.is_full:
                    break
            found, _counted = self._evidence()
            if output_format == "jsonl":
                from aitimeline.answer.value import jsonl_pieces

                pour(jsonl_pieces(render.record_value(each, language) for each in found.records()))
            else:
                print_rows(output_format, render.HEADINGS, render.record_rows(found.records(), language))
            if found.more:
                tell(f"{found.more:,} more records are not shown; 'explain --limit N COMMAND ...' gives more")

        self._take(take, "json" if output_format == "json" else "jsonl")

    def _take(self, take: Callable[[Iterable[Any]], None], output_format: str) -> None:
        takers.append(take)
        self._invoke(output_format)

    def _invoke(self, output_format: str) -> None:
        """Run the command; damage ends this one in its place."""
        self.inner.params["output_format"] = output_format
        with self.inner.scope(cleanup=False):
            try:
                self.command.invoke(self.inner)
            except typer.Exit:
                return

    def _explanation(self) -> render.Explanation:
        session, name = self.session, str(self.inner.info_name)
        as_of = as_of_text(session)
        view = View(session.tz, session.config.margin)
        given = _plain(self.inner.params) | {"today": session.today if session.has_asked_today else ""}
        return render.Explanation(
            question=question_of(self.command, self.inner, session, as_of),
            command=name,
            rule=rule_of(name, given, view, session.language),
            folders=[(folder, uri_of(folder)) for folder in session.location.folders if folder.is_dir()],
            held=holding(session.timeline),
            as_of=as_of,
        )

    def _evidence(self) -> tuple[Evidence, int | None]:
        """The records of what the answer names, and where it counts events, of these, with their number."""
        timeline, name, given = self.session.timeline, str(self.inner.info_name), self.inner.params
        for each in _ASKED_ABOUT[::-1]:
            if each in given and name != "history":  # which names all records of what it is about
                self.names.put_first(Named(timeline.entry(given[each]).key))
        if name in OF_AN_ACTOR:
            self.names.put_first(Named(actor_named(timeline, given["name"]), is_actor=True))
        events, actors = self.names.events, self.names.actors
        passed_over = len(actors) if self.is_text and name not in ABOUT_ACTORS else 0
        actors = [] if passed_over else actors
        condition = counted_by(name, given, self.session)
        if condition is None:
            total = len(events) + len(actors)
            named = [*events, *actors]
            is_least = self.names.is_full
            return Evidence(timeline, named, total, self.limit, is_least=is_least, passed_over=passed_over), None
        number = sum(count for (count,) in timeline.rows("count(*)", condition))
        known = {each.key for each in events}
        others = (each.key for each in timeline.select(condition, limit=self.limit))
        every = chain(events, (Named(key) for key in others if key not in known), actors)
        total = max(number, len(events)) + len(actors)
        return Evidence(timeline, every, total, self.limit, passed_over=passed_over), number


def _plain(params: dict[str, Any]) -> dict[str, Any]:
    """What a command was given, as it is said in its rule: queries as one text each."""
    given = dict(params)
    for name in ("query", "then"):
        value = given.get(name)
        if value:
            given[name] = " ".join(Session.plain([value] if isinstance(value, str) else value))
    return given
