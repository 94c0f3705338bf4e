"""Figures in their series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from aitimeline.answer.answer import Answer, Field, Named, actors_named, object_of
from aitimeline.answer.block import BLANK, Block, Column, Grid, Line, Prose, Span, Style, Words
from aitimeline.answer.event import facts_of
from aitimeline.answer.showing import Showing
from aitimeline.index.entry import DamagedIndexError, Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import day_text
from aitimeline.model.when import When
from aitimeline.query.series import Change, Number, Reading, Series, stated_by

_COLUMNS = {
    "en": ("PERIOD", "VALUE", "CHANGE", "", "EVENT", "SOURCE"),
    "ko": ("기간", "값", "변화", "", "사건", "출처"),
}
_MILLION = 1_000_000


def figures_answer(found: Iterable[Reading], showing: Showing, nothing: str) -> Answer[Reading]:
    """Figures; where there are none, a person reads ``nothing``."""
    return Answer(
        items=found,
        value=lambda each: reading_value(each, showing),
        fields=_fields(showing),
        lines=lambda each: [_row(each, showing)],
        blocks=lambda items: _series(items, showing, nothing),
        cites=lambda each: reading_cited(each, showing.timeline),
    )


def reading_value(found: Reading, showing: Showing) -> dict[str, Any]:
    """A figure as a JSON object; ``period`` is null where none is stated, and the days are then the event's."""
    mark, row = found.mark, _row(found, showing)
    return {
        **_stated_value(row),
        "earliest": day_text(mark.days.first),
        "latest": day_text(mark.days.last),
        "actors": showing.named(mark.series.subjects),
        **_change_value(row),
        "stated_by": showing.named(stated_by(row.entry)),
        "event": showing.brief(row.entry),
        "sources": [
            {name: said for name, said in source.items() if name in ("publisher", "url") and said}
            for source in row.entry.data.get("sources", ())
        ],
    }


def reading_cited(found: Reading, timeline: Timeline) -> Iterator[Named]:
    """Of whom a figure is, who has measured it, and the event that states it."""
    entry = _event(found, timeline)
    yield from actors_named((*found.mark.series.subjects, *stated_by(entry)))
    yield Named(entry.key)


def _event(found: Reading, timeline: Timeline) -> Entry:
    entry = timeline.latest(found.mark.key)
    if entry is None:
        raise DamagedIndexError(f"{found.mark.key} is gone")
    return entry


def _period(found: Reading, entry: Entry) -> str | None:
    stated = entry.data["figures"][found.mark.place].get("period")
    return None if stated is None else When.parse(stated).edtf


class _Row(NamedTuple):
    """A figure, the event that states it, and the period that it states."""

    reading: Reading
    entry: Entry
    period: str | None


def _row(found: Reading, showing: Showing) -> _Row:
    entry = _event(found, showing.timeline)
    return _Row(found, entry, _period(found, entry))


_STATED = (
    Field("name", lambda row: row.reading.mark.series.name),
    Field("value", lambda row: row.reading.mark.value),
    Field("unit", lambda row: row.reading.mark.series.unit or None),
    Field("period", lambda row: row.period),
)
_CHANGE = (
    Field("change", lambda row: row.reading.change and row.reading.change.absolute),
    Field("change_percent", lambda row: row.reading.change and row.reading.change.percent),
    Field("differs", lambda row: row.reading.differs),
)
_stated_value, _change_value = object_of(_STATED), object_of(_CHANGE)


def _fields(showing: Showing) -> tuple[Field, ...]:
    return (
        *_STATED,
        Field("actors", lambda row: "; ".join(map(showing.name, row.reading.mark.series.subjects))),
        *_CHANGE,
        *facts_of(showing, lambda row: row.entry, ("key", "when")),
        Field("stated_by", lambda row: "; ".join(map(showing.name, stated_by(row.entry)))),
        Field("publishers", lambda row: "; ".join(_said(row.entry, "publisher"))),
        Field("urls", lambda row: "; ".join(_said(row.entry, "url"))),
    )


def _said(entry: Entry, name: str) -> list[str]:
    return [source.get(name) or "" for source in entry.data.get("sources", ())]


def _series(found: Iterator[Reading], showing: Showing, nothing: str) -> Iterator[Block]:
    """Each series with a heading, and its values in order of period."""
    is_first = True
    for series, readings in groupby(found, key=lambda each: each.mark.series):
        if not is_first:
            yield BLANK
        is_first = False
        yield Prose(_heading(series, showing))
        rows = (_row(each, showing) for each in readings)
        yield Grid(_columns(showing), rows, has_headings=True)
    if is_first:
        yield Line(nothing)


def _heading(series: Series, showing: Showing) -> Words:
    unit = f" ({series.unit})" if series.unit else ""
    names = ", ".join(map(showing.name, series.subjects))
    return [Span(series.name, Style.STRONG), Span(unit), Span(f": {names}" if names else "")]


def _columns(showing: Showing) -> tuple[Column, ...]:
    period, value, change, differs, event, source = _COLUMNS[showing.language]
    mark = "다름" if showing.language == "ko" else "differs"

    def label(row: _Row) -> str:
        return (When.parse(row.period) if row.period else row.entry.when).label

    def changed(row: _Row) -> str:
        return change_text(row.reading.change) if row.reading.change else ""

    return (
        Column(lambda row: [Span(label(row), Style.DATE)], period),
        Column(lambda row: number_text(row.reading.mark.value), value, is_right=True, is_whole=True),
        Column(changed, change, is_right=True, is_whole=True),
        Column(lambda row: [Span(mark if row.reading.differs else "", Style.WARNING)], differs),
        Column(lambda row: [Span(row.entry.key, Style.KEY)], event),
        Column(lambda row: [Span(_source(row.entry, showing), Style.FAINT)], source),
    )


def _source(entry: Entry, showing: Showing) -> str:
    """Who has measured it, if that is said, and who reports it: ``Synergy Research Group (CRN)``."""
    measured = ", ".join(map(showing.name, stated_by(entry)))
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
