"""Single durable appends, for ``bench/append.py``: ours, bare system calls, and eventsourcing on SQLite."""

from __future__ import annotations

import cProfile
import os
import pstats
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, Protocol, cast

from bench.rows import TIMELINE, events, records
from uuid6 import uuid7

from aitimeline.log.disk import Disk, SystemDisk
from aitimeline.log.writing import Writer, record_event
from aitimeline.model.event import Event
from aitimeline.model.kind import EVENT_RECORDED
from aitimeline.model.record import Record, make_record
from aitimeline.model.structure import unstructure

NAME = "Kim"
BARE = "(a) write + fdatasync of the same bytes"
OURS = "record_event, fresh folder"
READY = "append of a record that is ready"
OURS_FILLED = "record_event, after {:,} records"
MADE = "make_record + write + fdatasync, no log"
FILLED = 10_000
_SETTLED = 2.5
_INSTALL = "not installed, so not measured: python -m pip install eventsourcing"

Batch = list[tuple[str, Event]]


def present() -> datetime:
    """The clock of the writers here."""
    return datetime.now(UTC)  # noqa: TID251 -- a bench is at the edge, as cli/ is


class Contender(Protocol):
    """One of those that are measured."""

    def prepare(self, batch: Batch) -> None:
        """Do what is not to be measured."""

    def run(self, batch: Batch) -> None:
        """Append each event, durably, before the next."""

    def close(self) -> None:
        """Close the files."""


class Ours:
    """The program's own writer, on a log that holds ``filled`` records before.

    Attributes:
        lines: what the last batch came to.
        first_seconds: how long its first append took, which reads the log and writes the identity.
    """

    def __init__(self, folder: Path, filled: int = 0, disk: Disk | None = None) -> None:
        if filled:
            folder.mkdir()
            (folder / "lee.jsonl").write_bytes(b"".join(islice(records(), filled)))
        self.writer = Writer((folder,), NAME, present, lambda: str(uuid7()), disk or SystemDisk())
        self.lines: list[bytes] = []
        (key, event), *_ = islice(events(seed=1), 1)
        begun = time.perf_counter()
        record_event(self.writer, f"first-{key}", event)
        self.first_seconds = time.perf_counter() - begun

    def prepare(self, batch: Batch) -> None:
        """Nothing is."""

    def run(self, batch: Batch) -> None:
        """Append."""
        self.lines = [record_event(self.writer, key, event).record.line for key, event in batch]

    def close(self) -> None:
        """Close the segment."""
        self.writer.appender.close()


class Bare:
    """Nothing but the two system calls, for the lines that ``ours`` has just appended."""

    def __init__(self, path: Path, ours: Ours) -> None:
        self.descriptor = opened(path)
        self.ours = ours
        self.lines: list[bytes] = []

    def prepare(self, batch: Batch) -> None:  # noqa: ARG002 -- the signature is that of all
        """Take the lines, each with its newline."""
        self.lines = [line + b"\n" for line in self.ours.lines]

    def run(self, _: Batch) -> None:
        """Append."""
        for line in self.lines:
            os.write(self.descriptor, line)
            os.fdatasync(self.descriptor)

    def close(self) -> None:
        """Close the file."""
        os.close(self.descriptor)


class Ready(Ours):
    """The program's own writer, given records that have been made: what is durable costs, and nothing else."""

    def prepare(self, batch: Batch) -> None:
        """Make the records."""
        self.records = [made(key, event) for key, event in batch]

    def run(self, batch: Batch) -> None:  # noqa: ARG002 -- the signature is that of all
        """Append."""
        for record in self.records:
            self.writer.append(lambda _, record=record: [record])  # type: ignore[misc]


def made(key: str, event: Event) -> Record:
    """The record of an event."""
    return make_record(
        event,
        record_id=str(uuid7()),
        timeline=TIMELINE,
        record_type=EVENT_RECORDED,
        subject=key,
        time=present(),
        recorded_by=NAME,
    )


class Made:
    """The making of the record, then the two system calls: ours without lock, view and checks of files."""

    def __init__(self, path: Path) -> None:
        self.descriptor = opened(path)

    def prepare(self, batch: Batch) -> None:
        """Nothing is."""

    def run(self, batch: Batch) -> None:
        """Append."""
        for key, event in batch:
            record = made(key, event)
            os.write(self.descriptor, record.line + b"\n")
            os.fdatasync(self.descriptor)

    def close(self) -> None:
        """Close the file."""
        os.close(self.descriptor)


class Theirs:
    """The library eventsourcing; its event holds the same members."""

    def __init__(self, path: Path, level: str | None) -> None:
        from bench.rival import Rival  # noqa: PLC0415 -- it may not be installed

        self.rival = Rival(path, level)

    def prepare(self, batch: Batch) -> None:
        """Nothing is."""

    def run(self, batch: Batch) -> None:
        """Append."""
        for key, event in batch:
            self.rival.save(key, unstructure(event), NAME)

    def close(self) -> None:
        """Close the file."""
        self.rival.close()


