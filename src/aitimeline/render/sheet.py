"""One event in full."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from aitimeline.index.timeline import Entry, Timeline
from aitimeline.model.event import Event, Figure, Source
from aitimeline.model.history import History
from aitimeline.model.record import Record
from aitimeline.render.sentence import dated
from aitimeline.render.table import Paper, draw
from aitimeline.render.visible import visible


def event_sheet(entry: Entry, timeline: Timeline, paper: Paper) -> str:
    """Everything that the log holds of an event, for reading."""
    return draw(_sheet(entry, timeline, paper.language), paper)


def _sheet(entry: Entry, timeline: Timeline, language: str) -> RenderableType:
    event = entry.event
    title = event.title.best(language)
    others = [text for _, text in event.title.pairs if text != title]
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in _fields(entry, timeline, language):
        grid.add_row(name, value)
    head = [Styled(visible(title), "bold"), *(Styled(visible(each)) for each in others), Styled("")]
    return Group(*head, grid)


def _fields(entry: Entry, timeline: Timeline, language: str) -> Iterable[tuple[str, RenderableType]]:
    event = entry.event
    yield "key", Styled(visible(entry.key), "green")
    yield "when", dated(event.when.edtf, event.zone)
    yield "kind", visible(event.kind)
    if event.summary:
        yield "summary", visible(event.summary.best(language))
    if event.actors:
        yield "actors", _actors(event, timeline, language)
    if event.tags:
        yield "tags", visible(", ".join(event.tags))
    for figure in event.figures:
        yield "figure", _figure(figure)
    for number, source in enumerate(event.sources, start=1):
        yield f"source {number}", _source(source)
    if not event.sources:
        yield "source", "none: nobody is cited for this"
    yield "recorded", _recorded(entry.record, entry.revision)
    if entry.history.is_in_conflict:
        yield "conflict", Styled(_conflict(entry.history), "bold red")


def _actors(event: Event, timeline: Timeline, language: str) -> str:
    """The actors, together where they have the same role."""
    by_role: dict[str, list[str]] = {}
    for part in event.actors:
        by_role.setdefault(part.role or "", []).append(timeline.actor_name(part.actor, language))
    return "\n".join(
        visible(f"{role}: {', '.join(names)}" if role else ", ".join(names))
        for role, names in by_role.items()
    )


def _figure(figure: Figure) -> str:
    parts = [f"{figure.name}: {figure.value}", figure.unit]
    period = f"in {figure.period}" if figure.period else None
    return visible(" ".join(part for part in (*parts, period) if part))


def _source(source: Source) -> str:
    named = [
        source.publisher,
        source.title and f"“{source.title}”",
        source.published and str(source.published),
    ]
    lines = [", ".join(part for part in named if part), source.url, source.quote and f"“{source.quote}”"]
    if source.when:
        lines.append(f"gives the date as {dated(source.when.edtf, source.zone)}")
    return "\n".join(visible(line) for line in lines if line)


def _recorded(record: Record, revision: int) -> str:
    time = record.time.strftime("%Y-%m-%d %H:%M UTC")
    return visible(f"{time} by {record.recorded_by}, revision {revision}")


def _conflict(history: History) -> str:
    return f"{len(history.heads)} versions stand side by side: aitimeline history {history.key}"
