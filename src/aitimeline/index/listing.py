"""The order in which events are listed: by day, and within a day by what is known of their order.

Within a day comes first what is known to have come first (``after:`` and ``before:`` of events, followed through others
too), then what ended earlier, then what has no time of day, then the earlier time of day, then what the log learned of
first, then the lesser id of that first record. An event which these would put before one that it came after stands
right behind that one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from aitimeline.index.schema import DATE, EVENT, IMPRECISE, LOOSE, RETRACTED, TIMED
from aitimeline.model.day import ZONES_APART, Days
from aitimeline.model.when import When

if TYPE_CHECKING:
    from sqlite3 import Connection
    from zoneinfo import ZoneInfo

    from aitimeline.index.entry import Entry
    from aitimeline.model.ordering import Precedence

NO_CLOCK = -1
"""Stands for the time of day of what has none."""
_Own = tuple[int, int, int, str]
"""The other day of an event, its time of day, and the time and the id of its first record."""
Spot = tuple[int, tuple[_Own, ...]]
"""Where an event stands in a list: its day, then what it has itself, after what those have right behind which it is."""


class Loose(NamedTuple):
    """A state whose days were followed anew, as seen from a zone."""

    id: int
    key: str
    when: When

    def touches(self, days: Days) -> bool:
        """True if its date may touch some days."""
        return self.when.start.first <= days.last and self.when.end.last >= days.first


class Listing:
    """What decides in which order the events of a timeline are listed.

    Attributes:
        seen: the test of a state ``s`` that it is seen at the asked time.
        tz: the zone that times of day are seen from; None for each event's own.
        entry_of: gives the event with a key, as it stands; None where there is none.
        met: the rings (see ``Precedence``) some event of which was put in order.
    """

    def __init__(
        self, connection: Connection, seen: str, tz: ZoneInfo | None, entry_of: Callable[[str], Entry | None]
    ) -> None:
        self.connection = connection
        self.seen = seen
        self.tz = tz
        self.entry_of = entry_of
        self.met: set[tuple[str, ...]] = set()
        self._known: tuple[dict[str, Mapping[int, tuple[_Own, ...]]], ...] = ({}, {})

    @cached_property
    def moving(self) -> frozenset[int]:
        """How the days of states may move, of all that there have been."""
        return frozenset(moves for (moves,) in self.connection.execute("SELECT DISTINCT moves FROM reach"))

    @cached_property
    def loose(self) -> tuple[Loose, ...]:
        """The states seen whose days have to be followed anew, those of withdrawn events too."""
        if LOOSE not in self.moving:
            return ()
        query = (
            f"SELECT s.id, s.key, s.flags, {DATE} FROM reach r CROSS JOIN state s INDEXED BY state_order "
            f"ON s.reach = r.id AND s.first IS NOT NULL WHERE r.moves = {LOOSE} AND {self.seen} ORDER BY s.key"
        )
        rows = [
            (id_, key, bool(flags & RETRACTED), date_seen(when, zone, self.tz))
            for id_, key, flags, when, zone in self.connection.execute(query)
        ]
        dates = {key: when for _, key, is_retracted, when in rows if not is_retracted}
        from aitimeline.model.ordering import Orders  # noqa: PLC0415 -- few logs have such dates

        orders = Orders(lambda key: dates.get(key) or self._date_of(key))
        for key, when in dates.items():
            orders.when(key, when)
        return tuple(
            Loose(id_, key, when if is_retracted else orders.when(key, when)) for id_, key, is_retracted, when in rows
        )

    def _date_of(self, key: str) -> When | None:
        """The date of an event that stands, if it is no loose one."""
        query = f"SELECT {DATE} FROM state s WHERE s.family = {EVENT} AND s.key = ? AND {self.seen}"
        found = self.connection.execute(f"{query} AND NOT s.flags & {RETRACTED}", (key,)).fetchone()
        return None if found is None else date_seen(found[0], found[1], self.tz)

    @cached_property
    def _loose_dates(self) -> Mapping[str, When]:
        return {each.key: each.when for each in self.loose}

    def settle(self, entry: Entry) -> None:
        """Give an event whose days a zone moves those that it has as it is seen."""
        when = self._loose_dates.get(entry.key) or entry.when_in(self.tz)
        entry.first, entry.last = when.start.first, when.end.last
        entry.flags = entry.flags & ~IMPRECISE | (0 if when.is_certain else IMPRECISE)

    @cached_property
    def ordered(self) -> Mapping[str, When]:
        """The dates, as they were given, of the events that stand and have had one that is known by order."""
        query = (
            f"SELECT s.key, {DATE} FROM ordered o CROSS JOIN state s "
            f"ON s.family = {EVENT} AND s.key = o.key WHERE {self.seen} AND NOT s.flags & {RETRACTED}"
        )
        return {key: When.parse(when) for key, when, _ in self.connection.execute(query)}

    @cached_property
    def precedence(self) -> Precedence:
        """What is known of the order of events that stand."""
        from aitimeline.model.ordering import Precedence  # noqa: PLC0415

        return Precedence.of(self.ordered, lambda key: key in self.ordered or self._date_of(key) is not None)

    @property
    def earlier(self) -> Mapping[str, frozenset[str]]:
        """Of each event that is known to have come after others, their keys, as far as it or they say so themselves."""
        return self.precedence.earlier if self.ordered else {}

    @cached_property
    def _rings(self) -> Mapping[str, tuple[str, ...]]:
        return {key: ring for ring in (self.precedence.rings if self.ordered else ()) for key in ring}

    def meet(self, entry: Entry) -> None:
        """Take note of an event that is shown, if it is one of a ring."""
        if entry.key in self._rings and not entry.flags & RETRACTED:
            self.met.add(self._rings[entry.key])

    def spot(self, entry: Entry, *, by_last: bool = False) -> Spot:
        """Where an event stands, by its first day, or by its last one."""
        day, own = self._own(entry, by_last=by_last)
        if not self.ordered or entry.flags & RETRACTED:
            return day, (own,)
        self.meet(entry)
        if entry.key not in self.earlier:
            return day, (own,)
        return day, self._latest(entry.key, by_last=by_last)[day]

    def _latest(self, key: str, *, by_last: bool) -> Mapping[int, tuple[_Own, ...]]:
        """Of an event and all that came before it, what stands last on each day."""
        done, waiting = self._known[by_last], [key]
        while waiting:
            each = waiting[-1]
            before = self.earlier.get(each, frozenset())
            missing = [other for other in before if other not in done]
            waiting += missing
            if missing:
                continue
            waiting.pop()
            found: dict[int, tuple[_Own, ...]] = {}
            for day, place in (pair for other in before for pair in done[other].items()):
                found[day] = max(found.get(day, ()), place)
            done[each] = found
            entry = self.entry_of(each)
            if entry is not None:
                day, own = self._own(entry, by_last=by_last)
                found[day] = _behind(found.get(day, ()), own)
        return done[key]

    def _own(self, entry: Entry, *, by_last: bool) -> tuple[int, _Own]:
        """The day of an event, and what it has itself."""
        clock = entry.when.clock_seen_from(self.tz, entry.zone) if entry.flags & TIMED else NO_CLOCK
        day, other = (entry.last, entry.first) if by_last else (entry.first, entry.last)
        return day, (other, clock, entry.begun, entry.origin)


def _behind(last: tuple[_Own, ...], own: _Own) -> tuple[_Own, ...]:
    """Where an event stands after the last one that came before it: by itself if it may, else right behind that one."""
    kept = len(last)
    while kept and last[kept - 1] < own:
        kept -= 1
    return (*last[:kept], own)


def date_seen(text: str, zone: str | None, tz: ZoneInfo | None) -> When:
    """A date with the name of its zone, as it is seen from ``tz``."""
    when = When.parse(text)
    if not when.has_time:
        return when
    from aitimeline.model.zone import zone_named  # noqa: PLC0415 -- most dates need no zone

    return when.seen_from(tz, zone_named(zone))


def held_back(
    entries: Iterable[tuple[int, Entry]], spot: Callable[[Entry], Spot], *, reverse: bool
) -> Iterator[tuple[Spot, Entry]]:
    """Events in order with their places, of some that come nearly so, each with the day by which it comes.

    Each is held back until none can come that stands before it.
    """
    sign = -1 if reverse else 1
    waiting: dict[int, list[tuple[Spot, Entry]]] = {}
    for day, entry in entries:
        while waiting and (first := min(waiting)) < sign * day - ZONES_APART:
            yield from in_order(waiting.pop(first), reverse=reverse)
        place = spot(entry)
        waiting.setdefault(sign * place[0], []).append((place, entry))
    for first in sorted(waiting):
        yield from in_order(waiting[first], reverse=reverse)


def in_order(placed: Iterable[tuple[Spot, Entry]], *, reverse: bool) -> list[tuple[Spot, Entry]]:
    """Events with their places, from the first to the last, or the other way round."""
    return sorted(placed, key=lambda each: each[0], reverse=reverse)
