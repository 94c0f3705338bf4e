"""Keys."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aitimeline.model.error import BadInputError
from aitimeline.model.key import LONGEST, ascii_slug, check_key, fold, slug
from strategies import titles, words


@given(words | titles | st.text(max_size=300))
@example("İstanbul")
@example("ß" * 80)
@example("ΐ ᾼ ŉ ǰ")
def test_a_slug_is_a_key_or_empty(text: str) -> None:
    made = slug(text)
    assert made == "" or check_key(made) == made


@given(st.text(max_size=300))
def test_a_slug_of_a_slug_is_itself(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@given(st.text(st.characters(categories=["L", "N", "M"]), max_size=20))
def test_a_slug_of_letters_of_any_script_is_stable(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@given(words)
def test_a_slug_is_the_same_however_its_letters_are_composed(text: str) -> None:
    assert slug(unicodedata.normalize("NFD", text)) == slug(unicodedata.normalize("NFC", text))


@given(words | titles)
def test_an_ascii_slug_is_ascii(text: str) -> None:
    assert ascii_slug(text).isascii()


@given(words)
def test_any_text_is_a_key_or_bad_input(text: str) -> None:
    try:
        assert check_key(text) == slug(text) == text
    except BadInputError:
        assert slug(text) != text or not text


@given(words)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(words)
def test_folding_pays_no_heed_to_composition(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Google's Gemini 1.5", "googles-gemini-1-5"),
        ("구글, 제미나이 공개", "구글-제미나이-공개"),
        ("  re:Invent 2023 ", "re-invent-2023"),
        ("snake_case", "snake-case"),
        ("🎉", ""),
        ("", ""),
    ],
)
def test_slugs_read_like_the_text(text: str, key: str) -> None:
    assert slug(text) == key


@pytest.mark.parametrize("text", ["", "A", "a b", "-a", "a-", "a--b", "a_b", "a/b", "../a", "a\n", "a" * (LONGEST + 1)])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BadInputError):
        check_key(text)


def test_a_refused_key_comes_with_the_nearest_one() -> None:
    with pytest.raises(BadInputError, match="'gemini-announced'"):
        check_key("Gemini announced")


def test_a_long_slug_is_cut_between_words() -> None:
    assert slug("seven77 " * 20) == "-".join(["seven77"] * 12)
