"""At a terminal: colour, width, pager, questions, interruptions."""

from __future__ import annotations

import re
import signal
import subprocess
from pathlib import Path

import pytest
from rich.cells import cell_len

from desk import (
    INTERRUPTED,
    PROGRAM,
    Desk,
    at_terminal,
    environment,
    exit_code,
    shown_at_terminal,
    write_log,
)

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def widest(shown: str) -> int:
    """The cells of the widest line; an address is left whole, so that it can be followed."""
    lines = [_ANSI.sub("", line) for line in shown.splitlines()]
    return max(cell_len(line) for line in lines if not line.strip().startswith("https://"))


def test_a_pipe_gets_no_colour(small: Desk) -> None:
    assert "\x1b" not in small.run("list").stdout


@pytest.mark.parametrize("arguments", [("--color", "always", "list"), ("list", "--color", "always")])
def test_color_always_colours_a_pipe(small: Desk, arguments: tuple[str, ...]) -> None:
    assert "\x1b[" in small.run(*arguments, env={"NO_COLOR": "1"}).stdout


def test_a_terminal_gets_colour(small: Desk) -> None:
    assert "\x1b[" in shown_at_terminal("list", cwd=small.folder)


@pytest.mark.parametrize(
    ("env", "arguments"), [({"NO_COLOR": "1"}, ()), ({"TERM": "dumb"}, ()), ({}, ("--color", "never"))]
)
def test_a_terminal_gets_no_colour_where_it_is_not_wanted(
    small: Desk, env: dict[str, str], arguments: tuple[str, ...]
) -> None:
    shown = shown_at_terminal("list", *arguments, cwd=small.folder, env=env)
    assert "gemini-shown" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    "arguments", [("list",), ("within", "30", "gemini-announced"), ("show", "ai-alliance-formed"), ("log", "stat")]
)
def test_no_line_is_wider_than_the_terminal(shipped: Desk, arguments: tuple[str, ...], language: str) -> None:
    shown = shown_at_terminal(
        *arguments, "--lang", language, cwd=shipped.folder, env={**shipped.env, "PAGER": ""}, columns=80
    )
    assert widest(shown) <= 80


@pytest.mark.parametrize("columns", [40, 200])
def test_a_list_fits_narrow_and_wide_terminals(shipped: Desk, columns: int) -> None:
    env = {**shipped.env, "PAGER": "", "LANG": "ko_KR.UTF-8"}
    assert widest(shown_at_terminal("list", cwd=shipped.folder, env=env, columns=columns)) <= columns


@pytest.fixture
def pager(tmp_path: Path) -> Path:
    """A pager that leaves a mark where it was run."""
    script = tmp_path / "pager"
    script.write_text("#!/bin/sh\ncat > paged.txt\n")
    script.chmod(0o755)
    return script


def test_more_than_a_screen_goes_through_the_pager(small: Desk, pager: Path) -> None:
    shown = shown_at_terminal("list", cwd=small.folder, env={"PAGER": str(pager)}, lines=4)
    assert "gemini-shown" not in shown
    assert "gemini-shown" in (small.folder / "paged.txt").read_text()


def test_an_answer_that_fits_the_screen_is_not_paged(small: Desk, pager: Path) -> None:
    assert "gemini-shown" in shown_at_terminal("list", cwd=small.folder, env={"PAGER": str(pager)}, lines=50)
    assert not (small.folder / "paged.txt").exists()


def test_what_is_piped_is_never_paged(small: Desk, pager: Path) -> None:
    assert "gemini-shown" in small.run("list", env={"PAGER": str(pager), "LINES": "2"}).stdout
    assert not (small.folder / "paged.txt").exists()


def test_a_pager_that_is_not_there_is_done_without(small: Desk) -> None:
    assert "gemini-shown" in shown_at_terminal("list", cwd=small.folder, env={"PAGER": "nosuchpager"}, lines=4)


def test_add_asks_for_what_is_missing_and_asks_again_after_a_bad_answer(small: Desk) -> None:
    child = at_terminal("add", cwd=small.folder)
    for question, answer in [
        ("What happened", "Bard is shown"),
        ("When", "some day"),
        ("When", "2023-02-06"),
        ("Kind", "release"),
        ("Who says so", "https://example.org/bard"),
        ("publisher", "Paper"),
    ]:
        child.expect(question)
        child.expect(": ")
        child.sendline(answer)
    assert exit_code(child) == 0
    added = small.run("show", "bard-is-shown", "-f", "json").json
    assert (added["when"], added["kind"]) == ("2023-02-06", "release")
    assert added["sources"] == [{"url": "https://example.org/bard", "publisher": "Paper"}]


def test_retract_asks_for_the_reason(small: Desk) -> None:
    child = at_terminal("retract", "gemini-shown", cwd=small.folder)
    child.expect("Why: ")
    child.sendline("A rumour")
    assert exit_code(child) == 0
    assert small.run("show", "gemini-shown").code == 3


def test_ctrl_c_at_a_question_stops_quietly_and_writes_nothing(small: Desk) -> None:
    before = small.files()
    child = at_terminal("add", cwd=small.folder)
    child.expect("What happened")
    child.expect(": ")
    child.sendintr()
    rest = child.read()
    child.close()
    assert (child.exitstatus, small.files()) == (INTERRUPTED, before)
    assert "Traceback" not in rest
    assert "nothing was written" in rest


def test_the_end_of_input_at_a_question_stops_and_writes_nothing(small: Desk) -> None:
    before = small.files()
    child = at_terminal("add", cwd=small.folder)
    child.expect("What happened")
    child.expect(": ")
    child.sendeof()
    rest = child.read()
    child.close()
    assert (child.exitstatus, small.files()) == (1, before)
    assert "Traceback" not in rest


def test_an_interruption_while_reading_standard_input_gives_no_traceback(small: Desk) -> None:
    before = small.files()
    child = small.start("add", "Bard", "--on", "2023", "--kind", "release", "--summary", "-", stdin=subprocess.PIPE)
    assert child.stdin
    child.stdin.write(b"word " * 60_000)  # more than a pipe holds: when this returns, it is being read
    child.stdin.flush()
    child.send_signal(signal.SIGINT)
    child.stdin.close()
    child.stdin = None
    _, stderr = child.communicate()
    assert child.returncode == INTERRUPTED
    assert b"Traceback" not in stderr
    assert small.files() == before


def test_a_reader_that_goes_away_is_no_failure_to_tell_of(shipped: Desk) -> None:
    child = shipped.start("list")
    assert child.stdout
    assert child.stderr
    child.stdout.close()
    told = child.stderr.read()
    child.stderr.close()
    child.wait()
    assert told == b""


def test_head_takes_its_line(shipped: Desk) -> None:
    done = subprocess.run(
        ["sh", "-c", '"$0" -m aitimeline list | head -n 1', PROGRAM[0]],
        cwd=shipped.folder,
        env=environment(shipped.folder / ".home", shipped.env),
        capture_output=True,
        check=True,
    )
    assert done.stdout.startswith(b"WHEN")
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [("list",), ("export", "ics"), ("list", "-f", "json"), ("--help",)])
def test_a_full_disk_is_told_and_is_a_failure(small: Desk, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = small.process(*arguments, stdout=full.fileno())
    assert ran.code not in {0, 120}
    assert "No space left" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_an_empty_log_at_a_terminal_says_so(tmp_path: Path) -> None:
    write_log(tmp_path / "events", {})
    assert "The log holds no event yet." in shown_at_terminal("list", "--log", "events", cwd=tmp_path)
