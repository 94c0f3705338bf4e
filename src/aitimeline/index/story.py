"""What the records of one event or actor add up to, from each recorded time to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Told(NamedTuple):
    """A record, as far as it matters to what stands.

    Attributes:
        row: its number in the index.
        time: when it was recorded, in microseconds.
    """

    time: int
    rid: str
    row: int
    is_retraction: bool
    supersedes: tuple[str, ...]


class Standing(NamedTuple):
    """What stood from ``since`` up to ``until`` (None: still), in microseconds.

    Attributes:
        current: the head that is shown.
        stated: the record whose content is shown: where that was retracted, the last before; None if there is none.
        heads: the records that no other one supersedes.
        revision: 1 as first recorded, one more with each revision.
    """

    since: int
    until: int | None
    current: Told
    stated: Told | None
    heads: tuple[Told, ...]
    revision: int


class _Story:
    """Heads and revisions, kept from one record to the next."""

    def __init__(self) -> None:
        self.known: dict[str, Told] = {}
        self.superseded: set[str] = set()
        self.heads: list[Told] = []
        self.newest: Told | None = None
        self.last_stated: Told | None = None
        self.revisions: dict[str, int] = {}
        self.is_in_order = True

    def take(self, told: Told) -> None:
        """Take note of a record; they come in the order of the log."""
        if told.rid in self.superseded:  # by one with an earlier time: a clock was wrong
            self.is_in_order = False
        self.known[told.rid] = told
        self.superseded.update(told.supersedes)
        self.heads = [head for head in (*self.heads, told) if head.rid not in self.superseded]
        self.newest = told
        if not told.is_retraction:
            self.last_stated = told

    def revision(self, told: Told) -> int:
        """1, and one more for each known record that it replaces, directly or indirectly."""
        if not self.is_in_order:
            return 1 + len((self._ancestors(told) & self.known.keys()) - {told.rid})
        if told.rid not in self.revisions:
            before = told.supersedes
            only = self.known.get(before[0]) if len(before) == 1 else None
            if only is not None and only.rid in self.revisions:
                self.revisions[told.rid] = 1 + self.revisions[only.rid]
            else:
                self.revisions[told.rid] = 1 + len((self._ancestors(told) & self.known.keys()) - {told.rid})
        return self.revisions[told.rid]

    def _ancestors(self, told: Told) -> set[str]:
        seen: set[str] = set()
        waiting = list(told.supersedes)
        while waiting:
            rid = waiting.pop()
            if rid not in seen:
                seen.add(rid)
                waiting.extend(self.known[rid].supersedes if rid in self.known else ())
        return seen

    def standing(self, since: int, until: int | None) -> Standing:
        """What stands now; as ``model.history`` has it."""
        if self.newest is None:
            raise LookupError("no record yet")
        # Records that supersede each other in a ring can only be forged; the newest then stands for all.
        heads = tuple(self.heads) or (self.newest,)
        upright = [head for head in heads if not head.is_retraction]
        current = (upright or heads)[-1]
        stated = self.last_stated if current.is_retraction else current
        return Standing(since, until, current, stated, heads, self.revision(current))


def standings(told: Sequence[Told]) -> Iterator[Standing]:
    """What stood after each recorded time, of the records of one event or actor in any order."""
    story = _Story()
    ordered = sorted(told)
    for at, each in enumerate(ordered):
        story.take(each)
        following = ordered[at + 1].time if at + 1 < len(ordered) else None
        if following != each.time:  # what was recorded at one time came together
            yield story.standing(each.time, following)
