"""A slow, plain reading of a log: what it holds to be true, by key, built in memory from all of its records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import cast
from zoneinfo import ZoneInfo

from attrs import define, frozen

from aitimeline.index.nearest import did_you_mean
from aitimeline.model.actor import Actor
from aitimeline.model.error import NoSuchEventError
from aitimeline.model.event import Event
from aitimeline.model.history import History, histories
from aitimeline.model.key import slug
from aitimeline.model.ordering import Orders
from aitimeline.model.record import Record
from aitimeline.model.when import When
from aitimeline.model.zone import zone_named


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

    def sort_key(self) -> tuple[int, int, str]:
        """Order in time, ending with the key."""
        return self.when.start.first, self.when.end.last, self.key


@define(slots=False)
class Timeline:
    """All events and actors of a log by key; those that were retracted have a history but no entry."""

    events: Mapping[str, History]
    actors: Mapping[str, History]

    @classmethod
    def of(cls, records: Iterable[Record], as_of: datetime | None = None) -> Timeline:
        """Project a set of records, in any order; with ``as_of`` those that were recorded by then."""
        every = [record for record in records if as_of is None or record.time <= as_of]
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
    def withdrawn(self) -> tuple[Entry, ...]:
        """The events that were withdrawn, as they were last stated, in order of time; without any that never were."""
        found = []
        for history in self.events.values():
            stated = [record for record in history.records if record.payload is not None]
            if history.is_retracted and stated:
                event = cast("Event", stated[-1].payload)
                found.append(Entry(history.key, stated[-1], history, event.when))
        return tuple(sorted(found, key=Entry.sort_key))

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
        return Entry(history.key, history.current, history, self.orders.when(history.key, event.when))

    def history(self, key: str) -> History:
        """Everything that was recorded of an event.

        Raises:
            NoSuchEventError: there is none; the message names the nearest keys.
        """
        found = self.events.get(key) or self.events.get(slug(key))
        if found is None:
            raise NoSuchEventError(f"no event has the key {key!r}{did_you_mean(key, self.events)}")
        return found

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
