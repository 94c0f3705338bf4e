"""Camps: in which ones events and actors are said to stand, by whom, and what those who are said to launched.

That something is open or closed is a claim with a date and a source, and others may claim otherwise. What is claimed
of an event itself goes before what is claimed of its actors: Gemma is open, whatever is said of Google.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import frozen

from aitimeline.index.condition import ALWAYS, Condition, all_of, any_of, has_facet, none_of, takes_part
from aitimeline.index.entry import Entry
from aitimeline.index.listing import date_seen
from aitimeline.index.timeline import Timeline
from aitimeline.model.error import BadInputError, NoSuchEventError
from aitimeline.model.history import History
from aitimeline.model.key import fold
from aitimeline.model.when import When
from aitimeline.query.actor import actor_named

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

LAUNCHING = ("developer", "provider", "announcer", "founder", "host", None)
"""Roles of who launches something; None where no role is stated."""
OPPOSED = ("open", "closed")
"""Camps that nothing can stand in at once."""
NO_LAUNCH = ("investment", "leadership", "litigation", "market")
"""Kinds of events in which nothing is launched, whoever announces them."""
LAUNCHED = ("product", "model", "alliance")
"""Types of actors that are launched, in events whose ``subject`` they are."""


class Claim(NamedTuple):
    """That sources put something in a camp: ``when`` they say so, or the time of which they do."""

    camp: str
    when: When
    zone: str | None
    sources: Sequence[Mapping[str, Any]]

    def sort_key(self) -> tuple[int, int, str]:
        """In order of their dates."""
        return self.when.start.first, self.when.end.last, self.camp


@frozen
class Stand:
    """An actor that is said to stand in a camp.

    Attributes:
        claims: those of this camp, in order of their dates.
        others: those of other camps.
        type: its type; None where the log has no record of it.
        launched: the events in which it launched something, in order of time, as many as were asked for.
        has_more: True if there are more of them.
    """

    key: str
    claims: tuple[Claim, ...]
    others: tuple[Claim, ...]
    type: str | None
    launched: tuple[Entry, ...]
    has_more: bool


@frozen
class Said:
    """An event that is itself said to stand in a camp: the claims that it does, and that it stands in others."""

    entry: Entry
    claims: tuple[Claim, ...]
    others: tuple[Claim, ...]


@frozen
class Outline:
    """A camp, in short.

    Attributes:
        actors: the keys of the actors that are said to stand in it, in order.
        said: how many events are themselves said to, of those for which the condition holds.
        events: how many events stand in it, by what is claimed of them or of their actors, of the same.
        sources: who claims it, in order of the dates of their claims.
        contested: the keys of those actors of which an opposed camp is claimed too.
    """

    camp: str
    actors: tuple[str, ...]
    said: int
    events: int
    sources: tuple[str, ...]
    contested: tuple[str, ...]


def claims_of(data: Mapping[str, Any], tz: ZoneInfo | None) -> tuple[Claim, ...]:
    """The claims that the data of an event or actor have, in order of their dates as they are seen from ``tz``."""
    stated = (
        Claim(each["camp"], date_seen(each["when"], each.get("zone"), tz), each.get("zone"), each.get("sources") or ())
        for each in data.get("camps") or ()
    )
    return tuple(sorted(stated, key=Claim.sort_key))


def claimants(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Who makes claims, by the publishers of their sources or else by the addresses, each once."""
    named = (source.get("publisher") or source.get("url") for claim in claims for source in claim.sources)
    return tuple(dict.fromkeys(filter(None, named)))


def stands_in(timeline: Timeline, camps: Sequence[str]) -> Condition:
    """An event is said to stand in one of these camps; or where nothing is said of it, one who launched in it is."""
    actors = sorted({key for camp in camps for key in timeline.words.actors_with("camp", camp)})
    itself = has_facet("camp", camps)
    return any_of([itself, _launched_by(timeline, actors)]) if actors else itself


def _launched_by(timeline: Timeline, actors: Sequence[str]) -> Condition:
    """One of these actors launched something, or was launched, and no camp is claimed of the event."""
    launched = [key for key in actors if (timeline.actor_data(key) or {}).get("type") in LAUNCHED]
    parts = any_of([takes_part(actors, LAUNCHING), *([takes_part(launched, ["subject"])] if launched else [])])
    return all_of([parts, _LAUNCH, _NOTHING_SAID])


