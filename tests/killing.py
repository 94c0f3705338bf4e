"""Eight writers on one log that are killed again and again: a program of its own, as it forks and has no threads.

``python killing.py FOLDER KILLS SEED`` makes ``FOLDER/log``, and notes in ``FOLDER/acknowledged`` what each writer was
told is safe. It prints at which stages the writers died, and ends badly if anything that was acknowledged is missing.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from mmap import mmap
from pathlib import Path
from random import Random
from uuid import UUID

from attrs import define, field
from uuid6 import uuid7

from aitimeline.log.disk import SystemDisk
from aitimeline.log.writing import Writer
from aitimeline.model.event import Event
from aitimeline.model.kind import EVENT_RECORDED
from aitimeline.model.record import Record, make_record
from aitimeline.model.text import Text
from aitimeline.model.when import When
from plain_log import read_log

SLOTS = 8
NAMES = ("Kim", "이")
START = datetime(2026, 3, 1, tzinfo=UTC)
PIECE = 256
_LONGEST_WAIT = 0.02
_LONGEST_WATCH = 0.1
_MOMENT = 0.0001
_KILLS_BETWEEN_CHECKS = 100


class Stage(IntEnum):
    """How far a writer has come with an append. From READING to RETURNED a death could lose or double something."""

    STARTING = 0
    WAITING = 1
    READING = 2
    WRITING = 3
    WRITTEN = 4
    SYNCHRONISED = 5
    RETURNED = 6
    ACKNOWLEDGED = 7


UNCERTAIN = (Stage.READING, Stage.WRITING, Stage.WRITTEN, Stage.SYNCHRONISED, Stage.RETURNED)


class WatchedDisk(SystemDisk):
    """The disk of this machine, which writes little at once and notes how far an append has come."""

    def __init__(self, *, stages: mmap, slot: int) -> None:
        super().__init__()
        self.stages = stages
        self.slot = slot

    def note(self, stage: Stage) -> None:
        """Let the parent see, even after a death, how far this writer has come, and stay there for a moment."""
        self.stages[self.slot] = stage
        if stage in UNCERTAIN:
            time.sleep(_MOMENT)

    @contextmanager
    def locked(self, folder: Path) -> Iterator[None]:
        """Hold the lock."""
        with super().locked(folder):
            self.note(Stage.READING)
            yield

    def write(self, descriptor: int, content: memoryview) -> int:
        """Write a piece, as a system may that is short of room."""
        self.note(Stage.WRITING)
        return super().write(descriptor, content[:PIECE])

    def synchronise(self, descriptor: int) -> None:
        """Put a file's bytes on the disk."""
        self.note(Stage.WRITTEN)
        super().synchronise(descriptor)
        self.note(Stage.SYNCHRONISED)


def batch(slot: int, number: int) -> list[Record]:
    """What a writer adds at once: one to three records, always the same."""
    return [_record(slot, number, each) for each in range(1 + number % 3)]


def _record(slot: int, number: int, each: int) -> Record:
    text = f"{slot}호 {number} {each} 🎉 " * (1 + 11 * (number % 5))
    return make_record(
        Event(When.parse("2023-12-06"), Text.of({"ko": text}), "release"),
        record_id=str(UUID(int=(0x019A << 112) | (7 << 76) | (2 << 62) | (slot << 40) | (number << 8) | each)),
        timeline="https://example.org/timeline",
        record_type=EVENT_RECORDED,
        subject=f"e-{slot}-{number}-{each}",
        time=START + timedelta(seconds=number),
        recorded_by=NAMES[slot % len(NAMES)],
    )


def acknowledged(folder: Path) -> list[int]:
    """How many batches each writer was told are safe."""
    return [_acknowledged_by(folder, slot) for slot in range(SLOTS)]


def _acknowledged_by(folder: Path, slot: int) -> int:
    path = folder / "acknowledged" / str(slot)
    return path.read_bytes().count(b"\n") if path.exists() else 0


def write_until_told(folder: Path, stages: mmap, slot: int) -> None:
    """Be a writer: try again what was not acknowledged, and go on from there."""
    disk = WatchedDisk(stages=stages, slot=slot)
    disk.note(Stage.STARTING)
    name = NAMES[slot % len(NAMES)]
    writer = Writer((folder / "log",), name, lambda: START, lambda: str(uuid7()), disk)
    notes = os.open(folder / "acknowledged" / str(slot), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    number = _acknowledged_by(folder, slot)
    parent, is_over = os.getppid(), False
    while not is_over:  # told to stop or not, what was begun before a death is tried again
        is_over = bool(stages[SLOTS]) or os.getppid() != parent
        disk.note(Stage.WAITING)
        records = batch(slot, number)
        writer.append(lambda _, records=records: records)  # type: ignore[misc]
        disk.note(Stage.RETURNED)
        os.write(notes, b"%d\n" % number)
        disk.note(Stage.ACKNOWLEDGED)
        number += 1


@define
class Killer:
    """Starts the writers, kills them, and starts them again."""

    folder: Path
    random: Random
    stages: mmap = field(init=False)
    pids: list[int] = field(init=False)
    deaths: Counter[Stage] = field(init=False, factory=Counter)

    def __attrs_post_init__(self) -> None:
        self.stages = mmap(-1, SLOTS + 1)
        self.pids = [self._start(slot) for slot in range(SLOTS)]

    def kill(self) -> None:
        """Kill one: every third at any moment, else one that is seen at a stage where a death might do harm."""
        wanted = self.random.choice(UNCERTAIN) if self.random.randrange(3) else None
        slot = self.random.randrange(SLOTS)
        until = time.monotonic() + (self.random.uniform(0, _LONGEST_WAIT) if wanted is None else _LONGEST_WATCH)
        while time.monotonic() < until:  # a look costs less than a nap, and a stage is soon over
            if wanted is not None and (seen := self.stages[:SLOTS].find(wanted)) >= 0:
                slot = seen
                break
        os.kill(self.pids[slot], signal.SIGKILL)
        _, status = os.waitpid(self.pids[slot], 0)
        assert os.WIFSIGNALED(status), f"writer {slot} ended by itself"
        self.deaths[Stage(self.stages[slot])] += 1
        self.pids[slot] = self._start(slot)

    def check(self) -> None:
        """See that all that was acknowledged is served, whatever is being written meanwhile."""
        safe = {
            record.id
            for slot, count in enumerate(acknowledged(self.folder))
            for number in range(count)
            for record in batch(slot, number)
        }
        missing = safe - {record.id for record in read_log([self.folder / "log"]).records}
        assert not missing, f"acknowledged, but not in the log: {sorted(missing)}"

    def finish(self) -> None:
        """Let all come to their end."""
        self.stages[SLOTS] = 1
        ends = [os.waitpid(pid, 0)[1] for pid in self.pids]
        assert not any(ends), f"writers ended with {ends}"

    def _start(self, slot: int) -> int:
        if pid := os.fork():
            return pid
        status = 1
        try:
            write_until_told(self.folder, self.stages, slot)
            status = 0
        except BaseException:  # noqa: BLE001 -- a child that went on would be a second parent
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(status)


def main(folder: Path, kills: int, seed: int) -> None:
    """Kill writers; print at which stages they died."""
    (folder / "acknowledged").mkdir()
    killer = Killer(folder, Random(seed))  # noqa: S311 -- it must be possible to run it again
    try:
        for number in range(1, kills + 1):
            killer.kill()
            if number % _KILLS_BETWEEN_CHECKS == 0:
                killer.check()
    finally:
        killer.finish()
    killer.check()
    print(json.dumps({stage.name: killer.deaths[stage] for stage in Stage}))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
