"""Calendars for tests: made of lines, read, and counted."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

from attrs import frozen

from aitimeline.ingest.calendar.event import Proposal
from aitimeline.ingest.calendar.line import decoder_for
from aitimeline.ingest.calendar.listing import Listed
from aitimeline.ingest.calendar.reading import Reader
from aitimeline.ingest.calendar.recurrence import Range
from aitimeline.ingest.rows import Defaults

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "ics"
PLAIN = Defaults()
OFFICE = """BEGIN:VTIMEZONE
TZID:Office
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0600
TZOFFSETTO:+0500
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0500
TZOFFSETTO:+0600
END:DAYLIGHT
END:VTIMEZONE
"""


@frozen
class Read:
    """What came of a calendar."""

    proposals: list[Proposal]
    bad: dict[int, str]
    listed: list[Listed]
    noted: list[Listed]
    events: int
    is_calendar: bool

    @property
    def reasons(self) -> dict[int, str]:
        """Why things were not taken, by line."""
        reasons = {each.line: f"{each.what} {each.reason}" for each in self.listed} | self.bad
        return dict(sorted(reasons.items()))

    @property
    def accounted(self) -> int:
        """How many VEVENTs were taken, or are listed with a reason."""
        lines = {proposal.line for proposal in self.proposals}
        return len(lines | {each.line for each in self.listed if each.what == "VEVENT"} | set(self.bad))


def read(
    content: str | bytes,
    *,
    expand: tuple[date, date] | None = None,
    defaults: Defaults = PLAIN,
    encoding: str | None = None,
) -> Read:
    """Read a calendar."""
    bad: dict[int, str] = {}
    stream = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    days = Range(*expand) if expand else None
    decoder = decoder_for(stream, encoding)
    reader = Reader(defaults, days, lambda event, why: bad.update({event.line: why}), decoder)
    proposals = reader.read(stream)
    return Read(proposals, bad, reader.listing.in_order(), reader.listing.noted, reader.events, reader.is_calendar)


def calendar(*events: str, head: str = "", end: str = "\r\n") -> str:
    """A calendar of VEVENTs, each given by its lines between BEGIN and END."""
    inner = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{head}{inner}END:VCALENDAR\n".replace("\n", end)


def event(start: str = "DTSTART:20231206T100000Z", more: str = "", uid: str = "one@example.org") -> str:
    """The lines of a VEVENT."""
    return f"UID:{uid}\n{start}\nSUMMARY:The AI Alliance is formed\n{more}".strip()
