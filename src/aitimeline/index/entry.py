"""An event as the index gives it: its line, and what its history adds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast
from zlib import crc32

import msgspec

from aitimeline.index.schema import CONFLICT, LINE, RETRACTED
from aitimeline.model.day import Days
from aitimeline.model.error import BadInputError, TimelineError
from aitimeline.model.instant import moment
from aitimeline.model.kind import EVOLUTION
from aitimeline.model.preferred import preferred
from aitimeline.model.when import When

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from aitimeline.index.listing import Listing, Spot
    from aitimeline.model.event import Event
    from aitimeline.model.record import Record


_DECODE = msgspec.json.Decoder().decode


class DamagedIndexError(Exception):
    """What the index holds cannot be what was put into it."""


COLUMNS = (
    f"s.key, s.first, s.last, s.flags, s.recorded, s.rid, {LINE}, s.crc, s.revision, s.heads, s.begun, s.origin, "
    "s.retraction"
)
"""What an entry is made of, of a state ``s``."""


class Entry:
    """An event as it stands in the timeline.

    Attributes:
        first: the first day that its date may touch, as the timeline sees it; where that is known by order only, as it
            follows from others.
        last: the last one.
        recorded: when the record that states it was recorded, in microseconds since 1970.
        id: that of this record.
        line: the record's line; of an event that was withdrawn, that of the last record before.
        revision: 1 as first recorded, one more with each revision.
        begun: when its first record was recorded, in microseconds since 1970.
        origin: the id of that record.
    """

    def __init__(
        self,
        key: str,
        first: int,
        last: int,
        flags: int,
        recorded: int,
        rid: str,
        line: bytes,
        crc: int,
        revision: int,
        heads: str | None,
        begun: int,
        origin: str | None,
        retraction: bytes | None,
        listing: Listing,
    ) -> None:
        self.key = key
        self.first = first
        self.last = last
        self.flags = flags
        self.recorded = recorded
        self.id = rid
        self.line = line
        self._crc = crc
        self.revision = revision
        self._heads = heads
        self.begun = begun
        self.origin = origin or rid
        self._retraction = retraction
        self._listing = listing

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """The event as its record has it, in the current version of its type."""
        envelope = self._envelope
        data = envelope["data"]
        return data if EVOLUTION.is_current(envelope["type"]) else EVOLUTION.lifted(envelope["type"], data)

    @cached_property
    def event(self) -> Event:
        """The same as an object of the model."""
        return cast("Event", record_in(self.line).payload)

    @cached_property
    def when(self) -> When:
        """Its date; where that is known by order only, with the days that the events it names leave."""
        stated = self.stated_when
        if not stated.bounds:
            return stated
        return stated.on(Days(self.first, self.last))

    @property
    def stated_when(self) -> When:
        """Its date as it was given."""
        try:
            return When.parse(self.data["when"])
        except BadInputError as failure:
            raise DamagedIndexError(str(failure)) from None

    @property
    def zone_name(self) -> str | None:
        """The name of the zone of its date, as it was given."""
        return self.data.get("zone")

    @property
    def zone(self) -> ZoneInfo | None:
        """The zone of its date; None where it has none, or one that this system does not know."""
        if not self.zone_name:
            return None
        from aitimeline.model.zone import zone_named  # noqa: PLC0415 -- few questions need it

        return zone_named(self.zone_name)

    def when_in(self, tz: ZoneInfo | None) -> When:
        """Its date as calendar days in ``tz``; None leaves it in its own zone.

        One that is known by order only is as the timeline sees it.
        """
        return self.when if self.when.moment is None else self.when.seen_from(tz, self.zone)

    def title(self, language: str) -> str:
        """Its title in a language, else in English, else in any."""
        return preferred(self.data["title"], language)

    def summary(self, language: str) -> str:
        """Its summary in a language, else in English, else in any; empty if it has none."""
        return preferred(self.data.get("summary", {}), language)

    @property
    def recorded_at(self) -> datetime:
        """When the record that states it, or withdraws it, was recorded."""
        return moment(self.recorded)

    @property
    def recorded_by(self) -> str:
        """Who recorded that."""
        return str(self._current["recordedby"])

    @property
    def reason(self) -> str | None:
        """Why it was revised or withdrawn."""
        return cast("str | None", self._current.get("data", {}).get("reason"))

    @property
    def first_record(self) -> tuple[str, datetime]:
        """The id of its first record, and when that was recorded."""
        return self.origin, moment(self.begun)

    @property
    def heads(self) -> list[str]:
        """The ids of the records that no other one supersedes."""
        return [self.id] if self._heads is None else json.loads(self._heads)

    @property
    def is_in_conflict(self) -> bool:
        """True if it has heads that do not say the same."""
        return bool(self.flags & CONFLICT)

    @property
    def is_retracted(self) -> bool:
        """True if it was withdrawn."""
        return bool(self.flags & RETRACTED)

    @cached_property
    def _envelope(self) -> Any:
        found = _DECODE(checked(self.line, self._crc))
        if found["subject"] != self.key or (found["id"] != self.id and self._retraction is None):
            raise DamagedIndexError(f"{self.key}: its line is another's")
        return found

    @property
    def _current(self) -> Any:
        return self._envelope if self._retraction is None else json.loads(self._retraction)

    def sort_key(self) -> Spot:
        """Where it stands in a list: by its first day, and within that day as ``listing`` has it."""
        return self._listing.spot(self)


def checked(line: bytes, crc: int) -> bytes:
    """A line that the index holds, if it is still what was put in."""
    if crc32(line) != crc:
        raise DamagedIndexError(f"the line that begins with {line[:40]!r} has changed")
    return line


def record_in(line: bytes) -> Record:
    """The record of a line that the index holds, which was in order when it was put in."""
    from aitimeline.model.record import read_record  # noqa: PLC0415 -- many answers do without

    try:
        return read_record(line)
    except TimelineError as failure:
        raise DamagedIndexError(str(failure)) from None