def opened(path: Path) -> int:
    """A new file to append to, whose name is on the disk."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    os.fsync(descriptor)
    SystemDisk().synchronise_folder(path.parent)
    return descriptor


def contenders(folder: Path) -> dict[str, Contender]:
    """All that are measured, in their order in a round."""
    ours = Ours(folder / "fresh")
    found: dict[str, Contender] = {
        OURS: ours,
        BARE: Bare(folder / "bare", ours),
        READY: Ready(folder / "ready"),
        MADE: Made(folder / "made"),
        OURS_FILLED.format(FILLED): Ours(folder / "filled", FILLED),
    }
    try:
        rivals = {level: Theirs(folder / f"{level}.sqlite", level) for level in (None, "FULL", "NORMAL")}
    except ModuleNotFoundError as failure:
        if failure.name != "eventsourcing":
            raise
        print(f"(b) eventsourcing: {_INSTALL}")
        return found
    from bench.rival import version  # noqa: PLC0415

    print(f"(b) {version()}")
    for level, rival in rivals.items():
        mode, held = rival.rival.in_force()
        is_durable = held in ("FULL", "EXTRA") or (mode != "WAL" and held != "OFF")
        told = f"{mode}, synchronous {held}" + ("" if is_durable else ", NOT durable")
        found[f"(b) eventsourcing {'as shipped' if level is None else f'set to {level}'}: {told}"] = rival
    return found


def measure(folder: Path, rounds: int, number: int) -> dict[str, list[float]]:
    """Seconds an append, of each contender, one after the other in every round; a first round is not counted."""
    given = events(seed=2)
    measured = contenders(folder)
    # A folder that has changed in the last two seconds is listed anew at each append; a log at rest is not.
    time.sleep(_SETTLED)
    taken: dict[str, list[float]] = {name: [] for name in measured}
    for each_round in range(rounds + 1):
        for at, (name, contender) in enumerate(measured.items()):
            batch = [(f"{key}-{at}", event) for key, event in islice(given, number)]
            contender.prepare(batch)
            os.sync()  # else the next one's first append pays for what the one before left unwritten
            begun = time.perf_counter()
            contender.run(batch)
            if each_round:
                taken[name].append((time.perf_counter() - begun) / number)
    for name, contender in measured.items():
        if isinstance(contender, Ours):
            print(f"{contender.first_seconds * 1000:8.1f} ms  the first append of '{name}', which reads the log")
        contender.close()
    return taken


def show(taken: dict[str, list[float]], rounds: int, number: int) -> None:
    """Print the table."""
    base = median(taken[BARE])
    print(f"{'records/s':>10} {'µs each':>8} {'best µs':>8} {'to (a)':>7}  (medians of {rounds} rounds of {number})")
    for name, each in taken.items():
        middle = median(each)
        print(f"{1 / middle:10,.0f} {middle * 1e6:8.1f} {min(each) * 1e6:8.1f} {base / middle:7.2f}  {name}")
    ratios = sorted(bare / ours for bare, ours in zip(taken[BARE], taken[OURS], strict=True))
    print(f"ratio of '{OURS}' to (a) in each round: {ratios[0]:.2f} to {ratios[-1]:.2f}, median {median(ratios):.2f}")


class Timed:
    """A disk that adds up how long each of its calls took."""

    def __init__(self, disk: Disk) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.calls: Counter[str] = Counter()
        self._disk = disk

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self._disk, name)

        def timed(*given: object) -> Any:
            begun = time.perf_counter()
            try:
                return call(*given)
            finally:
                self.seconds[name] += time.perf_counter() - begun
                self.calls[name] += 1

        setattr(self, name, timed)
        return timed


def budget(folder: Path, number: int) -> None:
    """Print where the time of an append goes: the calls to the system, the making of the record, the rest."""
    disk = Timed(SystemDisk())
    ours = Ours(folder / "timed", disk=cast("Disk", disk))
    batches = _batches(number)
    time.sleep(_SETTLED)
    ours.run(next(batches))
    disk.seconds.clear()
    disk.calls.clear()
    begun = time.perf_counter()
    ours.run(next(batches))
    whole = time.perf_counter() - begun
    ours.close()
    print(f"\nµs of one append ({number} in a row, clocks included):")
    for name, seconds in sorted(disk.seconds.items(), key=lambda each: -each[1]):
        print(f"{seconds / number * 1e6:8.1f}  {disk.calls[name] / number:5.2f} calls of {name}")
    rest = whole - sum(disk.seconds.values())
    print(f"{rest / number * 1e6:8.1f}  all else: the making of the record, the lock, the view")
    print(f"{whole / number * 1e6:8.1f}  in all")


def profile(folder: Path, number: int, count: int = 15) -> None:
    """Print the functions of our append that cost most by themselves."""
    ours = Ours(folder / "profiled")
    batches = _batches(number)
    time.sleep(_SETTLED)
    ours.run(next(batches))
    batch = next(batches)
    profiler = cProfile.Profile()
    profiler.runcall(ours.run, batch)
    ours.close()
    print(f"\nThe {count} dearest functions of {number} single appends, by their own time:")
    pstats.Stats(profiler).strip_dirs().sort_stats("tottime").print_stats(count)


def _batches(number: int) -> Iterator[Batch]:
    made = events(seed=3)
    while True:
        yield list(islice(made, number))
