"""The events that are nearest to one in days."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator

from attrs import define, field

from aitimeline.index.condition import Condition
from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import FINISH, Days
from aitimeline.model.distance import Distance, distance
from aitimeline.model.when import When
from aitimeline.query.pool import Placed, Pool, placed
from aitimeline.query.question import Near, Side
from aitimeline.query.view import View

_REACHES = (1, 4, 16, 64, 256, 1024, 4096, 16_384, FINISH)
"""Days that are looked at one after the other, until enough is found in them."""
_Rank = tuple[int, int, int, int, str]


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
    search = _Search(origin, here, view.hull(here), number, view, side, certain_only)
    if number < 1:
        return []
    pool = Pool.of(timeline, condition)
    for reach in _REACHES:
        search.look(pool.near(search.days, reach, view))
        if search.is_done(reach):
            break
    return [near for _, near in search.found]


@define
class _Search:
    origin: Entry
    here: When
    days: Days
    number: int
    view: View
    side: Side
    certain_only: bool
    found: list[tuple[_Rank, Near]] = field(factory=list)

    def look(self, entries: Iterator[Entry]) -> None:
        """Keep the nearest of some events."""
        self.found = []
        for each in placed(entries, self.view):
            if each.entry.key == self.origin.key or not self._can_be_on_side(each) or self._is_beaten(each):
                continue
            ranked = self._ranked(each.entry)
            if ranked is not None and (ranked[1].certain or not self.certain_only):
                insort(self.found, ranked)
                del self.found[self.number :]

    def is_done(self, reach: int) -> bool:
        """True if nothing that is farther than ``reach`` can be among the nearest."""
        return len(self.found) == self.number and self.found[-1][0][0] <= reach

    def _is_beaten(self, each: Placed) -> bool:
        """True if enough others are nearer, however near it turns out to be; then its line is not even read."""
        apart = each.apart(self.days)
        return len(self.found) == self.number and (apart, apart, *each.entry.sort_key()) >= self.found[-1][0]

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
        return (max(-low, high), max(low, -high, 0), *entry.sort_key()), Near(entry, apart, certain)


def _on_side(side: Side, apart: Distance) -> tuple[int, int]:
    """The least and the greatest of the possible days that are on a side."""
    if side is Side.BEFORE:
        return apart.low, min(apart.high, -1)
    return (max(apart.low, 1), apart.high) if side is Side.AFTER else (apart.low, apart.high)
