"""Where the sources of an event date it differently: by the zones that they count in, or really."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from aitimeline.index.entry import Entry
from aitimeline.model.event import Source
from aitimeline.model.statement import Difference, Statement, doubtful_weekdays, gravest, statements_of
from aitimeline.model.weekday import WrongWeekday


@frozen
class Dispute:
    """An event whose sources do not date it alike, or name a weekday that cannot be.

    Attributes:
        difference: the gravest between any two statements.
        statements: the log's own first, then those of sources that give a date.
        weekdays: with each source, the dates in its title and quotation whose weekday is wrong.
    """

    entry: Entry
    difference: Difference
    statements: tuple[Statement, ...]
    weekdays: tuple[tuple[Source, WrongWeekday], ...]


def disputes(entries: Iterable[Entry]) -> Iterator[Dispute]:
    """The events whose sources differ, in their order."""
    return (found for entry in entries if (found := dispute_of(entry)))


def dispute_of(entry: Entry) -> Dispute | None:
    """How the sources of an event differ; None if they do not."""
    sources = entry.event.sources
    statements = statements_of(entry.when, entry.zone, sources)
    difference = gravest(statements)
    weekdays = tuple(doubtful_weekdays(entry.when, sources))
    if difference is Difference.NONE and not weekdays:
        return None
    return Dispute(entry, difference, statements, weekdays)
