"""Dates of the calendar: with year, month and day as far as they are said, in words or in figures."""

from __future__ import annotations

from aitimeline.model.error import BadInputError
from aitimeline.model.words import value as values
from aitimeline.model.words.counted import stretch
from aitimeline.model.words.figures import Figures
from aitimeline.model.words.numeral import full_year
from aitimeline.model.words.resolve import Fields, resolve
from aitimeline.model.words.sense import Pieces, Sense, Side
from aitimeline.model.words.value import Value

_SHORT_YEARS = 100


def calendar(pieces: Pieces) -> Sense | None:
    """Year, month, day and weekday, as far as they are given, or a part of a year."""
    year = pieces.year
    if count := pieces.get("N"):  # 23년 3월, where 23년 alone would be a length of time
        number, unit, _ = count
        if unit != "year" or not 0 <= number < _SHORT_YEARS:
            return None
        year = full_year(number)
    return Fields(year, pieces.get("M"), pieces.get("D"), pieces.get("W"), pieces.group, pieces.get("P"))


def worded_day(pieces: Pieces) -> Sense | None:
    """'the sixth of December'."""
    day = pieces.get("O")
    return Fields(pieces.year, pieces.get("M"), day) if day > 0 else None


def figures(pieces: Pieces) -> Sense:
    """12/6/2023, with the other orders in which it may be read."""
    found: Figures = pieces.get("ZB")
    fields = Fields(found.year or pieces.year, found.month, found.day, pieces.get("W"))
    if not found.note:
        return fields
    others = []
    for year, month, day in found.others:
        try:
            others.append(resolve(Fields(year or pieces.year, month, day), pieces.ref))
        except BadInputError:
            continue
    return resolve(fields, pieces.ref).noted(found.note, *others)


def quarter_in_figures(pieces: Pieces) -> Sense:
    """2023-Q1."""
    year, code = pieces.get("X")
    return Fields(year, group=code)


def holiday(pieces: Pieces) -> Sense:
    """Christmas, 광복절 2023년."""
    month, day = pieces.get("H")
    return Fields(pieces.year, month, day, pieces.get("W"))


def beside(pieces: Pieces) -> Sense | None:
    """'last', 'this' or 'next' with a month, day, weekday, season or holiday."""
    side: Side = pieces.get("s")
    if side.is_counting:
        return None
    month, day = pieces.get("H") or (pieces.get("M"), pieces.get("D"))
    weekday = pieces.get("W")
    step = None if side.is_near else max(-1, min(1, side.step))
    fields = Fields(None, month, day, weekday, pieces.group, pieces.get("P"), step)
    if weekday is not None and month is None and day is None and step is not None:
        return _weekday_beside(weekday, side, pieces)
    if day is None or month is not None or step is None:
        return fields
    if side.step not in {-1, 1}:
        return None
    return resolve(fields, pieces.ref).noted(
        f"'{'last' if step < 0 else 'next'} {day}' read as a day of the month, not a number of days",
        stretch(pieces.ref, day, "day", step),
    )


def _weekday_beside(weekday: int, side: Side, pieces: Pieces) -> Value:
    """'next Friday' is that of next week, 'the coming Friday' the first to come, 'last Friday' the last that was."""
    near = resolve(Fields(weekday=weekday, side=max(-1, min(1, side.step))), pieces.ref)
    if side.is_coming:
        return values.of_day(near.first)
    if side.step == -1:
        return near
    monday = values.week_of(values.added(pieces.ref, 7 * side.step)).first
    chosen = values.of_day(values.added(monday, weekday))
    if side.step != 1 or near.edtf == chosen.edtf:
        return chosen
    return chosen.noted(f"read as {chosen.edtf}, in the week after that of {pieces.ref}", values.of_day(near.first))


def week_of(pieces: Pieces) -> Sense | None:
    """'the week of Dec 4', 'the week of the 4th', 9월 16일의 주."""
    if pieces.get("G") is None and pieces.get("u") != "week":
        return None
    said = figures(pieces) if pieces.get("ZB") else calendar(pieces)
    if said is None:
        return None
    value = resolve(said, pieces.ref) if isinstance(said, Fields) else said
    week = values.week_of(value.first)
    return week.noted(value.note, *(values.week_of(other.first) for other in value.others))
