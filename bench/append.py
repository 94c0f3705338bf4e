"""Durable appends and bulk imports, beside bare system calls and the library eventsourcing, in one run.

Run it from the project's folder with ``python -m bench.append``. It prints two tables with ratios: single durable
appends, a record each; and ``aitimeline import`` on generated files, with the memory that it takes. The contenders
take turns in every round, so that all see the same machine.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
from pathlib import Path

import psutil
from bench.bulk import bulk, profile_import
from bench.single import budget, measure, profile, show

_PROJECT = Path(__file__).resolve().parents[1]
_IN_MEMORY = frozenset({"tmpfs", "ramfs", "overlay"})
_BUSY = 0.15


def file_system(folder: Path) -> str:
    """The type of the file system that a folder is on; empty if the system does not tell."""
    mounts = [
        (len(Path(each.mountpoint).parts), number, each.fstype)
        for number, each in enumerate(psutil.disk_partitions(all=True))
        if folder.is_relative_to(each.mountpoint)
    ]
    return max(mounts)[2] if mounts else ""


class Load:
    """How busy other processes keep the machine while this one measures.

    A process that waits for the disk gets its processor back at once where nobody else runs; else it waits for
    milliseconds, which makes every contender alike.
    """

    def __init__(self) -> None:
        self.begun = self._now()

    def share(self) -> float:
        """The part of the time of all processors that others took, from 0 to 1."""
        passed, busy, own = (now - then for now, then in zip(self._now(), self.begun, strict=True))
        return max(0.0, (busy - own) / (passed or 1))

    @staticmethod
    def _now() -> tuple[float, float, float]:
        times, own = psutil.cpu_times(), os.times()
        waiting = times.idle + getattr(times, "iowait", 0.0)
        return sum(times[:8]), sum(times[:8]) - waiting, sum(own[:4])

    def say(self) -> None:
        """Print it, and a warning where the numbers are worth little."""
        share = self.share()
        print(f"Others took {share:.0%} of the time of the {os.cpu_count()} processors.", end=" ")
        print("TOO BUSY a machine: (a) waits for a processor as ours does; measure again." if share > _BUSY else "")


def sizes(text: str) -> list[int]:
    """Read ``10000,100000``."""
    return [int(each) for each in text.split(",")]


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.append", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="fewer for imports of more than 30,000 rows")
    parser.add_argument("--appends", type=int, default=300, help="single appends of each contender in a round")
    parser.add_argument("--rows", type=sizes, default=sizes("10000,100000,1000000"), help="sizes of the imports")
    parser.add_argument("--only", choices=("append", "import"), help="one of the two tables")
    parser.add_argument(
        "--folder", type=Path, help="where to write; $TMPDIR or the project's own file system if absent"
    )
    parser.add_argument(
        "--profile", action="store_true", help="print the dearest functions too; of an import, that of the least size"
    )
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    asked = options()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    above = asked.folder or Path(os.environ.get("TMPDIR") or _PROJECT / "build")
    above.mkdir(parents=True, exist_ok=True)
    kind = file_system(above.resolve())
    print(f"{above} is on {kind or 'a file system of unknown type'}")
    if kind in _IN_MEMORY:
        raise SystemExit("which is no disk, so nothing written there is durable; give another with --folder")
    with tempfile.TemporaryDirectory(dir=above, prefix="bench-") as made:
        folder = Path(made)
        if asked.only != "import":
            print("\nSingle durable appends")
            load = Load()
            show(measure(folder, asked.rounds, asked.appends), asked.rounds, asked.appends)
            load.say()
            if asked.profile:
                budget(folder, 2000)
                profile(folder, 2000)
        if asked.only != "append":
            print("\nBulk import")
            load = Load()
            bulk(folder, asked.rows, asked.rounds)
            load.say()
            if asked.profile:
                profile_import(folder, min(asked.rows))


if __name__ == "__main__":
    main()
