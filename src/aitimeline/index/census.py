"""Who takes part in how many events, counted for all actors at once; and what has changed since a time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from sqlite3 import Connection
from typing import Any, NamedTuple

from attrs import define

from aitimeline.index.condition import Condition, has_facet
from aitimeline.index.entry import Entry
from aitimeline.index.listing import NO_CLOCK, Spot
from aitimeline.index.schema import ACTOR, CONFLICT, EVENT, RETRACTED, SETTLED, TIMED
from aitimeline.index.timeline import Timeline
from aitimeline.model.facet import part_value
from aitimeline.model.facet import token as token_of
from aitimeline.model.kind import EVENT_RECORDED, EVENT_REVISED

Advance = Callable[[str, int], None]
"""Told of a stage, and of how much more of it is done."""
COUNTING = "counting"
"""The stage of counting, in events."""

_PARTS = b'{"data":{"actors":'
_CURRENT = tuple(f'"type":"{each}"}}'.encode() for each in (EVENT_RECORDED, EVENT_REVISED))
_DECODER = json.JSONDecoder()
_TOGETHER = 1_000
_FROM_EACH_END = 5_000
_FEW_TO_LOOK_UP = 50_000
_EVER = 2**63 - 1
_VOCABULARY = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.facet_word USING fts5vocab(main, facet, 'row')"
_GONE = f"""
SELECT s.facets FROM (SELECT DISTINCT key FROM record WHERE family = {EVENT}) r
CROSS JOIN state s ON s.family = {EVENT} AND s.key = r.key WHERE s.until IS NOT NULL OR s.flags & {RETRACTED}
"""
_TOUCHED = f"""
SELECT key FROM state c INDEXED BY state_recorded
WHERE c.first IS NOT NULL AND c.recorded >= ? AND c.recorded <= ? UNION
SELECT key FROM state c INDEXED BY state_marked
WHERE c.family = {EVENT} AND c.flags & 15 AND c.flags & {CONFLICT}
AND ((c.since >= ? AND c.since <= ?) OR (c.until >= ? AND c.until <= ?))
"""
_ACTORS_TOUCHED = f"""
SELECT DISTINCT key FROM state INDEXED BY state_key WHERE family = {ACTOR} AND since >= ? AND since <= ? ORDER BY key
"""


class Landmark(NamedTuple):
    """Where an event stands in a list, and its key."""

    spot: Spot
    key: str


@define
class Tally:
    """How many events an actor takes part in, and the first and last of these in order of time, if there are any."""

    actor: str
    events: int = 0
    first: Landmark | None = None
    last: Landmark | None = None

    def take(self, event: Landmark) -> None:
        """Count an event."""
        self.events += 1
        if self.first is None or event < self.first:
            self.first = event
        if self.last is None or event > self.last:
            self.last = event


def quiet(_stage: str, _amount: int) -> None:
    """Told of progress, does nothing."""


def watched(rows: Iterable[Any], advance: Advance) -> Iterator[Any]:
    """The same rows, while somebody is told how many were taken."""
    taken = iter(rows)
    while piece := list(islice(taken, _TOGETHER)):
        yield from piece
        advance(COUNTING, len(piece))


def tallies(timeline: Timeline, condition: Condition, advance: Advance = quiet) -> list[Tally]:
    """Each actor that takes part in an event for which a condition holds, in no order."""
    return list(_counted(timeline, condition, advance).values())


def all_tallies(timeline: Timeline, advance: Advance = quiet) -> list[Tally]:
    """Each actor that takes part in an event, or of which the log has a record, in no order."""
    found = None if timeline.as_of is not None else _looked_up(timeline)
    if found is None:
        found = _counted(timeline, Condition("1"), advance)
    recorded = [key for key in timeline.actor_keys() if key not in found]
    return [*found.values(), *map(Tally, recorded)]


def _counted(timeline: Timeline, condition: Condition, advance: Advance) -> dict[str, Tally]:
    """By looking at the facets of every event."""
    actors = _tokens(timeline.connection)
    found: dict[str, Tally] = {}
    rows = timeline.rows("s.first, s.last, s.begun, s.origin, s.rid, s.key, s.flags, s.facets", condition)
    late = timeline.listing.earlier
    for first, last, begun, origin, rid, key, flags, facets in watched(rows, advance):
        event = Landmark((first, ((last, NO_CLOCK, begun, origin or rid),)), key)
        if (flags & TIMED or key in late) and (entry := timeline.latest(key)):
            event = _landmark(entry)
        for token in set(facets.split(" ")):
            actor = actors.get(token)
            if actor is not None:
                found.setdefault(actor, Tally(actor)).take(event)
    return found


def _landmark(entry: Entry) -> Landmark:
    return Landmark(entry.sort_key(), entry.key)


def _tokens(connection: Connection) -> dict[str, str]:
    """The tokens of all actors that any event has ever named, with their keys."""
    return dict(connection.execute("SELECT token, value FROM word WHERE field = 'actor'"))


def _looked_up(timeline: Timeline) -> dict[str, Tally] | None:
    """By what the index knows of tokens, without a look at most events; None where that would take longer."""
    numbers = _numbers(timeline.connection)
    found = {actor: Tally(actor, number) for actor, number in numbers.items() if number}
    firsts = _ends(timeline, set(found), reverse=False)
    lasts = _ends(timeline, set(found), reverse=True)
    left = found.keys() - (firsts.keys() & lasts.keys())
    if sum(numbers[actor] for actor in left) > _FEW_TO_LOOK_UP:
        return None
    for actor, tally in found.items():
        tally.first = firsts.get(actor) or _end(timeline, actor, reverse=False)
        tally.last = lasts.get(actor) or _end(timeline, actor, reverse=True)
    return found


def _numbers(connection: Connection) -> Mapping[str, int]:
    """How many events that stand now each actor takes part in: of all states that have its token, these that do."""
    actors = _tokens(connection)
    connection.execute(_VOCABULARY)
    query = "SELECT doc FROM temp.facet_word WHERE term = ?"
    numbers: Counter[str] = Counter()
    for token, actor in actors.items():
        for (number,) in connection.execute(query, (token,)):
            numbers[actor] += number
    for (facets,) in connection.execute(_GONE):
        numbers.subtract(actors[token] for token in actors.keys() & set(facets.split(" ")))
    return numbers


def _ends(timeline: Timeline, wanted: set[str], *, reverse: bool) -> dict[str, Landmark]:
    """The first (or last) event of each actor, as far as it is among the first (or last) events of all."""
    found: dict[str, Landmark] = {}
    for entry in islice(timeline.select(reverse=reverse), _FROM_EACH_END):
        if len(found) == len(wanted):
            break
        for part in parts_of(entry):
            found.setdefault(part["actor"], _landmark(entry))
    return found


def _end(timeline: Timeline, actor: str, *, reverse: bool) -> Landmark | None:
    entry = next(timeline.select(has_facet("actor", [actor]), reverse=reverse, limit=1), None)
    return None if entry is None else _landmark(entry)


def touched(timeline: Timeline, since: int) -> Condition:
    """What may have changed since a time, also by being withdrawn.

    Whatever changes what is shown of an event is shown itself from then on, or begins or ends a conflict.
    """
    times = (since, _EVER if timeline.as_of is None else timeline.as_of) * 3
    ids = f"SELECT id FROM state WHERE family = {EVENT} AND key IN ({_TOUCHED})"
    return Condition(f"(s.key IN ({_TOUCHED}))", times, ids, times, with_retracted=True)


def actors_touched(timeline: Timeline, since: int) -> list[str]:
    """The keys of the actors of which something was recorded since a time, in order."""
    until = _EVER if timeline.as_of is None else timeline.as_of
    return [key for (key,) in timeline.connection.execute(_ACTORS_TOUCHED, (since, until))]


class Company(NamedTuple):
    """With whom an actor takes part in events, and as what.

    Attributes:
        events: how many events it takes part in.
        roles: in which roles, each with the number of events; None where no role is stated.
        others: the keys of those that take part in the same events, each with their number.
    """

    events: int
    roles: Counter[str | None]
    others: Counter[str]


def company(timeline: Timeline, actor: str, advance: Advance = quiet) -> Company:
    """With whom an actor takes part in events, by looking at the facets of its events."""
    actors, roles = _tokens(timeline.connection), _role_tokens(timeline.connection, actor)
    own = has_facet("actor", [actor])
    number, seen = 0, Counter[str]()
    for (facets,) in watched(timeline.rows("s.facets", own, led_by=own), advance):
        number += 1
        seen.update(set(facets.split(" ")))
    others = Counter({actors[token]: count for token, count in seen.items() if token in actors})
    del others[actor]
    return Company(number, Counter({role: seen[token] for token, role in roles.items() if seen[token]}), others)


def _role_tokens(connection: Connection, actor: str) -> dict[str, str | None]:
    """The tokens of an actor in every role that anybody has ever had, and in none."""
    roles = [role for (role,) in connection.execute("SELECT value FROM word WHERE field = 'role'")]
    return {token_of("part", part_value(actor, role)): role or None for role in (*roles, None)}


def parts_of(entry: Entry) -> Sequence[Mapping[str, Any]]:
    """Who takes part in an event, as JSON has it; of most lines only what they begin with is read."""
    line = entry.line
    if line.startswith(_PARTS) and line.endswith(_CURRENT):
        found: Sequence[Mapping[str, Any]] = _DECODER.raw_decode(line.decode(), len(_PARTS))[0]
        return found
    return entry.data.get("actors") or ()


HAS_ONE_RECORD = Condition(f"(NOT s.flags & {SETTLED})")
"""The log has but one record of the event."""
HAS_SEVERAL_RECORDS = Condition(f"(s.flags & {SETTLED})")
"""The log has several."""
