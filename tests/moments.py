"""Small dates for oracles: points and spans within twelve days, and every pair of days that each may stand for."""

from __future__ import annotations

from datetime import date
from itertools import product

from hypothesis import strategies as st

from aitimeline.model.day import Days
from aitimeline.model.when import When

FIRST = date(2023, 12, 1).toordinal()
Span = tuple[int, int]


@st.composite
def small_whens(draw: st.DrawFn) -> When:
    """Points and spans with imprecise ends, all within twelve days."""
    is_span = draw(st.booleans())
    a, b, c, d = sorted(draw(st.lists(st.integers(0, 11), min_size=4, max_size=4)))
    overlap = draw(st.booleans())
    start, end = (_days(a, c), _days(b, d)) if overlap else (_days(a, b), _days(c, d))
    return When("made up", start, end if is_span else start, is_span=is_span)


def _days(first: int, last: int) -> Days:
    return Days(FIRST + first, FIRST + last)


def spans(when: When) -> set[Span]:
    """All pairs of days from which to which it may have lasted."""
    starts, ends = (range(days.first, days.last + 1) for days in (when.start, when.end))
    if not when.is_span:
        return {(day, day) for day in starts}
    return {(start, end) for start, end in product(starts, ends) if start <= end}


def apart(one: Span, two: Span) -> int:
    """Days between two spans, counted on the fingers."""
    if set(range(one[0], one[1] + 1)) & set(range(two[0], two[1] + 1)):
        return 0
    return two[0] - one[1] if two[0] > one[1] else two[1] - one[0]
