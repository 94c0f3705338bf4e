"""Weeks, months, quarters and years, of any year."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.day import civil, day_number, month_days, year_days
from aitimeline.model.period import Unit

units = st.sampled_from(list(Unit))
days = st.integers(-(10**15), 10**15) | st.integers(-1000, 800_000)
dates = st.dates()


@given(units, days)
def test_a_day_is_in_its_period_and_in_no_other(unit: Unit, day: int) -> None:
    number = unit.number_of(day)
    first, last = unit.days_of(number)
    assert first <= day <= last
    assert unit.days_of(number + 1).first == last + 1
    assert unit.number_of(first) == unit.number_of(last) == number


@given(dates)
def test_periods_are_those_of_the_calendar(day: date) -> None:
    year, week, _ = day.isocalendar()
    named = {unit: unit.name_of(unit.number_of(day.toordinal())) for unit in Unit}
    assert named[Unit.WEEK] == (f"{year:04}-W{week:02}" if year <= 9999 else f"+{year}-W{week:02}")
    assert named[Unit.MONTH] == f"{day.year:04}-{day.month:02}"
    assert named[Unit.QUARTER] == f"{day.year:04}-Q{(day.month + 2) // 3}"
    assert named[Unit.YEAR] == f"{day.year:04}"


@pytest.mark.parametrize(
    ("unit", "year", "name"),
    [
        (Unit.YEAR, 0, "0000"),
        (Unit.YEAR, -43, "-0043"),
        (Unit.MONTH, -43, "-0043-03"),
        (Unit.QUARTER, 10_000, "+10000-Q1"),
        (Unit.YEAR, 170_000_002, "+170000002"),
        (Unit.WEEK, 12_023, "+12023-W11"),
    ],
)
def test_years_beyond_the_calendar_have_periods_too(unit: Unit, year: int, name: str) -> None:
    assert unit.name_of(unit.number_of(day_number(year, 3, 15))) == name


def test_months_and_years_are_as_long_as_the_calendar_has_them_in_every_year_of_the_cycle() -> None:
    for year in range(1600, 2001):
        (first, last), months = year_days(year), [month_days(year, month) for month in range(1, 13)]
        assert last - first + 1 == 365 + calendar.isleap(year)
        assert [last - first + 1 for first, last in months] == [
            calendar.monthrange(year, month)[1] for month in range(1, 13)
        ]


@given(days)
def test_a_finer_period_begins_in_the_coarser_one(day: int) -> None:
    for fine, coarse in ((Unit.MONTH, Unit.QUARTER), (Unit.QUARTER, Unit.YEAR)):
        first, last = fine.days_of(fine.number_of(day))
        assert coarse.number_of(first) == coarse.number_of(last) == coarse.number_of(day)


@given(days)
def test_a_day_taken_apart_is_that_day(day: int) -> None:
    assert day_number(*civil(day)) == day
