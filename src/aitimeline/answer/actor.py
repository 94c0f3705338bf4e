"""Actors, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text as Styled

from aitimeline.answer.value import brief_value
from aitimeline.index.census import Landmark, Tally
from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.visible import visible
from aitimeline.render.delimited import Cell
from aitimeline.render.drawing import draw, prose
from aitimeline.render.format import Paper

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

HEADINGS = ("key", "name", "type", "recorded", "events", "first_when", "first_key", "last_when", "last_key")
_COLUMNS = {
    "en": ("KEY", "NAME", "TYPE", "EVENTS", "FIRST", "LAST"),
    "ko": ("키", "이름", "유형", "사건", "처음", "마지막"),
}
_NARROW_COLUMNS = {"en": ("EVENTS", "ACTOR", "FIRST AND LAST"), "ko": ("사건", "행위자", "처음과 마지막")}
_EVENTS = {"en": "EVENTS", "ko": "사건"}
_WIDE = 120
_TOGETHER = 500


def tally_value(tally: Tally, timeline: Timeline, language: str, tz: ZoneInfo | None) -> dict[str, Any]:
    """An actor as a JSON object; ``type`` and ``names`` are null where the log has no record of it."""
    data = timeline.actor_data(tally.actor)
    ends = (_event(timeline, tally.first), _event(timeline, tally.last))
    first, last = (brief_value(each, language, tz) if each else None for each in ends)
    return {
        "key": tally.actor,
        "name": timeline.actor_name(tally.actor, language),
        "type": data["type"] if data else None,
        "names": dict(sorted(data["names"].items())) if data else None,
        "recorded": data is not None,
        "events": tally.events,
        "first": first,
        "last": last,
    }


def tally_rows(tallies: Iterable[Tally], timeline: Timeline, language: str) -> Iterator[tuple[Cell, ...]]:
    """Flat rows under ``HEADINGS``."""
    for tally in tallies:
        data = timeline.actor_data(tally.actor)
        ends = [(each.when.edtf, each.key) if each else ("", "") for each in _ends(tally, timeline)]
        name = timeline.actor_name(tally.actor, language)
        yield tally.actor, name, data["type"] if data else "", data is not None, tally.events, *ends[0], *ends[1]


def tally_tables(tallies: Iterable[Tally], timeline: Timeline, paper: Paper) -> Iterator[str]:
    """For reading, side by side where there is room, else in two lines each; nothing where there is none."""
    rest, without, has_headings = iter(tallies), 0, True
    is_narrow = paper.width is not None and paper.width < _WIDE
    columns = (_NARROW_COLUMNS if is_narrow else _COLUMNS)[paper.language]
    while piece := list(islice(rest, _TOGETHER)):
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", show_header=has_headings)
        for heading in columns:
            is_number = heading == _EVENTS[paper.language]
            table.add_column(heading, justify="right" if is_number else "left", no_wrap=is_number, overflow="fold")
        for tally in piece:
            without += timeline.actor_data(tally.actor) is None
            cells = _cells(tally, timeline, paper.language)
            table.add_row(*(_stacked(*cells) if is_narrow else cells))
        yield draw(table, paper)
        has_headings = False
    if without:
        yield "\n" + prose(_without_text(without, paper.language), paper)


def _cells(tally: Tally, timeline: Timeline, language: str) -> tuple[Styled, ...]:
    data = timeline.actor_data(tally.actor)
    kind = Styled(visible(data["type"])) if data else Styled(no_record(language), "dim")
    name = Styled(visible(timeline.actor_name(tally.actor, language)))
    first, last = map(_end, _ends(tally, timeline))
    return Styled(visible(tally.actor), "green"), name, kind, Styled(f"{tally.events:,}"), first, last


def _stacked(key: Styled, name: Styled, kind: Styled, events: Styled, first: Styled, last: Styled) -> list[Styled]:
    return [events, Styled("\n").join([name, Styled("  ").join([key, kind])]), Styled("\n").join([first, last])]


def _ends(tally: Tally, timeline: Timeline) -> tuple[Entry | None, Entry | None]:
    return _event(timeline, tally.first), _event(timeline, tally.last)


def _event(timeline: Timeline, event: Landmark | None) -> Entry | None:
    return None if event is None else timeline.latest(event.key)


def _end(entry: Entry | None) -> Styled:
    return (
        Styled.assemble((f"{visible(entry.when.label)} ", "cyan"), (visible(entry.key), "dim")) if entry else Styled()
    )


def no_record(language: str) -> str:
    """What stands in place of the type of an actor that the log has no record of."""
    return "기록 없음" if language == "ko" else "no record"


def _without_text(number: int, language: str) -> str:
    if language == "ko":
        return f"{number:,}개는 로그에 기록이 없음. 'aitimeline add-actor'로 기록할 수 있음."
    what = "1 actor has" if number == 1 else f"{number:,} actors have"
    return f"{what} no record in the log; 'aitimeline add-actor' makes one."
