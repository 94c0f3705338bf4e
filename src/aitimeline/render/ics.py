"""Events as an iCalendar feed (RFC 5545, RFC 7986), with the icalendar library."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from urllib.parse import quote

from attrs import frozen
from icalendar import Calendar, vText, vUri
from icalendar import Event as Component

from aitimeline import __version__
from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.event import Source

# RFC 5545 3.1: text holds no control characters but the horizontal tab; line ends are written as \n.
Days = dict[str, date]
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@frozen
class Export:
    """A calendar, and the keys of the events that it has no place for: their day is not known."""

    content: bytes
    left_out: tuple[str, ...]


def ics_calendar(entries: Iterable[Entry], timeline: Timeline, language: str, name: str) -> Export:
    """A calendar of all events whose days are known; the same log gives the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", f"-//aitimeline//aitimeline {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("name", _text(name))
    calendar.add("x-wr-calname", _text(name))
    left_out = []
    for entry in entries:
        days = _days(entry)
        if days:
            calendar.add_component(_component(entry, days, timeline, language))
        else:
            left_out.append(entry.key)
    return Export(calendar.to_ical(), tuple(left_out))


def _component(entry: Entry, days: Days, timeline: Timeline, language: str) -> Component:
    event, (first, created) = entry.event, entry.first_record
    component = Component()
    component.add("uid", first)
    component.add("dtstamp", _whole_seconds(entry.recorded_at))
    component.add("created", _whole_seconds(created))
    component.add("last-modified", _whole_seconds(entry.recorded_at))
    component.add("sequence", entry.revision - 1)
    for name, day in days.items():
        component.add(name, day)
    component.add("summary", _text(event.title.best(language)))
    component.add("description", _text(_description(entry, timeline, language)))
    component.add("categories", [_text(word) for word in (event.kind, *event.tags)])
    if url := next((source.url for source in event.sources if source.url), None):
        component.add("url", vUri(_uri(url)))
    component.add("class", "PUBLIC")
    component.add("transp", "TRANSPARENT")
    return component


def _days(entry: Entry) -> Days:
    """DTSTART and DTEND; nothing where the day is not known, or has no neighbour in the calendar.

    All-day dates end on the day after the last (RFC 5545 3.6.1); a time is written in UTC.
    """
    when = entry.when_in(None)
    try:
        if when.moment is not None:
            moment = when.moment if when.moment.tzinfo else when.moment.replace(tzinfo=entry.zone)
            return {"dtstart": moment.astimezone(UTC) if moment.tzinfo else moment}
        if when.is_certain:
            first, after = when.start.first, when.end.last + 1
            return {"dtstart": date.fromordinal(first), "dtend": date.fromordinal(after)}
    except (OverflowError, ValueError):
        return {}
    return {}


def _description(entry: Entry, timeline: Timeline, language: str) -> str:
    event = entry.event
    actors = ", ".join(
        timeline.actor_name(part.actor, language) + (f" ({part.role})" if part.role else "") for part in event.actors
    )
    blocks = [event.summary.best(language), actors, "\n".join(map(_citation, event.sources)), entry.key]
    return "\n\n".join(block for block in blocks if block)


def _citation(source: Source) -> str:
    named = [source.publisher, source.title, source.published and source.published.label, source.url]
    return ", ".join(part for part in named if part)


class _Text(vText):
    """A text value escaped as RFC 5545 3.3.11 says. The library would write a typed backslash-N as a line end."""

    def to_ical(self) -> bytes:
        escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


def _text(text: str) -> _Text:
    """Text without what iCalendar cannot hold."""
    return _Text(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n")))


def _uri(url: str) -> str:
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")


def _whole_seconds(time: datetime) -> datetime:
    return time.replace(microsecond=0)
