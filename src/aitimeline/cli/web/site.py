"""What a timeline gives to subscribers: calendars, feed, data and a page, each made from the log as it stands."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from attrs import evolve, field, frozen

from aitimeline.cli import feed
from aitimeline.cli.run import Run
from aitimeline.cli.session import Session
from aitimeline.cli.telling import tell
from aitimeline.cli.web.body import Representation, keep
from aitimeline.cli.workspace import Workspace
from aitimeline.model.error import BadInputError, TimelineError
from aitimeline.render.page import address_page, calendar_path

if TYPE_CHECKING:
    from aitimeline.cli.location import Location
    from aitimeline.log.disk import Disk, Stamp

CALENDAR, EVENTS, FEED, PAGE = "calendar.ics", "events.json", "feed.atom", "index.html"
MEDIA_TYPES = {
    CALENDAR: "text/calendar; charset=utf-8",
    EVENTS: "application/json",
    FEED: "application/atom+xml",
    PAGE: "text/html; charset=utf-8",
}
_STEPS = 20_000  # of SQLite's machine between two looks at the clock: some milliseconds


class UnreadableLogError(TimelineError):
    """The log cannot be read at this moment; who asked cannot help it."""


class TooDearError(TimelineError):
    """An answer takes longer than a stranger may have."""


class Ask(NamedTuple):
    """Something that is asked for.

    Attributes:
        kind: one of ``MEDIA_TYPES``.
        language: of titles and texts.
        saved: the name of a saved query, if it is one's calendar.
        words: a query of the asker's own.
    """

    kind: str
    language: str
    saved: str | None = None
    words: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Where it lies, without what is asked of it."""
        return self.kind if self.saved is None else calendar_path(self.saved)


class Made(NamedTuple):
    """An answer, and the day that it is of, if it would be another one on another day."""

    answer: Representation
    day: date | None


