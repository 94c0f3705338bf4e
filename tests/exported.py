"""Calendars that the program makes of made-up logs: hostile events, styles of all kinds, and what is to be read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from attrs import evolve
from hypothesis import strategies as st

from aitimeline.index.condition import ALWAYS
from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.event import Event, Source
from aitimeline.model.record import Record
from aitimeline.model.text import Text
from aitimeline.render.ics import CANCELLED, LANGUAGES, Style, calendar_pieces
from strategies import event_of, events, logs, record_of, words
from workbench import timeline_from

HARD = '구글, 제미나이; \\n \\N \\\\, 🎉👩‍🔬 "quoted"\nnext: line ^n ' * 4
KOREAN = Style(language="ko")
CANCELLED_TOO = ALWAYS._replace(with_retracted=True)

_long = st.builds(lambda piece, length: (piece * length)[:length], words.filter(bool), st.just(10_000))
_texts = st.dictionaries(st.sampled_from(["en", "ko", "fr"]), words | _long, min_size=1, max_size=2).map(Text.of)
_paths = words.map("https://example.org/{}".format)


def _with_addresses(event: Event, urls: list[str], title: Text) -> Event:
    sources = [evolve(source, url=url) for source, url in zip(event.sources, urls, strict=False)]
    return evolve(event, uid=None, title=title, sources=(*sources, *event.sources[len(sources) :]))


hostile_events = st.builds(_with_addresses, events, st.lists(_paths, max_size=2), _texts)
hostile_logs = logs(hostile_events, size=4)
styles = st.builds(
    Style,
    language=st.sampled_from(LANGUAGES),
    cancelled=st.sampled_from(CANCELLED),
    imprecise=st.booleans(),
    anniversaries=st.booleans(),
    alarm=st.none() | st.builds(timedelta, days=st.integers(0, 30), minutes=st.integers(0, 90)),
    name=st.none() | words,
    description=st.none() | words,
    url=st.none() | _paths,
)


def titled(title: str, when: str = "2023-12-06", **members: Any) -> Record:
    """A record of an event with a title in Korean."""
    return record_of(evolve(event_of(when, **members), title=Text.of({"ko": title})))


def cited(*urls: str) -> tuple[Source, ...]:
    """Sources with these addresses."""
    return tuple(Source(url=url) for url in urls)


def calendar_of(records: Iterable[Record], style: Style = KOREAN) -> bytes:
    """The calendar of all events of a log, withdrawn ones too."""
    return content_of(timeline_from(records), style)


def content_of(timeline: Timeline, style: Style) -> bytes:
    """The calendar of all events of a timeline."""
    return b"".join(calendar_pieces(timeline.select(CANCELLED_TOO), timeline, style))


def kept(text: str) -> str:
    """What iCalendar can hold of a text: all but control characters."""
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", text.replace("\r\n", "\n"))


def starts(entry: Entry) -> tuple[str, str | None] | None:
    """The start of an event that has a certain date, as readers give it, and its last day; None where there is none.

    It is worked out from the text of the date alone.
    """
    edtf, zone = entry.when.edtf.strip("[]{}"), entry.zone_name  # a set of one day is that day
    if re.fullmatch(r"\d{4}-\d\d-\d\d", edtf):
        return (edtf, edtf) if edtf[:4] != "0000" else None
    if re.fullmatch(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d", edtf):
        return (edtf[:10], edtf[11:]) if edtf[:4] != "0000" else None
    if "T" not in edtf:
        return None
    moment = datetime.fromisoformat(edtf)
    if moment.tzinfo is None and zone is not None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    return (moment.astimezone(UTC) if moment.tzinfo else moment).isoformat(), None
