"""A slow, plain reading of a log: what it holds to be true, by key, built in memory from all of its records.

What stands is said here a second time, as docs/reference/log-format.md says it. Of the program it takes the data
classes, the reading of a zone's name, and the days that an order leaves, which tests/model/test_ordering.py judges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time
from functools import cached_property
from typing import cast
from zoneinfo import ZoneInfo

from attrs import define, frozen

from aitimeline.model.actor import Actor
from aitimeline.model.event import Event
from aitimeline.model.ordering import Orders
from aitimeline.model.record import Record
from aitimeline.model.when import When
from aitimeline.model.zone import zone_named

RECORDED, REVISED, RETRACTED = "aitimeline.{}.recorded.v1", "aitimeline.{}.revised.v1", "aitimeline.{}.retracted.v1"
"""Types of records, of an event or an actor."""


@frozen
class History:
    """All records of one event or actor, one at least, by recorded time and id."""

    key: str
    records: tuple[Record, ...]

    @cached_property
    def heads(self) -> tuple[Record, ...]:
        """The records that no other one supersedes; of a ring the newest."""
        superseded = {each for record in self.records for each in record.supersedes}
        return tuple(record for record in self.records if record.id not in superseded) or self.records[-1:]

    @property
    def head_ids(self) -> list[str]:
        """Their ids."""
        return [head.id for head in self.heads]

    @property
    def current(self) -> Record:
        """The newest head that is no retraction, if there is any."""
        return ([head for head in self.heads if not _withdraws(head)] or self.heads)[-1]

    @property
    def is_retracted(self) -> bool:
        """True if every head is a retraction."""
        return all(map(_withdraws, self.heads))

    @property
    def is_in_conflict(self) -> bool:
        """True if two heads do not say the same."""
        first, *others = [(_withdraws(head), head.payload) for head in self.heads]
        return any(each != first for each in others)

    def revision(self, record: Record) -> int:
        """1 and as many as it replaces, directly or not."""
        replaced = _reached(record.id, {each.id: set(each.supersedes) for each in self.records})
        return 1 + len(replaced & {each.id for each in self.records} - {record.id})


def _withdraws(record: Record) -> bool:
    return record.type in (RETRACTED.format("event"), RETRACTED.format("actor"))


def histories(records: Iterable[Record], family: str) -> dict[str, History]:
    """The histories of all events, or of all actors, in the order of their keys."""
    types = [each.format(family) for each in (RECORDED, REVISED, RETRACTED)]
    about = sorted((each for each in records if each.type in types), key=lambda each: (each.time, each.id))
    keys = sorted({each.subject for each in about})
    return {key: History(key, tuple(each for each in about if each.subject == key)) for key in keys}


@frozen
class Entry:
    """An event as it stands in the timeline, or stood before it was withdrawn, with the history that it has.

    Attributes:
        stated: the record whose content is shown; of a withdrawn event the last one that states anything.
        when: its date; where that is known by order only, with the days that the events it names leave. Nothing is
            followed for a withdrawn event: its days are those that its own bounds leave.
    """

    key: str
    stated: Record
    history: History
    when: When
    tz: ZoneInfo | None = None

    @property
    def event(self) -> Event:
        """What is shown."""
        return cast("Event", self.stated.payload)

    @property
    def record(self) -> Record:
        """The record that states it, or withdraws it."""
        return self.history.current

    @property
    def revision(self) -> int:
        """1 as first recorded, one more with each revision."""
        return self.history.revision(self.record)

    def when_in(self, tz: ZoneInfo | None) -> When:
        """Its date as calendar days in ``tz``; None leaves it in its own zone."""
        return self.when if self.when.moment is None else self.when.seen_from(tz, self.zone)

    @property
    def zone(self) -> ZoneInfo | None:
        """The zone of its date; None where it has none, or one that this system does not know."""
        return zone_named(self.event.zone)

    @property
    def days(self) -> tuple[int, int]:
        """The first and the last day that its date may touch, as the timeline sees it."""
        when = self.when_in(self.tz)
        return when.start.first, when.end.last

    @property
    def clock(self) -> time:
        """Its time of day, as the timeline sees it; the earliest where several are possible."""
        moment, zone = self.when.moment, self.zone
        assert moment is not None
        target = self.tz or zone
        if target is None or (moment.tzinfo is None and (zone is None or target == zone)):
            return moment.time()
        readings = [moment] if moment.tzinfo else [moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
        try:
            return min(each.astimezone(target).replace(tzinfo=None) for each in readings).time()
        except OverflowError:
            return moment.time()

    def rank(self, other: int) -> tuple[object, ...]:
        """What decides between it and others on one day of which no order is known; ``other`` is its other day."""
        first = self.history.records[0]
        timed = () if self.when.moment is None else (self.clock,)
        return other, timed, first.time, first.id


@define(slots=False)
class Timeline:
    """All events and actors of a log by key; those that were retracted have a history but no entry."""

    events: Mapping[str, History]
    actors: Mapping[str, History]
    tz: ZoneInfo | None = None

    @classmethod
    def of(cls, records: Iterable[Record], as_of: datetime | None = None, tz: ZoneInfo | None = None) -> Timeline:
        """Project a set of records, in any order; with ``as_of`` those that were recorded by then, seen from ``tz``."""
        every = [record for record in records if as_of is None or record.time <= as_of]
        return cls(histories(every, "event"), histories(every, "actor"), tz)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The events that stand, in order of time."""
        return tuple(entry for entry in self.listed if not entry.history.is_retracted)

    @cached_property
    def withdrawn(self) -> tuple[Entry, ...]:
        """The events that were withdrawn, as they were last stated, in order of time; without any that never were."""
        return tuple(entry for entry in self.listed if entry.history.is_retracted)

    @cached_property
    def listed(self) -> tuple[Entry, ...]:
        """All of these, by their first days."""
        return self._in_order(0)

    @cached_property
    def listed_by_end(self) -> tuple[Entry, ...]:
        """All of these, by their last days."""
        return self._in_order(1)

    def _in_order(self, side: int) -> tuple[Entry, ...]:
        """Day by day; of each day always the least of those that are known to have come after none that is left."""
        days: dict[int, dict[str, Entry]] = {}
        for entry in (*self._standing(), *self._withdrawn()):
            days.setdefault(entry.days[side], {})[entry.key] = entry
        found: list[Entry] = []
        for _, left in sorted(days.items()):
            while left:
                free = [entry for entry in left.values() if self.before(entry.key).isdisjoint(left)]
                found.append(left.pop(min(free, key=lambda entry: entry.rank(entry.days[1 - side])).key))
        return tuple(found)

    def place(self, key: str) -> int:
        """Where an event stands among all."""
        return [entry.key for entry in self.listed].index(key)

    def before(self, key: str) -> set[str]:
        """The keys of the events that are known to have come before one; nothing is known within a ring."""
        return _reached(key, self._earlier)

    @cached_property
    def _earlier(self) -> Mapping[str, set[str]]:
        """Which events came before each, as its own bounds and those of others say; without what is said in rings."""
        said: dict[str, set[str]] = {key: set() for key in self._dates}
        for key, when in self._dates.items():
            for bound in when.bounds:
                if bound.key and bound.key in self._dates:
                    later, earlier = (key, bound.key) if bound.side == "after" else (bound.key, key)
                    said[later].add(earlier)
        return {key: {each for each in said[key] if key not in _reached(each, said)} - {key} for key in said}

    def _standing(self) -> Iterator[Entry]:
        return (self._entry(history) for history in self.events.values() if not history.is_retracted)

    def _withdrawn(self) -> Iterator[Entry]:
        for history in self.events.values():
            stated = [record for record in history.records if record.payload is not None]
            if history.is_retracted and stated:
                event = cast("Event", stated[-1].payload)
                when = event.when.seen_from(self.tz, zone_named(event.zone)) if event.when.bounds else event.when
                yield Entry(history.key, stated[-1], history, when, self.tz)

    @cached_property
    def standing(self) -> Mapping[str, Event]:
        """The events that stand, by key."""
        return {entry.key: entry.event for entry in self.entries}

    @cached_property
    def _dates(self) -> Mapping[str, When]:
        """The dates of the events that stand, as they are seen."""
        standing = {key: history.current.payload for key, history in self.events.items() if not history.is_retracted}
        events = {key: event for key, event in standing.items() if isinstance(event, Event)}
        return {key: event.when.seen_from(self.tz, zone_named(event.zone)) for key, event in events.items()}

    @cached_property
    def orders(self) -> Orders:
        """The dates that are known by order only."""
        return Orders.of(self._dates)

    def _entry(self, history: History) -> Entry:
        event = cast("Event", history.current.payload)
        when = self.orders.when(history.key, self._dates[history.key]) if event.when.bounds else event.when
        return Entry(history.key, history.current, history, when, self.tz)

    def entry(self, key: str) -> Entry:
        """The event with this key, which stands."""
        return self._entry(self.events[key])

    def actor(self, key: str) -> Actor | None:
        """The actor with this key, or None where the log has no record of it."""
        history = self.actors.get(key)
        return None if history is None or history.is_retracted else cast("Actor", history.current.payload)

    def actor_name(self, key: str, language: str) -> str:
        """An actor's name in a language, else its key."""
        actor = self.actor(key)
        return (actor.names.best(language) if actor else "") or key


def _reached(key: str, steps: Mapping[str, set[str]]) -> set[str]:
    """What one or several steps lead to."""
    found: set[str] = set()
    while more := {each for step in (key, *found) for each in steps.get(step, ())} - found:
        found |= more
    return found
