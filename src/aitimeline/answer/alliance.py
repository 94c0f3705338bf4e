"""Alliances as programs read them: who is a member on a day, and what somebody has joined or left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from aitimeline.answer.showing import Showing
from aitimeline.answer.value import said_by
from aitimeline.query.alliance import Alliance, Change, Member, Membership

if TYPE_CHECKING:
    from aitimeline.render.delimited import Cell

HEADINGS = (
    *("key", "name", "type", "role", "since_when", "since_zone", "since_key", "since_title"),
    *("publisher", "url", "certain"),
)
TYPE_HEADINGS = ("type", "members", "certain", "keys", "names")
ALLIANCE_HEADINGS = (
    *("key", "name", "role", "joined_when", "joined_zone", "joined_key", "joined_title"),
    *("left_when", "left_zone", "left_key", "left_title", "certain"),
)


def member_value(member: Member, showing: Showing) -> dict[str, Any]:
    """A member as a JSON object; ``type`` is null where the log has no record of it."""
    return {
        "key": member.key,
        "name": showing.name(member.key),
        "type": member.type,
        "role": member.since.role,
        "since": _change_value(member.since, showing),
        "certain": member.certain,
    }


def _change_value(change: Change | None, showing: Showing) -> dict[str, Any] | None:
    return showing.brief(change.event) if change else None


def type_values(found: Membership, showing: Showing) -> Iterator[dict[str, Any]]:
    """The members of each type as a JSON object, the type with the most first."""
    for kind, members in by_type(found.members):
        yield {
            "type": kind,
            "members": len(members),
            "certain": sum(each.certain for each in members),
            "actors": [member_value(each, showing) for each in members],
        }


def by_type(members: Iterable[Member]) -> list[tuple[str | None, list[Member]]]:
    """The members of each type, most first, those without a record last."""
    groups: dict[str | None, list[Member]] = {}
    for each in members:
        groups.setdefault(each.type, []).append(each)
    return sorted(groups.items(), key=lambda each: (each[0] is None, -len(each[1]), each[0] or ""))


def member_rows(members: Iterable[Member], showing: Showing) -> Iterator[tuple[Cell, ...]]:
    """Flat rows under ``HEADINGS``."""
    for each in members:
        entry = showing.entry(each.since.event)
        cited = said_by(entry) if entry else (None, None)
        facts = (each.key, showing.name(each.key), each.type, each.since.role)
        yield *facts, *_change_cells(each.since, showing), *cited, each.certain


def _change_cells(change: Change | None, showing: Showing) -> tuple[Cell, ...]:
    entry = showing.entry(change.event) if change else None
    if entry is None:
        return None, None, None, None
    return entry.when.edtf, entry.zone_name, entry.key, entry.title(showing.language)


def type_rows(found: Membership, showing: Showing) -> Iterator[tuple[Cell, ...]]:
    """Flat rows under ``TYPE_HEADINGS``."""
    for kind, members in by_type(found.members):
        keys, names = "; ".join(each.key for each in members), "; ".join(showing.name(each.key) for each in members)
        yield kind, len(members), sum(each.certain for each in members), keys, names


def alliance_value(alliance: Alliance, showing: Showing) -> dict[str, Any]:
    """An alliance that somebody joined or left, as a JSON object; null is what the log does not say."""
    stay = alliance.stay
    return {
        "key": alliance.body,
        "name": showing.name(alliance.body),
        "role": role_in(alliance),
        "joined": _change_value(stay.joined, showing),
        "left": _change_value(stay.left, showing),
        "certain": alliance.certain,
    }


def role_in(alliance: Alliance) -> str | None:
    """The role in which somebody joined, or else left."""
    change = alliance.stay.joined or alliance.stay.left
    return change.role if change else None


def alliance_rows(alliances: Iterable[Alliance], showing: Showing) -> Iterator[tuple[Cell, ...]]:
    """Flat rows under ``ALLIANCE_HEADINGS``."""
    for each in alliances:
        ends = (_change_cells(change, showing) for change in (each.stay.joined, each.stay.left))
        joined, left = ends
        yield each.body, showing.name(each.body), role_in(each), *joined, *left, each.certain
