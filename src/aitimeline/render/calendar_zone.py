"""Zones in a calendar: local times that bear a TZID, and the VTIMEZONE that says what it means (RFC 5545 3.6.5).

The rules are always read from the package tzdata, not from the system, so that all machines write the same. A
VTIMEZONE says no more than the times of the calendar need, as what has been does not change with the next tzdata.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vDatetime, vDDDLists, vRecur, vUTCOffset

from aitimeline.model.day import month_length
from aitimeline.render.calendar_line import Text, written

_UTC_NAMES = frozenset({"UTC", "UCT", "Universal", "Zulu", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu"})
_LAST_TABLED = 2037
_CYCLE = 28
"""Years in which weekdays fall on each day of the year, if no year divisible by 100 comes between."""
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_COMMON_YEAR = 2001
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_FIRST_YEAR, _LAST_YEAR = 2, 9998


_Part = TimezoneDaylight | TimezoneStandard


class Start(NamedTuple):
    """When something began: in UTC (``zone`` is ``UTC``), in a zone with a name, or wherever one is (None)."""

    local: datetime
    zone: str | None


class _Observance(NamedTuple):
    """What the clocks do from an onset on; as a key, without it."""

    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool


class Zones:
    """The zones that the times of a calendar are in, with the first and the last year of these."""

    def __init__(self, *, forever: bool = False) -> None:
        self._years: dict[str, tuple[int, int]] = {}
        self._forever = forever

    def note(self, start: Start | None) -> None:
        """Note that something begins at this time."""
        if start is None or start.zone in (None, "UTC"):
            return
        year = start.local.year
        first, last = self._years.get(str(start.zone), (year, year))
        self._years[str(start.zone)] = min(first, year), max(last, year)

    def pieces(self) -> Iterator[bytes]:
        """Their VTIMEZONEs, in order of their names."""
        for name in sorted(self._years):
            yield vtimezone(name, *self._years[name], self._forever)


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
    return frozenset(files("tzdata").joinpath("zones").read_text("utf-8").split())


@lru_cache(maxsize=1024)
def tzdata_zone(name: str) -> ZoneInfo | None:
    """The zone with a name as the package tzdata has it; None where it has none."""
    if name not in _zone_names():
        return None
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as opened:
        return ZoneInfo.from_file(opened, key=name)


def start_of(moment: datetime, zone_name: str | None) -> Start:
    """When a time of day is, as a calendar writes it: in its own zone, else in UTC, else wherever one is.

    A local time that the clocks show twice is the first of the two (RFC 5545 3.3.5); the second is written in UTC.

    Raises:
        OverflowError: it lies beyond the years that a calendar has.
    """
    zone = tzdata_zone(zone_name) if zone_name else None
    is_utc = zone_name in _UTC_NAMES
    if moment.tzinfo is None:
        return Start(moment, "UTC" if is_utc else zone_name if zone else None)
    if zone is None or is_utc:
        return Start(moment.astimezone(UTC).replace(tzinfo=None), "UTC")
    local = moment.astimezone(zone)
    if local.fold:
        return Start(moment.astimezone(UTC).replace(tzinfo=None), "UTC")
    return Start(local.replace(tzinfo=None), zone_name)


@lru_cache(maxsize=256)
def vtimezone(name: str, first: int, last: int, forever: bool) -> bytes:
    """What a zone's clocks do from the year before ``first`` to ``last``, or ever after."""
    zone = tzdata_zone(name)
    if zone is None:
        return b""
    first = max(first - 1, _FIRST_YEAR)
    last = min(max(last, _LAST_TABLED) if forever else last, _LAST_YEAR)
    rules = _rules(zone, last + 1) if forever else None
    if rules is None:  # Egypt changes on the day after a Thursday, which may be in the next month
        last, rules = min(last + 2 * _CYCLE, _LAST_YEAR), []
    begins = datetime(first, 1, 1)  # noqa: DTZ001 -- a local time
    aware = begins.replace(tzinfo=zone)
    offset = _offset(aware)
    onsets = {_Observance(offset, offset, aware.tzname() or name, bool(aware.dst())): [begins]}
    for onset, observance in _transitions(zone, first, last):
        onsets.setdefault(observance, []).append(onset)
    component = Timezone()
    component["TZID"] = Text(name)
    component.subcomponents = [*(_part(each, times) for each, times in onsets.items()), *rules]
    return written(component)


def _part(observance: _Observance, onsets: list[datetime], rule: dict[str, Any] | None = None) -> _Part:
    part = TimezoneDaylight() if observance.is_daylight else TimezoneStandard()
    part["DTSTART"] = vDatetime(onsets[0])
    if onsets[1:]:
        part["RDATE"] = vDDDLists(onsets[1:])
    if rule:
        part["RRULE"] = vRecur(rule)
    part["TZNAME"] = Text(observance.name)
    part["TZOFFSETFROM"] = vUTCOffset(observance.before)
    part["TZOFFSETTO"] = vUTCOffset(observance.after)
    return part


def _offset(time: datetime) -> timedelta:
    return time.utcoffset() or timedelta()


def _transitions(zone: ZoneInfo, first: int, last: int) -> Iterator[tuple[datetime, _Observance]]:
    """When the clocks are put forward or back in some years, in the local time from before that, and how."""
    time, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 2, tzinfo=UTC)
    before = _offset(time.astimezone(zone))
    while time < end:
        later = time + _DAY
        if _offset(later.astimezone(zone)) == before:
            time = later
            continue
        time = _onset(zone, time, later)
        onset = time.astimezone(zone)
        after = _offset(onset)
        yield (time + before).replace(tzinfo=None), _Observance(before, after, onset.tzname() or "", bool(onset.dst()))
        before = after


def _onset(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second, of those after ``low`` and up to ``high``, in which the clocks show what they show later."""
    before = _offset(low.astimezone(zone))
    while high - low > _SECOND:
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if _offset(middle.astimezone(zone)) == before:
            low = middle
        else:
            high = middle
    return high


def _rules(zone: ZoneInfo, first: int) -> list[_Part] | None:
    """The parts of a VTIMEZONE that hold ever after the beginning of a year; None where they follow no such rule."""
    found: dict[_Observance, list[datetime]] = {}
    for onset, observance in _transitions(zone, first, first + _CYCLE - 1):
        if first <= onset.year < first + _CYCLE:
            found.setdefault(observance, []).append(onset)
    parts = []
    for observance, onsets in found.items():
        rule = _rule(onsets)
        if rule is None:
            return None
        parts.append(_part(observance, onsets[:1], rule))
    return parts


def _rule(onsets: list[datetime]) -> dict[str, Any] | None:
    """RRULE (RFC 5545 3.3.10) of a change that comes every year: the second Sunday of March, a Friday from the 23rd."""
    if len(onsets) != _CYCLE or len({(each.month, each.weekday(), each.time()) for each in onsets}) != 1:
        return None
    days = [each.day for each in onsets]
    low, high = min(days), max(days)
    if high - low >= len(_WEEKDAYS):
        return None
    month, weekday = onsets[0].month, _WEEKDAYS[onsets[0].weekday()]
    yearly: dict[str, Any] = {"FREQ": "YEARLY", "BYMONTH": month}
    if low % 7 == 1:
        return yearly | {"BYDAY": f"{high // 7}{weekday}"}
    if high == month_length(_COMMON_YEAR, month):
        return yearly | {"BYDAY": f"-1{weekday}"}
    return yearly | {"BYMONTHDAY": list(range(low, low + 7)), "BYDAY": weekday}
