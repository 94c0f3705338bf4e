"""Dates, times and durations of a calendar (RFC 5545 3.3.4 to 3.3.6), and the date of an event in EDTF.

Whatever property states a moment, and by whatever kind of zone, one function resolves it.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from aitimeline.ingest.calendar.line import Property
from aitimeline.ingest.calendar.listing import Remarks
from aitimeline.ingest.calendar.part import Calendar, Vevent
from aitimeline.ingest.calendar.place import FLOATING, ZULU, Place, place_at, place_in
from aitimeline.ingest.calendar.zone import place_of
from aitimeline.model.day import civil, day_number, month_length, year_text
from aitimeline.model.error import BadInputError

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
_MIDNIGHT = (0, 0, 0)
_FARTHEST = timedelta(hours=14)
"""So far from UTC are clocks: where a start says nowhere where it is local, an end that does may be so much later."""


class Moment(NamedTuple):
    """A day, or a time of a day.

    Attributes:
        day: the day's number.
        clock: hour, minute and second; None of a day.
        place: where it is local.
    """

    day: int
    clock: tuple[int, int, int] | None = None
    place: Place = FLOATING

    @property
    def local(self) -> datetime:
        """The local time, naive; of a day its beginning."""
        return datetime(*civil(self.day), *(self.clock or _MIDNIGHT))  # noqa: DTZ001 -- a local time

    @property
    def readings(self) -> tuple[datetime, ...]:
        """The moments that it may be; none of a day, or where nobody says where it is local."""
        return () if self.clock is None else self.place.readings(self.local)

    def local_at(self, place: Place) -> datetime:
        """What the clocks of another place show then; as it is written where nobody says how to move it."""
        readings = self.readings if place.is_known and place != self.place else ()
        return place.local(readings[0]) if readings else self.local

    def placed(self, zone: str | None) -> Moment:
        """The same where a place is known; else in a zone of somebody's choice."""
        return self if self.place.is_known else self._replace(place=place_in(zone))

    def at(self, place: Place) -> Moment:
        """The same moment in another place."""
        local = self.local_at(place)
        return Moment(local.toordinal(), (local.hour, local.minute, local.second), place)

    def is_before(self, other: Moment) -> bool:
        """True if it is earlier in whatever reading of local times that were twice, or never."""
        ours, theirs = self.readings, other.readings
        if ours and theirs:
            return max(ours) < min(theirs)
        is_known = bool(ours) == bool(theirs) or self.clock is None
        return self._written + (timedelta() if is_known else _FARTHEST) < other._written

    @property
    def _written(self) -> timedelta:
        """The local time, on a scale of its own, which has a year 0 too."""
        hour, minute, second = self.clock or _MIDNIGHT
        return timedelta(days=self.day, hours=hour, minutes=minute, seconds=second)


class Length(NamedTuple):
    """A DURATION: days as the calendar counts them, however long, and exact time after them (RFC 5545 3.3.6)."""

    days: timedelta
    time: timedelta


class Dated(NamedTuple):
    """When an event was.

    Attributes:
        edtf: its date in EDTF.
        zone: where that is local.
        is_placed: True if it is the calendar that says where.
    """

    edtf: str
    zone: str | None = None
    is_placed: bool = False


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
    place = _written_place(found[8] or "")
    if hour > _LAST_HOUR or minute > _LAST_MINUTE or second > _LEAP_SECOND or year < 1 or place is None:
        raise BadInputError(f"its {name} is no time of day: {text[:_SHOWN]!r}")
    # RFC 5545 3.3.12: who does not know leap seconds takes 60 as 59.
    return Moment(number, (hour, minute, min(second, _LAST_MINUTE)), place)


def _written_place(text: str) -> Place | None:
    """The place of an offset after a time; None of one that no clock has."""
    if not text:
        return FLOATING
    if text in "Zz":
        return ZULU
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > _LAST_HOUR or minutes > _LAST_MINUTE:
        return None
    size = timedelta(hours=hours, minutes=minutes)
    return place_at(-size if text.startswith("-") else size)


def read_duration(value: str) -> Length:
    """Read a DURATION.

    Raises:
        BadInputError: it is none.
    """
    found = _DURATION.fullmatch(value.strip(" \t\0").upper())
    if not found or not any(found.groups()[1:]):
        raise BadInputError(f"its DURATION cannot be read: {value.strip()[:_SHOWN]!r}; it is P1D or PT1H30M")
    weeks, days, hours, minutes, seconds = (int(each or 0) for each in found.groups()[1:])
    length = Length(timedelta(weeks=weeks, days=days), timedelta(hours=hours, minutes=minutes, seconds=seconds))
    return Length(-length.days, -length.time) if found[1] == "-" else length


def resolved(stated: Property, calendar: Calendar, elsewhere: Place, remarks: Remarks) -> Moment:
    """The moment that a property states: the one way for DTSTART, DTEND, RECURRENCE-ID, EXDATE and all others.

    Args:
        stated: the property.
        calendar: the calendar that it is of, which may describe zones.
        elsewhere: where it is local if it does not say.
        remarks: is told what counts otherwise than it stands there.

    Raises:
        BadInputError: it cannot be read, or its zone is not known.
    """
    moment = read_moment(stated.value, stated.name)
    if not moment.place.is_known:
        moment = moment._replace(place=_place(stated, moment, calendar, elsewhere, remarks))
    if moment.clock is None or stated.parameter("VALUE").strip().upper() != "DATE":
        return moment
    if moment.clock == _MIDNIGHT:
        remarks.notes.append(f"its {stated.name} says VALUE=DATE and has a time: midnight, taken as the day")
        return moment._replace(clock=None)
    remarks.notes.append(f"its {stated.name} says VALUE=DATE and has a time, which counts")
    return moment


