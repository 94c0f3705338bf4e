"""Which events of one query came soon after which of another."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

from attrs import frozen

from aitimeline.index.condition import Condition
from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import BEGINNING, FINISH, Days
from aitimeline.model.distance import Distance, distance
from aitimeline.query.pool import Placed, Pool, placed
from aitimeline.query.view import View

_TOGETHER = 500
_MOST = 5_000
_WINDOWS = 64
_SHORT = 31


@frozen
class Follow:
    """An event, one that came after it, and the days from the first to the other.

    ``certain`` is True if it came within the asked days whatever the imprecise dates turn out to be.
    """

    first: Entry
    then: Entry
    days: Distance
    certain: bool


def follows(
    timeline: Timeline, first: Condition, then: Condition, days: int, view: View, *, certain_only: bool = False
) -> Iterator[Follow]:
    """For each event of the first condition, those of the other that came, or may have come, within days after it.

    What falls on the same day, or overlaps, is 0 days after it. No event follows itself, and within less than 0 days
    nothing follows anything. The pairs come in the order of the first events, then of the others.
    """
    if days >= 0:
        yield from _Search(Pool.of(timeline, then), min(days, FINISH), view, certain_only).pairs(
            Pool.of(timeline, first)
        )


@frozen
class _Search:
    """What is looked for after each of some events."""

    thens: Pool
    days: int
    view: View
    certain_only: bool

    def pairs(self, firsts: Pool) -> Iterator[Follow]:
        """All pairs, whose first events are taken together where they lie close, to look around them but once."""
        waiting: list[Placed] = []
        reached = BEGINNING
        for first in placed(self._worth(firsts), self.view):
            is_long = first.last - first.first > max(self.days, _SHORT)
            if waiting and (is_long or first.first > reached or len(waiting) == _TOGETHER):
                yield from self._after(waiting)
                waiting = []
            if is_long:
                yield from self._after([first])
                continue
            reached = max(reached, first.last + self.days) if waiting else first.last + self.days
            waiting.append(first)
        if waiting:
            yield from self._after(waiting)

    def _worth(self, firsts: Pool) -> Iterator[Entry]:
        """The first events; where they are many and the others few, only those that may have one after them."""
        if self.thens.few is None or firsts.few is not None:
            return firsts.every()
        places = placed(self.thens.few, self.view)
        windows = _joined(Days(max(each.first - self.days, BEGINNING), each.last) for each in places)
        found = [firsts.near(window, 0, self.view) for window in windows]
        return _once(heapq.merge(*found, key=Entry.sort_key))

    def _after(self, firsts: Sequence[Placed]) -> Iterator[Follow]:
        """The pairs of some first events; of fewer at a time where very many may come after them."""
        around = Days(min(each.first for each in firsts), max(each.last for each in firsts) + self.days)
        found = placed(self.thens.near(around, 0, self.view), self.view)
        if len(firsts) == 1:
            yield from self._of(firsts[0], found)
            return
        some = list(islice(found, _MOST + 1))
        if len(some) > _MOST:
            half = len(firsts) // 2
            yield from self._after(firsts[:half])
            yield from self._after(firsts[half:])
            return
        for first in firsts:
            yield from self._of(first, some)

    def _of(self, first: Placed, thens: Iterable[Placed]) -> Iterator[Follow]:
        key, begun, ended = first.entry.key, first.first, first.last + self.days
        for then in thens:
            if then.first > ended or then.last < begun or then.entry.key == key:
                continue
            apart = distance(first.entry.when_in(self.view.tz), then.entry.when_in(self.view.tz), self.view.margin)
            certain = not apart.is_doubted and apart.low >= 0 and apart.high <= self.days
            if apart.low <= self.days and apart.high >= 0 and (certain or not self.certain_only):
                yield Follow(first.entry, then.entry, apart, certain)


def _joined(windows: Iterable[Days]) -> list[Days]:
    """The same days, and some more between them, in no more than a few windows that do not meet."""
    joined: list[Days] = []
    for window in sorted(windows):
        if joined and window.first <= joined[-1].last + 1:
            joined[-1] = Days(joined[-1].first, max(joined[-1].last, window.last))
        else:
            joined.append(window)
    if len(joined) <= _WINDOWS:
        return joined
    widest = sorted(range(1, len(joined)), key=lambda at: joined[at - 1].last - joined[at].first)[: _WINDOWS - 1]
    cuts = [0, *sorted(widest), len(joined)]
    return [Days(joined[at].first, joined[end - 1].last) for at, end in pairwise(cuts)]


def _once(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Each event once, of some in order that may come several times."""
    last = ""
    for entry in entries:
        if entry.key != last:
            yield entry
        last = entry.key
