"""The components of a calendar (RFC 5545 3.4): its events one by one, its zones, and what is neither."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attrs import define, field

from aitimeline.ingest.calendar.decoding import Decoder
from aitimeline.ingest.calendar.line import Line, Property, Readable, content_lines, property_of
from aitimeline.ingest.calendar.listing import Listing
from aitimeline.ingest.calendar.place import FLOATING, Place
from aitimeline.model.error import BadInputError

EVENT, CALENDAR, ZONE = "VEVENT", "VCALENDAR", "VTIMEZONE"
_NOT_EVENTS = {
    "VTODO": "is a task, not an event",
    "VJOURNAL": "is a journal entry, not an event",
    "VFREEBUSY": "says when somebody is busy, and is no event",
    "VALARM": "is an alarm, and no event",
    "VAVAILABILITY": "says when somebody is free, and is no event",
}
_READ = frozenset(
    {
        *("UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "CATEGORIES", "URL", "LINK", "ATTACH"),
        "X-ALT-DESC",
        *(
            "RRULE",
            "RDATE",
            "EXDATE",
            "EXRULE",
            "RECURRENCE-ID",
            "SEQUENCE",
            "LAST-MODIFIED",
            "DTSTAMP",
            "STATUS",
            "CLASS",
        ),
        *("X-AITIMELINE-KEY", "X-AITIMELINE-EDTF", "X-AITIMELINE-DATA"),
    }
)
_OF_NO_USE = frozenset(
    {
        *(
            "CREATED",
            "TRANSP",
            "PRIORITY",
            "X-MICROSOFT-CDO-BUSYSTATUS",
            "X-MICROSOFT-CDO-ALLDAYEVENT",
            "X-MOZ-GENERATION",
        ),
        *("X-LIC-ERROR", "REQUEST-STATUS", "X-APPLE-TRAVEL-ADVISORY-BEHAVIOR", "BEGIN", "END"),
    }
)
_NAMES = ("X-WR-CALNAME", "NAME")
_HOMES = ("X-WR-TIMEZONE", "TIMEZONE-ID", "TZID")
_DEEPEST = 100
_MOST_LINES = 20_000
_MOST_BYTES = 8 << 20
LONGEST_ZONE = 2_000
"""Lines of a VTIMEZONE."""
_LONG = 1 << 16


@define
class Calendar:
    """What a VCALENDAR says of itself; also what stands without one.

    Attributes:
        line: where it begins.
        name: what it is called; empty where it does not say.
        zones: the lines of its VTIMEZONEs by TZID.
        locations: the names that these give the zones in the IANA database.
        tzid: the zone that it says it is in itself; empty where it does not say.
        tzid_line: where it says so.
        home: where days, and times without a zone, are local in it; floating where it does not say.
    """

    line: int = 1
    name: str = ""
    zones: dict[str, list[Line]] = field(factory=dict)
    locations: dict[str, str] = field(factory=dict)
    tzid: str = ""
    tzid_line: int = 0
    home: Place = FLOATING


@define
class Vevent:
    """A VEVENT as it stands in the file.

    Attributes:
        line: where it begins.
        properties: those that are of use, by name.
        left_out: how often it has others, and other components.
        lines: its lines, to be given back where it is bad.
        problem: why it cannot be taken as it stands; empty if nothing is known of that.
    """

    line: int
    calendar: Calendar
    properties: dict[str, list[Property]] = field(factory=dict)
    left_out: Counter[str] = field(factory=Counter)
    lines: list[bytes] = field(factory=list)
    problem: str = ""
    _size: int = 0
    _count: int = 0

    def first(self, name: str) -> Property | None:
        """The first property of a name."""
        return next(iter(self.properties.get(name, ())), None)

    def every(self, name: str) -> list[Property]:
        """All properties of a name."""
        return self.properties.get(name, [])

    def line_of(self, name: str) -> int:
        """Where a property is, else the event."""
        found = self.first(name)
        return found.line if found else self.line

    def keep(self, line: Line) -> None:
        """Keep a line, so that the event can be given back."""
        if self._count <= _MOST_LINES and self._size <= _MOST_BYTES and len(line.content) < _LONG:
            self.lines.append(line.content)
            self._size += len(line.content)
            self._count += 1

    def take(self, line: Line, decoder: Decoder, listing: Listing) -> None:
        """Take note of a line of it."""
        name = line.name
        is_read = name in _READ
        if is_read or len(line.content) < _LONG:
            self._size += len(line.content)
            self._count += 1
            if self._size > _MOST_BYTES or self._count > _MOST_LINES:
                self.problem = self.problem or f"is longer than {_MOST_LINES:,} lines or {_MOST_BYTES >> 20} MiB"
                self.properties.clear()
                return
            self.lines.append(line.content)
        if not name:
            listing.add(
                line.number, "line", "is no property, and is passed over; the event it is in may lack something"
            )
        elif not is_read:
            if name not in _OF_NO_USE and not line.content.rstrip().endswith(b":"):
                self.left_out[name] += 1
        elif line.is_cut:
            self._refuse(name, line.number, "is too long")
        else:
            self._take_property(name, line, decoder)

    def _take_property(self, name: str, line: Line, decoder: Decoder) -> None:
        try:
            stated = property_of(line, decoder)
        except BadInputError as failure:
            self._refuse(name, line.number, str(failure))
            return
        if stated:
            self.properties.setdefault(name, []).append(stated)
        else:
            self._refuse(name, line.number, "has parameters that cannot be read")

    def _refuse(self, name: str, number: int, why: str) -> None:
        if name in ("ATTACH", "X-ALT-DESC"):
            self.left_out[name] += 1
        else:
            self.problem = self.problem or f"its {name} in line {number} {why}"


@define
class Scanner:
    """Reads a file from its beginning to its end.

    Attributes:
        listing: gets what is no event.
        decoder: decodes its lines.
        has_calendar: True once a VCALENDAR or VEVENT has begun.
        events: how many VEVENTs have begun.
    """

    listing: Listing
    decoder: Decoder
    has_calendar: bool = False
    events: int = 0
    _calendar: Calendar = field(factory=Calendar)
    _stack: list[str] = field(factory=list)
    _too_deep: int = 0
    _open: Vevent | None = None
    _zone: list[Line] = field(factory=list)
    _outside: tuple[int, int] = (0, 0)

    def vevents(self, stream: Readable) -> Iterator[Vevent]:
        """Every VEVENT of a file, in order, those with a problem too."""
        for line in content_lines(stream, self.decoder):
            name = line.name
            if name == "BEGIN":
                kind = _component(line)
                if kind in (EVENT, CALENDAR):
                    what = "event" if kind == EVENT else "calendar"
                    yield from self._given_up(f"is not closed; in line {line.number} another {what} begins")
                self._begin(line, kind)
            elif name == "END":
                yield from self._ended(line)
            else:
                self._take(line)
        yield from self._given_up("is not closed; the file ends before")
        self._finish()

    def _begin(self, line: Line, kind: str) -> None:
        if kind == CALENDAR:
            self._stack, self._too_deep, self._calendar = [], 0, Calendar(line.number)
            self.has_calendar = True
        elif kind == EVENT:
            self.has_calendar = True
            self.events += 1
            self._open = Vevent(line.number, self._calendar)
            self._stack, self._too_deep = self._around(), 0
        elif len(self._stack) >= _DEEPEST:
            if not self._too_deep:
                self.listing.add(line.number, _shown(kind), f"is in others, more than {_DEEPEST} deep; passed over")
            self._too_deep += 1
            return
        else:
            self._note(line, kind)
        self._stack.append(kind)

    def _around(self) -> list[str]:
        """The components that an event which begins now is in; an event is in none, so that one before it is over."""
        if EVENT in self._stack:
            return self._stack[: self._stack.index(EVENT)]
        return self._stack if len(self._stack) < _DEEPEST else self._stack[:1]

    def _note(self, line: Line, kind: str) -> None:
        """Take note of a component that is neither an event nor a calendar."""
        if self._open is not None:
            if len(self._stack) == self._stack.index(EVENT) + 1:
                self._open.left_out[_shown(kind)] += 1
            self._open.keep(line)
        elif kind == ZONE:
            self._zone = []
        elif ZONE in self._stack:
            self._keep_in_zone(line)
        elif not [each for each in self._stack if each != CALENDAR]:
            self.listing.add(line.number, _shown(kind), _NOT_EVENTS.get(kind, "is no event"))

    def _given_up(self, why: str) -> Iterator[Vevent]:
        """The event that is open, if one is, and why it cannot be taken."""
        if self._open is not None:
            self._open.problem = self._open.problem or why
            yield self._open
            self._open = None

    def _ended(self, line: Line) -> Iterator[Vevent]:
        kind = _component(line)
        if self._too_deep and kind not in (EVENT, CALENDAR):
            self._too_deep -= 1
            return
        if kind not in self._stack:
            self.listing.add(line.number, "line", f"ends {_shown(kind)}, which has not begun; passed over")
            return
        at = len(self._stack) - 1 - self._stack[::-1].index(kind)
        inner, self._stack = self._stack[at + 1 :], self._stack[:at]
        self._too_deep = 0
        if kind == EVENT and self._open is not None:
            yield from self._given_up(f"has {_shown(inner[0])} in it, which is not closed" if inner else "")
        elif EVENT in inner:
            yield from self._given_up(f"is not closed; in line {line.number} {_shown(kind)} ends")
        elif self._open is not None:
            self._open.keep(line)
        elif kind == ZONE:
            self._end_zone()
        elif ZONE in self._stack:
            self._keep_in_zone(line)

    def _take(self, line: Line) -> None:
        inmost = self._stack[-1] if self._stack else ""
        if self._too_deep:
            return
        if inmost == EVENT and self._open is not None:
            self._open.take(line, self.decoder, self.listing)
        elif self._open is not None:
            self._open.keep(line)
        elif ZONE in self._stack:
            self._keep_in_zone(line)
        elif inmost == CALENDAR:
            self._describe(line)
        elif not self._stack:
            self._outside = (self._outside[0] or line.number, self._outside[1] + 1)

    def _describe(self, line: Line) -> None:
        if line.name in _NAMES and not self._calendar.name and not line.is_cut:
            stated = self._property(line)
            self._calendar.name = " ".join(stated.text.split()) if stated else ""
        elif line.name in _HOMES and not self._calendar.tzid and not line.is_cut:
            stated = self._property(line)
            self._calendar.tzid, self._calendar.tzid_line = stated.text.strip() if stated else "", line.number
        elif not line.name:
            self.listing.add(line.number, "line", "is no property; passed over")

    def _keep_in_zone(self, line: Line) -> None:
        if len(self._zone) <= LONGEST_ZONE and len(line.content) < _LONG:
            self._zone.append(line)

    def _end_zone(self) -> None:
        named = {line.name: line for line in reversed(self._zone) if line.name in ("TZID", "X-LIC-LOCATION")}
        given = {name: stated.text for name, line in named.items() if (stated := self._property(line))}
        self._calendar.zones.setdefault(given.get("TZID", "").strip(), self._zone)
        if "X-LIC-LOCATION" in given:
            self._calendar.locations.setdefault(given.get("TZID", "").strip(), given["X-LIC-LOCATION"].strip())

    def _finish(self) -> None:
        first, count = self._outside
        if first and self.has_calendar:
            more = f", as are {count - 1:,} more lines" if count > 1 else ""
            self.listing.add(first, "line", f"is outside of any calendar, and passed over{more}")
        if self._stack and self._stack[0] != EVENT:  # an event that is not closed has been told
            at = self._calendar.line if self._stack[0] == CALENDAR else 1
            self.listing.add(at, _shown(self._stack[0]), "is not closed; the file may have been cut off")
        for sort, guess in self.decoder.guessed.items():
            self.listing.note(guess.line, "line", guess.told(sort))

    def _property(self, line: Line) -> Property | None:
        """A property of a calendar or a zone; one that cannot be read is passed over."""
        try:
            return property_of(line, self.decoder)
        except BadInputError as failure:
            self.listing.add(line.number, "line", f"{failure}; passed over")
            return None


def _component(line: Line) -> str:
    return line.content.partition(b":")[2].strip(b" \t\0").decode("ascii", "replace").upper()[:_DEEPEST]


def _shown(kind: str) -> str:
    return kind[:40] or "nothing"
