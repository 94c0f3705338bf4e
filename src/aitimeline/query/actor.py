"""Who takes part in what: all actors of a query, and the one that bears a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aitimeline.index.census import Advance, Tally, all_tallies, quiet, tallies
from aitimeline.index.condition import Condition, has_facet
from aitimeline.index.timeline import Timeline
from aitimeline.model.error import BadInputError, NoSuchEventError
from aitimeline.model.key import fold, meant

SORTS = ("count", "name", "first", "last")
"""Orders of actors: those with most events first, by name, by their first and by their last event."""


def actors(
    timeline: Timeline,
    condition: Condition | None,
    *,
    sort: str = "count",
    reverse: bool = False,
    language: str = "en",
    advance: Advance = quiet,
) -> list[Tally]:
    """The actors of the events for which a condition holds, in one of ``SORTS``, that ends with the key.

    With None as condition all actors of the log are given, also those of no event.
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
    """The key of the actor that bears a name, in any language; one whose key is that name comes first.

    Raises:
        BadInputError: several bear it; the message gives their keys.
        NoSuchEventError: nobody does; the message gives the nearest names.
    """
    words = timeline.words
    there = [key for key in {name, *words.actors_named(name)} if _is_there(timeline, key)]
    found = meant(name, there, timeline.first_names)
    if len(found) == 1:
        return found[0]
    if found:
        raise BadInputError(f"{name!r} is a name of several actors; give the key of one: {', '.join(found)}")
    from aitimeline.index.nearest import did_you_mean  # noqa: PLC0415 -- only a mistyped name needs it

    then = "" if timeline.as_of is None else " at that time"
    raise NoSuchEventError(f"no actor has the name {name!r}{then}{did_you_mean(fold(name), words.names)}")


def namesakes(timeline: Timeline, name: str, key: str) -> list[str]:
    """The keys of the others that bear a name, in order."""
    return sorted(each for each in timeline.words.actors_named(name) if each != key and _is_there(timeline, each))


def _is_there(timeline: Timeline, key: str) -> bool:
    return timeline.actor_data(key) is not None or any(timeline.select(has_facet("actor", [key]), limit=1))
