"""What messages advise can be followed: the commands parse, and what is suggested is accepted."""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer._click.core import Command, Context
from typer._click.exceptions import UsageError
from typer.main import get_command

from aitimeline.cli.main import app
from desk import PROJECT, Desk

SOURCES = sorted((PROJECT / "src" / "aitimeline").rglob("*.py"))
QUOTED = re.compile(r"'(?:aitimeline )((?:log )?[a-z][\w-]*[^']*)'|'((?:log )[a-z][\w-]*[^']*)'")
PLACEHOLDERS = {
    "KEY": "a-key",
    "N": "3",
    "DATE": "2023-12",
    "DIR": "a-folder",
    "FILE": "a-file",
    "CAMP": "open",
    "COMMAND": "list",
    "명령": "list",
}
INSTALLS = re.compile(r"pip install '([^']*)'")


def texts_of(tree: ast.AST) -> Iterator[str]:
    """Every text in a program, with ``x`` for what is put into it."""
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
            yield node.value


def texts() -> Iterator[tuple[Path, str]]:
    for path in SOURCES:
        for text in texts_of(ast.parse(path.read_text(encoding="utf-8"))):
            yield path, text


def commands() -> list[tuple[str, str]]:
    """The commands that messages name, each with the module that does."""
    found = ((path, one or two) for path, text in texts() for one, two in QUOTED.findall(text))
    return sorted(
        {(str(path.relative_to(PROJECT)), command.strip()) for path, command in found if command.strip() != "x"}
    )


def parse(words: list[str], group: Command, context: Context) -> None:
    """Read a command line as the program would, but for what is missing where only the command is named."""
    command = group.get_command(context, words[0])  # type: ignore[attr-defined]
    assert command is not None, words
    if hasattr(command, "get_command") and words[1:]:
        parse(words[1:], command, Context(command, info_name=words[0], parent=context))
    elif len(words) > 1:
        command.make_context(words[0], words[1:], parent=context)


def test_every_command_that_a_message_names_parses() -> None:
    root, wrong, named = get_command(app), [], commands()
    assert len(named) >= 40
    for module, line in named:
        words = [PLACEHOLDERS.get(word, word) for word in shlex.split(line) if word != "..."]
        if words[-1] == "--help":
            words.pop()
        try:
            parse(words, root, Context(root, info_name="aitimeline", obj={}))
        except UsageError as failure:
            wrong.append(f"{module}: {line}: {failure.format_message()}")
    assert wrong == []


def test_what_is_to_be_installed_is_an_extra_of_this_checkout() -> None:
    extras = set(
        re.findall(r"^(\w+) = \[", (PROJECT / "pyproject.toml").read_text().partition("optional-dep")[2], re.MULTILINE)
    )
    files = [*SOURCES, *(PROJECT / "docs").rglob("*.md")]
    named = [each for path in files for each in INSTALLS.findall(path.read_text(encoding="utf-8"))]
    assert len(named) >= 3
    assert [each for each in named if each not in {f".[{extra}]" for extra in extras}] == []


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (("--tz", "KST", "list"), "KST"),
        (("--tz", "GMT+9", "list"), "GMT+9"),
        (("--tz", "utc-5", "list"), "utc-5"),
        (("--tz", "서울", "list"), "서울"),
        (("--tz", "Asia/Soul", "list"), "Asia/Soul"),
        (("add", "X", "--on", "2024", "--kind", "release", "--zone", "PST", "--dry-run"), "PST"),
        (("list", "zone:kst"), "kst"),
        (("list", "actor:gogle"), "gogle"),
        (("list", "kind:relase"), "relase"),
        (("list", "tag:opn"), "opn"),
        (("list", "is:disputd"), "disputd"),
        (("list", "has:sumary"), "sumary"),
        (("list", "kin:release"), "kin"),
        (("show", "gemini-showed"), "gemini-showed"),
        (("actor", "Gogle"), "Gogle"),
        (("lst",), "lst"),
        (("list", "--sort", "whn"), "whn"),
    ],
)
def test_what_is_suggested_is_accepted_in_its_place(small: Desk, arguments: tuple[str, ...], wrong: str) -> None:
    ran = small.run(*arguments)
    assert ran.code in (2, 3)
    found = re.search(r"did you mean (.+?)\?|use ([\w, ]+)", ran.stderr)
    assert found, ran.stderr
    suggested = re.split(r" or |, ", (found[1] or found[2]).replace(" or ", ", "))
    for each in suggested:
        again = small.run(*(argument.replace(wrong, each) for argument in arguments))
        assert again.code == 0, again.stderr


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not there")
@pytest.mark.parametrize(
    "given",
    [
        '[{"when": "2023", "title": "A"}]',
        '{"of": "me", "events": [{"when": "2023", "title": "A"}]}',
        '{"of": "me",\n "나의 사건": [{"when": "2023", "title": "A", "tags": ["b"]}]}',
        '{\n"when": "2023",\n"title": "A",\n"sources": [{"publisher": "B"}]}',
    ],
)
def test_what_jq_is_to_write_can_be_imported(small: Desk, given: str) -> None:
    (small.folder / "given.json").write_text(given, encoding="utf-8")
    ran = small.run("import", "given.json")
    advised = re.search(r"jq -c .+?(?= writes)", ran.stderr)
    assert (ran.code, bool(advised)) == (2, True), ran.stderr
    assert advised
    command = [*shlex.split(advised[0]), str(small.folder / "given.json")]
    written = subprocess.run(command, capture_output=True, check=True).stdout
    assert json.loads(written)["title"] == "A"
    (small.folder / "rows.jsonl").write_bytes(written)
    assert small.run("import", "rows.jsonl").code == 0


@pytest.mark.parametrize("date", ["TBD", "tba", "Tuesday"])
def test_a_word_for_a_date_is_not_told_that_its_day_is_missing(small: Desk, date: str) -> None:
    (small.folder / "rows.csv").write_text(f"when,title\n{date},A\n")
    ran = small.run("import", "rows.csv")
    assert (ran.code, "the day is missing" in ran.stderr) == (2, False)
    assert f"{date!r} is no date; write what is known, as in 2023-12 or 2023" in ran.stderr
    for known in ("2023-12", "2023"):
        (small.folder / "rows.csv").write_text(f"when,title\n{known},A\n")
        assert small.run("import", "rows.csv", "--dry-run").code == 0
