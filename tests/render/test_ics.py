"""Whole calendars: the rules, and what becomes of dates, revisions, withdrawn events, languages and options."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import Phase, example, given, settings

from aitimeline.index.entry import Entry
from aitimeline.model import kind as kinds
from aitimeline.model.event import CampClaim, Event, Participation
from aitimeline.model.record import Record
from aitimeline.model.text import Text
from aitimeline.model.when import When
from aitimeline.render.ics import Style, calendar_pieces, event_calendar
from calendar_rules import Line, Part, calendar, events, findings, listed, unescape
from exported import CANCELLED_TOO, HARD, KOREAN, calendar_of, cited, content_of, hostile_logs, kept, styles, titled
from strategies import event_of, identifier, lines_of, logs, record_of, words
from workbench import timeline_from

ENGLISH = Style()


def one(content: bytes) -> Part:
    """The one event of a calendar."""
    (event,) = events(content)
    return event


def line(part: Part, name: str) -> Line:
    found = part.one(name)
    assert found is not None
    return found


def text(part: Part, name: str) -> str:
    return unescape(line(part, name).value)


def dates(content: bytes) -> tuple[str, ...]:
    """DTSTART and DTEND as they are written."""
    return tuple(line.value for name in ("DTSTART", "DTEND") for line in one(content).all(name))


def event_record(when: str, number: int = 0, subject: str = "gemini-announced", **members: Any) -> Record:
    return record_of(event_of(when, **members), number, subject=subject)


def withdrawn(reason: str | None = None) -> list[Record]:
    """An event that was recorded and then withdrawn."""
    gone = record_of(None, 1, record_type=kinds.EVENT_RETRACTED, supersedes=(identifier(0),), reason=reason)
    return [titled("가", "2023-12-06"), gone]


@given(records=hostile_logs, style=styles)
@example(records=[titled(HARD)], style=ENGLISH)
@example(records=[titled("가🎉" * 5_000)], style=Style(language="both", alarm=timedelta(days=1)))
@settings(phases=[Phase.explicit, Phase.generate])
def test_no_export_breaks_a_rule(records: list[Record], style: Style) -> None:
    timeline = timeline_from(records)
    assert findings(content_of(timeline, style)) == []
    for entry in timeline.select(CANCELLED_TOO):
        alone = event_calendar(entry, timeline, style)
        assert alone is None or findings(alone) == []


@pytest.mark.long
@given(records=hostile_logs, style=styles)
@settings(max_examples=400, phases=[Phase.generate])
def test_no_export_of_many_breaks_a_rule(records: list[Record], style: Style) -> None:
    assert findings(calendar_of(records, style)) == []


def test_a_calendar_without_events_has_a_component_all_the_same() -> None:
    content = calendar_of([event_record("2023")])
    assert findings(content) == []
    assert events(content) == []


@pytest.mark.parametrize(
    ("when", "written"),
    [
        ("2023-12-06", ("20231206", "20231207")),
        ("2023-11-27/2023-12-01", ("20231127", "20231202")),
        ("2023-12-31", ("20231231", "20240101")),
        ("2024-02-28/2024-02-29", ("20240228", "20240301")),
        ("0001-01-01", ("00010101", "00010102")),
    ],
)
def test_all_day_events_end_on_the_day_after(when: str, written: tuple[str, str]) -> None:
    content = calendar_of([event_record(when)])
    assert dates(content) == written
    assert {line(one(content), name).param("VALUE") for name in ("DTSTART", "DTEND")} == {"DATE"}


@pytest.mark.parametrize(
    ("when", "zone", "written", "tzid"),
    [
        ("2023-12-06T10:00:00", "America/Los_Angeles", "20231206T100000", "America/Los_Angeles"),
        ("2023-12-06T10:00:00-08:00", "Asia/Seoul", "20231207T030000", "Asia/Seoul"),
        ("2023-12-06T10:00:00-08:00", None, "20231206T180000Z", None),
        ("2023-12-06T10:00:00", "UTC", "20231206T100000Z", None),
        ("2023-12-06T10:00:00", None, "20231206T100000", None),
        ("2023-11-05T01:30:00-07:00", "America/Los_Angeles", "20231105T013000", "America/Los_Angeles"),
        ("2023-11-05T01:30:00-08:00", "America/Los_Angeles", "20231105T093000Z", None),
    ],
)
def test_a_time_is_written_in_its_zone(when: str, zone: str | None, written: str, tzid: str | None) -> None:
    start = line(one(calendar_of([event_record(when, zone=zone)])), "DTSTART")
    assert (start.value, start.param("TZID")) == (written, tzid)


def test_a_time_has_no_end_as_the_log_knows_none() -> None:
    assert one(calendar_of([event_record("2023-12-06T10:00:00Z")])).all("DTEND") == []


@given(logs(), styles)
def test_each_event_that_stands_is_inside_or_named_as_left_out(records: list[Record], style: Style) -> None:
    timeline = timeline_from(records)
    left_out: list[str] = []
    content = b"".join(calendar_pieces(timeline.select(), timeline, style, left_out.append))
    inside = [text(event, "X-AITIMELINE-KEY") for event in events(content)]
    assert sorted(inside + left_out) == sorted(entry.key for entry in timeline.select())


@pytest.mark.parametrize(
    "when", ["2023", "2023-12", "2023-Q1", "2023-12-06?", "2023-12-~06", "202X", "[2023-12-05,2023-12-07]"]
)
def test_a_date_that_is_not_certain_is_a_tentative_span_where_it_is_asked_for(when: str) -> None:
    records = [event_record(when)]
    assert events(calendar_of(records)) == []
    content = calendar_of(records, Style(imprecise=True))
    event, meant = one(content), When.parse(when)
    assert line(event, "STATUS").value == "TENTATIVE"
    assert text(event, "X-AITIMELINE-EDTF") == meant.edtf
    assert "day uncertain" in text(event, "SUMMARY")
    assert f"EDTF {meant.edtf}" in text(event, "DESCRIPTION")
    assert dates(content)[0] == f"{meant.earliest:%Y%m%d}"
    assert dates(content)[1] == f"{meant.latest + timedelta(days=1):%Y%m%d}"


@pytest.mark.parametrize("when", ["2023-12/..", "../2023-12", "-0044", "9999-12-31", "Y20000"])
def test_a_date_with_an_end_beyond_all_calendars_is_left_out_even_then(when: str) -> None:
    other = event_record("2023-12-06", 2, "other")
    assert len(events(calendar_of([event_record(when), other], Style(imprecise=True)))) == 1


def test_a_revision_keeps_the_uid_and_counts_up() -> None:
    first = titled("one")
    second = record_of(event_of("2023-12-07", "two"), 1, supersedes=(identifier(0),))
    before, after = one(calendar_of([first])), one(calendar_of([first, second]))
    assert line(before, "UID") == line(after, "UID")
    assert (line(before, "SEQUENCE").value, line(after, "SEQUENCE").value) == ("0", "1")


def test_times_are_those_of_records_and_never_of_the_clock() -> None:
    second = record_of(event_of("2023-12-07", "two"), 1, supersedes=(identifier(0),), seconds=100_000)
    event = one(calendar_of([titled("one"), second]))
    written = [line(event, name).value for name in ("CREATED", "DTSTAMP", "LAST-MODIFIED")]
    assert written == ["20260101T000000Z", "20260102T034640Z", "20260102T034640Z"]


def test_an_event_from_a_calendar_keeps_the_uid_of_that() -> None:
    record = record_of(evolve(event_of("2023-12-06"), uid="0c9ee1cc-16b2-4d4a-8b5a-3e1d2f0b9b11"))
    assert text(one(calendar_of([record])), "UID") == "0c9ee1cc-16b2-4d4a-8b5a-3e1d2f0b9b11"


def test_a_withdrawn_event_is_cancelled_with_a_higher_sequence_and_says_why() -> None:
    event = one(calendar_of(withdrawn("a rumour")))
    assert (line(event, "STATUS").value, line(event, "SEQUENCE").value) == ("CANCELLED", "1")
    assert text(event, "SUMMARY") == "가"
    assert "철회됨 (2026-01-01): a rumour" in text(event, "DESCRIPTION")
    assert line(event, "LAST-MODIFIED").value == "20260101T000001Z"


def test_a_withdrawn_event_can_say_so_in_its_title_or_be_dropped() -> None:
    event = one(calendar_of(withdrawn(), Style(language="ko", cancelled="prefix")))
    assert (line(event, "STATUS").value, text(event, "SUMMARY")) == ("CANCELLED", "철회됨: 가")
    assert events(calendar_of(withdrawn(), Style(cancelled="drop"))) == []


def test_titles_come_in_the_language_that_is_asked_for_and_say_which_it_is() -> None:
    record = record_of(evolve(event_of("2023-12-06"), title=Text.of({"en": "Gemini", "ko": "제미나이"})))
    shown = {}
    for language in ("en", "ko", "both"):
        summary = line(one(calendar_of([record], Style(language=language))), "SUMMARY")
        shown[language] = (summary.value, summary.param("LANGUAGE"))
    assert shown == {"en": ("Gemini", "en"), "ko": ("제미나이", "ko"), "both": ("Gemini / 제미나이", None)}


def test_a_title_in_one_language_only_is_not_doubled() -> None:
    summary = line(one(calendar_of([titled("제미나이")], Style(language="both"))), "SUMMARY")
    assert (summary.value, summary.param("LANGUAGE")) == ("제미나이", "ko")


def test_the_description_says_what_clients_hide() -> None:
    event = evolve(
        event_of("2023-12-06", sources=cited("https://example.org/a")),
        summary=Text.of({"en": "What it is."}),
        actors=(Participation("google", "developer"),),
        tags=("open",),
        camps=(CampClaim("closed", When.parse("2023")),),
    )
    written = text(one(calendar_of([record_of(event)], ENGLISH)), "DESCRIPTION")
    assert written.split("\n\n") == [
        "What it is.",
        "google (developer)",
        "release, open, closed",
        "Sources:\nhttps://example.org/a",
        "gemini-announced",
    ]


@pytest.mark.parametrize(
    ("when", "english", "korean"),
    [
        ("2023-12-01", "6 days before", "6일 앞"),
        ("2023-12-08", "1 day after", "1일 뒤"),
        ("2023-12-07", "The same day as", "같은 날이거나 겹침"),
    ],
)
def test_the_days_to_an_event_that_is_named_are_in_the_description(when: str, english: str, korean: str) -> None:
    timeline = timeline_from([event_record("2023-12-07"), event_record(when, 1, "other")])
    style = Style(language="both", near=timeline.entry("gemini-announced"))
    content = content_of(timeline, style)
    shown = {text(event, "X-AITIMELINE-KEY"): text(event, "DESCRIPTION") for event in events(content)}
    assert english in shown["other"]
    assert korean in shown["other"]
    assert "The same day" not in shown["gemini-announced"]


def test_sources_are_links_and_only_the_web_is_linked_to() -> None:
    urls = ("javascript:alert(1)", "https://example.org/a b", "file:///etc/passwd", "http://example.org/2")
    event = one(calendar_of([event_record("2023-12-06", sources=cited(*urls))]))
    links = [(each.value, each.param("LINKREL"), each.param("VALUE")) for each in event.all("LINK")]
    assert links == [(url, "SOURCE", "URI") for url in ("https://example.org/a%20b", "http://example.org/2")]
    assert line(event, "URL").value == "https://example.org/a%20b"


@pytest.mark.parametrize(
    ("when", "rule"),
    [
        ("2023-12-06", "FREQ=YEARLY"),
        ("2024-02-29", "FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=2"),
        ("2023-02-28", "FREQ=YEARLY"),
        ("2023-11-27/2023-12-01", "FREQ=YEARLY"),
        ("2020-01-01/2023-12-01", None),
        ("2024-02-29T10:00:00Z", "FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=2"),
    ],
)
def test_an_event_comes_back_every_year_where_that_is_asked_for(when: str, rule: str | None) -> None:
    found = one(calendar_of([event_record(when)], Style(anniversaries=True))).one("RRULE")
    assert (found.value if found else None) == rule
    assert one(calendar_of([event_record(when)])).one("RRULE") is None


def test_nothing_that_was_withdrawn_or_is_unsure_comes_back() -> None:
    style = Style(anniversaries=True, imprecise=True, alarm=timedelta(days=1))
    assert one(calendar_of([event_record("2023-12")], style)).one("RRULE") is None
    cancelled = one(calendar_of(withdrawn(), style))
    assert (cancelled.one("RRULE"), cancelled.parts) == (None, [])


@pytest.mark.parametrize(
    ("alarm", "trigger"),
    [(timedelta(days=1), "-P1D"), (timedelta(hours=2), "-PT2H"), (timedelta(weeks=1), "-P7D"), (timedelta(), "P0D")],
)
def test_an_alarm_shows_the_title_so_long_before(alarm: timedelta, trigger: str) -> None:
    (part,) = one(calendar_of([titled("가")], Style(language="ko", alarm=alarm))).parts
    assert [each.value for each in part.lines] == ["DISPLAY", trigger, "가"]


def test_the_calendar_says_what_it_is() -> None:
    style = Style(name="AI, 경주", description="All of it", url="https://example.org/calendar.ics")
    root = calendar(calendar_of([titled("가")], style))
    written = {each.name: (each.value, each.params) for each in root.lines}
    assert written == {
        "VERSION": ("2.0", ()),
        "PRODID": ("-//aitimeline//aitimeline//EN", ()),
        "NAME": ("AI\\, 경주", ()),
        "X-WR-CALNAME": ("AI\\, 경주", ()),
        "DESCRIPTION": ("All of it", ()),
        "X-WR-CALDESC": ("All of it", ()),
        "LAST-MODIFIED": ("20260101T000000Z", ()),
        "COLOR": ("steelblue", ()),
        "REFRESH-INTERVAL": ("P1D", (("VALUE", "DURATION"),)),
        "X-PUBLISHED-TTL": ("P1D", ()),
        "URL": ("https://example.org/calendar.ics", ()),
        "SOURCE": ("https://example.org/calendar.ics", (("VALUE", "URI"),)),
    }


@given(words)
@example(HARD)
def test_the_event_as_the_log_has_it_comes_along_whole(title: str) -> None:
    event = evolve(event_of("2023-12-06", tags=(title,), sources=cited(title)), title=Text.of({"ko": title}))
    timeline = timeline_from([record_of(event)])
    (entry,) = timeline.select()
    data = json.loads(text(one(content_of(timeline, KOREAN)), "X-AITIMELINE-DATA"))
    assert data == {name: value for name, value in entry.data.items() if name not in {"supersedes", "reason"}}


@given(words.filter(lambda tag: bool(tag.strip())))
def test_a_tag_is_one_category(tag: str) -> None:
    record = record_of(evolve(event_of("2023-12-06"), tags=(tag,)))
    found = [unescape(each) for each in listed(line(one(calendar_of([record])), "CATEGORIES").value)]
    shown = tag.rstrip("\\").strip()
    assert found == ["release", *([kept(shown)] if shown and shown != "release" else [])]


@given(records=hostile_logs, style=styles)
def test_one_event_alone_is_as_it_is_among_others(records: list[Record], style: Style) -> None:
    timeline = timeline_from(records)
    entries: list[Entry] = list(timeline.select(CANCELLED_TOO))
    alone = [content for entry in entries if (content := event_calendar(entry, timeline, style))]
    assert [said(one(content)) for content in alone] == [said(event) for event in events(content_of(timeline, style))]


def said(event: Part) -> list[tuple[object, ...]]:
    """The properties of an event, and of the alarms in it."""
    return [tuple(each)[1:] for part in (event, *event.parts) for each in part.lines]


@given(records=hostile_logs, style=styles)
def test_the_order_of_the_lines_of_a_log_says_nothing(records: list[Record], style: Style) -> None:
    assert calendar_of([*reversed(records), records[0]], style) == calendar_of(records, style)


def test_zones_locales_and_hash_seeds_say_nothing(tmp_path: Path) -> None:
    whens = ["2023-12-06T10:00:00", "2023-07-06T10:00:00+09:00", "2023-12-06", "2024-02-29"]
    records = [event_record(when, at, f"e-{at}", zone="America/New_York") for at, when in enumerate(whens)]
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "all.jsonl").write_bytes(lines_of(records))
    command = [sys.executable, "-m", "aitimeline", "export", "ics", "--anniversaries", "--log", str(tmp_path / "log")]
    found = set()
    for zone, locale, seed in (("UTC", "C.UTF-8", "0"), ("Asia/Seoul", "ko_KR.UTF-8", "1"), ("America/Lima", "C", "2")):
        env = {"HOME": str(tmp_path), "TZ": zone, "LANG": locale, "PYTHONHASHSEED": seed, "PATH": os.environ["PATH"]}
        env |= {"PYTHONTZPATH": ""} if seed == "2" else {}  # as on a system that has no zones of its own
        found.add(subprocess.run(command, env=env, capture_output=True, check=True).stdout)
    (content,) = found
    assert findings(content) == []
    assert b"TZID=America/New_York" in content


def test_a_hostile_language_tag_is_no_parameter() -> None:
    record = record_of(Event(When.parse("2023-12-06"), Text.of({'en";X="': "a"}), "release"))
    assert line(one(calendar_of([record], ENGLISH)), "SUMMARY").params == ()
