"""Allen's thirteen relations between the times of two events.

Days are units: an event that lasts from one day to another fills both, and a point fills one. So one event *meets*
another that begins on the day after it ends; if a day lies between them, it is *before* it; if they share a day, they
*overlap*. Between two points on one day there is but *equals*.
"""

from __future__ import annotations

from enum import Enum
from itertools import product

from aitimeline.model.day import Days
from aitimeline.model.quality import USUAL, Margin
from aitimeline.model.when import When


class Relation(Enum):
    """What the first of two events is to the second."""

    BEFORE = "before"
    MEETS = "meets"
    OVERLAPS = "overlaps"
    STARTS = "starts"
    DURING = "during"
    FINISHES = "finishes"
    EQUALS = "equals"
    FINISHED_BY = "finished by"
    CONTAINS = "contains"
    STARTED_BY = "started by"
    OVERLAPPED_BY = "overlapped by"
    MET_BY = "met by"
    AFTER = "after"

    @property
    def converse(self) -> Relation:
        """What the second is to the first."""
        every = list(Relation)
        return every[len(every) - 1 - every.index(self)]


_FIRST, _LAST, _OTHER_FIRST, _OTHER_LAST = 1, 2, 3, 4
_ZERO = 0
_Bound = tuple[int, int, int]
"""``(a, b, days)``: ``a`` is at least ``days`` before ``b``."""
_RELATIONS: dict[Relation, tuple[_Bound, ...]] = {
    Relation.BEFORE: ((_LAST, _OTHER_FIRST, 2),),
    Relation.MEETS: ((_LAST, _OTHER_FIRST, 1), (_OTHER_FIRST, _LAST, -1)),
    Relation.OVERLAPS: ((_FIRST, _OTHER_FIRST, 1), (_OTHER_FIRST, _LAST, 0), (_LAST, _OTHER_LAST, 1)),
    Relation.STARTS: ((_FIRST, _OTHER_FIRST, 0), (_OTHER_FIRST, _FIRST, 0), (_LAST, _OTHER_LAST, 1)),
    Relation.DURING: ((_OTHER_FIRST, _FIRST, 1), (_LAST, _OTHER_LAST, 1)),
    Relation.FINISHES: ((_OTHER_FIRST, _FIRST, 1), (_LAST, _OTHER_LAST, 0), (_OTHER_LAST, _LAST, 0)),
    Relation.EQUALS: (
        *((_FIRST, _OTHER_FIRST, 0), (_OTHER_FIRST, _FIRST, 0)),
        *((_LAST, _OTHER_LAST, 0), (_OTHER_LAST, _LAST, 0)),
    ),
}
_TURNED = {_FIRST: _OTHER_FIRST, _LAST: _OTHER_LAST, _OTHER_FIRST: _FIRST, _OTHER_LAST: _LAST}
for _relation, _bounds in list(_RELATIONS.items()):
    _RELATIONS.setdefault(_relation.converse, tuple((_TURNED[a], _TURNED[b], days) for a, b, days in _bounds))


def relations(one: When, two: When, margin: Margin = USUAL) -> frozenset[Relation]:
    """Every relation that may hold; it is certain if there is only one.

    A set of dates that all hold counts as lasting from its first to its last. An open end is the first or last of
    all days, so that two events which are both still going on end together. What is in doubt (``?``) counts as stated.

    Args:
        one: the date of the first event.
        two: the date of the second.
        margin: how far off what is approximate (``~``) may be.
    """
    given = [*_bounds_of(one, margin, _FIRST, _LAST), *_bounds_of(two, margin, _OTHER_FIRST, _OTHER_LAST)]
    return frozenset(relation for relation, bounds in _RELATIONS.items() if _is_possible([*given, *bounds]))


def _bounds_of(when: When, margin: Margin, first: int, last: int) -> list[_Bound]:
    """What is known of the first and the last day of a date."""
    start, end = when.extent(margin)
    order = [(first, last, 0)] if when.is_span else [(first, last, 0), (last, first, 0)]
    return [*order, *_between(first, start), *_between(last, end)]


def _between(day: int, days: Days) -> tuple[_Bound, _Bound]:
    return (_ZERO, day, days.first), (day, _ZERO, -days.last)


def _is_possible(bounds: list[_Bound]) -> bool:
    """True if days can be found that keep all bounds: no chain of them puts a day before itself."""
    apart: dict[tuple[int, int], int] = {(each, each): 0 for each in range(5)}
    for a, b, days in bounds:
        apart[a, b] = max(apart.get((a, b), days), days)
    for middle, a, b in product(range(5), repeat=3):
        if (a, middle) in apart and (middle, b) in apart:
            through = apart[a, middle] + apart[middle, b]
            apart[a, b] = max(apart.get((a, b), through), through)
    return all(apart[each, each] <= 0 for each in range(5))
