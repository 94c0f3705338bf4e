"""Dates of events in valid time, as EDTF (ISO 8601-2) writes them.

Here: level 0 (years, months, days, intervals, times), and of level 2 the quarters, quadrimesters and halves.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from attrs import evolve, field, frozen

from aitimeline.model.error import BadInputError

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2})?(Z|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII,
)
_WORDED = re.compile(r"(\d{4})-?(?:Q([1-4])|H([12]))", re.ASCII | re.IGNORECASE)
_SUB_YEAR = re.compile(r"(?<=\b\d{4}-)(3[3-6]|4[01])(?![-\d])", re.ASCII)
_MONTHS = 12
# ISO 8601-2 4.8: (first group number, months in a group) of quarters, quadrimesters and halves.
_FIRST_HALF = 40
_GROUPS = ((33, 3, 4), (37, 4, 3), (40, 6, 2))


@frozen(order=True)
class Days:
    """A run of calendar days, both ends included."""

    first: date
    last: date


@frozen
class When:
    """The date of an event.

    Attributes:
        edtf: the canonical EDTF string, which is what the log stores.
        start: the days on which it may have begun.
        end: the days on which it may have ended; of a point the same as ``start``.
        is_span: True if it lasted from start to end, False if it is a point, perhaps known imprecisely.
        moment: the time of day where the date has one; aware if an offset was given.
    """

    edtf: str
    start: Days = field(eq=False)
    end: Days = field(eq=False)
    is_span: bool = field(eq=False, default=False)
    moment: datetime | None = field(eq=False, default=None)

    @classmethod
    def parse(cls, text: str) -> When:
        """Read EDTF; ``2023-Q1`` and ``2023-H2`` are taken too and stored as ``2023-33`` and ``2023-41``.

        Raises:
            BadInputError: the text is no date that can be read; the message says why.
        """
        return _parsed(text.strip())

    @property
    def label(self) -> str:
        """The form that people read and may type: ``2023-Q1`` and ``2023-H2`` for quarters and halves, else EDTF."""
        return _SUB_YEAR.sub(_worded, self.edtf)

    @property
    def earliest(self) -> date:
        """The first calendar day that it may touch."""
        return self.start.first

    @property
    def latest(self) -> date:
        """The last calendar day that it may touch."""
        return self.end.last

    @property
    def is_certain(self) -> bool:
        """True if both ends are known to the day."""
        return self.start.first == self.start.last and self.end.first == self.end.last

    def seen_from(self, tz: ZoneInfo | None, zone: ZoneInfo | None) -> When:
        """The same date as calendar days in ``tz``, or in its own ``zone`` where none is asked for.

        Only a date with a time of day moves. One without an offset is local to ``zone``; without a zone either
        it cannot be placed elsewhere, and stays.
        """
        if self.moment is None:
            return self
        moment = self.moment if self.moment.tzinfo else self.moment.replace(tzinfo=zone)
        target = tz or zone
        if moment.tzinfo is None or target is None:
            return self
        try:
            day = moment.astimezone(target).date()
        except OverflowError:  # on the first or last day of the calendar, with no day beyond
            return self
        return evolve(self, start=Days(day, day), end=Days(day, day))

    def __str__(self) -> str:
        return self.edtf


@lru_cache(maxsize=8192)  # a log names the same days again and again
def _parsed(text: str) -> When:
    if "/" in text:
        return _interval(text)
    if "T" in text:
        return _timed(text)
    edtf, days = _days(text)
    return When(edtf, days, days)


def _worded(number: re.Match[str]) -> str:
    group = int(number[0])
    return f"Q{group - 32}" if group < _FIRST_HALF else f"H{group - 39}"


def _days(text: str) -> tuple[str, Days]:
    """The canonical form and the days of one date without a time."""
    if worded := _WORDED.fullmatch(text):
        year, quarter, half = worded.groups()
        text = f"{year}-{32 + int(quarter) if quarter else 39 + int(half)}"
    parts = _DATE.fullmatch(text)
    if not parts:
        raise BadInputError(
            f"cannot read the date {text!r}; write 2023-12-07, 2023-12, 2023, 2023-Q1, "
            "2023-11-27/2023-12-01 or 2023-12-06T10:00-05:00"
        )
    year, number, day = (int(part) if part else None for part in parts.groups())
    if not year:
        raise BadInputError(f"cannot read the date {text!r}: the year 0000 is before our calendar begins")
    if number is None:
        return text, Days(date(year, 1, 1), date(year, 12, 31))
    if day is None:
        return text, _month_or_group(text, year, number)
    try:
        only = date(year, number, day)
    except ValueError:
        raise BadInputError(f"cannot read the date {text!r}: there is no such day") from None
    return text, Days(only, only)


def _month_or_group(text: str, year: int, number: int) -> Days:
    if 1 <= number <= _MONTHS:
        return Days(date(year, number, 1), date(year, number, monthrange(year, number)[1]))
    for first, months, groups in _GROUPS:
        if first <= number < first + groups:
            begin = (number - first) * months + 1
            end = begin + months - 1
            return Days(date(year, begin, 1), date(year, end, monthrange(year, end)[1]))
    raise BadInputError(f"cannot read the date {text!r}: there is no month or quarter {number:02}")


def _timed(text: str) -> When:
    parts = _TIME.fullmatch(text)
    if not parts:
        raise BadInputError(f"cannot read the time {text!r}; write it as 2023-12-06T10:00:00-05:00")
    day, minutes, seconds, offset = parts.groups()
    edtf = f"{day}T{minutes}{seconds or ':00'}{offset or ''}"
    try:
        moment = datetime.fromisoformat(edtf)
    except ValueError:
        raise BadInputError(f"cannot read the time {text!r}: there is no such day or time") from None
    only = moment.date()
    return When(edtf, Days(only, only), Days(only, only), moment=moment)


def _interval(text: str) -> When:
    ends = text.split("/")
    if len(ends) != 2 or not all(ends):  # noqa: PLR2004 -- an interval has two ends
        raise BadInputError(f"cannot read the interval {text!r}; write it as 2023-11-27/2023-12-01")
    (left, start), (right, end) = _days(ends[0]), _days(ends[1])
    if start.first > end.last:
        raise BadInputError(f"the interval {text!r} ends before it begins")
    # What began after the end is ruled out, and what ended before the beginning too.
    begun = Days(start.first, min(start.last, end.last))
    ended = Days(max(end.first, start.first), end.last)
    return When(f"{left}/{right}", begun, ended, is_span=True)
