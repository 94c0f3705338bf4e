"""A calendar held against a log: what is added, revised, retracted, left, and how our own export comes back."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from attrs import define, field, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from aitimeline.ingest.calendar.decoding import Decoder
from aitimeline.ingest.calendar.reading import Reader
from aitimeline.ingest.calendar.recurrence import Range
from aitimeline.ingest.calendar.settling import Settler
from aitimeline.ingest.rows import Defaults
from aitimeline.log.writing import Change, Writer, record_event, retract, revise
from aitimeline.model.event import Event
from aitimeline.model.record import Record
from aitimeline.model.structure import unstructure
from aitimeline.render.ics import Style, calendar_pieces, uid_of
from calendars import PLAIN, calendar, event
from workbench import timeline_of, writer_at

KEY = "the-ai-alliance-is-formed"
HOLIDAY = event("DTSTART;VALUE=DATE:20231225", "SEQUENCE:1\nDESCRIPTION:Offices are closed", "holiday@example.org")


@frozen
class Came:
    """What became of a calendar."""

    done: list[str]
    unchanged: int
    reasons: list[str]
    keys: list[str]


@define
class Log:
    """A log, and calendars that are imported into it."""

    folder: Path
    writer: Writer = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.writer = writer_at(self.folder)

    def take(self, content: str | bytes, defaults: Defaults = PLAIN, days: Range | None = None) -> Came:
        """Import a calendar."""
        reader = Reader(defaults, days, lambda event, why: pytest.fail(f"{event.line}: {why}"), Decoder())
        proposals = reader.read(io.BytesIO(content if isinstance(content, bytes) else content.encode()))
        settler = Settler("a.ics", reader.listing)
        self.writer.append(lambda writer: settler.records(writer, proposals))
        done, reasons = [each.what for each in settler.settled], [each.reason for each in reader.listing.in_order()]
        return Came(done, settler.unchanged, reasons, [each.key for each in settler.settled])

    def records(self, key: str = KEY) -> tuple[Record, ...]:
        """The records of an event."""
        self.writer.view.catch_up()
        history = self.writer.view.history("event", key)
        return history.records if history else ()

    def data(self, key: str = KEY) -> dict[str, Any]:
        """An event as it stands."""
        payload = self.records(key)[-1].payload
        assert payload is not None
        return unstructure(payload)

    def revise(self, key: str, change: Callable[[Event], Event]) -> None:
        """Correct an event, as a person would."""
        history = self.writer.view.history("event", key)
        assert history is not None
        assert isinstance(history.current.payload, Event)
        revise(self.writer, key, change(history.current.payload), Change.to(history, "a slip"))

    def retract(self, key: str) -> None:
        """Withdraw an event, as a person would."""
        history = self.writer.view.history("event", key)
        assert history is not None
        retract(self.writer, key, Change.to(history, "not ours"))

    def export(self, style: Style) -> bytes:
        """The log as a calendar."""
        timeline = timeline_of(self.folder)
        return b"".join(calendar_pieces(list(timeline.select()), timeline, style))


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """An empty log."""
    return Log(tmp_path / "events")


@contextmanager
def logs() -> Iterator[tuple[Log, Log]]:
    """Two empty logs."""
    with TemporaryDirectory() as folder:
        yield Log(Path(folder) / "a"), Log(Path(folder) / "b")


def moved(number: int = 2, day: str = "20231226") -> str:
    """The holiday on another day, in a later version."""
    return HOLIDAY.replace("SEQUENCE:1", f"SEQUENCE:{number}").replace("20231225", day)


def test_an_event_is_recorded_with_its_uid_and_where_it_is_from(log: Log) -> None:
    assert log.take(calendar(HOLIDAY, head="X-WR-CALNAME:Holidays\n")).done == ["added"]
    (record,) = log.records()
    assert record.reason == "calendar Holidays, SEQUENCE 1"
    data = log.data()
    assert {name: data[name] for name in ("when", "title", "kind", "summary")} == {
        "when": "2023-12-25",
        "title": {"en": "The AI Alliance is formed"},
        "kind": "event",
        "summary": {"en": "Offices are closed"},
    }


def test_twice_is_once(log: Log) -> None:
    log.take(calendar(HOLIDAY))
    assert log.take(calendar(HOLIDAY)) == Came([], 1, [], [])
    assert log.take(calendar(HOLIDAY.replace("SEQUENCE:1", "SEQUENCE:7"))).unchanged == 1


def test_what_the_calendar_changes_is_revised_with_the_reason(log: Log) -> None:
    log.take(calendar(HOLIDAY))
    assert log.take(calendar(moved())).done == ["revised"]
    assert log.data()["when"] == "2023-12-26"
    assert [record.reason for record in log.records()] == ["calendar a.ics, SEQUENCE 1", "calendar a.ics, SEQUENCE 2"]


@pytest.mark.parametrize(
    ("first", "second", "is_older"),
    [
        ("SEQUENCE:1", "SEQUENCE:0", True),
        ("SEQUENCE:1", "SEQUENCE:1", False),
        ("LAST-MODIFIED:20240102T000000Z", "LAST-MODIFIED:20240101T000000Z", True),
        ("LAST-MODIFIED:20240102T000000Z", "LAST-MODIFIED:20240103T000000Z", False),
        ("DTSTAMP:20240102T000000Z", "DTSTAMP:20240101T000000Z", True),
        ("SEQUENCE:2\nLAST-MODIFIED:20240101T000000Z", "SEQUENCE:1\nLAST-MODIFIED:20240201T000000Z", True),
        ("SEQUENCE:1", "LAST-MODIFIED:20240201T000000Z", True),
    ],
)
def test_what_is_older_changes_nothing_and_is_listed(log: Log, first: str, second: str, is_older: bool) -> None:
    log.take(calendar(event("DTSTART:20231225", first)))
    came = log.take(calendar(event("DTSTART:20231226", second)))
    assert came.done == ([] if is_older else ["revised"])
    assert [reason for reason in came.reasons if reason.startswith("is older")] == came.reasons
    assert bool(came.reasons) == is_older


def test_a_correction_outlives_a_calendar_that_repeats_itself(log: Log) -> None:
    log.take(calendar(HOLIDAY))
    log.revise(KEY, lambda was: strategies.event_of("2023-12-25", "Christmas", tags=("rest",), uid=was.uid))
    assert log.take(calendar(HOLIDAY)).unchanged == 1
    assert log.take(calendar(moved())).done == ["revised"]
    held = {**log.data(), "uid": None}
    assert held == {
        "when": "2023-12-26",
        "title": {"en": "Christmas"},
        "kind": "release",
        "tags": ["rest"],
        "uid": None,
    }
    assert log.take(calendar(moved())) == Came([], 1, [], [])
    renamed = moved(3).replace("formed", "made")
    assert log.take(calendar(renamed)).done == ["revised"]
    assert log.data()["title"] == {"en": "The AI Alliance is made"}
    assert log.take(calendar(renamed)).unchanged == 1


def test_what_is_cancelled_is_retracted_and_comes_back_with_a_later_version(log: Log) -> None:
    cancelled = HOLIDAY.replace("SEQUENCE:1", "SEQUENCE:2") + "\nSTATUS:CANCELLED"
    assert log.take(calendar(cancelled)).reasons == ["is cancelled, and the log does not have it"]
    log.take(calendar(HOLIDAY))
    assert log.take(calendar(cancelled)).done == ["retracted"]
    assert log.records()[-1].reason == "calendar a.ics, SEQUENCE 2, cancelled"
    assert log.take(calendar(cancelled)).unchanged == 1
    assert log.take(calendar(HOLIDAY)).reasons[0].startswith("is older (SEQUENCE 1)")
    assert log.take(calendar(HOLIDAY.replace("SEQUENCE:1", "SEQUENCE:3"))).done == ["revised"]
    assert log.take(calendar(cancelled)).reasons[0].startswith("is cancelled, but older")


def test_what_a_person_retracted_is_not_brought_back(log: Log) -> None:
    log.take(calendar(HOLIDAY))
    log.retract(KEY)
    assert log.take(calendar(HOLIDAY)) == Came([], 1, [], [])
    assert "which was retracted; 'aitimeline revise" in log.take(calendar(moved())).reasons[0]


def test_keys_are_made_of_title_date_and_uid(log: Log) -> None:
    events = [
        event("DTSTART:20231206", uid="1"),
        event("DTSTART:20231207", uid="2"),
        event("DTSTART:20231207", uid="3"),
        "UID:4\nDTSTART:20231208\nSUMMARY:제미나이 공개",
        event("DTSTART:20231209", "X-AITIMELINE-KEY:own-key", uid="5"),
        event("DTSTART:20231209", "X-AITIMELINE-KEY:No Key", uid="6"),
    ]
    keys = log.take(calendar(*events), Defaults("release")).keys
    assert keys[:2] == [KEY, f"{KEY}-2023-12-07"]
    assert keys[2].startswith(f"{KEY}-2023-12-07-")
    assert keys[3].startswith("release-2023-12-08-")
    assert keys[4:] == ["own-key", f"{KEY}-2023-12-09"]
    again = log.take(calendar(*reversed(events)), Defaults("statement", "Asia/Seoul"))
    assert again.unchanged == len(events)
    assert log.data(KEY)["kind"] == "release"


def test_occurrences_keep_their_identity_in_another_range(log: Log) -> None:
    content = calendar(event("DTSTART:20230101", "RRULE:FREQ=MONTHLY"))
    assert log.take(content, days=Range(*_days("2023-02-01", "2023-03-31"))).done == ["added"] * 2
    wider = log.take(content, days=Range(*_days("2023-03-01", "2023-05-31")))
    assert (wider.done, wider.unchanged) == (["added"] * 2, 1)
    assert wider.keys == [f"{KEY}-2023-04-01", f"{KEY}-2023-05-01"]


def _days(first: str, last: str) -> tuple[Any, Any]:
    return date.fromisoformat(first), date.fromisoformat(last)


def test_an_event_of_the_log_is_known_by_its_uid_in_capitals_too(log: Log) -> None:
    uid = "0b5c1f0e-9d52-4a8e-8a37-6f2f4bb0a001"
    record_event(log.writer, "known", strategies.event_of("2023-12-06", "Known", tags=("x",), uid=uid))
    assert log.take(calendar(event("DTSTART:20231207\nCATEGORIES:y", uid=uid.upper()))).done == ["revised"]
    assert log.data("known") == {
        "when": "2023-12-07",
        "title": {"en": "The AI Alliance is formed"},
        "kind": "release",
        "tags": ["x", "y"],
        "uid": uid,
    }
    assert log.take(calendar(event("DTSTART:20231207\nCATEGORIES:y", uid=uid.upper()))).unchanged == 1


def test_two_that_import_one_calendar_make_the_same_records() -> None:
    with logs() as (one, two):
        one.take(calendar(HOLIDAY))
        two.take(calendar(HOLIDAY))
        assert [record.id for record in one.records()] == [record.id for record in two.records()]


STYLES = [Style(language="en"), Style(language="ko"), Style(language="both", imprecise=True), Style(anniversaries=True)]


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in data.items() if name != "uid"}


@settings(deadline=None)
@given(st.lists(strategies.events, min_size=1, max_size=4), st.sampled_from(STYLES))
def test_our_own_export_comes_back_as_it_was(events: list[Event], style: Style) -> None:
    with logs() as (one, two):
        for number, made in enumerate(events):
            record_event(one.writer, f"key-{number}", made)
        content = one.export(style)
        there = content.count(b"\r\nBEGIN:VEVENT\r\n")
        again = one.take(content)
        assert (again.done, again.unchanged + len(again.reasons)) == ([], there)
        came = two.take(content)
        assert len(came.done) + len(came.reasons) == there
        assert {key: _plain(two.data(key)) for key in came.keys} == {key: _plain(one.data(key)) for key in came.keys}
        assert two.take(content).done == []


@settings(deadline=None)
@given(st.lists(strategies.simple_events, min_size=1, max_size=4), st.sampled_from(STYLES))
def test_simple_logs_come_back_whole_and_keep_their_uids(events: list[Event], style: Style) -> None:
    with logs() as (one, two):
        for number, made in enumerate(events):
            record_event(one.writer, f"key-{number}", made)
        content = one.export(style)
        came = two.take(content)
        assert (came.reasons, len(came.done)) == ([], content.count(b"\r\nBEGIN:VEVENT\r\n"))
        uids = {entry.key: uid_of(entry) for entry in timeline_of(one.folder).select()}
        assert {entry.key: uid_of(entry) for entry in timeline_of(two.folder).select()}.items() <= uids.items()


def test_what_is_changed_in_our_own_export_wins_and_all_else_stays(log: Log) -> None:
    first = unstructure(strategies.event_of("2023-12-06T10:00:00", "Gemini", zone="Asia/Seoul", tags=("open",)))
    made = strategies.event_of("2023-12-06T10:00:00", "Gemini", zone="Asia/Seoul", tags=("open",))
    record_event(log.writer, "gemini", made)
    content = log.export(Style(language="en"))
    changed = content.replace(b":20231206T100000", b":20231207T110000").replace(b"en:Gemini", b"en:Gemini 1.0")
    assert log.take(changed).done == ["revised"]
    assert log.data("gemini") == first | {"when": "2023-12-07T11:00:00", "title": {"en": "Gemini 1.0"}}
    assert log.take(changed).unchanged == 1
    assert log.take(content).done == []


@pytest.mark.parametrize("head", [b"", b"X-WR-TIMEZONE:Europe/Berlin\r\n"])
def test_a_day_of_our_own_export_that_was_moved_is_local_where_it_was(log: Log, head: bytes) -> None:
    record_event(log.writer, "gemini", strategies.event_of("2023-12-06", "Gemini", zone="Asia/Seoul"))
    content = log.export(Style(language="en")).replace(b":20231206", b":20231208").replace(b":20231207", b":20231209")
    assert log.take(content.replace(b"VERSION:2.0\r\n", b"VERSION:2.0\r\n" + head)).done == ["revised"]
    assert (log.data("gemini")["when"], log.data("gemini")["zone"]) == ("2023-12-08", "Asia/Seoul")


def test_an_old_export_takes_nothing_back(log: Log) -> None:
    record_event(log.writer, "gemini", strategies.event_of("2023-12-06", "Gemini"))
    record_event(log.writer, "q", strategies.event_of("2023-11-28", "Q"))
    content = log.export(Style(language="en"))
    log.revise("gemini", lambda _: strategies.event_of("2023-12-07", "Gemini"))
    log.retract("q")
    assert log.take(content) == Came([], 2, [], [])


@pytest.mark.parametrize("written", ["[]", "{", '{"title":{}}', "[" * 3000, '{"when":1,"title":{"en":"x"},"kind":"k"}'])
def test_data_that_are_no_longer_whole_are_passed_over(log: Log, written: str) -> None:
    escaped = written.replace("\\", "\\\\").replace(",", "\\,")
    assert log.take(calendar(event(more=f"X-AITIMELINE-DATA:{escaped}"))).keys == [KEY]
    assert json.loads(log.records()[0].line)["data"]["title"] == {"en": "The AI Alliance is formed"}
