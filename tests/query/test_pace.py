"""How many events each period had: against a count by plain loops, and what must hold of any count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aitimeline.index.condition import has_facet
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import BEGINNING, FINISH, Days, day_number
from aitimeline.model.error import BadInputError
from aitimeline.model.period import Unit
from aitimeline.model.record import Record
from aitimeline.query.pace import Pace, Trend, pace, trend_of
from aitimeline.query.question import gap
from aitimeline.query.spread import Spread
from strategies import event_of, logs, record_of
from workbench import timeline_from

units = st.sampled_from(list(Unit))
tzs = st.sampled_from([None, ZoneInfo("Asia/Seoul"), ZoneInfo("Pacific/Kiritimati"), ZoneInfo("America/New_York")])
short_ranges = st.tuples(st.integers(0, 400), st.integers(1, 200)).map(lambda pair: Days(pair[0], sum(pair)))
ranges = st.dictionaries(short_ranges, st.integers(1, 3), max_size=6)
FEW = 3000


def timeline_at(*whens: str, **zones: str) -> Timeline:
    """Events with these dates: ``e0``, ``e1`` ..."""
    return timeline_from(
        record_of(event_of(when, **zones), number, subject=f"e{number}") for number, when in enumerate(whens)
    )


def counts(found: Pace) -> dict[str, Fraction]:
    return {period.name: period.count for period in found.periods()}


def starts(timeline: Timeline, tz: ZoneInfo | None = None) -> list[Days]:
    """When each event may have begun, of those where something bounds that."""
    found = [entry.when_in(tz).start for entry in timeline.select()]
    return [each for each in found if each.first != BEGINNING and each.last != FINISH]


def part(days: Days, within: Days) -> Fraction:
    """Which part of some days lies within others."""
    both = min(days.last, within.last) - max(days.first, within.first) + 1
    return Fraction(max(both, 0), days.last - days.first + 1)


@given(logs(), units, tzs)
def test_each_period_has_what_a_plain_count_gives_it(records: list[Record], unit: Unit, tz: ZoneInfo | None) -> None:
    timeline = timeline_from(records)
    found, begun = pace(timeline, unit, tz=tz), starts(timeline, tz)
    assert found.events == len(list(timeline.select()))
    assert found.left_out == found.events - len(begun)
    assert found.spread == sum(first < last for first, last in begun)
    assume(len(found.numbers) < FEW)
    expected = [sum((part(each, unit.days_of(number)) for each in begun), Fraction()) for number in found.numbers]
    periods = list(found.periods())
    assert [period.count for period in periods] == expected
    assert [period.change for period in periods] == [
        None if not at else expected[at] - expected[at - 1] for at in range(len(expected))
    ]


@given(logs(), units)
def test_the_counts_sum_to_the_number_of_events(records: list[Record], unit: Unit) -> None:
    found = pace(timeline_from(records), unit)
    assume(len(found.numbers) < FEW)
    assert sum(period.count for period in found.periods()) == found.events - found.left_out


@given(logs())
def test_the_finer_sum_to_the_coarser(records: list[Record]) -> None:
    timeline = timeline_from(records)
    assume(len(pace(timeline, Unit.MONTH).numbers) < FEW)
    for fine, coarse in ((Unit.MONTH, Unit.QUARTER), (Unit.QUARTER, Unit.YEAR)):
        summed: Counter[str] = Counter()
        for period in pace(timeline, fine).periods():
            summed[coarse.name_of(coarse.number_of(period.days.first))] += period.count  # type: ignore[assignment]
        assert dict(summed) == counts(pace(timeline, coarse))


@given(logs(), st.randoms(use_true_random=False), units)
def test_the_order_of_records_has_no_meaning(records: list[Record], random: Any, unit: Unit) -> None:
    one = pace(timeline_from(records), unit)
    two = pace(timeline_from(random.sample(records, len(records))), unit)
    assert one == two


@given(logs(), tzs)
def test_the_longest_gap_is_that_of_a_plain_search(records: list[Record], tz: ZoneInfo | None) -> None:
    timeline = timeline_from(records)
    certain = [(entry, entry.when_in(tz)) for entry in timeline.select() if entry.when_in(tz).is_certain]
    lengths = [
        when.start.first - max(before)
        for _, when in certain
        if (before := [each.end.last for _, each in certain if each.start.first < when.start.first])
    ]
    quiet = pace(timeline, Unit.YEAR, tz=tz).quiet
    assert (quiet.length if quiet else 0) == max([0, *lengths])
    if quiet:
        apart = gap(timeline.entry(quiet.first), timeline.entry(quiet.second), tz).days
        assert (apart.low, apart.is_certain) == (quiet.length, True)


@given(logs(), tzs)
def test_the_busiest_week_is_the_first_of_those_that_have_most(records: list[Record], tz: ZoneInfo | None) -> None:
    found = pace(timeline_from(records), Unit.WEEK, tz=tz)
    assume(len(found.numbers) < FEW)
    best = max(found.periods(), key=lambda period: (period.count, -period.number), default=None)
    assert (found.busiest and (found.busiest.number, found.busiest.count)) == (best and (best.number, best.count))


@given(ranges, st.lists(st.integers(-5, 700), min_size=1))
def test_a_spread_lies_before_a_day_as_far_as_its_days_do(given_: dict[Days, int], asked: list[int]) -> None:
    spread = Spread(given_)
    for day in sorted(asked):
        expected = sum((number * part(days, Days(-1000, day - 1)) for days, number in given_.items()), Fraction())
        assert Fraction(spread.before(day), spread.unit) == expected


def test_dates_of_very_many_lengths_still_sum_to_the_whole() -> None:
    many = {Days(start, start + length): 1 for start, length in enumerate(range(7, 20_000, 3))}
    spread = Spread(many)
    assert spread.unit.bit_length() < 10_000
    before = [spread.before(day) for day in range(0, 30_000, 500)]
    assert before == sorted(before)
    assert before[-1] == spread.unit * len(many)


def test_a_span_counts_where_it_began_and_an_imprecise_beginning_is_spread() -> None:
    found = pace(timeline_at("2023-11-27/2023-12-01", "2023-11-30/..", "2023-Q4/2024"), Unit.MONTH)
    assert counts(found) == {
        "2023-10": Fraction(31, 92),
        "2023-11": 2 + Fraction(30, 92),
        "2023-12": Fraction(31, 92),
    }
    assert (found.spread, found.left_out) == (1, 0)


def test_what_nothing_bounds_is_left_out() -> None:
    found = pace(timeline_at("../2023", "[..2023]", "[2023..]", "2023-05"), Unit.YEAR)
    assert (found.events, found.left_out) == (4, 3)
    assert counts(found) == {"2023": 1}


def test_periods_between_are_there_though_empty() -> None:
    assert counts(pace(timeline_at("2023-01-05", "2023-04-05"), Unit.MONTH)) == {
        "2023-01": 1,
        "2023-02": 0,
        "2023-03": 0,
        "2023-04": 1,
    }


def test_a_time_of_day_counts_where_the_zone_sees_it() -> None:
    timeline = timeline_at("2023-11-30T20:00:00Z", zone="Asia/Seoul")
    assert counts(pace(timeline, Unit.MONTH)) == {"2023-12": 1}
    assert counts(pace(timeline, Unit.MONTH, tz=ZoneInfo("Europe/London"))) == {"2023-11": 1}


def test_a_condition_narrows_the_count() -> None:
    timeline = timeline_at("2023-01-05", "2023-04")
    assert pace(timeline, Unit.MONTH, has_facet("kind", ["release"])).events == 2
    assert pace(timeline, Unit.MONTH, has_facet("kind", ["alliance"])).events == 0


def test_years_beyond_the_calendar_are_counted() -> None:
    found = pace(timeline_at("-0043-03-15", "Y12023", "Y-20000"), Unit.YEAR)
    assert (found.numbers[0], found.numbers[-1]) == (-20_000, 12_023)
    with pytest.raises(BadInputError, match="narrow the query"):
        found.check()


def test_too_many_periods_are_answered_with_a_coarser_one() -> None:
    found = pace(timeline_at("1900-01-01", "2023-12-06"), Unit.WEEK)
    with pytest.raises(BadInputError, match="--by month"):
        found.check()


def test_a_million_years_cost_nothing_until_they_are_shown() -> None:
    found = pace(timeline_at("Y-170000002/2023-12-06", "2023?", "[Y-99999999..2024]"), Unit.WEEK)
    assert len(found.numbers) > 10**9
    assert found.busiest is not None
    first = next(iter(found.periods()))
    assert first.days.first <= day_number(-170000002, 1, 1) <= first.days.last


@pytest.mark.parametrize(
    ("given_", "direction"),
    [([1, 1, 2, 2], "rising"), ([2, 2, 9, 1, 1], "falling"), ([10, 10, 10, 11], "steady"), ([0, 0, 0, 0], "steady")],
)
def test_a_trend_compares_the_halves(given_: Iterable[int], direction: str) -> None:
    trend = trend_of([Fraction(each) for each in given_])
    assert isinstance(trend, Trend)
    assert trend.direction == direction


def test_few_periods_have_no_trend() -> None:
    assert trend_of([Fraction(1)] * 3) is None
