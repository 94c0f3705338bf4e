"""An event as a VEVENT (RFC 5545 3.6.1), or nothing where its date has no place in a calendar."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from icalendar import Alarm, Event, vCategory, vDate, vDatetime, vDuration, vInt, vRecur, vUri

from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.calendar_text import clean
from aitimeline.model.shape import OF_THE_CHANGE
from aitimeline.model.visible import escaped as escaped_json
from aitimeline.model.when import When
from aitimeline.render.calendar_line import Text, address, is_tag, written
from aitimeline.render.calendar_words import Worded, categories_of, citation, description_of, summary_of
from aitimeline.render.calendar_zone import Start, start_of, tzdata_zone

if TYPE_CHECKING:
    from aitimeline.render.ics import Style

_LONGEST_KEPT = 365
"""Days: what lasted longer has no anniversary, or it would be on every day of the year."""
_FEBRUARY, _LEAP_DAY = 2, 29
_PUBLIC, _TRANSPARENT = Text("PUBLIC"), Text("TRANSPARENT")


class Placed(NamedTuple):
    """Where an event lies in a calendar.

    Attributes:
        start: a day, or a time of day.
        after: of days the day after the last (RFC 5545 3.6.1); None of a time, which has no end that is known.
        is_unsure: True if the days are only those that it may touch.
    """

    start: date | Start
    after: date | None
    is_unsure: bool


class Made(NamedTuple):
    """A VEVENT, and its time if it has one."""

    content: bytes
    start: Start | None


def uid_of(entry: Entry) -> str:
    """The UID by which calendars know an event: that of the calendar it came from, else the id of its first record."""
    return str(entry.data.get("uid") or entry.first_record[0])


def vevent(entry: Entry, timeline: Timeline, style: Style) -> Made | None:
    """An event as a VEVENT; None where it has no place in a calendar."""
    placed = _placed(entry, style)
    if placed is None:
        return None
    summary = summary_of(entry, style, is_unsure=placed.is_unsure)
    component = Event()
    _put_identity(component, entry)
    _put_dates(component, placed)
    _put_anniversary(component, entry, placed, style)
    _put_words(component, entry, timeline, style, summary, placed)
    _put_sources(component, entry)
    status = "CANCELLED" if entry.is_retracted else "TENTATIVE" if placed.is_unsure else "CONFIRMED"
    component["STATUS"] = Text(status)
    component["CLASS"] = _PUBLIC
    component["TRANSP"] = _TRANSPARENT
    _put_data(component, entry)
    _put_alarm(component, entry, style, summary)
    return Made(written(component), placed.start if isinstance(placed.start, Start) else None)


def _placed(entry: Entry, style: Style) -> Placed | None:
    when = entry.when_in(None)
    try:
        if when.moment is not None:
            return Placed(start_of(when.moment, entry.zone_name), None, is_unsure=False)
        if when.is_certain or (style.imprecise and not when.is_open):
            first, after = date.fromordinal(when.start.first), date.fromordinal(when.end.last + 1)
            return Placed(first, after, is_unsure=not when.is_certain)
    except (OverflowError, ValueError):  # before the year 1, or after 9999
        return None
    return None


def _put_identity(component: Event, entry: Entry) -> None:
    """Who it is, and when the log learned what; without METHOD, DTSTAMP is the last revision (RFC 5545 3.8.7.2)."""
    revised = _utc(entry.recorded_at)
    component["UID"] = Text(uid_of(entry))
    component["DTSTAMP"] = revised
    component["CREATED"] = _utc(entry.first_record[1])
    component["LAST-MODIFIED"] = revised
    component["SEQUENCE"] = vInt(entry.revision - 1)


def _utc(time: datetime) -> vDatetime:
    return vDatetime(time.astimezone(UTC).replace(microsecond=0))


def _put_dates(component: Event, placed: Placed) -> None:
    if isinstance(placed.start, Start):
        component["DTSTART"] = _time(placed.start)
        return
    component["DTSTART"] = _day(placed.start)
    if placed.after is not None:
        component["DTEND"] = _day(placed.after)


def _day(day: date) -> vDate:
    return vDate(day, params={"VALUE": "DATE"})


def _time(start: Start) -> vDatetime:
    """A time in UTC, one with the TZID that the library takes from its zone, or one that floats."""
    zone = UTC if start.zone == "UTC" else tzdata_zone(start.zone) if start.zone else None
    return vDatetime(start.local.replace(tzinfo=zone))


def _put_anniversary(component: Event, entry: Entry, placed: Placed, style: Style) -> None:
    """Every year on the same day; of 29 February on the last of that month, as ``anniversaries`` has it."""
    if not style.anniversaries or placed.is_unsure or entry.is_retracted:
        return
    start = placed.start.local.date() if isinstance(placed.start, Start) else placed.start
    if placed.after is not None and (placed.after - start).days > _LONGEST_KEPT:
        return
    is_leap_day = (start.month, start.day) == (_FEBRUARY, _LEAP_DAY)
    last_of_february = {"BYMONTH": _FEBRUARY, "BYMONTHDAY": -1} if is_leap_day else {}
    component["RRULE"] = vRecur({"FREQ": "YEARLY", **last_of_february})


def _put_words(
    component: Event, entry: Entry, timeline: Timeline, style: Style, summary: Worded, placed: Placed
) -> None:
    language = {"LANGUAGE": summary.language} if is_tag(summary.language) else None
    component["SUMMARY"] = Text(summary.text, language)
    component["DESCRIPTION"] = Text(description_of(entry, timeline, style, is_unsure=placed.is_unsure))
    if categories := categories_of(entry.data):
        component["CATEGORIES"] = vCategory(list(map(Text, categories)))


def _put_sources(component: Event, entry: Entry) -> None:
    """URL, the address of the first source that has one, and each as a LINK (RFC 9253 8.2)."""
    cited: dict[str, vUri] = {}
    for source in entry.data.get("sources") or ():
        url = address(source.get("url"))
        if url and url not in cited:
            label = clean(citation({name: source.get(name) for name in ("publisher", "title")}))
            named = {"LABEL": label} if label else {}
            cited[url] = vUri(url, params={"LINKREL": "SOURCE", **named, "VALUE": "URI"})
    if cited:
        component["URL"] = vUri(next(iter(cited)))
        component["LINK"] = list(cited.values())


def _put_data(component: Event, entry: Entry) -> None:
    """What lets an import of the calendar give back the event as the log has it."""
    component["X-AITIMELINE-KEY"] = Text(entry.key)
    if not _is_said_by_days(entry.when):
        component["X-AITIMELINE-EDTF"] = Text(entry.when.edtf)
    component["X-AITIMELINE-DATA"] = Text(data_text(entry))


def data_text(entry: Entry) -> str:
    """The event as its record has it, as compact JSON with sorted keys and escaped control characters."""
    data = {name: value for name, value in entry.data.items() if name not in OF_THE_CHANGE}
    return escaped_json(json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False))


def _is_said_by_days(when: When) -> bool:
    """True if DTSTART and DTEND say the whole date: a plain day, or the plain days of a span."""
    if not when.is_certain or when.moment is not None:
        return False
    first, last = (date.fromordinal(each).isoformat() for each in (when.start.first, when.end.last))
    return when.edtf in ((first,) if first == last else (f"{first}/{last}",))


def _put_alarm(component: Event, entry: Entry, style: Style, summary: Worded) -> None:
    """A VALARM that shows the title some time before (RFC 5545 3.6.6)."""
    if style.alarm is None or entry.is_retracted:
        return
    alarm = Alarm()
    alarm["ACTION"] = Text("DISPLAY")
    alarm["TRIGGER"] = vDuration(-style.alarm)
    alarm["DESCRIPTION"] = Text(summary.text)
    component.subcomponents.append(alarm)
