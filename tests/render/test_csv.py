"""CSV, for spreadsheets."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.answer.answer import Cell
from aitimeline.answer.event import events_near
from aitimeline.answer.showing import Showing
from aitimeline.model.visible import steerless
from aitimeline.query.question import within
from aitimeline.render.csv import csv_pieces
from aitimeline.render.format import Paper, pieces_of
from exported import answer_of
from strategies import event_of, record_of, words
from workbench import timeline_from

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
LED = st.text(st.sampled_from("=+-@'가a "), min_size=1, max_size=5)


def read_back(rows: list[tuple[str, str]]) -> list[list[str]]:
    """What a spreadsheet reads of rows."""
    return list(csv.reader(StringIO("".join(csv_pieces(("a", "b"), rows)), newline="")))[1:]


@given(st.lists(st.tuples(words, words), max_size=4))
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
    assert read_back([(value, "")]) == [[f"'{value}", ""]]


@pytest.mark.parametrize(("cell", "text"), [(-6, "-6"), (1.5, "1.5"), (True, "true"), (False, "false"), (None, "")])
def test_what_is_no_text_stands_as_it_is(cell: Cell, text: str) -> None:
    assert "".join(pieces_of(answer_of([{"a": cell}]), "csv", Paper())) == f"a\r\n{text}\r\n".replace("\n\r\n", '\n""\r\n')


def test_distances_come_as_two_numbers_and_whether_they_are_certain() -> None:
    timeline = timeline_from([record_of(event_of("2023-12-06"), 1), record_of(event_of("2023-12"), 2, subject="other")])
    origin = timeline.entry("gemini-announced")
    answer = events_near(within(timeline, origin, 7), Showing(timeline, "en", None), origin, "", "")
    (_, row) = pieces_of(answer, "csv", Paper())
    assert row.startswith("-5,25,false,other,2023-12,")
