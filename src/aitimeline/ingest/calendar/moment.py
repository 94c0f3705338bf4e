"""Dates, times and durations of a calendar (RFC 5545 3.3.4 to 3.3.6), and the date of an event in EDTF."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple

from aitimeline.ingest.calendar.line import Property
from aitimeline.ingest.calendar.part import Calendar, Vevent
from aitimeline.ingest.calendar.zone import iana_zone, offset_in
from aitimeline.model.day import civil, day_number, month_length, year_text
from aitimeline.model.error import BadInputError
from aitimeline.model.zone import zone_named

_DATE = re.compile(
    r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})(?:[Tt ]([0-9]{2}):?([0-9]{2}):?([0-9]{2})(?:[.,][0-9]+)?"
    r"([Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_DURATION = re.compile(
    r"([+-]?)P(?:([0-9]{1,5})W)?(?:([0-9]{1,6})D)?(?:T(?:([0-9]{1,7})H)?(?:([0-9]{1,8})M)?(?:([0-9]{1,9})S)?)?"
)
_SHOWN = 40
_LAST_HOUR, _LAST_MINUTE, _LEAP_SECOND = 23, 59, 60
_DAY = timedelta(days=1)
_MONTHS = 12


class Moment(NamedTuple):
    """A day, or a time of a day.

    Attributes:
        day: the day's number.
        clock: hour, minute and second; None of a day.
        offset: ``Z``, or an offset such as ``+09:00``; empty where none is given.
    """

    day: int
    clock: tuple[int, int, int] | None = None
    offset: str = ""

    @property
    def local(self) -> datetime:
        """The local time, naive; of a day its beginning."""
        return datetime(*civil(self.day), *(self.clock or (0, 0, 0)))  # noqa: DTZ001 -- a local time


class Dated(NamedTuple):
    """When an event was: EDTF, and the zone where that is local."""

    edtf: str
    zone: str | None = None


def read_moment(value: str, name: str) -> Moment:
    """Read a DATE or a DATE-TIME; extended forms (``2023-12-07T10:00:00``) are taken too.

    Raises:
        BadInputError: it is neither.
    """
    text = value.strip(" \t\0")
    found = _DATE.fullmatch(text)
    if not found:
        raise BadInputError(f"its {name} cannot be read: {text[:_SHOWN]!r}; it is 20231207 or 20231207T100000Z")
    year, month, day = (int(found[group]) for group in (1, 3, 4))
    if not 1 <= month <= _MONTHS or not 1 <= day <= month_length(year, month):
        raise BadInputError(f"its {name} is no day of the calendar: {text[:_SHOWN]!r}")
    number = day_number(year, month, day)
    if found[5] is None:
        return Moment(number)
    hour, minute, second = (int(found[group]) for group in (5, 6, 7))
    if hour > _LAST_HOUR or minute > _LAST_MINUTE or second > _LEAP_SECOND or year < 1:
        raise BadInputError(f"its {name} is no time of day: {text[:_SHOWN]!r}")
    # RFC 5545 3.3.12: who does not know leap seconds takes 60 as 59.
    return Moment(number, (hour, minute, min(second, _LAST_MINUTE)), _offset(found[8] or ""))


def _offset(text: str) -> str:
    if not text or text in "Zz":
        return text.upper()
    return f"{text[:3]}:{text[-2:]}"


def read_duration(value: str) -> timedelta:
    """Read a DURATION.

    Raises:
        BadInputError: it is none.
    """
    found = _DURATION.fullmatch(value.strip(" \t\0").upper())
    if not found or not any(found.groups()[1:]):
        raise BadInputError(f"its DURATION cannot be read: {value.strip()[:_SHOWN]!r}; it is P1D or PT1H30M")
    weeks, days, hours, minutes, seconds = (int(each or 0) for each in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] == "-" else length


def date_of(event: Vevent, zone: str | None, left_out: Counter[str]) -> Dated:
    """When an event was, as far as EDTF says it.

    What lasts a day or longer is a span of days; the end of what is shorter has no place, and is counted as left out.

    Args:
        event: the event.
        zone: where days, and times without a zone, are local; None where nobody says.
        left_out: is told what has no place.

    Raises:
        BadInputError: it has no DTSTART, or a date of it cannot be read, or it ends before it begins.
    """
    begun = event.first("DTSTART")
    if begun is None:
        raise BadInputError("has no DTSTART: nothing says when it was")
    if len(event.every("DTSTART")) > 1:
        raise BadInputError(f"has two DTSTARTs, the second in line {event.every('DTSTART')[1].line}")
    start = read_moment(begun.value, "DTSTART")
    end = _end(event)
    if start.clock is None:
        return Dated(_days(start.day, _last_day(start, end, left_out)), zone)
    return _timed(event, begun, start, end, zone, left_out)


def _end(event: Vevent) -> Moment | timedelta | None:
    if ended := event.first("DTEND"):
        return read_moment(ended.value, "DTEND")
    if lasting := event.first("DURATION"):
        return read_duration(lasting.value)
    return None


def _last_day(start: Moment, end: Moment | timedelta | None, left_out: Counter[str]) -> int:
    """The last of the days of an event that has whole ones: DTEND is the day after it (RFC 5545 3.6.1)."""
    if end is None:
        return start.day
    if isinstance(end, timedelta):
        after = start.day + -(-end // _DAY)
    else:
        after = end.day + (end.clock not in (None, (0, 0, 0)))
        if end.clock is not None:
            left_out["times of day of an end, where the start is a day"] += 1
    if after < start.day:
        raise BadInputError("ends before it begins")
    return max(after - 1, start.day)  # many write the same day twice for an event of one day


def _timed(
    event: Vevent,
    begun: Property,
    start: Moment,
    end: Moment | timedelta | None,
    zone: str | None,
    left_out: Counter[str],
) -> Dated:
    place, offset = _place(event.calendar, begun, start, zone)
    after = _after(event, start, end, place)
    if after is not None and after - start.local >= _DAY:
        left_out["times of day of spans of days"] += 1
        last = after - timedelta(seconds=1)
        return Dated(_days(start.day, last.toordinal()), "UTC" if offset == "Z" else place)
    if after is not None and after > start.local:
        left_out["ends of events with a time of day"] += 1
    hour, minute, second = start.clock or (0, 0, 0)
    return Dated(f"{_day(start.day)}T{hour:02}:{minute:02}:{second:02}{offset}", place)


def _place(calendar: Calendar, begun: Property, start: Moment, zone: str | None) -> tuple[str | None, str]:
    """The zone in which a time is local, and its offset where it has one, or only the file says which."""
    if start.offset:
        return None, start.offset
    if "TZID" not in begun.parameters:
        return zone, ""
    tzid = begun.parameter("TZID")
    if found := iana_zone(tzid, calendar.locations.get(tzid.strip(), "")):
        return found, ""
    minutes = round(offset_in(calendar, tzid, start.local).total_seconds() / 60)
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    return None, f"{sign}{hours:02}:{rest:02}"


def _after(event: Vevent, start: Moment, end: Moment | timedelta | None, place: str | None) -> datetime | None:
    """The end as a local time where the event began; as it is written, where no zone says how to move it."""
    if end is None:
        return None
    try:
        after = start.local + end if isinstance(end, timedelta) else _moved(event, start, end, place)
    except (OverflowError, ValueError):
        raise BadInputError("ends beyond the calendar") from None
    if after < start.local:
        raise BadInputError("ends before it begins")
    return after


def _moved(event: Vevent, start: Moment, end: Moment, place: str | None) -> datetime:
    ended = event.first("DTEND")
    begun = event.first("DTSTART")
    tzids = [each.parameter("TZID") if each else "" for each in (begun, ended)]
    if end.clock is None or (start.offset == end.offset and (start.offset or tzids[0] == tzids[1])):
        return end.local
    there = zone_named(iana_zone(tzids[1]))
    here = zone_named(place)
    aware = datetime.fromisoformat(f"{end.local.isoformat()}{end.offset}") if end.offset else end.local
    if aware.tzinfo is None and there is not None:
        aware = aware.replace(tzinfo=there)
    if aware.tzinfo is None:
        return end.local
    if start.offset:
        begins = datetime.fromisoformat(f"{start.local.isoformat()}{start.offset}")
        return aware.astimezone(begins.tzinfo).replace(tzinfo=None)
    return aware.astimezone(here).replace(tzinfo=None) if here is not None else end.local


def _days(first: int, last: int) -> str:
    return _day(first) if first == last else f"{_day(first)}/{_day(last)}"


def _day(number: int) -> str:
    year, month, day = civil(number)
    return f"{year_text(year)}-{month:02}-{day:02}"
