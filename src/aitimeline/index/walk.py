"""The states that pass a test as events in order, looking at no more of them than their days call for.

The index has them in the order of their days, but for a few: those whose days a zone moves come nearly in order and
are held back until it is known which is next; those that stand behind one that they came after, and those whose days
have to be followed anew, are put in order in memory.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from aitimeline.index.entry import COLUMNS
from aitimeline.index.listing import Spot, held_back, in_order
from aitimeline.index.schema import EVENT, FIRST_LOOSE, FIRST_MOVED, LOOSE, MOVED, STILL
from aitimeline.model.day import ZONES_APART

if TYPE_CHECKING:
    from aitimeline.index.entry import Entry
    from aitimeline.index.timeline import Timeline, Window

_FIRST_RECORD = ("s.begun", "coalesce(s.origin, s.rid)")
SORTS: Mapping[str, tuple[str, ...]] = {
    "when": ("s.first", "s.last", *_FIRST_RECORD),
    "latest": ("s.last", "s.first", *_FIRST_RECORD),
    "recorded": ("s.recorded", "s.key"),
    "key": ("s.key",),
}
"""Orders of events: by the days of their dates (see ``listing``), by when the log learned of them as they stand, by
key."""
_BY_DAY = {"when": 1, "latest": 2}  # with the column that has the day
_INDEX = {"recorded": "INDEXED BY state_recorded", "key": "INDEXED BY state_key", "latest": ""}
_GROUP = {
    STILL: f"s.reach < {FIRST_MOVED}",
    MOVED: f"s.reach >= {FIRST_MOVED} AND s.reach < {FIRST_LOOSE}",
    LOOSE: f"s.reach >= {FIRST_LOOSE}",
}
_APART = f"""
(SELECT t.id FROM json_each(?) k CROSS JOIN state t ON t.family = {EVENT} AND t.key = k.value UNION
 SELECT t.id FROM reach r CROSS JOIN state t INDEXED BY state_order ON t.reach = r.id AND t.first IS NOT NULL
 WHERE r.moves = {LOOSE}) d CROSS JOIN state s ON s.id = d.id
"""
"""The states ``s`` of the events with some keys, and those whose days do not stand in the index."""


class Source(NamedTuple):
    """Where states ``s`` are looked for: a part of a query, what tests them first, and the arguments of both."""

    tables: str
    arguments: tuple[object, ...] = ()
    test: str = "1"


class Walk(NamedTuple):
    """What is asked for.

    Attributes:
        timeline: whose events these are.
        test: an SQL expression.
        arguments: of its parameters.
        sort: one of ``SORTS``.
        reverse: from the last to the first.
        most: no more than so many will be taken; None if perhaps all.
    """

    timeline: Timeline
    test: str
    arguments: tuple[object, ...]
    sort: str
    reverse: bool
    most: int | None

    def among(self, source: Source) -> Iterator[Entry]:
        """Those of a source in which all are looked at."""
        if self.sort not in _BY_DAY:
            return map(self.timeline.entry_in, self._rows(source))
        moving = self.timeline.listing.moving
        still = [source._replace(test=_GROUP[STILL])] if STILL in moving else []
        moved = [source._replace(test=_GROUP[MOVED])] if MOVED in moving else []
        late = f"s.key IN (SELECT value FROM json_each(?)) OR {_GROUP[LOOSE]}"
        apart = source._replace(test=f"({late})", arguments=(*source.arguments, self._late))
        return self._by_day(still, moved, apart)

    def near(self, window: Window, days: tuple[int, int]) -> Iterator[Entry]:
        """Those near some days, which all touch a day from the first to the last of ``days``; some lie farther."""
        if self.sort != "when":
            return self.among(Source(f"state s {_INDEX[self.sort]}"))
        found: dict[int, list[Source]] = {STILL: [], MOVED: []}
        groups = "SELECT id, length, about, moves FROM reach WHERE moves <> ?"
        for group, length, about, moves in self.timeline.connection.execute(groups, (LOOSE,)):
            slack, off = window.slack(about), ZONES_APART * moves
            first = max(window.first - slack, days[0]) - off
            last = min(window.last + slack, days[1]) + off
            test = "s.reach = ? AND s.first >= ? AND s.first <= ? AND s.last >= ?"
            source = Source("state s INDEXED BY state_order", (group, first - length, last, first), test)
            found[moves].append(source)
        return self._by_day(found[STILL], found[MOVED], Source(_APART, (self._late,)))

    @property
    def _late(self) -> str:
        """The keys of those that may stand behind one that they came after, as JSON."""
        return json.dumps(list(self.timeline.listing.earlier))

    def _by_day(self, still: list[Source], moved: list[Source], apart: Source) -> Iterator[Entry]:
        listing = self.timeline.listing
        if listing.earlier:
            still, moved = ([self._without_late(each) for each in sources] for sources in (still, moved))
        streams = [self._placed(self._rows(each)) for each in still]
        streams += [self._held_back(each) for each in moved]
        if listing.earlier or LOOSE in listing.moving:
            streams.append(iter(in_order(self._placed(self._rows(apart, is_sorted=False)), reverse=self.reverse)))
        if len(streams) > 1:
            streams = [heapq.merge(*streams, key=lambda each: each[0], reverse=self.reverse)]
        return (entry for stream in streams for _, entry in stream)

    def _without_late(self, source: Source) -> Source:
        test = f"{source.test} AND s.key NOT IN (SELECT value FROM json_each(?))"
        return source._replace(test=test, arguments=(*source.arguments, self._late))

    def _spot(self, entry: Entry) -> Spot:
        return self.timeline.listing.spot(entry, by_last=self.sort == "latest")

    def _placed(self, rows: Iterator[Any]) -> Iterator[tuple[Spot, Entry]]:
        for row in rows:
            entry = self.timeline.entry_in(row)
            yield self._spot(entry), entry

    def _held_back(self, source: Source) -> Iterator[tuple[Spot, Entry]]:
        rows, day = self._rows(source, is_exact=False), _BY_DAY[self.sort]
        return held_back(((row[day], self.timeline.entry_in(row)) for row in rows), self._spot, reverse=self.reverse)

    def _rows(self, source: Source, *, is_sorted: bool = True, is_exact: bool = True) -> Iterator[Any]:
        """What passes of a source; where its order is not exact, more than are wanted have to be looked at."""
        query = f"SELECT {COLUMNS} FROM {source.tables} WHERE {source.test} AND s.family = {EVENT} AND {self.test}"
        if is_sorted:
            query += f" ORDER BY {', '.join(f'{column}{self._down}' for column in SORTS[self.sort])}"
            query += f" LIMIT {self.most}" if is_exact and self.most is not None else ""
        return iter(self.timeline.connection.execute(query, (*source.arguments, *self.arguments)))

    @property
    def _down(self) -> str:
        return " DESC" if self.reverse else ""
