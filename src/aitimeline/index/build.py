"""Filling the index from segments, and adding what they have gained since."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from sqlite3 import Connection

from attrs import define

from aitimeline.index.load import Advance, End, Loader
from aitimeline.index.schema import EVENT, INDICES, TABLES
from aitimeline.index.settle import Settler
from aitimeline.index.store import MADE, Known, edges
from aitimeline.log.disk import Disk, Stamp

_FILLING = (
    *("PRAGMA page_size = 8192", "PRAGMA journal_mode = off", "PRAGMA synchronous = off"),
    *("PRAGMA locking_mode = exclusive", "PRAGMA threads = 1", "PRAGMA cache_size = -16000"),
)
_FULL_TEXT = ("text", "name", "facet")
_GATHERING = {"automerge": 0, "crisismerge": 500, "hashsize": 8_000_000}
# What is filled is in some 15 parts of each full-text table, and every catching up adds one. To merge a little
# each time would cost more than all else; so all are merged at once, when there are very many.
_LATER = {"crisismerge": 128, "hashsize": 1_000_000}
_SORTING = "PRAGMA cache_size = -8000"  # each index is sorted in so much memory, by two threads
_SEGMENT = "INSERT OR REPLACE INTO segment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@define
class Builder:
    """Fills an index, and catches it up."""

    connection: Connection
    segments: Sequence[Path]
    disk: Disk
    advance: Advance

    def build(self, stamps: Mapping[str, Stamp | None]) -> None:
        """Fill an empty file."""
        for statement in _FILLING:
            self.connection.execute(statement)
        self.connection.execute("BEGIN")
        self._run(TABLES)
        self._tune(_GATHERING)
        loader = Loader(self.connection, self.disk, self.advance)
        self._load(loader, {}, stamps)
        self.connection.execute(_SORTING)
        self._run(INDICES)
        self._tune(_LATER)
        settler = Settler(self.connection)
        settler.settle_all()
        self._follow(settler)
        self.connection.execute("INSERT INTO meta VALUES ('made', ?)", (MADE,))
        self.connection.execute("COMMIT")

    def catch_up(self, known: Mapping[str, Known], stamps: Mapping[str, Stamp | None]) -> None:
        """Add what segments have gained, within a transaction."""
        touched: set[tuple[int | None, str]] = set()
        settler = Settler(self.connection)
        self._load(Loader(self.connection, self.disk, self.advance, touched), known, stamps)
        if any(family == EVENT for family, _ in settler.settle_touched(touched)):
            self._follow(settler)

    def _run(self, statements: str) -> None:
        for statement in statements.split(";\n"):
            if statement.strip():
                self.connection.execute(statement)

    def _tune(self, settings: Mapping[str, int]) -> None:
        """Tell the full-text tables how to go on (https://sqlite.org/fts5.html, 6)."""
        for table in _FULL_TEXT:
            for name, value in settings.items():
                self.connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)", (name, value))

    def _load(self, loader: Loader, known: Mapping[str, Known], stamps: Mapping[str, Stamp | None]) -> None:
        starts: list[tuple[Path, End]] = []
        number = max((each.id for each in known.values()), default=0)
        for path in self.segments:
            before = known.get(str(path))
            if before is None:
                number += 1
                starts.append((path, End(number, 0, 0)))
            elif before.stamp != stamps[str(path)]:
                starts.append((path, End(before.id, before.offset, before.lines)))
        total = sum(stamp.size for stamp in stamps.values() if stamp) - sum(each.offset for each in known.values())
        for (path, _), end in zip(starts, loader.load(starts, total), strict=True):
            stamp = None if end.failure else stamps[str(path)]
            marks = (b"", b"") if end.failure else edges(self.disk, path, end.offset)
            tail = 1 if loader.put_tail(end) else None
            self.connection.execute(
                _SEGMENT,
                (end.segment, os.fsencode(path), *(stamp or (None,) * 4), end.offset, end.lines, *marks, tail),
            )

    def _follow(self, settler: Settler) -> None:
        if self.connection.execute("SELECT count(*) FROM ordered").fetchone()[0]:
            from aitimeline.index.order import Follower  # noqa: PLC0415 -- few logs have such dates

            Follower(self.connection, settler).follow()
