"""How often events of one query came soon after those of another, and how often they would by chance."""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from random import Random

from attrs import define, field, frozen

from aitimeline.index.condition import Condition
from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import Days
from aitimeline.query.pool import has_plain_days
from aitimeline.query.view import View

READING, SHUFFLING = "reading", "shuffling"
"""The stages of the work."""
Progress = Callable[[str, int], None]
"""Is told how much more of a stage is done."""
_TOLD_EVERY = 1_000
_OUTSIDE = 0.025
_LISTED = 1_000_000


@frozen
class Spread:
    """What shuffles have given: the mean, and the least and the greatest of the middle 95 % of them.

    Attributes:
        as_many: how many shuffles have given as much as the log, or more.
    """

    mean: float
    low: int
    high: int
    as_many: int


@frozen
class Summary:
    """How often something followed, of events whose date is one day that is known.

    Attributes:
        days: at most so many after the first.
        first_events: those of the first query that take part.
        first_left_out: those that do not.
        span: the days from the first to the last event of both; None where there are none.
        pairs: how many pairs there are of an event and one that follows it.
        followed: how many of the first events have one that follows.
        median_lag: days from a first event to the nearest one that follows; half of them have no more.
    """

    days: int
    first_events: int
    first_left_out: int
    then_events: int
    then_left_out: int
    span: Days | None
    pairs: int
    followed: int
    median_lag: float | None
    shuffles: int
    seed: int
    pairs_by_chance: Spread
    followed_by_chance: Spread


@define
class _Dates:
    """Days of events: of the first ones, of the others that are none of the first, and of those that are both."""

    firsts: array[int] = field(factory=lambda: array("q"))
    thens: array[int] = field(factory=lambda: array("q"))
    both: array[int] = field(factory=lambda: array("q"))
    firsts_left_out: int = 0
    thens_left_out: int = 0

    @property
    def span(self) -> Days | None:
        """From the first to the last of all; None where there are none."""
        rows = [row for row in (self.firsts, self.thens) if row]
        return Days(min(map(min, rows)), max(map(max, rows))) if rows else None


def summarise(
    timeline: Timeline,
    first: Condition,
    then: Condition,
    days: int,
    view: View,
    *,
    shuffles: int,
    seed: int,
    progress: Progress = lambda _stage, _amount: None,
) -> Summary:
    """Count what followed within days, and what would have by chance.

    Chance is this: the first events stay where they are; each of the others falls on any day of the span, all days
    being equally likely, and none depending on another. That is drawn so many times, from a seed.
    """
    dates = _read(timeline, first, then, view, progress)
    firsts = Counter(dates.firsts)
    thens = sorted(chain(dates.both, dates.thens))
    counted = _count(firsts, thens, zip(dates.both, dates.both, strict=True), days)
    lag = _median(_lags(firsts, Counter(dates.both), thens, days))
    del thens  # of a million events it is large
    span = dates.span
    drawn = list(_shuffled(dates, firsts, days, span, shuffles, Random(seed), progress))  # noqa: S311 -- no secret
    return Summary(
        days=days,
        first_events=len(dates.firsts),
        first_left_out=dates.firsts_left_out,
        then_events=len(dates.both) + len(dates.thens),
        then_left_out=dates.thens_left_out,
        span=span,
        pairs=counted[0],
        followed=counted[1],
        median_lag=lag,
        shuffles=shuffles,
        seed=seed,
        pairs_by_chance=_spread([pairs for pairs, _ in drawn], counted[0]),
        followed_by_chance=_spread([followed for _, followed in drawn], counted[1]),
    )


def _read(timeline: Timeline, first: Condition, then: Condition, view: View, progress: Progress) -> _Dates:
    dates = _Dates()
    for number, (entry, is_first, is_then) in enumerate(_met(timeline.select(first), timeline.select(then))):
        day = _day(entry, view)
        if day is None:
            dates.firsts_left_out += is_first
            dates.thens_left_out += is_then
        else:
            if is_first:
                dates.firsts.append(day)
            if is_then:
                (dates.both if is_first else dates.thens).append(day)
        if number % _TOLD_EVERY == 0:
            progress(READING, _TOLD_EVERY)
    return dates