_NOTHING_SAID = none_of(has_facet("has", ["camp"]))
_LAUNCH = none_of(has_facet("kind", NO_LAUNCH))


def camp_named(timeline: Timeline, name: str) -> list[str]:
    """The camps of a name, whatever the case.

    Raises:
        BadInputError: the log has none; the message offers the nearest.
    """
    if found := timeline.words.same("camp", name):
        return found
    from aitimeline.index.nearest import did_you_mean  # noqa: PLC0415 -- only a mistyped name needs it

    known = timeline.words.known("camp")
    hint = did_you_mean(fold(name), known) or (f"; camps are {', '.join(sorted(known))}" if known else "")
    raise BadInputError(f"no camp {name!r} in the log{hint}; 'aitimeline claim' puts events and actors in one")


def camps(timeline: Timeline, condition: Condition = ALWAYS) -> list[Outline]:
    """Every camp that is claimed of something, by name, with the number of its events for which a condition holds."""
    known = sorted(timeline.words.known("camp"))
    return [_outline(timeline, camp, condition) for camp in known if _is_claimed(timeline, camp)]


def _is_claimed(timeline: Timeline, camp: str) -> bool:
    """True if a camp is claimed of something that stands."""
    return bool(timeline.words.actors_with("camp", camp)) or any(timeline.select(has_facet("camp", [camp]), limit=1))


def _outline(timeline: Timeline, camp: str, condition: Condition) -> Outline:
    actors = dict(_claimed_actors(timeline, camp))
    made = [claim for claims in actors.values() for claim in claims]
    said = 0
    for each in said_of_events(timeline, camp, condition):
        said += 1
        made += each.claims
    own = sorted((claim for claim in made if claim.camp == camp), key=Claim.sort_key)
    against = {other for other in OPPOSED if camp in OPPOSED and other != camp}
    contested = [key for key, claims in actors.items() if any(claim.camp in against for claim in claims)]
    ((events,),) = timeline.rows("count(*)", all_of([condition, stands_in(timeline, [camp])]))
    return Outline(camp, tuple(actors), said, events, claimants(own), tuple(contested))


def _claimed_actors(timeline: Timeline, camp: str) -> Iterator[tuple[str, tuple[Claim, ...]]]:
    """The actors that are said to stand in a camp, with all claims of them, by the date of the first that they do."""
    found = []
    for key in timeline.words.actors_with("camp", camp):
        claims = claims_of(timeline.actor_data(key) or {}, timeline.tz)
        found.append((next(claim for claim in claims if claim.camp == camp).sort_key(), key, claims))
    return ((key, claims) for _, key, claims in sorted(found, key=lambda each: each[:2]))


def stands(timeline: Timeline, camp: str, condition: Condition = ALWAYS, limit: int | None = None) -> Iterator[Stand]:
    """The actors that are said to stand in a camp, with so many of the events for which a condition holds at most."""
    for key, claims in _claimed_actors(timeline, camp):
        launched = timeline.select(all_of([_launched_by(timeline, [key]), condition]))
        shown = tuple(islice(launched, limit))
        type_ = (timeline.actor_data(key) or {}).get("type")
        yield Stand(key, *_parted(claims, camp), type_, shown, next(launched, None) is not None)


def said_of_events(timeline: Timeline, camp: str, condition: Condition = ALWAYS) -> Iterator[Said]:
    """The events that are themselves said to stand in a camp, in order of time."""
    for entry in timeline.select(all_of([has_facet("camp", [camp]), condition])):
        yield Said(entry, *_parted(claims_of(entry.data, timeline.tz), camp))


def _parted(claims: Iterable[Claim], camp: str) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """The claims of a camp, and those of others."""
    own, others = (tuple(each for each in claims if (each.camp == camp) is is_own) for is_own in (True, False))
    return own, others


def history_of_subject(timeline: Timeline, name: str) -> History:
    """All records of the event with a key, or else of the actor with a key or name.

    Raises:
        BadInputError: several actors bear the name.
        NoSuchEventError: neither is there; the message names the nearest.
    """
    if timeline.has_key(name):
        return timeline.history(name)
    try:
        return timeline.actor_history(actor_named(timeline, name))
    except NoSuchEventError:
        raise NoSuchEventError(
            f"no event has the key {name!r}, and no actor that name{timeline.similar(name)}"
        ) from None
