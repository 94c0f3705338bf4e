"""Questions of distance: what happened near an event, and how far apart two events are."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from aitimeline.index.condition import ALWAYS, Condition
from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.distance import Distance, distance
from aitimeline.model.error import BadInputError
from aitimeline.model.quality import USUAL, Margin
from aitimeline.query.view import View, window_near

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from aitimeline.model.relation import Relation


class Side(Enum):
    """Which side of an event is asked for."""

    BEFORE = "before"
    AFTER = "after"
    BOTH = "both"

    @classmethod
    def asked(cls, *, before: bool, after: bool) -> Side:
        """The side that two options ask for.

        Raises:
            BadInputError: they exclude each other.
        """
        if before and after:
            raise BadInputError("--before and --after exclude each other; give one, or neither for both sides")
        return cls.BEFORE if before else cls.AFTER if after else cls.BOTH


class Near(NamedTuple):
    """An event and its distance from the one that was asked about.

    ``certain`` is True if it lies within the asked days whatever its imprecise dates turn out to be.
    """

    entry: Entry
    days: Distance
    certain: bool


class Gap(NamedTuple):
    """Two events, the distance from the first to the second, and how they lie to each other.

    Attributes:
        possible: every one of Allen's relations that may hold, in the order of time; one, if that is certain.
    """

    first: Entry
    second: Entry
    days: Distance
    possible: tuple[Relation, ...]


def within(
    timeline: Timeline,
    origin: Entry,
    days: int,
    condition: Condition = ALWAYS,
    *,
    side: Side = Side.BOTH,
    certain_only: bool = False,
    tz: ZoneInfo | None = None,
    margin: Margin = USUAL,
) -> Iterator[Near]:
    """The events for which a condition holds and that lie, or may lie, at most ``days`` calendar days from ``origin``.

    ``origin`` is not in its own answer. What falls on the same day, or overlaps, is neither before nor after.

    Raises:
        BadInputError: ``days`` is negative.
    """
    if days < 0:
        raise BadInputError(f"cannot look within {days} days; give 0 or more, and --before for what came before")
    here = origin.when_in(tz)
    for entry in timeline.select(condition, window=window_near(View(tz, margin).hull(here), days, margin)):
        apart = distance(here, entry.when_in(tz), margin)
        certain = apart.must_be_within(days) and _surely_on(side, apart)
        if entry.key != origin.key and _can_be_within(side, apart, days) and (certain or not certain_only):
            yield Near(entry, apart, certain)


def _can_be_within(side: Side, apart: Distance, days: int) -> bool:
    nearest = 0 if side is Side.BOTH else 1
    before = side is not Side.AFTER and apart.low <= -nearest and apart.high >= -days
    after = side is not Side.BEFORE and apart.high >= nearest and apart.low <= days
    return days >= nearest and (before or after)


def _surely_on(side: Side, apart: Distance) -> bool:
    return side is Side.BOTH or (apart.high < 0 if side is Side.BEFORE else apart.low > 0)


def gap(first: Entry, second: Entry, tz: ZoneInfo | None = None, margin: Margin = USUAL) -> Gap:
    """How far the second event is from the first, and how they lie to each other."""
    from aitimeline.model.relation import Relation, relations  # noqa: PLC0415 -- 'within' asks for none

    one, two = first.when_in(tz), second.when_in(tz)
    found = relations(one, two, margin)
    return Gap(first, second, distance(one, two, margin), tuple(each for each in Relation if each in found))
