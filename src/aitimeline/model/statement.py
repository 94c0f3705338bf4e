"""What the log and its sources say of the date of an event, and whether they can all be right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import combinations
from zoneinfo import ZoneInfo

from attrs import frozen

from aitimeline.model.day import Days
from aitimeline.model.event import Source
from aitimeline.model.weekday import WrongWeekday, wrong_weekdays
from aitimeline.model.when import When
from aitimeline.model.zone import days_elsewhere, zone_named

_FAR = 1


class Difference(Enum):
    """How two statements of one event's date stand to each other; the later, the graver."""

    NONE = "agree"
    ZONE = "same moment, other zone"
    PERHAPS_ZONE = "perhaps another zone"
    REAL = "differs"

    @property
    def weight(self) -> int:
        """Its place among all, from 0."""
        return list(Difference).index(self)


@frozen
class Statement:
    """A date that somebody gives for an event; ``source`` is None for the log's own."""

    when: When
    zone: ZoneInfo | None
    source: Source | None = None

    @property
    def by(self) -> str:
        """Who gives it: the publisher, else the address; empty for the log's own."""
        return (self.source.publisher or self.source.url or "?") if self.source else ""

    def against(self, other: Statement) -> Difference:
        """How another statement stands to this one."""
        if self._can_be(other, 0):
            return Difference.NONE
        if self.zone and other.zone:
            return Difference.ZONE if self._is_elsewhere(other) else Difference.REAL
        return Difference.PERHAPS_ZONE if self._can_be(other, _FAR) else Difference.REAL

    def _can_be(self, other: Statement, margin: int) -> bool:
        """True if both may be right, give or take so many days: the same day, or one more precise than the other."""
        mine, theirs = self.when, other.when
        if mine.is_span != theirs.is_span:  # a day of what lasted longer
            return _overlap(_whole(mine), _whole(theirs), margin)
        return _overlap(mine.start, theirs.start, margin) and _overlap(mine.end, theirs.end, margin)

    def _is_elsewhere(self, other: Statement) -> bool:
        """True if some moment is on both dates, each in its own zone."""
        if self.when.is_span or other.when.is_span:
            starts = _overlap(_seen(self.when.start, self.zone, other.zone), other.when.start, 0)
            return starts and _overlap(_seen(self.when.end, self.zone, other.zone), other.when.end, 0)
        return _overlap(self.when.possible_days_in(other.zone, self.zone), _whole(other.when), 0)


def _seen(days: Days, zone: ZoneInfo | None, tz: ZoneInfo | None) -> Days:
    return days if zone is None or tz is None else days_elsewhere(days, tz, zone)


def _whole(when: When) -> Days:
    return Days(when.start.first, when.end.last)


def _overlap(one: Days, two: Days, margin: int) -> bool:
    return one.first - margin <= two.last and two.first - margin <= one.last


def statements_of(when: When, zone: ZoneInfo | None, sources: Sequence[Source]) -> tuple[Statement, ...]:
    """What the log says of the date of an event, and what each of its sources says that gives one."""
    stated = [Statement(each.when, zone_named(each.zone), each) for each in sources if each.when]
    return (Statement(when, zone), *stated)


def gravest(statements: Sequence[Statement]) -> Difference:
    """The gravest difference between any two statements."""
    found = [one.against(two) for one, two in combinations(statements, 2)]
    return max(found, key=lambda each: each.weight, default=Difference.NONE)


def doubtful_weekdays(when: When, sources: Sequence[Source]) -> Iterator[tuple[Source, WrongWeekday]]:
    """With each source, the dates in its title and quotation whose weekday is wrong."""
    for source in sources:
        year = (source.when or source.published or when).earliest.year
        for text in filter(None, (source.title, source.quote)):
            yield from ((source, wrong) for wrong in wrong_weekdays(text, year))
