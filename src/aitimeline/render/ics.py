"""Events as an iCalendar feed (RFC 5545, RFC 7986, RFC 9253)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from tempfile import SpooledTemporaryFile

from attrs import frozen
from icalendar import Calendar, vDatetime, vDuration, vUri

from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.instant import moment
from aitimeline.model.quality import USUAL, Margin
from aitimeline.render.calendar_event import uid_of, vevent
from aitimeline.render.calendar_line import Text, address, written
from aitimeline.render.calendar_zone import Zones, vtimezone

__all__ = ["CANCELLED", "LANGUAGES", "Style", "calendar_pieces", "event_calendar", "uid_of"]

LANGUAGES = ("en", "ko", "both")
CANCELLED = ("keep", "drop", "prefix")
PRODID = "-//aitimeline//aitimeline//EN"
_COLOUR = "steelblue"
_REFRESH = timedelta(days=1)
_END = b"END:VCALENDAR\r\n"
_HELD = 1 << 22  # bytes in memory; what is more lies in a temporary file until it is given
_PIECE = 1 << 16


@frozen
class Style:
    """How events look in a calendar.

    Attributes:
        language: of titles and texts: ``en``, ``ko`` or ``both``.
        cancelled: what becomes of events that were withdrawn: ``keep`` has them with STATUS:CANCELLED, ``prefix``
            says so in the title too, ``drop`` leaves them out.
        imprecise: whether dates that are not certain to the day come as tentative spans of all days that they may
            touch; else they are left out.
        anniversaries: whether what began on a day that is known comes back every year.
        alarm: how long before an event clients remind of it; None is never.
        name: what the calendar is called.
        description: what it is said to hold.
        url: the address of the feed itself, where it has one.
        near: the event from which the days to each event are counted in its description.
        margin: how far off what is approximate (``~``) may be, when these days are counted.
    """

    language: str = "en"
    cancelled: str = "keep"
    imprecise: bool = False
    anniversaries: bool = False
    alarm: timedelta | None = None
    name: str | None = None
    description: str | None = None
    url: str | None = None
    near: Entry | None = None
    margin: Margin = USUAL


def calendar_pieces(
    entries: Iterable[Entry],
    timeline: Timeline,
    style: Style,
    left_out: Callable[[str], object] | None = None,
) -> Iterator[bytes]:
    """A VCALENDAR of events, in pieces; the same log gives the same bytes, on any machine and any day.

    What is written is held in a temporary file until the last event has been read, as the zones stand before the
    events that need them: memory is bounded however many they are.

    Args:
        entries: the events, in the order in which they are to stand; withdrawn ones only where they are wanted.
        timeline: where the names of actors are.
        style: how they look.
        left_out: told the key of each event that stands but has no place in a calendar, as its day is not known.
    """
    zones, newest = Zones(forever=style.anniversaries), None
    with SpooledTemporaryFile(_HELD) as body:
        for entry in entries:
            if entry.is_retracted and style.cancelled == "drop":
                continue
            made = vevent(entry, timeline, style)
            if made is None:
                if left_out is not None and not entry.is_retracted:
                    left_out(entry.key)
                continue
            body.write(made.content)
            zones.note(made.start)
            newest = entry.recorded if newest is None else max(newest, entry.recorded)
        yield _opened(_heading(style, newest))
        # A calendar has one component at least (RFC 5545 3.6): where there is no event, the zone UTC.
        yield b"".join(zones.pieces()) if newest is not None else vtimezone("Etc/UTC", 1970, 1970, False)
        body.seek(0)
        while piece := body.read(_PIECE):
            yield piece
    yield _END


def event_calendar(entry: Entry, timeline: Timeline, style: Style) -> bytes | None:
    """One event as a VCALENDAR of its own, as CalDAV keeps them (RFC 4791 4.1); None where it has no place in one."""
    if entry.is_retracted and style.cancelled == "drop":
        return None
    made = vevent(entry, timeline, style)
    if made is None:
        return None
    zones = Zones(forever=style.anniversaries)
    zones.note(made.start)
    return b"".join([_opened(_calendar()), *zones.pieces(), made.content, _END])


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar["VERSION"] = Text("2.0")
    calendar["PRODID"] = Text(PRODID)
    return calendar


def _opened(calendar: Calendar) -> bytes:
    """A calendar without its end, so that components can follow."""
    return written(calendar).removesuffix(_END)


def _heading(style: Style, newest: int | None) -> Calendar:
    """The properties of the calendar itself (RFC 5545 3.7, RFC 7986 5), without METHOD: it is a published feed."""
    calendar = _calendar()
    for name in ("NAME", "X-WR-CALNAME"):
        calendar[name] = Text((style.name or "").strip() or "AI timeline")
    if style.description and style.description.strip():
        for name in ("DESCRIPTION", "X-WR-CALDESC"):
            calendar[name] = Text(style.description)
    if newest is not None:
        calendar["LAST-MODIFIED"] = vDatetime(moment(newest).replace(microsecond=0))
    calendar["COLOR"] = Text(_COLOUR)
    # The setter of the library leaves out VALUE, which RFC 7986 5.7 asks for.
    calendar["REFRESH-INTERVAL"] = vDuration(_REFRESH, params={"VALUE": "DURATION"})
    calendar["X-PUBLISHED-TTL"] = vDuration(_REFRESH)
    if url := address(style.url):
        calendar["URL"] = vUri(url)
        calendar["SOURCE"] = vUri(url, params={"VALUE": "URI"})
    return calendar
