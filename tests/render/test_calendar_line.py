"""Escaping, folding and addresses."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from icalendar import Event

from aitimeline.render.calendar_line import Text, address, folded, written
from calendar_rules import unescape, unfold
from exported import HARD, kept
from strategies import words


@given(words)
@example(HARD)
@example("\\" * 500)
@example("가" * 500)
def test_what_is_written_is_read_again(text: str) -> None:
    component = Event()
    component["SUMMARY"] = Text(text)
    content = written(component)
    assert unescape(unfold(content)[1].removeprefix("SUMMARY:")) == kept(text)


@given(words.map(lambda text: re.sub("[\r\n]", "", text) * 9))
@example("\\" * 74 + "n")
@example("a" * 75)
@example("a" * 76)
@example("🎉" * 40)
def test_a_fold_splits_neither_a_character_nor_an_escape(text: str) -> None:
    lines = folded(text.encode()).removesuffix(b"\r\n").split(b"\r\n")
    assert "".join([lines[0].decode(), *(each.decode()[1:] for each in lines[1:])]) == text
    assert all(len(each) <= 75 for each in lines)
    open_escapes = [each for each in lines[:-1] if (len(each) - len(each.rstrip(b"\\"))) % 2]
    assert not open_escapes or "\\" * 70 in text


@pytest.mark.parametrize(
    ("url", "written_as"),
    [
        ("https://example.org/가?a=b&c#d", "https://example.org/%EA%B0%80?a=b&c#d"),
        ("HTTP://example.org", "HTTP://example.org"),
        ('https://example.org/"\r\nX:1', "https://example.org/%22%0AX:1"),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("//example.org", None),
        (None, None),
        (5, None),
    ],
)
def test_only_addresses_of_the_web_are_written_as_such(url: object, written_as: str | None) -> None:
    assert address(url) == written_as
