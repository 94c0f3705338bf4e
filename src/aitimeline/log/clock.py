"""Whether a machine's clock can be right, by the times that the records of a log bear."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from attrs import define, field

from aitimeline.log.place import Place
from aitimeline.model.error import BadInputError
from aitimeline.model.instant import format_time
from aitimeline.model.quick import Sighting
from aitimeline.model.record import time_after

_AHEAD = timedelta(days=1)
_LATE = timedelta(days=366)


class Dated(NamedTuple):
    """A record, as far as its time matters."""

    time: datetime
    subject: str
    place: Place


class ClockError(BadInputError):
    """A record bears a time that a clock has yet to reach, so that either must be wrong."""


def is_ahead(time: datetime, now: datetime) -> bool:
    """True of a time so far ahead of the clock that the next records are not to be dated after it."""
    return time - now > _AHEAD


def check_not_ahead(dated: Dated, now: datetime) -> None:
    """See whether a record can be of before now.

    Raises:
        ClockError: it cannot, for all that the clock says.
    """
    if is_ahead(dated.time, now):
        raise ClockError(
            f"{dated.place}: a record of {dated.subject!r} is of {format_time(dated.time)}, more than a day ahead of "
            f"this machine's clock ({format_time(now)}); nothing was written. Set the clock if it is wrong. Else take "
            "the record out, if nobody else has it yet, or write with --clock-ahead, which leaves such times out of "
            "account; 'aitimeline log verify' lists them"
        )


@define
class Times:
    """The recorded times of a log, as seen from a clock.

    Attributes:
        now: what the clock says.
        newest: the latest of those that are not far ahead of it.
        ahead: the first record of those that are.
    """

    now: datetime
    newest: datetime | None = field(init=False, default=None)
    ahead: Dated | None = field(init=False, default=None)

    def add(self, dated: Dated) -> None:
        """Take note of a record."""
        if is_ahead(dated.time, self.now):
            self.ahead = dated if self.ahead is None else min(self.ahead, dated)
        elif self.newest is None or dated.time > self.newest:
            self.newest = dated.time

    def add_all(self, found: Sequence[tuple[Place, Sighting]]) -> None:
        """Take note of many records."""
        newest = max((sighting.time for _, sighting in found), default=None)
        if newest is not None and not is_ahead(newest, self.now):
            self.newest = max(newest, self.newest or newest)
            return
        for place, sighting in found:
            self.add(Dated(sighting.time, sighting.subject, place))

    def check(self, tell: Callable[[str], None], *, allows_ahead: bool) -> None:
        """See whether the clock can be right; tell of a doubt.

        Raises:
            ClockError: a record is ahead of it, and that is not allowed.
        """
        if self.ahead is not None and not allows_ahead:
            check_not_ahead(self.ahead, self.now)
        if self.newest is not None and self.now - self.newest > _LATE:
            tell(
                f"this machine's clock says {self.now:%Y-%m-%d}, more than a year after the newest record of the log "
                f"({self.newest:%Y-%m-%d}); if it is wrong, so is the time that is recorded now"
            )

    def following(self) -> datetime:
        """The time of the next record."""
        return time_after(self.now, self.newest)
