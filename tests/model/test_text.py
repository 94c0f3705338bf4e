"""Texts and names in several languages."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.error import BadInputError
from aitimeline.model.text import Names, Text, check_language, check_line, guess_language
from strategies import names, texts, words


@given(texts)
def test_texts_are_made_of_what_they_give(text: Text) -> None:
    assert Text.of(text.to_dict()) == text


@given(st.dictionaries(st.sampled_from(["en", "ko", "fr"]), words))
def test_the_order_of_languages_has_no_meaning(given_texts: dict[str, str]) -> None:
    assert Text.of(dict(reversed(given_texts.items()))) == Text.of(given_texts)


@given(texts, texts)
def test_merged_texts_are_the_new_ones_and_what_they_leave(one: Text, two: Text) -> None:
    assert one.merged(two).to_dict() == {**one.to_dict(), **two.to_dict()}


@pytest.mark.parametrize(
    ("given_texts", "best"),
    [
        ({"en": "a", "ko": "가"}, "가"),
        ({"en": "a", "fr": "b"}, "a"),
        ({"fr": "b"}, "b"),
        ({"ko": "", "en": "a"}, "a"),
        ({}, ""),
    ],
)
def test_the_best_text_is_in_the_language_else_english_else_any(given_texts: dict[str, str], best: str) -> None:
    assert Text.of(given_texts).best("ko") == best


@given(names)
def test_names_are_made_of_what_they_give(given_names: Names) -> None:
    assert Names.of(given_names.to_dict()) == given_names


@given(names)
def test_the_best_name_is_one_of_the_names(given_names: Names) -> None:
    every = given_names.every()
    assert given_names.best("ko") in every or not every


@given(names)
def test_every_name_is_given_once(given_names: Names) -> None:
    every = given_names.every()
    assert sorted(every) == sorted({name for _, spelt in given_names.pairs for name in spelt})


@given(st.text())
def test_a_line_has_no_control_character_or_is_refused(text: str) -> None:
    try:
        line = check_line(text, "title")
    except BadInputError:
        return
    assert line == text.strip() != ""
    assert not {unicodedata.category(each) for each in line} & {"Cc", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize("text", ["", " ", "a\nb", "a\x1bb", "a\x9bb", "a\u2028b", "a\ud800b", "a\x00b", "a\x7fb"])
def test_a_text_that_steers_is_refused(text: str) -> None:
    with pytest.raises(BadInputError, match="title"):
        check_line(text, "title")


@pytest.mark.parametrize("tag", ["ko", "en", "zh-Hant", "pt-BR"])
def test_language_tags_are_taken(tag: str) -> None:
    assert check_language(tag) == tag


@pytest.mark.parametrize("tag", ["", "k", "한국어", "en_US", "en-", "englishlanguage", "en\n"])
def test_what_is_no_language_tag_is_refused(tag: str) -> None:
    with pytest.raises(BadInputError):
        check_language(tag)


@pytest.mark.parametrize(
    ("text", "language"), [("구글", "ko"), ("Google", "en"), ("Google 제미나이", "ko"), ("", "en")]
)
def test_hangul_is_korean_and_all_else_english(text: str, language: str) -> None:
    assert guess_language(text) == language


@given(names, names)
def test_merged_names_are_the_names_of_both(one: Names, two: Names) -> None:
    merged = one.merged(two)
    assert set(merged.every()) == {*one.every(), *two.every()}
    assert all(merged.best(language) == one.best(language) for language, given in one.pairs if given)


@given(names)
def test_names_without_their_names_are_none(every: Names) -> None:
    assert every.without(every.every()).every() == ()
