"""What a person names is read whole but never without end, and nobody is waited for."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from desk import PROGRAM, Desk, Ran, environment

ENDLESS = Path("/dev/zero")
NO_ENDLESS = pytest.mark.skipif(not ENDLESS.exists(), reason="this system has no /dev/zero")


def ran_on_endless_input(desk: Desk, *arguments: str) -> Ran:
    """Run the program on a standard input that has no end."""
    with ENDLESS.open("rb") as endless:
        return desk.process(*arguments, stdin=endless.fileno())


def refused(ran: Ran, *words: str) -> None:
    """It is refused as bad input, in one line that has these words."""
    assert (ran.stdout, ran.code, ran.stderr.count("\n")) == ("", 2, 1), ran.stderr
    assert not [word for word in words if word not in ran.stderr]


@pytest.mark.parametrize("depth", [3000, 200_000])
@pytest.mark.parametrize("brackets", ["[]", "{}"])
def test_settings_that_nest_too_deeply_are_refused(small: Desk, depth: int, brackets: str) -> None:
    inner = "a=" if brackets == "{}" else ""
    (small.folder / "deep.toml").write_text(f"log = {(brackets[0] + inner) * depth}1{brackets[1] * depth}\n")
    refused(small.run("list", "--config", "deep.toml"), "deep.toml: not TOML")


@NO_ENDLESS
def test_settings_without_end_are_refused(small: Desk) -> None:
    refused(small.run("list", "--config", ENDLESS), "/dev/zero: is larger than 1 MiB")
    refused(small.run("list", env={"AITIMELINE_CONFIG": str(ENDLESS)}), "/dev/zero: is larger than 1 MiB")


def test_settings_from_a_pipe_or_folder_are_refused_at_once(small: Desk) -> None:
    os.mkfifo(small.folder / "pipe.toml")
    refused(small.run("list", "--config", "pipe.toml"), "pipe.toml: cannot be read: it is a pipe, not a file")
    refused(small.run("list", "--config", "events"), "events: cannot be read: it is a folder, not a file")


def test_settings_may_be_empty(small: Desk) -> None:
    assert small.run("list", "--config", os.devnull).code == 0


@NO_ENDLESS
@pytest.mark.long
def test_a_checkpoint_without_end_is_refused(small: Desk) -> None:
    refused(small.run("log", "verify", "--since", ENDLESS), "/dev/zero: is larger than 1,024 MiB")


def test_a_checkpoint_may_come_from_a_pipe(small: Desk) -> None:
    small.run("log", "checkpoint", "-o", "made.checkpoint")
    script = 'cat made.checkpoint | "$0" -m aitimeline log verify --since /dev/stdin'
    home = environment(small.folder / ".home")
    done = subprocess.run(["sh", "-c", script, PROGRAM[0]], cwd=small.folder, env=home, check=False)
    assert done.returncode == 0


@NO_ENDLESS
@pytest.mark.parametrize("command", [("add", "More", "--on", "2023", "--kind", "release"), ("revise", "gemini-shown")])
def test_a_summary_without_end_is_refused(small: Desk, command: tuple[str, ...]) -> None:
    before = small.files()
    refused(ran_on_endless_input(small, *command, "--summary", "-"), "standard input: is longer than 1,048,576")
    assert small.files() == before


@NO_ENDLESS
def test_rows_without_end_are_refused(small: Desk) -> None:
    before = small.files()
    refused(small.run("import", ENDLESS), "/dev/zero:1: ")
    assert small.files() == before
