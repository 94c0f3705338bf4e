"""One order of events, and one day of each in the asked zone, whatever the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desk import Desk, event, write_log

EVENTS = {
    "sequel": event("after:launch before:2023-12-08", "What followed"),
    "evening": event("2023-12-07T20:00:00+09:00", "In the evening", zone="Asia/Seoul"),
    "launch": event("2023-12-07", "The launch"),
    "morning": event("2023-12-07T08:00:00+09:00", "In the morning", zone="Asia/Seoul"),
    "late": event(
        "2023-12-06T23:30:00-05:00",
        "Late in New York",
        figures=[{"name": "share", "value": 1}],
        camps=[{"camp": "open", "when": "2023-12-06T23:30:00-05:00"}],
        actors=[{"actor": "lab"}],
    ),
    "echo": event("after:late before:2023-12-20", "After what was late"),
}
SEOUL = ("--tz", "Asia/Seoul")


@pytest.fixture
def day(tmp_path: Path) -> Desk:
    """A log of one day, some of it known by order only."""
    return Desk(tmp_path, write_log(tmp_path / "events", EVENTS), {})


def keys(desk: Desk, *arguments: str) -> list[str]:
    """The keys that an answer in lines of JSON has, in its order."""
    ran = desk.run(*SEOUL, *arguments, "-f", "jsonl")
    assert ran.code == 0, ran.stderr
    found = [json.loads(line) for line in ran.stdout.splitlines()]
    return [(each.get("event") or each.get("then") or each)["key"] for each in found]


def test_a_date_in_a_query_is_asked_of_the_day_that_is_shown(day: Desk) -> None:
    found: Any = day.run(*SEOUL, "list", "on:2023-12-07", "-f", "json").json
    assert ("late", "2023-12-07") in [(each["key"], each["earliest"]) for each in found]
    assert "late" not in keys(day, "list", "until:2023-12-06")
    assert keys(day, "list", "on:2023-12-06") == []


def test_what_is_known_to_have_come_after_a_time_moves_with_it(day: Desk) -> None:
    (found,) = day.run(*SEOUL, "list", "key:echo", "-f", "json").json
    assert (found["earliest"], found["latest"]) == ("2023-12-07", "2023-12-19")
    (own,) = day.run("list", "key:echo", "-f", "json").json
    assert own["earliest"] == "2023-12-06"


@pytest.mark.parametrize(
    "question",
    [
        ("list",),
        ("list", "--sort", "when", "--limit", "6"),
        ("list", "since:2023"),
        ("chain", "launch", "--within", "0"),
    ],
)
def test_events_of_one_day_come_in_one_order(day: Desk, question: tuple[str, ...]) -> None:
    listed = ["launch", "sequel", "morning", "late", "evening", "echo"]
    assert keys(day, *question) == listed


def test_what_is_near_an_event_comes_in_that_order(day: Desk) -> None:
    listed = ["sequel", "morning", "late", "evening", "echo"]
    assert keys(day, "within", "0", "launch") == listed
    assert keys(day, "nearest", "launch") == listed


def test_a_calendar_has_that_order(day: Desk) -> None:
    text = day.run(*SEOUL, "export", "ics", "--near", "late").stdout.replace("\r\n ", "")
    found = [line.partition(":")[2] for line in text.splitlines() if line.startswith("X-AITIMELINE-KEY")]
    assert found == ["launch", "sequel", "morning", "late", "evening"]
    assert text.count("The same day as “Late in New York”") == 4


def test_anniversaries_are_on_the_day_in_the_asked_zone(day: Desk) -> None:
    assert "late" in keys(day, "anniversaries", "--on", "2024-12-07")
    assert "late" not in keys(day, "anniversaries", "--on", "2024-12-06")


def test_figures_and_claims_have_the_day_in_the_asked_zone(day: Desk) -> None:
    (figure,) = day.run(*SEOUL, "figures", "-f", "json").json
    assert figure["earliest"] == "2023-12-07"
    shown = day.run(*SEOUL, "camp", "open", "-f", "json").stdout
    assert '"earliest": "2023-12-07"' in shown
    assert '2023-12-06"' not in shown.replace('"2023-12-06T', "")


def test_a_ring_is_told_by_who_shows_it_and_by_verify(tmp_path: Path) -> None:
    ring = {"a": event("after:b", "A"), "b": event("after:c", "B"), "c": event("after:a", "C"), "d": event("2023", "D")}
    desk = Desk(tmp_path, write_log(tmp_path / "events", ring), {})
    told = "no order is known of a, b, c"
    for question in (("list",), ("show", "a"), ("export", "ics"), ("chain", "d"), ("list", "-f", "csv")):
        assert told in desk.run(*question).stderr
    assert told not in desk.run("list", "key:d").stderr
    assert "order (3)" in desk.run("log", "verify").stdout


def test_a_date_that_would_make_a_ring_is_refused(day: Desk) -> None:
    ran = day.run("revise", "launch", "--on", "after:sequel before:2023-12-08", "--reason", "no")
    assert (ran.code, "before or after itself" in ran.stderr) == (2, True)
    through = day.run("revise", "morning", "--on", "after:launch before:launch", "--reason", "no")
    assert (through.code, "before or after itself" in through.stderr) == (2, True)
