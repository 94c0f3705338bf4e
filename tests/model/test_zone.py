"""Calendar days in other zones, and local times that clocks show twice or never."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.day import day_text
from aitimeline.model.when import When
from aitimeline.model.zone import moments
from strategies import days, odd_dates, whens

ZONES = (
    *("Asia/Seoul", "America/New_York", "America/Los_Angeles", "Europe/Paris", "UTC", "Africa/Cairo", "Asia/Kathmandu"),
    *("Pacific/Kiritimati", "Etc/GMT+12", "Pacific/Apia", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Beirut"),
)
zones = st.sampled_from(ZONES).map(ZoneInfo)
SEOUL, NEW_YORK, CHICAGO = ZoneInfo("Asia/Seoul"), ZoneInfo("America/New_York"), ZoneInfo("America/Chicago")


def seen(text: str, tz: str, zone: str | None) -> tuple[str | None, str | None]:
    """The first and the last day on which a date may be seen."""
    when = When.parse(text).seen_from(ZoneInfo(tz), ZoneInfo(zone) if zone else None)
    return day_text(when.start.first), day_text(when.end.last)


def possible(text: str, tz: str, zone: str | None) -> tuple[str | None, str | None]:
    """The first and the last day elsewhere that a date may touch."""
    first, last = When.parse(text).possible_days_in(ZoneInfo(tz), ZoneInfo(zone) if zone else None)
    return day_text(first), day_text(last)


@pytest.mark.parametrize(
    ("text", "tz", "zone", "expected"),
    [
        ("2023-12-06", "America/New_York", "Asia/Seoul", ("2023-12-05", "2023-12-06")),
        ("2023-12-05", "Asia/Seoul", "America/New_York", ("2023-12-05", "2023-12-06")),
        ("2023-12-06", "Asia/Seoul", "Asia/Seoul", ("2023-12-06", "2023-12-06")),
        ("2023-12-06", "Asia/Seoul", None, ("2023-12-06", "2023-12-06")),
        ("2023-12-06", "Etc/GMT+12", "Pacific/Kiritimati", ("2023-12-04", "2023-12-05")),
        ("2023-12", "America/New_York", "Asia/Seoul", ("2023-11-30", "2023-12-31")),
        ("2023-11-27/2023-12-01", "Asia/Seoul", "America/Los_Angeles", ("2023-11-27", "2023-12-02")),
        ("2023-12-06T10:00-08:00", "Asia/Seoul", None, ("2023-12-07", "2023-12-07")),
        ("2023-12/..", "America/New_York", "Asia/Seoul", ("2023-11-30", None)),
        ("/2023-12", "Asia/Seoul", "America/New_York", (None, "2024-01-01")),
        ("Y170000002", "Asia/Seoul", "UTC", ("+170000001-12-30", "+170000003-01-02")),
        # Clocks went back in New York on 5 November 2023: the day has 25 hours, and ends at 14:00 of the next in Seoul.
        ("2023-11-05", "Asia/Seoul", "America/New_York", ("2023-11-05", "2023-11-06")),
        ("0001-01-01", "America/New_York", "Asia/Seoul", ("0000-12-30", "0001-01-01")),
        ("9999-12-31", "Asia/Seoul", "America/New_York", ("9999-12-31", "+10000-01-02")),
    ],
)
def test_a_date_elsewhere_may_be_one_of_several_days(
    text: str, tz: str, zone: str | None, expected: tuple[str | None, str | None]
) -> None:
    assert possible(text, tz, zone) == expected


@given(st.dates(date(1975, 1, 1), date(2037, 1, 1)), zones, zones)
def test_the_possible_days_are_those_of_every_hour_of_the_day(day: date, tz: ZoneInfo, zone: ZoneInfo) -> None:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    instants = (midnight + timedelta(minutes=quarter * 15) for quarter in range(-24 * 4, 48 * 4))
    elsewhere = {instant.astimezone(tz).toordinal() for instant in instants if instant.astimezone(zone).date() == day}
    first, last = When.parse(day.isoformat()).possible_days_in(tz, zone)
    assert elsewhere <= set(range(first, last + 1))
    if elsewhere:
        assert (first, last) == (min(elsewhere), max(elsewhere))


@given(whens | odd_dates.map(When.parse), zones, zones)
def test_any_date_has_possible_days_anywhere(when: When, tz: ZoneInfo, zone: ZoneInfo) -> None:
    first, last = when.possible_days_in(tz, zone)
    assert first <= last
    if when.moment is None:
        assert (first <= when.start.first + 2, last >= when.end.last - 2) == (True, True)


@given(days, zones, zones)
def test_a_day_touches_two_days_elsewhere_or_three(day: date, tz: ZoneInfo, zone: ZoneInfo) -> None:
    first, last = When.parse(day.isoformat()).possible_days_in(tz, zone)
    assert last - first <= 2


def test_a_time_that_the_clock_shows_twice_may_be_on_two_days_elsewhere() -> None:
    # 00:30 Chicago time is 23:30 or 00:30 an hour further west, as 01:30 in Chicago is 06:30Z or 07:30Z that day.
    assert seen("2023-11-05T01:30", "Etc/GMT+7", "America/Chicago") == ("2023-11-04", "2023-11-05")


def test_a_time_that_the_clock_shows_twice_is_on_its_own_day_at_home() -> None:
    assert seen("2023-11-05T01:30", "America/Chicago", "America/Chicago") == ("2023-11-05", "2023-11-05")


def test_a_time_with_an_offset_is_never_ambiguous() -> None:
    assert seen("2023-11-05T01:30-06:00", "Etc/GMT+7", "America/Chicago") == ("2023-11-05", "2023-11-05")
    assert seen("2023-11-05T01:30-05:00", "Etc/GMT+7", "America/Chicago") == ("2023-11-04", "2023-11-04")


def test_a_time_that_the_clock_never_shows_may_be_on_two_days_elsewhere() -> None:
    # Clocks in New York went from 02:00 to 03:00: 02:30 is 07:30Z by the old offset and 06:30Z by the new.
    assert seen("2024-03-10T02:30", "Etc/GMT+7", "America/New_York") == ("2024-03-09", "2024-03-10")
    assert seen("2024-03-10T02:30", "America/New_York", "America/New_York") == ("2024-03-10", "2024-03-10")


def test_the_first_reading_of_a_local_time_is_that_with_the_offset_from_before_the_change() -> None:
    twice, never = datetime(2023, 11, 5, 1, 30), datetime(2024, 3, 10, 2, 30)  # noqa: DTZ001 -- local on purpose
    assert [each.astimezone(UTC).hour for each in moments(twice, NEW_YORK)] == [5, 6]
    assert [each.astimezone(UTC).hour for each in moments(never, NEW_YORK)] == [7, 6]
    assert len(moments(datetime(2023, 11, 5, 3, 0), NEW_YORK)) == 1  # noqa: DTZ001


def test_a_day_that_a_zone_left_out_is_placed_all_the_same() -> None:
    assert possible("2011-12-30", "UTC", "Pacific/Apia") == ("2011-12-30", "2011-12-30")


def test_a_day_that_begins_at_one_in_the_morning_begins_there() -> None:
    # Brazil put its clocks forward at midnight: 4 November 2018 began at 01:00, 03:00Z.
    assert possible("2018-11-04", "UTC", "America/Sao_Paulo") == ("2018-11-04", "2018-11-05")


@given(st.datetimes(datetime(1975, 1, 1), datetime(2037, 1, 1)), zones, zones)  # noqa: DTZ001
def test_a_local_time_is_seen_on_the_days_of_its_readings(local: datetime, tz: ZoneInfo, zone: ZoneInfo) -> None:
    text = local.isoformat(timespec="seconds")
    when = When.parse(text).seen_from(tz, zone)
    assert when.moment is not None
    placed = {when.moment.replace(tzinfo=zone, fold=fold).astimezone(tz).toordinal() for fold in (0, 1)}
    assert (when.start.first, when.end.last) == (min(placed), max(placed))
