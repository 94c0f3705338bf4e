"""What the zones of a calendar are: IANA zones where that can be told, else what their VTIMEZONE says."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from aitimeline.ingest.calendar.part import LONGEST_ZONE, Calendar
from aitimeline.model.error import BadInputError
from aitimeline.model.zone import zone_named

_UTC = frozenset({"UTC", "GMT", "Z", "ETC/UTC", "ZULU"})
_LAST_SEGMENTS = (3, 2, 1)
_RULE = re.compile(rb"RRULE[^:]*:(.*)", re.IGNORECASE)
_YEARLY = re.compile(
    rb"FREQ=YEARLY(?:;(?:BYDAY|BYMONTH|BYMONTHDAY|INTERVAL|UNTIL|COUNT|WKST)=[0-9A-Z,+-]+)*", re.IGNORECASE
)
_NO_STEP = re.compile(rb"INTERVAL=0*(?:;|$)", re.IGNORECASE)
_LONGEST = 200


@lru_cache(maxsize=1)
def _iana() -> dict[str, str]:
    """The names of all zones by their names in small letters."""
    return {name.lower(): name for name in available_timezones() if "/" in name or name in ("UTC", "GMT", "Japan")}


@lru_cache(maxsize=4096)
def iana_zone(tzid: str, location: str = "") -> str | None:
    """The IANA zone that a TZID means; None where that cannot be told.

    Windows' names are those that the icalendar library has from CLDR; global ones (RFC 5545 3.8.3.1), such as
    ``/freeassociation.sourceforge.net/Europe/Berlin``, end in a name of IANA.

    Args:
        tzid: the name that the calendar uses.
        location: the X-LIC-LOCATION of its VTIMEZONE.
    """
    name = tzid.strip().strip('"').strip()
    if not name or len(name) > _LONGEST:
        return None
    if name.upper() in _UTC:
        return "UTC"
    if zone_named(name) is not None and name.lower() in _all_names():
        return name
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 -- few calendars need it

    segments = name.split("/")
    ends = ("/".join(segments[-count:]) for count in _LAST_SEGMENTS if len(segments) > count)
    for each in (name, location, WINDOWS_TO_OLSON.get(name, ""), *ends):
        found = _iana().get(each.lower())
        if found and zone_named(found) is not None:
            return found
    return None


@lru_cache(maxsize=1)
def _all_names() -> frozenset[str]:
    return frozenset(name.lower() for name in available_timezones())


def offset_in(calendar: Calendar, tzid: str, local: datetime) -> timedelta:
    """The offset from UTC at a local time in a zone that the calendar describes itself.

    Raises:
        BadInputError: it does not, or not so that it can be followed.
    """
    name = tzid.strip()
    if name not in calendar.zones:
        raise BadInputError(
            f"its zone {tzid[:60]!r} is none of IANA or Windows, and the file does not describe it; "
            "write one such as Asia/Seoul as TZID"
        )
    content = tuple(line.content for line in calendar.zones[name] if line.name != "TZID")
    if len(content) > LONGEST_ZONE or not all(map(_is_plain, content)):
        raise BadInputError(f"its zone {tzid[:60]!r} has a VTIMEZONE with rules that are not followed")
    try:
        offset = _described(content).utcoffset(local)
    except Exception:  # noqa: BLE001 -- a library on what may be anything
        offset = None
    if offset is None or abs(offset) >= timedelta(days=1) or offset.seconds % 60:
        raise BadInputError(f"its zone {tzid[:60]!r} has a VTIMEZONE that cannot be read")
    return offset


def _is_plain(line: bytes) -> bool:
    """False for a rule that is more than the yearly ones of summer time, and might take for ever."""
    rule = _RULE.match(line.strip())
    return rule is None or bool(_YEARLY.fullmatch(rule[1].strip()) and not _NO_STEP.search(rule[1]))


@lru_cache(maxsize=64)
def _described(content: tuple[bytes, ...]) -> tzinfo:
    from icalendar import Timezone  # noqa: PLC0415 -- dear to import
    from icalendar.timezone import tzp  # noqa: PLC0415

    text = b"\r\n".join([b"BEGIN:VTIMEZONE", b"TZID:described", *content, b"END:VTIMEZONE"])
    component: Any = Timezone.from_ical(text.decode("utf-8", "replace"))
    described: tzinfo = component.to_tz(tzp, lookup_tzid=False)
    return described
