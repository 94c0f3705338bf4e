"""Where an answer comes from, for people and for programs: question, rule, log, records, and how to cite it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from aitimeline.answer.answer import Answer, Field, named_members
from aitimeline.answer.block import Block, many
from aitimeline.answer.evidence import Cited, Evidence, Names, evidence_of
from aitimeline.answer.showing import Showing
from aitimeline.index.citation import Holding
from aitimeline.model.event import Event, Source
from aitimeline.model.instant import format_time
from aitimeline.model.structure import unstructure

_RECORD = (
    *("key", "about", "when", "zone", "title", "verb", "revision", "recorded_at", "recorded_by", "reason"),
    *("id", "digest", "segment", "line"),
)
_READ, _MOST = 50, 1_000
_MORE = "{:,} more records are not shown; 'explain --limit N COMMAND ...' gives more"
_FRACTION = ".000000Z"
_PLAIN = re.compile(r"[\w@%+=:,./-]+")  # letters of any language: no shell makes anything of these


@frozen
class Explanation:
    """What is said of an answer before its records.

    Attributes:
        question: the words of a command line that gives the same answer again.
        command: the name of the command.
        rule: how it answers, in sentences.
        folders: those that are read as the log, each with its URI, which is empty where it has none.
        as_of: the recorded time, as RFC 3339 has it, that the question is as of; None where nothing is recorded yet.
    """

    question: Sequence[str]
    command: str
    rule: Sequence[str]
    folders: Sequence[tuple[Path, str]]
    held: Holding
    as_of: str | None

    @property
    def line(self) -> str:
        """The question as it is typed in a shell."""
        return " ".join(word if _PLAIN.fullmatch(word) else shlex.quote(word) for word in self.question)

    @property
    def uri(self) -> str:
        """What the log is called: its URIs, or its folders where these have none."""
        return ", ".join(dict.fromkeys(uri or str(folder) for folder, uri in self.folders))

    def citation(self, language: str) -> str:
        """The answer in a line, as a footnote has it."""
        number = self.held.records
        if language == "ko":
            then = f", {self.as_of} 기준" if self.as_of else ""
            return f"aitimeline, {self.uri} (기록 {number:,}건의 로그{then}): “{self.line}”."
        then = f", as of {self.as_of}" if self.as_of else ""
        return f"aitimeline, {self.uri} (log of {many(number, 'record')}{then}): “{self.line}”."


def short_time(time: str) -> str:
    """A time without a fraction of a second that is 0."""
    return time.replace(_FRACTION, "Z")


def explained(
    answer: Answer[Any], explain: Callable[[], Explanation], limit: int | None, showing: Showing
) -> Answer[Cited]:
    """An answer together with what it comes from: as rows and lines the records alone.

    Args:
        answer: what is explained; its items are read once.
        explain: says, once the answer has been read, what is to be said of it.
        limit: at most so many records; None for 50 where a person reads them, and 1,000 else.
        showing: how it is shown.
    """
    names = Names()
    watched = answer.watched(lambda item: names.take(answer.cites(item)))
    untold: list[Evidence] = []

    def evidence(usual: int, *, passes_over: bool = False) -> Evidence:
        most = usual if limit is None else limit
        return evidence_of(showing.timeline, names, answer.basis, most, passes_over=passes_over)

    def blocks(_: Iterator[Cited]) -> Iterator[Block]:
        yield from watched.blocks(iter(watched.items))
        from aitimeline.answer.explanation_text import explanation_blocks  # noqa: PLC0415 -- it imports this module

        yield from explanation_blocks(explain(), evidence(_READ, passes_over=True), showing.language)

    def whole(_: Iterable[Cited]) -> Iterator[tuple[str, Any]]:
        values = iter([watched.whole(watched.items)]) if watched.whole else map(watched.value, watched.items)
        yield from _members(explain(), values, lambda: evidence(_MOST), showing.language)

    def records() -> Iterator[Cited]:
        for _ in watched.items:
            if names.is_full:
                break
        untold.append(evidence(_MOST))
        yield from untold[0].records()

    return Answer(
        items=records(),
        value=lambda cited: record_value(cited, showing.language),
        fields=_record_fields(),
        lines=lambda cited: [record_value(cited, showing.language)],
        blocks=blocks,
        whole=whole,
        notices=lambda: [_MORE.format(found.more) for found in untold if found.more] + list(answer.notices()),
    )


def _members(
    explanation: Explanation, answer: Iterator[Any], evidence: Callable[[], Evidence], language: str
) -> Iterator[tuple[str, Any]]:
    """All of it by name, as it comes: the records once the answer has been read."""
    held = explanation.held
    yield "question", explanation.line
    yield "command", explanation.command
    yield "rule", list(explanation.rule)
    folders = [{"path": str(folder), "uri": uri or None} for folder, uri in explanation.folders]
    newest = format_time(held.newest) if held.newest else None
    yield "log", {"folders": folders, "records": held.records, "newest": newest}
    yield "as_of", explanation.as_of
    yield "citation", explanation.citation(language)
    yield "answer", answer
    found = evidence()
    yield "counted", found.counted
    yield "records", (record_value(each, language) for each in found.records())
    yield "more", found.more


def record_value(cited: Cited, language: str) -> dict[str, Any]:
    """A record as a JSON object; ``when`` is null of an actor, whose ``title`` is its name."""
    record, event = cited.record, cited.said if isinstance(cited.said, Event) else None
    return {
        "key": record.subject,
        "about": record.family,
        "when": event.when.edtf if event else None,
        "zone": event.zone if event else None,
        "title": title_of(cited, language),
        "verb": record.verb,
        "revision": cited.revision,
        "recorded_at": format_time(record.time),
        "recorded_by": record.recorded_by,
        "reason": record.reason,
        "id": record.id,
        "digest": record.digest,
        "segment": str(cited.place.segment) if cited.place else None,
        "line": cited.place.line if cited.place else None,
        "sources": [unstructure(each) for each in sources_of(cited)],
    }


def sources_of(record: Cited) -> list[Source]:
    """Who says so: the sources of an event, and of all that is said of it or of an actor with sources of its own."""
    said = record.said
    if isinstance(said, Event):
        sayings: tuple[Any, ...] = (said, *said.camps)
    else:
        sayings = (*said.part_of, *said.made_by, *said.renamed, *said.camps) if said else ()
    return list(dict.fromkeys(source for each in sayings for source in each.sources))


def title_of(cited: Cited, language: str) -> str:
    """The title of an event, or the name of an actor; the key where nothing is known of either."""
    said = cited.said
    if isinstance(said, Event):
        return said.title.best(language)
    return said.names.best(language) if said else cited.record.subject


def _record_fields() -> list[Field]:
    """The columns of what ``record_value`` gives."""

    def joined(name: str) -> Callable[[dict[str, Any]], str]:
        return lambda value: "; ".join(source.get(name) or "" for source in value["sources"])

    return [*named_members(*_RECORD), Field("publishers", joined("publisher")), Field("urls", joined("url"))]
