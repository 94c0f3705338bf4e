"""Standard output that nobody reads any more, or that has no room: what the shell is told, and what the log holds."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from aitimeline.cli.lazy import COMMANDS
from desk import PROGRAM, Desk, environment, process, small_desk

FULL = Path("/dev/full")
GONE = 141
NEW = ("add", "Chips ship", "--on", "2023-12-08", "--kind", "release", "--key", "chips-ship")
GROUPS = ("log", "export", "push")
PARTS = ("--actor", "meta:member", "--actor", "alliance:subject")
DAY = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a@b\r\nDTSTART;VALUE=DATE:20231210\r\n"
    "SUMMARY:A day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
ROWS = "when,title\n2023-12-10,One\n2023-12-11,Two\n"

ANSWERING: dict[str, tuple[str, ...]] = {
    "list": (),
    "search": ("Gemini",),
    "show": ("gemini-shown",),
    "within": ("7", "gemini-shown"),
    "gap": ("gemini-shown", "alliance-formed"),
    "relation": ("gemini-shown", "alliance-formed"),
    "follows": ("actor:meta", "actor:google"),
    "nearest": ("gemini-shown",),
    "chain": ("gemini-shown",),
    "disputes": (),
    "pace": (),
    "anniversaries": ("--on", "2024-12-07"),
    "actors": (),
    "actor": ("google",),
    "members": ("alliance",),
    "alliances": ("meta",),
    "camps": (),
    "camp": ("open",),
    "figures": (),
    "changes": ("--since", "2020"),
    "history": ("gemini-shown",),
    "explain": ("list",),
    "init": ("elsewhere",),
    "add": NEW[1:],
    "add-actor": ("Kim", "--type", "person"),
    "revise": ("gemini-shown", "--tag", "new"),
    "revise-actor": ("google", "--name", "Alphabet"),
    "claim": ("gemini-shown", "open", "--source-publisher", "Paper", "--on", "2023"),
    "retract": ("gemini-shown", "--reason", "wrong"),
    "import": ("rows.csv",),
    "export": ("ics",),
    "push": (),
    "serve": ("--port", "0"),
    "publish": ("public",),
    "log": ("stat",),
}
"""Arguments with which each command prints something."""
UNBUFFERED = pytest.mark.parametrize("unbuffered", ["", pytest.param("1", marks=pytest.mark.long)])
FEW = ("list", "history", "add", "import", "export", "log")
FEW_AND_ALL = [name if name in FEW else pytest.param(name, marks=pytest.mark.long) for name in COMMANDS]
"""A command of each sort, and at length every one."""
NO_ROOM = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a log in which every command finds something, another log, and files to import."""
    folder = tmp_path_factory.mktemp("made")
    desk = small_desk(folder)
    desk.run("add-actor", "Alliance", "--type", "alliance")
    desk.run("add", "Meta joins", "--on", "2023-12-06", "--kind", "alliance", *PARTS)
    desk.run("claim", "meta", "open", "--source-publisher", "Paper", "--on", "2023")
    desk.run("init", folder / "other")
    desk.run("add", "Elsewhere", "--on", "2023-12-01", "--kind", "release", "--log", folder / "other")
    (folder / "rows.csv").write_text(ROWS)
    (folder / "day.ics").write_text(DAY, newline="")
    return folder


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Desk:
    """A copy of it."""
    copy = shutil.copytree(made, tmp_path / "desk")
    return Desk(copy, copy / "events", {})


class Ended(NamedTuple):
    """How a run ended, and what it told on standard error."""

    code: int
    told: str


