"""Calendars, read back with two other readers."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import vobject
from attrs import evolve
from hypothesis import example, given, settings
from icalendar import Calendar

from aitimeline.index.entry import Entry
from aitimeline.model.event import Event, Source
from aitimeline.model.record import Record
from aitimeline.model.text import Text
from aitimeline.render.ics import ics_calendar
from strategies import event_of, events, identifier, logs, record_of, words
from workbench import timeline_from

HARD = '구글, 제미나이; \\n \\N \\\\, 🎉👩‍🔬 "quoted"\nnext: line ' * 4


def calendar_of(*records: Record, name: str = "AI 경주") -> bytes:
    timeline = timeline_from(records)
    return ics_calendar(timeline.select(), timeline, "ko", name).content


def titled(title: str, when: str = "2023-12-06") -> Record:
    return record_of(evolve(event_of(when), title=Text.of({"ko": title})))


def kept(text: str) -> str:
    """What iCalendar can hold of a text: all but control characters."""
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", text.replace("\r\n", "\n"))


@given(words)
@example(HARD)
@settings(max_examples=80)
def test_icalendar_reads_the_title_that_was_written(title: str) -> None:
    (component,) = Calendar.from_ical(calendar_of(titled(title))).walk("VEVENT")
    assert str(component["SUMMARY"]) == kept(title)


@given(words)
@example(HARD)
@settings(max_examples=80)
def test_vobject_reads_the_title_that_was_written(title: str) -> None:
    read = vobject.readOne(calendar_of(titled(title)).decode())
    assert read.vevent.summary.value == kept(title)


@given(events)
@example(event_of("2023", HARD * 5))
def test_lines_are_folded_at_75_octets_between_characters(event: Event) -> None:
    content = calendar_of(record_of(evolve(event, when=event_of("2023-12-06").when)))
    assert content.endswith(b"\r\n")
    for line in content.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        assert line.decode()


@given(events)
def test_no_event_brings_lines_of_its_own(event: Event) -> None:
    content = calendar_of(record_of(evolve(event, when=event_of("2023-12-06").when)))
    names = [re.split("[:;]", line)[0] for line in content.decode().replace("\r\n ", "").split("\r\n")]
    assert names.count("BEGIN") == names.count("END") == 2
    assert names.count("UID") == names.count("SUMMARY") == names.count("DTSTART") == 1
    assert set(names) <= {
        *("BEGIN", "END", "PRODID", "VERSION", "NAME", "X-WR-CALNAME", "UID", "DTSTAMP", "CREATED", ""),
        *("LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES", "URL"),
        *("CLASS", "TRANSP"),
    }


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("2023-12-06", date(2023, 12, 6), date(2023, 12, 7)),
        ("2023-11-27/2023-12-01", date(2023, 11, 27), date(2023, 12, 2)),
        ("2023-12-31", date(2023, 12, 31), date(2024, 1, 1)),
        ("2024-02-28/2024-02-29", date(2024, 2, 28), date(2024, 3, 1)),
    ],
)
def test_all_day_events_end_on_the_day_after(when: str, start: date, end: date) -> None:
    content = calendar_of(titled("a", when))
    (component,) = Calendar.from_ical(content).walk("VEVENT")
    other = vobject.readOne(content.decode()).vevent
    assert (component.decoded("dtstart"), component.decoded("dtend")) == (start, end)
    assert (other.dtstart.value, other.dtend.value) == (start, end)


@pytest.mark.parametrize(
    ("when", "zone"),
    [("2023-12-06T10:00-08:00", None), ("2023-12-06T10:00", "America/Los_Angeles"), ("2023-12-06T18:00Z", None)],
)
def test_a_time_is_written_in_utc(when: str, zone: str | None) -> None:
    content = calendar_of(record_of(event_of(when, zone=zone)))
    (component,) = Calendar.from_ical(content).walk("VEVENT")
    assert component.decoded("dtstart") == datetime(2023, 12, 6, 18, tzinfo=UTC)
    assert b"DTSTART:20231206T180000Z\r\n" in content


def _has_a_place(entry: Entry) -> bool:
    """True if its days are known and iCalendar has them: it begins with the year 1."""
    return entry.event.when.is_certain and entry.event.when.start.first > 0


@given(logs())
def test_what_has_no_certain_day_is_left_out_by_name(records: list[Record]) -> None:
    timeline = timeline_from(records)
    entries = list(timeline.select())
    export = ics_calendar(entries, timeline, "en", "x")
    inside = len(Calendar.from_ical(export.content).walk("VEVENT"))
    assert export.left_out == tuple(entry.key for entry in entries if not _has_a_place(entry))
    assert inside + len(export.left_out) == len(entries)


@given(logs())
def test_the_days_are_those_of_the_event(records: list[Record]) -> None:
    timeline = timeline_from(records)
    entries = [entry for entry in timeline.select() if _has_a_place(entry) and not entry.event.when.moment]
    export = ics_calendar(entries, timeline, "en", "x")
    for entry, component in zip(entries, Calendar.from_ical(export.content).walk("VEVENT"), strict=True):
        assert component.decoded("dtstart") == entry.event.when.earliest
        assert component.decoded("dtend") - timedelta(days=1) == entry.event.when.latest


@given(logs())
def test_the_same_log_gives_the_same_bytes(records: list[Record]) -> None:
    assert calendar_of(*reversed(records)) == calendar_of(*records)


def test_a_revision_keeps_the_uid_and_counts_up() -> None:
    first = titled("one")
    second = record_of(event_of("2023-12-07", "two"), 1, supersedes=(identifier(0),))
    ((before,), (after,)) = (
        Calendar.from_ical(calendar_of(*records)).walk("VEVENT") for records in ([first], [first, second])
    )
    assert before["UID"] == after["UID"]
    assert (before.decoded("sequence"), after.decoded("sequence")) == (0, 1)


@pytest.mark.parametrize("when", ["9999-12-31", "9999-12-31T23:59-12:00", "0001-01-01T00:00+14:00"])
def test_events_at_the_ends_of_the_calendar_stop_no_export(when: str) -> None:
    other = record_of(event_of("2023-12-06"), 2, subject="other")
    assert b"20231206" in calendar_of(titled("end", when), other)


@given(words)
def test_any_address_is_written_as_one(path: str) -> None:
    event = evolve(event_of("2023-12-06"), sources=(Source(url=f"https://example.org/{path}"),))
    (component,) = Calendar.from_ical(calendar_of(record_of(event))).walk("VEVENT")
    assert str(component["URL"]).startswith("https://example.org/")
    assert str(component["URL"]).isascii()


@given(words)
def test_the_name_of_the_calendar_is_kept(name: str) -> None:
    read = Calendar.from_ical(calendar_of(titled("a"), name=name))
    unescaped = re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], str(read["NAME"]))
    assert unescaped == kept(name)


@given(words.filter(lambda tag: bool(tag) and not tag.isspace()))
def test_a_tag_is_one_category(tag: str) -> None:
    event = evolve(event_of("2023-12-06"), tags=(tag,))
    (component,) = Calendar.from_ical(calendar_of(record_of(event))).walk("VEVENT")
    assert [str(word) for word in component.decoded("categories")] == ["release", kept(tag)]
