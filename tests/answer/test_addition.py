"""What an import or a merge says that it has added."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aitimeline.answer.addition import addition_answer, addition_text, calendar_answer, calendar_text
from aitimeline.log.bulk import Added
from aitimeline.render.format import Paper, pieces_of

PLACE = Path("/log/kim.jsonl")
CALENDAR: dict[str, Any] = {
    "events": 6,
    "added": 2,
    "revised": 1,
    "retracted": 0,
    "unchanged": 1,
    "segment": "/log/kim.jsonl",
    "dry_run": False,
    "not_taken": [{"line": 3}],
    "more": 1,
}


@pytest.mark.parametrize(
    ("added", "bad", "dry_run", "text"),
    [
        (Added(0, 0, PLACE), 0, False, "0 records added"),
        (Added(1, 0, PLACE), 0, False, "1 record added to /log/kim.jsonl"),
        (Added(1234, 0, PLACE), 0, True, "1,234 records would be added to /log/kim.jsonl"),
        (Added(0, 5678, PLACE), 0, False, "0 records added; 5,678 there already"),
        (Added(2, 1, PLACE), 3, False, "2 records added to /log/kim.jsonl; 1 there already; 3 bad left out"),
    ],
)
def test_the_sentence_says_how_many_and_where(added: Added, bad: int, dry_run: bool, text: str) -> None:
    assert addition_text(added, bad, dry_run=dry_run) == text


def test_a_place_does_not_steer_a_terminal() -> None:
    answer = addition_answer(Added(1, 0, Path("/log/\x1b[2J.jsonl")), 0, dry_run=False)
    assert "".join(pieces_of(answer, "table", Paper())) == "1 record added to /log/␛[2J.jsonl\n"


def test_the_object_names_the_segment_only_if_something_was_added() -> None:
    (value,) = addition_answer(Added(2, 1, PLACE), 3, dry_run=False).items
    assert value == {"added": 2, "known": 1, "bad": 3, "segment": str(PLACE), "dry_run": False}
    (value,) = addition_answer(Added(0, 1, PLACE), 0, dry_run=True).items
    assert value["segment"] is None


def test_the_rows_are_the_members_of_the_object() -> None:
    answer = addition_answer(Added(0, 1, PLACE), 2, dry_run=False)
    assert "".join(pieces_of(answer, "csv", Paper())).split("\r\n") == [
        *("what,value", "added,0", "known,1", "bad,2", "segment,", "dry_run,false", ""),
    ]


def test_the_sentence_of_a_calendar_says_what_became_of_its_events() -> None:
    assert calendar_text(CALENDAR) == ("2 events added; 1 revised, in /log/kim.jsonl; 1 there already; 2 not taken")
    assert calendar_text(CALENDAR | {"dry_run": True, "segment": None}).startswith("2 events would be added; 1 would")


def test_the_rows_of_a_calendar_count_what_was_not_taken() -> None:
    rows = "".join(pieces_of(calendar_answer(CALENDAR), "csv", Paper())).split("\r\n")
    assert rows[-3:] == ["dry_run,false", "not_taken,2", ""]
