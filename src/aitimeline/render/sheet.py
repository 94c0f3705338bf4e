"""One event in full, its history, and a distance in words."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import fields
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from aitimeline.index.timeline import Entry, Timeline
from aitimeline.model.actor import Actor
from aitimeline.model.event import Event, Figure, Source
from aitimeline.model.history import History
from aitimeline.model.record import Record
from aitimeline.query.question import Gap
from aitimeline.render.table import Paper, distance_text, draw
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


def dated(when: str, zone: str | None) -> str:
    """A date with its zone: ``2023-12-07 (Asia/Seoul)``."""
    return visible(f"{when} ({zone})" if zone else when)


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
    parts = [f"{figure.name}: {figure.value}", figure.unit, figure.of and f"({figure.of})"]
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


def history_sheet(history: History, paper: Paper) -> str:
    """Who said what of an event, when, why, and what it replaced; the oldest first."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("REVISION", "RECORDED", "BY", "WHAT"):
        table.add_column(heading, no_wrap=heading in ("REVISION", "RECORDED"), overflow="fold")
    for record in history.records:
        time = record.time.strftime("%Y-%m-%d %H:%M UTC")
        what = "\n".join(visible(line) for line in (_headline(history, record), *changes(history, record)))
        table.add_row(str(history.revision(record)), time, visible(record.recorded_by), what)
    return draw(table, paper)


def _headline(history: History, record: Record) -> str:
    reason = f": {record.reason}" if record.reason else ""
    stands = " (stands)" if record in history.heads else ""
    return f"{record.verb}{stands}{reason}"


def changes(history: History, record: Record) -> list[str]:
    """What a record says otherwise than the ones it replaced: ``when: 2023-12-05 -> 2023-12-06``."""
    by_id = {each.id: each for each in history.records}
    replaced = [by_id[each] for each in record.supersedes if each in by_id]
    if not replaced or record.payload is None or replaced[0].payload is None:
        return []
    return [
        f"{name}: {before} -> {after}"
        for name, before, after in _differences(replaced[0].payload, record.payload)
    ]


def _differences(before: Event | Actor, after: Event | Actor) -> Iterable[tuple[str, str, str]]:
    for attribute in fields(type(after)):
        old, new = getattr(before, attribute.name, None), getattr(after, attribute.name)
        if old != new:
            yield attribute.name, _brief(old), _brief(new)


def _brief(value: object) -> str:
    if isinstance(value, tuple):
        return f"{len(value)} of them"
    pairs = getattr(value, "pairs", None)
    if pairs is not None:
        return " / ".join(str(text) for _, text in pairs) or "none"
    return "none" if value is None else str(value)


def gap_sentence(gap: Gap, language: str) -> str:
    """The distance in words: ``Google unveils Gemini came 1 day after ...``."""
    first = visible(gap.first.event.title.best(language))
    second = visible(gap.second.event.title.best(language))
    dates = f"{gap.first.event.when} to {gap.second.event.when}"
    if language == "ko":
        return f"{distance_text(gap.days)}일: ‘{first}’에서 ‘{second}’까지 ({dates})\n"
    return f"{_apart(gap)}: from “{first}” to “{second}” ({dates})\n"


def _apart(gap: Gap) -> str:
    days = gap.days
    if not days.is_exact:
        return f"{distance_text(days)} days, as the dates are imprecise"
    if days.low == 0:
        return "0 days, on the same day or overlapping"
    return f"{abs(days.low)} day{'' if abs(days.low) == 1 else 's'} {'after' if days.low > 0 else 'before'}"
