"""Terminals, pipes, interruptions and calendars."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import icalendar
import pexpect
import pytest
import vobject

from terminal import PROGRAM, clean_environment, run

KHAL = shutil.which("khal", path=str(Path(sys.executable).parent))
KHAL_SETTINGS = """
[calendars]
[[all]]
path = {folder}
[locale]
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
timeformat = %H:%M
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


def at_terminal(command: str, home: Path, **env: str) -> pexpect.spawn:
    environment = clean_environment(home, {"TERM": "xterm", "PAGER": "cat", **env})
    return pexpect.spawn(
        PROGRAM[0], [*PROGRAM[1:], *command.split()], cwd=home, env=environment, encoding="utf-8", timeout=20
    )


def test_add_asks_for_what_is_missing_until_it_can_be_read(tmp_path: Path) -> None:
    run("init", cwd=tmp_path)
    asked = at_terminal("add", tmp_path)
    for question, answer in (
        ("What happened", "Gemini"),
        ("When", "2023-99"),
        ("When", "2023-12-07"),
        ("Kind", "release"),
        ("Who says so", ""),
    ):
        asked.expect(question)
        asked.sendline(answer)
    asked.expect(pexpect.EOF)
    asked.close()
    assert asked.exitstatus == 0
    assert run("show", "gemini", cwd=tmp_path).code == 0


def test_ctrl_c_at_a_question_writes_nothing(tmp_path: Path) -> None:
    run("init", cwd=tmp_path)
    asked = at_terminal("add", tmp_path)
    asked.expect("What happened")
    asked.sendintr()
    asked.expect(pexpect.EOF)
    asked.close()
    assert "Traceback" not in asked.before
    assert asked.exitstatus == 130
    assert not list((tmp_path / "events").glob("*.jsonl"))


@pytest.mark.parametrize(
    ("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)], ids=str
)
def test_a_terminal_is_coloured_unless_it_or_the_person_says_no(
    env: dict[str, str], coloured: bool, tmp_path: Path
) -> None:
    told = at_terminal("list kind:alliance", tmp_path, **env)
    told.expect(pexpect.EOF)
    assert ("\x1b[" in told.before) is coloured


def test_a_pager_is_run_only_at_a_terminal(tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text(f"#!/bin/sh\ncat > {tmp_path}/paged\n")
    pager.chmod(0o755)
    run("list", cwd=tmp_path, env={"PAGER": str(pager)})
    assert not (tmp_path / "paged").exists()
    told = at_terminal("list", tmp_path, PAGER=str(pager))
    told.expect(pexpect.EOF)
    assert "gemini-announced" in (tmp_path / "paged").read_text(encoding="utf-8")


def test_a_reader_that_goes_away_is_no_failure_worth_words(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "list", "-f", "json"],
        cwd=tmp_path,
        env=clean_environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [*PROGRAM, "list"],
            cwd=tmp_path,
            env=clean_environment(tmp_path),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ended.returncode == 1
    assert b"No space left" in ended.stderr
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("words", "at", "expected"),
    [
        ("aitimeline show gemini-a", 2, "gemini-announced"),
        ("aitimeline list kind:all", 2, "kind:alliance"),
        ("aitimeline add --actor hugg", 3, "hugging-face"),
        ("aitimeline list actor : met", 4, "meta"),
    ],
)
def test_words_are_completed_from_the_log(words: str, at: int, expected: str, tmp_path: Path) -> None:
    env = {"_AITIMELINE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(at)}
    assert expected in run(cwd=tmp_path, env=env).stdout.splitlines()


def test_a_calendar_is_written_and_read_by_others(tmp_path: Path) -> None:
    ran = run("export", "ics", "-o", "all.ics", cwd=tmp_path)
    assert (ran.code, ran.stdout) == (0, "")
    assert "mistral-7b-released" in ran.stderr
    content = (tmp_path / "all.ics").read_bytes()
    titles = {str(each["SUMMARY"]) for each in icalendar.Calendar.from_ical(content).walk("VEVENT")}
    theirs = {each.summary.value for each in vobject.readOne(content.decode()).vevent_list}
    assert titles == theirs
    assert "Google unveils its multimodal model Gemini" in titles


@pytest.mark.skipif(KHAL is None, reason="khal is not installed")
def test_khal_opens_the_calendar(tmp_path: Path) -> None:
    run("export", "ics", "-o", "all.ics", cwd=tmp_path)
    (tmp_path / "khal.conf").write_text(KHAL_SETTINGS.format(folder=tmp_path / "calendar"))
    (tmp_path / "calendar").mkdir()
    told = subprocess.run(
        [str(KHAL), "-c", "khal.conf", "printics", "all.ics"],
        cwd=tmp_path,
        env=clean_environment(tmp_path),
        capture_output=True,
        check=False,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    assert "Google unveils its multimodal model Gemini" in told.stdout


def test_a_calendar_goes_to_standard_output(tmp_path: Path) -> None:
    told = run("export", "ics", "kind:alliance", "-o", "-", cwd=tmp_path).stdout
    assert told.startswith("BEGIN:VCALENDAR")


def test_an_export_to_no_folder_is_refused(tmp_path: Path) -> None:
    assert run("export", "ics", "-o", "nowhere/all.ics", cwd=tmp_path).code == 2
    assert not (tmp_path / "nowhere").exists()