@contextmanager
def unread() -> Iterator[int]:
    """The writing end of a pipe whose reader has gone."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        yield writing
    finally:
        os.close(writing)


@contextmanager
def full() -> Iterator[int]:
    """A device that has no room."""
    descriptor = os.open(FULL, os.O_WRONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def ran_into(desk: Desk, output: int, *arguments: str, env: Mapping[str, str] | None = None) -> Ended:
    """Run the program with its standard output there."""
    ran = process(*arguments, cwd=desk.folder, env=env, stdout=output)
    return Ended(ran.code, ran.stderr)


def test_every_command_is_given_something_to_print() -> None:
    assert ANSWERING.keys() == COMMANDS.keys()


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", [(), *((name,) for name in GROUPS), ("--version",), ("log", "stat", "--help")])
def test_help_says_that_its_reader_has_gone(desk: Desk, command: tuple[str, ...], unbuffered: str) -> None:
    with unread() as pipe:
        assert ran_into(desk, pipe, *command, env={"PYTHONUNBUFFERED": unbuffered}) == (GONE, "")


@pytest.mark.long
@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_says_that_its_reader_has_gone(desk: Desk, name: str) -> None:
    with unread() as pipe:
        assert ran_into(desk, pipe, name, "--help") == (GONE, "")


@UNBUFFERED
@pytest.mark.parametrize("name", FEW_AND_ALL)
def test_every_command_says_that_its_reader_has_gone(desk: Desk, name: str, unbuffered: str) -> None:
    with unread() as pipe:
        ended = ran_into(desk, pipe, name, *ANSWERING[name], env={"PYTHONUNBUFFERED": unbuffered})
    assert ended.code == GONE, ended.told
    assert "Traceback" not in ended.told
    assert not [line for line in ended.told.splitlines() if not line.startswith("aitimeline: ")]


@pytest.mark.parametrize(
    "asked",
    [
        {"_AITIMELINE_COMPLETE": "complete_bash", "COMP_WORDS": "aitimeline show gem", "COMP_CWORD": "2"},
        {"_AITIMELINE_COMPLETE": "source_bash"},
    ],
)
def test_completion_says_that_its_reader_has_gone(desk: Desk, asked: dict[str, str]) -> None:
    with unread() as pipe:
        assert ran_into(desk, pipe, env=asked) == (GONE, "")


@NO_ROOM
@pytest.mark.parametrize("command", [(), *((name,) for name in GROUPS), ("--version",), ("list", "--help"), ("list",)])
def test_no_room_for_the_answer_is_told_in_one_line(desk: Desk, command: tuple[str, ...]) -> None:
    with full() as device:
        ended = ran_into(desk, device, *command)
    assert ended == (1, "aitimeline: standard output: No space left on device\n")


WRITING = {
    NEW: "recorded chips-ship in",
    ("add-actor", *ANSWERING["add-actor"]): "recorded kim in",
    ("revise", *ANSWERING["revise"]): "revised gemini-shown in",
    ("revise-actor", *ANSWERING["revise-actor"]): "revised google in",
    ("claim", *ANSWERING["claim"]): "revised gemini-shown in",
    ("retract", *ANSWERING["retract"]): "retracted gemini-shown in",
    ("import", "rows.csv"): "2 records added to",
    ("import", "day.ics"): "1 event",
    ("log", "merge", "other"): "1 record added to",
    ("log", "repair"): "1 damaged line",
    ("init", "elsewhere"): "elsewhere: an empty log of",
    ("publish", "public"): "written",
    ("log", "checkpoint"): "10 records",
}
"""What writes, and what it has to say of that, wherever the answer went."""


@pytest.mark.long
@pytest.mark.parametrize("command", WRITING, ids=lambda command: " ".join(command[:2]))
@pytest.mark.parametrize(
    ("taken", "code"),
    [
        (unread, GONE),
        pytest.param(full, 1, marks=NO_ROOM),
    ],
)
@UNBUFFERED
def test_what_was_written_is_told_whatever_became_of_the_answer(
    desk: Desk, command: tuple[str, ...], taken: object, code: int, unbuffered: str
) -> None:
    if command == ("log", "repair"):
        with (desk.log / "hand.jsonl").open("ab") as opened:
            opened.write(b"{}\n")
    with taken() as output:  # type: ignore[operator]
        ended = ran_into(desk, output, *command, env={"PYTHONUNBUFFERED": unbuffered})
    assert ended.code == code, ended.told
    assert WRITING[command] in ended.told
    assert ended.told.count(WRITING[command]) == 1, ended.told
    assert "Traceback" not in ended.told


@pytest.mark.long
@pytest.mark.parametrize("command", [("list",), ("show", "nosuch"), ("--nosuch",), NEW])
@pytest.mark.parametrize("closed", [True, False], ids=["closed", "unread"])
def test_nobody_need_listen_to_what_is_told(desk: Desk, command: tuple[str, ...], *, closed: bool) -> None:
    usual = desk.run(*command, "--dry-run") if command == NEW else desk.run(*command)
    told = '"$0" -m aitimeline "$@" 2>&-' if closed else '{ "$0" -m aitimeline "$@" 2>&3; } 3>"$UNREAD"'
    with unread() as pipe:
        done = subprocess.run(
            ["sh", "-c", told, PROGRAM[0], *command, *(["--dry-run"] if command == NEW else [])],
            cwd=desk.folder,
            env={**environment(desk.folder / ".home"), "UNREAD": f"/dev/fd/{pipe}"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            pass_fds=[pipe],
            check=False,
        )
    expected = usual.stdout
    if command != NEW:
        assert done.stdout.decode() == expected
    assert (done.returncode, done.stderr) == (usual.code, b"")


def test_a_closed_standard_error_never_becomes_a_file_of_the_log(desk: Desk) -> None:
    done = subprocess.run(
        ["sh", "-c", '"$0" -m aitimeline "$@" <&- 2>&-', PROGRAM[0], *NEW],
        cwd=desk.folder,
        env=environment(desk.folder / ".home"),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert desk.run("log", "verify").code == 0
    assert "chips-ship" in desk.run("list", "-f", "json").stdout
