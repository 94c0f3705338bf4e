"""How well a date is known, beyond the days that it may fall on."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from aitimeline.model.day import BEGINNING, FINISH, Days

if TYPE_CHECKING:
    from collections.abc import Iterable


class Precision(IntEnum):
    """The finest unit that is known, together with all that are coarser; the coarser, the greater.

    ``PART`` is a part of a year that is no month: a season, a quarter, a third, a half. ``ANY``: no unit is.
    """

    TIME = 0
    DAY = 1
    MONTH = 2
    PART = 3
    YEAR = 4
    DECADE = 5
    CENTURY = 6
    MILLENNIUM = 7
    ANY = 8


def bits_of(units: Iterable[Precision]) -> int:
    """A number with a bit for each of some units."""
    return sum(1 << unit for unit in units)


def units_of(bits: int) -> list[Precision]:
    """The units that a number has bits for."""
    return [unit for unit in Precision if bits >> unit & 1]


class Margin(NamedTuple):
    """How many days ``~`` may be off, either way, by the unit that it stands at: ``2024~`` by a year.

    It widens distances and relations; the stated ``earliest`` and ``latest`` stay as they are.
    """

    day: int = 3
    month: int = 31
    part: int = 92
    year: int = 366
    decade: int = 3_653
    century: int = 36_525

    def of(self, about: Precision | None) -> int:
        """The days for a unit; none for None."""
        if about is None:
            return 0
        units = (self.day, self.day, self.month, self.part, self.year, self.decade)
        return units[about] if about < len(units) else self.century


USUAL = Margin()
NO_MARGIN = Margin(0, 0, 0, 0, 0, 0)


Extent = tuple[Days, Days]
"""The days on which something may have begun, and those on which it may have ended."""


class Stretch(NamedTuple):
    """Days on which something may have begun and ended, and at which unit either is only approximate."""

    start: Days
    end: Days
    start_about: Precision | None = None
    end_about: Precision | None = None

    def widened(self, margin: Margin) -> Extent:
        """The days on which it may have begun and ended, if what is approximate is off by the margin at most."""
        if self.start_about is None and self.end_about is None:
            return self.start, self.end
        start, end = (
            _widened(days, margin.of(about))
            for days, about in ((self.start, self.start_about), (self.end, self.end_about))
        )
        return settled(start, end)


def settled(start: Days, end: Days) -> Extent:
    """The same without what is ruled out: to have begun after the last day, or ended before the first."""
    return Days(start.first, min(start.last, end.last)), Days(max(end.first, start.first), end.last)


def _widened(days: Days, margin: int) -> Days:
    first = days.first if days.first == BEGINNING else days.first - margin
    return Days(first, days.last if days.last == FINISH else days.last + margin)


class Quality(NamedTuple):
    """What the text of a date says of how well it is known.

    Attributes:
        precision: of a span or a set that of its coarsest part.
        is_uncertain: the source itself is in doubt (``?``, ``%``).
        start_about: the coarsest unit at which the beginning is approximate (``~``, ``%``); None where it is not.
        end_about: the same of the end.
        members: of a set of several dates that all hold (``{...}``), each of them.
    """

    precision: Precision
    is_uncertain: bool = False
    start_about: Precision | None = None
    end_about: Precision | None = None
    members: tuple[Stretch, ...] = ()

    @property
    def is_plain(self) -> bool:
        """True if nothing qualifies it."""
        return self.start_about is None and self.end_about is None and not self.is_uncertain and not self.members


_PLAIN = tuple(Quality(each) for each in Precision)
TIME, DAY, MONTH = _PLAIN[:3]
ANY = _PLAIN[Precision.ANY]


def quality_of(
    precision: Precision,
    *,
    is_uncertain: bool = False,
    start_about: Precision | None = None,
    end_about: Precision | None = None,
) -> Quality:
    """The quality with these members; of plain dates there is one for each precision."""
    if start_about is None and end_about is None and not is_uncertain:
        return _PLAIN[precision]
    return Quality(precision, is_uncertain, start_about, end_about)
