"""JSON and JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.render.format import Paper, pieces_of
from aitimeline.render.json import json_text
from answers import answer_of
from strategies import json_values

VALUES = st.lists(json_values, max_size=4)


def written(values: list[Any], output_format: str, **members: Any) -> str:
    """An answer of these values."""
    answer = answer_of([], values, value=lambda value: value, **members)
    return "".join(pieces_of(answer, output_format, Paper()))


def steers(text: str) -> bool:
    """True if something in a text would do more to a terminal than be shown."""
    return any(category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in text.replace("\n", ""))


@given(VALUES)
def test_several_are_an_array_as_they_come(values: list[Any]) -> None:
    text = written(values, "json")
    assert text == json_text(values)
    assert json.loads(text) == values


@given(VALUES)
def test_each_line_is_a_value(values: list[Any]) -> None:
    assert [json.loads(line) for line in written(values, "jsonl").split("\n")[:-1]] == values


@given(VALUES)
def test_nothing_that_is_written_steers_a_terminal(values: list[Any]) -> None:
    assert not steers(written(values, "json") + written(values, "jsonl"))


@given(json_values)
def test_one_is_no_array(value: Any) -> None:
    assert written([value], "json", is_one=True) == json_text(value)


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), json_values, min_size=1))
def test_an_answer_may_have_an_object_of_its_own(whole: dict[str, Any]) -> None:
    assert written([1], "json", whole=lambda _: whole) == json_text(whole)
    assert written([1], "jsonl", whole=lambda _: whole) == "1\n"


@given(VALUES)
def test_a_member_that_comes_piece_by_piece_is_an_array(values: list[Any]) -> None:
    pairs = [("a", 1), ("b", iter(values)), ("c", "é")]
    assert written([], "json", whole=lambda _: iter(pairs)) == json_text({"a": 1, "b": values, "c": "é"})


def test_a_member_is_read_when_it_is_its_turn() -> None:
    read: list[str] = []

    def values() -> Iterator[int]:
        read.append("values")
        yield 1

    def members(_: object) -> Iterator[tuple[str, Any]]:
        yield "values", values()
        yield "after", list(read)

    assert json.loads(written([], "json", whole=members))["after"] == ["values"]


@pytest.mark.parametrize("output_format", ["json", "jsonl"])
def test_what_is_no_number_is_refused(output_format: str) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        written([float("nan")], output_format)
