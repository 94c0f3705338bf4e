"""Explanations of answers from the shipped log, byte for byte; AITIMELINE_GOLDEN=write writes the files anew."""

from __future__ import annotations

import pytest

from desk import SHIPPED, Desk
from golden import kept

_THEN = ("--as-of", "2026-11-25T03:40Z")


@pytest.mark.parametrize(
    ("name", "arguments", "columns"),
    [
        ("explain-within-80-en.txt", ("explain", "within", "7", "gemini-announced", "kind:release"), "80"),
        ("explain-gap-80-ko.txt", ("gap", "chatgpt-launched", "bard-announced", "--explain", "--lang", "ko"), "80"),
        ("explain-pace-80-en.txt", ("explain", "--limit", "1", "pace", "kind:release", "--by", "quarter"), "80"),
        ("explain-within.json", ("explain", "within", "1", "gemini-announced", "-f", "json"), ""),
    ],
)
def test_the_explanation_is_the_one_that_was_kept(
    shipped: Desk, name: str, arguments: tuple[str, ...], columns: str
) -> None:
    ran = shipped.run(*arguments, *_THEN, env={"COLUMNS": columns} if columns else {})
    assert (ran.stderr, ran.code) == ("", 0)
    answer = ran.stdout.replace(str(SHIPPED), "EVENTS").encode()
    assert answer == kept(name, answer)
