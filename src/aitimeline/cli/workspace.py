"""Where a command works: the settings that hold, and the log that is meant, which nothing has opened yet."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from aitimeline.cli.location import Location, locate
from aitimeline.cli.run import Deed, Run
from aitimeline.cli.settings import Settings, read_day, read_settings
from aitimeline.cli.telling import tell
from aitimeline.render.format import FOR_PEOPLE

if TYPE_CHECKING:
    from aitimeline.index.store import Store
    from aitimeline.ingest.date import DateReader
    from aitimeline.log.writing import Writer


class Workspace:
    """The settings of a run and its log.

    Attributes:
        run: what is around it.
        settings: those that hold.
        location: which log is used, and why.
        output_format: the one that the command prints in.
        say: tells the person something.
    """

    def __init__(self, run: Run, given: Mapping[str, Any] | None = None, say: Callable[[str], None] = tell) -> None:
        """Read what there is to be read of it; ``given`` has the parameters of the command.

        Raises:
            BadInputError: an option or setting has no valid value.
        """
        self._given = given or {}
        self.run = run
        self.say = say
        self.settings: Settings = read_settings(run)
        self.location: Location = locate(run.given.get("log", []), run.environment, self.settings.config, Path.cwd())
        self.output_format = (
            self.settings.format(self._given["output_format"]) if "output_format" in self._given else FOR_PEOPLE
        )
        self._store: Store | None = None
        self._writer: Writer | None = None
        self._has_told_driver = False

    @classmethod
    def of(cls, context: typer.Context) -> Workspace:
        """That of a command that is being run."""
        return cls(context.obj, context.params)

    def dates(self, ref: str | None = None) -> DateReader:
        """What reads dates that are given; words such as 'yesterday' are seen from ``ref``, else from today."""
        from aitimeline.ingest.date import DateReader

        day = read_day(ref, "--ref") if ref else self.settings.today
        return DateReader(lambda: day, self.say)

    def store(self) -> Store:
        """The index of the log, not opened yet.

        Raises:
            BadInputError: a folder of the log is not there.
        """
        if self._store is None:
            self._store = self._found_store()
            self.run.stores.append(self._store)
        return self._store

    def _found_store(self) -> Store:
        from aitimeline.cli.folder import folder_for
        from aitimeline.cli.progress import Bar
        from aitimeline.index.store import Store, folder_of
        from aitimeline.log.disk import SystemDisk
        from aitimeline.log.identity import uri_of
        from aitimeline.log.place import all_segments

        disk = SystemDisk()
        segments = all_segments(self.location.to_read(), disk)
        cache = folder_for("cache")
        kept = folder_of(cache, {each: uri_of(each) for each in self.location.folders})
        return Store(kept, segments, disk, self.say, Bar())

    def writer(self) -> Writer:
        """Who writes, and where; from now on the command is not begun anew."""
        if self._writer is None:
            self.run.deeds.add(Deed.WRITTEN)
            self.tell_driver()
            self._writer = self._made_writer()
        return self._writer

    def _made_writer(self) -> Writer:
        from aitimeline.cli.writer_name import writer_name
        from aitimeline.log.writing import Writer

        run = self.run
        return Writer(
            self.location.to_write(),
            writer_name(run.environment),
            run.now,
            run.make_id,
            appended=self.store().grown,
            allow_network=bool(run.environment.get("AITIMELINE_NETWORK")),
            allow_ahead=bool(self._given.get("clock_ahead")),
            tell=self.say,
        )

    def anew(self) -> Workspace:
        """The same, to read what has been written."""
        other = copy(self)
        other._store = None  # noqa: SLF001 -- of its own kind
        return other

    def tell_driver(self, *, seldom: bool = False) -> None:
        """Say so if git may lose records in this clone; with ``seldom`` no more than once a day."""
        from aitimeline.cli import driver

        if self._has_told_driver:
            return
        told: list[str] = []
        (driver.tell_seldom if seldom else driver.tell_missing)(self.location.folders, self.run, told.append)
        for each in told:
            self.say(each)
        self._has_told_driver = bool(told)

    def is_watched(self) -> bool:
        """Whether a person reads what is told."""
        return sys.stderr is not None and sys.stderr.isatty()

    def title(self) -> str:
        """What the timeline is called: the name that the first of its folders to have one gives, else 'AI timeline'."""
        from aitimeline.log.identity import name_of

        return next(filter(None, map(name_of, self.location.folders)), "AI timeline")
