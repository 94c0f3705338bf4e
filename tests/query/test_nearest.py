"""The events nearest to one, against sorting all events."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index.condition import ALWAYS
from aitimeline.model.distance import distance
from aitimeline.model.quality import Margin
from aitimeline.query.binding import Meaning, condition_of
from aitimeline.query.nearest import nearest
from aitimeline.query.question import Side
from aitimeline.query.view import View
from sequences import VIEW, Logged, logged, logs, margins, matching, queries, zones

numbers = st.integers(0, 12)
sides = st.sampled_from(Side)


@given(logs, queries, numbers, sides, st.booleans(), zones, margins)
def test_the_nearest_are_the_first_of_all_in_order(
    log: Logged, query: str, number: int, side: Side, certain_only: bool, tz: ZoneInfo | None, margin: Margin
) -> None:
    origin = next(log.timeline.select())
    here, ranked = origin.when_in(tz), []
    for entry in (log.plain.entry(key) for key in matching(log, query)):
        apart = distance(here, entry.when_in(tz), margin)
        low = max(apart.low, 1) if side is Side.AFTER else apart.low
        high = min(apart.high, -1) if side is Side.BEFORE else apart.high
        certain = apart.is_certain and apart.low in range(low, high + 1)
        if entry.key != origin.key and low <= high and (certain or not certain_only):
            least = 0 if low <= 0 <= high else min(abs(low), abs(high))
            ranked.append(((max(abs(low), abs(high)), least, log.plain.place(entry.key)), (entry.key, apart, certain)))
    view = View(tz, margin)
    condition = condition_of([query], Meaning(log.timeline))
    found = nearest(log.timeline, origin, number, condition, view, side=side, certain_only=certain_only)
    assert [(near.entry.key, near.days, near.certain) for near in found] == [
        shown for _, shown in sorted(ranked, key=lambda pair: pair[0])[:number]
    ]


@given(logs, numbers, numbers, sides)
def test_asking_for_more_only_adds(log: Logged, number: int, more: int, side: Side) -> None:
    origin = next(log.timeline.select())
    few, many = (
        [near.entry.key for near in nearest(log.timeline, origin, each, ALWAYS, VIEW, side=side)]
        for each in (number, number + more)
    )
    assert many[:number] == few


@given(logs)
def test_both_sides_and_the_day_itself_make_up_the_whole(log: Logged) -> None:
    origin = next(log.timeline.select())
    before, after, both = (
        {near.entry.key: near.days for near in nearest(log.timeline, origin, 99, ALWAYS, VIEW, side=side)}
        for side in (Side.BEFORE, Side.AFTER, Side.BOTH)
    )
    assert before.keys() | after.keys() <= both.keys()
    assert {key for key, days in both.items() if days.low < 0} == before.keys()
    assert {key for key, days in both.items() if days.high > 0} == after.keys()


@given(logs)
def test_of_two_events_each_is_as_near_to_the_other(log: Logged) -> None:
    one, *others = log.timeline.select()
    for near in nearest(log.timeline, one, 99, ALWAYS, VIEW):
        back = {each.entry.key: each for each in nearest(log.timeline, near.entry, 99, ALWAYS, VIEW)}[one.key]
        assert (back.days.low, back.days.high, back.certain) == (-near.days.high, -near.days.low, near.certain)
    assert len(nearest(log.timeline, one, 99, ALWAYS, VIEW)) == len(others)


def test_what_is_far_away_is_found_too() -> None:
    log = logged(["2023-12-07", "Y-170000002", "1066", "2023-12-06", "9999-12-31"])
    found = nearest(log.timeline, log.timeline.entry("e-0"), 9, ALWAYS, VIEW)
    assert [near.entry.key for near in found] == ["e-3", "e-2", "e-4", "e-1"]
