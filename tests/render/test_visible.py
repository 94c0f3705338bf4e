"""Text from the web made safe to look at."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.render.value import json_text, jsonl_text
from aitimeline.render.visible import escaped, quoted, visible, visible_lines
from strategies import json_values, words

STEERING = {"Cc", "Cs", "Zl", "Zp"}
BIDIRECTIONAL = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def steers(text: str) -> bool:
    return any(unicodedata.category(each) in STEERING for each in text) or bool(BIDIRECTIONAL & set(text))


@given(words | st.text())
def test_nothing_that_is_shown_steers_a_terminal(text: str) -> None:
    assert not steers(visible(text))


@given(words | st.text())
def test_lines_are_shown_as_they_end(text: str) -> None:
    shown = visible_lines(text)
    assert shown.count("\n") == text.count("\n")
    assert not steers(shown.replace("\n", ""))


@given(words | st.text())
def test_what_was_made_visible_stays_as_it_is(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_what_steers_nothing_is_shown_as_it_is(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"), [("\x1b[31m", "␛[31m"), ("a\nb", "a␊b"), ("\u202e", "<U+202E>"), ("\x7f", "<U+007F>")]
)
def test_a_control_character_is_shown_as_a_picture(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(json_values)
def test_escaped_json_has_the_same_value(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False)
    assert json.loads(escaped(text)) == value
    assert not steers(escaped(text))


@given(json_values)
def test_printed_json_has_the_same_value_and_steers_nothing(value: Any) -> None:
    text = json_text(value)
    assert json.loads(text) == value
    assert not steers(text.replace("\n", ""))


@given(st.lists(json_values, max_size=4))
def test_each_line_of_jsonl_is_a_value(values: list[Any]) -> None:
    assert [json.loads(line) for line in jsonl_text(values).split("\n")[:-1]] == values


@pytest.mark.parametrize(
    ("said", "shown"),
    [("open", "“open”"), ("“open”", "“open”"), ('"', '“"”'), ("‘a’ or b", "“‘a’ or b”"), ("", "“”")],
)
def test_what_somebody_said_stands_in_quotation_marks_once(said: str, shown: str) -> None:
    assert quoted(said) == shown
