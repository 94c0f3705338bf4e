"""Who takes part in what: all actors of a query, and one of them closely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from attrs import frozen

from aitimeline.index.census import Advance, Tally, all_tallies, parts_of, quiet, tallies, watched
from aitimeline.index.condition import Condition, has_facet
from aitimeline.index.entry import COLUMNS, Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.error import BadInputError, NoSuchEventError
from aitimeline.model.key import fold

COMPANIONS = 10
SORTS = ("count", "name", "first", "last")
"""Orders of actors: those with most events first, by name, by their first and by their last event."""


@frozen
class Portrait:
    """An actor, and what it takes part in.

    Attributes:
        names: its names by language, as its record has them; None where the log has no record of it.
        events: how many events it takes part in.
        roles: in which roles, each with the number of events, the most first; None where no role is stated.
        companions: with whom it takes part in most events, at most ten, each with their number.
        newest: the last of these events, in order of time.
    """

    key: str
    type: str | None
    names: dict[str, list[str]] | None
    events: int
    first: Entry | None
    last: Entry | None
    roles: tuple[tuple[str | None, int], ...]
    companions: tuple[tuple[str, int], ...]
    newest: tuple[Entry, ...]


def actors(
    timeline: Timeline,
    condition: Condition | None,
    *,
    sort: str = "count",
    reverse: bool = False,
    language: str = "en",
    advance: Advance = quiet,
) -> list[Tally]:
    """The actors that take part in the events for which a condition holds, in an order that ends with the key.

    Args:
        timeline: where they are looked for.
        condition: what must hold; with None all actors of the log are given, also those of no event.
        sort: one of ``SORTS``.
        reverse: from the last to the first.
        language: that of names.
        advance: told of how many events were looked at.
    """
    found = all_tallies(timeline, advance) if condition is None else tallies(timeline, condition, advance)
    return sorted(found, key=_order(sort, timeline, language), reverse=reverse)


def _order(sort: str, timeline: Timeline, language: str) -> Callable[[Tally], Any]:
    if sort == "name":
        return lambda tally: (fold(timeline.actor_name(tally.actor, language)), tally.actor)
    if sort == "count":
        return lambda tally: (-tally.events, tally.actor)
    is_first = sort == "first"
    return lambda tally: (not tally.events, (tally.first if is_first else tally.last) or (), tally.actor)


def actor_named(timeline: Timeline, name: str) -> str:
    """The key of the actor that bears a name, in any language; a key that is written exactly so comes first.

    Raises:
        BadInputError: several bear it; the message gives their keys.
        NoSuchEventError: nobody does; the message gives the nearest names.
    """
    words = timeline.words
    found = sorted(key for key in {name, *words.actors_named(name)} if _is_there(timeline, key))
    if name in found or len(found) == 1:
        return name if name in found else found[0]
    if found:
        raise BadInputError(f"{name!r} is a name of several actors; give the key of one: {', '.join(found)}")
    from aitimeline.index.nearest import did_you_mean  # noqa: PLC0415 -- only a mistyped name needs it

    then = "" if timeline.as_of is None else " at that time"
    raise NoSuchEventError(f"no actor has the name {name!r}{then}{did_you_mean(fold(name), words.names)}")


def _is_there(timeline: Timeline, key: str) -> bool:
    return timeline.actor_data(key) is not None or any(timeline.select(has_facet("actor", [key]), limit=1))


def portrait(timeline: Timeline, key: str, newest: int | None, advance: Advance = quiet) -> Portrait:
    """An actor with so many of its newest events, or with all of them."""
    condition = has_facet("actor", [key])
    roles: Counter[str | None] = Counter()
    companions: Counter[str] = Counter()
    number = 0
    for row in watched(timeline.rows(COLUMNS, condition, led_by=condition), advance):
        number += 1
        parts = parts_of(Entry(*row))
        roles.update({part.get("role") or None for part in parts if part["actor"] == key})
        companions.update({part["actor"] for part in parts})
    del companions[key]
    data = timeline.actor_data(key)
    return Portrait(
        key=key,
        type=data["type"] if data else None,
        names=dict(sorted(data["names"].items())) if data else None,
        events=number,
        first=next(timeline.select(condition, limit=1), None),
        last=next(timeline.select(condition, limit=1, reverse=True), None),
        roles=_most(roles.items()),
        companions=_most(companions.items())[:COMPANIONS],
        newest=tuple(timeline.select(condition, limit=newest, reverse=True))[::-1],
    )


def _most(counts: Iterable[tuple[Any, int]]) -> tuple[tuple[Any, int], ...]:
    return tuple(sorted(counts, key=lambda each: (-each[1], each[0] or "")))


def roles_of(entry: Entry, key: str) -> Sequence[str]:
    """The roles that an actor has in an event."""
    parts = entry.data.get("actors", ())
    return [part["role"] for part in parts if part["actor"] == key and part.get("role")]