def _met(firsts: Iterator[Entry], thens: Iterator[Entry]) -> Iterator[tuple[Entry, bool, bool]]:
    """Each event of two rows in order once, with whether it is in the one and in the other."""
    waiting: Entry | None = None
    tagged = ((each, True) for each in firsts), ((each, False) for each in thens)
    for entry, is_first in heapq.merge(*tagged, key=lambda pair: pair[0].sort_key()):
        if waiting is not None and not is_first and entry.key == waiting.key:
            yield waiting, True, True
            waiting = None
            continue
        if waiting is not None:
            yield waiting, True, False
        waiting = entry if is_first else None
        if not is_first:
            yield entry, False, True
    if waiting is not None:
        yield waiting, True, False


def _day(entry: Entry, view: View) -> int | None:
    """The day of an event, if it was on one day that is known."""
    if has_plain_days(entry):
        return entry.first if entry.first == entry.last else None
    when = entry.when_in(view.tz)
    return when.start.first if when.is_certain and when.start.first == when.end.last else None


def _count(
    firsts: Mapping[int, int], thens: Sequence[int], own: Iterable[tuple[int, int]], days: int
) -> tuple[int, int]:
    """How many pairs there are, and how many first events have one that follows.

    ``firsts`` has the number of first events on each day, ``thens`` the days of the others, sorted, and ``own`` of each
    event that is both its day as a first event and as one of the others: it does not follow itself.
    """
    after = {day: bisect_right(thens, day + days) - bisect_left(thens, day) for day in firsts}
    pairs = sum(number * after[day] for day, number in firsts.items())
    followed = sum(number for day, number in firsts.items() if after[day] > 0)
    for day, other in own:
        if day <= other <= day + days:
            pairs -= 1
            followed -= after[day] == 1
    return max(pairs, 0), max(followed, 0)


def _shuffled(
    dates: _Dates,
    firsts: Mapping[int, int],
    days: int,
    span: Days | None,
    shuffles: int,
    random: Random,
    progress: Progress,
) -> Iterator[tuple[int, int]]:
    possible: Sequence[int] = range(span.first, span.last + 1) if span else range(1)
    if len(possible) <= _LISTED:
        possible = list(possible)  # so that all draws share the same few numbers
    number = len(dates.both) + len(dates.thens)
    for _ in range(shuffles):
        drawn = random.choices(possible, k=number)
        own = array("q", islice(drawn, len(dates.both)))
        drawn.sort()
        yield _count(firsts, drawn, zip(dates.both, own, strict=True), days)
        progress(SHUFFLING, 1)


def _lags(firsts: Mapping[int, int], both: Mapping[int, int], thens: Sequence[int], days: int) -> Counter[int]:
    """How many of the first events have their nearest follower after so many days."""
    lags: Counter[int] = Counter()
    for day, number in firsts.items():
        at, themselves = bisect_left(thens, day), both.get(day, 0)
        for place, many in ((at, number - themselves), (at + 1, themselves)):  # an event passes over itself
            if many and place < len(thens) and thens[place] - day <= days:
                lags[thens[place] - day] += many
    return lags


def _median(counts: Counter[int]) -> float | None:
    number = counts.total()
    if not number:
        return None
    low, high = _at(counts, (number - 1) // 2), _at(counts, number // 2)
    return low if low == high else (low + high) / 2


def _at(counts: Counter[int], place: int) -> int:
    """The value at a place in the order of all values."""
    for value in sorted(counts):
        place -= counts[value]
        if place < 0:
            return value
    raise IndexError(place)


def _spread(values: Sequence[int], found: int) -> Spread:
    ordered = sorted(values)
    outside = int(_OUTSIDE * len(ordered))
    as_many = len(ordered) - bisect_left(ordered, found)
    return Spread(sum(ordered) / len(ordered), ordered[outside], ordered[-1 - outside], as_many)
