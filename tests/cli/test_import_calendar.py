"""``import`` of calendars: once only, revised where they change, and nothing lost in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from calendars import SHARED, calendar, event
from desk import Desk, Ran, files_of, run

HOLIDAY = event("DTSTART;VALUE=DATE:20231225", "SEQUENCE:1\nDESCRIPTION:Offices are closed", "holiday@example.org")
NAMED = "X-WR-CALNAME:Holidays\n"


def write(desk: Desk, content: str | bytes, name: str = "a.ics") -> str:
    """Put a file on the desk."""
    (desk.folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def imported(desk: Desk, content: str | bytes, *options: str, name: str = "a.ics") -> Ran:
    """Import a calendar of this content."""
    return desk.run("import", write(desk, content, name), *options)


def reasons(desk: Desk, key: str) -> list[str]:
    """Why each record of an event was made."""
    return [each["reason"] for each in desk.run("history", key, "-f", "json").json]


def test_a_calendar_is_added_and_told(small: Desk) -> None:
    task = "BEGIN:VTODO\nSUMMARY:x\nEND:VTODO\n"
    ran = imported(small, calendar(HOLIDAY + "\nLOCATION:Seoul", head=NAMED + task))
    assert ran.stdout == f"1 event added to {small.log / 'test-writer.jsonl'}; 1 not taken\n"
    assert ran.stderr == (
        "aitimeline: a.ics:5: VTODO is a task, not an event\n"
        "aitimeline: a.ics: of the events that were taken this was left out: LOCATION (1)\n"
    )
    assert ran.code == 0
    found = small.run("show", "the-ai-alliance-is-formed", "-f", "json").json
    assert (found["when"], found["title"], found["kind"]) == ("2023-12-25", "The AI Alliance is formed", "event")
    assert found["summary"] == "Offices are closed"


def test_importing_a_calendar_twice_adds_nothing(small: Desk) -> None:
    assert imported(small, calendar(HOLIDAY)).code == 0
    before = small.files()
    again = imported(small, calendar(HOLIDAY), name="other.ics")
    assert (again.stdout, again.stderr, again.code) == ("0 events added; 1 there already\n", "", 0)
    assert small.files() == before


def test_a_calendar_that_has_changed_revises_with_the_reason(small: Desk) -> None:
    imported(small, calendar(HOLIDAY, head=NAMED))
    newer = HOLIDAY.replace("SEQUENCE:1", "SEQUENCE:2").replace("20231225", "20231226")
    ran = imported(small, calendar(newer, head=NAMED))
    assert ran.stdout.startswith("0 events added; 1 revised, in ")
    found = small.run("show", "the-ai-alliance-is-formed", "-f", "json").json
    assert (found["when"], found["revision"]) == ("2023-12-26", 2)
    assert reasons(small, found["key"]) == ["calendar Holidays, SEQUENCE 1", "calendar Holidays, SEQUENCE 2"]


def test_bad_events_stop_the_import_and_are_named_with_their_lines(small: Desk) -> None:
    before = small.files()
    ran = imported(small, calendar(HOLIDAY, event("DTSTART:soon", uid="2"), "UID:3\nSUMMARY:x"))
    assert (ran.stdout, ran.code, small.files()) == ("", 2, before)
    assert ran.stderr.splitlines()[:2] == [
        "aitimeline: a.ics:11: VEVENT its DTSTART cannot be read: 'soon'; it is 20231207 or 20231207T100000Z",
        "aitimeline: a.ics:16: VEVENT has no DTSTART: nothing says when it was",
    ]
    assert ran.stderr.splitlines()[2] == (
        "aitimeline: a.ics: 1 good, 2 bad (lines 11, 16); nothing was written. "
        "Mend them, or take the good alone: add --skip-bad FILE.ics, which keeps the bad"
    )


def test_an_event_without_a_title_is_taken_and_told_until_it_has_one(small: Desk) -> None:
    ran = imported(small, calendar("UID:3\nDTSTART:20231206"))
    assert ran.stderr == "aitimeline: a.ics:4: VEVENT has no SUMMARY; its title is 'Untitled event / 제목 없는 사건'\n"
    assert small.run("show", "untitled-event", "--lang", "ko").stdout.count("제목 없는 사건") > 0
    assert imported(small, calendar("UID:3\nDTSTART:20231206")).stderr == ""
    imported(small, calendar("UID:3\nDTSTART:20231206\nSUMMARY:A summit"))
    assert small.run("show", "untitled-event", "-f", "json").json["title"] == "A summit"


def test_bad_events_are_collected_in_a_calendar_that_can_be_mended(small: Desk) -> None:
    bad = event("DTSTART:soon", "SUMMARY:" + "제미나이" * 40, uid="2").replace(
        "SUMMARY:The AI Alliance is formed\n", ""
    )
    ran = imported(small, calendar(HOLIDAY, bad), "--skip-bad", "bad.ics")
    assert (ran.code, ran.stdout.startswith("1 event added")) == (0, True)
    kept = (small.folder / "bad.ics").read_bytes()
    assert max(map(len, kept.split(b"\r\n"))) <= 75
    again = imported(small, kept)
    assert "a.ics:4: VEVENT its DTSTART cannot be read" in again.stderr
    mended = imported(small, kept.replace(b"DTSTART:soon", b"DTSTART:20231206"))
    assert mended.stdout.startswith("1 event added")
    assert len(small.run("list", "-f", "json", "제미나이제미나이").json) == 1


@pytest.mark.parametrize("path", ["bad.csv", "a.ics", "events/bad.ics", "nowhere/bad.ics"])
def test_bad_events_are_kept_nowhere_where_they_would_do_harm(small: Desk, path: str) -> None:
    before = small.files()
    ran = imported(small, calendar(HOLIDAY), "--skip-bad", path)
    assert (ran.code, ran.stdout, small.files()) == (2, "", before)


def test_standard_input_is_known_by_how_it_begins(small: Desk) -> None:
    ran = small.run("import", "-", stdin="\ufeff" + calendar(HOLIDAY, end="\n"))
    assert ran.stdout.startswith("1 event added to ")
    assert reasons(small, "the-ai-alliance-is-formed") == ["calendar standard input, SEQUENCE 1"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "is empty"),
        ("<html>BEGIN:VCALENDAR</html>", "is a web page, not a calendar"),
        ('["vcalendar", [], []]', "is jCal"),
        ("when,title\n2023,x\n", "is not a calendar: no line in it"),
    ],
)
def test_what_is_no_calendar_is_refused(small: Desk, content: str, why: str) -> None:
    ran = imported(small, content)
    assert (ran.stdout, ran.code) == ("", 2)
    assert why in ran.stderr


def test_a_dry_run_writes_nothing(small: Desk) -> None:
    before = small.files()
    ran = imported(small, calendar(HOLIDAY), "--dry-run")
    assert (ran.stdout, ran.code, small.files()) == (
        f"1 event would be added to {small.log / 'test-writer.jsonl'}\n",
        0,
        before,
    )


def test_json_names_all_that_was_done_and_not_done(small: Desk) -> None:
    recurring = event("DTSTART:20230101", "RRULE:FREQ=MONTHLY", "2")
    found = imported(small, calendar(HOLIDAY + "\nLOCATION:Seoul", recurring), "-f", "json").json
    assert found == {
        "events": 2,
        "added": 1,
        "revised": 0,
        "retracted": 0,
        "unchanged": 0,
        "dry_run": False,
        "more": 0,
        "segment": str(small.log / "test-writer.jsonl"),
        "changes": [{"line": 4, "key": "the-ai-alliance-is-formed", "what": "added"}],
        "not_taken": [
            {
                "line": 12,
                "what": "VEVENT",
                "reason": "recurs (FREQ=MONTHLY); --expand 2023..2024, say, takes the occurrences of then",
            }
        ],
        "noted": [],
        "left_out": {"LOCATION": 1},
    }


def test_letters_that_were_guessed_are_told_and_can_be_named(small: Desk) -> None:
    content = calendar(HOLIDAY.replace("The AI Alliance is formed", "인공지능 연합 결성")).encode("cp949")
    ran = imported(small, content, "--dry-run")
    assert (ran.code, ran.stdout.startswith("1 event would be added")) == (0, True)
    assert "a.ics:7: line is not UTF-8, and was read as CP949: '인공지능 연합 결성'; --encoding NAME" in ran.stderr
    named = imported(small, content, "--encoding", "cp949", "-f", "json")
    assert (named.code, named.stderr, named.json["noted"]) == (0, "", [])
    assert imported(small, content, "--encoding", "latin-9x").code == 2


def test_recurring_events_are_expanded_in_a_range_once_only(small: Desk) -> None:
    recurring = calendar(event("DTSTART:20230101", "RRULE:FREQ=MONTHLY", "2"))
    assert imported(small, recurring, "--expand", "2023-02..2023-03").stdout.startswith("2 events added")
    wider = imported(small, recurring, "--expand", "2023-03..2023-05")
    assert "2 events added" in wider.stdout
    assert "1 there already" in wider.stdout
    assert small.run("list", "-f", "json", "alliance", "until:2023-05").keys == [
        f"the-ai-alliance-is-formed-2023-0{month}-01" for month in (2, 3, 4, 5)
    ]


@pytest.mark.parametrize("text", ["soon", "2024..2023", "1900..2023", ".."])
def test_a_range_that_is_none_is_refused(small: Desk, text: str) -> None:
    assert imported(small, calendar(HOLIDAY), "--expand", text).code == 2


def test_rows_are_not_expanded(small: Desk) -> None:
    ran = imported(small, "when,title\n2023,Something\n", "--expand", "2023", name="rows.csv")
    assert (ran.code, "--expand is for calendars" in ran.stderr) == (2, True)


@pytest.mark.long
@pytest.mark.skipif(not SHARED.is_dir(), reason="the calendars that others wrote are not here")
def test_others_calendars_are_imported_by_the_program(small: Desk) -> None:
    for path in sorted(SHARED.glob("*.ics")):
        ran = small.run("import", path, "--skip-bad", "bad.ics", "-f", "json")
        assert (ran.code, "Traceback" in ran.stderr) == (0, False), path
        value = ran.json
        lines = {each["line"] for each in value["not_taken"] if each["what"] == "VEVENT"}
        taken = value["added"] + value["revised"] + value["unchanged"]
        assert taken + len(lines) == value["events"], path


def exported(desk: Desk, *options: str, name: str = "out.ics") -> bytes:
    """What the log exports."""
    assert desk.run("export", "ics", "-o", name, *options).code == 0
    return (desk.folder / name).read_bytes()


def without_uid(value: dict[str, Any]) -> dict[str, Any]:
    """An event in JSON without what says where it comes from."""
    own = ("uid", "id", "heads", "recorded_at", "recorded_by", "revision")
    return {name: each for name, each in value.items() if name not in own}


@pytest.mark.parametrize("options", [("--lang", "both", "--imprecise")])
def test_our_own_export_comes_back_as_it_was(small: Desk, tmp_path: Path, options: tuple[str, ...]) -> None:
    content = exported(small, *options)
    again = imported(small, content, name="out.ics")
    assert again.stdout.startswith("0 events added; ")
    assert "revised" not in again.stdout
    other = Desk(tmp_path / "other", tmp_path / "other" / "events", {})
    other.folder.mkdir()
    assert run("init", cwd=other.folder).code == 0
    assert imported(other, content).code == 0
    there = {each["key"]: without_uid(each) for each in other.run("list", "-f", "json").json}
    here = {each["key"]: without_uid(each) for each in small.run("list", "-f", "json").json}
    assert {name: each for name, each in here.items() if name in there} == _named_as(there, here)
    assert len(there) >= len(here) - 1
    before = files_of(other.log)
    assert "added; " in imported(other, content).stdout
    assert files_of(other.log) == before
    assert {line for line in exported(other, *options).split(b"\r\n") if line.startswith(b"UID:")} == {
        line for line in content.split(b"\r\n") if line.startswith(b"UID:")
    }


def _named_as(there: dict[str, Any], here: dict[str, Any]) -> dict[str, Any]:
    """Events of a log without actors, with the names that these have in the other."""
    return {key: each | {"actors": here[key]["actors"]} for key, each in there.items()}
