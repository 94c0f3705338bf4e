"""The questions of the trade to a great log: each beside ``within``, in the same rounds.

Run it from the project's folder with ``python -m bench.trade``; ``--size`` and ``--folder`` as in ``bench.query``.
What takes more than three times as long as ``within`` is marked, with the number of events that it has to look at.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from bench.bulk import metered
from bench.query import MILLION, QUERIES, WITHIN, Place, prepare
from bench.startup import Contender, take_turns

_BOUND = 3
_KEY = QUERIES[WITHIN][2]
_JSON = ("-f", "jsonl")
_WINDOW = ("since:2024-03", "until:2024-05")
QUESTIONS: dict[str, tuple[str, ...]] = {
    "within": QUERIES[WITHIN],
    "nearest -n 5": ("nearest", _KEY, "-n", "5", *_JSON),
    "chain": ("chain", _KEY, "--within", "3", *_JSON),
    "follows, three months": (
        *("follows", "kind:release since:2024-03 until:2024-05", "kind:alliance since:2024-03 until:2024-05"),
        *("--within", "7", *_JSON),
    ),
    "anniversaries --next 30d, of a tag since 2022": (
        *("anniversaries", "tag:safety", "since:2022", "--on", "2024-06-01", "--next", "30d", *_JSON),
    ),
    "anniversaries of a day, of all": ("anniversaries", "--on", "2024-06-01", *_JSON),
    "pace, three months": ("pace", *_WINDOW, "--by", "week", *_JSON),
    "pace of all": ("pace", "--by", "year", *_JSON),
    "actors, three months": ("actors", *_WINDOW, *_JSON),
    "actors of all": ("actors", "--limit", "20", *_JSON),
    "actors kind:release": ("actors", "kind:release", "--limit", "20", *_JSON),
    "actor firm-17": ("actor", "firm-17", *_JSON),
    "actor google": ("actor", "google", *_JSON),
    "members": ("members", "alliance-7", "--on", "2024-01-01", *_JSON),
    "alliances": ("alliances", "firm-17", *_JSON),
    "camps": ("camps", *_JSON),
    "camps, three months": ("camps", *_WINDOW, *_JSON),
    "camp open, three months": ("camp", "open", *_WINDOW, *_JSON),
    "camp open": ("camp", "open", *_JSON),
    "figures, three months": ("figures", *_WINDOW, *_JSON),
    "figures of all": ("figures", *_JSON),
    "changes of the last second": ("changes", "--since", "2026-03-01T00:16:39Z", *_JSON),
    "explain within": ("explain", *QUERIES[WITHIN]),
}


def main() -> None:
    """Make the log and its index, ask everything in turns, and print what it takes."""
    parser = argparse.ArgumentParser(prog="python -m bench.trade", description=__doc__)
    parser.add_argument("--size", type=int, default=MILLION)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--folder", type=Path, help="where the log is, or is made; it stays there")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="aitimeline-bench-") as temporary:
        folder = Path(temporary)
        (place,) = prepare(asked.folder or folder, folder, [asked.size])
        built = metered(list(place.command("list", "--limit", "1")), place.home)
        print(f"built in {built.seconds:.1f} s, {asked.size / built.seconds:,.0f} events a second\n")
        ask(place, asked.rounds)
        shutil.rmtree(place.home, ignore_errors=True)


def ask(place: Place, rounds: int) -> None:
    """Print what each question takes, in milliseconds, beside ``within``, and its peak of memory."""
    contenders = {name: Contender(place.command(*words), place.home) for name, words in QUESTIONS.items()}
    results = take_turns(contenders, rounds, patience=60)
    base = results["within"].middle
    print(f"{'best':>9} {'median':>9} {'x within':>9} {'MB':>6}")
    for name, result in results.items():
        if result.failure:
            print(f"{'-':>9} {'-':>9} {'-':>9} {'-':>6}  {name}: FAILED: {result.failure}")
            continue
        memory = metered(list(contenders[name].command), place.home).peak / 1e6
        ratio = result.middle / base
        mark = "" if ratio <= _BOUND else "  more than three times"
        print(f"{result.best * 1000:9,.1f} {result.middle * 1000:9,.1f} {ratio:9.2f} {memory:6.0f}  {name}{mark}")


if __name__ == "__main__":
    main()