def _place(stated: Property, moment: Moment, calendar: Calendar, elsewhere: Place, remarks: Remarks) -> Place:
    if "TZID" not in stated.parameters:
        return elsewhere
    try:
        return place_of(stated.parameter("TZID"), calendar)
    except BadInputError as failure:
        if moment.clock is not None:
            raise
        # A day is the same day in any zone, so it is not worth a refusal.
        remarks.notes.append(f"{failure}; its day was taken without it")
        return elsewhere


def stamp_of(event: Vevent, name: str) -> datetime | None:
    """The moment that LAST-MODIFIED or DTSTAMP states, in UTC; None where it has none that can be read."""
    stated = event.first(name)
    if stated is None:
        return None
    try:
        return resolved(stated, event.calendar, ZULU, Remarks()).local_at(ZULU)
    except (BadInputError, ValueError):  # a day of the year 0 has no time
        return None


def start_of(event: Vevent, remarks: Remarks) -> Moment:
    """When an event began; where nothing else says where that is local, it is where its calendar says.

    Raises:
        BadInputError: it has no DTSTART, or two, or one that cannot be read.
    """
    begun = event.every("DTSTART")
    if not begun:
        raise BadInputError("has no DTSTART: nothing says when it was")
    if len(begun) > 1:
        raise BadInputError(f"has two DTSTARTs, the second in line {begun[1].line}")
    return resolved(begun[0], event.calendar, event.calendar.home, remarks)


def date_of(event: Vevent, zone: str | None, remarks: Remarks) -> Dated:
    """When an event was, as far as EDTF says it.

    What lasts a day or longer is a span of days; the end of what is shorter has no place, and is counted as left out.

    Args:
        event: the event.
        zone: where days, and times without a zone, are local if the calendar does not say; None where nobody does.
        remarks: is told what has no place.

    Raises:
        BadInputError: it has no DTSTART, or a date of it cannot be read, or it ends before it begins.
    """
    start = start_of(event, remarks)
    is_placed = start.place.is_known
    start = start.placed(zone)
    if start.clock is None:
        after = day_after(event, start, remarks)
        days = _days(start.day, max(after - 1, start.day))  # many write the same day twice for an event of one day
        return Dated(days, _zone_of_days(start.place, remarks), is_placed)
    home = event.calendar.home
    end = local_end(event, start, remarks)
    if end is not None and start.place is ZULU and home.is_known and end - start.local >= _DAY:
        start, end = start.at(home), home.local(ZULU.readings(end)[0])
    if end is not None and end - start.local >= _DAY:
        remarks.left_out["times of day of spans of days"] += 1
        last = end - timedelta(seconds=1)
        return Dated(_days(start.day, last.toordinal()), _zone_of_days(start.place, remarks), is_placed)
    if end is not None and end != start.local:
        remarks.left_out["ends of events with a time of day"] += 1
    hour, minute, second = start.clock or _MIDNIGHT
    suffix = start.place.suffix(start.local)
    return Dated(f"{_day(start.day)}T{hour:02}:{minute:02}:{second:02}{suffix}", start.place.zone, is_placed)


def _zone_of_days(place: Place, remarks: Remarks) -> str | None:
    zone = place.zone_of_days
    if zone is None and place.is_known:
        remarks.left_out["zones of days that IANA has no name for"] += 1
    return zone


def day_after(event: Vevent, start: Moment, remarks: Remarks) -> int:
    """The day after the last of an event that has whole ones, which is what DTEND states (RFC 5545 3.6.1).

    Raises:
        BadInputError: it ends before it begins, or its end cannot be read.
    """
    if ended := event.first("DTEND"):
        after = _day_of_end(resolved(ended, event.calendar, start.place, remarks), start, remarks)
    elif lasting := event.first("DURATION"):
        after = start.day - (-sum(read_duration(lasting.value), timedelta()) // _DAY)
    else:
        return start.day + 1
    if after < start.day:
        raise BadInputError("ends before it begins")
    return after


def _day_of_end(end: Moment, start: Moment, remarks: Remarks) -> int:
    if end.clock is None:
        return end.day
    remarks.left_out["times of day of an end, where the start is a day"] += 1
    local = end.local_at(start.place)
    return local.toordinal() + ((local.hour, local.minute, local.second) != _MIDNIGHT)


def local_end(event: Vevent, start: Moment, remarks: Remarks) -> datetime | None:
    """The end of an event that began at a time of day, as the clocks showed it where it began; None if it has none.

    Raises:
        BadInputError: it ends before it begins, or its end cannot be read.
    """
    if ended := event.first("DTEND"):
        end = resolved(ended, event.calendar, start.place, remarks)
        is_before = end.is_before(start)
        local = start.local if is_before else end.local_at(start.place)
    elif lasting := event.first("DURATION"):
        length = read_duration(lasting.value)
        is_before = sum(length, timedelta()) < timedelta()
        local = start.local if is_before else start.place.after(start.local, *length)
    else:
        return None
    if is_before:
        raise BadInputError("ends before it begins")
    return local


def _days(first: int, last: int) -> str:
    return _day(first) if first == last else f"{_day(first)}/{_day(last)}"


def _day(number: int) -> str:
    year, month, day = civil(number)
    return f"{year_text(year)}-{month:02}-{day:02}"
