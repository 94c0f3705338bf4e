"""CSV, for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.answer.answer import Cell
from aitimeline.answer.event import events_near
from aitimeline.answer.showing import Showing
from aitimeline.model.visible import steerless
from aitimeline.query.question import within
from aitimeline.render.format import Paper, pieces_of
from answers import answer_of
from strategies import event_of, record_of, words
from workbench import timeline_from

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
LED = st.text(st.sampled_from("=+-@'가a "), min_size=1, max_size=5)


def read_back(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """What a spreadsheet reads of rows."""
    written = "".join(pieces_of(answer_of(("a", "b"), rows), "csv", Paper()))
    return list(csv.reader(StringIO(written, newline="")))[1:]


@given(st.lists(st.tuples(words | LED, words | LED), max_size=4))
def test_no_text_is_run_by_a_spreadsheet(rows: list[tuple[str, str]]) -> None:
    assert not [cell for row in read_back(rows) for cell in row if cell.startswith(RUNS)]


@given(st.lists(st.tuples(words | LED, words | LED), max_size=4))
def test_csv_is_read_back_as_what_was_shown(rows: list[tuple[str, str]]) -> None:
    for cells, row in zip(read_back(rows), rows, strict=True):
        assert [cell[cell[:2] in {"'=", "'+", "'-", "'@", "''"} :] for cell in cells] == [
            steerless(each) for each in row
        ]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", '=cmd|" /C calc"!A0'])
def test_a_formula_gets_an_apostrophe(value: str) -> None:
    assert read_back([(value, 1)]) == [[f"'{value}", "1"]]


@pytest.mark.parametrize(("cell", "text"), [(-6, "-6"), (1.5, "1.5"), (True, "true"), (False, "false"), (None, "")])
def test_what_is_no_text_stands_as_it_is(cell: Cell, text: str) -> None:
    assert read_back([(cell, "x")]) == [[text, "x"]]


def test_an_item_may_have_several_lines_or_none() -> None:
    answer = answer_of(("a",), [[1], [2], [0]], lines=lambda row: [row] * row[0])
    assert list(pieces_of(answer, "csv", Paper())) == ["a\r\n", "1\r\n", "2\r\n", "2\r\n"]


def test_distances_come_as_two_numbers_and_whether_they_are_certain() -> None:
    timeline = timeline_from([record_of(event_of("2023-12-06"), 1), record_of(event_of("2023-12"), 2, subject="other")])
    origin = timeline.entry("gemini-announced")
    answer = events_near(within(timeline, origin, 7), Showing(timeline, "en", None), origin, "", "")
    (_, row) = pieces_of(answer, "csv", Paper())
    assert row.startswith("-5,25,false,other,2023-12,")
