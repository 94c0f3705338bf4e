"""Who is a member of an alliance on a day, and which alliances somebody has joined or left.

Membership is no state that somebody keeps: it follows from events with dates and sources, in which actors have the
role of one who joins or leaves. Where these dates are imprecise, all days that they may be are thought through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from aitimeline.index.census import Advance, parts_of, quiet, watched
from aitimeline.index.condition import ALWAYS, Condition, all_of, has_facet
from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import BEGINNING
from aitimeline.model.key import fold
from aitimeline.query.pool import beginning_of
from aitimeline.query.view import View

BODY = ("subject", "alliance", None)
"""Roles of what is joined or left; None where no role is stated."""
JOINING = ("founder", "member", "joiner")
"""Roles of those who are members from the event on; who has several has the first of these."""
LEAVING = ("leaver", "former-member")
"""Roles of those who are members no more from the event on; who joins in the same event has left after it."""
ALLIANCE = "alliance"
"""The type of actors that are alliances, and the kind of events in which one is formed or changes."""


class Change(NamedTuple):
    """That an actor joins or leaves, on some day of those on which the event may have begun. They are in order of time.

    Attributes:
        leaves: True if it leaves, False if it joins; on one day leaving comes after joining.
        event: the event's key.
    """

    first: int
    last: int
    leaves: bool
    event: str
    role: str


class Stay(NamedTuple):
    """That an actor joined, and left after that; None where the log does not say so."""

    joined: Change | None
    left: Change | None


class Standing(NamedTuple):
    """Whether somebody is a member on a day.

    Attributes:
        is_member: True if it may be one.
        certain: False if that hangs on what imprecise dates turn out to be.
        has_left: True if it has certainly left by then, and not come back.
        change: that which is the last one by then, in order of time; of who may be a member, the last joining.
    """

    is_member: bool
    certain: bool
    has_left: bool
    change: Change | None


class Member(NamedTuple):
    """An actor that is a member on the day asked about, or may be one; ``since`` is when that stay began."""

    key: str
    type: str | None
    since: Change
    certain: bool


class Leaver(NamedTuple):
    """An actor that had left by the day asked about."""

    key: str
    change: Change


class Membership(NamedTuple):
    """The members of a body on a day.

    Attributes:
        members: in order of when they joined, then of roles, then of names.
        left: those that had certainly left by then, in order of when.
        is_known: False if no event says that anybody joined or left.
    """

    body: str
    day: int
    members: tuple[Member, ...]
    left: tuple[Leaver, ...]
    is_known: bool


class Alliance(NamedTuple):
    """A body that an actor has joined or left, and when; ``certain`` is None where no day was asked about."""

    body: str
    stay: Stay
    certain: bool | None


def members(
    timeline: Timeline,
    body: str,
    day: int,
    view: View,
    condition: Condition = ALWAYS,
    *,
    certain_only: bool = False,
    language: str = "en",
    advance: Advance = quiet,
) -> Membership:
    """Who is a member of a body, an alliance or any other organisation, on a day.

    The condition holds of the events in which somebody joins or leaves; ``certain_only`` leaves out who only may be in.
    """
    changes: dict[str, list[Change]] = {}
    for entry in watched(_entries(timeline, body, condition), advance):
        parts = _Parts.of(entry)
        if body in parts.bodies:
            for actor, change in parts.changes(beginning_of(entry, view)):
                changes.setdefault(actor, []).append(change)
    found, left = [], []
    for key, its in changes.items():
        standing = standing_on(day, its)
        if standing.is_member and standing.change and (standing.certain or not certain_only):
            since = stay_of(standing.change, its, day).joined or standing.change
            found.append(Member(key, _type(timeline, key), since, standing.certain))
        elif standing.has_left and standing.change:
            left.append(Leaver(key, standing.change))
    return Membership(
        body=body,
        day=day,
        members=tuple(sorted(found, key=lambda each: _rank(each, timeline.actor_name(each.key, language)))),
        left=tuple(sorted(left, key=lambda each: (each.change, each.key))),
        is_known=bool(changes),
    )


def _rank(member: Member, name: str) -> tuple[Any, ...]:
    since = member.since
    return since[:2], since.event, JOINING.index(since.role), fold(name), member.key


def alliances(timeline: Timeline, actor: str, view: View, day: int | None = None) -> tuple[Alliance, ...]:
    """The alliances that an actor has joined or left, in order of time; one that it came back to comes again.

    An alliance is what is of that type by its record; in an event of that kind without any such, its subject is one.
    With ``day`` they are those that it is, or may be, a member of on that day.
    """
    changes: dict[str, list[Change]] = {}
    known: set[str] = set()
    for entry in _entries(timeline, actor):
        parts = _Parts.of(entry)
        change = dict(parts.changes(beginning_of(entry, view))).get(actor)
        if change is not None:
            known.update(_alliances_in(parts, entry, timeline))
            for body in parts.bodies:
                changes.setdefault(body, []).append(change)
    found = [each for body in known for each in _stays_in(body, changes[body], day)]
    return tuple(sorted(found, key=lambda each: (each.stay.joined or each.stay.left, each.body)))


def _stays_in(body: str, changes: Sequence[Change], day: int | None) -> list[Alliance]:
    if day is None:
        return [Alliance(body, stay, None) for stay in stays(changes)]
    standing = standing_on(day, changes)
    if not standing.is_member or standing.change is None:
        return []
    return [Alliance(body, stay_of(standing.change, changes, day), standing.certain)]


def _alliances_in(parts: _Parts, entry: Entry, timeline: Timeline) -> Iterable[str]:
    typed = [body for body in parts.bodies if _type(timeline, body) == ALLIANCE]
    if typed or entry.data["kind"] != ALLIANCE:
        return typed
    return [body for body in parts.bodies if "subject" in parts.roles[body]]


class _Parts(NamedTuple):
    """Who takes part in an event: everybody's roles, and the keys of what is joined or left."""

    event: str
    roles: Mapping[str, set[str | None]]
    bodies: Sequence[str]

    @classmethod
    def of(cls, entry: Entry) -> _Parts:
        roles: dict[str, set[str | None]] = {}
        for part in parts_of(entry):
            roles.setdefault(part["actor"], set()).add(part.get("role") or None)
        bodies = [
            actor for actor, its in roles.items() if its.isdisjoint(JOINING + LEAVING) and not its.isdisjoint(BODY)
        ]
        return cls(entry.key, roles, bodies)

    def changes(self, days: tuple[int, int]) -> Iterator[tuple[str, Change]]:
        """Who joins or leaves; who does both has left in the end."""
        for actor, its in self.roles.items():
            for role in (*LEAVING, *JOINING):
                if role in its:
                    yield actor, Change(*days, role in LEAVING, self.event, role)
                    break


