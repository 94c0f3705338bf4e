"""Offsets and towns in the names of zones: ``GMT+0900``, and ``(UTC+09:00) Seoul``, a label that Windows shows.

What stands behind an offset may have summer time, as ``(UTC-05:00) Eastern Time`` has: then the offset alone would be
an hour off for half of the year. So the words are looked up first, among Windows' names and IANA's towns, and an offset
is taken alone only where nothing stands behind it, or where no zone at all that has it changes its clocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from aitimeline.ingest.calendar.place import Place, place_at, place_in
from aitimeline.model.zone import zone_named

_OFFSET = r"([+\-\u2212])[ ]?([0-9]{1,2})(?:[:.]?([0-9]{2}))?"
_LABELS = (
    re.compile(rf"(?:UTC|GMT)?[ ]?{_OFFSET}()", re.IGNORECASE),
    re.compile(rf"\([ ]?(?:UTC|GMT)[ ]?(?:{_OFFSET})?[ ]?\)(.*)", re.IGNORECASE),
    re.compile(rf"(?:UTC|GMT)[ ]?{_OFFSET}[ ](.+)", re.IGNORECASE),
)
_FARTHEST, _MINUTES = 14, 60
_TOWNS = re.compile(r"[,;/&]| and ")
_KOREAN = {"서울": "seoul", "평양": "pyongyang", "도쿄": "tokyo"}
_YEAR = 2023
"""The labels are those of today's Windows."""


def place_labelled(name: str) -> Place | None:
    """The place that a name with an offset or towns in it means; None where it has none, or may mean several."""
    found = next(filter(None, (label.fullmatch(name) for label in _LABELS)), None)
    if found is None:
        return _place_of_towns(name)
    sign, hours, minutes, words = found.groups()
    if int(hours or 0) > _FARTHEST or int(minutes or 0) >= _MINUTES:
        return None
    size = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    offset = size if sign == "+" else -size
    if not words.strip():
        return place_at(offset)
    for zone in _zones_of(words.strip()):
        if _standard(zone) == offset:
            return place_in(zone)
    return place_at(offset) if _is_the_same_all_year(offset) else None


def _place_of_towns(name: str) -> Place | None:
    zones = [zones[0] for town in _TOWNS.split(name) if (zones := _towns().get(_as_town(town)))]
    is_one = len(zones) > 1 and len(set(map(_offsets, zones))) == 1
    return place_in(zones[0]) if is_one else None


def _as_town(text: str) -> str:
    town = text.strip().lower()
    return _KOREAN.get(town, town).replace(" ", "_")


def _zones_of(words: str) -> Iterator[str]:
    """The zones that words may mean: ``Eastern Time (US & Canada)``, ``Osaka, Sapporo, Tokyo``."""
    begin = words.partition("(")[0].strip().lower().removesuffix(" time")
    if zone := windows_zone(f"{begin} standard time"):
        yield zone
    for piece in _TOWNS.split(words):
        yield from _towns().get(_as_town(piece), ())


def windows_zone(name: str) -> str | None:
    """The zone of a name that Windows has, from CLDR."""
    return _windows().get(name.lower())


@lru_cache(maxsize=1)
def _windows() -> dict[str, str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 -- few calendars need it

    return {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items() if zone_named(zone) is not None}


@lru_cache(maxsize=1)
def _towns() -> dict[str, list[str]]:
    """The zones by the last part of their names."""
    towns: dict[str, list[str]] = {}
    for name in sorted(available_timezones()):
        if "/" in name and not name.startswith("Etc/"):
            towns.setdefault(name.rpartition("/")[2].lower(), []).append(name)
    return towns


def _offsets(zone: str) -> tuple[timedelta, timedelta]:
    """The offsets of a zone in winter and in summer."""
    rule = ZoneInfo(zone)
    winter, summer = (datetime(_YEAR, month, 1, tzinfo=rule).utcoffset() or timedelta() for month in (1, 7))
    return winter, summer


def _standard(zone: str) -> timedelta:
    return min(_offsets(zone))


@lru_cache(maxsize=64)
def _is_the_same_all_year(offset: timedelta) -> bool:
    """True if there are zones with an offset, and none of them changes its clocks."""
    found = [_offsets(zone) for zone in available_timezones() if zone_named(zone) and _standard(zone) == offset]
    return bool(found) and all(winter == summer for winter, summer in found)
