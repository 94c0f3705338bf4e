"""How fast large answers stream: ``python -m bench.answers --size 200000 --rows 50000``.

Each answer is written whole in this process, and thrown away. Rates are of processor time, as others may be busy;
beside them stands what Python's own ``json`` needs to read and write the same lines, which is the peer.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench.log import make_log

from aitimeline.answer.event import events
from aitimeline.answer.showing import Showing
from aitimeline.index.store import Store
from aitimeline.index.survey import counts_of
from aitimeline.index.timeline import Timeline
from aitimeline.log.disk import SystemDisk
from aitimeline.log.place import all_segments
from aitimeline.model.period import Unit
from aitimeline.query.pace import pace
from aitimeline.render.format import Paper, pieces_of
from aitimeline.render.ics import Style, calendar_pieces

_GARBAGE_THRESHOLD = 50_000  # as the program has it
_LEAST = {"jsonl": 20_000, "csv": 20_000, "table": 5_000, "table of 160": 5_000, "ics": 3_000}


class Asked(NamedTuple):
    """Where answers come from, and how many rows they have."""

    timeline: Timeline
    rows: int


def written(asked: Asked, name: str, paper: Paper) -> Iterable[object]:
    """A list of events in a format."""
    found = asked.timeline.select(limit=asked.rows)
    return pieces_of(events(found, Showing(asked.timeline, "en", None), ""), name, paper)


def calendar(asked: Asked) -> Iterable[object]:
    """The same as a calendar."""
    return calendar_pieces(asked.timeline.select(limit=asked.rows), asked.timeline, Style())


def peer(asked: Asked) -> Iterable[object]:
    """The same lines, read and written by ``json``."""
    return (json.dumps(json.loads(entry.line), ensure_ascii=False) for entry in asked.timeline.select(limit=asked.rows))


def seconds(make: Callable[[], Iterable[object]], rounds: int) -> float:
    """The least processor time of some rounds."""
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        for _ in make():
            pass
        taken.append(time.process_time() - begun)
    return min(taken)


def measure(asked: Asked, rounds: int) -> None:
    """Print the rate of each format, and the time of each question that counts all."""
    compared = seconds(partial(peer, asked), rounds)
    print(f"{'':14} {'rows/s':>9} {'x json':>7} {'goal':>8}")
    print(f"{'json itself':14} {asked.rows / compared:9,.0f} {1:7.2f}")
    makers: dict[str, Callable[[], Iterable[object]]] = {
        "jsonl": partial(written, asked, "jsonl", Paper()),
        "csv": partial(written, asked, "csv", Paper()),
        "table": partial(written, asked, "table", Paper()),
        "table of 160": partial(written, asked, "table", Paper(160, colour=True)),
        "ics": partial(calendar, asked),
    }
    for name, make in makers.items():
        taken = seconds(make, rounds)
        print(f"{name:14} {asked.rows / taken:9,.0f} {taken / compared:7.2f} {_LEAST[name]:8,}")
    counted = seconds(lambda: counts_of(asked.timeline.connection), rounds)
    paced = seconds(lambda: pace(asked.timeline, Unit.MONTH).periods(), rounds)
    print(f"of all: log stat {counted:.2f} s, pace {paced:.2f} s (goal: under 1 s at 1,000,000 events)")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=200_000, help="events of the log")
    parser.add_argument("--rows", type=int, default=50_000, help="rows of an answer")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where logs and indices are kept")
    given = parser.parse_args()
    gc.set_threshold(_GARBAGE_THRESHOLD)
    folder = given.folder or Path(os.environ.get("TMPDIR") or tempfile.gettempdir()) / "aitimeline-bench"
    folder.mkdir(parents=True, exist_ok=True)
    made = make_log(folder, given.size)
    disk = SystemDisk()
    store = Store(folder / f"index-{given.size}", all_segments([made.folder], disk), disk)
    measure(Asked(Timeline(store.open()), given.rows), given.rounds)


if __name__ == "__main__":
    main()
