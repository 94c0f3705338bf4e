"""One run of the program: what was asked for, the settings that hold, the log that is read."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from aitimeline.cli.config import LANGUAGES, Config, check_choice, read_config
from aitimeline.cli.folder import folder_for
from aitimeline.cli.location import Location, locate
from aitimeline.model.error import BadInputError, DamagedLogError
from aitimeline.model.visible import visible
from aitimeline.render.format import FORMATS

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from aitimeline.answer.showing import Showing
    from aitimeline.cli.explaining import Explaining
    from aitimeline.index.condition import Condition
    from aitimeline.index.store import Store
    from aitimeline.index.timeline import Timeline
    from aitimeline.ingest.date import DateReader
    from aitimeline.log.place import Damage
    from aitimeline.log.writing import Writer

COLORS = ("auto", "always", "never")
_SHOWN_DAMAGES = 5
_SHOWN_OF_A_RING = 5
opened: list[Store] = []
"""The indices that this process has opened, for who finds one damaged."""
EXPLAINING = "aitimeline.explaining"
"""Where a context keeps what explains the answer of the command that is run."""
unrepeatable: set[str] = set()
"""What this process has done that cannot be done again: then a command that fails is not begun anew."""


class Session:
    """What every command needs; each part is made when it is first asked for."""

    def __init__(self, given: dict[str, Any], as_of_text: str | None = None, *, allow_ahead: bool = False) -> None:
        self.given = given
        self.as_of_text = as_of_text
        self.allow_ahead = allow_ahead
        self.is_command = False
        self.has_told_driver = False
        self.explaining: Explaining | None = None

    @classmethod
    def of(cls, context: typer.Context, as_of: str | None = None, *, allow_ahead: bool = False) -> Session:
        """The session of a command that is being run, and that asks for what the log knew at a time.

        With ``allow_ahead`` it writes though a record is far ahead of the clock.

        Raises:
            BadInputError: an option has no valid value, whether or not this command would come to use it.
        """
        session = cls(context.obj, as_of, allow_ahead=allow_ahead)
        session.is_command = True
        session.explaining = context.meta.get(EXPLAINING)
        for stated, part in (("lang", "language"), ("tz", "tz"), ("today", "today"), ("color", "colour")):
            if session.given.get(stated):
                getattr(session, part)
        return session

    def say(self, message: str) -> None:
        """Say something to the person who asked; where there are many, who answers them says it in another way."""
        tell(message)

    @cached_property
    def config(self) -> Config:
        """The settings file, unless --no-config."""
        if self.given.get("no_config"):
            return Config()
        return read_config(self.given.get("config"), os.environ)

    @cached_property
    def language(self) -> str:
        """The language of titles: --lang, else the settings, else the locale."""
        if asked := self.given.get("lang"):
            return check_choice(asked, "--lang", LANGUAGES)
        return self.config.language or _locale_language()

    @cached_property
    def tz(self) -> ZoneInfo | None:
        """The zone to see times of day in: --tz, else the settings, else each event's own (None)."""
        asked = self.given.get("tz") or self.config.zone
        if not asked:
            return None
        from aitimeline.ingest.zone import check_zone

        return check_zone(asked)

    @cached_property
    def today(self) -> date:
        """The day that relative words are seen from: --today, AITIMELINE_TODAY, else the present day in --tz."""
        asked = self.given.get("today") or os.environ.get("AITIMELINE_TODAY")
        if asked:
            return read_day(asked, "--today" if self.given.get("today") else "AITIMELINE_TODAY")
        from aitimeline.cli import clock

        return clock.now().astimezone(self.tz).date()

    @property
    def has_asked_today(self) -> bool:
        """True if something has had to know which day it is."""
        return "today" in vars(self)

    def forget_today(self) -> None:
        """Take note anew of whether something has to know that, after a time in the log was read."""
        vars(self).pop("today", None)

    def dates(self, ref: str | None = None) -> DateReader:
        """What reads dates that are given; words such as 'yesterday' are seen from ``ref``, else from today."""
        from aitimeline.ingest.date import DateReader

        day = read_day(ref, "--ref") if ref else None
        return DateReader(lambda: day or self.today, self.say)

    @property
    def colour(self) -> bool:
        """Whether to colour standard output; ``--color always`` outdoes NO_COLOR, since it was typed."""
        asked = check_choice(self.given.get("color", "auto"), "--color", COLORS)
        if asked != "auto":
            return asked == "always"
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return sys.stdout.isatty() and not plain

    def format(self, asked: str | None) -> str:
        """The output format: -f, else the settings, else a table."""
        return check_choice(asked, "--format", tuple(FORMATS)) if asked else self.config.format or "table"

    @cached_property
    def location(self) -> Location:
        """Which log is used, and why."""
        return locate(self.given.get("log", []), os.environ, self.config, Path.cwd())

    @cached_property
    def title(self) -> str:
        """What the timeline is called: the name that the first of its folders to have one gives, else 'AI timeline'."""
        from aitimeline.log.identity import name_of

        return next(filter(None, map(name_of, self.location.folders)), "AI timeline")

    @property
    def timeline(self) -> Timeline:
        """What the log holds to be true, now or as of the time that was asked for; damage is told on standard error."""
        return self._opened[0]

    @property
    def damages(self) -> list[Damage]:
        """The lines of the log that cannot be trusted."""
        return self._opened[1]

    @cached_property
    def _opened(self) -> tuple[Timeline, list[Damage]]:
        from aitimeline.index.survey import damages_of, newer_of
        from aitimeline.index.timeline import Timeline
        from aitimeline.log.identity import damage_of

        as_of = self._as_of()
        self.forget_today()
        if self.is_command and sys.stderr.isatty():
            self.tell_driver(seldom=True)
        timeline = Timeline(self.store.open(), as_of, self.tz)
        damages = [
            *filter(None, (damage_of(folder, self.store.disk) for folder in self.location.folders)),
            *damages_of(timeline.connection, self.store.disk),
        ]
        for damage in damages[:_SHOWN_DAMAGES]:
            self.say(f"set aside: {damage}")
        if more := len(damages[_SHOWN_DAMAGES:]):
            self.say(f"set aside: {more} more lines; 'aitimeline log verify' names them")
        if newer := newer_of(timeline.connection):
            self.say(f"not shown: {newer} of the records, as only a newer version of aitimeline understands them")
        return timeline, damages

    @cached_property
    def showing(self) -> Showing:
        """How answers are shown."""
        from aitimeline.answer.showing import Showing

        return Showing(self.timeline, self.language, self.tz)

    def _as_of(self) -> int | None:
        if self.as_of_text is None:
            return None
        from aitimeline.query.moment import read_moment

        return read_moment("--as-of", [self.as_of_text], self.dates(), self.tz or UTC, is_end=True)

    @cached_property
    def store(self) -> Store:
        """The index of the log."""
        from aitimeline.cli.progress import Bar
        from aitimeline.index.store import Store
        from aitimeline.log.disk import SystemDisk
        from aitimeline.log.place import all_segments

        bar = Bar()
        disk = SystemDisk()
        found = Store(self._cache(), all_segments(self.location.to_read(), disk), disk, self.say, bar)
        opened.append(found)
        return found

    def _cache(self) -> Path:
        from aitimeline.index.store import folder_of
        from aitimeline.log.identity import uri_of

        return folder_of(folder_for("cache"), {each: uri_of(each) for each in self.location.folders})

    @staticmethod
    def plain(query: list[str] | None) -> list[str]:
        """A query without the marks of what begins like an option."""
        from aitimeline.cli.lazy import NOT_AN_OPTION

        return [each.removeprefix(NOT_AN_OPTION) for each in query or []]

    def condition(self, query: list[str] | None) -> Condition:
        """What must hold of an event for a query to find it.

        Raises:
            BadInputError: the query cannot be read, or names what the log does not have.
        """
        if not query:
            from aitimeline.index.condition import ALWAYS

            return ALWAYS
        query = self.plain(query)
        from aitimeline.query.binding import Meaning, condition_of

        return condition_of(query, Meaning(self.timeline, self.dates(), self.tz or UTC))

    @cached_property
    def writer(self) -> Writer:
        """Who writes, and where."""
        from aitimeline.cli import clock
        from aitimeline.log.writing import Writer

        unrepeatable.add("written")
        self.tell_driver()
        return Writer(
            self.location.to_write(),
            clock.writer_name(os.environ),
            clock.now,
            clock.make_id,
            appended=self.store.grown,
            allow_network=bool(os.environ.get("AITIMELINE_NETWORK")),
            allow_ahead=self.allow_ahead,
            tell=self.say,
        )

    def tell_driver(self, *, seldom: bool = False) -> None:
        """Say so if git may lose records in this clone; with ``seldom`` no more than once a day."""
        from aitimeline.cli import driver

        if not self.has_told_driver:
            (driver.tell_seldom if seldom else driver.tell_missing)(self.location.folders, self._say_of_driver)

    def _say_of_driver(self, message: str) -> None:
        self.has_told_driver = True
        self.say(message)

    def after_writing(self) -> Session:
        """A session that reads the log anew."""
        return Session(self.given)

    def tell_rings(self) -> None:
        """Tell of events in the answer whose dates contradict each other, so that nothing is known of their order."""
        for ring in sorted(self.timeline.listing.met):
            keys = ", ".join(ring[:_SHOWN_OF_A_RING]) + (" ..." if ring[_SHOWN_OF_A_RING:] else "")
            self.say(f"no order is known of {keys}: by their dates each came after itself; revise one of them")

    def end(self) -> None:
        """End a command that has given its answer: with exit code 5 if part of the log was set aside."""
        self.tell_rings()
        if self.damages:
            raise typer.Exit(DamagedLogError.exit_code)


def read_day(text: str, name: str) -> date:
    """Read a day that an option or variable gives.

    Raises:
        BadInputError: it is none.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInputError(f"{name} cannot be {text!r}; give a day, as in 2023-12-08") from None


def _locale_language() -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "ko" if locale.lower().startswith("ko") else "en"


def tell(message: str) -> None:
    """Say something to the person, on standard error."""
    print(f"aitimeline: {visible(message)}", file=sys.stderr)
