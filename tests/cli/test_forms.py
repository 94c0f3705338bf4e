"""The forms in which every command that reads gives its answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from coloured import styled_as
from desk import Desk
from questions import ONE, QUESTIONS, reading_commands

PYTHON = re.compile(r"\b(?:None|True|False)\b|[\[{(]['\"]\w+['\"](?:, |: )|datetime\.|<[\w.]+ object|\w\(\w+=")
RECORDED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*")
STATED = {"when", "published", "period"}
"""Members whose times are as a source states them."""
SURE = {"definite", "sure", "exact", "is_certain"}
RED = ("two versions:", "withdrawn:", "withdrawn", "differs")


def answer(shipped: Desk, question: tuple[str, ...], *options: str) -> str:
    ran = shipped.run(*question, *options)
    assert (ran.code, ran.stdout != "") == (0, True), ran.stderr
    return ran.stdout


def members(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that is no list or object, with the member that it stands in."""
    if isinstance(value, dict):
        yield from (each for inner, held in value.items() for each in members(held, inner))
    elif isinstance(value, list):
        yield from (each for held in value for each in members(held, name))
    else:
        yield name, value


def test_there_is_a_question_for_every_command_that_reads() -> None:
    assert {question[: 1 + (question[0] == "log")] for question in QUESTIONS} == reading_commands()


@pytest.mark.parametrize("language", ["en", pytest.param("ko", marks=pytest.mark.long)])
@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_what_people_read_shows_no_value_of_python(shipped: Desk, question: tuple[str, ...], language: str) -> None:
    for form in ("table", "csv", "md"):
        assert PYTHON.findall(answer(shipped, question, "-f", form, "--lang", language)) == [], form


@pytest.mark.long
@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_data_have_one_form(shipped: Desk, question: tuple[str, ...]) -> None:
    value = json.loads(answer(shipped, question, "-f", "json"))
    assert isinstance(value, dict if question[0] in ONE or "--summary" in question else list)
    said = [(name, text) for name, text in members(value) if isinstance(text, str)]
    assert [(name, text) for name, text in said if PYTHON.search(text)] == []
    times = [text for name, text in said if TIME.fullmatch(text) and name not in STATED]
    assert [text for text in times if not RECORDED.fullmatch(text)] == []
    assert not {name for name, _ in members(value)} & SURE
    heading, *lines = answer(shipped, question, "-f", "csv").splitlines()
    assert not set(heading.split(",")) & SURE
    cells = [cell for line in lines for cell in re.split("[,;]", line) if TIME.fullmatch(cell)]
    assert [cell for cell in cells if not RECORDED.fullmatch(cell) and not cell.endswith("00:00+09:00")] == []


@pytest.mark.long
@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_red_marks_only_what_is_not_as_it_should_be(shipped: Desk, question: tuple[str, ...]) -> None:
    shown = shipped.run(*question, "--color", "always", env={"COLUMNS": "300"}).stdout
    red = [piece for style in ("red", "bold red") for piece in styled_as(style, shown)]
    assert [piece for piece in red if piece not in RED and "is impossible" not in piece] == []
