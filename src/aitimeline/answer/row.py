"""One line of an answer: what a table, a CSV file and a Markdown table all show of an event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.instant import format_time
from aitimeline.query.question import Near


class Row(NamedTuple):
    """An event in one language, flat."""

    key: str
    when: str
    when_label: str
    zone: str
    title: str
    kind: str
    actors: tuple[str, ...]
    tags: tuple[str, ...]
    publishers: tuple[str, ...]
    urls: tuple[str, ...]
    recorded_at: str
    revision: int
    conflict: bool
    retracted: bool
    near: Near | None = None


def row_of(entry: Entry, timeline: Timeline, language: str, near: Near | None = None) -> Row:
    """The row of an event."""
    data = entry.data
    sources = data.get("sources", ())
    return Row(
        key=entry.key,
        when=entry.when.edtf,
        when_label=entry.when.label,
        zone=entry.zone_name or "",
        title=entry.title(language),
        kind=data["kind"],
        actors=tuple(timeline.actor_name(part["actor"], language) for part in data.get("actors", ())),
        tags=tuple(data.get("tags", ())),
        publishers=tuple(source.get("publisher") or source.get("url") or "?" for source in sources),
        urls=tuple(source.get("url") or "" for source in sources),
        recorded_at=format_time(entry.recorded_at),
        revision=entry.revision,
        conflict=entry.is_in_conflict,
        retracted=entry.is_retracted,
        near=near,
    )


def rows_of(answers: Iterable[Entry | Near], timeline: Timeline, language: str) -> Iterator[Row]:
    """The rows of an answer."""
    for answer in answers:
        if isinstance(answer, Near):
            yield row_of(answer.entry, timeline, language, answer)
        else:
            yield row_of(answer, timeline, language)
