"""What the zones of a calendar mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aitimeline.ingest.calendar.line import Line
from aitimeline.ingest.calendar.part import Calendar
from aitimeline.ingest.calendar.zone import place_of
from aitimeline.model.error import BadInputError
from calendars import OFFICE

NONE = Calendar()

NAMES = {
    "Asia/Seoul": "Asia/Seoul",
    "asia/seoul": "Asia/Seoul",
    '"Asia/Seoul"': "Asia/Seoul",
    "Korea Standard Time": "Asia/Seoul",
    "KOREA standard time": "Asia/Seoul",
    "(UTC+09:00) Seoul": "Asia/Seoul",
    "(GMT+09:00)  Seoul": "Asia/Seoul",
    "(UTC+09:00) 서울": "Asia/Seoul",
    "(GMT+09.00) Osaka, Sapporo, Tokyo": "Asia/Tokyo",
    "(UTC-05:00) Eastern Time (US & Canada)": "America/New_York",
    "(UTC-05:00) Eastern Time (US and Canada)": "America/New_York",
    "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna": "Europe/Amsterdam",
    "(UTC) Dublin, Edinburgh, Lisbon, London": "Europe/Dublin",
    "(UTC+10:00) Canberra, Melbourne, Sydney": "Australia/Canberra",
    "tzone://Microsoft/Utc": "UTC",
    "Amsterdam, Belgrade, Berlin, Brussels, Budapest, Madrid, Paris, Prague, Stockholm": "Europe/Amsterdam",
    "/softwarestudio.org/Olson_20011030_5/America/Chicago": "America/Chicago",
}


@pytest.mark.parametrize(("tzid", "zone"), NAMES.items())
def test_names_that_mean_a_zone_of_iana_give_it(tzid: str, zone: str) -> None:
    assert place_of(tzid, NONE).zone == zone


OFFSETS = {
    "GMT+0900": timedelta(hours=9),
    "GMT+9": timedelta(hours=9),
    "UTC +09:00": timedelta(hours=9),
    "+0530": timedelta(hours=5, minutes=30),
    "UTC\u22125": -timedelta(hours=5),
    "(UTC-03:00)": -timedelta(hours=3),
    "(UTC+09:00) Nowhere in particular": timedelta(hours=9),
}


@pytest.mark.parametrize(("tzid", "offset"), OFFSETS.items())
def test_an_offset_in_a_name_counts_as_people_write_it(tzid: str, offset: timedelta) -> None:
    place = place_of(tzid, NONE)
    assert place.zone is None
    assert place.local(datetime(2023, 7, 1, tzinfo=UTC)) == datetime(2023, 7, 1) + offset  # noqa: DTZ001 -- local


@pytest.mark.parametrize(
    "tzid",
    [
        "(UTC-05:00) Nowhere in particular",
        "GMT -0500 (Standard) / GMT -0400 (Daylight)",
        "GMT+2500",
        "UTC+09:99",
        "Customized Time Zone",
        "tzone://Microsoft/Custom",
        "Seoul Office",
        "Paris",
        "Paris, Tokyo",
        "",
    ],
)
def test_an_offset_that_may_have_summer_time_is_not_taken_alone(tzid: str) -> None:
    with pytest.raises(BadInputError, match="is none of IANA or Windows"):
        place_of(tzid, NONE)


@settings(deadline=None)
@given(st.text(max_size=30) | st.from_regex(r"\A\(?(UTC|GMT)? ?[+-][0-9:.]{1,6}\)? ?[A-Za-z, ]{0,9}\Z"))
def test_any_name_is_a_zone_or_bad_input(tzid: str) -> None:
    try:
        place = place_of(tzid, NONE)
    except BadInputError:
        return
    assert place.is_known


def office() -> Calendar:
    """A calendar that describes a zone."""
    lines = [Line(number, line.encode()) for number, line in enumerate(OFFICE.splitlines()[1:-1])]
    return Calendar(zones={"Office": lines, "GMT-0500": lines})


def test_what_a_file_says_of_a_zone_counts_before_the_offset_in_its_name() -> None:
    place = place_of("GMT-0500", office())
    assert place.local(datetime(2008, 7, 1, tzinfo=UTC)) == datetime(2008, 7, 1, 6)  # noqa: DTZ001 -- local


@pytest.mark.parametrize("more", ["BYHOUR=3;BYMINUTE=0", "WKST=MO"])
def test_rules_of_summer_time_that_say_the_hour_too_are_followed(more: str) -> None:
    described = office()
    described.zones["Office"] = [
        line._replace(content=line.content.replace(b"BYDAY", more.encode() + b";BYDAY"))
        if b"RRULE" in line.content and line.number < 6
        else line
        for line in described.zones["Office"]
    ]
    place = place_of("Office", described)
    assert place.local(datetime(2008, 7, 1, tzinfo=UTC)) == datetime(2008, 7, 1, 6)  # noqa: DTZ001 -- local
    assert place.local(datetime(2008, 12, 1, tzinfo=UTC)) == datetime(2008, 12, 1, 5)  # noqa: DTZ001 -- local


moments = st.datetimes(datetime(2000, 1, 1), datetime(2010, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- UTC


@settings(deadline=None)
@given(moments | st.sampled_from([datetime(2008, 10, 25, 20, tzinfo=UTC), datetime(2008, 3, 29, 20, tzinfo=UTC)]))
def test_a_described_zone_shows_what_the_same_zone_of_iana_does(moment: datetime) -> None:
    ours, theirs = place_of("Office", office()), place_of("Asia/Yekaterinburg", NONE)
    for minutes in range(0, 360, 30):
        each = moment + timedelta(minutes=minutes)
        local = theirs.local(each)
        assert ours.local(each) == local
        assert ours.readings(local) == theirs.readings(local)
        never = local + timedelta(hours=1)
        assert ours.readings(never) == theirs.readings(never)
