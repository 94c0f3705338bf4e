"""Calendars of hostile logs, read by programs that other people wrote."""

from __future__ import annotations

import re
from typing import Any

import pytest
from attrs import evolve
from hypothesis import Phase, example, given, settings

from aitimeline.index.entry import Entry
from aitimeline.model.record import Record
from aitimeline.model.text import Text
from aitimeline.render.calendar_words import description_of
from aitimeline.render.ics import Style
from calendar_readers import READERS
from exported import CANCELLED_TOO, HARD, cited, content_of, hostile_logs, kept, starts, titled
from strategies import event_of, record_of
from workbench import timeline_from

STYLE = Style(language="ko")
TIMES = ["2023-12-06T10:00:00", "2023-12-06T10:00:00-08:00", "2023-12-06T18:00:00Z", "2023-07-06T10:00:00+09:00"]
ZONES = [None, "America/Los_Angeles", "Asia/Seoul", "Asia/Kolkata", "UTC", "Europe/Dublin"]


def written_of(entry: Entry, timeline: Any) -> dict[str, Any] | None:
    """What readers are to find of an event; None where it has no place in a calendar."""
    start = starts(entry)
    if start is None:
        return None
    data = entry.data
    titles = data["title"]
    title = titles.get("ko") or titles.get("en") or titles[min(titles)]
    words = (data["kind"], *data.get("tags", ()), *(each["camp"] for each in data.get("camps", ())))
    urls = [each["url"] for each in data.get("sources", ()) if re.match("https?://[^/]", each.get("url") or "")]
    return {
        "uid": entry.first_record[0],
        "summary": kept(title if title.strip() else entry.key),
        "description": kept(description_of(entry, timeline, STYLE, is_unsure=False)),
        "categories": sorted({kept(word) for each in words if (word := each.rstrip("\\").strip())}),
        "url": bool(urls),
        "start": start[0],
        "last": start[1],
    }


def compared(reader: str, records: list[Record]) -> None:
    """A reader finds in the calendar of a log what the log says."""
    timeline = timeline_from(records)
    entries = list(timeline.select(CANCELLED_TOO))
    expected = {each["uid"]: each for entry in entries if (each := written_of(entry, timeline))}
    read = READERS[reader](content_of(timeline, STYLE))
    for each in read:
        each["url"] = bool(each["url"])
        each["categories"] = sorted(set(each["categories"]))
    if reader == "libical":  # which cuts spaces off at both ends
        for each in (*read, *expected.values()):
            each.update({name: _stripped(value) for name, value in each.items()})
            each["categories"] = _parted(each["categories"])
    assert {each["uid"]: each for each in read} == expected
    assert len(read) == len(expected)


def _parted(categories: list[str]) -> list[str]:
    """Categories as libical 3 tells them apart: behind a quote it takes no comma for the end of one."""
    return sorted({part for each in categories for part in each.split(",")})


def _stripped(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(map(_stripped, value))
    return value.strip(" \t\n\x0b\x0c\r") if isinstance(value, str) else value


@pytest.mark.parametrize("reader", READERS)
@given(records=hostile_logs)
@example(records=[titled(HARD)])
@example(records=[titled("가🎉" * 5_000)])
@example(records=[titled("\\" * 200 + ";,\n" * 100)])
@settings(phases=[Phase.explicit, Phase.generate])
def test_a_reader_finds_the_fields_that_the_log_has(reader: str, records: list[Record]) -> None:
    compared(reader, records)


@pytest.mark.long
@pytest.mark.parametrize("reader", READERS)
@given(records=hostile_logs)
@settings(max_examples=60, phases=[Phase.generate])
def test_a_reader_finds_the_fields_that_many_logs_have(reader: str, records: list[Record]) -> None:
    compared(reader, records)


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_finds_the_moment_of_a_time_of_day(reader: str) -> None:
    records = [
        record_of(event_of(when, zone=zone), number, subject=f"e-{number}")
        for number, (when, zone) in enumerate((when, zone) for when in TIMES for zone in ZONES)
    ]
    compared(reader, records)


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_finds_the_address_of_the_first_source(reader: str) -> None:
    sources = cited("https://example.org/a,b;c?d=%20&e=f#g", "https://example.org/second")
    event = evolve(event_of("2023-12-06", sources=sources), title=Text.of({"ko": "a"}))
    timeline = timeline_from([record_of(event)])
    (read,) = READERS[reader](content_of(timeline, STYLE))
    assert read["url"] == "https://example.org/a,b;c?d=%20&e=f#g"
