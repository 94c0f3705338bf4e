"""Dates that are known only by order, seen from the dates of the events that they name, as these stand now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from sys import maxsize

from attrs import define, field, frozen

from aitimeline.model.day import BEGINNING, FINISH, Days
from aitimeline.model.order import AFTER, limits
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


@frozen
class Precedence:
    """Which events are known to have come before which, by the bounds of their dates.

    Attributes:
        earlier: of each event that came after others, their keys, as far as it or they say so themselves.
        rings: groups of events each of which would have come before all of them, so that nothing is known of their
            order; in order, as are the keys in them.
    """

    earlier: Mapping[str, frozenset[str]]
    rings: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, dates: Mapping[str, When], stands: Callable[[str], bool]) -> Precedence:
        """What the dates of events by key say; ``stands`` tells whether there is an event with a key."""
        stated: defaultdict[str, set[str]] = defaultdict(set)
        for key, when in dates.items():
            for bound in when.bounds:
                if bound.key and stands(bound.key):
                    later, before = (key, bound.key) if bound.side == AFTER else (bound.key, key)
                    stated[later].add(before)
        rings = tuple(sorted(tuple(sorted(ring)) for ring in _rings(stated)))
        within = {key: ring for ring in rings for key in ring}
        earlier = {
            later: frozenset(each for each in before if later not in within.get(each, ()))
            for later, before in stated.items()
        }
        return cls({later: before for later, before in earlier.items() if before}, rings)

    def before(self, key: str) -> Iterator[str]:
        """The keys of all events that are known to have come before one, each once."""
        waiting, seen = [key], {key}
        while waiting:
            for each in self.earlier.get(waiting.pop(), ()):
                if each not in seen:
                    seen.add(each)
                    waiting.append(each)
                    yield each


def _rings(earlier: Mapping[str, set[str]]) -> Iterator[set[str]]:
    """The groups of keys each of which leads to all of its group: strongly connected ones, as Tarjan finds them."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    for start in earlier:
        calls = [] if start in number else [(start, iter(earlier[start]))]
        if calls:
            number[start] = lowest[start] = len(number)
            path.append(start)
        while calls:
            key, others = calls[-1]
            other = next(others, None)
            if other is None:
                calls.pop()
                if calls:
                    lowest[calls[-1][0]] = min(lowest[calls[-1][0]], lowest[key])
                if lowest[key] == number[key]:
                    ring = {path.pop()}
                    while key not in ring:
                        ring.add(path.pop())
                    lowest.update(dict.fromkeys(ring, maxsize))  # they are not on the path any more
                    if len(ring) > 1 or key in earlier.get(key, ()):
                        yield ring
            elif other not in number:
                number[other] = lowest[other] = len(number)
                path.append(other)
                calls.append((other, iter(earlier.get(other, ()))))
            else:
                lowest[key] = min(lowest[key], lowest[other])
