"""Questions to logs of all sizes, beside jq, DuckDB and msgspec, and the building of the index, in one run.

Run it from the project's folder with ``python -m bench.query``. It makes seeded logs, or takes those that are in
``--folder`` already, and works on copies of them with an index of its own. All contenders, of all sizes, take turns in
every round, so that all see the same machine. At the end it says which targets are met.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import date
from math import isnan, nan
from pathlib import Path
from statistics import median
from typing import NamedTuple

from attrs import define
from bench.append import Load
from bench.bulk import FailedError, Taken, metered
from bench.log import COMMON, RARE, SHORT, Made, added, make_log, middle
from bench.peer import DAYS, DUCKDB, JQ, keys_of, peers
from bench.startup import BASE, BASES, PROGRAM, Contender, Result, run, take_turns

from aitimeline.log.disk import SystemDisk
from aitimeline.log.durable import Appender

MILLION = 1_000_000
_PROJECT = Path(__file__).resolve().parents[1]
_PATIENCE = 20.0  # seconds for all runs of one contender
_MOST_BUILT = 300_000
_MAX_BUILDS = 3
_BUSY = 0.15
_LATER = "2030-01-01T00:00Z"

WITHIN, TABLE, COMMON_WORD = "within, JSON", "within, table on a terminal", f"list {COMMON}, 20 rows"
_JSON, _SOME = ("-f", "json"), ("--limit", "20", "-f", "json")
_KEY, _DAY = middle()
QUERIES: Mapping[str, tuple[str, ...]] = {
    WITHIN: ("within", str(DAYS), _KEY, *_JSON),
    TABLE: ("within", str(DAYS), _KEY),
    f"within --as-of {_LATER}": ("within", str(DAYS), _KEY, "--as-of", _LATER, *_JSON),
    "show": ("show", _KEY, *_JSON),
    COMMON_WORD: ("list", COMMON, *_SOME),
    f"list {RARE}, 20 rows": ("list", RARE, *_SOME),
    f"list {SHORT}, 20 rows": ("list", SHORT, *_SOME),
    "list, 20 rows": ("list", *_SOME),
    "list actor:google kind:release, 20 rows": ("list", "actor:google", "kind:release", *_SOME),
}

Results = Mapping[tuple[str, int], Result]


class Place(NamedTuple):
    """A log that is asked, and the folder that stands for the home of who asks it."""

    log: Made
    home: Path

    @property
    def size(self) -> int:
        """How many events it holds."""
        return self.log.size

    def command(self, *arguments: str) -> tuple[str, ...]:
        """The program with these arguments, on this log."""
        return (*PROGRAM, *arguments, "--log", str(self.log.folder))

    def contender(self, name: str) -> Contender:
        """One of the queries."""
        return Contender(self.command(*QUERIES[name]), self.home, is_on_terminal=name == TABLE)


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.query", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 100_000, MILLION], help="numbers of events")
    parser.add_argument("--ten-million", action="store_true", help="one size more; takes 30 GB of disk")
    parser.add_argument("--all-peers", action="store_true", help="ask the others at more than a million events too")
    parser.add_argument(
        "--rounds", type=int, default=15, help=f"fewer for what takes more than {_PATIENCE:.0f} s in all"
    )
    parser.add_argument("--folder", type=Path, help="where the logs are, or are made; they stay there")
    asked = parser.parse_args()
    asked.sizes = sorted({*asked.sizes, *([10 * MILLION] if asked.ten_million else [])})
    if asked.sizes[0] < 1000:
        parser.error("a log has at least 1,000 events, among which the question finds its answer")
    return asked


def prepare(above: Path, folder: Path, sizes: list[int]) -> list[Place]:
    """Make the logs that are not there yet, and copy each: it will be appended to, and others may be asking it."""
    places = []
    for size in sizes:
        begun = time.perf_counter()
        made = make_log(above, size)
        home = folder / f"home-{size}"
        home.mkdir()
        shutil.copytree(made.folder, home / "log")
        places.append(Place(made._replace(folder=home / "log"), home))
        print(f"{size:12,} events, {made.octets / 1e6:,.1f} MB, ready after {time.perf_counter() - begun:.1f} s")
    os.sync()
    return places


def build(places: list[Place]) -> dict[int, Taken]:
    """Build each index from nothing, and print what that takes. The last one is kept."""
    print(
        f"\nBuilding the index from nothing, by the first question ('list --limit 1')\n{'events':>12} {'log MB':>8} "
        f"{'index MB':>8} {'ratio':>6} {'builds':>6} {'seconds':>8} {'best':>8} {'events/s':>9} "
        f"{'peak MB':>8} {'sum MB':>7}"
    )
    found: dict[int, Taken] = {}
    for place in places:
        cache, taken = place.home / "cache", list[Taken]()
        try:
            for _ in range(max(1, min(_MAX_BUILDS, _MOST_BUILT // place.size))):
                shutil.rmtree(cache, ignore_errors=True)
                taken.append(metered(list(place.command("list", "--limit", "1")), place.home))
        except FailedError as failure:
            print(f"{place.size:12,} FAILED: {failure}")
            continue
        octets = sum(path.stat().st_size for path in cache.rglob("*") if path.is_file())
        seconds = [each.seconds for each in taken]
        peak, together = max(each.peak for each in taken), max(each.together for each in taken)
        found[place.size] = Taken(median(seconds), peak, together)
        print(
            f"{place.size:12,} {place.log.octets / 1e6:8,.1f} {octets / 1e6:8,.1f} {octets / place.log.octets:6.2f} "
            f"{len(taken):6} {median(seconds):8.2f} {min(seconds):8.2f} {place.size / median(seconds):9,.0f} "
            f"{peak / 1e6:8.0f} {together / 1e6:7.0f}"
        )
    print("seconds: the median, of the whole process. peak MB: the greatest process; sum MB: all of them at once.")
    return found


def ask(places: list[Place], rounds: int, *, with_all_peers: bool) -> Results:
    """Ask everything of everyone, in turns."""
    home = places[0].home
    contenders = {(name, 0): Contender(command, home) for name, command in BASES.items()}
    for place in places:
        contenders |= {(name, place.size): place.contender(name) for name in QUERIES}
        if place.size <= MILLION or with_all_peers:
            asked = peers(place.log.segment, _DAY, place.home)
            contenders |= {(name, place.size): contender for name, contender in asked.items()}
    return take_turns(contenders, rounds, _PATIENCE)


def _milliseconds(seconds: float) -> str:
    return f"{'-':>10}" if isnan(seconds) else f"{seconds * 1000:10,.1f}"


def _ratio(one: float, other: float) -> str:
    return f"{'-':>9}" if isnan(one / other) else f"{one / other:9,.2f}"


def show_window(results: Results, places: list[Place]) -> None:
    """Print how the question of the days around an event is answered, by us and by the others."""
    base = results[BASE, 0].middle
    print(
        f"\nWhat happened within {DAYS} days of {_KEY}, whole process, milliseconds\n{'events':>12} {'best':>10} "
        f"{'median':>10} {'x typer':>9} {'x ours':>9} {'runs':>5}"
    )
    for size in (0, *(place.size for place in places)):
        ours = results[WITHIN, size].middle if size else nan
        for (name, at), result in results.items():
            if at != size or (name in QUERIES and name not in (WITHIN, TABLE)):
                continue
            print(
                f"{size or '':>12,} " if size else f"{'':12} ",
                f"{_milliseconds(result.best)} {_milliseconds(result.middle)} {_ratio(result.middle, base)} "
                f"{_ratio(result.middle, ours)} {len(result.seconds):5}  {name}{_failure(result)}",
                sep="",
            )
            if result.told:
                told = median(result.told)
                print(
                    f"{'':12} {_milliseconds(min(result.told))} {_milliseconds(told)} {_ratio(told, base)} "
                    f"{_ratio(told, ours)} {'':5}  {name}, its own time, without interpreter and import"
                )
    check_answers(results, places)


def check_answers(results: Results, places: list[Place]) -> None:
    """Print whether the others found the same events of plain days as we did, and we the same in each log."""
    first: set[str] | None = None
    for place in places:
        ours = results[WITHIN, place.size]
        if ours.failure:
            continue
        found = json.loads(ours.output)
        keys = {each["key"] for each in found}
        if first is not None and keys != first:
            print(f"WARNING: at {place.size:,} events our answer is another than at {places[0].size:,}")
        first = first or keys
        plain = {each["key"] for each in found if _is_plain(each["when"])} | {_KEY}
        for (name, size), result in results.items():
            if size == place.size and name not in QUERIES and not result.failure and keys_of(result.output) != plain:
                odd = sorted(keys_of(result.output) ^ plain)[:3]
                print(f"WARNING: at {size:,} events {name} has another answer than ours: {', '.join(odd)} ...")
        print(f"{place.size:12,} events: {len(found)} found, of plain days {len(plain) - 1}")


def _is_plain(when: str) -> bool:
    try:
        return len(when) == len("2024-06-01") and bool(date.fromisoformat(when))
    except ValueError:
        return False


def _failure(result: Result) -> str:
    return f"  FAILED: {' '.join(result.failure.split())}" if result.failure else ""


def show_queries(results: Results, places: list[Place]) -> None:
    """Print what each query takes in each log."""
    least = places[0].size
    print(
        f"\nQueries, whole process, milliseconds\n{'events':>12} {'best':>10} {'median':>10} {'x typer':>9} "
        f"{'x within':>9} {f'x at {least:,}':>12} {'rows':>5}"
    )
    for name in QUERIES:
        for place in places:
            result = results[name, place.size]
            middle = result.middle
            print(
                f"{place.size:12,} {_milliseconds(result.best)} {_milliseconds(middle)} "
                f"{_ratio(middle, results[BASE, 0].middle)} {_ratio(middle, results[WITHIN, place.size].middle)} "
                f"{_ratio(middle, results[name, least].middle):>12} {_rows(result):>5}  {name}{_failure(result)}"
            )


def _rows(result: Result) -> str:
    try:
        found = json.loads(result.output)
    except ValueError:
        return ""
    return str(len(found)) if isinstance(found, list) else "1"


def append(places: list[Place], rounds: int) -> dict[int, float]:
    """Append a record, ask, and ask again, in turns with all sizes; print how much longer the first takes."""
    print(
        f"\nThe next '{WITHIN}' after one append, milliseconds; the write itself is not timed\n"
        f"{'events':>12} {'warm':>10} {'next':>10} {'more':>10} {'least more':>10} {'most more':>10}"
    )
    warm = {place.size: Result() for place in places}
    next_one = {place.size: Result() for place in places}
    disk = SystemDisk()
    appender = Appender(disk)
    for number in range(rounds + 1):
        for place in places:
            contender = place.contender(WITHIN)
            run(contender, warm[place.size], is_counted=bool(number))
            with disk.locked(place.log.folder):
                appender.append(place.log.folder / place.log.segment.name, added(number))
            run(contender, next_one[place.size], is_counted=bool(number))
    appender.close()
    found: dict[int, float] = {}
    for place in places:
        one, other = warm[place.size], next_one[place.size]
        if failure := _failure(one) or _failure(other):
            print(f"{place.size:12,}{failure}")
            continue
        more = [after - before for before, after in zip(one.seconds, other.seconds, strict=True)]
        found[place.size] = median(more)
        told = (one.middle, other.middle, median(more), min(more), max(more))
        print(f"{place.size:12,} {' '.join(map(_milliseconds, told))}")
    return found


def remember(place: Place) -> dict[str, Taken]:
    """Print the memory that each query takes."""
    print(f"\nPeak memory at {place.size:,} events\n{'MB':>8}")
    found: dict[str, Taken] = {}
    for name in QUERIES:
        try:
            found[name] = metered(list(place.contender(name).command), place.home)
        except FailedError as failure:
            print(f"{'-':>8}  {name}  FAILED: {failure}")
            continue
        print(f"{found[name].together / 1e6:8.0f}  {name}")
    return found


@define
class Target:
    """A number to be reached.

    Attributes:
        sign: what stands before the bound: ``<=``, ``>=`` or ``<``.
        unit: of the number and the bound.
        is_meant: False where it was measured at another size than that which the target is about.
    """

    what: str
    measured: float
    sign: str
    bound: float
    unit: str
    is_meant: bool = True

    def __str__(self) -> str:
        is_met = self.measured >= self.bound if self.sign == ">=" else self.measured <= self.bound
        verdict = "not measured" if isnan(self.measured) else ("yes" if is_met else "NO")
        if not self.is_meant and not isnan(self.measured):
            verdict += ", but not of the size that is meant"
        digits = ",.0f" if self.bound >= 100 else ",.2f"
        wanted = f"{self.sign} {self.bound:,g} {self.unit}"
        return f"{f'{self.what} {wanted}':<72} | {f'{self.measured:{digits}} {self.unit}':>18} | {verdict}"


def targets(
    results: Results,
    sizes: list[int],
    built: Mapping[int, Taken],
    more: Mapping[int, float],
    memory: Mapping[str, Taken],
) -> Iterator[Target]:
    """All of them, with what was measured."""
    base, least = results[BASE, 0].middle, sizes[0]
    size = MILLION if MILLION in sizes else sizes[-1]
    at, is_meant = f"at {size:,}:", size == MILLION
    ours = results[WITHIN, size].middle
    is_least_meant = least == 1000

    def of(name: str) -> Result:
        return results.get((name, size), Result())

    yield Target(
        f"at {least:,}: within, JSON", results[WITHIN, least].middle / base, "<=", 1.6, "x typer", is_least_meant
    )
    table = results[TABLE, least].middle / base
    yield Target(f"at {least:,}: within, table on a terminal", table, "<=", 2.2, "x typer", is_least_meant)
    for each in sizes[1:]:
        ratio = results[WITHIN, each].middle / results[WITHIN, least].middle
        yield Target(
            f"at {each:,}: within, JSON", ratio, "<=", 1.2, f"x at {least:,}", is_least_meant and each >= MILLION
        )
    yield Target(f"{at} within, JSON, faster than jq", of(JQ).middle / ours, ">=", 50, "x", is_meant)
    yield Target(f"{at} within, JSON, faster than DuckDB", of(DUCKDB).middle / ours, ">=", 4, "x", is_meant)
    own = median(of(DUCKDB).told or [nan])
    yield Target(f"{at} the same beside DuckDB's own time", own / ours, ">=", 4, "x", is_meant)
    speed = size / built[size].seconds if size in built else nan
    yield Target(f"{at} index built of", speed, ">=", 100_000, "events/s", is_meant)
    yield Target(f"{at} next query after one append", more.get(size, nan) * 1000, "<=", 10, "ms more", is_meant)
    yield Target(f"{at} first 20 rows of a common word", of(COMMON_WORD).middle / ours, "<=", 2, "x within", is_meant)
    peak = max((taken.together for taken in memory.values()), default=nan)
    yield Target(f"at {sizes[-1]:,}: peak memory of a query", peak / 1e6, "<", 150, "MB", sizes[-1] >= MILLION)
    if sizes[-1] in built:
        peak = built[sizes[-1]].peak
        yield Target(f"at {sizes[-1]:,}: peak memory of building", peak / 1e6, "<", 150, "MB", sizes[-1] >= MILLION)


def say(load: Load) -> None:
    """Print how busy others kept the machine, and a warning where the numbers are worth little."""
    share = load.share()
    print(f"Others took {share:.0%} of the time of the {os.cpu_count()} processors.", end=" ")
    print("TOO BUSY a machine: measure again." if share > _BUSY else "")


def main() -> None:
    """Measure and print."""
    asked = options()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    above = asked.folder or Path(os.environ.get("TMPDIR") or _PROJECT / "build") / "bench-data"
    above.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=above, prefix="run-") as made:
        places = prepare(above, Path(made), asked.sizes)
        load = Load()
        built = build(places)
        places = [place for place in places if place.size in built]
        if not places:
            raise SystemExit("no index could be built")
        results = ask(places, asked.rounds, with_all_peers=asked.all_peers)
        show_window(results, places)
        show_queries(results, places)
        memory = remember(places[-1])
        more = append(places, asked.rounds)
        print(f"\n{'target':<72} | {'measured':>18} | met?")
        for target in targets(results, [place.size for place in places], built, more, memory):
            print(target)
        say(load)


if __name__ == "__main__":
    main()
