"""Periods and what is in them: of last year the third week, of this month the end."""

from __future__ import annotations

from aitimeline.model.error import BadInputError
from aitimeline.model.words import value as values
from aitimeline.model.words.part import part_of
from aitimeline.model.words.resolve import Fields, resolve
from aitimeline.model.words.sense import Pieces, Sense
from aitimeline.model.words.value import Value

_WEEKS_IN_MONTH, _THURSDAY = 5, 3


def period(pieces: Pieces) -> Sense | None:
    """A period beside the present one, and what of it is meant: its month, day, weekday, part ..."""
    found = _base(pieces)
    if found is None:
        return None
    value, unit = found
    kinds = {piece.kind for piece in pieces.run} - set("Ssuw")
    if kinds <= {"P", "p"}:
        return _part_of_period(pieces, value, unit)
    if unit == "year":
        month, day = pieces.get("H") or (pieces.get("M"), pieces.get("D"))
        return Fields(value.first.year, month, day, pieces.get("W"), pieces.group, pieces.get("P"))
    if unit == "month" and "D" in kinds <= {"D", "W"}:
        return Fields(value.first.year, value.first.month, pieces.get("D"), pieces.get("W"))
    if unit == "week" and "W" in kinds <= {"D", "W"}:
        day = values.added(value.first, pieces.get("W"))
        return values.of_day(day) if pieces.get("D") in {None, day.day} else None
    return None


def _base(pieces: Pieces) -> tuple[Value, str] | None:
    """The period that 'last year', 'this month', 올해 name, and its unit."""
    if shifted := pieces.get("S"):
        unit, step = shifted
    else:
        side, unit = pieces.get("s"), pieces.get("uw")
        if side.is_counting or side.is_near:
            return None
        step = side.step
    return values.unit_at(pieces.ref, unit, step), unit


def _part_of_period(pieces: Pieces, value: Value, unit: str) -> Value | None:
    part = pieces.get("P")
    if named := pieces.get("p"):  # 올해 연말
        smaller, part = named
        if smaller != unit:
            return None
    return part_of(value, part, pieces.ref) if part else value


def rest(pieces: Pieces) -> Sense | None:
    """올해 안: what is left of a period."""
    found = _base(pieces)
    return part_of(found[0], "rest", pieces.ref) if found else None


def part(pieces: Pieces) -> Sense | None:
    """Early, middle or late of a decade or a year, or of the present unit: 'the end of the month', 연말."""
    if named := pieces.get("p"):
        unit, which = named
        if pieces.year is not None:
            return part_of(values.of_year(pieces.year), which) if unit == "year" else None
        if which == "weekend":
            return values.unit_at(pieces.ref, "weekend", 0)
        step = pieces.side.step if pieces.side else 0
        return part_of(values.unit_at(pieces.ref, unit, step), which, pieces.ref)
    if decade := pieces.get("C"):
        return part_of(values.of_mask(decade), pieces.get("P"))
    return part_of(values.unit_at(pieces.ref, pieces.get("u"), 0), pieces.get("P"), pieces.ref)


def ordinal(pieces: Pieces) -> Sense | None:
    """'the first Friday of next month', 'the last week of 2015', 두 번째 일요일."""
    number, weekday, side = pieces.get("O"), pieces.get("W"), pieces.side
    units = pieces.all("u")
    if number is None:  # 'the last week of December'
        if side is None or side.step != -1:
            return None
        number, side = -1, None
    shifted = pieces.get("S")
    if side is not None:
        # In 'the first week of next month' the unit of the period comes last, in 다음 달 첫째 주 first.
        shifted = units.pop(-1 if pieces.run[0].kind == "O" else 0), side.step
    unit = units[0] if units else None
    base = _base_of_ordinal(pieces, shifted, unit, number)
    if base is None or (weekday is not None and unit not in {None, "week"}):
        return None
    if weekday is not None:
        return _weekday_in(base, number, weekday)
    return _unit_in(base, number, unit) if unit else None


def _base_of_ordinal(pieces: Pieces, shifted: tuple[str, int] | None, unit: str | None, number: int) -> Value | None:
    """The period in which it is counted: the one that is named, else the present month or year."""
    month, year = pieces.get("M"), pieces.year
    if shifted:
        name, step = shifted
        if name not in {"year", "month", "quarter", "half"}:
            return None
        base = values.unit_at(pieces.ref, name, step)
        return values.of_month(base.first.year, month) if month and name == "year" else base
    if month:
        return resolve(Fields(year, month), pieces.ref)
    if year:
        return values.of_year(year)
    is_of_year = (unit == "week" and number > _WEEKS_IN_MONTH) or unit not in {None, "week", "day"}
    return values.unit_at(pieces.ref, "year" if is_of_year else "month", 0)


def _weekday_in(base: Value, number: int, weekday: int) -> Value:
    if number < 0:
        return values.of_day(values.added(base.last, -((base.last.weekday() - weekday) % 7)))
    day = values.added(base.first, (weekday - base.first.weekday()) % 7 + 7 * (number - 1))
    if number < 1 or day > base.last:
        raise BadInputError(f"there is no such weekday number {number} in {base.edtf}")
    return values.of_day(day)


def _unit_in(base: Value, number: int, unit: str) -> Value:
    """A week, day, month or quarter by its number in a period; a week belongs to where its Thursday is (ISO 8601)."""
    if unit == "week":
        return values.week_of(_weekday_in(base, number, _THURSDAY).first)
    if unit not in {"day", "month", "quarter", "half"} or number == 0:
        raise BadInputError(f"there is no {unit} number {number} in {base.edtf}")
    found = values.unit_at(base.last, unit, 0) if number < 0 else values.unit_at(base.first, unit, number - 1)
    if found.first > base.last:
        raise BadInputError(f"there is no {unit} number {number} in {base.edtf}")
    return found


def week_number(pieces: Pieces) -> Sense | None:
    """Week 31: only in a range, where two such numbers stand side by side."""
    number, unit, _ = pieces.get("N")
    if unit != "week":
        return None
    return _unit_in(values.of_year(pieces.year or pieces.ref.year), number, "week")
