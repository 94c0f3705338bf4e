"""Filling the index from segments, and adding what they have gained since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from itertools import count
from pathlib import Path
from sqlite3 import Connection

from attrs import define

from aitimeline.index.load import Advance, Loader
from aitimeline.index.schema import EVENT, INDICES, TABLES
from aitimeline.index.settle import Settler
from aitimeline.index.store import MADE, Known, StaleError, put_known
from aitimeline.log.disk import Disk
from aitimeline.log.prefix import ChangedError

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


@define
class Builder:
    """Fills an index, and catches it up."""

    connection: Connection
    disk: Disk
    advance: Advance

    def build(self, segments: Iterable[str], size: int) -> None:
        """Fill an empty file from segments, of so many bytes in all."""
        for statement in _FILLING:
            self.connection.execute(statement)
        self.connection.execute("BEGIN")
        self._run(TABLES)
        self._tune(_GATHERING)
        loader = Loader(self.connection, self.disk, self.advance)
        self._load(loader, dict.fromkeys(segments), size)
        self.connection.execute(_SORTING)
        self._run(INDICES)
        self._tune(_LATER)
        settler = Settler(self.connection)
        settler.settle_all()
        self._follow(settler)
        self.connection.execute("INSERT INTO meta VALUES ('made', ?)", (MADE,))
        self.connection.execute("COMMIT")

    def catch_up(self, known: Mapping[str, Known | None], size: int) -> None:
        """Add what segments have gained, within a transaction: those that are named, of which so much is known.

        Raises:
            StaleError: one of them has not just gained.
        """
        touched: set[tuple[int | None, str]] = set()
        settler = Settler(self.connection)
        self._load(Loader(self.connection, self.disk, self.advance, touched), known, size)
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

    def _load(self, loader: Loader, known: Mapping[str, Known | None], size: int) -> None:
        last = self.connection.execute("SELECT max(id) FROM segment").fetchone()[0] or 0
        added = count(last + 1)
        starts = [(path, each or Known(next(added))) for path, each in known.items()]
        try:
            ends = loader.load(((Path(path), each) for path, each in starts), size)
        except ChangedError:
            raise StaleError from None
        for (path, before), end in zip(starts, ends, strict=True):
            tail = before.tail or (sha256(end.tail).digest() if loader.put_tail(end) else None)
            put_known(self.connection, path, Known(before.id, end.extent, tail))

    def _follow(self, settler: Settler) -> None:
        if self.connection.execute("SELECT count(*) FROM ordered").fetchone()[0]:
            from aitimeline.index.order import Follower  # noqa: PLC0415 -- few logs have such dates

            Follower(self.connection, settler).follow()
