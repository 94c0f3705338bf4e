"""The page on the column: its answers are those of the program, and its table says nothing that they do not.

Write the answers anew with AITIMELINE_GOLDEN=write.
"""

from __future__ import annotations

import os
import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from desk import PROJECT, SHIPPED, run

PAGE = PROJECT / "docs" / "reference" / "column.md"
ENVIRONMENT = {
    "AITIMELINE_LOG": str(SHIPPED),
    "AITIMELINE_LANG": "en",
    "AITIMELINE_TODAY": "2023-12-08",
    "COLUMNS": "80",
}
COLUMN = PROJECT.parent / "shared" / "data" / "000_0200a4a0cae8c2e1.txt"
PARAGRAPHS = {1: 3, 2: 3, 3: 3, 4: 3, 5: 3, 6: 3, 7: 3, 8: 2, 9: 3, 10: 1, 11: 4, 12: 1}
"""How many sentences each paragraph of the column has."""
_SECTION = re.compile(r"^### `(.+)`\n\n```text\n\$ aitimeline (.+)\n((?:(?!```).*\n)*)```$", re.MULTILINE)
_ROW = re.compile(r"^\| (.+?) \| (.+?) \| (?:`(.+?)`|–) \| (.+?) \|$", re.MULTILINE)
_FRAGMENT = re.compile(r"`([^`]+)`")


class Row(NamedTuple):
    """A line of the table; ``command`` is empty where no record can answer."""

    place: str
    statement: str
    command: str
    answer: str


def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def rows() -> list[Row]:
    return [Row(*each) for each in _ROW.findall(page())]


def sections() -> dict[str, str]:
    """The commands with the output that is shown below each."""
    return {command: output for heading, command, output in _SECTION.findall(page())}


def asked() -> list[Row]:
    return [row for row in rows() if row.command]


@pytest.mark.parametrize("command", sections())
def test_the_answer_on_the_page_is_the_one_that_is_printed(
    command: str, tmp_path: Path, shared_cache: dict[str, str]
) -> None:
    ran = run(*shlex.split(command), cwd=tmp_path, env=ENVIRONMENT | shared_cache)
    assert (ran.stderr, ran.code) == ("", 0)
    if os.environ.get("AITIMELINE_GOLDEN") == "write":
        shown = f"$ aitimeline {command}\n"
        PAGE.write_text(page().replace(f"{shown}{sections()[command]}```", f"{shown}{ran.stdout}```"), encoding="utf-8")
    assert sections()[command] == ran.stdout


def test_each_section_is_headed_by_its_command() -> None:
    headed = re.findall(r"^### `(.+)`$", page(), re.MULTILINE)
    assert headed == list(sections())


def test_each_command_of_the_table_has_a_section_and_each_section_is_in_the_table() -> None:
    assert list(dict.fromkeys(row.command for row in asked())) == list(sections())


@pytest.mark.parametrize("row", asked(), ids=lambda row: f"{row.place} {row.statement}"[:60])
def test_each_short_answer_stands_in_the_output(row: Row) -> None:
    fragments = _FRAGMENT.findall(row.answer)
    output = " ".join(sections()[row.command].split())
    assert fragments
    assert [each for each in fragments if each not in output] == []


def test_a_statement_that_no_command_answers_says_that_there_is_nothing_to_look_up() -> None:
    assert [row for row in rows() if not row.command and not row.answer.endswith(": nothing to look up")] == []


def test_every_sentence_of_the_column_is_in_the_table() -> None:
    sentences = [f"{number}.{each}" for number, many in PARAGRAPHS.items() for each in range(1, many + 1)]
    assert list(dict.fromkeys(row.place for row in rows())) == ["title", "line 1", "line 2", "note", *sentences]


@pytest.mark.skipif(not COLUMN.exists(), reason="the column is not at hand")
def test_the_column_has_as_many_sentences_as_the_table_counts() -> None:
    body = [line for line in COLUMN.read_text(encoding="utf-8").split("\n") if line.strip()][4:16]
    assert [len(re.findall(r"다\.(?=\s|$)", line)) for line in body] == list(PARAGRAPHS.values())


@pytest.mark.skipif(not COLUMN.exists(), reason="the column is not at hand")
def test_the_page_quotes_no_two_sentences_of_the_column_in_a_row() -> None:
    body = [line for line in COLUMN.read_text(encoding="utf-8").split("\n") if line.strip()][4:16]
    text = " ".join(page().split())
    pairs = [f"{first} {second}" for line in body for first, second in pairwise(re.split(r"(?<=다\.)\s+", line))]
    assert [pair for pair in pairs if pair in text] == []
