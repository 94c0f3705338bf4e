"""What of a calendar is not taken, with the line and the reason: all of it is told, nothing dropped."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from attrs import define, field

MOST = 100_000
"""So many are kept one by one; of more, their number."""


class Listed(NamedTuple):
    """Something that is not taken.

    Attributes:
        line: where it begins.
        what: the component or property: ``VEVENT``, ``VTODO``, ``line``.
        reason: why.
    """

    line: int
    what: str
    reason: str


@define
class Listing:
    """All that is not taken of a file.

    Attributes:
        listed: what is no event that can be read, in the order in which that was seen.
        left_out: properties of events that were taken, or what else of them has no place in a log; how many there were.
        more: how many were listed beyond those that are kept.
    """

    listed: list[Listed] = field(factory=list)
    left_out: Counter[str] = field(factory=Counter)
    more: int = 0

    def add(self, line: int, what: str, reason: str) -> None:
        """List something."""
        if len(self.listed) < MOST:
            self.listed.append(Listed(line, what, reason))
        else:
            self.more += 1

    def in_order(self) -> list[Listed]:
        """What is listed, by line."""
        return sorted(self.listed)
