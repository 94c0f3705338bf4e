"""Answers from the shipped log, byte for byte; AITIMELINE_GOLDEN=write writes the files anew."""

from __future__ import annotations

import re

import pytest

from desk import Desk
from golden import kept

_RECORDED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC")


@pytest.mark.parametrize(
    ("name", "arguments", "columns"),
    [
        ("within-80-en.txt", ("within", "7", "gemini-announced"), "80"),
        ("within-80-ko.txt", ("within", "7", "gemini-announced", "--lang", "ko"), "80"),
        ("within-wide-en.txt", ("within", "7", "gemini-announced"), ""),
        ("within-uncertain-80-en.txt", ("within", "7", "bedrock-generally-available"), "80"),
        ("show-gemini-80.txt", ("show", "gemini-announced"), "80"),
        ("show-share-80-ko.txt", ("show", "cloud-share-2023q1", "--lang", "ko"), "80"),
        ("gap-en.txt", ("gap", "ai-alliance-formed", "gemini-announced"), ""),
        ("gap-ko.txt", ("gap", "ai-alliance-formed", "gemini-announced", "--lang", "ko"), ""),
        ("list-alliance.md", ("list", "kind:alliance", "-f", "md"), ""),
        ("list-alliance.csv", ("list", "kind:alliance", "-f", "csv"), ""),
        ("history-gemini.txt", ("history", "gemini-announced"), ""),
        ("list-column-80-ko.txt", ("list", "tag:column", "--lang", "ko"), "80"),
    ],
)
def test_the_answer_is_the_one_that_was_kept(
    shipped: Desk, name: str, arguments: tuple[str, ...], columns: str
) -> None:
    ran = shipped.run(*arguments, env={"COLUMNS": columns} if columns else {})
    assert (ran.stderr, ran.code) == ("", 0)
    answer = _RECORDED.sub("YYYY-MM-DD HH:MM UTC", ran.stdout).encode()
    assert answer == kept(name, answer)
