"""The rival in ``bench/append.py``: the library ``eventsourcing`` on an SQLite file, one aggregate an event."""

from __future__ import annotations

import importlib.metadata
import sqlite3
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.sqlite import SQLiteFactory

LEVELS = ("OFF", "NORMAL", "FULL", "EXTRA")


class Happening(Aggregate):
    """An event of a timeline, as users of that library would state it."""

    @event("Recorded")
    def __init__(self, key: str, stated: dict[str, Any], recorded_by: str) -> None:
        self.key = key
        self.stated = stated
        self.recorded_by = recorded_by


class Rival:
    """An application of theirs that keeps its events in a file.

    Attributes:
        application: what saves the events.
    """

    def __init__(self, path: Path, level: str | None = None) -> None:
        """Open it; ``level`` sets PRAGMA synchronous, None leaves it as the library ships."""
        self.application = Application[UUID](
            env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)}
        )
        if level:
            self._ask(f"PRAGMA synchronous={level}")

    def save(self, key: str, stated: dict[str, Any], recorded_by: str) -> None:
        """Make an aggregate and save it; its one event is committed when this returns."""
        self.application.save(Happening(key, stated, recorded_by))

    def in_force(self) -> tuple[str, str]:
        """The journal mode and the level of synchronising of the connection that saves."""
        return str(self._ask("PRAGMA journal_mode")).upper(), LEVELS[int(self._ask("PRAGMA synchronous"))]

    def close(self) -> None:
        """Close the file."""
        self.application.close()

    def _ask(self, statement: str) -> Any:
        factory = self.application.factory
        if not isinstance(factory, SQLiteFactory):
            raise TypeError("eventsourcing.sqlite is not in use")
        pool = factory.datastore.pool
        if pool.num_in_pool != 1:  # a setting is one connection's, so there must be one only
            raise RuntimeError("eventsourcing has more connections than one, or none")
        with factory.datastore.get_connection(commit=True) as connection:
            cursor = connection.cursor()
            cursor.execute(statement)
            found = cursor.fetchone()
        return found[0] if found else None


def version() -> str:
    """What is measured."""
    return f"eventsourcing {importlib.metadata.version('eventsourcing')}, SQLite {sqlite3.sqlite_version}"
