"""Dates of events in valid time, as EDTF (ISO 8601-2) writes them."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from aitimeline.model.day import BEGINNING, FINISH, Days, as_date, month_length
from aitimeline.model.error import BadInputError
from aitimeline.model.order import Bound, is_order, limits, read_bounds
from aitimeline.model.quality import ANY, DAY, MONTH, Extent, Margin, Precision, Quality, Stretch

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

# What few dates need is imported where it is needed: a program that has just been started reads some plain days.
_day = date.fromisoformat
_A_DAY, _A_MONTH, _DAYS = len("2023-12-07"), len("2023-12"), len("2023-11-27/2023-12-01")


class When:
    """The date of an event. Two are equal if their EDTF is.

    Days are numbers, as ``datetime.date.toordinal`` counts them, so that years before 1 and after 9999 have them too;
    ``earliest`` and ``latest`` are the same as dates, the nearest that ``datetime`` has. An end that is open (``..``:
    it lasted always, or lasts on) is the first or last of all days, ``BEGINNING`` or ``FINISH``. One that is unknown
    (left empty) may be any day up to there.

    The days of a set, or of a date with ``X`` in the middle, are those from its first to its last possible day,
    gaps included. ``?`` and ``~`` leave the days as they are stated: ``~`` widens distances (see ``Margin``).

    Attributes:
        edtf: the canonical EDTF string, which is what the log stores.
        start: the days on which it may have begun.
        end: the days on which it may have ended; of a point the same as ``start``.
        is_span: True if it lasted from start to end, False if it is a point, perhaps known imprecisely.
        moment: the time of day where the date has one; aware if an offset was given.
        quality: how well it is known otherwise.
        bounds: what it is known to be after and before, where it is known by order only; the days are then those that
            the bounds leave, as far as they are dates, until somebody follows those that are events.
    """

    __slots__ = ("bounds", "edtf", "end", "is_span", "moment", "quality", "start")

    def __init__(
        self,
        edtf: str,
        start: Days,
        end: Days,
        is_span: bool = False,
        moment: datetime | None = None,
        quality: Quality = DAY,
        bounds: tuple[Bound, ...] = (),
    ) -> None:
        self.edtf: Final = edtf
        self.start: Final = start
        self.end: Final = end
        self.is_span: Final = is_span
        self.moment: Final = moment
        self.quality: Final = quality
        self.bounds: Final = bounds

    def __eq__(self, other: object) -> bool:
        return self.edtf == other.edtf if isinstance(other, When) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.edtf)

    def __str__(self) -> str:
        return self.edtf

    def __repr__(self) -> str:
        return f"When({self.edtf!r}, {self.start!r}, {self.end!r})"

    @classmethod
    def parse(cls, text: str) -> When:
        """Read EDTF; ``2023-Q1`` and ``2023-H2`` are taken too and stored as ``2023-33`` and ``2023-41``.

        Raises:
            BadInputError: the text is no date that can be read; the message says at which position and why.
        """
        return _parsed(text.strip())

    @property
    def label(self) -> str:
        """The form that people read: ``2023-Q1``, ``about 2024``, ``since 2023-12``; a plain date is EDTF."""
        from aitimeline.model.label import label  # noqa: PLC0415

        return label(self.edtf)

    @property
    def earliest(self) -> date:
        """The first calendar day that it may touch, or the first that there is in ``datetime``."""
        return as_date(self.start.first)

    @property
    def latest(self) -> date:
        """The last calendar day that it may touch, or the last that there is in ``datetime``."""
        return as_date(self.end.last)

    @property
    def precision(self) -> Precision:
        """The finest unit that is known together with all that are coarser."""
        return self.quality.precision

    @property
    def is_uncertain(self) -> bool:
        """True if the source itself is in doubt, or a part of it: ``?`` or ``%``."""
        return self.quality.is_uncertain

    @property
    def is_approximate(self) -> bool:
        """True if it, or a part of it, is only about right: ``~`` or ``%``."""
        return self.quality.start_about is not None or self.quality.end_about is not None

    @property
    def has_beginning(self) -> bool:
        """False if no day is the earliest: the beginning is open or unknown."""
        return self.start.first != BEGINNING

    @property
    def has_finish(self) -> bool:
        """False if no day is the latest: the end is open or unknown."""
        return self.end.last != FINISH

    @property
    def is_open(self) -> bool:
        """True if it has no earliest or no latest day."""
        return not (self.has_beginning and self.has_finish)

    @property
    def has_time(self) -> bool:
        """True if it has a time of day, or is known by order to a date that has one: then a zone moves its days."""
        return self.moment is not None or any(bound.has_time for bound in self.bounds)

    @property
    def is_certain(self) -> bool:
        """True if both ends are known to the day, and nothing is in doubt."""
        return (
            self.start.first == self.start.last
            and self.end.first == self.end.last
            and self.quality.is_plain
            and not self.is_open
        )

    def extent(self, margin: Margin) -> Extent:
        """The days on which it may have begun and ended, widened where they are approximate."""
        quality = self.quality
        if quality.is_plain:
            return self.start, self.end
        return Stretch(self.start, self.end, quality.start_about, quality.end_about).widened(margin)

    def extents(self, margin: Margin) -> tuple[Extent, ...]:
        """The same of each date of a set of dates that all hold; of any other date that one."""
        members = self.quality.members
        return tuple(each.widened(margin) for each in members) if members else (self.extent(margin),)

    def on(self, days: Days) -> When:
        """The same date with these days, on which it may have begun and ended."""
        return When(self.edtf, days, days, self.is_span, self.moment, self.quality, self.bounds)

    def seen_from(self, tz: ZoneInfo | None, zone: ZoneInfo | None) -> When:
        """The same date as calendar days in ``tz``, or in its own ``zone`` where none is asked for.

        Only a date with a time of day moves, and a bound that is one. One without an offset is local to ``zone``;
        without a zone either it cannot be placed elsewhere, and stays. A local time that the clocks of ``zone`` show
        twice, or never, may be two moments; where these fall on two days in ``tz``, it may be either.
        """
        if not self.has_time:
            return self
        if self.moment is None:
            return self._with_bounds(tuple(bound.seen_from(tz, zone) for bound in self.bounds))
        from aitimeline.model.zone import local_times  # noqa: PLC0415

        shown = local_times(self.moment, tz, zone)
        return self.on(Days(shown[0].toordinal(), shown[-1].toordinal()))

    def clock_seen_from(self, tz: ZoneInfo | None, zone: ZoneInfo | None) -> int:
        """Its time of day where it is seen from, in microseconds, the earliest possible; -1 where it has none."""
        if self.moment is None:
            return -1
        from aitimeline.model.zone import local_times  # noqa: PLC0415

        shown = local_times(self.moment, tz, zone)[0]
        return ((shown.hour * 60 + shown.minute) * 60 + shown.second) * 1_000_000 + shown.microsecond

    def _with_bounds(self, bounds: tuple[Bound, ...]) -> When:
        """The same with these bounds, and the days that those of them leave that are dates; any, if they leave none."""
        days = limits((bound, None) for bound in bounds) or Days(BEGINNING, FINISH)
        return When(self.edtf, days, days, self.is_span, self.moment, self.quality, bounds)

    def possible_days_in(self, tz: ZoneInfo | None, zone: ZoneInfo | None) -> Days:
        """The calendar days in ``tz`` that it may touch, from the first to the last.

        A date without a time of day is one in ``zone``, whose 24 hours are on two days elsewhere, or on three.
        Without a zone, or where no other is asked for, the days are its own.
        """
        if self.moment is not None:
            seen = self.seen_from(tz, zone)
            return Days(seen.start.first, seen.end.last)
        own = Days(self.start.first, self.end.last)
        if tz is None or zone is None:
            return own
        from aitimeline.model.zone import days_elsewhere  # noqa: PLC0415

        return days_elsewhere(own, tz, zone)


@lru_cache(maxsize=8192)  # a log names the same days again and again
def _parsed(text: str) -> When:
    """Nearly all dates are days, months, and spans of days, and these are read at once; ``read`` has the rest."""
    length = len(text)
    try:
        if length == _A_DAY and text[5] != "W":  # a week is no date here, though fromisoformat takes it
            number = _day(text).toordinal()
            days = Days(number, number)
            return When(text, days, days)
        if length == _DAYS and text[10] == "/" and text[5] != "W" != text[16]:
            first, last = _day(text[:10]).toordinal(), _day(text[11:]).toordinal()
            if first <= last:
                return When(text, Days(first, first), Days(last, last), True)
        elif length == _A_MONTH and text[5] != "W":
            month = _day(text + "-01")
            number = month.toordinal()
            days = Days(number, number + month_length(month.year, month.month) - 1)
            return When(text, days, days, False, None, MONTH)
    except ValueError:
        pass
    if is_order(text):
        return _ordered(text)
    from aitimeline.model.edtf import read  # noqa: PLC0415

    return When(*read(text))


def _ordered(text: str) -> When:
    """A date that is known by order; what it lies between is followed in the index, which has the other events."""
    bounds = read_bounds(text, _days_of)
    days = limits((bound, None) for bound in bounds)
    if days is None:
        raise BadInputError(f"cannot read the date {text!r}: its bounds leave no day")
    return When(" ".join(map(str, bounds)), days, days, False, None, ANY, bounds)


def _days_of(text: str) -> tuple[str, Days]:
    when = _parsed(text)
    return when.edtf, Days(when.start.first, when.end.last)
