"""Whole-process times of common commands, beside bare Python and ``import typer``, in one run.

Run it from the project's folder with ``python -m bench.startup``; it prints milliseconds and ratios to
``import typer``, and what the imports of ``within`` cost.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pty
import subprocess
import sys
import tempfile
import termios
import time
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple, TypeVar

from attrs import Factory, define
from bench.bulk import PYTHON
from bench.bulk import environment as own_environment

PROGRAM = (PYTHON, "-m", "aitimeline")
BARE = "bare python"
BASE = "import typer"
BASES: Mapping[str, Sequence[str]] = {BARE: (PYTHON, "-c", "pass"), BASE: (PYTHON, "-c", BASE)}
WITHIN = (*PROGRAM, "within", "7", "gemini-announced")
CONTENDERS: Mapping[str, Sequence[str]] = {
    **BASES,
    "import typer, attrs, cattrs": (PYTHON, "-c", "import typer, attrs, cattrs"),
    "aitimeline --version": (*PROGRAM, "--version"),
    "aitimeline --help": (*PROGRAM, "--help"),
    "within, as JSON": (*WITHIN, "-f", "json"),
    "within, as a table": WITHIN,
    "list, as a table": (*PROGRAM, "list"),
}
COLUMNS = 80
_LINES = 50
_TOLD = 300

K = TypeVar("K", bound=Hashable)


class Contender(NamedTuple):
    """A command that is run as a process of its own.

    Attributes:
        folder: stands for the person's home, with settings and cache.
        is_on_terminal: True to give it a terminal of 80 columns, and ``cat`` as pager.
        tells_seconds: True if the last line that it writes to standard error is its own count of seconds.
    """

    command: Sequence[str]
    folder: Path
    is_on_terminal: bool = False
    tells_seconds: bool = False


@define
class Result:
    """What the runs of a contender came to.

    Attributes:
        seconds: of the whole process, of each run that counts.
        told: the same as the process told them.
        output: what the last run printed.
        failure: the last words of the run that failed, after which there were no others; else empty.
        spent: the seconds of all runs.
    """

    seconds: list[float] = Factory(list)
    told: list[float] = Factory(list)
    output: bytes = b""
    failure: str = ""
    spent: float = 0.0

    @property
    def middle(self) -> float:
        """The median of the seconds; not a number if there are none."""
        return median(self.seconds) if self.seconds and not self.failure else float("nan")

    @property
    def best(self) -> float:
        """The least of the seconds; not a number if there are none."""
        return min(self.seconds) if self.seconds and not self.failure else float("nan")


def environment(folder: Path) -> dict[str, str]:
    """Nothing of the person's own settings, and a pager that does not wait."""
    return {**own_environment(folder), "PAGER": "cat"}


def take_turns(contenders: Mapping[K, Contender], rounds: int, patience: float = float("inf")) -> dict[K, Result]:
    """Run each contender once in every round; a first round is not counted.

    One that has taken ``patience`` seconds in all sits out the other rounds, once it has been counted. One that fails
    is run no more.
    """
    results = {key: Result() for key in contenders}
    for number in range(rounds + 1):
        for key, contender in contenders.items():
            result = results[key]
            if not result.failure and not (result.seconds and result.spent > patience):
                run(contender, result, is_counted=bool(number))
    return results


def run(contender: Contender, result: Result, *, is_counted: bool = True) -> None:
    """Run it once, and note what it came to."""
    begun = time.perf_counter()
    code, output, complaint = on_terminal(contender) if contender.is_on_terminal else piped(contender)
    seconds = time.perf_counter() - begun
    result.spent += seconds
    result.output = output
    if code:
        result.failure = (complaint or output).decode(errors="replace").strip()[-_TOLD:] or f"exit code {code}"
    elif is_counted:
        result.seconds.append(seconds)
        if contender.tells_seconds:
            result.told.append(float(complaint.split()[-1]))


