"""Dates in valid time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.day import BEGINNING, FINISH, Days, as_date
from aitimeline.model.error import BadInputError
from aitimeline.model.when import When
from strategies import days, edtf, intervals, plain_dates, times, whens, zones

SEOUL, NEW_YORK = ZoneInfo("Asia/Seoul"), ZoneInfo("America/New_York")

BOUNDS = [
    ("2023-12-07", "2023-12-07", "2023-12-07"),
    ("2024-02-29", "2024-02-29", "2024-02-29"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2023-02", "2023-02-01", "2023-02-28"),
    ("1900-02", "1900-02-01", "1900-02-28"),
    ("2023-12", "2023-12-01", "2023-12-31"),
    ("2023", "2023-01-01", "2023-12-31"),
    ("2023-33", "2023-01-01", "2023-03-31"),
    ("2023-34", "2023-04-01", "2023-06-30"),
    ("2023-35", "2023-07-01", "2023-09-30"),
    ("2023-36", "2023-10-01", "2023-12-31"),
    ("2023-37", "2023-01-01", "2023-04-30"),
    ("2023-38", "2023-05-01", "2023-08-31"),
    ("2023-39", "2023-09-01", "2023-12-31"),
    ("2023-40", "2023-01-01", "2023-06-30"),
    ("2023-41", "2023-07-01", "2023-12-31"),
    ("2023-11-27/2023-12-01", "2023-11-27", "2023-12-01"),
    ("2023-11/2023-12", "2023-11-01", "2023-12-31"),
    ("2022/2023-33", "2022-01-01", "2023-03-31"),
    ("2023-12-06T10:00:00-05:00", "2023-12-06", "2023-12-06"),
    ("0001", "0001-01-01", "0001-12-31"),
    ("9999-12", "9999-12-01", "9999-12-31"),
]

INVALID = [
    *("", " ", "/", "yesterday", "2023-13", "2023-00", "2023-20", "2023-42", "2023-02-29", "2023-04-31"),
    *("2023-1-1", "23-12-07", "20231207", "2023-12-07//2023-12-08"),
    *("2023-12-02/2023-12-01", "2024/2023", "2023/2024/2025", "2023-12-06T", "2023-12-06T25:00"),
    *("2023-12-06T10:60", "2023-12-06T10", "2023-12-06T10:00:61", "2023-02-30T10:00", "-0000"),
    *("2023-Q0", "2023-Q5", "2023-H3", "２０２３-12-07", "2023-12-07 10:00", "+2023", "2023-12-07Z"),
    *("2023-12-06T10:00/2023-12-07", "2023-12-06T10:00+25:00", "2023-12-06T10:00:00.5", "2023\x00", "12345"),
]


@pytest.mark.parametrize(("text", "earliest", "latest"), BOUNDS)
def test_a_date_has_its_first_and_last_possible_day(text: str, earliest: str, latest: str) -> None:
    when = When.parse(text)
    assert (when.earliest.isoformat(), when.latest.isoformat()) == (earliest, latest)


@pytest.mark.parametrize("text", INVALID)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadInputError):
        When.parse(text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2023-Q1", "2023-33"),
        ("2023-Q2", "2023-34"),
        ("2023Q3", "2023-35"),
        ("2023-q4", "2023-36"),
        ("2023-H1", "2023-40"),
        ("2023h2", "2023-41"),
        (" 2023-12-07 ", "2023-12-07"),
        ("2023-Q1/2023-H2", "2023-33/2023-41"),
        ("2023-12-06T10:00Z", "2023-12-06T10:00:00Z"),
        ("2023-12-06T10:00", "2023-12-06T10:00:00"),
    ],
)
def test_what_people_type_is_stored_as_edtf(typed: str, stored: str) -> None:
    assert When.parse(typed).edtf == stored


@given(edtf)
def test_stored_edtf_is_written_as_it_was_read(text: str) -> None:
    assert str(When.parse(text)) == text


@given(whens)
def test_no_date_ends_before_it_begins(when: When) -> None:
    assert when.start.first <= when.start.last
    assert when.end.first <= when.end.last
    assert when.start.first <= when.end.first
    assert when.start.last <= when.end.last
    assert when.earliest <= when.latest


@given(plain_dates)
def test_a_plain_date_is_a_point(text: str) -> None:
    when = When.parse(text)
    assert not when.is_span
    assert when.start == when.end


@given(intervals())
def test_an_interval_is_a_span(text: str) -> None:
    assert When.parse(text).is_span


@given(plain_dates, plain_dates)
def test_an_interval_that_must_end_before_it_begins_is_refused(one: str, two: str) -> None:
    if When.parse(one).earliest <= When.parse(two).latest:
        assert When.parse(f"{one}/{two}").earliest == When.parse(one).earliest
    else:
        with pytest.raises(BadInputError):
            When.parse(f"{one}/{two}")


def test_an_interval_between_months_knows_neither_end_to_the_day() -> None:
    when = When.parse("2023-11/2023-12")
    assert not when.is_certain
    assert (as_date(when.start.last), as_date(when.end.first)) == (date(2023, 11, 30), date(2023, 12, 1))


def test_what_began_within_its_last_month_began_before_its_end() -> None:
    when = When.parse("2023/2023-03-05")
    assert as_date(when.start.last) == date(2023, 3, 5)


@pytest.mark.parametrize(("text", "certain"), [("2023-12-07", True), ("2023-12", False), ("2023-12/2023-12-31", False)])
def test_a_date_is_certain_if_both_ends_are_known_to_the_day(text: str, certain: bool) -> None:
    assert When.parse(text).is_certain is certain


def test_ten_in_california_is_the_next_day_in_seoul() -> None:
    when = When.parse("2023-12-06T10:00-08:00").seen_from(SEOUL, None)
    assert (when.earliest, when.latest) == (date(2023, 12, 7), date(2023, 12, 7))


def test_a_time_without_offset_is_local_to_its_zone() -> None:
    when = When.parse("2023-12-06T01:00").seen_from(NEW_YORK, SEOUL)
    assert when.earliest == date(2023, 12, 5)


def test_a_time_without_offset_and_zone_cannot_be_placed_elsewhere() -> None:
    assert When.parse("2023-12-06T01:00").seen_from(NEW_YORK, None).earliest == date(2023, 12, 6)


def test_a_time_is_shown_in_its_own_zone_where_none_is_asked_for() -> None:
    assert When.parse("2023-12-06T20:00Z").seen_from(None, SEOUL).earliest == date(2023, 12, 7)


@given(st.one_of(plain_dates, intervals()), st.none() | zones.map(ZoneInfo), st.none() | zones.map(ZoneInfo))
def test_a_date_without_a_time_never_moves(text: str, tz: ZoneInfo | None, zone: ZoneInfo | None) -> None:
    when = When.parse(text)
    seen = when.seen_from(tz, zone)
    assert (seen.start, seen.end) == (when.start, when.end)


@given(times, zones.map(ZoneInfo), zones.map(ZoneInfo))
def test_a_time_is_seen_on_the_day_that_the_clock_shows_there(text: str, tz: ZoneInfo, zone: ZoneInfo) -> None:
    moment = datetime.fromisoformat(text)
    placed = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    assert When.parse(text).seen_from(tz, zone).earliest == placed.astimezone(tz).date()


@given(times, zones.map(ZoneInfo))
def test_no_zone_moves_a_time_by_more_than_two_days(text: str, tz: ZoneInfo) -> None:
    when = When.parse(text)
    assert abs(when.seen_from(tz, SEOUL).earliest - when.earliest) <= timedelta(days=2)


@pytest.mark.parametrize("text", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00"])
def test_times_at_the_ends_of_the_calendar_can_be_seen_from_anywhere(text: str) -> None:
    when = When.parse(text)
    for tz in (SEOUL, NEW_YORK):
        assert abs(when.seen_from(tz, None).earliest - when.earliest) <= timedelta(days=1)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_bad_input(text: str) -> None:
    try:
        when = When.parse(text)
    except BadInputError:
        return
    assert when.earliest <= when.latest


@pytest.mark.parametrize(
    ("edtf", "label"),
    [
        ("2023-33", "2023-Q1"),
        ("2023-36", "2023-Q4"),
        ("2023-40", "2023-H1"),
        ("2023-33/2023-35", "2023-Q1/2023-Q3"),
        ("2023-37", "Jan-Apr 2023"),
        ("2023-12", "2023-12"),
        ("2033-12-07", "2033-12-07"),
        ("2023-12-06T10:00:00-05:00", "2023-12-06T10:00:00-05:00"),
        ("2001-21", "spring 2001"),
        ("2001-24", "winter 2001"),
        ("2001-26", "summer 2001 (northern)"),
        ("2001-31", "autumn 2001 (southern)"),
        ("2001-21/2001-22", "spring 2001 to summer 2001"),
        ("2024~", "about 2024"),
        ("2024-33~", "about 2024-Q1"),
        ("2024?", "2024?"),
        ("2024-06-11%", "about 2024-06-11?"),
        ("2004-06~-11", "about 2004-06-11"),
        ("201X", "2010s"),
        ("20XX", "2000-2099"),
        ("2004-XX", "a month of 2004"),
        ("2004-06-XX", "a day of 2004-06"),
        ("2004-XX-XX", "a day of 2004"),
        ("2023-11-2X", "2023-11-2X"),
        ("156X-12-25", "156X-12-25"),
        ("Y170000002", "170000002"),
        ("Y-170000002", "170000003 BC"),
        ("-1985", "1986 BC"),
        ("0000", "1 BC"),
        ("-1985-04-12", "-1985-04-12"),
        ("2023-12/..", "since 2023-12"),
        ("../2023-12", "until 2023-12"),
        ("2023-12/", "2023-12 to unknown"),
        ("/2023-12", "unknown to 2023-12"),
        ("1984~/2004-06", "about 1984 to 2004-06"),
        ("[1667,1668,1670..1672]", "1667, 1668 or 1670 to 1672"),
        ("[..1760-12-03]", "1760-12-03 or earlier"),
        ("[1760-12..]", "1760-12 or later"),
        ("{1960,1961-12}", "1960 and 1961-12"),
        ("{..1984}", "all until 1984"),
        ("{1984..}", "all since 1984"),
    ],
)
def test_a_label_says_it_as_people_do(edtf: str, label: str) -> None:
    assert When.parse(edtf).label == label


@given(days.map(date.isoformat) | times | intervals(days.map(date.isoformat)))
def test_the_label_of_a_plain_date_is_read_back_as_the_same_date(text: str) -> None:
    when = When.parse(text)
    assert When.parse(when.label) == when


@given(whens)
def test_a_label_is_one_line_without_signs_that_mean_something_elsewhere(when: When) -> None:
    assert when.label.strip() == when.label
    assert not set(when.label) & set("~%[]{}\n")


@pytest.mark.parametrize(
    ("text", "has_beginning", "has_finish"),
    [
        ("2023-12-07", True, True),
        ("Y170000002", True, True),
        ("XXXX", True, True),
        ("2023-12/..", True, False),
        ("2023-12/", True, False),
        ("../2023-12", False, True),
        ("/2023-12", False, True),
        ("[..2023]", False, True),
        ("[2023..]", True, False),
        ("[..2023,2025..]", False, False),
        ("{2023..}", True, False),
    ],
)
def test_an_open_date_has_no_first_or_no_last_day(text: str, has_beginning: bool, has_finish: bool) -> None:
    when = When.parse(text)
    assert (when.has_beginning, when.has_finish) == (has_beginning, has_finish)
    assert when.is_open is not (has_beginning and has_finish)
    assert (when.start.first == BEGINNING, when.end.last == FINISH) == (not has_beginning, not has_finish)


def test_an_open_end_is_the_last_of_all_days_and_an_unknown_one_may_be_any() -> None:
    december = date(2023, 12, 1).toordinal()
    assert When.parse("2023-12/..").end == Days(FINISH, FINISH)
    assert When.parse("2023-12/").end == Days(december, FINISH)
    assert When.parse("../2023-12").start == Days(BEGINNING, BEGINNING)
    assert When.parse("/2023-12").start == Days(BEGINNING, december + 30)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2023-12/..", date(2023, 12, 1), date.max),
        ("/2023-12", date.min, date(2023, 12, 31)),
        ("Y170000002", date.max, date.max),
        ("-1985", date.min, date.min),
        ("-1985/2023", date.min, date(2023, 12, 31)),
    ],
)
def test_beyond_the_calendar_the_nearest_date_stands(text: str, earliest: date, latest: date) -> None:
    when = When.parse(text)
    assert (when.earliest, when.latest) == (earliest, latest)


@pytest.mark.parametrize(
    "text", ["2023-12-07?", "2023-12-07~", "2023-12-07/..", "{2023-12-05,2023-12-07}", "[2023-12-05,2023-12-07]"]
)
def test_what_is_doubted_open_or_a_set_is_not_certain(text: str) -> None:
    assert not When.parse(text).is_certain


def test_dates_are_ordered_beyond_the_calendar_too() -> None:
    texts = ["../2023", "Y-170000002", "-1985", "-0001-12-31", "0000", "0001-01-01", "2023", "9999-12-31", "Y10000"]
    assert sorted(texts, key=lambda text: When.parse(text).start) == texts