@frozen
class Site:
    """All that there is for subscribers.

    Attributes:
        run: what is around the program, with the global options that it was called with.
        location: which log this is.
        query: narrows everything but the saved queries.
        look: how calendars look.
        language: of what is asked for without one.
        queries: the saved queries, by name.
        url: where everything lies, with a slash at the end; None where that is not known.
        say: told what somebody should know, each thing once.
    """

    run: Run
    location: Location
    query: tuple[str, ...]
    look: feed.Look
    language: str
    queries: Mapping[str, str]
    url: str | None
    say: Callable[[str], None] = field(factory=lambda: once(tell))

    def asks(self) -> list[Ask]:
        """All that can be asked for by an address alone, without words."""
        plain = "en" if self.language == feed.BOTH else self.language
        calendars = [Ask(CALENDAR, self.language, name) for name in (None, *self.queries)]
        return [*calendars, *(Ask(kind, plain) for kind in (EVENTS, FEED, PAGE))]

    def check(self) -> None:
        """Look whether the log can be read, calendars can look so, and every query can be understood.

        Raises:
            BadInputError: one cannot.
        """
        with self._session() as session:
            feed.style_of(session, [*self.query], self.look, language=self.language)
            session.condition([*self.query])
            for name, query in self.queries.items():
                try:
                    session.condition([query])
                except TimelineError as failure:
                    raise BadInputError(f"the saved query {name!r} ({query}): {failure}") from None

    def stamps(self, disk: Disk) -> tuple[tuple[Path, Stamp | None], ...]:
        """What the log's segments are at this moment; they change when it does. Reads no file.

        Raises:
            UnreadableLogError: they cannot be looked at.
        """
        from aitimeline.log.place import all_segments

        try:
            return tuple((path, disk.stamp(path)) for path in all_segments(self.location.to_read(), disk))
        except (TimelineError, OSError) as failure:
            raise UnreadableLogError(f"the log cannot be read: {failure}") from None

    def make(self, ask: Ask, has_to_end: Callable[[], bool] = lambda: False) -> Made:
        """Make an answer from the log as it stands.

        Args:
            ask: what is asked for.
            has_to_end: asked again and again whether it takes too long.

        Raises:
            BadInputError: its words cannot be understood.
            UnreadableLogError: the log cannot be read.
            TooDearError: it had to end.
        """
        try:
            return self._make(ask, has_to_end)
        except (TimelineError, OSError):
            raise
        except sqlite3.OperationalError as failure:
            if has_to_end():
                raise TooDearError(f"{' '.join(ask.words)!r} takes too long") from None
            raise UnreadableLogError(f"the index cannot be read: {failure}") from None
        except Exception as failure:  # noqa: BLE001 -- as in main: what nobody thought of, an index that is damaged gives
            self.say(f"the index may be damaged ({type(failure).__name__}: {failure}); it is made anew")
            self._discard()
            return self._make(ask, has_to_end)

    def _make(self, ask: Ask, has_to_end: Callable[[], bool]) -> Made:
        with self._session() as session:
            session.timeline.connection.set_progress_handler(has_to_end, _STEPS)
            answer = keep(_ended(self._pieces(session, ask), ask, has_to_end))
            session.tell_rings()
            return Made(answer, session.today() if session.has_asked_today else None)

    def _discard(self) -> None:
        self._workspace().store().discard()

    @contextmanager
    def _session(self) -> Iterator[Session]:
        """A session for one answer, in which nothing stays open."""
        try:
            session = Session(self._workspace())
        except (TimelineError, OSError, sqlite3.Error) as failure:
            raise UnreadableLogError(f"the log cannot be read: {failure}") from None
        try:
            yield session
        finally:
            session.timeline.connection.close()

    def _workspace(self) -> Workspace:
        return Workspace(self.run.beside(), say=self.say)

    def _pieces(self, session: Session, ask: Ask) -> Iterator[bytes]:
        query = self._query(ask)
        if ask.kind == CALENDAR:
            yield from self._calendar(session, query, ask)
        elif ask.kind == EVENTS:
            from aitimeline.answer.event import events
            from aitimeline.answer.showing import Showing
            from aitimeline.render.format import Paper, pieces_of

            found = session.timeline.select(session.condition(query))
            answer = events(found, Showing(session.timeline, ask.language, session.settings.tz), "")
            yield from (piece.encode("utf-8", "replace") for piece in pieces_of(answer, "json", Paper()))
        elif ask.kind == FEED:
            yield self._feed(session, query, ask)
        else:
            yield address_page(feed.title_of(session.workspace, self.query), self.queries, self.url, ask.language)

    def _query(self, ask: Ask) -> list[str]:
        if ask.saved is not None:
            return [self.queries[ask.saved], *ask.words]
        return [*self.query, *ask.words]

    def _calendar(self, session: Session, query: list[str], ask: Ask) -> Iterator[bytes]:
        from aitimeline.render.ics import calendar_pieces

        name = feed.title_of(session.workspace, [ask.saved]) if ask.saved else None
        url = self._address(ask)
        style = feed.style_of(session, query, evolve(self.look, name=name), language=ask.language, url=url)
        entries = session.timeline.select(feed.calendar_condition(session, query, style))
        return calendar_pieces(entries, session.timeline, style)

    def _feed(self, session: Session, query: list[str], ask: Ask) -> bytes:
        from aitimeline.log.identity import uri_of
        from aitimeline.query.change import newest_changes
        from aitimeline.render.atom import MOST, Channel, atom_feed

        uris = [uri for folder in session.workspace.location.folders if (uri := uri_of(folder))]
        name = " ".join([*uris, "feed", ask.language, *query])
        channel = Channel(name, feed.title_of(session.workspace, query), ask.language, self._address(ask))
        return atom_feed(channel, newest_changes(session.timeline, MOST, session.condition(query)))

    def _address(self, ask: Ask) -> str | None:
        if self.url is None:
            return None
        asked = [("q", each) for each in ask.words]
        asked += [] if ask.language == self.language else [("lang", ask.language)]
        return f"{self.url}{ask.path}{'?' if asked else ''}{urlencode(asked)}"


def _ended(pieces: Iterable[bytes], ask: Ask, has_to_end: Callable[[], bool]) -> Iterator[bytes]:
    for piece in pieces:
        if has_to_end():
            raise TooDearError(f"{' '.join(ask.words)!r} takes too long")
        yield piece


def once(say: Callable[[str], None]) -> Callable[[str], None]:
    """Say each thing once, however often it is to be said; of very many different ones some are said again."""
    said: dict[str, None] = {}

    def first(message: str) -> None:
        if message not in said:
            if len(said) >= _REMEMBERED:
                said.clear()
            said[message] = None
            say(message)

    return first


_REMEMBERED = 100


def until(seconds: float) -> Callable[[], bool]:
    """True when so many seconds have gone by."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end
