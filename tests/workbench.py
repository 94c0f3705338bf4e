"""Writers with a clock and ids of their own, and what they wrote; importable by the processes that tests start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from uuid6 import uuid7

from aitimeline.index.store import Store
from aitimeline.index.timeline import Timeline
from aitimeline.log.disk import SystemDisk
from aitimeline.log.place import all_segments
from aitimeline.log.writing import Writer, record_event
from aitimeline.model.event import Event
from aitimeline.model.record import Record
from aitimeline.model.text import Text
from aitimeline.model.when import When

START = datetime(2026, 3, 1, tzinfo=UTC)


def ticking(step: timedelta = timedelta(seconds=1)) -> Callable[[], datetime]:
    """A clock that moves by ``step`` whenever it is read."""
    ticks: Iterator[int] = count()
    return lambda: START + next(ticks) * step


def writer_at(*folders: Path, name: str = "Kim", clock: Callable[[], datetime] | None = None) -> Writer:
    """A writer on these folders."""
    return Writer(folders, name, clock or ticking(), lambda: str(uuid7()))


def timeline_of(*folders: Path, as_of: int | None = None, tz: ZoneInfo | None = None) -> Timeline:
    """What the folders hold, read from an index in memory."""
    disk = SystemDisk()
    return Timeline(Store(None, all_segments(folders, disk), disk).open(), as_of, tz)


def timeline_from(records: Iterable[Record], as_of: int | None = None, tz: ZoneInfo | None = None) -> Timeline:
    """What a log of these records holds, with times of day as they are seen from ``tz``."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "all.jsonl").write_bytes(b"".join(record.line + b"\n" for record in records))
        return timeline_of(Path(folder), as_of=as_of, tz=tz)


def keys_of(timeline: Timeline) -> list[str]:
    """The keys of the events that stand, in order."""
    return [entry.key for entry in timeline.select()]


def add_many(folder: str, process: int, number: int) -> None:
    """Add events, as one process of several."""
    writer = writer_at(Path(folder), name="Kim")
    for each in range(number):
        event = Event(When.parse("2023-12-06"), Text.of({"en": f"{process} {each}"}), "release")
        record_event(writer, f"e-{process}-{each}", event)
