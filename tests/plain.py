"""A slow, plain reading of a log: what it holds to be true, by key, built in memory from all of its records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import cast
from zoneinfo import ZoneInfo

from attrs import define, frozen

from aitimeline.index.nearest import did_you_mean
from aitimeline.model.actor import Actor
from aitimeline.model.error import NoSuchEventError
from aitimeline.model.event import Event
from aitimeline.model.history import History, histories
from aitimeline.model.key import fold, slug
from aitimeline.model.ordering import Orders
from aitimeline.model.record import Record
from aitimeline.model.when import When
from aitimeline.model.zone import zone_named


@frozen
class Entry:
    """An event as it stands in the timeline, with the history that it has in the log.

    Attributes:
        when: its date; where that is known by order only, with the days that the events it names leave.
    """

    key: str
    event: Event
    history: History
    when: When

    @property
    def record(self) -> Record:
        """The record that states it."""
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

    def sort_key(self) -> tuple[int, int, str]:
        """Order in time, ending with the key."""
        return self.when.start.first, self.when.end.last, self.key


@define(slots=False)
class Timeline:
    """All events and actors of a log by key; those that were retracted have a history but no entry."""

    events: Mapping[str, History]
    actors: Mapping[str, History]

    @classmethod
    def of(cls, records: Iterable[Record]) -> Timeline:
        """Project a set of records, in any order."""
        every = list(records)
        return cls(
            events=histories(record for record in every if record.is_about_event),
            actors=histories(record for record in every if record.is_about_actor),
        )

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The events that stand, in order of time."""
        standing = (history for history in self.events.values() if not history.is_retracted)
        return tuple(sorted(map(self._entry, standing), key=Entry.sort_key))

    @cached_property
    def standing(self) -> Mapping[str, Event]:
        """The events that stand, by key."""
        return {entry.key: entry.event for entry in self.entries}

    @cached_property
    def orders(self) -> Orders:
        """The dates that are known by order only."""
        standing = {key: history.current.payload for key, history in self.events.items() if not history.is_retracted}
        return Orders.of({key: event.when for key, event in standing.items() if isinstance(event, Event)})

    def _entry(self, history: History) -> Entry:
        event = cast("Event", history.current.payload)
        return Entry(history.key, event, history, self.orders.when(history.key, event.when))

    def history(self, key: str) -> History:
        """Everything that was recorded of an event.

        Raises:
            NoSuchEventError: there is none; the message names the nearest keys.
        """
        found = self.events.get(key) or self.events.get(slug(key))
        if found is None:
            raise NoSuchEventError(f"no event has the key {key!r}{did_you_mean(key, self.events)}")
        return found

    def actor_history(self, key: str) -> History:
        """Everything that was recorded of an actor.

        Raises:
            NoSuchEventError: there is none; the message names the nearest keys.
        """
        found = self.actors.get(key)
        if found is None:
            raise NoSuchEventError(f"no actor has the key {key!r}{did_you_mean(key, self.actors)}")
        return found

    def any_history(self, key: str) -> History:
        """Everything that was recorded of an event, or of the actor with this key if no event has it.

        Raises:
            NoSuchEventError: neither has it; the message names the nearest keys.
        """
        is_actor = key in self.actors and not (key in self.events or slug(key) in self.events)
        return self.actors[key] if is_actor else self.history(key)

    def entry(self, key: str) -> Entry:
        """The event with this key.

        Raises:
            NoSuchEventError: there is none, or it was retracted.
        """
        history = self.history(key)
        if history.is_retracted:
            reason = history.current.reason or "no reason given"
            raise NoSuchEventError(
                f"{history.key!r} was retracted ({reason}); 'aitimeline history {history.key}' has all of it"
            )
        return self._entry(history)

    def actor(self, key: str) -> Actor | None:
        """The actor with this key, or None where the log has no record of it."""
        history = self.actors.get(key)
        return None if history is None or history.is_retracted else cast("Actor", history.current.payload)

    def actor_name(self, key: str, language: str) -> str:
        """An actor's name in a language, else its key."""
        actor = self.actor(key)
        return (actor.names.best(language) if actor else "") or key

    @cached_property
    def actors_by_name(self) -> Mapping[str, frozenset[str]]:
        """The keys of the actors that bear a name (folded), in any language; a key is a name too."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for key in self.actors:
            actor = self.actor(key)
            for name in (key, *(actor.names.every() if actor else ())):
                found[fold(name)].add(key)
        for entry in self.entries:
            for part in entry.event.actors:
                found[fold(part.actor)].add(part.actor)
        return {name: frozenset(keys) for name, keys in found.items()}

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds in use."""
        return frozenset(entry.event.kind for entry in self.entries)

    @cached_property
    def tags(self) -> frozenset[str]:
        """The tags in use."""
        return frozenset(tag for entry in self.entries for tag in entry.event.tags)
