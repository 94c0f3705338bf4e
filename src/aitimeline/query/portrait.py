"""An actor closely: what it is, what it takes part in, what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import frozen

from aitimeline.index.census import Advance, company, quiet
from aitimeline.index.condition import has_facet
from aitimeline.index.entry import Entry
from aitimeline.index.listing import date_seen
from aitimeline.index.timeline import Timeline
from aitimeline.model.when import When
from aitimeline.query.alliance import Alliance, alliances
from aitimeline.query.camp import Claim, claims_of
from aitimeline.query.series import Reading, figures
from aitimeline.query.view import View

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

COMPANIONS = 10
FIGURES = 10
Sources = Sequence[Mapping[str, Any]]


class Bond(NamedTuple):
    """That an actor is part of another, or was made by it: the other's key, the time, and who says so."""

    actor: str
    when: When | None
    zone: str | None
    sources: Sources


class LaterName(NamedTuple):
    """That an actor has other names from a day on, by language, and who says so."""

    names: dict[str, list[str]]
    when: When
    zone: str | None
    sources: Sources


@frozen
class Description:
    """What the record of an actor says, and what those of others say of their ties to it.

    Attributes:
        type: None where the log has no record of it, as are the names.
        names: by language.
        parts: the keys of those that are part of it.
        products: the keys of what it made.
    """

    key: str
    type: str | None
    names: dict[str, list[str]] | None
    renamed: tuple[LaterName, ...]
    part_of: tuple[Bond, ...]
    made_by: tuple[Bond, ...]
    parts: tuple[str, ...]
    products: tuple[str, ...]
    camps: tuple[Claim, ...]


@frozen
class Portrait:
    """An actor, and what it takes part in.

    Attributes:
        roles: in which roles, each with the number of events, the most first; None where no role is stated.
        companions: with whom it takes part in most events, at most ten, each with their number.
        newest: the last of these events, in order of time.
        alliances: what it has joined or left, in order of time.
        figures: what was stated of it, at most ten values, those of the last periods.
    """

    description: Description
    events: int
    first: Entry | None
    last: Entry | None
    roles: tuple[tuple[str | None, int], ...]
    companions: tuple[tuple[str, int], ...]
    newest: tuple[Entry, ...]
    alliances: tuple[Alliance, ...]
    figures: tuple[Reading, ...]


def portrait(timeline: Timeline, key: str, newest: int | None, view: View, advance: Advance = quiet) -> Portrait:
    """An actor with so many of its newest events, or with all of them; ``view`` is how dates are seen."""
    condition = has_facet("actor", [key])
    found = company(timeline, key, advance)
    return Portrait(
        description=description(timeline, key),
        events=found.events,
        first=next(timeline.select(condition, limit=1), None),
        last=next(timeline.select(condition, limit=1, reverse=True), None),
        roles=_most(found.roles.items()),
        companions=_most(found.others.items())[:COMPANIONS],
        newest=tuple(timeline.select(condition, limit=newest, reverse=True))[::-1],
        alliances=alliances(timeline, key, view),
        figures=_figures(timeline, key),
    )


def _figures(timeline: Timeline, key: str) -> tuple[Reading, ...]:
    """The last values that were stated of an actor, in order of their series."""
    own = (each for each in figures(timeline, has_facet("actor", [key])) if key in each.mark.series.subjects)
    last = nlargest(FIGURES, own, key=lambda each: (each.mark.days.last, each.mark.days.first, each.mark))
    return tuple(sorted(last, key=lambda each: each.mark))


def description(timeline: Timeline, key: str) -> Description:
    """What an actor is."""
    data = timeline.actor_data(key)
    said: Mapping[str, Any] = data or {}
    tied = timeline.words.actors_with
    return Description(
        key=key,
        type=said.get("type"),
        names=dict(sorted(said["names"].items())) if data else None,
        renamed=_later_names(said, timeline.tz),
        part_of=_bonds(said.get("part_of")),
        made_by=_bonds(said.get("made_by")),
        parts=tuple(sorted(tied("part_of", key))),
        products=tuple(sorted(tied("made_by", key))),
        camps=claims_of(said, timeline.tz),
    )


def _bonds(stated: Iterable[Mapping[str, Any]] | None) -> tuple[Bond, ...]:
    return tuple(
        Bond(each["actor"], each.get("when") and When.parse(each["when"]), each.get("zone"), each.get("sources") or ())
        for each in stated or ()
    )


def _later_names(said: Mapping[str, Any], tz: ZoneInfo | None) -> tuple[LaterName, ...]:
    found = [
        LaterName(
            dict(sorted(each["names"].items())),
            date_seen(each["when"], each.get("zone"), tz),
            each.get("zone"),
            each.get("sources") or (),
        )
        for each in said.get("renamed") or ()
    ]
    return tuple(sorted(found, key=lambda each: (each.when.start.first, each.when.end.last)))


def _most(counts: Iterable[tuple[Any, int]]) -> tuple[tuple[Any, int], ...]:
    return tuple(sorted(counts, key=lambda each: (-each[1], each[0] or "")))


def roles_of(entry: Entry, key: str) -> Sequence[str]:
    """The roles that an actor has in an event."""
    parts = entry.data.get("actors", ())
    return [part["role"] for part in parts if part["actor"] == key and part.get("role")]
