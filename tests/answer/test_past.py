"""What a record says otherwise than the one before."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aitimeline.answer.past import differences

letters = st.text("abc 가나", max_size=4)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(0, 9) | letters,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(letters, inner, max_size=3),
    max_leaves=6,
)
stated = st.dictionaries(st.sampled_from(["names", "sources", "when"]), values)


@given(stated, stated)
def test_differences_show_no_value_of_python(before: dict[str, Any], after: dict[str, Any]) -> None:
    text = "\n".join(differences(before, after))
    assert [each for each in ("None", "True", "False", "'", '"', "[", "]", "{", "}") if each in text] == []


def test_a_later_name_is_told_in_words_with_who_says_so() -> None:
    later = {"names": {"en": ["Gemini"], "ko": ["제미나이"]}, "when": "2024-02-08", "sources": [{"publisher": "Paper"}]}
    assert list(differences({}, {"renamed": [later]})) == ["renamed: + Gemini, 제미나이, 2024-02-08, Paper"]
