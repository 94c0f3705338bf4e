"""Tokens of facets."""

from __future__ import annotations

import re
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.facet import FIELDS, token
from strategies import words

fields = st.sampled_from(FIELDS)


def test_a_token_is_a_part_of_a_digest_of_field_and_value() -> None:
    assert token("tag", "열린") == sha256("tag\0열린".encode()).hexdigest()[:15]


@given(fields, words, fields, words)
def test_each_value_of_each_field_has_a_token_of_its_own(one: str, first: str, other: str, second: str) -> None:
    assert (token(one, first) == token(other, second)) == ((one, first) == (other, second))


@given(fields, st.text())
def test_any_text_has_a_token_that_is_one_word(field: str, value: str) -> None:
    assert re.fullmatch("[0-9a-f]{15}", token(field, value))
