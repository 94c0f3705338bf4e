"""Bulk import, for ``bench/append.py``: the command as a process, beside copying and parsing the same file."""

from __future__ import annotations

import json
import os
import pstats
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.rows import MAKERS, write_files

PYTHON = sys.executable
GOAL = 80_000
_METER = str(Path(__file__).with_name("meter.py"))
_MOST_ROWS = 300_000
_PARSE = "import json, sys\nfor line in open(sys.argv[1], 'rb'): json.loads(line)"
_PARSE_CSV = "import csv, sys\nfor row in csv.reader(open(sys.argv[1], encoding='utf-8', newline='')): pass"

# The program ends its process by itself, before ``-m cProfile`` could write anything.
_PROFILED = """
import cProfile, gc, sys
from aitimeline.cli.main import main
gc.set_threshold(50_000)
profiler = cProfile.Profile()
code = profiler.runcall(main, sys.argv[2:])
profiler.dump_stats(sys.argv[1])
sys.exit(code)
"""


class Taken(NamedTuple):
    """What one run came to: seconds, and bytes of memory (of the greatest process, and of all at once)."""

    seconds: float
    peak: int = 0
    together: int = 0
    processes: int = 1
    processor: float = 0.0


def environment(folder: Path) -> dict[str, str]:
    """Nothing of the person's own settings, and an index of its own."""
    own = {"HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder, "XDG_CACHE_HOME": folder / "cache"}
    kept = {**os.environ, **{name: str(path) for name, path in own.items()}}
    for name in ("PYTHONDONTWRITEBYTECODE", "AITIMELINE_LOG", "AITIMELINE_CONFIG"):
        kept.pop(name, None)
    return kept


def has_command() -> bool:
    """True if the program has the command yet."""
    asked = subprocess.run([PYTHON, "-m", "aitimeline", "import", "--help"], check=False, capture_output=True)
    return asked.returncode == 0


class FailedError(Exception):
    """A command ended badly, or did not do what it should have done."""


def metered(command: list[str], folder: Path) -> Taken:
    """Run a command as a process of its own, under the meter.

    Raises:
        FailedError: with its last words.
    """
    made = subprocess.run(
        [PYTHON, _METER, *command], check=True, capture_output=True, text=True, cwd=folder, env=environment(folder)
    )
    told = json.loads(made.stdout)
    if told["exit"]:
        raise FailedError(f"{' '.join(command)}\nended with {told['exit']}: {told['told']}")
    return Taken(told["seconds"], told["peak"], told["together"], told["processes"], told["processor"])


def new_log(folder: Path) -> Path:
    """An empty log."""
    log = folder / "imported"
    command = [PYTHON, "-m", "aitimeline", "init", str(log)]
    subprocess.run(command, check=True, capture_output=True, cwd=folder, env=environment(folder))
    return log


def lines_in(log: Path) -> int:
    """The number of lines of a log's segments."""
    total = 0
    for segment in log.glob("*.jsonl"):
        with segment.open("rb") as opened:
            while piece := opened.read(1 << 20):
                total += piece.count(b"\n")
    return total


def run_import(path: Path, rows: int, folder: Path) -> Taken:
    """Import a file into a fresh log, and check that all its rows are there.

    Raises:
        FailedError: they are not, or the command failed.
    """
    log = new_log(folder)
    try:
        taken = metered([PYTHON, "-m", "aitimeline", "import", str(path), "--log", str(log)], folder)
        if (found := lines_in(log)) != rows:
            raise FailedError(f"{path.name}: the log has {found:,} lines of {rows:,} rows")
    finally:
        shutil.rmtree(log, ignore_errors=True)
    return taken


def run_copy(path: Path, _: int, folder: Path) -> Taken:
    """Copy a file and put the copy on the disk."""
    copied = folder / "copied"
    begun = time.perf_counter()
    subprocess.run(["cp", str(path), str(copied)], check=True)  # noqa: S607 -- the system's own
    descriptor = os.open(copied, os.O_RDWR)
    os.fsync(descriptor)
    os.close(descriptor)
    seconds = time.perf_counter() - begun
    copied.unlink()
    return Taken(seconds)


def run_parse(path: Path, _: int, folder: Path) -> Taken:
    """Parse every line and do nothing with it."""
    return metered([PYTHON, "-c", _PARSE_CSV if path.suffix == ".csv" else _PARSE, str(path)], folder)


def runners() -> dict[str, Callable[[Path, int, Path], Taken]]:
    """What is run on each file, in its order in a round."""
    found: dict[str, Callable[[Path, int, Path], Taken]] = {}
    if has_command():
        found["import"] = run_import
    else:
        print("There is no command 'aitimeline import' yet, so only what it is compared with is measured.")
    return found | {"cp + fsync": run_copy, "parse only": run_parse}


def bulk(folder: Path, sizes: list[int], rounds: int) -> None:
    """Measure and print, for each kind of file and each size."""
    running = runners()
    begun = time.perf_counter()
    files = write_files(folder, sizes)
    os.sync()
    print(f"({len(files)} files made in {time.perf_counter() - begun:.0f} s)")
    for kind in MAKERS:
        results: dict[str, dict[int, Taken]] = {name: {} for name in running}
        print(
            f"\n{kind}\n{'rows':>10} {'MB':>6} {'rounds':>6} {'seconds':>8} {'rows/s':>10} {'peak MB':>8} {'sum MB':>7}"
        )
        for size in sorted(set(sizes)):
            path = files[kind, size]
            number = max(1, min(rounds, _MOST_ROWS // size))
            all_taken: dict[str, list[Taken]] = {name: [] for name in running}
            for _ in range(number):
                for name, run in running.items():
                    try:
                        all_taken[name].append(run(path, size, folder))
                    except FailedError as failure:
                        print(f"{name} failed: {failure}")
            for name, each in all_taken.items():
                if not each:
                    continue
                results[name][size] = _middle(each)
                _show(name, size, path.stat().st_size, number, results[name][size])
        _compare(results)
    print(
        "\nrows/s: wall time of the whole process, medians. peak MB: the greatest single process (wait4's ru_maxrss, "
        "which\nis the maximum of a process and its children). sum MB: all of its processes at once, looked at every "
        "50 ms;\npages that they share are counted for each."
    )


def _middle(taken: list[Taken]) -> Taken:
    return Taken(
        median(each.seconds for each in taken),
        max(each.peak for each in taken),
        max(each.together for each in taken),
        max(each.processes for each in taken),
        median(each.processor for each in taken),
    )


def _show(name: str, size: int, octets: int, number: int, taken: Taken) -> None:
    memory = f"{taken.peak / 1e6:8.0f} {taken.together / 1e6:7.0f}" if taken.peak else f"{'':16}"
    used = f" (processes: {taken.processes}; {taken.processor:.1f} s of processor)" if taken.peak else ""
    print(
        f"{size:10,} {octets / 1e6:6.0f} {number:6} {taken.seconds:8.2f} {size / taken.seconds:10,.0f} {memory}"
        f"  {name}{used}"
    )


def _compare(results: dict[str, dict[int, Taken]]) -> None:
    imported = results.get("import")
    if not imported:
        return
    least, most = min(imported), max(imported)
    print(
        f"memory at {most:,} rows to that at {least:,}: {imported[most].peak / imported[least].peak:.2f} (peak), "
        f"{imported[most].together / imported[least].together:.2f} (sum)"
    )
    if any(most not in each for each in results.values()):
        return
    speed = most / imported[most].seconds
    told = "; ".join(
        f"{imported[most].seconds / each[most].seconds:.1f} times the seconds of '{name}'"
        for name, each in results.items()
        if each is not imported
    )
    print(f"import: {speed:,.0f} rows/s, {speed / GOAL:.2f} of the goal of {GOAL:,}; {told}")


def profile_import(folder: Path, rows: int, count: int = 15) -> None:
    """Print the functions of an import that cost most by themselves."""
    if not has_command():
        print("There is no command 'aitimeline import' yet, so none to profile.")
        return
    for kind, path in {kind: path for (kind, _), path in write_files(folder, [rows]).items()}.items():
        log, kept = new_log(folder), folder / "profile"
        command = [PYTHON, "-c", _PROFILED, str(kept), "import", str(path), "--log", str(log)]
        subprocess.run(command, check=True, capture_output=True, cwd=folder, env=environment(folder))
        shutil.rmtree(log)
        print(f"\nThe {count} dearest functions of the import of {rows:,} rows ({kind}), by their own time.")
        print("Other processes that it starts are not in it.")
        pstats.Stats(str(kept)).strip_dirs().sort_stats("tottime").print_stats(count)
