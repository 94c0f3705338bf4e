"""Figures: what was stated of the same thing, one period after the other.

A series has a name, a unit, and whom it is about: the actors with the role ``subject``, or where an event has none,
all but those with the role ``source``. So what two firms measured of the same companies is one series.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import define, field, frozen

from aitimeline.index.condition import Condition, all_of, has_facet
from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import Days
from aitimeline.model.when import When

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Number = int | float


class Series(NamedTuple):
    """What figures are about: a name, a unit (empty where there is none), and the keys of actors, in order."""

    name: str
    unit: str
    subjects: tuple[str, ...]


class Mark(NamedTuple):
    """A figure, as short as can be.

    Attributes:
        days: the first and the last day of its period, or where none is stated, of the event.
        key: that of the event.
        place: which of the event's figures it is, from 0.
    """

    series: Series
    days: Days
    key: str
    place: int
    value: Number


@frozen
class Change:
    """From one value to another: by how much, and by how many per cent of the first one; None where that is 0."""

    absolute: Number
    percent: float | None


@frozen
class Reading:
    """A figure within its series.

    Attributes:
        change: against the last period that had ended before this one began; None where there is none, or where
            what was stated of that differs.
        differs: True if another value is stated of the same series and period.
    """

    mark: Mark
    change: Change | None
    differs: bool


def figures(timeline: Timeline, condition: Condition) -> Iterator[Reading]:
    """The figures of the events for which a condition holds: by series, then by period."""
    asked = all_of([has_facet("has", ["figure"]), condition])
    marks = sorted(mark for entry in timeline.entries(asked) for mark in _marks(entry, timeline.tz))
    for _, together in groupby(marks, key=lambda mark: mark.series):
        yield from _readings(together)


def _marks(entry: Entry, tz: ZoneInfo | None) -> Iterator[Mark]:
    subjects = subjects_of(entry.data.get("actors", ()))
    for place, stated in enumerate(entry.data.get("figures", ())):
        series = Series(stated["name"], stated.get("unit") or "", subjects)
        yield Mark(series, _days(stated.get("period"), entry, tz), entry.key, place, stated["value"])


def _days(period: str | None, entry: Entry, tz: ZoneInfo | None) -> Days:
    if period is None:
        return Days(entry.first, entry.last)
    when = When.parse(period)
    if when.has_time:
        when = when.seen_from(tz, entry.zone)
    return Days(when.start.first, when.end.last)


def subjects_of(parts: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """Whom an event's figures are about, of the actors that take part in it."""
    found = [(part["actor"], part.get("role")) for part in parts]
    subjects = {actor for actor, role in found if role == "subject"}
    return tuple(sorted(subjects or {actor for actor, role in found if role != "source"}))


def stated_by(entry: Entry) -> list[str]:
    """The keys of the actors that an event names as the source of its figures."""
    parts = entry.data.get("actors", ())
    return list(dict.fromkeys(part["actor"] for part in parts if part.get("role") == "source"))


@define
class _Past:
    """The periods of a series so far, and the last of them that had ended before a day."""

    going_on: list[tuple[int, int, Number | None]] = field(factory=list)
    ended: tuple[int, int] | None = None
    value: Number | None = None

    def add(self, days: Days, value: Number | None) -> None:
        """Add a period with what was stated of it; None where that differs."""
        heapq.heappush(self.going_on, (days.last, days.first, value))

    def before(self, day: int) -> Number | None:
        """What was stated of the last period that ended before a day; not to be asked of an earlier day thereafter."""
        while self.going_on and self.going_on[0][0] < day:
            last, first, value = heapq.heappop(self.going_on)
            if self.ended is None or (first, last) > self.ended:
                self.ended, self.value = (first, last), value
        return self.value


def _readings(marks: Iterable[Mark]) -> Iterator[Reading]:
    past = _Past()
    for days, together in groupby(marks, key=lambda mark: mark.days):
        same = list(together)
        differs = any(mark.value != same[0].value for mark in same)
        before = past.before(days.first)
        for mark in same:
            yield Reading(mark, None if before is None else change(before, mark.value), differs)
        past.add(days, None if differs else same[0].value)


def change(before: Number, after: Number) -> Change | None:
    """From one value to another, as they are written; None where it is too great for a number."""
    one, two = Decimal(str(before)), Decimal(str(after))
    absolute = two - one
    is_whole = isinstance(before, int) and isinstance(after, int)
    number: Number = int(absolute) if is_whole else float(absolute)
    if not isfinite(number):
        return None
    percent = float(absolute / abs(one) * 100) if one else None
    return Change(number, round(percent, 2) if percent is not None and isfinite(percent) else None)
