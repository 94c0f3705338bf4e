"""Dates that are known only by order, seen from the dates of the events that they name, as these stand now."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import define, field

from aitimeline.model.day import BEGINNING, FINISH, Days
from aitimeline.model.order import limits
from aitimeline.model.when import When

_NOTHING_KNOWN = Days(BEGINNING, FINISH)


@define
class Orders:
    """The dates of events by key, each bound followed to the event that it names.

    Attributes:
        stated: gives the date of the event with a key as it stands; None if there is none.
        circular: keys of events whose bounds lead back to themselves, so that they bound nothing.
        empty: keys of events whose bounds leave no day.
    """

    stated: Callable[[str], When | None]
    circular: set[str] = field(factory=set, init=False)
    empty: set[str] = field(factory=set, init=False)
    _known: dict[str, When] = field(factory=dict, init=False)
    _under_way: list[str] = field(factory=list, init=False)

    @classmethod
    def of(cls, dates: Mapping[str, When]) -> Orders:
        """Those of events that stand, with these dates by key."""
        orders = cls(dates.get)
        for key in sorted(dates):  # always in the same order, as the first way into a ring decides what it takes in
            if dates[key].bounds:
                orders.when(key, dates[key])
        return orders

    def when(self, key: str, stated: When) -> When:
        """The date of an event, with the days that its bounds leave."""
        if not stated.bounds:
            return stated
        if key not in self._known:
            self._known[key] = self._followed(key, stated)
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
        return when.on(days or _NOTHING_KNOWN)

    def _of(self, key: str) -> When | None:
        if key in self._under_way:
            self.circular.update(self._under_way[self._under_way.index(key) :])
            return None
        stated = self.stated(key)
        return self.when(key, stated) if stated else None
