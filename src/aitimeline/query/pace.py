"""How the pace changed: how many events there were in each week, month, quarter or year."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING

from attrs import Factory, define, frozen

from aitimeline.index.condition import ALWAYS, Condition
from aitimeline.index.dated import Dated
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import BEGINNING, FINISH, ZONES_APART, Days
from aitimeline.model.error import BadInputError
from aitimeline.model.period import Unit
from aitimeline.query.spread import Spread

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from aitimeline.model.when import When

MOST_PERIODS = 2_000
_FEWEST_FOR_TREND = 4
_STEADY = Fraction(1, 10)


@frozen
class Period:
    """A period, and how many events began in it; parts of events whose dates are imprecise.

    Attributes:
        change: against the period before; None of the first.
    """

    unit: Unit
    number: int
    count: Fraction
    change: Fraction | None = None

    @property
    def name(self) -> str:
        """``2023-W48``, ``2023-12``, ``2023-Q4``, ``2023``."""
        return self.unit.name_of(self.number)

    @property
    def days(self) -> Days:
        """Its first and last day."""
        return self.unit.days_of(self.number)


@frozen
class Quiet:
    """A time without events: after the last day of one event, until the first day of the next.

    Attributes:
        first: the key of the event before it.
        second: the key of the event after it.
        days: the days on which these ended and began.
    """

    first: str
    second: str
    days: Days

    @property
    def length(self) -> int:
        """The days from the one event to the other."""
        return self.days.last - self.days.first


@frozen
class Trend:
    """How many events a period had on average, in the earlier half of the periods and in the later one."""

    earlier: Fraction
    later: Fraction

    @property
    def direction(self) -> str:
        """``rising``, ``falling``, or ``steady`` where the halves differ by a tenth of the earlier one at most."""
        if abs(self.later - self.earlier) <= self.earlier * _STEADY:
            return "steady"
        return "rising" if self.later > self.earlier else "falling"


@frozen
class Pace:
    """How many events there were, and when.

    Attributes:
        spread: of these, how many have an imprecise date and are spread.
        left_out: how many are not counted in any period, as no first or no last day of their beginning is known.
        quiet: the longest time without events, of those whose dates are certain.
        busiest: the week in which most began; the first of them, if there are several.
    """

    unit: Unit
    events: int
    spread: int
    left_out: int
    quiet: Quiet | None
    busiest: Period | None
    _counts: Mapping[int, int]
    _ranges: Mapping[Days, int]

    @property
    def numbers(self) -> range:
        """The numbers of the periods, from the first in which an event may have begun to the last."""
        firsts = chain(self._counts, (self.unit.number_of(first) for first, _ in self._ranges))
        lasts = chain(self._counts, (self.unit.number_of(last) for _, last in self._ranges))
        return range(min(firsts, default=0), max(lasts, default=-1) + 1)

    def periods(self) -> Iterator[Period]:
        """The periods, those without events too."""
        before = None
        for number, count in _counted(self.unit, self.numbers, self._counts, Spread(self._ranges)):
            yield Period(self.unit, number, count, None if before is None else count - before)
            before = count

    def check(self) -> None:
        """See that the periods are few enough to be shown together.

        Raises:
            BadInputError: they are more than 2,000.
        """
        number = len(self.numbers)
        if number > MOST_PERIODS:
            raise BadInputError(
                f"{number:,} {self.unit.value}s are too many to show (at most {MOST_PERIODS:,}); {self._advice()}, or "
                "-f jsonl or csv, which have no end"
            )

    def _advice(self) -> str:
        numbers = self.numbers
        days = Days(self.unit.days_of(numbers[0]).first, self.unit.days_of(numbers[-1]).last)
        for unit in Unit:
            if unit.number_of(days.last) - unit.number_of(days.first) < MOST_PERIODS:
                return f"take --by {unit.value}"
        return "narrow the query with since: and until:"


def pace(timeline: Timeline, unit: Unit, condition: Condition = ALWAYS, tz: ZoneInfo | None = None) -> Pace:
    """Count the events for which a condition holds, by the days on which they began."""
    tally = _Tally(unit, tz)
    for dated in timeline.days(condition):
        tally.add(dated)
    return tally.pace()


def trend_of(counts: Sequence[Fraction]) -> Trend | None:
    """The trend of counts in order; None where they are fewer than four. One in the middle is of neither half."""
    half = len(counts) // 2
    if len(counts) < _FEWEST_FOR_TREND:
        return None
    return Trend(sum(counts[:half], Fraction()) / half, sum(counts[-half:], Fraction()) / half)


def _counted(
    unit: Unit, numbers: Sequence[int], counts: Mapping[int, int], spread: Spread
) -> Iterator[tuple[int, Fraction]]:
    """What each of some periods, in order, has of events that are counted there, and of those that are spread."""
    for number in numbers:
        first, last = unit.days_of(number)
        part = -spread.before(first) + spread.before(last + 1)
        yield number, Fraction(counts.get(number, 0) * spread.unit + part, spread.unit)


@define
class _Follower:
    """Finds the longest time without events of certain dates, which come nearly in order.

    A time of day may move a date by two days; so they are held back until none can come before them.
    """

    best: Quiet | None = None
    waiting: list[tuple[int, int, str]] = Factory(list)
    end_day: int = BEGINNING
    end_key: str = ""

    def add(self, dated: Dated, when: When | None) -> None:
        """Take some events into account, if their dates are certain."""
        if when is None:
            heapq.heappush(self.waiting, (dated.first, dated.last, dated.key))
        elif when.is_certain:
            heapq.heappush(self.waiting, (when.start.first, when.end.last, dated.key))
        while self.waiting and self.waiting[0][0] < dated.first - ZONES_APART:
            self._follow(*heapq.heappop(self.waiting))

    def end(self) -> Quiet | None:
        """The longest time; the first of them, if there are several."""
        while self.waiting:
            self._follow(*heapq.heappop(self.waiting))
        return self.best

    def _follow(self, first: int, last: int, key: str) -> None:
        if self.end_key and first - self.end_day > (self.best.length if self.best else 0):
            self.best = Quiet(self.end_key, key, Days(self.end_day, first))
        if not self.end_key or last > self.end_day:
            self.end_day, self.end_key = last, key


@define
class _Tally:
    """Events, counted as they come."""

    unit: Unit
    tz: ZoneInfo | None
    events: int = 0
    left_out: int = 0
    counts: dict[int, int] = Factory(lambda: defaultdict(int))
    weeks: dict[int, int] = Factory(lambda: defaultdict(int))
    ranges: dict[Days, int] = Factory(lambda: defaultdict(int))
    follower: _Follower = Factory(_Follower)

    def add(self, dated: Dated) -> None:
        """Count some events, whose first days come in order."""
        when = dated.when_in(self.tz)
        first, last = when.start if when else (dated.first, dated.first)
        self.events += dated.number
        if first == BEGINNING or last == FINISH:
            self.left_out += dated.number
            return
        if first == last:
            self.counts[self.unit.number_of(first)] += dated.number
            self.weeks[Unit.WEEK.number_of(first)] += dated.number
        else:
            self.ranges[Days(first, last)] += dated.number
        self.follower.add(dated, when)

    def pace(self) -> Pace:
        """What was counted."""
        spread = sum(self.ranges.values())
        quiet, busiest = self.follower.end(), self._busiest()
        return Pace(self.unit, self.events, spread, self.left_out, quiet, busiest, self.counts, self.ranges)

    def _busiest(self) -> Period | None:
        """Only weeks in which something begins, or in which a spread begins or ends, or the ones after, can be it."""
        spread, week = Spread(self.ranges), Unit.WEEK
        changed = {week.number_of(day) for day in spread.changes}
        numbers = sorted(self.weeks.keys() | changed | {number + 1 for number in changed})
        best = max(
            ((count, -number) for number, count in _counted(week, numbers, self.weeks, spread) if count), default=None
        )
        return Period(week, -best[1], best[0]) if best else None
