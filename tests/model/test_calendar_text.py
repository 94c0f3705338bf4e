"""Texts and lines as calendars have them."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from aitimeline.model.calendar_text import escaped, folded, unescaped


@given(st.text())
def test_what_is_escaped_is_read_again(text: str) -> None:
    assert unescaped(escaped(text)) == text


@given(st.binary(max_size=400).map(lambda line: line.replace(b"\r", b"").replace(b"\n", b"")))
@example(b"\x80" * 300)
@example(b"\\" * 300)
def test_a_line_of_any_bytes_is_folded_and_loses_none(line: bytes) -> None:
    written = folded(line)
    assert all(len(each) <= 75 for each in written.split(b"\r\n"))
    assert written.removesuffix(b"\r\n").replace(b"\r\n ", b"") == line
