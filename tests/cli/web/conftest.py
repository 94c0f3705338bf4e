"""Shelves of sites of small logs, with a clock that is set by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from attrs import define, field

from aitimeline.cli.feed import Look
from aitimeline.cli.location import Location
from aitimeline.cli.run import Run
from aitimeline.cli.web.cache import Cache
from aitimeline.cli.web.site import Site
from aitimeline.log.disk import SystemDisk
from desk import ACTORS, SMALL, write_log

SAVED = {"google": "actor:google", "메타": "actor:메타"}


@define
class Clock:
    """A clock that moves when it is told to."""

    time: datetime = datetime(2026, 11, 28, 12, 0, 0, 500_000, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)

    def today(self) -> date:
        return self.time.date()


class SlowDisk(SystemDisk):
    """The disk, with a clock that moves when it is told to; files are from before or after it."""

    time = 0

    def now(self) -> int:
        return self.time


@define
class Stand:
    """A cache, the log that it gives answers from, its clock, and what was said."""

    log: Path
    clock: Clock
    site: Site
    cache: Cache
    disk: SlowDisk
    said: list[str] = field(factory=list)


MakeStand = Callable[..., Stand]


@pytest.fixture
def make_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeStand]:
    """Makes a stand with the small log; its index is kept beside it."""
    made: list[Stand] = []
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def make(language: str = "en", url: str | None = None, queries: dict[str, str] | None = None) -> Stand:
        log = write_log(tmp_path / "events", SMALL, ACTORS)
        clock, said = Clock(), list[str]()
        run = Run.of_process()
        run.given.update(log=[log], no_config=True, today="2026-11-28")
        saved = SAVED if queries is None else queries
        location = Location((log,), "a test")
        site = Site(run, location, (), Look(), language, saved, url, said.append)
        disk = SlowDisk()
        made.append(Stand(log, clock, site, Cache(site, clock, clock.today, disk), disk, said))
        return made[-1]

    yield make
    for each in made:
        each.cache.close()


@pytest.fixture
def stand(make_stand: MakeStand) -> Stand:
    """A stand in English, whose address is not known."""
    return make_stand()
