"""Where events lie in time, and the events of a query that lie near some days, read as often as need be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from sys import maxsize
from typing import NamedTuple

from aitimeline.index.condition import Condition
from aitimeline.index.entry import Entry
from aitimeline.index.schema import IMPRECISE, UNPLAIN
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import Days
from aitimeline.query.view import View, window_near


class Placed(NamedTuple):
    """An event, and the first and the last day that it may touch, as far off as what is approximate may be."""

    entry: Entry
    first: int
    last: int

    def apart(self, days: Days) -> int:
        """The least number of days that it may be away from some days; 0 where it may touch them."""
        return max(self.first - days.last, days.first - self.last, 0)


def placed(entries: Iterable[Entry], view: View) -> Iterator[Placed]:
    """Each event with its days."""
    return (Placed(entry, *days_of(entry, view)) for entry in entries)


def days_of(entry: Entry, view: View) -> Days:
    """The first and the last day that an event may touch, without a look into its line where the index says all."""
    if has_plain_days(entry):
        return Days(entry.first, entry.last)
    return view.hull(entry.when_in(view.tz))


def beginning_of(entry: Entry, view: View) -> Days:
    """The first and the last day on which an event may have begun."""
    if has_plain_days(entry):
        return Days(entry.first, entry.first)
    starts = [start for start, _ in entry.when_in(view.tz).extents(view.margin)]
    return Days(min(start.first for start in starts), max(start.last for start in starts))


def has_plain_days(entry: Entry) -> bool:
    """True if the days in the index are all that there is to its date: nothing is imprecise, no zone moves it."""
    return not entry.flags & UNPLAIN


class Pool(NamedTuple):
    """The events for which a condition holds: in memory where they are few, else in the index.

    Attributes:
        few: all of them, in order of time, where the index would look through all of them for any day.
    """

    timeline: Timeline
    condition: Condition
    few: tuple[Entry, ...] | None

    @classmethod
    def of(cls, timeline: Timeline, condition: Condition) -> Pool:
        """What a condition holds for."""
        few = tuple(timeline.select(condition)) if timeline.has_few(condition) else None
        return cls(timeline, condition, few)

    def every(self) -> Iterator[Entry]:
        """All, in order of time."""
        return self.timeline.select(self.condition) if self.few is None else iter(self.few)

    def near(self, days: Days, reach: int, view: View) -> Iterator[Entry]:
        """Those that may lie at most ``reach`` days from some days, and some that lie farther, in order of time."""
        window = window_near(days, reach, view.margin)
        if self.few is None:
            # With a limit the index looks at the window rather than at all that the condition holds for.
            return self.timeline.select(self.condition, window=window, limit=maxsize)
        first, last = window.first, window.last
        return (each for each in self.few if (each.last >= first and each.first <= last) or each.flags & IMPRECISE)
