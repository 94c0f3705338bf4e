"""How many Korean date expressions are read and found, beside dateparser, on the development set.

Run it with ``python bench/korean_dates.py [FILE]``; FILE is ``korean_dates.jsonl``, from Microsoft Recognizers-Text, as
it lies in ``../shared/data/temporal``. ``--misses`` names the cases that are missed.

What counts, by case:

* The days of a reading equal those of the case's past or future value. Where the reading is ambiguous, it has the
  nearest past as ``when`` and what else was possible as ``others``: 'first' counts only ``when``, 'any' counts both.
* The set writes a stretch with its end left out ('this week' ends on the next Monday), but 'from the 3rd to the 12th'
  ends on the 12th and '2014 to 2018' on 2018-01-01. So an end is equal if it is our last day, the day after it, or the
  first day on which our end may fall.
* ``0001-01-01`` is its word for a day that does not exist (31 November): right is to refuse it, and to find nothing.
* A season has no days in the set, only its name ('2016-SU'): right is a season of that name, and year if it has one.
* A value with an end only is right if we have no beginning either.
* Found in the sentence: one reading has just the position of the case, and the value.

dateparser gives single instants, so a stretch counts for it if that is its first day; asked for the past and for the
future, either may be right.
"""

from __future__ import annotations

import argparse
import importlib
import json
import time
import warnings
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from aitimeline.model.day import as_date
from aitimeline.model.error import BadInputError
from aitimeline.model.when import When
from aitimeline.model.words import Reading, find_dates, read_date

FILE = Path(__file__).parents[1] / "../shared/data/temporal/korean_dates.jsonl"
NO_SUCH_DAY = "0001-01-01"
SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
Case = dict[str, Any]


def load(path: Path) -> list[Case]:
    """The cases of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def is_impossible(case: Case) -> bool:
    """True if the case says that there is no such day."""
    return bool(case["past"].get("date") == NO_SUCH_DAY)


def is_value(when: When, case: Case) -> bool:
    """True if a date has the days that the case lists as past or as future."""
    if not case["past"] and not case["future"]:
        year, _, season = case["timex"].rpartition("-")
        return when.edtf[4:] == f"-{SEASONS[season]}" and year in {"", when.edtf[:4]}
    return any(_is_same(when, value) for value in (case["past"], case["future"]))


def _is_same(when: When, value: dict[str, str]) -> bool:
    if "date" in value:
        return when.earliest == when.latest == date.fromisoformat(value["date"])
    first, end = (date.fromisoformat(value[side]) if side in value else None for side in ("startDate", "endDate"))
    beginning = when.earliest if when.has_beginning else None
    if not when.has_finish:
        return beginning == first and end is None
    ends = {when.latest, as_date(when.end.first)}
    if when.latest < date.max:
        ends.add(when.latest + timedelta(days=1))
    return beginning == first and end in ends


def readings(reading: Reading, *, is_first: bool) -> Iterable[When]:
    """The value that was taken, or it and the other ones."""
    return [reading.when] if is_first else [reading.when, *reading.others]


def is_read(case: Case, *, is_first: bool = False) -> bool:
    """True if the expression alone is given the expected value."""
    try:
        reading = read_date(case["expression"], date.fromisoformat(case["reference"]))
    except BadInputError:
        return is_impossible(case)
    return any(is_value(when, case) for when in readings(reading, is_first=is_first))


def is_found(case: Case, *, is_first: bool = False) -> bool:
    """True if it is found in its sentence, at its position and with its value."""
    found = find_dates(case["text"], date.fromisoformat(case["reference"]))
    start, end = case["start"], case["start"] + case["length"]
    if is_impossible(case):
        return not any(each.start < end and each.end > start for each in found)
    return any(
        (each.start, each.end) == (start, end)
        and any(is_value(when, case) for when in readings(each, is_first=is_first))
        for each in found
    )


def microseconds(call: Callable[[Case], object], cases: list[Case], rounds: int = 5) -> float:
    """The time of a call, on average over all cases, in the best round."""
    best = float("inf")
    for _ in range(rounds):
        begun = time.perf_counter()
        for case in cases:
            call(case)
        best = min(best, time.perf_counter() - begun)
    return best / len(cases) * 1e6


class Rival:
    """The same questions to dateparser."""

    def __init__(self) -> None:
        self._parser, self._search = (importlib.import_module(name) for name in ("dateparser", "dateparser.search"))

    def parse(self, case: Case, side: str = "past") -> datetime | None:
        """What it reads of the expression alone."""
        found: datetime | None = self._parser.parse(
            case["expression"], languages=["ko"], settings=_settings(case, side)
        )
        return found

    def is_read(self, case: Case) -> bool:
        """True if the expression alone is given the expected value."""
        return any(_is_instant(self.parse(case, side), case) for side in ("past", "future"))

    def is_found(self, case: Case) -> bool:
        """True if it is found in its sentence, as it stands and with its value."""
        for side in ("past", "future"):
            found = self._search.search_dates(case["text"], languages=["ko"], settings=_settings(case, side)) or []
            if not found and is_impossible(case):
                return True
            if any(text.strip() == case["expression"] and _is_instant(day, case) for text, day in found):
                return True
        return False


def _settings(case: Case, side: str) -> dict[str, object]:
    base = datetime.fromisoformat(case["reference"])
    return {"RELATIVE_BASE": base, "PREFER_DATES_FROM": side, "PREFER_DAY_OF_MONTH": "first"}


def _is_instant(found: datetime | None, case: Case) -> bool:
    if found is None or not case["past"]:
        return found is None and is_impossible(case)
    return found.date().isoformat() in {
        value.get("date") or value.get("startDate") for value in (case["past"], case["future"])
    }


def compare(cases: list[Case]) -> None:
    """Print the scores of dateparser."""
    warnings.simplefilter("ignore")
    try:
        rival = Rival()
    except ImportError:
        print("dateparser is not installed; for the comparison: pip install dateparser")
        return
    _print("dateparser, alone", sum(map(rival.is_read, cases)), len(cases))
    _print("dateparser, in its sentence", sum(map(rival.is_found, cases)), len(cases))
    print(f"{'dateparser, µs an expression':42}{microseconds(rival.parse, cases, 1):8.0f}")


def _print(what: str, right: int, count: int) -> None:
    print(f"{what:42}{right:4} of {count} {right / count:7.1%}")


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--part", choices=["all", "seen", "held"], default="all", help="held: every fourth case")
    chosen = parser.parse_args()
    cases = load(chosen.file)
    if chosen.part != "all":
        cases = [case for at, case in enumerate(cases) if (at % 4 == 3) == (chosen.part == "held")]
    for name, is_right in (("alone", is_read), ("in its sentence", is_found)):
        for kind, is_first in (("any reading", False), ("first reading", True)):
            _print(f"{name}, {kind}", sum(is_right(case, is_first=is_first) for case in cases), len(cases))
        if chosen.misses:
            for case in cases:
                if not is_right(case):
                    print("   missed:", case["text"].strip(), "|", case["expression"], "|", *_told(case))
    taken = microseconds(
        lambda case: read_date(case["expression"], date.fromisoformat(case["reference"])),
        [case for case in cases if is_read(case) and not is_impossible(case)],
    )
    print(f"{'µs an expression':42}{taken:8.0f}")
    compare(cases)


def _told(case: Case) -> list[str]:
    expected = [*case["past"].values(), "or", *case["future"].values()]
    found = [
        f"{each.text} = {each.when.edtf}" for each in find_dates(case["text"], date.fromisoformat(case["reference"]))
    ]
    return [*expected, "| found", *found]


if __name__ == "__main__":
    main()
