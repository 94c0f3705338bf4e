"""What the records of one subject add up to: its heads, its current state, its revisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from aitimeline.model.error import ConflictError
from aitimeline.model.record import Record


def _agree(one: Record, two: Record) -> bool:
    if one.is_understood and two.is_understood:
        return (one.is_retraction, one.payload) == (two.is_retraction, two.payload)
    return False


class StaleHeadsError(ConflictError):
    """A change was made to an event or actor as it stood before others changed it.

    Attributes:
        history: what the log now holds.
        expected: the ids of the heads that the change was made to.
    """

    def __init__(self, message: str, history: History, expected: tuple[str, ...]) -> None:
        super().__init__(message)
        self.history = history
        self.expected = expected


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
        """True if it has heads that do not say the same, which a person must settle.

        Two people who record, correct or withdraw something alike agree; there is nothing to settle between them.
        """
        return any(not _agree(self.heads[0], head) for head in self.heads[1:])

    @property
    def head_ids(self) -> tuple[str, ...]:
        """The ids of the heads: what a revision names as seen, and replaces."""
        return tuple(head.id for head in self.heads)

    def ancestors(self, ids: Iterable[str]) -> set[str]:
        """These ids and all that their records replace, directly or indirectly."""
        by_id = {each.id: each for each in self.records}
        seen: set[str] = set()
        waiting = list(ids)
        while waiting:
            current = waiting.pop()
            if current not in seen:
                seen.add(current)
                waiting.extend(by_id[current].supersedes if current in by_id else ())
        return seen

    def since(self, ids: Iterable[str]) -> tuple[Record, ...]:
        """The records that somebody who saw these heads has not seen."""
        seen = self.ancestors(ids)
        return tuple(record for record in self.records if record.id not in seen)

    def revision(self, record: Record) -> int:
        """1 for a first record, and one more than it replaces, directly or indirectly, for a later one."""
        replaced = self.ancestors(record.supersedes) & {each.id for each in self.records}
        return 1 + len(replaced - {record.id})


def histories(records: Iterable[Record]) -> Mapping[str, History]:
    """Group records by subject, each with its heads; the keys come in order."""
    by_subject: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_subject[record.subject].append(record)
    return {subject: history_of(subject, by_subject[subject]) for subject in sorted(by_subject)}


def conflicts(records: Sequence[Record]) -> list[History]:
    """The histories of events, then of actors, whose heads contradict each other; of records that are understood."""
    found: list[History] = []
    for family in ("event", "actor"):
        of_family = histories(record for record in records if record.family == family and record.is_understood)
        found += [history for history in of_family.values() if history.is_in_conflict]
    return found


def history_of(key: str, same: Iterable[Record]) -> History:
    """The history that the records of one subject (one at least, in any order) make."""
    records = sorted(same, key=Record.sort_key)
    superseded = {each for record in records for each in record.supersedes}
    heads = tuple(record for record in records if record.id not in superseded)
    # Records that supersede each other in a ring can only be forged; the newest then stands for all.
    return History(key, tuple(records), heads or (records[-1],))
