"""Recorded times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.instant import format_time, microseconds, moment


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_time_is_what_its_microseconds_say(time: datetime) -> None:
    assert moment(microseconds(time)) == time


@pytest.mark.parametrize(
    ("time", "offset"),
    [
        (datetime(1, 1, 1, tzinfo=UTC), timedelta(hours=14)),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), timedelta(hours=-12)),
    ],
)
def test_offsets_at_the_ends_of_the_calendar_lead_beyond_it(time: datetime, offset: timedelta) -> None:
    there = time.replace(tzinfo=timezone(offset))
    assert microseconds(there) == microseconds(time) - offset // timedelta(microseconds=1)


def test_a_time_is_written_in_utc() -> None:
    seoul = timezone(timedelta(hours=9))
    assert format_time(datetime(2026, 11, 24, 22, 40, 48, tzinfo=seoul)) == "2026-11-24T13:40:48.000000Z"
