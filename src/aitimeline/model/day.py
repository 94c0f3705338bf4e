"""Days as numbers, in the proleptic Gregorian calendar, for every year: ``datetime.date`` ends at 1 and 9999.

Day 1 is 0001-01-01, as ``date.toordinal`` counts; what came before has the number 0 or less. Years are counted as
ISO 8601 counts them: 0000 is the year before 0001.
"""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date
from functools import lru_cache
from typing import NamedTuple

BEGINNING = -(10**18)
"""Stands for a first day where there is none: no year that can be written reaches it."""
FINISH = 10**18
"""Stands for a last day where there is none."""
ZONES_APART = 2
"""Days: no two zones are more than 26 hours apart, which touches two days before or after."""
MAX_YEAR_DIGITS = 12
_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097
_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY = 2
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


class Days(NamedTuple):
    """A run of days by number, both ends included."""

    first: int
    last: int


def is_leap(year: int) -> bool:
    """True if the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % _CYCLE_YEARS == 0)


def month_length(year: int, month: int) -> int:
    """How many days a month has."""
    return 29 if month == _FEBRUARY and is_leap(year) else _LENGTHS[month]


def day_number(year: int, month: int, day: int) -> int:
    """The number of a day that exists."""
    cycle, rest = divmod(year - 1, _CYCLE_YEARS)
    return date(rest + 1, month, day).toordinal() + cycle * _CYCLE_DAYS


def month_days(year: int, month: int) -> Days:
    """The days of a month."""
    first = day_number(year, month, 1)
    return Days(first, first + month_length(year, month) - 1)


def year_days(year: int) -> Days:
    """The days of a year."""
    first = day_number(year, 1, 1)
    return Days(first, first + 364 + is_leap(year))


def as_date(number: int) -> date:
    """The day as a date; the nearest end of ``datetime``'s calendar where it lies beyond."""
    return date.fromordinal(min(max(number, _FIRST), _LAST))


@lru_cache(maxsize=8192)  # what stands in a list lies on the same days again and again
def day_text(number: int) -> str | None:
    """The day as ISO 8601 writes it, with more digits where the year needs them; None where there is no such end.

    ``2023-12-07``, ``-1985-01-01``, ``+170000002-12-31``.
    """
    if number in (BEGINNING, FINISH):
        return None
    year, month, day = civil(number)
    return f"{year_text(year)}-{month:02}-{day:02}"


def civil(number: int) -> tuple[int, int, int]:
    """The year, month and day of the month of a day."""
    cycle, rest = divmod(number - 1, _CYCLE_DAYS)
    day = date.fromordinal(rest + 1)
    return day.year + cycle * _CYCLE_YEARS, day.month, day.day


def year_text(year: int) -> str:
    """A year as ISO 8601 writes it: ``2023``, ``-1985``, ``+170000002``."""
    sign = "-" if year < MINYEAR - 1 else "+" if year > MAXYEAR else ""
    return f"{sign}{abs(year):04}"
