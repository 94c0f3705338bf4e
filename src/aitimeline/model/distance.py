"""How many days lie between two dates, and how sure that is."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from aitimeline.model.when import When


@frozen
class Distance:
    """Signed calendar days from one date to another: negative before, 0 where they overlap.

    ``low`` and ``high`` differ where a date is imprecise: every distance between them is possible.
    """

    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        """True if only one distance is possible."""
        return self.low == self.high

    def can_be_within(self, days: int) -> bool:
        """True if some possible distance is at most ``days``, either way."""
        return self.low <= days and self.high >= -days

    def must_be_within(self, days: int) -> bool:
        """True if every possible distance is at most ``days``, either way."""
        return -days <= self.low and self.high <= days

    def to_json(self) -> int | list[int]:
        """The number of days, or ``[low, high]``."""
        return self.low if self.is_exact else [self.low, self.high]


def distance(origin: When, other: When) -> Distance:
    """Days from ``origin`` to ``other``, counted between their nearest ends."""
    return Distance(
        _between(origin.start.last, origin.end.last, other.start.first, other.end.first),
        _between(origin.start.first, origin.end.first, other.start.last, other.end.last),
    )


def _between(start: date, end: date, other_start: date, other_end: date) -> int:
    """Days from the span ``start..end`` to the span ``other_start..other_end``."""
    after = (other_start - end).days
    before = (other_end - start).days
    return after if after > 0 else min(before, 0)