def _entries(timeline: Timeline, actor: str, condition: Condition = ALWAYS) -> Iterator[Entry]:
    """The events in which somebody takes part and anybody joins or leaves, in no order."""
    return timeline.entries(all_of([changes_with(actor), condition]))


def changes_with(actor: str) -> Condition:
    """Somebody takes part in an event, and anybody joins or leaves in it."""
    return all_of([has_facet("actor", [actor]), has_facet("role", JOINING + LEAVING)])


def _type(timeline: Timeline, key: str) -> str | None:
    data = timeline.actor_data(key)
    return data["type"] if data else None


def standing_on(day: int, changes: Sequence[Change]) -> Standing:
    """Whether somebody is a member on a day, from all days on which it may have joined or left.

    A change can be the last one by the day if it may lie there, and every other one may lie after the day, or before
    the change. For the latter it is best to lie as late as it may.
    """
    before = [each for each in changes if each.last <= day]
    joined, left = (
        max((each.first for each in before if each.leaves is leaves), default=BEGINNING - 1) for leaves in (False, True)
    )
    possible = [each for each in changes if each.first <= day and _can_be_last(each, day, joined, left)]
    joins = [each for each in possible if not each.leaves]
    is_sure = bool(before)
    return Standing(
        is_member=bool(joins),
        certain=is_sure and (not joins or len(joins) == len(possible)),
        has_left=is_sure and not joins,
        change=max(joins or possible, default=None),
    )


def _can_be_last(change: Change, day: int, joined: int, left: int) -> bool:
    """``joined`` and ``left`` are the latest of the first days of the changes that must lie by then."""
    latest = min(change.last, day)
    return joined <= latest and (left <= latest if change.leaves else left < latest)


def stays(changes: Iterable[Change]) -> list[Stay]:
    """When somebody joined and left, from changes in order of time; what says the same once more changes nothing."""
    found: list[Stay] = []
    for change in sorted(changes):
        is_in = bool(found) and found[-1].left is None
        if not change.leaves and not is_in:
            found.append(Stay(change, None))
        elif change.leaves and is_in:
            found[-1] = Stay(found[-1].joined, change)
        elif change.leaves and not found:
            found.append(Stay(None, change))
    return found


def stay_of(joined: Change, changes: Iterable[Change], day: int) -> Stay:
    """The stay in which a joining by a day stands, if it lies as late as it may."""
    latest = min(joined.last, day)
    moved = joined._replace(first=latest, last=latest)
    others = [each for each in changes if each != joined]
    found = [each for each in stays([*others, moved]) if each.joined is not None and each.joined <= moved][-1]
    return Stay(joined if found.joined == moved else found.joined, found.left)
