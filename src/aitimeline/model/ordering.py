"""Dates that are known only by order, seen from the dates of the events that they name, as these stand now."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import define, evolve, field

from aitimeline.model.day import BEGINNING, FINISH, Days
from aitimeline.model.event import Event
from aitimeline.model.history import History
from aitimeline.model.order import limits
from aitimeline.model.when import When

_NOTHING_KNOWN = Days(BEGINNING, FINISH)


@define
class Orders:
    """The dates of events by key, each bound followed to the event that it names.

    Attributes:
        stated: gives the event with a key as it stands; None if there is none.
        circular: keys of events whose bounds lead back to themselves, so that they bound nothing.
        empty: keys of events whose bounds leave no day.
    """

    stated: Callable[[str], Event | None]
    circular: set[str] = field(factory=set, init=False)
    empty: set[str] = field(factory=set, init=False)
    _known: dict[str, When] = field(factory=dict, init=False)
    _under_way: list[str] = field(factory=list, init=False)

    @classmethod
    def of(cls, histories: Mapping[str, History]) -> Orders:
        """Those of events with these histories."""

        def stated(key: str) -> Event | None:
            history = histories.get(key)
            payload = history.current.payload if history and not history.is_retracted else None
            return payload if isinstance(payload, Event) else None

        orders = cls(stated)
        for key in sorted(histories):  # always in the same order, as the first way into a ring decides what it takes in
            event = stated(key)
            if event and event.when.bounds:
                orders.when(key, event)
        return orders

    def when(self, key: str, event: Event) -> When:
        """The date of an event, with the days that its bounds leave."""
        if not event.when.bounds:
            return event.when
        if key not in self._known:
            self._known[key] = self._followed(key, event.when)
        return self._known[key]

    def _followed(self, key: str, when: When) -> When:
        self._under_way.append(key)
        named = [(bound, self._of(bound.key) if bound.key else None) for bound in when.bounds]
        self._under_way.pop()
        if key in self.circular:
            return when
        days = limits((bound, (each.start, each.end) if each else None) for bound, each in named)
        if days is None:
            self.empty.add(key)
        return evolve(when, start=days or _NOTHING_KNOWN, end=days or _NOTHING_KNOWN)

    def _of(self, key: str) -> When | None:
        if key in self._under_way:
            self.circular.update(self._under_way[self._under_way.index(key) :])
            return None
        event = self.stated(key)
        return self.when(key, event) if event else None
