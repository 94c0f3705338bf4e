"""VTIMEZONE, compared with the zones themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest

from aitimeline.render.calendar_zone import Start, Zones, start_of, tzdata_zone, vtimezone
from calendar_rules import calendar

rrulestr = import_module("dateutil.rrule").rrulestr
ZONES = ["America/New_York", "Europe/Dublin", "Asia/Seoul", "Asia/Jerusalem", "Australia/Lord_Howe"]


def offset_in(written: bytes, local: datetime) -> timedelta:
    """The offset that a VTIMEZONE gives to a local time, by the definition of RFC 5545 3.6.5."""
    (zone,) = calendar(b"BEGIN:VCALENDAR\r\n" + written + b"END:VCALENDAR\r\n").parts
    onsets = []
    for part in zone.parts:
        stated = {line.name: line.value for line in part.lines}
        times = [_time(each) for each in (stated["DTSTART"], *filter(None, stated.get("RDATE", "").split(",")))]
        if "RRULE" in stated:
            found = rrulestr(stated["RRULE"], dtstart=times[0]).before(local, inc=True)
            times += [found] if found else []
        onsets += [(time, _offset(stated["TZOFFSETTO"])) for time in times if time <= local]
    return max(onsets)[1]


def _time(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007 -- a local time


def _offset(text: str) -> timedelta:
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))
    return -offset if text[0] == "-" else offset


@pytest.mark.parametrize("name", ZONES)
def test_a_zone_says_of_each_day_of_its_years_what_the_clocks_show(name: str) -> None:
    written = vtimezone(name, 2006, 2009, False)
    for day in range(0, 4 * 365, 9):
        local = datetime(2006, 1, 1, 12) + timedelta(days=day)  # noqa: DTZ001
        assert offset_in(written, local) == local.replace(tzinfo=tzdata_zone(name)).utcoffset()


@pytest.mark.parametrize("name", [*ZONES, "America/Sao_Paulo", "UTC"])
def test_what_comes_back_every_year_has_a_zone_for_all_years(name: str) -> None:
    written = vtimezone(name, 2020, 2023, True)
    for year in (2020, 2030, 2037, 2038, 2060, 2099):
        for month in range(1, 13):
            local = datetime(year, month, 15, 12)  # noqa: DTZ001
            assert offset_in(written, local) == local.replace(tzinfo=tzdata_zone(name)).utcoffset(), local


def test_a_zone_whose_changes_follow_no_rule_of_a_month_is_tabled() -> None:
    written = vtimezone("Africa/Cairo", 2023, 2023, True)  # on the day after a Thursday, which may be 1 November
    assert b"RRULE" not in written
    for month in range(1, 13):
        local = datetime(2090, month, 28, 12)  # noqa: DTZ001
        assert offset_in(written, local) == local.replace(tzinfo=tzdata_zone("Africa/Cairo")).utcoffset()


def test_a_zone_says_no_more_than_the_times_need() -> None:
    assert vtimezone("America/New_York", 2023, 2023, False).count(b"DTSTART") == 3
    assert vtimezone("Asia/Seoul", 2023, 2023, False).count(b"DTSTART") == 1


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("Asia/Singapore", 1982),  # put forward by half an hour as the year began, before it did in UTC
        ("Asia/Seoul", 2023),
        ("America/New_York", 2023),
    ],
)
def test_a_zone_begins_before_the_first_year_so_that_its_first_hours_are_told_too(name: str, year: int) -> None:
    written = vtimezone(name, year, year, False)
    for hour in range(1, 48):
        local = datetime(year, 1, 1) + timedelta(hours=hour)  # noqa: DTZ001
        assert offset_in(written, local) == local.replace(tzinfo=tzdata_zone(name)).utcoffset()
    assert f"DTSTART:{year - 1}0101T000000".encode() in written  # ical.js wants an onset in a year before the time


def test_a_zone_is_told_from_the_earliest_to_the_latest_of_its_times() -> None:
    zones = Zones()
    for year in (2007, 2004, 2009, 2005):
        zones.note(Start(datetime(year, 7, 1), "America/New_York"))  # noqa: DTZ001
    (written,) = zones.pieces()
    assert written == vtimezone("America/New_York", 2004, 2009, False)


def test_zones_come_from_the_package_and_no_other_file_is_read() -> None:
    assert tzdata_zone("Asia/Seoul") is not None
    for name in ("../../etc/passwd", "asia/seoul", "Nowhere/Town", "zones", "", "localtime"):
        assert tzdata_zone(name) is None


def test_a_zone_that_nobody_knows_leaves_a_time_as_it_is() -> None:
    local = datetime(2023, 12, 6, 10)  # noqa: DTZ001
    assert start_of(local, "Nowhere/Town") == (local, None)
    assert start_of(local.replace(tzinfo=UTC), "Nowhere/Town") == (local, "UTC")
