"""Help, version, completion and what is loaded at the start."""

from __future__ import annotations

import pytest
from typer._click.core import Context
from typer.core import TyperCommand

from aitimeline import __version__
from aitimeline.cli.lazy import COMMANDS, Root
from desk import LATER, Desk, environment

CALLS = [(name,) for name in COMMANDS] + [("log", "stat"), ("export", "ics"), ("push", "caldav"), ()]


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


HEAVY = {
    *("rich", "cattrs", "icalendar", "hashlib", "rfc8785", "rapidfuzz", "multiprocessing", "zoneinfo"),
    *("aitimeline.model.canonical", "aitimeline.model.record", "aitimeline.model.event", "aitimeline.log.snapshot"),
    *("aitimeline.ingest", "aitimeline.index.build", "pydantic", "tomllib"),
}
ANSWERS = [("within", "7", "gemini-shown"), ("list",), ("gap", "gemini-shown", "alliance-formed")]


def loaded(small: Desk, *arguments: str) -> set[str]:
    """The modules that a run of Python imports, and the packages that they are in."""
    ran = small.python(*arguments, env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert ran.code == 0
    modules = [line.rpartition("|")[2].strip().split(".") for line in ran.stderr.splitlines() if "|" in line]
    return {".".join(parts[:length]) for parts in modules for length in range(1, len(parts) + 1)}


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_neither_version_nor_help_load_what_answers_need(small: Desk, option: str) -> None:
    found = loaded(small, "-m", "aitimeline", option)
    assert "typer" in found
    assert not found & {*HEAVY, "sqlite3", "json", "attrs", "msgspec"}
    assert {name for name in found if name.startswith("aitimeline.model.")} <= {"aitimeline.model.error"}
    assert not {name for name in found if name.startswith(("aitimeline.cli.command", "aitimeline.index"))}


@pytest.mark.parametrize("answer", ANSWERS, ids=" ".join)
def test_an_answer_in_json_loads_nothing_heavy(small: Desk, answer: tuple[str, ...]) -> None:
    small.python(*LATER, "list")  # makes the index
    found = loaded(small, *LATER, *answer, "-f", "json")
    assert "aitimeline.index.store" in found
    assert not found & HEAVY


def test_an_answer_as_a_table_loads_rich_and_nothing_else_that_is_heavy(small: Desk) -> None:
    small.python(*LATER, "list")
    assert loaded(small, *LATER, *ANSWERS[0]) & HEAVY == {"rich"}


@pytest.mark.parametrize("name", COMMANDS)
def test_what_the_help_says_of_a_command_is_how_its_own_help_begins(name: str) -> None:
    command = Root().get_command(Context(Root()), name)
    assert command is not None
    outline = TyperCommand(name, help=COMMANDS[name])
    shown = [(each.get_short_help_str(room), room) for each in (command, outline) for room in range(20, 120)]
    assert shown[:100] == shown[100:]


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
