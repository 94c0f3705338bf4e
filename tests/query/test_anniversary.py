"""Anniversaries: against a search by plain loops, and the days that are special."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index.timeline import Timeline
from aitimeline.model.day import Days
from aitimeline.model.error import BadInputError
from aitimeline.model.record import Record
from aitimeline.query.anniversary import Anniversary, anniversaries, days_from, is_round
from strategies import event_of, logs, record_of
from workbench import timeline_from

FIRST = date(2000, 2, 20)
tzs = st.sampled_from([None, ZoneInfo("Asia/Seoul"), ZoneInfo("America/New_York")])
ONE_DAY = [st.just(0), st.integers(0, 40), st.integers(0, 366)]
NEAR = st.integers(-20, 20)


@st.composite
def whens(draw: st.DrawFn) -> str:
    """Dates close to the days around the end of February, of some years."""
    day = FIRST.replace(year=draw(st.integers(1990, 2010)), day=1) + timedelta(draw(st.integers(15, 40)))
    end = day + timedelta(draw(st.integers(0, 500)))
    forms = ["{0}", "{0}", "{0}/{1}", "{0}/..", "[{0},{1}]", "[{0}..{1}]", "{0:%Y-%m}", "{0}?", "{0}~", "../{0}"]
    forms += ["{0}T23:30:00Z", "{0}T01:00:00+09:00", "{0:%Y}", "[{0}..]", "{0:%Y-%m}/{1}"]
    return draw(st.sampled_from(forms)).format(day, end)


@st.composite
def dated_logs(draw: st.DrawFn) -> list[Record]:
    found = draw(st.lists(whens(), min_size=1, max_size=8))
    zones = draw(st.lists(st.sampled_from([None, "Asia/Seoul"]), min_size=len(found), max_size=len(found)))
    return [
        record_of(event_of(when, zone=zone), number, subject=f"e{number}")
        for number, (when, zone) in enumerate(zip(found, zones, strict=True))
    ]


def timeline_at(*found: str) -> Timeline:
    return timeline_from(record_of(event_of(when), number, subject=f"e{number}") for number, when in enumerate(found))


def shown(found: Anniversary) -> tuple[bool, str, int, str]:
    return not found.is_round, date.fromordinal(found.day).isoformat(), found.years, found.entry.key


def plain(timeline: Timeline, asked: Days, tz: ZoneInfo | None) -> list[tuple[bool, str, int, str]]:
    """Every event against every day, one after the other."""
    found = []
    for entry in timeline.select():
        when = entry.when_in(tz)
        if when.start.first != when.start.last or when.is_uncertain or when.quality.start_about is not None:
            continue
        if not -(10**9) <= when.start.first <= date.max.toordinal():
            continue
        cycles, rest = divmod(when.start.first - 1, 146_097)  # the days of 400 years, after which all is as before
        began = date.fromordinal(rest + 1)
        for number in range(asked.first, asked.last + 1):
            day = date.fromordinal(number)
            years = day.year - began.year - cycles * 400
            leaps = (began.month, began.day) == (2, 29) and not isleap(day.year) and (day.month, day.day) == (2, 28)
            if years >= 1 and ((day.month, day.day) == (began.month, began.day) or leaps):
                found.append((not is_round(years), day.isoformat(), years, entry.key))
    return found


def in_order(found: list[tuple[bool, str, int, str]]) -> list[tuple[bool, str]]:
    return [each[:2] for each in found]


def check(timeline: Timeline, asked: Days, tz: ZoneInfo | None) -> None:
    found = [shown(each) for each in anniversaries(timeline, asked, tz=tz).found]
    assert sorted(found) == sorted(plain(timeline, asked, tz))
    assert in_order(found) == sorted(in_order(found))


@given(dated_logs(), st.integers(0, 14), NEAR, st.one_of(ONE_DAY), tzs)
def test_it_finds_what_a_plain_search_finds(
    records: list[Record], year: int, shift: int, length: int, tz: ZoneInfo | None
) -> None:
    first = (FIRST.replace(year=1998 + year) + timedelta(shift)).toordinal()
    check(timeline_from(records), Days(first, first + length), tz)


@given(logs(), st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.one_of(ONE_DAY), tzs)
def test_it_does_so_with_dates_of_all_kinds(records: list[Record], day: date, length: int, tz: ZoneInfo | None) -> None:
    check(timeline_from(records), Days(day.toordinal(), day.toordinal() + length), tz)


@given(dated_logs(), st.integers(0, 14), NEAR, st.integers(0, 40))
def test_it_counts_those_that_may_have_one_but_are_not_known_to_the_day(
    records: list[Record], year: int, shift: int, length: int
) -> None:
    timeline = timeline_from(records)
    first = (FIRST.replace(year=1998 + year) + timedelta(shift)).toordinal()
    asked = Days(first, first + length)
    expected = 0
    for entry in timeline.select():
        when = entry.when_in(None)
        if when.start.first == when.start.last and when.is_uncertain is False and when.quality.start_about is None:
            continue
        last = min(when.start.last, asked.last)
        days = range(max(when.start.first, last - 5000), last + 1) if last > 0 else range(0)
        single = [f"{date.fromordinal(day)}" for day in days]
        expected += any(plain_of(one, asked) for one in single)
    assert anniversaries(timeline, asked).left_out == expected


def plain_of(day: str, asked: Days) -> bool:
    """True if what began on a day has an anniversary on one that is asked for."""
    began = date.fromisoformat(day)
    kept = [
        began.replace(year=year, day=28 if (began.month, began.day) == (2, 29) and not isleap(year) else began.day)
        for year in range(began.year + 1, date.fromordinal(asked.last).year + 1)
    ]
    return any(asked.first <= each.toordinal() <= asked.last for each in kept)


@given(dated_logs(), st.randoms(use_true_random=False))
def test_the_order_of_records_has_no_meaning(records: list[Record], random: Any) -> None:
    asked = Days(FIRST.toordinal(), FIRST.toordinal() + 30)
    one, two = (anniversaries(timeline_from(each), asked) for each in (records, random.sample(records, len(records))))
    assert list(map(shown, one.found)) == list(map(shown, two.found))


@pytest.mark.parametrize(
    ("day", "years"),
    [("2024-02-29", 4), ("2023-02-28", 3), ("2024-02-28", None), ("2023-03-01", None), ("2020-02-29", None)],
)
def test_a_29th_of_february_is_kept_on_the_28th_in_other_years(day: str, years: int | None) -> None:
    asked = days_from(date.fromisoformat(day), None)
    assert [each.years for each in anniversaries(timeline_at("2020-02-29"), asked).found] == ([years] if years else [])


def test_round_ones_come_first_then_by_date() -> None:
    timeline = timeline_at("2013-12-01", "2020-12-03", "2022-12-05", "2018-12-02", "2024-12-01", "2023-12-04")
    found = anniversaries(timeline, days_from(date(2023, 12, 1), "1w")).found
    assert [(each.entry.key, each.years) for each in found] == [("e0", 10), ("e3", 5), ("e2", 1), ("e1", 3)]


@pytest.mark.parametrize("years", [1, 5, 10, 20, 25, 50, 100, 250])
def test_some_numbers_of_years_are_round(years: int) -> None:
    assert is_round(years)


@pytest.mark.parametrize("years", [2, 4, 11, 15, 75, 99])
def test_others_are_not(years: int) -> None:
    assert not is_round(years)


def test_years_before_the_first_have_anniversaries() -> None:
    found = anniversaries(timeline_at("-0043-03-15", "Y-20000", "0000-03-15"), days_from(date(2023, 3, 15), None))
    assert sorted(each.years for each in found.found) == [2023, 2066]
    assert found.left_out == 1


@pytest.mark.parametrize(
    ("length", "last"),
    [("30d", "2024-03-01"), ("30", "2024-03-01"), ("2w", "2024-02-14"), ("1m", "2024-02-29"), ("0", "2024-01-31")],
)
def test_a_length_of_time_is_days_weeks_or_months(length: str, last: str) -> None:
    assert days_from(date(2024, 1, 31), length).last == date.fromisoformat(last).toordinal()


@pytest.mark.parametrize("length", ["", "-1", "soon", "1y", "1.5d", "13m", "367", "9" * 30])
def test_no_other_text_is_one(length: str) -> None:
    with pytest.raises(BadInputError, match="--next cannot be"):
        days_from(date(2024, 1, 31), length)


def test_the_last_day_of_the_calendar_is_the_last() -> None:
    assert days_from(date(9999, 12, 30), "30d").last == date.max.toordinal()
