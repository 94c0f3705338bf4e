"""Values: what an expression stands for, as EDTF text with the days that it covers."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

from attrs import evolve, frozen

from aitimeline.model.error import BadInputError

_GROUPS = (
    {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)}
    | {37: (1, 4), 38: (5, 8), 39: (9, 12)}
    | {40: (1, 6), 41: (7, 12)}
    | {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}
)
_DECEMBER, _WEEK = 12, 7
QUARTERS = {"quarter": (33, 3), "half": (40, 6)}
"""Of these parts of a year the EDTF code of the first, and the months that each has."""


@frozen
class Value:
    """A date or a run of days.

    Attributes:
        edtf: the value as EDTF.
        first: its first day, and ``last`` its last.
        low: how it is written as the beginning of an interval, and ``high`` as the end.
        note: which reading was taken; empty where there is but one.
        others: other readings.
    """

    edtf: str
    first: date
    last: date
    low: str
    high: str
    note: str = ""
    others: tuple[Value, ...] = ()

    def noted(self, note: str, *others: Value | None) -> Value:
        """The same with a note and other readings added."""
        notes = "; ".join(each for each in (self.note, note) if each)
        kept = [*self.others, *(each for each in others if each and each.edtf != self.edtf)]
        return evolve(self, note=notes, others=tuple({each.edtf: each for each in kept}.values()))


def make_day(year: int, month: int, day: int) -> date:
    """The day, or an error if there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInputError(f"there is no day {year:04}-{month:02}-{day:02}") from None


def added(day: date, days: int) -> date:
    """The day so many days later or earlier."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise BadInputError(f"{days} days from {day} is beyond the calendar") from None


def month_added(day: date, months: int) -> date:
    """The day so many months later or earlier, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise BadInputError(f"{months} months from {day} is beyond the calendar")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def plain(edtf: str, first: date, last: date) -> Value:
    """A value that can stand in an interval as it is."""
    return Value(edtf, first, last, edtf, edtf)


def of_day(day: date) -> Value:
    """One day."""
    return plain(day.isoformat(), day, day)


def of_month(year: int, month: int) -> Value:
    """A month."""
    first = make_day(year, month, 1)
    return plain(f"{year:04}-{month:02}", first, date(year, month, monthrange(year, month)[1]))


def of_year(year: int) -> Value:
    """A year."""
    first = make_day(year, 1, 1)
    return plain(f"{year:04}", first, date(year, 12, 31))


def of_group(year: int, code: int) -> Value:
    """A quarter, third or half of a year, or a season (of the northern hemisphere; winter ends in the next year)."""
    begin, end = _GROUPS[code]
    first = make_day(year, begin, 1)
    last_year, last_month = (year + 1, end - _DECEMBER) if end > _DECEMBER else (year, end)
    make_day(last_year, 1, 1)
    return plain(f"{year:04}-{code}", first, date(last_year, last_month, monthrange(last_year, last_month)[1]))


def one_of(first: date, last: date) -> Value:
    """Some day of a run of days: a point that is not known to the day."""
    if first == last:
        return of_day(first)
    edtf = f"[{first}..{last}]"
    return Value(edtf, first, last, f"{first}~", f"{last}~")


def span(first: date, last: date) -> Value:
    """A stretch of days that lasted throughout."""
    if first > last:
        raise BadInputError(f"the range from {first} to {last} ends before it begins")
    return Value(f"{first}/{last}", first, last, str(first), str(last))


def of_mask(edtf: str) -> Value:
    """A decade (``199X``) or century (``19XX``)."""
    unknown = edtf.count("X")
    first = int(edtf.replace("X", "0"))
    make_day(max(first, 1), 1, 1)
    size = int(10**unknown)
    return plain(edtf, make_day(max(first, 1), 1, 1), make_day(first + size - 1, 12, 31))


def week_of(day: date) -> Value:
    """The week that holds a day, from Monday to Sunday."""
    monday = added(day, -day.weekday())
    return one_of(monday, added(monday, _WEEK - 1))


def weekend_of(day: date) -> Value:
    """Saturday and Sunday of the week that holds a day."""
    monday = week_of(day).first
    return one_of(added(monday, 5), added(monday, 6))


def unit_at(ref: date, unit: str, steps: int) -> Value:
    """The unit so many steps after (or before) the one that holds ``ref``."""
    if unit == "day":
        return of_day(added(ref, steps))
    if unit == "week":
        return week_of(added(ref, steps * _WEEK))
    if unit == "weekend":
        return weekend_of(added(ref, steps * _WEEK))
    if unit == "month":
        there = month_added(ref.replace(day=1), steps)
        return of_month(there.year, there.month)
    if unit in QUARTERS:
        base, months = QUARTERS[unit]
        there = month_added(ref.replace(day=1), steps * months)
        return of_group(there.year, base + (there.month - 1) // months)
    year = ref.year + steps * {"year": 1, "decade": 10, "century": 100}[unit]
    if not MINYEAR <= year <= MAXYEAR:
        raise BadInputError(f"{year} is beyond the calendar")
    digits = {"year": 4, "decade": 3, "century": 2}[unit]
    return of_mask(f"{year:04}"[:digits].ljust(4, "X"))


def moved(ref: date, number: int, unit: str) -> date:
    """The day so many units from ``ref``."""
    if unit in {"day", "week"}:
        return added(ref, number * (_WEEK if unit == "week" else 1))
    return month_added(
        ref, number * {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}[unit]
    )


def joined(start: Value, end: Value) -> Value:
    """The interval from the beginning of the one to the end of the other."""
    if start.first > end.last:
        raise BadInputError(f"the range from {start.edtf} to {end.edtf} ends before it begins")
    note = "; ".join(dict.fromkeys(each for each in (start.note, end.note) if each))
    if start.edtf == end.edtf and not start.edtf.startswith("["):
        return evolve(start, note=note)
    edtf = f"{start.low}/{end.high}"
    return Value(edtf, start.first, end.last, start.low, end.high, note)


def approximate(value: Value) -> Value:
    """The same, only approximately (``~``); a run of days that is imprecise already stays as it is."""
    if value.edtf.startswith("["):
        return value

    def about(text: str) -> str:
        return text if text.endswith("~") or text == ".." else f"{text}~"

    ends = value.edtf.split("/")
    return evolve(
        value,
        edtf="/".join(map(about, ends)),
        low=about(value.low),
        high=about(value.high),
        others=tuple(approximate(each) for each in value.others),
    )


def opened(value: Value, *, is_since: bool) -> Value:
    """From a value on, or up to it; it is part of the interval."""
    edtf = f"{value.low}/.." if is_since else f"../{value.high}"
    others = tuple(opened(each, is_since=is_since) for each in value.others)
    return evolve(value, edtf=edtf, others=others)
