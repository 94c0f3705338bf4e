"""One event in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from aitimeline.answer.answer import Answer
from aitimeline.answer.block import BLANK, Block, Line, Prose, Span, Style, Words, facts, lines
from aitimeline.answer.camp import claim_text
from aitimeline.answer.event import events
from aitimeline.answer.sentence import dated, days_range, source_named
from aitimeline.answer.showing import Showing
from aitimeline.index.entry import Entry
from aitimeline.model.day import Days
from aitimeline.model.event import Event, Figure, Source
from aitimeline.model.statement import Difference, Statement, statements_of
from aitimeline.model.visible import quoted
from aitimeline.model.zone import zone_named
from aitimeline.query.camp import claims_of

_LABEL = 9


def one_event(entry: Entry, showing: Showing) -> Answer[Entry]:
    """One event in full."""

    def blocks(found: Iterator[Entry]) -> Iterator[Block]:
        return (block for each in found for block in sheet(each, showing))

    return events([entry], showing, "")._replace(blocks=blocks, is_one=True)


def sheet(entry: Entry, showing: Showing) -> Iterator[Block]:
    """Everything that the log holds of an event, for reading. Addresses are never broken, so they can be copied.

    In another zone than its own the days are said too on which it may have been there.
    """
    own, *_ = statements_of(entry.when, entry.zone, entry.event.sources)
    yield from _head(entry.event, showing.language)
    yield facts([*_dates(entry, showing.tz), *_facts(entry, showing)], _LABEL)
    for at, source in enumerate(entry.event.sources, start=1):
        yield from _source(f"source {at}", source, own)
    yield facts(_standing(entry), _LABEL)


def _head(event: Event, language: str) -> Iterator[Block]:
    title = event.title.best(language)
    yield Prose([Span(title, Style.STRONG)])
    yield from (Prose(text) for _, text in event.title.pairs if text != title)
    yield BLANK


def _dates(entry: Entry, tz: ZoneInfo | None) -> Iterable[tuple[str, Words]]:
    yield "key", [Span(entry.key, Style.KEY)]
    yield "when", dated(entry.when.label, entry.event.zone)
    if entry.when.bounds:
        yield "", f"so far {days_range(Days(entry.when.start.first, entry.when.end.last))}"
    if tz is not None and (entry.zone is not None or entry.when.moment is not None):
        yield "", f"in {tz.key} {days_range(entry.when.possible_days_in(tz, entry.zone))}"


def _facts(entry: Entry, showing: Showing) -> Iterable[tuple[str, Words]]:
    event = entry.event
    yield "kind", event.kind
    if event.summary:
        yield "summary", event.summary.best(showing.language)
    if event.actors:
        yield "actors", _actors(event, showing)
    if event.tags:
        yield "tags", ", ".join(event.tags)
    for figure in event.figures:
        yield "figure", _figure(figure)
    for claim in claims_of(entry.data, showing.timeline.tz):
        yield "camp", claim_text(claim)
    if not event.sources:
        yield "source", "none: nobody is cited for this"


def _standing(entry: Entry) -> Iterable[tuple[str, Words]]:
    time = entry.recorded_at.strftime("%Y-%m-%d %H:%M UTC")
    yield "recorded", f"{time} by {entry.recorded_by}, revision {entry.revision}"
    if entry.is_in_conflict:
        yield "conflict", [Span(_conflict(entry), Style.WARNING)]


def _actors(event: Event, showing: Showing) -> Words:
    """The actors, together where they have the same role."""
    by_role: dict[str, list[str]] = {}
    for part in event.actors:
        by_role.setdefault(part.role or "", []).append(showing.name(part.actor))
    return lines(f"{role}: {', '.join(names)}" if role else ", ".join(names) for role, names in by_role.items())


def _figure(figure: Figure) -> str:
    parts = [f"{figure.name}: {figure.value}", figure.unit]
    period = f"in {figure.period.label}" if figure.period else None
    return " ".join(part for part in (*parts, period) if part)


def _source(name: str, source: Source, own: Statement) -> Iterator[Block]:
    """A citation; its address stands on a line of its own, as long as it is."""
    yield facts([(name, source_named(source))], _LABEL)
    if source.url:
        yield Line(source.url, _LABEL + 2)
    if source.quote:
        yield facts([("", quoted(source.quote))], _LABEL)
    if source.when:
        difference = Statement(source.when, zone_named(source.zone), source).against(own)
        note = "" if difference is Difference.NONE else f"; {difference.value}"
        yield facts([("", f"gives the date as {dated(source.when.label, source.zone)}{note}")], _LABEL)


def _conflict(entry: Entry) -> str:
    many = len(entry.heads)
    return (
        f"{many} versions stand side by side: 'aitimeline history {entry.key}' shows them, "
        f"'aitimeline revise {entry.key} --settle' settles them"
    )
