"""What several records of one event or actor add up to, put in place of what each would be by itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from sqlite3 import Connection
from typing import Any, NamedTuple
from zlib import crc32

from attrs import define, field

from aitimeline.index.entry import DamagedIndexError, record_in
from aitimeline.index.extract import Extractor, Facts
from aitimeline.index.schema import (
    CONFLICT,
    CONTRADICTS,
    COUNTS,
    PUT_FACETS,
    PUT_LINE,
    PUT_REACH,
    PUT_STATE,
    PUT_TEXT,
    REPEATS,
    RETRACTED,
    SETTLED,
    TEXT_TABLES,
    moves_of,
    reach_of,
)
from aitimeline.index.story import Standing, Told, standings
from aitimeline.log.place import Damage, Line, Place

_NOWHERE = Place(Path(), 0)
_MOVE = """
INSERT INTO record (family, key, time, rid, segment, number, line, counts)
SELECT family, key, recorded, rid, segment, number, line, 1 FROM state JOIN line USING (id) WHERE id = ?
"""
_STATE = "SELECT line, facets, family FROM state JOIN line USING (id) WHERE id = ?"
_SAME = """
SELECT record.id, family, key, line FROM record JOIN segment ON segment.id = segment WHERE rid = ? ORDER BY path, number
"""

Subject = tuple[int, str]
"""A family (EVENT or ACTOR) and a key."""


class Row(NamedTuple):
    """A row of the table ``record``."""

    id: int
    rid: str
    segment: int
    number: int
    line: bytes
    facts: Facts

    @property
    def told(self) -> Told:
        """What matters of it to what stands."""
        return Told(self.facts.time, self.rid, self.id, self.facts.is_retraction, self.facts.supersedes)


class Draft(NamedTuple):
    """A state before it is put in: what stood, and the facts of what is shown of it, as they are seen then."""

    standing: Standing
    facts: Facts | None


Rows = Mapping[int, Row]
"""The lines of an event or actor, by their numbers."""


def drafts_of(rows: Rows) -> Iterator[Draft]:
    """What stood of an event or actor with these lines, in order."""
    for standing in standings([row.told for row in rows.values()]):
        yield Draft(standing, shown_of(standing, rows).facts if standing.stated else None)


def shown_of(standing: Standing, rows: Rows) -> Row:
    """The line that is shown of what stood."""
    return rows[(standing.stated or standing.current).row]


@define
class Settler:
    """Settles the events and actors that have several lines."""

    connection: Connection
    _extractor: Extractor = field(init=False, factory=Extractor)

    def settle_all(self) -> None:
        """Settle whatever needs it in tables that were filled from nothing."""
        execute = self.connection.execute
        self.settle_repeated(
            rid
            for (rid,) in execute(
                "SELECT rid FROM (SELECT rid FROM state UNION ALL SELECT rid FROM record) "
                "GROUP BY rid HAVING count(*) > 1"
            ).fetchall()
        )
        execute("CREATE TEMP TABLE several AS SELECT DISTINCT family, key FROM record WHERE family IS NOT NULL")
        execute("INSERT INTO several SELECT family, key FROM state GROUP BY family, key HAVING count(*) > 1")
        for subject in execute("SELECT DISTINCT family, key FROM several"):
            self.settle(subject)
        execute("DROP TABLE several")

    def settle_touched(self, touched: Iterable[tuple[int | None, str]]) -> set[Subject]:
        """Settle events and actors that records were added to; gives them, and those that records were taken from.

        Args:
            touched: their families and keys; of records that are not understood, None and their ids.
        """
        added = set(touched)
        every = {(family, key) for family, key in added if family is not None}
        rids = [rid for family, rid in added if family is None]
        rids += [
            rid
            for family, key in sorted(every)
            for (rid,) in self.connection.execute(
                "SELECT rid FROM state WHERE family = ? AND key = ? AND NOT flags & ?", (family, key, SETTLED)
            )
        ]
        every.update(self.settle_repeated(rids))
        for subject in sorted(every):
            self.settle(subject)
        return every

    def settle_repeated(self, rids: Iterable[str]) -> set[Subject]:
        """Find which line counts of those with one id; gives the events and actors whose lines were looked at."""
        touched: set[Subject] = set()
        for rid in rids:
            raw = self.connection.execute("SELECT id FROM state WHERE rid = ? AND NOT flags & ?", (rid, SETTLED))
            alone = raw.fetchall()
            others = self.connection.execute("SELECT count(*) FROM record WHERE rid = ?", (rid,)).fetchone()[0]
            if len(alone) + others < 2:  # noqa: PLR2004
                continue
            for (number,) in alone:
                self._move(number)
            touched.update(self._choose(rid))
        return touched

    def _choose(self, rid: str) -> set[Subject]:
        from aitimeline.log.snapshot import counting, is_contradiction  # noqa: PLC0415 -- few lines repeat others

        rows = self.connection.execute(_SAME, (rid,)).fetchall()
        records = {number: record_in(line) for number, _, _, line in rows}
        if is_contradiction(records.values()):
            marks = dict.fromkeys(records, CONTRADICTS)
        else:
            chosen = counting(records.values())
            first = next(number for number, record in records.items() if record is chosen)
            marks = {number: COUNTS if number == first else REPEATS for number in records}
        self.connection.executemany(
            "UPDATE record SET counts = ? WHERE id = ?", [(mark, number) for number, mark in marks.items()]
        )
        return {(family, key) for _, family, key, _ in rows if family is not None}

    def settle(self, subject: Subject) -> None:
        """Make the states of an event or actor anew, if it has several lines."""
        alone, others = self._lines(subject)
        if len(alone) == 1 and not others:
            return
        for number in alone:
            self._move(number)
        rows = self.rows(subject)
        self.put(subject, rows, drafts_of(rows))

    def put(self, subject: Subject, rows: Rows, drafts: Iterable[Draft]) -> None:
        """Put in what stood of an event or actor with these lines, in place of what was there."""
        first = min((row.told for row in rows.values()), default=None)
        self.remove(subject)
        if first is None:
            return
        for standing, facts in drafts:
            self._put_state(subject, standing, facts, rows, first)

    def _lines(self, subject: Subject) -> tuple[list[int], int]:
        """The states that are nothing but a line, and how many lines there are in ``record``."""
        alone = self.connection.execute(
            "SELECT id FROM state WHERE family = ? AND key = ? AND NOT flags & ?", (*subject, SETTLED)
        ).fetchall()
        others = self.connection.execute("SELECT count(*) FROM record WHERE family = ? AND key = ?", subject).fetchone()
        return [number for (number,) in alone], others[0]

    def move(self, subject: Subject) -> None:
        """See that all lines of an event or actor are in ``record``."""
        for number in self._lines(subject)[0]:
            self._move(number)

    def _move(self, state: int) -> None:
        self.connection.execute(_MOVE, (state,))
        self._remove(state)

    def remove(self, subject: Subject) -> None:
        """Take the states of an event or actor out."""
        query = "SELECT id FROM state WHERE family = ? AND key = ?"
        for (number,) in self.connection.execute(query, subject).fetchall():
            self._remove(number)

    def _remove(self, state: int) -> None:
        execute = self.connection.execute
        line, facets, family = execute(_STATE, (state,)).fetchone()
        if text := self.facts_of(line).text:
            table = TEXT_TABLES[family]
            execute(f"INSERT INTO {table} ({table}, rowid, words) VALUES ('delete', ?, ?)", (state, text))
            execute("INSERT INTO facet (facet, rowid, facets) VALUES ('delete', ?, ?)", (state, facets))
        execute("DELETE FROM state WHERE id = ?", (state,))
        execute("DELETE FROM line WHERE id = ?", (state,))

    def rows(self, subject: Subject) -> Rows:
        """The lines that count of an event or actor all of whose lines are in ``record``."""
        found = self.connection.execute(
            "SELECT id, rid, segment, number, line FROM record WHERE family = ? AND key = ? AND counts = ?",
            (*subject, COUNTS),
        )
        return {row[0]: Row._make((*row, self.facts_of(row[-1]))) for row in found.fetchall()}

    def facts_of(self, line: bytes) -> Facts:
        """The facts of a line that has been read before."""
        quick = self._extractor.quickly(line)
        if quick is not None:
            return quick
        for found in self._extractor.read(Line(_NOWHERE, 0, line)):
            if not isinstance(found, Damage):
                return found[1]
        raise DamagedIndexError("a line cannot be read")

    def _put_state(self, subject: Subject, standing: Standing, facts: Facts | None, rows: Rows, first: Told) -> None:
        current = rows[standing.current.row]
        shown = shown_of(standing, rows)
        facts = facts or shown.facts
        moves = moves_of(facts.flags, is_ordered=facts.is_ordered)
        reach = reach_of(facts.length, facts.about, moves)
        execute = self.connection.execute
        execute(PUT_REACH, (reach, facts.length, facts.about, moves))
        heads = [each.rid for each in standing.heads]
        values: tuple[Any, ...] = (
            *(None, *subject, standing.since, standing.until, reach, *(facts.days or (None, None))),
            *(_flags(standing, rows) | facts.flags, standing.current.time, current.rid, current.segment),
            *(current.number, facts.facets, standing.revision),
            None if heads == [current.rid] else json.dumps(heads),
            *(first.time, None if first.rid == current.rid else first.rid),
            current.line if standing.stated and standing.current.is_retraction else None,
            *(crc32(shown.line), facts.stated),
        )
        number = execute(PUT_STATE, values).lastrowid
        execute(PUT_LINE, (number, shown.line))
        if facts.text:
            execute(PUT_TEXT[subject[0]], (number, facts.text))
            execute(PUT_FACETS, (number, facts.facets))


def _flags(standing: Standing, rows: Rows) -> int:
    flags = SETTLED
    if standing.current.is_retraction:
        flags |= RETRACTED
    if _is_in_conflict([rows[head.row] for head in standing.heads]):
        flags |= CONFLICT
    return flags


def _is_in_conflict(heads: Sequence[Row]) -> bool:
    """True if heads do not say the same; as ``model.history`` has it."""
    if len(heads) == 1:
        return False
    said = [None if head.facts.is_retraction else record_in(head.line).payload for head in heads]
    return any(each != said[0] for each in said[1:])
