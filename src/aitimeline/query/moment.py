"""Dates and times in queries: days of what happened, and times at which the log learned of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from aitimeline.model.day import BEGINNING, FINISH, Days
from aitimeline.model.error import BadInputError
from aitimeline.model.instant import microseconds
from aitimeline.model.when import When

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Read = Callable[[str], When]
"""Reads a date."""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?", re.ASCII | re.IGNORECASE)
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
_EPOCH = date(1970, 1, 1).toordinal()
_DAY = 86_400_000_000


def read_days(name: str, values: Sequence[str], read: Read, tz: ZoneInfo | None = None) -> Days:
    """The days that the date in a term may touch, as calendar days in ``tz`` if it has a time of day and an offset.

    Raises:
        BadInputError: it cannot be read, or is known by order only.
    """
    if len(values) > 1:
        raise BadInputError(f"{name}: takes one date, not {len(values)}")
    try:
        when = read(values[0]).seen_from(tz, None)
    except BadInputError as failure:
        raise BadInputError(f"{name}: {failure}") from None
    if when.bounds:
        raise BadInputError(f"{name}: takes a date, not an order; 'aitimeline show KEY' tells the date of an event")
    return Days(when.start.first, when.end.last)


def read_moment(name: str, values: Sequence[str], read: Read, tz: tzinfo, *, is_end: bool) -> int:
    """A time, in microseconds since 1970; of a whole day its first one, or its last one if ``is_end``.

    Args:
        name: the field or option, for messages.
        values: the text, as ``2026-03-01T12:00Z``, or a date of any kind.
        read: reads a date.
        tz: where the days, and times without an offset, are counted.
        is_end: whether a day stands for its end.

    Raises:
        BadInputError: it cannot be read.
    """
    if len(values) == 1 and _TIME.fullmatch(values[0].strip()):
        return _time(name, values[0].strip().upper(), tz)
    days = read_days(name, values, read)
    return _midnight(days.last + 1, tz) - 1 if is_end else _midnight(days.first, tz)


def _time(name: str, text: str, tz: tzinfo) -> int:
    try:
        moment = datetime.fromisoformat(text)
        return microseconds(moment if moment.tzinfo else moment.replace(tzinfo=tz))
    except (ValueError, OverflowError):
        raise BadInputError(f"{name}: {text!r} is no time; write it as 2026-03-01T12:00Z") from None


def _midnight(day: int, tz: tzinfo) -> int:
    """When a day begins; of days beyond the calendar of ``datetime`` as if clocks had always shown UTC there."""
    if _FIRST < day < _LAST:
        return microseconds(datetime.combine(date.fromordinal(day), datetime.min.time(), tz))
    return max(min((day - _EPOCH) * _DAY, FINISH), BEGINNING)
