"""Parts of a value: the early, middle and late one, its beginning and end, what of it has passed and what is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from aitimeline.model.words import value as values
from aitimeline.model.words.value import Value

_THIRDS = {"early": 0, "start": 0, "mid": 1, "late": 2, "end": 2}
_IS_FIRST = {"early", "start", "first", "so far"}
_WEEK, _MONTH, _LESS_THAN_A_YEAR, _YEAR = 7, 31, 364, 366
_HALF_CODE, _THIRD_CODE = 40, 37
_DECADE = 10


def part_of(value: Value, part: str, ref: date | None = None) -> Value:
    """The part of a value that a word names; other readings are the wider part, what is past or left on ``ref``."""
    if part == "whole" or value.first == value.last:
        return value
    if part in {"first", "second"}:
        return _halves(value)[part == "second"]
    is_now = ref is not None and value.first <= ref <= value.last
    if part in {"so far", "rest"} and not is_now:
        part = "early" if part == "so far" else "late"
    if ref is None or not is_now:
        return _named(value, part)
    passed, left = values.one_of(value.first, ref), values.one_of(ref, value.last)
    if part in {"so far", "rest"}:
        return passed if part == "so far" else left
    named = _named(value, part)
    return named if part == "mid" else named.noted("", passed if part in _IS_FIRST else left)


def _named(value: Value, part: str) -> Value:
    third = _THIRDS[part]
    days = (value.last - value.first).days + 1
    narrow, wide = _scale(days)
    chosen = narrow(value, third)
    if days in {_YEAR - 1, _YEAR} and part in {"start", "end"}:
        chosen = values.of_month(value.first.year, 1 if part == "start" else 12)
    other = wide(value, third)
    return chosen.noted(f"'{part}' taken as {chosen.first} to {chosen.last}", other) if other else chosen


Split = Callable[[Value, int], Value]


def _scale(days: int) -> tuple[Split, Callable[[Value, int], Value | None]]:
    """How a value of so many days is divided: the usual way, and the wider one."""
    if days <= _WEEK:
        return _third_of_week, lambda _value, _third: None
    if days <= _MONTH:
        return _third_of_month, _wide_of_month
    if days <= _LESS_THAN_A_YEAR:
        return _third_of_months, _half_or_none
    if days <= _YEAR:
        return lambda value, third: values.of_group(value.first.year, _THIRD_CODE + third), _wide_of_year
    return _third_of_years, _half_or_none


def _third_of_week(value: Value, third: int) -> Value:
    """Monday to Wednesday, Tuesday to Thursday, Thursday to Sunday; of a shorter run its halves."""
    begin, end = ((0, 2), (1, 3), (3, _WEEK - 1))[third]
    first, last = values.added(value.first, begin), values.added(value.first, end)
    return values.one_of(min(first, value.last), min(last, value.last))


def _third_of_month(value: Value, third: int) -> Value:
    """The 1st to the 10th, the 11th to the 20th, the 21st to the end."""
    return _days_of_month(value, *((1, 10), (11, 20), (21, value.last.day))[third])


def _wide_of_month(value: Value, third: int) -> Value:
    """The 1st to the 15th, the 10th to the 20th, the 16th to the end."""
    return _days_of_month(value, *((1, 15), (10, 20), (16, value.last.day))[third])


def _days_of_month(value: Value, begin: int, end: int) -> Value:
    return values.one_of(value.first.replace(day=begin), value.first.replace(day=end))


def _third_of_months(value: Value, third: int) -> Value:
    """Of a quarter or season a month, of a half two."""
    months = (value.last.year - value.first.year) * 12 + value.last.month - value.first.month + 1
    first = values.month_added(value.first, months * third // 3)
    if months // 3 == 1:
        return values.of_month(first.year, first.month)
    return values.one_of(first, values.added(values.month_added(value.first, months * (third + 1) // 3), -1))


def _wide_of_year(value: Value, third: int) -> Value:
    """The first half, April to September, the second half."""
    year = value.first.year
    if third == 1:
        return values.one_of(date(year, 4, 1), date(year, 9, 30))
    return values.of_group(year, _HALF_CODE + (third > 0))


def _third_of_years(value: Value, third: int) -> Value:
    """Of a decade the years 0 to 2, 3 to 6 and 7 to 9; of a century about a third."""
    years = value.last.year - value.first.year + 1
    cuts = (0, 3, 7, 10) if years == _DECADE else (0, years // 3, years * 2 // 3, years)
    return _years(value.first.year + cuts[third], value.first.year + cuts[third + 1] - 1)


def _years(begin: int, end: int) -> Value:
    """One of several years."""
    return Value(f"[{begin:04}..{end:04}]", date(begin, 1, 1), date(end, 12, 31), f"{begin:04}~", f"{end:04}~")


def _half_or_none(value: Value, third: int) -> Value | None:
    return None if third == 1 else _halves(value)[third > 0]


def _halves(value: Value) -> tuple[Value, Value]:
    """The first and second half: of a year by its code, of a decade or century by years, of all else by days."""
    first, last = value.first, value.last
    days = (last - first).days + 1
    if _LESS_THAN_A_YEAR < days <= _YEAR:
        return values.of_group(first.year, _HALF_CODE), values.of_group(first.year, _HALF_CODE + 1)
    if days > _YEAR:
        middle = first.year + (last.year - first.year + 1) // 2
        return _years(first.year, middle - 1), _years(middle, last.year)
    if _WEEK < days <= _MONTH:
        return _wide_of_month(value, 0), _wide_of_month(value, 2)
    half = values.added(first, days // 2)
    return values.one_of(first, values.added(half, -1)), values.one_of(half, last)
