"""Events that recur, as their occurrences in a range of days, with the library recurring_ical_events.

All is reckoned in the local time of the event's own DTSTART, in which rules are meant (RFC 5545 3.3.10), so no library
has to know the zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from attrs import define, evolve

from aitimeline.ingest.calendar.line import Property
from aitimeline.ingest.calendar.listing import Remarks
from aitimeline.ingest.calendar.moment import Moment, day_after, local_end, read_moment, resolved, start_of
from aitimeline.ingest.calendar.part import Vevent
from aitimeline.ingest.calendar.rule import STEPS, read_rule, until_of
from aitimeline.model.day import civil
from aitimeline.model.error import BadInputError

RECURS = ("RRULE", "RDATE", "EXRULE")
MOST = 100_000
"""So many occurrences of one file are taken."""
_MOST_TURNS = 2_000_000
_MOST_EMPTY = 50
_MOST_DATES = 20_000
_MOST_RULES = 5
_DAY = timedelta(days=1)
_LINE = "X-LINE"


class Range(NamedTuple):
    """Days, both included."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"


class Occurrence(NamedTuple):
    """One occurrence of an event: the VEVENT that describes it, dated, and what tells it from the others."""

    event: Vevent
    name: str


@define
class Expander:
    """Finds occurrences; what that costs in all is bounded.

    Attributes:
        range: the days in which they begin.
        zone: where days, and times without a zone, are local if their calendar does not say.
    """

    range: Range
    zone: str | None = None
    _turns: int = 0
    _empty: int = 0
    _count: int = 0

    def occurrences(self, series: Sequence[Vevent]) -> Iterator[Occurrence]:
        """The occurrences of the VEVENTs of one UID: one that recurs, and those that say otherwise of single days.

        Raises:
            BadInputError: its dates or rules cannot be read, or are not followed.
        """
        cores = [event for event in series if not event.first("RECURRENCE-ID")]
        if not cores:
            yield from self._alone(series)
            return
        lines = {str(event.line): event for event in series}
        text = self._as_calendar(cores[0], [event for event in series if event is not cores[0]])
        found = self._between(text) if text else []
        self._empty += bool(text and not found)
        self._count += len(found)
        if self._count > MOST:
            raise BadInputError(f"brings the occurrences to more than {MOST:,}; give --expand a shorter range")
        for component in found:
            event = lines[str(component[_LINE])]
            yield _occurrence(event, self._start(event), component["DTSTART"].dt, component["DTEND"].dt)

    def _alone(self, series: Sequence[Vevent]) -> Iterator[Occurrence]:
        """Single occurrences of an event that the file has not: each says itself when it is."""
        for event in series:
            start = self._start(event)
            if self.range.first <= start.local.date() <= self.range.last:
                yield Occurrence(event, _local(event, event.every("RECURRENCE-ID")[0], start).isoformat())

    def _between(self, text: str) -> list[Any]:
        import recurring_ical_events  # type: ignore[import-untyped]  # noqa: PLC0415 -- dear to import
        from icalendar import Calendar  # noqa: PLC0415

        try:
            query = recurring_ical_events.of(Calendar.from_ical(text))
            after = self.range.last + _DAY
            found = query.between(self.range.first, after)
        except Exception as failure:  # noqa: BLE001 -- a library on what may be anything
            raise BadInputError(f"its occurrences cannot be found: {str(failure)[:100]}") from None
        inside = [each for each in found if self.range.first <= _day_of(each["DTSTART"].dt) <= self.range.last]
        return sorted(inside, key=lambda each: _as_datetime(each["DTSTART"].dt))

    def _as_calendar(self, core: Vevent, others: Sequence[Vevent]) -> str:
        """The series with local times, and only what bears on its dates; empty if it surely has none in the range."""
        start = self._start(core)
        rules = [read_rule(rule.value, start.local) for rule in core.every("RRULE")]
        if core.first("EXRULE") or len(rules) > _MOST_RULES:
            raise BadInputError("has an EXRULE, or too many RRULEs, which are not followed")
        if self._is_outside(start, rules) and not others and not core.first("RDATE"):
            return ""
        self._spend(start, rules)
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//aitimeline//EN", *_lines(core, start)]
        last = self.range.last + _DAY
        lines += [f"RRULE:{_cut(core, rule, start, last)}" for rule in rules]
        for name in ("RDATE", "EXDATE"):
            dates = [_text(each, start) for stated in core.every(name) for each in _dates(core, stated, start)]
            if len(dates) > _MOST_DATES:
                raise BadInputError(f"has more than {_MOST_DATES:,} dates as {name}")
            lines += [f"{name}{_type(start)}:{','.join(dates)}"] if dates else []
        lines.append("END:VEVENT")
        for event in others:
            at = event.first("RECURRENCE-ID")
            if at is None:
                continue
            whole = ";RANGE=THISANDFUTURE" if at.parameter("RANGE").upper() == "THISANDFUTURE" else ""
            original = f"RECURRENCE-ID{_type(start)}{whole}:{_text(_local(core, at, start), start)}"
            lines += [*_lines(event, self._start(event)), original, "END:VEVENT"]
        return "\r\n".join([*lines, "END:VCALENDAR", ""])

    def _start(self, event: Vevent) -> Moment:
        start = start_of(event, Remarks()).placed(self.zone)
        if start.day < 1:
            raise BadInputError("recurs since before the year 1")
        return start

    def _is_outside(self, start: Moment, rules: Sequence[dict[str, str]]) -> bool:
        if start.local.date() > self.range.last:
            return True
        ends = [until_of(rule) for rule in rules]
        return bool(ends) and all(end is not None and end.date() + _DAY < self.range.first for end in ends)

    def _spend(self, start: Moment, rules: Sequence[dict[str, str]]) -> None:
        days = max((self.range.last - start.local.date()).days, 0)
        for rule in rules:
            self._turns += days // (STEPS[rule["FREQ"]] * int(rule.get("INTERVAL", "1"))) + 1
        if self._turns > _MOST_TURNS or self._empty > _MOST_EMPTY:
            raise BadInputError("is one of so many that recur, or recurs since so long, that it is not followed")


