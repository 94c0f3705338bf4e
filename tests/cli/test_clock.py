"""A clock that is, or was, wrong: every command that writes notices, and none spreads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer import Context
from typer.main import get_command

from aitimeline.cli.lazy import COMMANDS, Root
from aitimeline.cli.main import app
from desk import CLOCK, Desk, event, record_line
from strategies import resealed

FAR = {"TEST_CLOCK": "2200-01-01T00:00:00+00:00"}
CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:one@example.org
SUMMARY:A talk
DTSTART;VALUE=DATE:20231206
END:VEVENT
END:VCALENDAR
"""
CHANGES = [
    ("add-actor", "Mistral", "--type", "company"),
    ("revise", "gemini-shown", "--tag", "new"),
    ("revise-actor", "meta", "--name", "Facebook"),
    ("retract", "gemini-shown", "--reason", "a rumour"),
    ("claim", "meta", "open", "--on", "2023", "--source-publisher", "P"),
]
COMMANDS_THAT_WRITE = [
    ("add", "Another", "--on", "2023", "--kind", "release"),
    ("import", "rows.csv"),
    pytest.param(("import", "talks.ics"), marks=pytest.mark.long),
    pytest.param(("log", "merge", "other.jsonl"), marks=pytest.mark.long),
    *(pytest.param(each, marks=pytest.mark.long) for each in CHANGES),  # which go the way that add goes
]


@pytest.fixture
def ahead(small: Desk) -> Desk:
    """The small log, to which somebody has added under a clock in 2200, and what can be taken in."""
    assert small.run("add", "Early", "--key", "early", "--on", "2023", "--kind", "release", env=FAR).code == 0
    (small.folder / "rows.csv").write_text("when,title\n2023,A row\n")
    (small.folder / "talks.ics").write_text(CALENDAR)
    (small.folder / "other.jsonl").write_bytes(record_line("later", event("2024", "Later"), 50))
    return small


@pytest.mark.parametrize("command", COMMANDS_THAT_WRITE, ids=" ".join)
def test_a_record_of_the_future_stops_who_writes_unless_told_otherwise(ahead: Desk, command: tuple[str, ...]) -> None:
    before = ahead.files()
    ran = ahead.run(*command)
    assert (ran.stdout, ran.code, ahead.files()) == ("", 2, before)
    assert "test-writer.jsonl:1: a record of 'early' is of 2200-01-01" in ran.stderr
    assert "--clock-ahead" in ran.stderr
    ran = ahead.run(*command, "--clock-ahead")
    assert ran.code == 0, ran.stderr
    *_, last = ahead.files()["test-writer.jsonl"].splitlines()
    assert json.loads(last)["time"] in ("2026-01-02T03:04:50.000000Z", CLOCK.replace("+00:00", ".000000Z"))


def test_every_command_that_adds_to_a_log_can_be_told_so() -> None:
    root = get_command(app)
    assert isinstance(root, Root)
    commands = [root.get_command(Context(root), name) for name in COMMANDS]
    commands += [each for group in commands for each in getattr(group, "commands", {}).values()]
    names = [(each.name, {parameter.name for parameter in each.params}) for each in commands if each]
    others = {"push", "caldav", "publish", "repair"}
    assert [name for name, options in names if "dry_run" in options and "clock_ahead" not in options] == [
        name for name, options in names if "dry_run" in options and name in others
    ]


def test_what_was_recorded_beside_it_is_found_as_of_then(ahead: Desk) -> None:
    add = ("add", "Another", "--on", "2023-12-06", "--kind", "release", "--clock-ahead")
    assert ahead.run(*add).code == 0
    keys = ahead.run("list", "--as-of", "2026-06-02", "-f", "json").keys
    assert ("another" in keys, "early" in keys) == (True, False)


def test_checking_lists_it(ahead: Desk) -> None:
    ran = ahead.run("log", "verify")
    assert ran.code == 0
    assert "early is recorded 2200-01-01T00:00:00.000000Z, which is yet to come" in ran.stdout
    assert "--clock-ahead" in ran.stdout


@pytest.mark.long
@pytest.mark.parametrize("form", ["merge", "import"])
def test_a_record_of_the_future_is_not_taken_in_unseen(small: Desk, tmp_path: Path, form: str) -> None:
    other = tmp_path / "other.jsonl"
    (line,) = record_line("later", event("2024", "Later"), 50).splitlines()
    other.write_bytes(resealed(line, time="2200-01-01T00:00:00.000000Z") + b"\n")
    before = small.files()
    command = ("log", "merge", other) if form == "merge" else ("import", other)
    ran = small.run(*command)
    assert (ran.stdout, ran.code, small.files()) == ("", 2, before)
    assert "other.jsonl:1: " in ran.stderr
    assert "2200-01-01" in ran.stderr
    assert small.run(*command, "--clock-ahead").code == 0
    assert "later" in small.run("list", "-f", "json").keys


@pytest.mark.parametrize("command", COMMANDS_THAT_WRITE[:2], ids=" ".join)
def test_a_clock_more_than_a_year_past_the_newest_record_is_told(small: Desk, command: tuple[str, ...]) -> None:
    (small.folder / "rows.csv").write_text("when,title\n2023,A row\n")
    assert "more than a year" not in small.run(*command, "--dry-run").stderr
    ran = small.run(*command, env={"TEST_CLOCK": "2027-06-01T00:00:00+00:00"})
    assert ran.code == 0
    assert ran.stderr.count("2027-06-01, more than a year after the newest record of the log (2026-01-02)") == 1
