"""Distances in days, against an oracle that tries every possibility."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.distance import Distance, distance
from aitimeline.model.quality import NO_MARGIN, Margin, Precision, Quality, Stretch
from aitimeline.model.when import When
from moments import apart, small_whens, spans
from strategies import days, edtf, intervals, masked_dates, open_intervals, plain_dates, qualified_dates, whens


@given(small_whens(), small_whens())
def test_the_range_is_exactly_that_of_all_possible_pairs(one: When, two: When) -> None:
    possible = {apart(mine, other) for mine, other in product(spans(one), spans(two))}
    found = distance(one, two)
    assert (found.low, found.high) == (min(possible), max(possible))


@given(small_whens(), small_whens(), st.integers(0, 12))
def test_within_is_certain_if_all_possible_pairs_are_and_possible_if_one_is(one: When, two: When, days: int) -> None:
    possible = {apart(mine, other) for mine, other in product(spans(one), spans(two))}
    found = distance(one, two)
    assert found.must_be_within(days) == all(abs(each) <= days for each in possible)


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


@given(plain_dates | intervals(), plain_dates | intervals(), plain_dates | intervals())
def test_no_detour_over_a_day_is_shorter_than_the_least_distance(one: str, two: str, three: str) -> None:
    origin, other = When.parse(one), When.parse(three)
    day = When.parse(When.parse(two).earliest.isoformat())
    direct, first, second = distance(origin, other), distance(origin, day), distance(day, other)
    least = 0 if direct.low <= 0 <= direct.high else min(abs(direct.low), abs(direct.high))
    assert least <= max(abs(first.low), abs(first.high)) + max(abs(second.low), abs(second.high))


def _a_day_of(data: st.DataObject, days_of: tuple[int, int], start: int) -> int:
    """A day inside the bounds, not too far away where there is none at an end."""
    first, last = max(days_of[0], start), min(days_of[1], max(days_of[0], start) + 400_000)
    return data.draw(st.integers(min(first, last), last))


@given(edtf, edtf, st.data())
def test_the_range_holds_the_distance_of_any_pair_of_days_inside_the_bounds(
    one: str, two: str, data: st.DataObject
) -> None:
    """Of a set of dates that all hold the bounds are those of its members, which test_the_nearest ... looks at."""
    whens = (When.parse(one), When.parse(two))
    if any(when.quality.members for when in whens):
        return
    drawn = []
    for when in whens:
        start = _a_day_of(data, when.start, -(10**9))
        end = _a_day_of(data, when.end, start) if when.is_span else start
        drawn.append((start, max(start, end)))
    (a, b), (c, d) = drawn
    between = c - b if c > b else d - a if d < a else 0
    found = distance(*whens)
    assert found.low <= between <= found.high


day_texts = days.map(date.isoformat)


@given(st.lists(day_texts, min_size=2, max_size=4), day_texts)
def test_of_dates_that_all_hold_the_nearest_counts(members: list[str], other: str) -> None:
    day = When.parse(other)
    several = [distance(day, When.parse(each)).low for each in members]
    found = distance(day, When.parse(f"{{{','.join(members)}}}"))
    assert min(map(abs, several)) == max(abs(found.low), abs(found.high))
    assert {found.low, found.high} <= set(several)


@given(small_whens(), small_whens(), small_whens())
def test_the_nearest_of_two_that_are_imprecise_is_that_of_all_possible_pairs(one: When, two: When, day: When) -> None:
    members = tuple(Stretch(each.start, each.end) for each in (one, two))
    both = When("made up", one.start, one.end, is_span=True, quality=Quality(Precision.DAY, members=members))
    possible = set()
    for origin in spans(day):
        for first, second in product(spans(one), spans(two)):
            each = (apart(origin, first), apart(origin, second))
            nearest = min(map(abs, each))
            possible |= {number for number in each if abs(number) == nearest}
    found = distance(day, both)
    assert found.low <= min(possible)
    assert found.high >= max(possible)
    assert distance(day, one).low <= found.low or distance(day, two).low <= found.low


@given(qualified_dates() | masked_dates(), edtf)
def test_no_margin_gives_the_range_of_the_stated_days(text: str, other: str) -> None:
    stated, signed = When.parse(text.translate(_NO_SIGNS)), When.parse(text)
    exact, found = distance(stated, When.parse(other), NO_MARGIN), distance(signed, When.parse(other), NO_MARGIN)
    assert (exact.low, exact.high) == (found.low, found.high)


_NO_SIGNS = str.maketrans("", "", "?~%")


@given(edtf, edtf, st.integers(0, 500), st.integers(0, 500))
def test_a_greater_margin_never_narrows_the_range(one: str, two: str, less: int, more: int) -> None:
    origin, other = When.parse(one), When.parse(two)
    narrow, wide = (distance(origin, other, Margin(*[each] * 6)) for each in (less, less + more))
    assert wide.low <= narrow.low <= narrow.high <= wide.high or origin.quality.members or other.quality.members


@given(open_intervals, days)
def test_a_span_that_is_open_or_of_unknown_end_has_a_finite_distance(text: str, day: date) -> None:
    found = distance(When.parse(day.isoformat()), When.parse(text))
    assert found.least is not None
    assert found.greatest is not None


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
        ("2023-12-07", "2023-12-10/..", 3, 3),
        ("2024-12-07", "2023-12-10/..", 0, 0),
        ("2023-12/..", "2024-06-01", 0, 0),
        ("2023-12/..", "2023-11-30", -31, -1),
        ("../2023-12-10", "2023-12-13", 3, 3),
        ("../2023-12-10", "1900", 0, 0),
        ("../2023-12", "2024-01-01", 1, 31),
        ("2023-12-10/", "2023-12-13", 0, 3),
        ("2023-12-10/", "2023-12-07", -3, -3),
        ("/2023-12-10", "2023-12-07", -3, 0),
        ("/2023-12-10", "2023-12-13", 3, 3),
        ("../2023", "2024/..", 1, 730),
        ("2023-12-07~", "2023-12-09", -1, 5),
        ("2023-12-07%", "2023-12-17", 7, 13),
        ("2023-12~", "2024-03-01", 30, 122),
        ("2023-12-07?", "2023-12-09", 2, 2),
        ("2023-12-01~/2023-12-10", "2023-12-11", 1, 1),
        ("2023-12-01~/2023-12-10", "2023-11-20", -14, -8),
        ("2023-12-01/2023-12-10~", "2023-12-20", 7, 13),
        ("2004~-06-11", "2004-06-11", -366, 366),
        ("2004-06~-11", "2004-06-11", -31, 31),
        ("2023-11-2X", "2023-12-01", 2, 11),
        ("[2023-12-01,2023-12-09]", "2023-12-05", -4, 4),
        ("{2023-12-01,2023-12-09}", "2023-12-05", -4, 4),
        ("{2023-12-01,2023-12-09}", "2023-12-08", -1, -1),
        ("{2023-12-01,2023-12-09}", "2023-12-20", 11, 11),
        ("{2023-12-01..2023-12-09}", "2023-12-05", 0, 0),
        ("0000-12-31", "0001-01-01", 1, 1),
        ("-0001-12-31", "0000-01-01", 1, 1),
        ("9999-12-31", "Y10000", 1, 366),
        ("2023-21", "2023-12-31", 193, 305),
    ],
)
def test_known_distances(origin: str, other: str, low: int, high: int) -> None:
    found = distance(When.parse(origin), When.parse(other))
    assert (found.low, found.high) == (low, high)


def test_without_an_end_there_is_no_greatest_distance() -> None:
    later, earlier = When.parse("[2023-12-07..]"), When.parse("[..2023-12-07]")
    day = When.parse("2023-12-01")
    assert (distance(day, later).least, distance(day, later).greatest) == (6, None)
    assert (distance(day, earlier).least, distance(day, earlier).greatest) == (None, 6)
    assert distance(day, later).to_json() == [6, None]
    assert distance(earlier, later).to_json() == [0, None]
    assert distance(later, later).to_json() == [None, None]


def test_nothing_is_certain_of_a_date_in_doubt() -> None:
    found = distance(When.parse("2023-12-07?"), When.parse("2023-12-09"))
    assert (found.is_exact, found.is_certain) == (True, False)
    assert not found.must_be_within(2)


def test_the_margin_can_be_set() -> None:
    about, day = When.parse("2023-12-07~"), When.parse("2023-12-09")
    assert distance(about, day, Margin(day=1)) == Distance(1, 3)
    assert distance(about, day, NO_MARGIN) == Distance(2, 2)


def test_an_exact_distance_is_a_number_and_another_a_pair() -> None:
    assert (Distance(3, 3).to_json(), Distance(-3, 4).to_json()) == (3, [-3, 4])