def _end(event: Vevent, start: Moment) -> datetime:
    """When it ends, in local time; of days the day after the last."""
    if start.clock is not None:
        return max(local_end(event, start, Remarks()) or start.local, start.local)
    try:
        return datetime(*civil(max(day_after(event, start, Remarks()), start.day + 1)))  # noqa: DTZ001 -- a day
    except (OverflowError, ValueError):
        raise BadInputError("ends beyond the calendar") from None


def _lines(event: Vevent, start: Moment) -> list[str]:
    end = _end(event, start)
    return [
        "BEGIN:VEVENT",
        "UID:one",
        f"{_LINE}:{event.line}",
        f"DTSTART{_type(start)}:{_text(start.local, start)}",
        f"DTEND{_type(start)}:{_text(end, start)}",
    ]


def _type(start: Moment) -> str:
    return ";VALUE=DATE" if start.clock is None else ""


def _text(local: datetime, start: Moment) -> str:
    day = f"{local.year:04}{local.month:02}{local.day:02}"
    return day if start.clock is None else f"{day}T{local.hour:02}{local.minute:02}{local.second:02}"


def _dates(core: Vevent, stated: Property, start: Moment) -> Iterator[datetime]:
    """The dates of an RDATE or EXDATE, of periods (RFC 5545 3.3.9) their beginnings."""
    for each in filter(None, stated.value.split(",")):
        yield _local(core, stated._replace(value=each.partition("/")[0]), start)


def _local(core: Vevent, stated: Property, start: Moment) -> datetime:
    """A date or time in the local time of the start of an event."""
    moment = resolved(stated, core.calendar, start.place, Remarks())
    if moment.day < 1:
        raise BadInputError(f"its {stated.name} is before the year 1")
    if start.clock is not None and moment.clock is None:
        return moment.local.replace(hour=start.clock[0], minute=start.clock[1], second=start.clock[2])
    return moment.local_at(start.place)


def _cut(core: Vevent, rule: dict[str, str], start: Moment, last: date) -> str:
    """A rule that ends with the range, or before; dateutil wants no UNTIL beside a COUNT."""
    parts = dict(rule)
    if "COUNT" not in parts:
        end = datetime(last.year, last.month, last.day)  # noqa: DTZ001 -- a local time
        if "UNTIL" in parts:
            stated = Property("UNTIL", parts["UNTIL"], {}, core.line)
            until = read_moment(parts["UNTIL"], "UNTIL")
            end = min(end, _until(core, stated, until, start))
        parts["UNTIL"] = _text(end, start)
    else:
        parts.pop("UNTIL", None)
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _until(core: Vevent, stated: Property, until: Moment, start: Moment) -> datetime:
    """UNTIL in local time; one that is a day includes that day."""
    if until.clock is None and start.clock is not None:
        return until.local.replace(hour=23, minute=59, second=59)
    return _local(core, stated, start)


def _day_of(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when


def _occurrence(event: Vevent, start: Moment, begin: date, end: date) -> Occurrence:
    """An event with the dates of one occurrence of it, in the form in which it has its own."""
    given = event.every("DTSTART")[0]
    offset = read_moment(given.value, "DTSTART").place.suffix(start.local) if start.clock is not None else ""
    first = given._replace(value=_text(_as_datetime(begin), start) + offset)
    last = given._replace(name="DTEND", value=_text(_as_datetime(end), start) + offset)
    properties = {name: each for name, each in event.properties.items() if name != "DURATION"}
    original = event.first("RECURRENCE-ID")
    is_single = original is not None and not original.parameter("RANGE")
    name = _local(event, original, start) if original and is_single else _as_datetime(begin)
    return Occurrence(evolve(event, properties=properties | {"DTSTART": [first], "DTEND": [last]}), name.isoformat())


def _as_datetime(when: date) -> datetime:
    if isinstance(when, datetime):
        return when.replace(tzinfo=None)
    return datetime(when.year, when.month, when.day)  # noqa: DTZ001 -- a day
