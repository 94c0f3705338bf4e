"""Help, version, completion and what is loaded at the start."""

from __future__ import annotations

import pytest

from aitimeline import __version__
from aitimeline.cli.lazy import COMMANDS
from desk import Desk, environment

CALLS = [(name,) for name in COMMANDS] + [("log", "stat"), ("export", "ics"), ()]


@pytest.mark.parametrize("command", CALLS, ids=" ".join)
def test_help_is_plain_text_for_every_command(small: Desk, command: tuple[str, ...]) -> None:
    ran = small.run(*command, "--help")
    assert (ran.stderr, ran.code) == ("", 0)
    assert ran.stdout.lstrip().startswith("Usage: aitimeline")
    assert max(map(len, ran.stdout.splitlines())) <= 100


def test_help_names_every_command(small: Desk) -> None:
    shown = small.run("-h").stdout
    assert [name for name in COMMANDS if f"\n  {name} " not in shown] == []


def test_without_a_command_the_help_is_shown(small: Desk) -> None:
    ran = small.run()
    assert "Usage: aitimeline" in ran.stdout
    assert ran.code == 0


def test_a_mistyped_command_is_refused_with_the_nearest(small: Desk) -> None:
    ran = small.run("lst")
    assert (ran.stdout, ran.code) == ("", 2)
    assert "did you mean list" in ran.stderr


@pytest.mark.parametrize("arguments", [("list", "--nosuch"), ("--nosuch",), ("log", "nosuch"), ("gap", "gemini-shown")])
def test_wrong_usage_is_told_in_a_few_lines(small: Desk, arguments: tuple[str, ...]) -> None:
    ran = small.run(*arguments)
    assert (ran.stdout, ran.code) == ("", 2)
    assert 1 <= ran.stderr.count("\n") <= 3


def loaded(small: Desk, *arguments: str) -> set[str]:
    """The packages that a run imports."""
    ran = small.run(*arguments, env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert ran.code == 0
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in ran.stderr.splitlines() if "|" in line}


def test_the_version_loads_nothing_heavy(small: Desk) -> None:
    found = loaded(small, "--version")
    assert "typer" in found
    assert not found & {"rich", "cattrs", "icalendar", "pydantic", "rapidfuzz"}


def test_a_list_in_json_loads_nothing_heavy(small: Desk) -> None:
    found = loaded(small, "list", "-f", "json")
    assert "attrs" in found
    assert not found & {"rich", "icalendar", "pydantic", "filelock"}


def test_the_version_is_printed(small: Desk) -> None:
    assert small.run("--version").stdout == f"aitimeline {__version__}\n"


def completed(desk: Desk, words: str, number: int) -> list[str]:
    """What bash would be offered for the word with a number."""
    asked = {"_AITIMELINE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(number)}
    ran = desk.run(env=asked)
    assert ran.stderr == ""
    return ran.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("aitimeline show gem", ["gemini-shown"]),
        ("aitimeline within 7 all", ["alliance-formed"]),
        ("aitimeline add --kind rel", ["release"]),
        ("aitimeline add --actor go", ["google"]),
        ("aitimeline add --tag cl", ["closed"]),
        ("aitimeline list actor:me", ["actor:meta"]),
        ("aitimeline list kind:al", ["kind:alliance"]),
        ("aitimeline retr", ["retract"]),
    ],
)
def test_completion_offers_what_the_log_holds(small: Desk, words: str, offered: list[str]) -> None:
    assert completed(small, words, len(words.split()) - 1) == offered


def test_completion_follows_the_log_that_was_named(shipped: Desk) -> None:
    assert completed(shipped, "aitimeline show gem", 2) == [
        "gemini-1-5-pro-announced",
        "gemini-announced",
        "gemma-released",
    ]


def test_completion_without_a_log_says_nothing(small: Desk) -> None:
    asked = {
        "_AITIMELINE_COMPLETE": "complete_bash",
        "COMP_WORDS": "aitimeline show gem",
        "COMP_CWORD": "2",
        "AITIMELINE_LOG": str(small.folder / "nowhere"),
    }
    ran = small.run(env=asked)
    assert (ran.stdout.strip(), ran.stderr) == ("", "")


def test_the_tests_hand_no_settings_of_their_own_down(small: Desk) -> None:
    handed = environment(small.folder / ".home")
    assert not {"COLUMNS", "NO_COLOR", "AITIMELINE_LOG"} & handed.keys()
    assert not [name for name in handed if name.startswith("XDG_")]
