"""CSV and Markdown."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.answer.row import rows_of
from aitimeline.index.timeline import Timeline
from aitimeline.model.event import Source
from aitimeline.model.text import Text
from aitimeline.model.visible import steerless, visible
from aitimeline.query.question import within
from aitimeline.render.delimited import csv_table, event_csv, event_markdown, markdown_table, plain
from strategies import event_of, record_of, words
from workbench import timeline_from

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
LED = st.text(st.sampled_from("=+-@'가a "), min_size=1, max_size=5)


@given(st.lists(st.tuples(words, words), max_size=4))
def test_no_text_is_run_by_a_spreadsheet(rows: list[tuple[str, str]]) -> None:
    read = list(csv.reader(StringIO(csv_table(("a", "b"), rows), newline="")))[1:]
    assert not [cell for row in read for cell in row if cell.startswith(RUNS)]


@given(st.lists(st.tuples(words | LED, words | LED), max_size=4))
def test_csv_is_read_back_as_what_was_shown(rows: list[tuple[str, str]]) -> None:
    read = list(csv.reader(StringIO(csv_table(("a", "b"), rows), newline="")))[1:]
    for cells, row in zip(read, rows, strict=True):
        assert [cell[cell[:2] in {"'=", "'+", "'-", "'@", "''"} :] for cell in cells] == [
            steerless(each) for each in row
        ]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", '=cmd|" /C calc"!A0'])
def test_a_formula_gets_an_apostrophe(value: str) -> None:
    (row,) = list(csv.reader(StringIO(csv_table(("a",), [(value,)]))))[1:]
    assert row == [f"'{value}"]


def test_a_negative_number_stays_a_number() -> None:
    assert csv_table(("days", "certain"), [(-6, True)]) == "days,certain\r\n-6,true\r\n"


@given(words)
def test_markdown_of_any_text_is_one_cell(text: str) -> None:
    (_, _, row) = markdown_table(["a", "b"], [[plain(text), "x"]]).split("\n")[:-1]
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 3


@given(words)
def test_markdown_of_any_text_means_just_that_text(text: str) -> None:
    assert re.sub(r"\\([\\`*_{}\[\]<>|#~])", r"\1", plain(text)) == visible(text)


@pytest.mark.parametrize("sign", list("\\`*_{}[]<>|#~"))
def test_signs_of_markdown_are_escaped(sign: str) -> None:
    assert plain(f"a{sign}b") == f"a\\{sign}b"


def timeline_with(source: Source, title: str = "Title") -> Timeline:
    event = evolve(event_of("2023-12-06"), title=Text.of({"en": title}), sources=(source,))
    return timeline_from([record_of(event, 1), record_of(event_of("2023-12"), 2, subject="other")])


@given(words, words)
def test_any_source_stays_within_its_cell(publisher: str, path: str) -> None:
    timeline = timeline_with(Source(url=f"https://example.org/{path}", publisher=publisher), publisher)
    rows = rows_of(timeline.select(), timeline, "en")
    for line in "".join(event_markdown(rows, with_days=False)).split("\n")[:-1]:
        assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == 5


def test_only_a_web_address_is_a_link() -> None:
    timeline = timeline_with(Source(url="javascript:alert(1)", publisher="A"))
    rows = rows_of(timeline.select(), timeline, "en")
    assert "javascript" not in "".join(event_markdown(rows, with_days=False))


def test_a_source_with_an_address_is_a_link() -> None:
    timeline = timeline_with(Source(url="https://a.example/(b)", publisher="A"))
    rows = rows_of(timeline.select(), timeline, "en")
    assert "[A](https://a.example/%28b%29)" in "".join(event_markdown(rows, with_days=False))


def test_distances_come_as_two_numbers_and_whether_they_are_certain() -> None:
    timeline = timeline_with(Source(publisher="A"))
    near = within(timeline, timeline.entry("gemini-announced"), 7)
    (_, row) = event_csv(rows_of(near, timeline, "en"), with_days=True)
    assert row.startswith("-5,25,false,other,2023-12,")
