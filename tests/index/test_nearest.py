"""Suggestions for words that are not known."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index.nearest import did_you_mean, nearest
from strategies import words

KEYS = ["gemini-announced", "ai-alliance-formed", "aws-reinvent-2023"]


def test_a_mistyped_word_finds_the_one_that_was_meant() -> None:
    assert nearest("gemni-anounced", KEYS) == ["gemini-announced"]


def test_a_sentence_names_what_was_meant() -> None:
    assert did_you_mean("gemni-anounced", KEYS) == "; did you mean gemini-announced?"


def test_nothing_is_suggested_where_nothing_is_near() -> None:
    assert did_you_mean("xyzzy", ["구글"]) == ""


def test_nothing_is_suggested_where_nothing_is_known() -> None:
    assert nearest("gemini", []) == []


@given(words, st.lists(words, max_size=5), st.integers(1, 3))
def test_suggestions_are_known_words_and_few(word: str, known: list[str], limit: int) -> None:
    found = nearest(word, known, limit)
    assert set(found) <= set(known)
    assert len(found) == len(set(found)) <= limit


@given(st.permutations(KEYS))
def test_the_order_of_the_known_words_has_no_meaning(known: list[str]) -> None:
    assert nearest("announced", known) == nearest("announced", KEYS)
