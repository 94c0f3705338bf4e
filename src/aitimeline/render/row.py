"""One line of an answer: what a table, a CSV file and a Markdown table all show of an event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from aitimeline.index.timeline import Entry, Timeline
from aitimeline.query.question import Near


@frozen
class Row:
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
    near: Near | None = None


def row_of(entry: Entry, timeline: Timeline, language: str, near: Near | None = None) -> Row:
    """The row of an event."""
    event = entry.event
    return Row(
        key=entry.key,
        when=entry.when.edtf,
        when_label=entry.when.label,
        zone=event.zone or "",
        title=event.title.best(language),
        kind=event.kind,
        actors=tuple(timeline.actor_name(part.actor, language) for part in event.actors),
        tags=event.tags,
        publishers=tuple(source.publisher or source.url or "?" for source in event.sources),
        urls=tuple(source.url or "" for source in event.sources),
        recorded_at=entry.record.time.isoformat(timespec="seconds"),
        revision=entry.revision,
        conflict=entry.history.is_in_conflict,
        near=near,
    )


def rows_of(answers: Iterable[Entry | Near], timeline: Timeline, language: str) -> Sequence[Row]:
    """The rows of an answer."""
    return [
        row_of(answer.entry, timeline, language, answer)
        if isinstance(answer, Near)
        else row_of(answer, timeline, language)
        for answer in answers
    ]
