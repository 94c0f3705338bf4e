"""What it costs to believe an index again, beside hashing the same segments once, in one run.

Run it from the project's folder with ``python -m bench.belief``. It makes a seeded log, its index, and then, in every
round, does to the log what people do (touch it, append to it as another program, append to it as we do, nothing) and
opens the index. It prints the median seconds of each, and the ratio to ``hashlib.file_digest`` over the segments.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from statistics import median

from attrs import field, frozen
from bench.append import Load
from bench.log import added, make_log

from aitimeline.index.store import Store
from aitimeline.log.disk import SETTLING, SystemDisk
from aitimeline.log.durable import Appender
from aitimeline.log.place import all_segments

_PROJECT = Path(__file__).resolve().parents[1]


class LaterDisk(SystemDisk):
    """The disk after some seconds, so that nobody has to wait for files to settle."""

    def now(self) -> int:
        """The clock, ahead."""
        return super().now() + 2 * SETTLING


@frozen
class Bench:
    """A log of one segment, and where its index is kept."""

    segment: Path
    index: Path
    disk: LaterDisk = field(factory=LaterDisk)

    def open(self) -> None:
        """Open the index, caught up."""
        with closing(self.store().open()):
            pass

    def store(self) -> Store:
        """The index."""
        return Store(self.index, all_segments([self.segment.parent], self.disk), self.disk)

    def hash(self) -> None:
        """What the price is compared with."""
        with self.segment.open("rb") as opened:
            hashlib.file_digest(opened, "sha256")

    def touch(self, _: int) -> None:
        """Give the segment another time and leave its bytes."""
        os.utime(self.segment)

    def append_as_another(self, number: int) -> None:
        """Append a record, as another program does."""
        with self.segment.open("ab") as opened:
            opened.write(added(number))

    def append_as_we_do(self, number: int) -> None:
        """Append a record, as the program does."""
        appender = Appender(self.disk, self.store().grown)
        appender.append(self.segment, added(number))
        appender.close()


def seconds(act: Callable[[], None]) -> float:
    """How long it takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.belief", description=__doc__)
    parser.add_argument("--size", type=int, default=300_000, help="events in the log")
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    above = Path(os.environ.get("TMPDIR") or _PROJECT / "build")
    above.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=above, prefix="bench-") as made:
        log = make_log(Path(made), asked.size).folder
        (segment,) = log.glob("*.jsonl")
        bench = Bench(segment.resolve(), Path(made) / "index")
        print(f"{asked.size:,} events, {segment.stat().st_size / 1e6:.0f} MB; built in {seconds(bench.open):.1f} s")
        changes: Mapping[str, Callable[[int], None]] = {
            "nothing": lambda _: None,
            "touched": bench.touch,
            "appended by another": bench.append_as_another,
            "appended by us": bench.append_as_we_do,
        }
        found: dict[str, list[float]] = {name: [] for name in ("hashed", *changes)}
        load = Load()
        for turn in range(asked.rounds):
            found["hashed"].append(seconds(bench.hash))
            for number, (name, change) in enumerate(changes.items()):
                change(turn * len(changes) + number)
                found[name].append(seconds(bench.open))
        once = median(found["hashed"])
        for name, times in found.items():
            print(f"{name:20} {median(times) * 1000:9.1f} ms {median(times) / once:8.3f} of hashing once")
        load.say()
        shutil.rmtree(log)


if __name__ == "__main__":
    main()
