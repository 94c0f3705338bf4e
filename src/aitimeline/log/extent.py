"""How far a segment was read, and the rule by which what was made of it may be believed.

The stamp is that of the descriptor that was read. Where a later one is equal, and was settled when it was taken, the
bytes are what they were. In any other case the bytes that were read are hashed once more (``prefix``): if they are the
same, reading goes on behind them.
"""

from __future__ import annotations

from typing import NamedTuple

from aitimeline.log.disk import Stamp


class Extent(NamedTuple):
    """How far a segment was read, and by what that is known again.

    Attributes:
        stamp: what the segment was when it was read; None if it could not be.
        is_settled: whether the same stamp means the same bytes.
        seen: how many bytes were looked at, with what stood behind the last newline.
        offset: where the last whole line ends.
        lines: how many lines that is.
        hashes: SHA-256 of each block of the bytes before the offset, one after the other.
    """

    stamp: Stamp | None = None
    is_settled: bool = False
    seen: int = 0
    offset: int = 0
    lines: int = 0
    hashes: bytes = b""

    def is_believed(self, now: Stamp | None) -> bool:
        """True if what was read is what stands there, by the stamp alone."""
        return self.is_settled and self.stamp is not None and self.stamp == now

    def is_current(self, now: Stamp | None) -> bool:
        """True if there is nothing else in the segment either."""
        return self.is_believed(now) and now is not None and self.seen == now.size

    def grown(self, before: Stamp, after: Stamp) -> Extent | None:
        """It after an append of our own, before and after which the segment was so; None if it can't be told."""
        if not before.size and not self.seen:  # of a segment that was empty everything is known
            return Extent(after, is_settled=True)
        return self._replace(stamp=after) if self.is_believed(before) else None
