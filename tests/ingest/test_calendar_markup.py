"""HTML in calendars, and what only looks like it."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.ingest.calendar.markup import text_of
from stopwatch import at_most
from strategies import words

texts = words | st.text(st.sampled_from("<>&;/!-#ab pr=\"'"), max_size=30)


@given(texts)
def test_a_text_written_as_html_is_read_as_it_was(text: str) -> None:
    assert text_of(html.escape(text)) == (text, False)
    assert text_of(f"<p>{html.escape(text)}</p>") == (f"\n{text}\n", True)


@given(texts.filter(lambda text: "&" not in text and "<" not in text))
def test_plain_text_stays(text: str) -> None:
    assert text_of(text) == (text, False)


@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<a href='https://a.example'>", "</a>", "<script>", "x", "<!--", "-->"]))
)
def test_what_is_shown_has_no_tags_left_that_count_alone(pieces: list[str]) -> None:
    text, _ = text_of("".join(pieces))
    assert "<p>" not in text


@pytest.mark.parametrize("piece", ["<", "<!--", "<a ", "<a href=x>", "<a href='https://a.example'>x", "&", "<p", "<b>"])
def test_the_time_grows_with_the_length_alone(piece: str) -> None:
    with at_most(5):
        text_of(piece * (300_000 // len(piece)) + "<p>")
