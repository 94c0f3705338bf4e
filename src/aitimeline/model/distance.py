"""How many days lie between two dates, and how sure that is."""

from __future__ import annotations

from typing import NamedTuple

from aitimeline.model.day import FINISH
from aitimeline.model.quality import USUAL, Extent, Margin
from aitimeline.model.when import When

_FAR = FINISH // 2


class Distance(NamedTuple):
    """Signed calendar days from one date to another: negative before, 0 where they overlap.

    ``low`` and ``high`` differ where a date is imprecise: every distance is between them. Where a date may lie
    anywhere on one side, they are farther than any date can be (``least`` and ``greatest`` are None then).
    ``is_doubted`` says that a source is in doubt of a date (``?``): nothing is certain then.
    """

    low: int
    high: int
    is_doubted: bool = False

    @property
    def is_exact(self) -> bool:
        """True if only one distance is possible."""
        return self.low == self.high

    @property
    def is_certain(self) -> bool:
        """True if only one distance is possible, and no date is in doubt."""
        return self.is_exact and not self.is_doubted

    @property
    def least(self) -> int | None:
        """The least possible number of days; None if there is no least."""
        return None if self.low < -_FAR else self.low

    @property
    def greatest(self) -> int | None:
        """The greatest possible number of days; None if there is no greatest."""
        return None if self.high > _FAR else self.high

    def must_be_within(self, days: int) -> bool:
        """True if every possible distance is at most ``days``, either way, and no date is in doubt."""
        return not self.is_doubted and -days <= self.low and self.high <= days

    def to_json(self) -> int | list[int | None]:
        """The number of days, or ``[low, high]``, with None where there is no end."""
        return self.low if self.is_exact else [self.least, self.greatest]


def distance(origin: When, other: When, margin: Margin = USUAL) -> Distance:
    """Days from ``origin`` to ``other``, counted between their nearest ends.

    Args:
        origin: where to count from.
        other: where to count to.
        margin: how far off what is approximate (``~``) may be.
    """
    ranges = [_range(mine, theirs) for mine in origin.extents(margin) for theirs in other.extents(margin)]
    low, high = ranges[0] if len(ranges) == 1 else _nearest(ranges)
    return Distance(low, high, origin.is_uncertain or other.is_uncertain)


def _range(origin: Extent, other: Extent) -> tuple[int, int]:
    """The least and the greatest distance of what may have begun and ended on these days."""
    (start, end), (other_start, other_end) = origin, other
    return (
        _between(start.last, end.last, other_start.first, other_end.first),
        _between(start.first, end.first, other_start.last, other_end.last),
    )


def _between(start: int, end: int, other_start: int, other_end: int) -> int:
    """Days from the span ``start..end`` to the span ``other_start..other_end``."""
    after = other_start - end
    return after if after > 0 else min(other_end - start, 0)


def _nearest(ranges: list[tuple[int, int]]) -> tuple[int, int]:
    """The range of the distance that is the nearest of several; each may be anything in its own range.

    One of them is never farther than its farthest, so nothing beyond the nearest farthest counts.
    """
    farthest = min(max(-low, high) for low, high in ranges)
    near = [(max(low, -farthest), min(high, farthest)) for low, high in ranges]
    possible = [(low, high) for low, high in near if low <= high]
    return min(low for low, _ in possible), max(high for _, high in possible)
