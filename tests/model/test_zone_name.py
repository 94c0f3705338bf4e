"""What people write for a time zone."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.zone_name import zones_meant

SEASONS = (datetime(2023, 1, 15), datetime(2023, 7, 15))  # noqa: DTZ001 -- seen in each zone


def offsets(zone: str) -> set[timedelta | None]:
    return {time.replace(tzinfo=ZoneInfo(zone)).utcoffset() for time in SEASONS}


@pytest.mark.parametrize(
    ("name", "zones"),
    [
        ("KST", ("Asia/Seoul",)),
        ("kst", ("Asia/Seoul",)),
        ("서울", ("Asia/Seoul",)),
        ("GMT+9", ("Asia/Seoul", "Etc/GMT-9")),
        ("UTC+09:00", ("Asia/Seoul", "Etc/GMT-9")),
        ("+0900", ("Asia/Seoul", "Etc/GMT-9")),
        ("UTC \u22125", ("Etc/GMT+5",)),
        ("UTC+5:30", ("Asia/Kolkata",)),
        ("UTC+9:45", ()),
        ("+99:99", ()),
        ("CST", ("America/Chicago", "Asia/Shanghai")),
        ("QQQ", ()),
        ("Asia/Soul", None),
        ("", None),
    ],
)
def test_a_name_means_zones_or_none_or_is_written_wrong(name: str, zones: tuple[str, ...] | None) -> None:
    assert zones_meant(name) == zones


@given(
    st.sampled_from(["", "GMT", "UTC", "UTC "]), st.sampled_from("+-"), st.integers(0, 14), st.sampled_from([0, 30, 45])
)
def test_an_offset_means_zones_with_that_offset_all_year(before: str, sign: str, hours: int, minutes: int) -> None:
    written = timedelta(hours=hours, minutes=minutes) * (1 if sign == "+" else -1)
    for colon in (":", ""):
        for zone in zones_meant(f"{before}{sign}{hours}{colon}{minutes:02}") or ():
            assert offsets(zone) == {written}


def test_an_abbreviation_means_zones_that_bear_it() -> None:
    borne: dict[str, set[str]] = {}
    for zone in available_timezones():
        for time in SEASONS:
            borne.setdefault(str(time.replace(tzinfo=ZoneInfo(zone)).tzname()), set()).add(zone)
    for name, zones in borne.items():
        if name.isalpha():
            assert set(zones_meant(name) or ()) <= zones
