"""What the zones of a calendar are: IANA zones where that can be told, else what their VTIMEZONE or their name says."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from aitimeline.ingest.calendar.label import place_labelled, windows_zone
from aitimeline.ingest.calendar.part import LONGEST_ZONE, Calendar
from aitimeline.ingest.calendar.place import Place, place_in
from aitimeline.model.error import BadInputError
from aitimeline.model.zone import zone_named

_UTC = frozenset({"UTC", "GMT", "Z", "ETC/UTC", "ZULU"})
_LAST_SEGMENTS = (3, 2, 1)
_RULE = re.compile(rb"RRULE[^:]*:(.*)", re.IGNORECASE)
_YEARLY = re.compile(
    rb"FREQ=YEARLY(?:;(?:BYDAY|BYMONTH|BYMONTHDAY|INTERVAL|UNTIL|COUNT|WKST)=[0-9A-Z,+-]+"
    rb"|;BY(?:HOUR|MINUTE|SECOND)=[0-9]{1,2})*",
    re.IGNORECASE,
)
_NO_STEP = re.compile(rb"INTERVAL=0*(?:;|$)", re.IGNORECASE)
_LONGEST = 200
_DAY = timedelta(days=1)


def place_of(tzid: str, calendar: Calendar) -> Place:
    """Where a time with a TZID is local: the one answer for every property of a calendar that has one.

    Raises:
        BadInputError: nobody says, or not so that it can be followed.
    """
    name = tzid.strip()
    if zone := iana_zone(tzid, calendar.locations.get(name, "")):
        return place_in(zone)
    if name in calendar.zones:
        return Place(None, _described_in(calendar, name))
    if place := place_labelled(_bare(tzid)[:_LONGEST]):
        return place
    raise BadInputError(
        f"its zone {tzid[:60]!r} is none of IANA or Windows, and the file does not describe it; "
        "write one such as Asia/Seoul as TZID"
    )


def _bare(tzid: str) -> str:
    return " ".join(tzid.strip().strip('"').split())


@lru_cache(maxsize=1)
def _iana() -> dict[str, str]:
    """The names of all zones by their names in small letters."""
    return {name.lower(): name for name in available_timezones() if "/" in name or name in ("UTC", "GMT", "Japan")}


@lru_cache(maxsize=4096)
def iana_zone(tzid: str, location: str = "") -> str | None:
    """The IANA zone that a TZID means; None where that cannot be told.

    Windows' names are those that the icalendar library has from CLDR; global ones (RFC 5545 3.8.3.1), such as
    ``/freeassociation.sourceforge.net/Europe/Berlin`` and ``tzone://Microsoft/Utc``, end in a name of IANA.

    Args:
        tzid: the name that the calendar uses.
        location: the X-LIC-LOCATION of its VTIMEZONE.
    """
    name = _bare(tzid)
    if not name or len(name) > _LONGEST:
        return None
    if name.upper() in _UTC:
        return "UTC"
    if zone_named(name) is not None and name.lower() in _all_names():
        return name
    segments = name.split("/")
    ends = ("/".join(segments[-count:]) for count in _LAST_SEGMENTS if len(segments) > count)
    for each in (name, location, windows_zone(name) or "", *ends):
        found = _iana().get(each.lower())
        if found and zone_named(found) is not None:
            return found
    return None


@lru_cache(maxsize=1)
def _all_names() -> frozenset[str]:
    return frozenset(name.lower() for name in available_timezones())


def _described_in(calendar: Calendar, name: str) -> tzinfo:
    content = tuple(line.content for line in calendar.zones[name] if line.name != "TZID")
    if len(content) > LONGEST_ZONE or not all(map(_is_plain, content)):
        raise BadInputError(f"its zone {name[:60]!r} has a VTIMEZONE with rules that are not followed")
    try:
        return _described(content, name)
    except Exception:  # noqa: BLE001 -- a library on what may be anything
        raise _unreadable(name) from None


def _is_plain(line: bytes) -> bool:
    """False for a rule that is more than the yearly ones of summer time, and might take for ever."""
    rule = _RULE.match(line.strip())
    return rule is None or bool(_YEARLY.fullmatch(rule[1].strip()) and not _NO_STEP.search(rule[1]))


def _unreadable(name: str) -> BadInputError:
    return BadInputError(f"its zone {name[:60]!r} has a VTIMEZONE that cannot be read")


@lru_cache(maxsize=64)
def _described(content: tuple[bytes, ...], name: str) -> tzinfo:
    from icalendar import Timezone  # noqa: PLC0415 -- dear to import
    from icalendar.timezone import tzp  # noqa: PLC0415

    text = b"\r\n".join([b"BEGIN:VTIMEZONE", b"TZID:described", *content, b"END:VTIMEZONE"])
    component: Any = Timezone.from_ical(text.decode("utf-8", "replace"))
    return Described(component.to_tz(tzp, lookup_tzid=False), name)


class Described(tzinfo):
    """A zone that only a file describes, with the two readings of PEP 495 where its clocks show an hour twice or never.

    The library's own zone takes a local time that never was with the offset from after the change; RFC 5545 3.3.5 and
    all zones of IANA take it with that from before.
    """

    def __init__(self, rule: tzinfo, name: str) -> None:
        self._rule, self._name = rule, name

    def utcoffset(self, local: datetime | None, /) -> timedelta | None:
        """The offset from UTC at a local time.

        Raises:
            BadInputError: the file does not say it so that it can be read.
        """
        if local is None:
            return None
        plain = local.replace(tzinfo=None)
        offset = self._offset(plain)
        if plain.fold:
            return offset
        try:
            before = self._offset(plain - _DAY)
            is_skipped = before < offset and self._offset(plain - (offset - before)) == before
        except OverflowError:
            return offset
        return before if is_skipped else offset

    def _offset(self, plain: datetime) -> timedelta:
        try:
            offset = self._rule.utcoffset(plain)
        except Exception:  # noqa: BLE001 -- a library on what may be anything
            offset = None
        if offset is None or abs(offset) >= _DAY or offset.seconds % 60:
            raise _unreadable(self._name)
        return offset

    def fromutc(self, moment: datetime, /) -> datetime:
        """The local time at a moment."""
        offsets = [self._offset((moment + near).replace(tzinfo=None)) for near in (-_DAY, timedelta(), _DAY)]
        for offset in offsets:
            first, second = ((moment + offset).replace(fold=fold) for fold in (0, 1))
            early, late = self.utcoffset(first), self.utcoffset(second)
            if early is not None and late is not None and early >= late and offset in (early, late):
                return first if offset == early else second  # where clocks skip a time, early is the less
        return moment + offsets[1]

    def dst(self, _local: datetime | None, /) -> timedelta | None:
        """Not known."""
        return None

    def tzname(self, _local: datetime | None, /) -> str | None:
        """The name that the file gives it."""
        return self._name
