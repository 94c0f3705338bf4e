"""Dates and times in queries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.day import BEGINNING, FINISH, Days
from aitimeline.model.error import BadInputError
from aitimeline.model.when import When
from aitimeline.query.moment import read_days, read_moment
from strategies import edtf

SEOUL = ZoneInfo("Asia/Seoul")


def moment(text: str, tz: tzinfo = UTC, *, is_end: bool = False) -> int:
    return read_moment("recorded-since", [text], When.parse, tz, is_end=is_end)


def microseconds(text: str) -> int:
    """What a time is, worked out by Python."""
    return (datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01T12:00Z", "2026-03-01T12:00:00+00:00"),
        ("2026-03-01T12:00:59z", "2026-03-01T12:00:59+00:00"),
        ("2026-03-01t12:00:59.5Z", "2026-03-01T12:00:59.500000+00:00"),
        (" 2026-03-01T12:00+09:00 ", "2026-03-01T03:00:00+00:00"),
        ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999+00:00"),
        ("0001-01-01T00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59-12:00"),
    ],
)
def test_a_time_is_that_moment_wherever_one_is(text: str, expected: str) -> None:
    assert moment(text, SEOUL) == moment(text, is_end=True) == microseconds(expected)


def test_a_time_without_an_offset_is_one_of_the_zone() -> None:
    assert moment("2026-03-01T12:00", SEOUL) == microseconds("2026-03-01T12:00:00+09:00")


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2026-03-01", "2026-03-01T00:00:00", "2026-03-02T00:00:00"),
        ("2026-03", "2026-03-01T00:00:00", "2026-04-01T00:00:00"),
        ("2026", "2026-01-01T00:00:00", "2027-01-01T00:00:00"),
        ("2026-03-01/2026-03-03", "2026-03-01T00:00:00", "2026-03-04T00:00:00"),
    ],
)
def test_a_day_begins_and_ends_in_the_zone(text: str, first: str, after: str) -> None:
    for tz, offset in ((UTC, "+00:00"), (SEOUL, "+09:00")):
        assert moment(text, tz) == microseconds(first + offset)
        assert moment(text, tz, is_end=True) == microseconds(after + offset) - 1


def test_a_day_on_which_clocks_are_put_forward_is_shorter() -> None:
    tz = ZoneInfo("America/New_York")
    length = moment("2026-03-08", tz, is_end=True) - moment("2026-03-08", tz) + 1
    assert length == 23 * 3600 * 1_000_000


@pytest.mark.parametrize(
    "text", ["../2026", "2026/..", "9999-12-31", "0001-01-01", "Y170000000", "-9999", "Y-999999999999"]
)
@pytest.mark.parametrize("tz", [UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))])
def test_days_at_the_ends_of_the_calendar_are_read_too(text: str, tz: tzinfo) -> None:
    first, after = moment(text, tz), moment(text, tz, is_end=True) + 1
    assert BEGINNING <= first <= after <= FINISH


@given(edtf, st.sampled_from([UTC, SEOUL, timezone(timedelta(hours=-12))]))
def test_no_date_ends_before_it_begins(text: str, tz: tzinfo) -> None:
    try:
        first, after = moment(text, tz), moment(text, tz, is_end=True) + 1
    except BadInputError:
        return
    assert first <= after


@pytest.mark.parametrize(
    "text", ["2026-13-01T00:00Z", "2026-03-01T24:30Z", "2026-02-30T12:00", "2026-03-01T12:00+25:00"]
)
def test_what_is_no_time_is_refused_with_one_that_is(text: str) -> None:
    with pytest.raises(BadInputError, match=r"^recorded-since: .* is no time; write it as 2026-03-01T12:00Z$"):
        moment(text)


@pytest.mark.parametrize("text", ["soon", "2026-3-1", "", "2026-03-01T"])
def test_what_is_no_date_is_refused_by_the_field(text: str) -> None:
    with pytest.raises(BadInputError, match=r"^recorded-since: "):
        moment(text)


def test_days_are_those_from_the_first_to_the_last_that_a_date_may_touch() -> None:
    december = Days(datetime(2023, 12, 1, tzinfo=UTC).toordinal(), datetime(2023, 12, 31, tzinfo=UTC).toordinal())
    assert read_days("on", ["2023-12"], When.parse) == december
    assert read_days("on", ["[2023-12-01,2023-12-31]"], When.parse) == december


@pytest.mark.parametrize(
    ("values", "reason"),
    [(["2023", "2024"], "takes one date, not 2"), (["after:gemini"], "takes a date, not an order")],
)
def test_what_is_not_one_date_is_refused(values: list[str], reason: str) -> None:
    with pytest.raises(BadInputError, match=f"^on: {reason}"):
        read_days("on", values, When.parse)
