"""Whole-process times of common commands, beside bare Python and ``import typer``, in one run.

Run it with ``python bench/startup.py``; it prints milliseconds and ratios to ``import typer``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

PYTHON = sys.executable
WITHIN = [PYTHON, "-m", "aitimeline", "within", "7", "gemini-announced"]
BASE = "import typer"
CONTENDERS: dict[str, list[str]] = {
    "bare python": [PYTHON, "-c", "pass"],
    BASE: [PYTHON, "-c", BASE],
    "import typer, attrs, cattrs": [PYTHON, "-c", "import typer, attrs, cattrs"],
    "aitimeline --version": [PYTHON, "-m", "aitimeline", "--version"],
    "within, as JSON": [*WITHIN, "-f", "json"],
    "within, as a table": WITHIN,
    "list, as a table": [PYTHON, "-m", "aitimeline", "list"],
}


def measure(rounds: int, folder: Path) -> dict[str, list[float]]:
    """Seconds of each contender, one after the other in every round; a first round is not counted."""
    environment = {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    for name in ("PYTHONDONTWRITEBYTECODE", "AITIMELINE_LOG", "AITIMELINE_CONFIG"):
        environment.pop(name, None)
    seconds: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for number in range(rounds + 1):
        for name, command in CONTENDERS.items():
            begun = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, cwd=folder, env=environment)
            if number:
                seconds[name].append(time.perf_counter() - begun)
    return seconds


def dearest_imports(folder: Path, count: int = 10) -> list[tuple[int, str]]:
    """The modules that cost ``within`` most by themselves, in microseconds."""
    command = [PYTHON, "-X", "importtime", *WITHIN[1:]]
    told = subprocess.run(command, check=True, capture_output=True, cwd=folder, text=True).stderr
    rows = (line.removeprefix("import time:").split("|") for line in told.splitlines() if "|" in line)
    costs = [(int(own), module.strip()) for own, _, module in rows if own.strip().isdecimal()]
    return sorted(costs, reverse=True)[:count]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as made:
        seconds = measure(rounds, Path(made))
        imports = dearest_imports(Path(made))
    base = median(seconds[BASE])
    print(f"{'best ms':>8} {'median ms':>10} {'ratio':>6}  ({rounds} rounds; ratio of medians to '{BASE}')")
    for name, taken in seconds.items():
        print(f"{min(taken) * 1000:8.1f} {median(taken) * 1000:10.1f} {median(taken) / base:6.2f}  {name}")
    print("\nThe ten dearest imports of 'within', by their own time:")
    for cost, module in imports:
        print(f"{cost / 1000:8.1f} ms  {module}")


if __name__ == "__main__":
    main()
