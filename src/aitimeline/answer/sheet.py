"""One event in full."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from rich.console import Group
from rich.table import Table
from rich.text import Text as Styled

from aitimeline.answer.camp import claim_text
from aitimeline.answer.sentence import dated, days_range
from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import Days
from aitimeline.model.event import Event, Figure, Source
from aitimeline.model.statement import Difference, Statement, statements_of
from aitimeline.model.visible import quoted, visible
from aitimeline.model.zone import zone_named
from aitimeline.query.camp import claims_of
from aitimeline.render.table import Paper, draw

_LABEL = 9


def event_sheet(entry: Entry, timeline: Timeline, paper: Paper, tz: ZoneInfo | None = None) -> str:
    """Everything that the log holds of an event, for reading. Addresses are never broken, so they can be copied.

    With ``tz`` the days are said too on which it may have been there.
    """
    own, *_ = statements_of(entry.when, entry.zone, entry.event.sources)
    return "".join(
        [
            _head(entry.event, paper),
            _grid([*_dates(entry, tz), *_facts(entry, timeline, paper.language)], paper),
            *(_source(f"source {at}", source, own, paper) for at, source in enumerate(entry.event.sources, start=1)),
            _grid(_standing(entry), paper),
        ]
    )


def _head(event: Event, paper: Paper) -> str:
    title = event.title.best(paper.language)
    others = [text for _, text in event.title.pairs if text != title]
    return draw(Group(Styled(visible(title), "bold"), *map(Styled, map(visible, others)), Styled("")), paper)


def _grid(rows: Iterable[tuple[str, str | Styled]], paper: Paper) -> str:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True, min_width=_LABEL)
    grid.add_column(overflow="fold")
    for name, value in rows:
        grid.add_row(name, value)
    return draw(grid, paper) if grid.row_count else ""


def _dates(entry: Entry, tz: ZoneInfo | None) -> Iterable[tuple[str, str | Styled]]:
    yield "key", Styled(visible(entry.key), "green")
    yield "when", dated(entry.when.label, entry.event.zone)
    if entry.when.bounds:
        yield "", f"so far {days_range(Days(entry.when.start.first, entry.when.end.last))}"
    if tz is not None and (entry.zone is not None or entry.when.moment is not None):
        yield "", f"in {tz.key} {days_range(entry.when.possible_days_in(tz, entry.zone))}"


def _facts(entry: Entry, timeline: Timeline, language: str) -> Iterable[tuple[str, str | Styled]]:
    event = entry.event
    yield "kind", visible(event.kind)
    if event.summary:
        yield "summary", visible(event.summary.best(language))
    if event.actors:
        yield "actors", _actors(event, timeline, language)
    if event.tags:
        yield "tags", visible(", ".join(event.tags))
    for figure in event.figures:
        yield "figure", _figure(figure)
    for claim in claims_of(entry.data, timeline.tz):
        yield "camp", claim_text(claim)
    if not event.sources:
        yield "source", "none: nobody is cited for this"


def _standing(entry: Entry) -> Iterable[tuple[str, str | Styled]]:
    yield "recorded", _recorded(entry)
    if entry.is_in_conflict:
        yield "conflict", Styled(_conflict(entry), "bold red")


def _actors(event: Event, timeline: Timeline, language: str) -> str:
    """The actors, together where they have the same role."""
    by_role: dict[str, list[str]] = {}
    for part in event.actors:
        by_role.setdefault(part.role or "", []).append(timeline.actor_name(part.actor, language))
    return "\n".join(
        visible(f"{role}: {', '.join(names)}" if role else ", ".join(names)) for role, names in by_role.items()
    )


def _figure(figure: Figure) -> str:
    parts = [f"{figure.name}: {figure.value}", figure.unit]
    period = f"in {figure.period.label}" if figure.period else None
    return visible(" ".join(part for part in (*parts, period) if part))


def _source(name: str, source: Source, own: Statement, paper: Paper) -> str:
    """A citation; its address stands on a line of its own, as long as it is."""
    title = source.title and f"“{source.title}”"
    published = source.published and source.published.label
    named = ", ".join(part for part in (source.publisher, title, published) if part)
    address = f"{'':{_LABEL + 2}}{visible(source.url)}\n" if source.url else ""
    said = [("", visible(quoted(source.quote)))] if source.quote else []
    if source.when:
        difference = Statement(source.when, zone_named(source.zone), source).against(own)
        note = "" if difference is Difference.NONE else f"; {difference.value}"
        said.append(("", f"gives the date as {dated(source.when.label, source.zone)}{note}"))
    return _grid([(name, visible(named))], paper) + address + _grid(said, paper)


def _recorded(entry: Entry) -> str:
    time = entry.recorded_at.strftime("%Y-%m-%d %H:%M UTC")
    return visible(f"{time} by {entry.recorded_by}, revision {entry.revision}")


def _conflict(entry: Entry) -> str:
    many = len(entry.heads)
    return visible(
        f"{many} versions stand side by side: 'aitimeline history {entry.key}' shows them, "
        f"'aitimeline revise {entry.key} --settle' settles them"
    )
