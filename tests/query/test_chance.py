"""How often something followed, against plain counting; and what chance is."""

from __future__ import annotations

from random import Random
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.query.binding import Meaning, condition_of
from aitimeline.query.chance import READING, SHUFFLING, Summary, summarise
from aitimeline.query.view import View
from sequences import VIEW, Logged, logged, logs, matching, queries, zones

asked = st.tuples(queries, queries)
within = st.integers(-2, 40)


def summary_of(
    log: Logged, queries: tuple[str, str], days: int, view: View = VIEW, *, shuffles: int = 20, seed: int = 1
) -> Summary:
    first, then = (condition_of([query], Meaning(log.timeline)) for query in queries)
    return summarise(log.timeline, first, then, days, view, shuffles=shuffles, seed=seed)


def days_of(log: Logged, query: str, view: View) -> dict[str, int | None]:
    """The day of each event that a query finds; None where it is not one day that is known."""
    found: dict[str, int | None] = {}
    for key in matching(log, query):
        when = log.plain.entry(key).when_in(view.tz)
        is_known = when.is_certain and when.start.first == when.end.last
        found[key] = when.start.first if is_known else None
    return found


def counted(firsts: dict[str, int], thens: dict[str, int], days: int) -> tuple[int, int, list[int]]:
    """How many pairs, how many followed, and the lags, by a plain loop."""
    lags = {
        key: [then - day for other, then in thens.items() if other != key and 0 <= then - day <= days]
        for key, day in firsts.items()
    }
    return (
        sum(map(len, lags.values())),
        sum(map(bool, lags.values())),
        [min(each) for each in lags.values() if each],
    )


def known(days: dict[str, int | None]) -> dict[str, int]:
    return {key: day for key, day in days.items() if day is not None}


@given(logs, asked, within, zones)
def test_a_summary_counts_what_a_plain_loop_counts(
    log: Logged, queries: tuple[str, str], days: int, tz: ZoneInfo | None
) -> None:
    view = VIEW._replace(tz=tz)
    firsts, thens = (days_of(log, query, view) for query in queries)
    pairs, followed, lags = counted(known(firsts), known(thens), days)
    found = summary_of(log, queries, days, view)
    assert (found.pairs, found.followed, found.median_lag) == (pairs, followed, median(lags) if lags else None)
    assert (found.first_events, found.then_events) == (len(known(firsts)), len(known(thens)))
    assert found.first_left_out == len(firsts) - len(known(firsts))
    assert found.then_left_out == len(thens) - len(known(thens))
    every = [*known(firsts).values(), *known(thens).values()]
    assert found.span == ((min(every), max(every)) if every else None)


@given(logs, asked, within, st.integers(1, 30), st.integers(0, 5))
def test_chance_is_what_plainly_counted_draws_give(
    log: Logged, queries: tuple[str, str], days: int, shuffles: int, seed: int
) -> None:
    firsts, thens = (known(days_of(log, query, VIEW)) for query in queries)
    # Those that are both are drawn first; each row is in the order of time.
    order = [*(key for key in thens if key in firsts), *(key for key in thens if key not in firsts)]
    every, random, drawn = [*firsts.values(), *thens.values()], Random(seed), []  # noqa: S311
    for _ in range(shuffles):
        possible = range(min(every), max(every) + 1) if every else range(1)
        drawn.append(counted(firsts, dict(zip(order, random.choices(possible, k=len(order)), strict=True)), days))
    found = summary_of(log, queries, days, shuffles=shuffles, seed=seed)
    for at, spread in enumerate([found.pairs_by_chance, found.followed_by_chance]):
        counts = sorted(int(each[at]) for each in drawn)  # type: ignore[arg-type]  # not the lags
        assert spread.mean == pytest.approx(sum(counts) / shuffles)
        assert spread.as_many == sum(count >= (found.pairs, found.followed)[at] for count in counts)
        outside = int(0.025 * shuffles)
        assert (spread.low, spread.high) == (counts[outside], counts[shuffles - 1 - outside])


@given(logs, asked, st.integers(0, 40), st.integers(0, 40))
def test_more_days_never_give_less(log: Logged, queries: tuple[str, str], days: int, more: int) -> None:
    few, many = summary_of(log, queries, days), summary_of(log, queries, days + more)
    assert few.pairs <= many.pairs
    assert few.followed <= many.followed
    assert few.pairs_by_chance.mean <= many.pairs_by_chance.mean


@given(logs, asked, st.integers(-5, -1))
def test_within_less_than_no_days_nothing_follows_by_chance_either(
    log: Logged, queries: tuple[str, str], days: int
) -> None:
    found = summary_of(log, queries, days)
    assert (found.pairs, found.followed, found.median_lag) == (0, 0, None)
    assert (found.pairs_by_chance.mean, found.pairs_by_chance.high) == (0, 0)


def test_the_same_seed_gives_the_same_and_another_does_not() -> None:
    log = logged([f"2023-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 28)])
    one, again, other = (summary_of(log, ("tag:a", "tag:b"), 3, seed=seed) for seed in (1, 1, 2))
    assert one == again
    assert one.pairs_by_chance != other.pairs_by_chance


def test_chance_gives_about_what_it_must_on_the_whole() -> None:
    """Of n events on as many days as there are in a year, each of m others is followed by n x 8 / 365."""
    log = logged([f"2023-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 28)])
    found = summary_of(log, ("tag:a -tag:b", "tag:b -tag:a"), 7, shuffles=1000)
    expected = found.first_events * found.then_events * 8 / 361
    assert found.pairs_by_chance.mean == pytest.approx(expected, rel=0.03)
    assert found.pairs_by_chance.low < expected < found.pairs_by_chance.high


def test_the_work_is_told() -> None:
    told: dict[str, int] = {}

    def note(stage: str, amount: int) -> None:
        told[stage] = told.get(stage, 0) + amount

    log = logged(["2023-12-01", "2023-12-02"])
    condition = condition_of([""], Meaning(log.timeline))
    summarise(log.timeline, condition, condition, 7, VIEW, shuffles=30, seed=1, progress=note)
    assert told[SHUFFLING] == 30
    assert READING in told
