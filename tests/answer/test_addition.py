"""What an import or a merge says that it has added."""

from __future__ import annotations

from pathlib import Path

import pytest

from aitimeline.answer.addition import addition_rows, addition_text, addition_value
from aitimeline.log.bulk import Added

PLACE = Path("/log/kim.jsonl")


@pytest.mark.parametrize(
    ("added", "bad", "dry_run", "text"),
    [
        (Added(0, 0, PLACE), 0, False, "0 records added\n"),
        (Added(1, 0, PLACE), 0, False, "1 record added to /log/kim.jsonl\n"),
        (Added(1234, 0, PLACE), 0, True, "1,234 records would be added to /log/kim.jsonl\n"),
        (Added(0, 5678, PLACE), 0, False, "0 records added; 5,678 there already\n"),
        (Added(2, 1, PLACE), 3, False, "2 records added to /log/kim.jsonl; 1 there already; 3 bad left out\n"),
        (Added(1, 0, Path("/log/\x1b[2J.jsonl")), 0, False, "1 record added to /log/␛[2J.jsonl\n"),
    ],
)
def test_the_sentence_says_how_many_and_where(added: Added, bad: int, dry_run: bool, text: str) -> None:
    assert addition_text(added, bad, dry_run=dry_run) == text


def test_the_object_names_the_segment_only_if_something_was_added() -> None:
    assert addition_value(Added(2, 1, PLACE), 3, dry_run=False) == {
        "added": 2,
        "known": 1,
        "bad": 3,
        "segment": str(PLACE),
        "dry_run": False,
    }
    assert addition_value(Added(0, 1, PLACE), 0, dry_run=True)["segment"] is None


def test_the_rows_are_the_members_of_the_object() -> None:
    rows = addition_rows(addition_value(Added(0, 1, PLACE), 2, dry_run=False))
    assert rows == [("added", "0"), ("known", "1"), ("bad", "2"), ("segment", ""), ("dry_run", "false")]
