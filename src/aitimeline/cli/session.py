"""A log that has been opened to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date
from typing import TYPE_CHECKING

import typer

from aitimeline.answer.showing import Showing
from aitimeline.cli.lazy import NOT_AN_OPTION
from aitimeline.cli.workspace import Workspace
from aitimeline.index.survey import damages_of, newer_of
from aitimeline.index.timeline import Timeline
from aitimeline.log.identity import damage_of
from aitimeline.model.error import DamagedLogError
from aitimeline.query.view import View

if TYPE_CHECKING:
    from aitimeline.cli.explaining import Explaining
    from aitimeline.index.condition import Condition
    from aitimeline.ingest.date import DateReader
    from aitimeline.log.place import Damage

EXPLAINING = "aitimeline.explaining"
"""Where a context keeps what explains the answer of the command that is run."""
_SHOWN_DAMAGES = 5
_SHOWN_OF_A_RING = 5


class Session:
    """A log, opened as of a time.

    Attributes:
        workspace: the settings that hold, and which log it is.
        run: what is around it.
        say: tells the person something.
        settings: those of the workspace.
        view: how dates are seen.
        timeline: what the log holds to be true, now or as of the time that was asked for.
        damages: the lines of the log that cannot be trusted.
        showing: how answers are shown.
        explaining: what explains the answer, if that is asked for.
        has_asked_today: True once something has had to know which day it is.
    """

    def __init__(self, workspace: Workspace, as_of: str | None = None, explaining: Explaining | None = None) -> None:
        """Open the log, and tell of its damages.

        Raises:
            BadInputError: a folder of the log is not there, or the time cannot be read.
        """
        self.workspace = workspace
        self.run, self.say, self.settings = workspace.run, workspace.say, workspace.settings
        self.view = View(self.settings.tz, self.settings.config.margin)
        self.explaining = explaining
        store = workspace.store()
        self.timeline = Timeline(store.open(), self._moment(as_of), self.settings.tz)
        self.damages: list[Damage] = [
            *filter(None, (damage_of(folder, store.disk) for folder in workspace.location.folders)),
            *damages_of(self.timeline.connection, store.disk),
        ]
        self.showing = Showing(self.timeline, self.settings.language, self.settings.tz)
        self.has_asked_today = False
        self._tell_state()

    @classmethod
    def of(cls, context: typer.Context) -> Session:
        """That of a command that is being run, as of the time that it was given.

        Raises:
            BadInputError: an option or setting has no valid value.
        """
        workspace = Workspace.of(context)
        if workspace.is_watched():
            workspace.tell_driver(seldom=True)
        return cls(workspace, context.params.get("as_of"), context.meta.get(EXPLAINING))

    def _moment(self, as_of: str | None) -> int | None:
        if as_of is None:
            return None
        from aitimeline.query.moment import read_moment

        return read_moment("--as-of", [as_of], self.workspace.dates(), self.settings.tz or UTC, is_end=True)

    def _tell_state(self) -> None:
        for damage in self.damages[:_SHOWN_DAMAGES]:
            self.say(f"set aside: {damage}")
        if more := len(self.damages[_SHOWN_DAMAGES:]):
            self.say(f"set aside: {more} more lines; 'aitimeline log verify' names them")
        if newer := newer_of(self.timeline.connection):
            self.say(f"not shown: {newer} of the records, as only a newer version of aitimeline understands them")

    def today(self) -> date:
        """The day that relative words are seen from; from now on the answer is one of this day."""
        self.has_asked_today = True
        return self.settings.today

    def dates(self) -> DateReader:
        """What reads dates that are given; what is said relative to today makes the answer one of this day."""
        from aitimeline.ingest.date import DateReader

        return DateReader(self.today, self.say)

    def condition(self, query: Sequence[str] | None) -> Condition:
        """What must hold of an event for a query to find it.

        Raises:
            BadInputError: the query cannot be read, or names what the log does not have.
        """
        if not query:
            from aitimeline.index.condition import ALWAYS

            return ALWAYS
        from aitimeline.query.binding import Meaning, condition_of

        return condition_of(plain(query), Meaning(self.timeline, self.dates(), self.settings.tz or UTC))

    def reopened(self) -> Session:
        """The log as it is after something was written to it."""
        return Session(self.workspace.anew())

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


def plain(query: Sequence[str] | None) -> list[str]:
    """A query without the marks of what begins like an option."""
    return [each.removeprefix(NOT_AN_OPTION) for each in query or []]
