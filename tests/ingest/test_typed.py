"""What a person types, checked and turned into the model's classes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aitimeline.ingest import typed
from aitimeline.model.actor import Actor
from aitimeline.model.error import BadInputError
from aitimeline.model.event import Figure, Participation, Source
from aitimeline.model.key import check_key
from aitimeline.model.text import Names, Text
from aitimeline.model.when import When
from strategies import event_of, record_of, titles, words
from workbench import timeline_from

WHEN = When.parse("2023-12-06")
GOOGLE = Actor("company", Names.of({"en": ["Google"], "ko": ["구글"]}))
APPLE, RECORDS = (Actor("company", Names.of({"en": [name, "Apple"]})) for name in ("Apple Inc", "Apple Corps"))
TIMELINE = timeline_from(
    [
        record_of(GOOGLE, 1, subject="google"),
        record_of(APPLE, 2, subject="apple-inc"),
        record_of(RECORDS, 3, subject="apple-corps"),
        record_of(event_of("2023"), 4),
    ]
)


@pytest.mark.parametrize(
    ("given_texts", "expected"),
    [
        (["Google unveils Gemini"], {"en": "Google unveils Gemini"}),
        (["구글, 제미나이 공개"], {"ko": "구글, 제미나이 공개"}),
        (["Gemini", "ko=제미나이"], {"en": "Gemini", "ko": "제미나이"}),
        (["EN= Gemini "], {"en": "Gemini"}),
        (["1+1=2"], {"en": "1+1=2"}),
    ],
)
def test_a_text_is_in_the_language_that_it_names_or_looks_like(
    given_texts: list[str], expected: dict[str, str]
) -> None:
    assert typed.texts(given_texts, "title") == Text.of(expected)


def test_the_first_name_of_a_language_is_the_one_shown() -> None:
    assert typed.names(["Meta", "Facebook", "ko=메타"]) == Names.of({"en": ["Meta", "Facebook"], "ko": ["메타"]})


def test_a_key_is_made_of_the_english_title() -> None:
    assert typed.key_from(Text.of({"en": "Google’s Gemini 1.5!", "ko": "제미나이"}), None) == "googles-gemini-1-5"


def test_a_key_that_was_given_is_taken() -> None:
    assert typed.key_from(Text(), "gemini") == "gemini"


@pytest.mark.parametrize("title", [Text(), Text.of({"ko": "제미나이"}), Text.of({"en": "🎉"})])
def test_no_key_is_made_without_an_english_title(title: Text) -> None:
    with pytest.raises(BadInputError, match="--key"):
        typed.key_from(title, None)


@given(titles | words)
def test_a_key_made_of_any_title_is_a_key(title: str) -> None:
    try:
        made = typed.key_from(Text.of({"en": title}), None)
    except BadInputError:
        return
    assert check_key(made) == made


def test_a_known_actor_is_found_by_any_name() -> None:
    parts, warnings = typed.participations(["구글=Lead Developer"], TIMELINE)
    assert (parts, warnings) == ([Participation("google", "lead-developer")], [])


def test_an_unknown_actor_is_kept_with_a_warning() -> None:
    parts, (warning,) = typed.participations(["Gogle"], TIMELINE)
    assert parts == [Participation("gogle")]
    assert "did you mean google" in warning


def test_a_name_of_several_actors_is_refused() -> None:
    with pytest.raises(BadInputError, match="apple-corps, apple-inc"):
        typed.participations(["Apple"], TIMELINE)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("share=65 percent @2023-Q1", Figure("share", 65, "percent", When.parse("2023-33"))),
        ("Market share = -1.5", Figure("market-share", -1.5, None, WHEN)),
        ("parameters=7 billion", Figure("parameters", 7, "billion", WHEN)),
        ("매출=3조 원", Figure("매출", 3, "조 원", WHEN)),
    ],
)
def test_a_figure_is_a_name_a_number_a_unit_and_a_period(text: str, figure: Figure) -> None:
    assert typed.figures([text], WHEN) == (figure,)


@pytest.mark.parametrize(
    "text", ["", "share", "share=", "=65", "share=many", "share=65 @", "share=65 @soon", "share=1e5x@y z"]
)
def test_what_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(BadInputError):
        typed.figures([text], WHEN)


@pytest.mark.parametrize("url", ["https://example.org/a?b=c#d", "http://예시.한국/가"])
def test_a_web_address_is_taken(url: str) -> None:
    assert typed.address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https://[",
        "https://a b",
        "https://a\nb",
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(BadInputError):
        typed.address(url)


def test_the_nth_parts_belong_to_the_nth_source() -> None:
    citations = typed.Citations(
        url=["https://a.example", ""], publisher=["A", "B"], published=["2023-12-07"], language=["", "ko"]
    )
    assert citations.sources() == (
        Source(url="https://a.example", publisher="A", published=When.parse("2023-12-07")),
        Source(publisher="B", language="ko"),
    )


def test_a_source_needs_an_address_or_a_publisher() -> None:
    with pytest.raises(BadInputError, match="--source-publisher"):
        typed.Citations(title=["A title"]).sources()


def _text(text: str) -> Any:
    return typed.texts([text], "title")


def _names(text: str) -> Any:
    return typed.names([text])


def _participations(text: str) -> Any:
    return typed.participations([text], TIMELINE)


def _figures(text: str) -> Any:
    return typed.figures([f"share={text}"], WHEN)


def _word(text: str) -> Any:
    return typed.word(text, "tag")


def _sources(text: str) -> Any:
    columns = ("url", "publisher", "title", "published", "language", "quote", "when", "zone")
    return [typed.Citations(publisher=["A"], **{name: [text]}).sources() for name in columns if name != "publisher"]


@pytest.mark.parametrize("read", [_text, _names, _participations, _figures, _word, typed.address, _sources])
@given(text=st.text(max_size=30) | words)
@example(text="9" * 5000)
@example(text="\ud800")
def test_anything_typed_is_read_or_bad_input(read: Callable[[str], Any], text: str) -> None:
    with suppress(BadInputError):
        assert read(text)
