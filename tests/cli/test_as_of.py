"""``--as-of``: what the log knew at a time."""

from __future__ import annotations

from pathlib import Path

import pytest
from icalendar import Calendar

from desk import Desk, event, record_line, write_log

FIRST, SECOND = "2026-01-02T03:04:02Z", "2026-01-02T03:04:06Z"
FIRST_ID = "01a20de7-0000-7000-8000-000000000001"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A log in which the date of an event was revised, and one that came later."""
    log = write_log(
        tmp_path / "events",
        {"shown": event("2023-12-06", "Shown", tags=["old"]), "other": event("2023-12-10", "Other")},
    )
    source = {"publisher": "A", "when": "2020"}
    revised = record_line("shown", event("2023-12-08", "Shown later", sources=[source], supersedes=[FIRST_ID]), 5)
    late = record_line("late", event("2023-12-09", "Late"), 8)
    (log / "hand.jsonl").write_bytes((log / "hand.jsonl").read_bytes() + revised + late)
    return Desk(tmp_path, log, {})


def test_events_are_listed_as_they_were_known(desk: Desk) -> None:
    assert desk.run("list", "-f", "json").keys == ["shown", "late", "other"]
    then = desk.run("list", "--as-of", FIRST, "-f", "json").json
    assert [(each["key"], each["when"]) for each in then] == [("shown", "2023-12-06"), ("other", "2023-12-10")]


def test_a_query_is_asked_of_what_was_known(desk: Desk) -> None:
    assert desk.run("list", "tag:old", "-f", "json").keys == []
    assert desk.run("list", "tag:old", "--as-of", FIRST, "-f", "json").keys == ["shown"]


@pytest.mark.parametrize(
    ("as_of", "title"),
    [
        (FIRST, "Shown"),
        ("2026-01-02T12:04:04.999999+09:00", "Shown"),
        ("2026-01-02T03:04:05Z", "Shown later"),
        ("2026-01-02", "Shown later"),
        ("2026", "Shown later"),
        ("today", "Shown later"),
    ],
)
def test_an_event_is_shown_as_it_was_known_at_the_end_of_that_time(desk: Desk, as_of: str, title: str) -> None:
    shown = desk.run("show", "shown", "--as-of", as_of, "-f", "json", "--today", "2026-06-01").json
    assert shown["title"] == title


def test_a_day_ends_in_the_zone_that_is_asked_for(desk: Desk) -> None:
    assert desk.run("list", "--as-of", "2026-01-01", "-f", "json").keys == []
    assert len(desk.run("list", "--as-of", "2026-01-01", "--tz", "America/Los_Angeles", "-f", "json").keys) == 3


def test_what_was_not_there_yet_is_answered_with_the_time(desk: Desk) -> None:
    ran = desk.run("show", "late", "--as-of", FIRST)
    assert (ran.stdout, ran.code) == ("", 3)
    assert "no event has the key 'late' as of 2026-01-02T03:04:02Z" in ran.stderr


def test_what_was_near_is_what_was_known_to_be(desk: Desk) -> None:
    days = {each["key"]: each["days"] for each in desk.run("within", "7", "shown", "-f", "json").json}
    assert days == {"late": 1, "other": 2}
    then = desk.run("within", "7", "shown", "--as-of", FIRST, "-f", "json").json
    assert {each["key"]: each["days"] for each in then} == {"other": 4}


def test_a_gap_is_the_one_that_was_known(desk: Desk) -> None:
    assert desk.run("gap", "shown", "other", "-f", "json").json["days"] == 2
    assert desk.run("gap", "shown", "other", "--as-of", FIRST, "-f", "json").json["days"] == 4


def test_a_relation_is_the_one_that_was_known(desk: Desk) -> None:
    assert desk.run("relation", "shown", "late", "-f", "json").json["relations"] == ["meets"]
    assert desk.run("relation", "shown", "late", "--as-of", SECOND).code == 3


def test_the_history_ends_with_what_was_known(desk: Desk) -> None:
    assert len(desk.run("history", "shown", "-f", "json").json) == 2
    (record,) = desk.run("history", "shown", "--as-of", FIRST, "-f", "json").json
    assert record["recorded_at"] == "2026-01-02T03:04:01.000000Z"


def test_sources_differ_from_when_it_was_known(desk: Desk) -> None:
    assert [each["key"] for each in desk.run("disputes", "-f", "json").json] == ["shown"]
    assert desk.run("disputes", "--as-of", FIRST, "-f", "json").json == []


def test_a_calendar_has_what_was_known(desk: Desk) -> None:
    then = Calendar.from_ical(desk.run("export", "ics", "--as-of", FIRST).stdout)
    assert [str(each["SUMMARY"]) for each in then.walk("VEVENT")] == ["Shown", "Other"]


def test_the_log_knew_nothing_before_its_first_record(desk: Desk) -> None:
    ran = desk.run("list", "--as-of", "1969", "-f", "json")
    assert (ran.json, ran.stderr, ran.code) == ([], "", 0)


@pytest.mark.long
@pytest.mark.parametrize("command", ["list", "disputes", "show", "history", "within", "gap", "relation", "export"])
@pytest.mark.parametrize("as_of", ["soon", "2026-13-01T00:00Z", "after:shown", ""])
def test_what_is_no_time_is_refused(desk: Desk, command: str, as_of: str) -> None:
    arguments = {"show": ["shown"], "history": ["shown"], "within": ["7", "shown"], "export": ["ics"]}
    pair = ["shown", "other"] if command in ("gap", "relation") else []
    ran = desk.run(command, *arguments.get(command, pair), "--as-of", as_of)
    assert (ran.stdout, ran.code) == ("", 2)
    assert "--as-of: " in ran.stderr
