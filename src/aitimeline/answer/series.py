"""Figures in their series, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text as Styled

from aitimeline.answer.value import brief_value
from aitimeline.index.entry import DamagedIndexError, Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import day_text
from aitimeline.model.visible import visible
from aitimeline.model.when import When
from aitimeline.query.series import Change, Number, Reading, Series, stated_by
from aitimeline.render.delimited import Cell
from aitimeline.render.drawing import draw
from aitimeline.render.format import Paper

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

HEADINGS = (
    *("name", "value", "unit", "period", "actors", "change", "change_percent", "differs"),
    *("key", "when", "stated_by", "publishers", "urls"),
)
_COLUMNS = {
    "en": ("PERIOD", "VALUE", "CHANGE", "", "EVENT", "SOURCE"),
    "ko": ("기간", "값", "변화", "", "사건", "출처"),
}
_MILLION = 1_000_000


def reading_value(found: Reading, timeline: Timeline, language: str, tz: ZoneInfo | None) -> dict[str, Any]:
    """A figure as a JSON object; ``period`` is null where none is stated, and the days are then the event's."""
    mark, entry = found.mark, _event(found, timeline)
    return {
        "name": mark.series.name,
        "value": mark.value,
        "unit": mark.series.unit or None,
        "period": _period(found, entry),
        "earliest": day_text(mark.days.first),
        "latest": day_text(mark.days.last),
        "actors": [{"key": key, "name": timeline.actor_name(key, language)} for key in mark.series.subjects],
        "change": found.change.absolute if found.change else None,
        "change_percent": found.change.percent if found.change else None,
        "differs": found.differs,
        "stated_by": [{"key": key, "name": timeline.actor_name(key, language)} for key in stated_by(entry)],
        "event": brief_value(entry, language, tz),
        "sources": [
            {name: said for name, said in source.items() if name in ("publisher", "url") and said}
            for source in entry.data.get("sources", ())
        ],
    }


def _event(found: Reading, timeline: Timeline) -> Entry:
    entry = timeline.latest(found.mark.key)
    if entry is None:
        raise DamagedIndexError(f"{found.mark.key} is gone")
    return entry


def _period(found: Reading, entry: Entry) -> str | None:
    stated = entry.data["figures"][found.mark.place].get("period")
    return None if stated is None else When.parse(stated).edtf


def reading_rows(found: Iterable[Reading], timeline: Timeline, language: str) -> Iterator[tuple[Cell, ...]]:
    """Flat rows under ``HEADINGS``."""
    for each in found:
        mark, entry = each.mark, _event(each, timeline)
        change = each.change
        yield (
            *(mark.series.name, mark.value, mark.series.unit, _period(each, entry) or ""),
            "; ".join(_names(mark.series.subjects, timeline, language)),
            *(change.absolute if change else "", change.percent if change and change.percent is not None else ""),
            *(each.differs, entry.key, entry.when.edtf, "; ".join(_names(stated_by(entry), timeline, language))),
            *("; ".join(_said(entry, name)) for name in ("publisher", "url")),
        )


def _names(keys: Iterable[str], timeline: Timeline, language: str) -> list[str]:
    return [timeline.actor_name(key, language) for key in keys]


def _said(entry: Entry, name: str) -> list[str]:
    return [source.get(name) or "" for source in entry.data.get("sources", ())]


def series_texts(found: Iterable[Reading], timeline: Timeline, paper: Paper) -> Iterator[str]:
    """For reading: each series with a heading, and its values in order of period."""
    before = ""
    for series, readings in groupby(found, key=lambda each: each.mark.series):
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        for heading in _COLUMNS[paper.language]:
            is_number = heading in _COLUMNS[paper.language][1:3]
            table.add_column(heading, no_wrap=is_number, justify="right" if is_number else "left", overflow="fold")
        for each in readings:
            table.add_row(*_cells(each, timeline, paper.language))
        heading = draw(_heading(series, timeline, paper.language), paper)
        yield before + heading + draw(table, paper)
        before = "\n"


def _heading(series: Series, timeline: Timeline, language: str) -> Styled:
    unit = f" ({visible(series.unit)})" if series.unit else ""
    names = visible(", ".join(_names(series.subjects, timeline, language)))
    return Styled.assemble((visible(series.name), "bold"), unit, f": {names}" if names else "")


def _cells(each: Reading, timeline: Timeline, language: str) -> tuple[Styled, ...]:
    entry = _event(each, timeline)
    period = _period(each, entry)
    label = (When.parse(period) if period else entry.when).label
    mark = ("다름" if language == "ko" else "differs") if each.differs else ""
    return (
        Styled(visible(label), "cyan"),
        Styled(number_text(each.mark.value)),
        Styled(change_text(each.change) if each.change else ""),
        Styled(mark, "bold red"),
        Styled(visible(entry.key), "green"),
        Styled(visible(_source(entry, timeline, language)), "dim"),
    )


def _source(entry: Entry, timeline: Timeline, language: str) -> str:
    """Who has measured it, if that is said, and who reports it: ``Synergy Research Group (CRN)``."""
    measured = ", ".join(_names(stated_by(entry), timeline, language))
    reported = ", ".join(dict.fromkeys(publisher for publisher in _said(entry, "publisher") if publisher))
    return f"{measured} ({reported})" if measured and reported else measured or reported


def number_text(number: Number) -> str:
    """``1,250,000``, ``4.5``; what is very great or small as it is written."""
    return f"{number:,}" if isinstance(number, int) or abs(number) < _MILLION else str(number)


def change_text(change: Change) -> str:
    """``+2 (+3.2%)``."""
    sign = "+" if change.absolute > 0 else ""
    percent = "" if change.percent is None else f" ({change.percent:+g}%)" if change.percent else " (0%)"
    return f"{sign}{number_text(change.absolute)}{percent}"
