"""The events that are nearest to one in days."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator

from attrs import define, field

from aitimeline.index.condition import Condition
from aitimeline.index.entry import Entry
from aitimeline.index.listing import Spot
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import FINISH, Days
from aitimeline.model.distance import Distance, distance
from aitimeline.model.when import When
from aitimeline.query.pool import Placed, Pool, placed
from aitimeline.query.question import Near, Side
from aitimeline.query.view import View

_REACHES = (1, 4, 16, 64, 256, 1024, 4096, 16_384, FINISH)
"""Days that are looked at one after the other, until enough is found in them."""
_Rank = tuple[int, int, Spot]


def nearest(
    timeline: Timeline,
    origin: Entry,
    number: int,
    condition: Condition,
    view: View,
    *,
    side: Side = Side.BOTH,
    certain_only: bool = False,
) -> list[Near]:
    """So many events as are nearest to one, the nearest first.

    Where dates are imprecise, what counts is how far away an event is at most, then how near it may be; then its date.
    ``certain`` says that the distance is known. What falls on the same day, or overlaps, is on neither side.
    """
    here = origin.when_in(view.tz)
    search = _Search(here, view.hull(here), number, view, side, certain_only, keys={origin.key})
    if number < 1:
        return []
    pool = Pool.of(timeline, condition)
    done = -1
    for reach in _REACHES:
        for strip in search.strips(done, reach):
            search.look(pool.near(strip, 0, view))
        if search.is_done(reach):
            break
        done = reach
    return [near for _, near in search.found]


@define
class _Search:
    here: When
    days: Days
    number: int
    view: View
    side: Side
    certain_only: bool
    found: list[tuple[_Rank, Near]] = field(factory=list)
    keys: set[str] = field(factory=set)

    def strips(self, done: int, reach: int) -> list[Days]:
        """The days that are farther away than ``done`` and no farther than ``reach``, on the sides asked for."""
        first, last = self.days
        if done < 0:
            return [Days(first - reach, last + reach)]
        before, after = Days(first - reach, first - done - 1), Days(last + done + 1, last + reach)
        return [*([before] * (self.side is not Side.AFTER)), *([after] * (self.side is not Side.BEFORE))]

    def look(self, entries: Iterator[Entry]) -> None:
        """Keep the nearest of some events, and of those that were looked at before."""
        for each in placed(entries, self.view):
            if not self._can_be_on_side(each) or self._is_beaten(each) or each.entry.key in self.keys:
                continue
            ranked = self._ranked(each.entry)
            if ranked is not None and (ranked[1].certain or not self.certain_only):
                insort(self.found, ranked)
                self.keys.add(each.entry.key)
                for _, beaten in self.found[self.number :]:
                    self.keys.discard(beaten.entry.key)
                del self.found[self.number :]

    def is_done(self, reach: int) -> bool:
        """True if nothing that is farther than ``reach`` can be among the nearest."""
        return len(self.found) == self.number and self.found[-1][0][0] <= reach

    def _is_beaten(self, each: Placed) -> bool:
        """True if enough others are nearer, however near it turns out to be; then its line is not even read."""
        apart = each.apart(self.days)
        return len(self.found) == self.number and (apart, apart, each.entry.sort_key()) >= self.found[-1][0]

    def _can_be_on_side(self, each: Placed) -> bool:
        return (self.side is not Side.AFTER or each.last > self.days.first) and (
            self.side is not Side.BEFORE or each.first < self.days.last
        )

    def _ranked(self, entry: Entry) -> tuple[_Rank, Near] | None:
        """An event with its rank; None if it cannot be on the side that is asked for."""
        apart = distance(self.here, entry.when_in(self.view.tz), self.view.margin)
        low, high = _on_side(self.side, apart)
        if low > high:
            return None
        certain = apart.is_certain and (low, high) == (apart.low, apart.high)
        return (max(-low, high), max(low, -high, 0), entry.sort_key()), Near(entry, apart, certain)


def _on_side(side: Side, apart: Distance) -> tuple[int, int]:
    """The least and the greatest of the possible days that are on a side."""
    if side is Side.BEFORE:
        return apart.low, min(apart.high, -1)
    return (max(apart.low, 1), apart.high) if side is Side.AFTER else (apart.low, apart.high)
