"""Where an answer comes from, for people and for programs: question, rule, log, records, and how to cite it."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from aitimeline.answer.value import json_pieces, json_text
from aitimeline.index.citation import Holding
from aitimeline.model.actor import Actor
from aitimeline.model.event import Event, Source
from aitimeline.model.instant import format_time
from aitimeline.model.structure import unstructure
from aitimeline.query.evidence import Cited, Evidence
from aitimeline.render.delimited import Cell

HEADINGS = (
    *("key", "about", "when", "zone", "title", "verb", "revision", "recorded_at", "recorded_by", "reason"),
    *("id", "digest", "segment", "line", "publishers", "urls"),
)
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
        return f"aitimeline, {self.uri} (log of {number:,} record{'' if number == 1 else 's'}{then}): “{self.line}”."


def short_time(time: str) -> str:
    """A time without a fraction of a second that is 0."""
    return time.replace(_FRACTION, "Z")


def pieces_of(
    explanation: Explanation,
    answer: Iterator[Any],
    evidence: Callable[[], tuple[Evidence, int | None]],
    language: str,
) -> Iterator[str]:
    """All of it as one JSON object, written as it comes.

    Args:
        explanation: what stands before the answer.
        answer: the values of the answer.
        evidence: gives, once these were taken, the records, and on how many events the answer rests if it does not
            name them all.
        language: that of titles.
    """
    yield from _object(_members(explanation, answer, evidence, language))


def _members(
    explanation: Explanation,
    answer: Iterator[Any],
    evidence: Callable[[], tuple[Evidence, int | None]],
    language: str,
) -> Iterator[tuple[str, Any]]:
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
    found, counted = evidence()
    yield "counted", counted
    yield "records", (record_value(each, language) for each in found.records())
    yield "more", found.more


def _object(members: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """A JSON object, indented; a member that is an iterator is an array, and is not read before its turn."""
    before = "{"
    for name, value in members:
        yield f"{before}\n  {json.dumps(name)}: "
        for piece in json_pieces(value) if isinstance(value, Iterator) else [json_text(value)]:
            yield piece.removesuffix("\n").replace("\n", "\n  ")
        before = ","
    yield "\n}\n"


def record_value(cited: Cited, language: str) -> dict[str, Any]:
    """A record as a JSON object; ``when`` is null of an actor, whose ``title`` is its name."""
    record, said = cited.record, cited.statement.payload if cited.statement else None
    event = said if isinstance(said, Event) else None
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
    said = record.statement.payload if record.statement else None
    if isinstance(said, Event):
        return list(dict.fromkeys([*said.sources, *(source for camp in said.camps for source in camp.sources)]))
    if isinstance(said, Actor):
        cited = [each.sources for each in (*said.part_of, *said.made_by)]
        cited += [each.sources for each in said.renamed] + [each.sources for each in said.camps]
        return list(dict.fromkeys(source for sources in cited for source in sources))
    return []


def title_of(cited: Cited, language: str) -> str:
    """The title of an event, or the name of an actor; the key where nothing is known of either."""
    said = cited.statement.payload if cited.statement else None
    if isinstance(said, Event):
        return said.title.best(language)
    return said.names.best(language) if isinstance(said, Actor) else cited.record.subject


def record_rows(records: Iterable[Cited], language: str) -> Iterator[tuple[Cell, ...]]:
    """Records as flat rows under ``HEADINGS``."""
    for each in records:
        value = record_value(each, language)
        sources = value.pop("sources")
        joined = ("; ".join(source.get(name) or "" for source in sources) for name in ("publisher", "url"))
        yield *("" if cell is None else cell for cell in value.values()), *joined
