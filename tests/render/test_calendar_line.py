"""Escaping, folding and addresses."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from icalendar import Event

from aitimeline.model.calendar_text import folded
from aitimeline.render.calendar_line import Text, address, written
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
@example("a" * 75)
@example("a" * 76)
@example("🎉" * 40)
def test_a_fold_splits_no_character(text: str) -> None:
    lines = folded(text.encode()).removesuffix(b"\r\n").split(b"\r\n")
    assert "".join([lines[0].decode(), *(each.decode()[1:] for each in lines[1:])]) == text
    assert all(len(each) <= 75 for each in lines)


@pytest.mark.parametrize("escape", ["\\n", "\\,", "\\\\"])
@pytest.mark.parametrize("before", ["a", "é", "가", "🎉"])
def test_a_fold_never_comes_between_a_backslash_and_what_it_escapes(before: str, escape: str) -> None:
    for shift in range(76):
        written_as = ("SUMMARY:" + "x" * shift + f"{before}{escape}" * 40).encode()
        for line in folded(written_as).removesuffix(b"\r\n").split(b"\r\n "):
            assert (len(line) - len(line.rstrip(b"\\"))) % 2 == 0, line
            line.decode()


def test_a_fold_comes_where_it_may_between_two_escapes() -> None:
    first, *_ = folded(b"SUMMARY" + b"\\\\" * 40).split(b"\r\n")
    assert first == b"SUMMARY" + b"\\\\" * 34


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
