"""Anniversaries: which events were some years before a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

from aitimeline.index.condition import ALWAYS, Condition
from aitimeline.index.dated import first_day_after
from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline, Window
from aitimeline.model.day import BEGINNING, FINISH, ZONES_APART, Days, civil, day_number, month_length
from aitimeline.model.error import BadInputError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from aitimeline.model.when import When

_ROUND = frozenset({1, 5, 25})
_DECADE = 10
_MARGIN = 3  # days: times of day move by two with their zones, and 29 February by one
_LONGEST = 366
_MOST_OF_A_YEAR = 100  # days: to look at all events is quicker then
_LEAP_YEARS_APART = 8
_PERIOD = re.compile(r"(\d{1,6})\s*([dwm]?)", re.ASCII)


@frozen
class Anniversary:
    """An event, and a day on which it is some years since it began.

    Attributes:
        day: the number of the day; of what began on 29 February, 28 February in a year that has no 29th.
    """

    entry: Entry
    day: int
    years: int

    @property
    def is_round(self) -> bool:
        """True for 1, 5, 25 and all tens of years, so 50 and 100 too."""
        return is_round(self.years)


@frozen
class Anniversaries:
    """What has its anniversary on some days.

    Attributes:
        left_out: how many events may have one there, but are left out since the day on which they began is not known.
        found: the rest, round ones first, then in order of their days; read as they are taken.
    """

    left_out: int
    found: Iterator[Anniversary]


@frozen(order=True)
class _Occasion:
    """A day on which events that began on another have their anniversary; in the order in which they are shown."""

    is_other: bool
    day: int
    began: int
    years: int


def is_round(years: int) -> bool:
    """True for a number of years that people make much of."""
    return years in _ROUND or years % _DECADE == 0


def days_from(day: date, length: str | None) -> Days:
    """A day and those that follow, for so long: ``30d`` or ``30``, ``2w``, ``3m``.

    Raises:
        BadInputError: that is no length of time, or more than a year.
    """
    if length is None:
        return Days(day.toordinal(), day.toordinal())
    read = _PERIOD.fullmatch(length.strip().casefold())
    if not read:
        raise BadInputError(f"--next cannot be {length!r}; give days, weeks or months: 30d, 2w, 3m")
    number = int(read[1])
    days = _months(day, number) if read[2] == "m" else number * (7 if read[2] == "w" else 1)
    if days > _LONGEST:
        raise BadInputError(f"--next cannot be {length!r}; a year (366d, 12m) is the most, and has every anniversary")
    first = day.toordinal()
    return Days(first, min(first + days, date.max.toordinal()))


def _months(day: date, number: int) -> int:
    """How many days so many months from a day are; to the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return day_number(year, month + 1, min(day.day, month_length(year, month + 1))) - day.toordinal()


def anniversaries(
    timeline: Timeline, asked: Days, condition: Condition = ALWAYS, tz: ZoneInfo | None = None
) -> Anniversaries:
    """The anniversaries on some days, a year at most, of events for which a condition holds."""
    occasions: set[_Occasion] = set()
    left_out = 0
    windows = None if asked.last - asked.first > _MOST_OF_A_YEAR else list(_windows(timeline, asked))
    for dated in timeline.days(condition, windows):
        when = dated.when_in(tz)
        began = dated.first if when is None else known_beginning(when)
        if began is None:
            left_out += dated.number if when and _may_have_one(when.start, asked) else 0
            continue
        for day, years in kept_on(began, asked):
            occasions.add(_Occasion(not is_round(years), day, began, years))
    found = (each for occasion in sorted(occasions) for each in _found(timeline, occasion, condition, tz))
    return Anniversaries(left_out, found)


def known_beginning(when: When) -> int | None:
    """The day on which something began; None where it is not known to the day, or its source is in doubt."""
    first, last = when.start
    is_exact = first == last and first not in (BEGINNING, FINISH)
    return first if is_exact and not when.is_uncertain and when.quality.start_about is None else None


def kept_on(began: int, asked: Days) -> Iterator[tuple[int, int]]:
    """The days among some on which it is a number of years since a day, and this number; one year at least."""
    year, month, day = civil(began)
    for later in range(civil(asked.first)[0], civil(asked.last)[0] + 1):
        kept = day_number(later, month, min(day, month_length(later, month)))
        if later > year and asked.first <= kept <= asked.last:
            yield kept, later - year


def _windows(timeline: Timeline, asked: Days) -> Iterator[Days]:
    """Runs of days that hold all whose anniversary may be asked for; years in which nothing begins are passed over.

    They are in order and apart. Whatever begins after the end of one is looked for in the next that there is.
    """
    length, (year, month, day) = asked.last - asked.first, civil(asked.first)
    end = BEGINNING - 1
    while (first := first_day_after(timeline.connection, end)) is not None:
        began = civil(first)[0]
        starts = (day_number(each, month, min(day, month_length(each, month))) for each in range(began - 2, began + 2))
        start = next(each for each in starts if each + length + _MARGIN >= first)
        window = Days(max(start - _MARGIN, end + 1), start + length + _MARGIN)
        if window.first > asked.last or civil(window.first)[0] > year:
            return
        yield window
        end = window.last


@lru_cache(maxsize=4096)
def _may_have_one(start: Days, asked: Days) -> bool:
    """True if what began on some of these days may have its anniversary on a day that is asked for.

    What lasted always never began.
    """
    if start.last == BEGINNING:
        return False
    last = min(start.last, asked.last)
    first = max(start.first, last - _LEAP_YEARS_APART * 366)
    return any(True for day in range(first, last + 1) for _ in kept_on(day, asked))


def _found(timeline: Timeline, occasion: _Occasion, condition: Condition, tz: ZoneInfo | None) -> Iterator[Anniversary]:
    """The events that have their anniversary on an occasion."""
    began = occasion.began
    for entry in timeline.select(condition, window=Window(began, began, lambda _: 0)):
        if abs(entry.first - began) <= ZONES_APART and known_beginning(entry.when_in(tz)) == began:
            yield Anniversary(entry, occasion.day, occasion.years)