def piped(contender: Contender) -> tuple[int, bytes, bytes]:
    """Run it: its exit code, what it printed and what it complained of."""
    done = subprocess.run(
        list(contender.command),
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=contender.folder,
        env=environment(contender.folder),
    )
    return done.returncode, done.stdout, done.stderr


def on_terminal(contender: Contender) -> tuple[int, bytes, bytes]:
    """The same on a pseudo terminal, to which the complaints go too."""
    ours, its = pty.openpty()
    termios.tcsetwinsize(its, (_LINES, COLUMNS))
    setting = {**environment(contender.folder), "TERM": "xterm-256color"}
    for name in ("COLUMNS", "LINES", "NO_COLOR"):
        setting.pop(name, None)
    process = subprocess.Popen(
        list(contender.command), stdin=its, stdout=its, stderr=its, cwd=contender.folder, env=setting
    )
    os.close(its)
    shown = bytearray()
    with contextlib.suppress(OSError):  # which is how a terminal says on Linux that it was the last
        while piece := os.read(ours, 1 << 16):
            shown += piece
    os.close(ours)
    return process.wait(), bytes(shown), b""


class Cost(NamedTuple):
    """What importing a module costs, in microseconds: by itself, and with what it is charged with besides."""

    module: str
    own: int
    charged: int


def imports(folder: Path) -> list[Cost]:
    """What the imports of ``within`` cost.

    Each module of ours, and each package of others as a whole, is charged with the modules of the standard library
    that it is the first to load, but with none of the other modules in the list: so nothing is counted twice.
    """
    command = [PYTHON, "-X", "importtime", *WITHIN[1:]]
    told = subprocess.run(
        command, check=True, capture_output=True, cwd=folder, text=True, env=environment(folder)
    ).stderr
    rows = [line.removeprefix("import time:").split("|") for line in told.splitlines() if line.count("|") == 2]
    own: dict[str, int] = defaultdict(int)
    charged: dict[str, int] = defaultdict(int)
    above: list[tuple[int, str]] = []  # those that a module stands below, with their depths
    for cost, _, indented in reversed(rows):  # the outer ones come last
        if not cost.strip().isdecimal():
            continue
        module, depth = indented.strip(), len(indented) - len(indented.lstrip())
        while above and above[-1][0] >= depth:
            above.pop()
        owner = _owner(module) or (above[-1][1] if above else module)
        above.append((depth, owner))
        own[module] += int(cost)
        charged[owner] += int(cost)
    return [Cost(module, own[module], charged[module]) for module in own.keys() | charged.keys()]


def _owner(module: str) -> str:
    """The module itself if it is ours, its package if it is another's, empty if it is of the standard library."""
    package = module.partition(".")[0]
    if package == "aitimeline":
        return module
    return "" if package in sys.stdlib_module_names or package.startswith("_") else package


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.startup", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        results = take_turns({name: Contender(command, folder) for name, command in CONTENDERS.items()}, rounds)
        costs = imports(folder)
    base = results[BASE].middle
    print(f"{'best ms':>8} {'median ms':>10} {'ratio':>6}  ({rounds} rounds; ratio of medians to '{BASE}')")
    for name, result in results.items():
        told = f"  FAILED: {result.failure}" if result.failure else ""
        print(f"{result.best * 1000:8.1f} {result.middle * 1000:10.1f} {result.middle / base:6.2f}  {name}{told}")
    print("\nThe ten dearest imports of 'within', by their own time:")
    for cost in sorted(costs, key=lambda cost: -cost.own)[:10]:
        print(f"{cost.own / 1000:8.1f} ms  {cost.module}")
    print("\nThe ten dearest of ours and of others, with what they are the first to load of the standard library:")
    for cost in sorted(costs, key=lambda cost: -cost.charged)[:10]:
        print(f"{cost.charged / 1000:8.1f} ms  {cost.module}")
    print(f"{sum(cost.charged for cost in costs) / 1000:8.1f} ms  in all")


if __name__ == "__main__":
    main()
