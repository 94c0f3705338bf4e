"""What has to be done so that a calendar holds what it should. Pure: nothing here knows of a network.

Whose a resource is decides all: only what this log has put into the calendar is ever replaced or removed.

- It carries X-AITIMELINE-KEY, and its UID or its key is one of the log: ours.
- It carries none, as some servers drop what they do not know, but its UID is one that the log has made: ours.
- It carries none, and the log has its UID from a calendar that was imported: it may well be that calendar's own event,
  so it is ours only if it is still as it was when it was last pushed from here.
- It carries X-AITIMELINE-KEY, but neither its UID nor its key is known: another timeline's. Only ``prune`` takes it.
- All else is foreign.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import StrEnum

from attrs import field, frozen


class Kind(StrEnum):
    """What is done to a resource."""

    CREATE = "create"
    UPDATE = "update"
    REMOVE = "remove"


@frozen
class Held:
    """A resource on the server.

    Attributes:
        href: its address, as the server names it.
        etag: which version of it this is; None where the server does not say.
        uids: the UIDs of its events; a resource in order has one.
        key: the key that this program has marked it with, if it has.
        digest: of what it says; empty where it is no calendar object that can be read.
        stamp: its DTSTAMP.
    """

    href: str
    etag: str | None
    uids: tuple[str, ...]
    key: str | None = None
    digest: str = ""
    stamp: str = ""


@frozen
class Wanted:
    """An event that should be in the calendar.

    Attributes:
        uid: its UID.
        key: its key in the log.
        digest: of what the resource is to say.
        stamp: its DTSTAMP.
        place: where the bytes of the resource are kept: offset and length.
    """

    uid: str
    key: str
    digest: str
    stamp: str = ""
    place: tuple[int, int] = (0, 0)


@frozen
class Remembered:
    """What was pushed of an event, and what the server then gave back: both as digests."""

    sent: str
    served: str


@frozen
class Ownership:
    """What tells our resources from others.

    Attributes:
        made: UIDs that the log has made itself, those of withdrawn events too.
        imported: UIDs that the log has from calendars.
        has_key: whether an event of the log has this key.
        remembered: by UID, what was pushed from this machine.
        prune: whether what another timeline has put there is taken for ours.
    """

    made: Collection[str] = frozenset()
    imported: Collection[str] = frozenset()
    has_key: Callable[[str], bool] = lambda _: False
    remembered: Mapping[str, Remembered] = field(factory=dict)
    prune: bool = False

    def owns(self, held: Held) -> bool:
        """True of a resource that this log has put into the calendar."""
        if len(held.uids) != 1:
            return False
        (uid,) = held.uids
        if held.key is not None:
            return self.prune or uid in self.made or uid in self.imported or self.has_key(held.key)
        known = self.remembered.get(uid)
        return uid in self.made or (known is not None and known.served == held.digest)


@frozen
class Change:
    """Something to do.

    Attributes:
        held: what is there; None where something is created.
        wanted: what should be; None where something is removed.
        is_edited: somebody else seems to have changed what is there.
    """

    kind: Kind
    uid: str
    key: str
    held: Held | None = None
    wanted: Wanted | None = None
    is_edited: bool = False


@frozen
class Plan:
    """All that is to be done, and what is left as it is.

    Attributes:
        changes: in the order in which they are made: what is created and updated, then what is removed.
        kept: the UIDs of the events that are in the calendar as they should be.
        foreign: how many resources are somebody else's.
        others: how many of these are another timeline's.
        blocked: the keys of events whose UID the calendar has in a resource that is not ours.
        doubled: the keys of events that have the UID of another one.
    """

    changes: tuple[Change, ...] = ()
    kept: tuple[str, ...] = ()
    foreign: int = 0
    others: int = 0
    blocked: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()

    def count(self, kind: Kind) -> int:
        """How many changes are of a kind."""
        return sum(change.kind is kind for change in self.changes)


def make_plan(held: Iterable[Held], wanted: Iterable[Wanted], ownership: Ownership) -> Plan:
    """What is to be done so that of what is ours, the calendar holds what is wanted and nothing else."""
    ours, foreign = _sorted_out(held, ownership)
    taken = {uid for each in foreign for uid in each.uids}
    changes: list[Change] = []
    kept: list[str] = []
    blocked: list[str] = []
    doubled: list[str] = []
    seen: set[str] = set()
    for each in wanted:
        if each.uid in seen:
            doubled.append(each.key)
            continue
        seen.add(each.uid)
        copies = ours.pop(each.uid, [])
        if not copies and each.uid in taken:
            blocked.append(each.key)
            continue
        change = _change(copies, each, ownership)
        if change is None:
            kept.append(each.uid)
        else:
            changes.append(change)
        if copies[1:]:
            ours[each.uid] = copies[1:]
    return Plan(
        (*changes, *_removals(ours)),
        tuple(kept),
        len(foreign),
        sum(each.key is not None for each in foreign),
        tuple(blocked),
        tuple(doubled),
    )


def _sorted_out(held: Iterable[Held], ownership: Ownership) -> tuple[dict[str, list[Held]], list[Held]]:
    """Our resources by UID, and all others.

    Of several with one UID, which a calendar ought not to have (RFC 4791 4.1), those without our mark are not taken for
    copies of ours.
    """
    ours: dict[str, list[Held]] = {}
    foreign: list[Held] = []
    for each in held:
        if ownership.owns(each):
            ours.setdefault(each.uids[0], []).append(each)
        else:
            foreign.append(each)
    for uid, copies in ours.items():
        if copies[1:]:
            marked = [each for each in copies if each.key is not None] or copies[:1]
            foreign += [each for each in copies if each not in marked]
            ours[uid] = marked
    return ours, foreign


def _change(copies: list[Held], wanted: Wanted, ownership: Ownership) -> Change | None:
    """What makes one of these say what is wanted: that which does, if any, is brought to the front."""
    if not copies:
        return Change(Kind.CREATE, wanted.uid, wanted.key, None, wanted)
    known = ownership.remembered.get(wanted.uid)
    same = {wanted.digest}
    if known is not None and known.sent == wanted.digest:
        same.add(known.served)
    copies.sort(key=lambda each: (each.digest not in same, each.href))
    first = copies[0]
    if first.digest in same:
        return None
    is_edited = first.stamp == wanted.stamp if known is None else first.digest not in (known.sent, known.served)
    return Change(Kind.UPDATE, wanted.uid, wanted.key, first, wanted, is_edited)


def _removals(ours: Mapping[str, Sequence[Held]]) -> Iterable[Change]:
    for uid, copies in ours.items():
        for each in copies:
            yield Change(Kind.REMOVE, uid, each.key or uid, each)


def anew(change: Change, held: Held | None, ownership: Ownership) -> Change | None:
    """The same change, now that the resource has turned out to be another one, or gone (None).

    None where there is nothing to do any more, and where it has become somebody else's.
    """
    there = [] if held is None else [held]
    if there and (not ownership.owns(there[0]) or there[0].uids != (change.uid,)):
        return None
    made = make_plan(there, [] if change.wanted is None else [change.wanted], ownership)
    return next(iter(made.changes), None)
