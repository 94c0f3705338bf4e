"""Who is who, in a log of every hard kind, byte for byte; AITIMELINE_GOLDEN=write writes the files anew."""

from __future__ import annotations

import re

import pytest

from desk import Desk
from golden import kept

_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC")


@pytest.mark.parametrize(
    ("name", "arguments", "columns"),
    [
        ("actors-wide-en.txt", ("actors", "--limit", "12"), ""),
        ("actors-80-ko.txt", ("actors", "kind:alliance", "--limit", "8", "--lang", "ko"), "80"),
        ("actor-meta-80-en.txt", ("actor", "메타"), "80"),
        ("actor-meta-80-ko.txt", ("actor", "meta", "--lang", "ko", "--limit", "2"), "80"),
        ("figures-80-en.txt", ("figures",), "80"),
        ("figures-ko.md", ("figures", "-f", "md", "--lang", "ko"), ""),
        ("changes-80-en.txt", ("changes", "--since", "2026-01-03", "gemini"), "80"),
        ("changes-ko.txt", ("changes", "--since", "2026-01-03", "--lang", "ko"), ""),
    ],
)
def test_the_answer_is_the_one_that_was_kept(hard: Desk, name: str, arguments: tuple[str, ...], columns: str) -> None:
    ran = hard.run(*arguments, env={"COLUMNS": columns} if columns else {})
    assert (ran.stderr, ran.code) == ("", 0)
    answer = _TIME.sub("YYYY-MM-DD HH:MM UTC", ran.stdout).encode()
    assert answer == kept(name, answer)
