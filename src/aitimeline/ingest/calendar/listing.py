"""What of a calendar is not taken, or taken otherwise than it stands there: all of it is told, nothing dropped."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from attrs import define, field

MOST = 100_000
"""So many are kept one by one; of more, their number."""


class Listed(NamedTuple):
    """Something that is not taken, or not as it stands there.

    Attributes:
        line: where it begins.
        what: the component or property: ``VEVENT``, ``VTODO``, ``line``.
        reason: why, or how.
    """

    line: int
    what: str
    reason: str


@define
class Remarks:
    """What there is to say of an event that is taken.

    Attributes:
        left_out: properties of it, or what else of them has no place in a log; how many there were.
        notes: what was taken otherwise than it stands there.
    """

    left_out: Counter[str] = field(factory=Counter)
    notes: list[str] = field(factory=list)


@define
class Listing:
    """All that is not taken of a file, or not as it stands there.

    Attributes:
        listed: what is no event that can be read, in the order in which that was seen.
        noted: what was read or taken otherwise than it stands there.
        left_out: properties of events that were taken, or what else of them has no place in a log; how many there were.
        more: how many were listed beyond those that are kept.
    """

    listed: list[Listed] = field(factory=list)
    noted: list[Listed] = field(factory=list)
    left_out: Counter[str] = field(factory=Counter)
    more: int = 0

    def add(self, line: int, what: str, reason: str) -> None:
        """List something that is not taken."""
        if len(self.listed) < MOST:
            self.listed.append(Listed(line, what, reason))
        else:
            self.more += 1

    def note(self, line: int, what: str, how: str) -> None:
        """Say how something is taken."""
        self.noted.append(Listed(line, what, how))

    def remark(self, line: int, what: str, remarks: Remarks) -> None:
        """Say of an event that was taken what there is to say."""
        self.left_out.update(remarks.left_out)
        for how in remarks.notes:
            self.note(line, what, how)

    def in_order(self) -> list[Listed]:
        """What is listed, by line."""
        return sorted(self.listed)
