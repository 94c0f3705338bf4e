"""What the records of one subject add up to: its heads, its current state, its revisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from attrs import frozen

from aitimeline.model.record import Record


@frozen
class History:
    """All records of one event or actor, in the order of the log.

    Attributes:
        records: sorted by recorded time, then id.
        heads: those that no other one supersedes; two or more are a conflict.
    """

    key: str
    records: tuple[Record, ...]
    heads: tuple[Record, ...]

    @property
    def current(self) -> Record:
        """The head that is shown: the newest, but while any head still stands no retraction."""
        standing = [head for head in self.heads if not head.is_retraction]
        return (standing or list(self.heads))[-1]

    @property
    def is_retracted(self) -> bool:
        """True if it was withdrawn, with no head to the contrary."""
        return self.current.is_retraction

    @property
    def is_in_conflict(self) -> bool:
        """True if it has two heads or more, which a person must settle."""
        return len(self.heads) > 1

    def revision(self, record: Record) -> int:
        """1 for a first record, and one more than it replaces, directly or indirectly, for a later one."""
        by_id = {each.id: each for each in self.records}
        seen: set[str] = set()
        waiting = list(record.supersedes)
        while waiting:
            superseded = by_id.get(waiting.pop())
            if superseded and superseded.id not in seen:
                seen.add(superseded.id)
                waiting.extend(superseded.supersedes)
        return 1 + len(seen - {record.id})


def histories(records: Iterable[Record]) -> Mapping[str, History]:
    """Group records by subject, each with its heads; the keys come in order."""
    by_subject: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_subject[record.subject].append(record)
    return {subject: _history(subject, by_subject[subject]) for subject in sorted(by_subject)}


def _history(key: str, records: list[Record]) -> History:
    records.sort(key=Record.sort_key)
    superseded = {each for record in records for each in record.supersedes}
    heads = tuple(record for record in records if record.id not in superseded)
    # Records that supersede each other in a ring can only be forged; the newest then stands for all.
    return History(key, tuple(records), heads or (records[-1],))
