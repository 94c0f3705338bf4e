"""What happened near an event, against an oracle in plain Python."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import Days
from aitimeline.model.distance import Distance
from aitimeline.model.error import BadInputError
from aitimeline.model.quality import NO_MARGIN
from aitimeline.query.binding import Meaning, condition_of
from aitimeline.query.question import Side, gap, within
from strategies import event_of, record_of
from workbench import keys_of, timeline_from

december_days = st.integers(1, 31).map("2023-12-{:02}".format)
near_dates = st.one_of(
    december_days,
    st.tuples(december_days, december_days).map(lambda pair: "/".join(sorted(pair))),
    st.sampled_from(["2023-12", "2023-11", "2023-36", "2023-11/2023-12-09", "2023-12-05/2023-12"]),
)
timelines = st.lists(near_dates, min_size=2, max_size=7).map(
    lambda dates: timeline_from(
        record_of(event_of(when), number, subject=f"e-{number}") for number, when in enumerate(dates)
    )
)


def _apart(origin: tuple[date, date], other: tuple[date, date]) -> int:
    if other[0] > origin[1]:
        return (other[0] - origin[1]).days
    return -(origin[0] - other[1]).days if other[1] < origin[0] else 0


def _spans(entry: Entry) -> set[tuple[date, date]]:
    """The possible first and last days, at the extremes: enough, as distance grows with each end."""
    when = entry.event.when
    if not when.is_span:
        return {(date.fromordinal(day), date.fromordinal(day)) for day in _numbers(when.start)}
    starts, ends = _numbers(when.start), _numbers(when.end)
    return {(date.fromordinal(a), date.fromordinal(b)) for a in starts for b in ends if a <= b}


def _numbers(days: Days) -> range:
    return range(days.first, days.last + 1)


def _belongs(side: Side, days: int, limit: int) -> bool:
    on_side = {Side.BOTH: True, Side.BEFORE: days < 0, Side.AFTER: days > 0}[side]
    return on_side and abs(days) <= limit


@given(timelines, st.integers(0, 40), st.sampled_from(Side), st.booleans())
def test_within_finds_what_an_oracle_finds(timeline: Timeline, limit: int, side: Side, certain_only: bool) -> None:
    origin, *others = timeline.select()
    expected = {}
    for entry in others:
        possible = {_apart(mine, other) for mine in _spans(origin) for other in _spans(entry)}
        fits = [_belongs(side, days, limit) for days in possible]
        if all(fits) or (any(fits) and not certain_only):
            expected[entry.key] = (min(possible), max(possible), all(fits))
    found = within(timeline, origin, limit, side=side, certain_only=certain_only)
    assert {near.entry.key: (near.days.low, near.days.high, near.certain) for near in found} == expected


@given(timelines, st.integers(0, 40), st.sampled_from(Side))
def test_an_event_is_not_in_its_own_answer(timeline: Timeline, limit: int, side: Side) -> None:
    origin = next(timeline.select())
    assert origin.key not in [near.entry.key for near in within(timeline, origin, limit, side=side)]


@given(timelines, st.integers(0, 40), st.integers(0, 40), st.sampled_from(Side), st.booleans())
def test_more_days_never_lose_an_event(timeline: Timeline, few: int, more: int, side: Side, certain: bool) -> None:
    origin = next(timeline.select())
    narrow, wide = (
        {near.entry.key for near in within(timeline, origin, limit, side=side, certain_only=certain)}
        for limit in (few, few + more)
    )
    assert narrow <= wide


@given(timelines, st.integers(0, 40), st.sampled_from(Side))
def test_the_certain_are_those_marked_certain(timeline: Timeline, limit: int, side: Side) -> None:
    origin = next(timeline.select())
    every = within(timeline, origin, limit, side=side)
    certain = within(timeline, origin, limit, side=side, certain_only=True)
    assert [near.entry.key for near in certain] == [near.entry.key for near in every if near.certain]


@given(timelines, st.integers(0, 40))
def test_answers_come_in_the_order_of_the_timeline(timeline: Timeline, limit: int) -> None:
    *_, last = timeline.select()
    found = [near.entry.key for near in within(timeline, last, limit)]
    assert found == [key for key in keys_of(timeline) if key in found]


@given(timelines)
def test_a_gap_is_the_distance_that_within_shows(timeline: Timeline) -> None:
    origin = next(timeline.select())
    for near in within(timeline, origin, 10_000):
        assert gap(origin, near.entry).days == near.days


@pytest.mark.parametrize(("side", "days"), [(Side.BEFORE, [-6]), (Side.AFTER, [3]), (Side.BOTH, [-6, 0, 3])])
def test_what_is_on_the_day_itself_is_on_neither_side(side: Side, days: list[int]) -> None:
    dates = ["2023-12-07", "2023-11-27/2023-12-01", "2023-12-07", "2023-12-10"]
    timeline = timeline_from(record_of(event_of(when), n, subject=f"e-{n}") for n, when in enumerate(dates))
    found = within(timeline, timeline.entry("e-0"), 7, side=side)
    assert [near.days.low for near in found] == days


def test_a_zone_moves_what_has_a_time() -> None:
    timed, plain = event_of("2023-12-06T10:00-08:00"), event_of("2023-12-06")
    timeline = timeline_from([record_of(timed, 1, subject="timed"), record_of(plain, 2, subject="plain")])
    origin, other = timeline.entry("timed"), timeline.entry("plain")
    assert gap(origin, other).days == Distance(0, 0)
    assert gap(origin, other, ZoneInfo("Asia/Seoul")).days == Distance(-1, -1)


@given(timelines, st.integers(0, 40), december_days)
def test_a_query_leaves_some_of_what_is_near(timeline: Timeline, limit: int, since: str) -> None:
    origin = next(timeline.select())
    condition = condition_of([f"since:{since}"], Meaning(timeline))
    fitting = {entry.key for entry in timeline.select(condition)}
    every = [near.entry.key for near in within(timeline, origin, limit)]
    assert [near.entry.key for near in within(timeline, origin, limit, condition)] == [
        key for key in every if key in fitting
    ]


def test_a_negative_number_of_days_is_refused() -> None:
    timeline = timeline_from([record_of(event_of("2023"))])
    with pytest.raises(BadInputError, match="--before"):
        next(within(timeline, next(timeline.select()), -1))


def test_what_is_approximate_is_near_by_the_margin() -> None:
    dates = {"origin": "2023-12-07", "about": "2023-12-01~", "exact": "2023-12-01"}
    timeline = timeline_from(
        record_of(event_of(when), number, subject=key) for number, (key, when) in enumerate(dates.items())
    )
    origin = timeline.entry("origin")
    assert [near.entry.key for near in within(timeline, origin, 5)] == ["about"]
    assert [near.entry.key for near in within(timeline, origin, 5, margin=NO_MARGIN)] == []


@pytest.mark.parametrize(
    ("tz", "keys"), [(None, []), (ZoneInfo("Asia/Seoul"), ["timed"]), (ZoneInfo("America/Los_Angeles"), [])]
)
def test_a_zone_can_bring_what_has_a_time_near(tz: ZoneInfo | None, keys: list[str]) -> None:
    timed, plain = event_of("2023-12-06T23:00-08:00"), event_of("2023-12-07")
    timeline = timeline_from([record_of(timed, 1, subject="timed"), record_of(plain, 2, subject="plain")])
    assert [near.entry.key for near in within(timeline, timeline.entry("plain"), 0, tz=tz)] == keys
