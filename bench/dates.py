"""How long it takes to read a date that was not read before: ours, and python-edtf where it is installed.

Run with ``python -m bench.dates``. Each figure is the least of many rounds, in microseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from time import perf_counter_ns
from typing import Any

from aitimeline.model import when

ROUNDS, READS = 25, 1_000
FIRST = date(1990, 1, 1)
BUDGET = {"day": 2.0, "interval of days": 5.0, "interval of months": 5.0, "open interval": 5.0}
_read: Callable[[str], Any] = when._parsed.__wrapped__  # noqa: SLF001 -- the cache in front of it is left out

FORMS: dict[str, Callable[[date], str]] = {
    "day": date.isoformat,
    "month": lambda day: f"{day:%Y-%m}",
    "year": lambda day: f"{day:%Y}",
    "quarter": lambda day: f"{day:%Y}-{33 + (day.month - 1) // 3}",
    "interval of days": lambda day: f"{day}/{day + timedelta(4)}",
    "interval of months": lambda day: f"{day:%Y-%m}/{day + timedelta(40):%Y-%m}",
    "open interval": lambda day: f"{day:%Y-%m}/..",
    "time": lambda day: f"{day}T10:00:00-05:00",
    "about a day": lambda day: f"{day}~",
    "masked day": lambda day: f"{day:%Y-%m}-XX",
    "set of days": lambda day: f"[{day},{day + timedelta(4)}]",
}


def micros(read: Callable[[str], Any], texts: list[str], rounds: int) -> float:
    """The least time for one read, in microseconds."""
    best = float("inf")
    for _ in range(rounds):
        begin = perf_counter_ns()
        for text in texts:
            read(text)
        best = min(best, perf_counter_ns() - begin)
    return best / len(texts) / 1_000


def rival() -> Callable[[str], Any] | None:
    """python-edtf's reader, if it is there."""
    try:
        reader: Callable[[str], Any] = import_module("edtf").parse_edtf
    except ImportError:
        return None
    return reader


def main() -> None:
    """Print a line for each kind of date."""
    other = rival()
    print(f"{'date':20} {'ours':>8} {'allowed':>8} {'python-edtf':>12}   microseconds for one uncached read")
    for name, form in FORMS.items():
        texts = [form(FIRST + timedelta(number * 11)) for number in range(READS)]
        ours = micros(_read, texts, ROUNDS)
        theirs = f"{micros(other, texts[:50], 3):12.0f}" if other else f"{'not there':>12}"
        print(f"{name:20} {ours:8.2f} {BUDGET.get(name, ''):>8} {theirs}")


if __name__ == "__main__":
    main()
