"""The canonical form of JSON."""

from __future__ import annotations

from typing import Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from aitimeline.model.canonical import canonical
from aitimeline.model.error import BadInputError
from strategies import json_values, words

numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
looks_like_a_number = st.from_regex(r'[":,\[]{0,2}-?[0-9]{1,18}([.eE][0-9]{1,3})?', fullmatch=True)
values: st.SearchStrategy[Any] = st.recursive(
    json_values | numbers | looks_like_a_number,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | looks_like_a_number, inner, max_size=4),
    max_leaves=12,
)


@given(values)
@example([1e16, 1e21, 1.0, -0.0, 5e-324, 333333333.33333329, 1e-7])
@example([9007199254740991, -9007199254740991, 1000000000000000])
@example({"\ufb33": 1, "\U0001f600": 2, "\r": 3, "1": 4, "\u0080": 5, "\u00f6": 6, "\u20ac": 7})
@example({"title": 'at 12:34.5, [1.5] and ":2e3,4.0'})
@example([True, 1.5, None, 2.0, "x", 3.0, [4.0], {"a": 5.0}])
@example(1.0)
@example("\u2028\u2029\x7f\x00\x1f")
def test_it_is_that_of_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [float("nan"), [float("inf")], {"a": "\ud800"}, 2**53 + 1, {"a": [-(2**60)]}, {1, 2}])
def test_what_has_no_such_form_is_refused(value: Any) -> None:
    with pytest.raises(BadInputError):
        canonical(value)
