"""Distances in days, against an oracle that tries every possibility."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aitimeline.model.distance import Distance, distance
from aitimeline.model.when import Days, When
from strategies import whens

FIRST = date(2023, 12, 1)
Span = tuple[int, int]


@st.composite
def small_whens(draw: st.DrawFn) -> When:
    """Points and spans with imprecise ends, all within twelve days."""
    is_span = draw(st.booleans())
    a, b, c, d = sorted(draw(st.lists(st.integers(0, 11), min_size=4, max_size=4)))
    overlap = draw(st.booleans())
    start, end = (_days(a, c), _days(b, d)) if overlap else (_days(a, b), _days(c, d))
    return When("made up", start, end if is_span else start, is_span=is_span)


def _days(first: int, last: int) -> Days:
    return Days(FIRST + timedelta(first), FIRST + timedelta(last))


def _spans(when: When) -> set[Span]:
    """All pairs of days from which to which it may have lasted."""
    starts, ends = ([_number(days.first), _number(days.last)] for days in (when.start, when.end))
    if not when.is_span:
        return {(day, day) for day in range(starts[0], starts[1] + 1)}
    pairs = product(range(starts[0], starts[1] + 1), range(ends[0], ends[1] + 1))
    return {(start, end) for start, end in pairs if start <= end}


def _number(day: date) -> int:
    return (day - FIRST).days


def _apart(one: Span, two: Span) -> int:
    """Days between two spans, counted on the fingers."""
    if set(range(one[0], one[1] + 1)) & set(range(two[0], two[1] + 1)):
        return 0
    return two[0] - one[1] if two[0] > one[1] else two[1] - one[0]


@given(small_whens(), small_whens())
@settings(max_examples=80)
def test_the_range_is_exactly_that_of_all_possible_pairs(one: When, two: When) -> None:
    possible = {_apart(mine, other) for mine, other in product(_spans(one), _spans(two))}
    found = distance(one, two)
    assert (found.low, found.high) == (min(possible), max(possible))


@given(small_whens(), small_whens(), st.integers(0, 12))
def test_within_is_certain_if_all_possible_pairs_are_and_possible_if_one_is(one: When, two: When, days: int) -> None:
    possible = {_apart(mine, other) for mine, other in product(_spans(one), _spans(two))}
    found = distance(one, two)
    assert found.must_be_within(days) == all(abs(each) <= days for each in possible)
    assert found.can_be_within(days) == any(abs(each) <= days for each in possible)


@given(whens, whens)
def test_turned_round_the_distance_turns_its_sign(one: When, two: When) -> None:
    there, back = distance(one, two), distance(two, one)
    assert (there.low, there.high) == (-back.high, -back.low)


@given(whens, whens)
def test_the_least_distance_is_not_above_the_greatest(one: When, two: When) -> None:
    found = distance(one, two)
    assert found.low <= found.high


@given(whens)
def test_a_date_may_be_no_days_from_itself(when: When) -> None:
    found = distance(when, when)
    assert found.low <= 0 <= found.high
    assert found.is_exact == (found.low == found.high)


@given(st.lists(st.dates(date(2000, 1, 1), date(2050, 1, 1)), min_size=3, max_size=3))
def test_distances_between_days_add_up(days: list[date]) -> None:
    one, two, three = (When.parse(day.isoformat()) for day in days)
    assert distance(one, three).low == distance(one, two).low + distance(two, three).low


@given(whens, whens, whens)
def test_no_detour_over_a_day_is_shorter_than_the_least_distance(one: When, two: When, three: When) -> None:
    day = When.parse(two.earliest.isoformat())
    direct, first, second = distance(one, three), distance(one, day), distance(day, three)
    least = 0 if direct.low <= 0 <= direct.high else min(abs(direct.low), abs(direct.high))
    assert least <= max(abs(first.low), abs(first.high)) + max(abs(second.low), abs(second.high))


@pytest.mark.parametrize(
    ("origin", "other", "low", "high"),
    [
        ("2023-12-07", "2023-11-27/2023-12-01", -6, -6),
        ("2023-11-27/2023-12-01", "2023-12-07", 6, 6),
        ("2023-12-07", "2023-12-06", -1, -1),
        ("2023-12-07", "2023-12-07", 0, 0),
        ("2023-11-27/2023-12-01", "2023-11-30", 0, 0),
        ("2023-11-27/2023-12-01", "2023-12-01/2023-12-05", 0, 0),
        ("2023-12-07", "2023-12", -6, 24),
        ("2023-12", "2023-12", -30, 30),
        ("2023-11-30", "2023-12", 1, 31),
        ("2023-12-07", "2023-11/2023-12", -6, 0),
        ("2024-02-28", "2024-03-01", 2, 2),
        ("2023-12-31", "2024-33", 1, 91),
    ],
)
def test_known_distances(origin: str, other: str, low: int, high: int) -> None:
    assert distance(When.parse(origin), When.parse(other)) == Distance(low, high)


def test_an_exact_distance_is_a_number_and_another_a_pair() -> None:
    assert (Distance(3, 3).to_json(), Distance(-3, 4).to_json()) == (3, [-3, 4])
