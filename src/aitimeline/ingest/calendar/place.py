"""Where a time is local, and how the clocks go there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from attrs import frozen

from aitimeline.model.error import BadInputError
from aitimeline.model.zone import zone_named

_HOUR = timedelta(hours=1)


@contextmanager
def _bounds() -> Iterator[None]:
    """Say so where a time would be before the first or after the last year that there is."""
    try:
        yield
    except (OverflowError, ValueError):
        raise BadInputError("has a time beyond the calendar, whose years are 1 to 9999") from None


@frozen
class Place:
    """Where a time is local.

    Attributes:
        zone: its IANA name; None where that is not known, or where only an offset is.
        rule: how the clocks go there; None where nobody says.
    """

    zone: str | None = None
    rule: tzinfo | None = None

    @property
    def is_known(self) -> bool:
        """True if somebody says how the clocks go there."""
        return self.rule is not None

    def suffix(self, local: datetime) -> str:
        """What EDTF adds to a local time: ``Z`` or ``+09:00`` where no name says it."""
        if self.zone is not None or self.rule is None:
            return ""
        if self.rule is UTC:
            return "Z"
        minutes = round((local.replace(tzinfo=self.rule).utcoffset() or timedelta()).total_seconds() / 60)
        sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
        return f"{sign}{hours:02}:{rest:02}"

    @property
    def zone_of_days(self) -> str | None:
        """The zone whose days are those of this place; None where no name of IANA says it."""
        if self.zone is not None or self.rule is None:
            return self.zone
        if self.rule is UTC:
            return "UTC"
        offset = self.rule.utcoffset(None)
        if offset is None or offset % _HOUR:
            return None
        name = f"Etc/GMT{-(offset // _HOUR):+}"  # of POSIX, whose sign is the other way round
        return name if zone_named(name) is not None else None

    def readings(self, local: datetime) -> tuple[datetime, ...]:
        """The moments that a local time may be: two where the clocks show it twice or never; none where nobody says."""
        if self.rule is None:
            return ()
        with _bounds():
            first, second = (local.replace(tzinfo=self.rule, fold=fold).astimezone(UTC) for fold in (0, 1))
        return (first,) if first == second else (first, second)

    def local(self, moment: datetime) -> datetime:
        """What the clocks show there at a moment."""
        with _bounds():
            return moment.astimezone(self.rule).replace(tzinfo=None, fold=0)

    def after(self, local: datetime, days: timedelta, time: timedelta) -> datetime:
        """What the clocks show there when days, of whatever length, and exact time after them have passed."""
        with _bounds():
            readings = self.readings(local + days)
            return self.local(readings[0] + time) if readings else local + days + time


FLOATING = Place()
ZULU = Place(None, UTC)


def place_at(offset: timedelta) -> Place:
    """A place of which only the offset from UTC is known."""
    return Place(None, timezone(offset)) if offset else ZULU


def place_in(zone: str | None) -> Place:
    """The place with an IANA name; floating where there is no name."""
    return Place(zone, ZoneInfo(zone)) if zone else FLOATING
