"""Tables for people."""

from __future__ import annotations

import unicodedata

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from aitimeline.index.timeline import Timeline
from aitimeline.model.event import Source
from aitimeline.model.text import Text
from aitimeline.render.row import Row, rows_of
from aitimeline.render.table import Paper, event_table
from strategies import event_of, record_of, words

korean = st.text(st.sampled_from("가나다라 구글메타abcXYZ12"), min_size=1, max_size=25).map(str.strip).filter(bool)


def rows_with(titles: list[str]) -> list[Row]:
    records = [
        record_of(
            evolve(
                event_of("2023-12-06"),
                title=Text.of({"ko": title}),
                sources=(Source(publisher=f"출처{number}!"),),
            ),
            number,
            subject=f"e-{number}",
        )
        for number, title in enumerate(titles)
    ]
    timeline = Timeline.of(records)
    return list(rows_of(timeline.entries, timeline, "ko"))


@given(st.lists(korean, min_size=1, max_size=5))
def test_korean_columns_begin_at_one_cell(titles: list[str]) -> None:
    rows = rows_with(titles)
    header, *lines = event_table(rows, Paper(language="ko")).splitlines()
    starts = {heading: cell_len(header[: header.index(heading)]) for heading in ("KEY", "KIND", "TITLE", "SOURCE")}
    for line, row in zip(lines, rows, strict=True):
        shown = {"KEY": row.key, "KIND": "release", "TITLE": row.title, "SOURCE": row.publishers[0]}
        for heading, text in shown.items():
            at = line.rindex(text) if heading == "SOURCE" else line.index(text, _at_cell(line, starts[heading]))
            assert cell_len(line[:at]) == starts[heading]


def _at_cell(line: str, cell: int) -> int:
    """The index of the character at a cell."""
    return next(at for at in range(len(line) + 1) if cell_len(line[:at]) >= cell)


@given(st.lists(korean, min_size=1, max_size=4), st.integers(40, 140))
def test_no_line_is_wider_than_the_paper(titles: list[str], width: int) -> None:
    assert all(cell_len(line) <= width for line in event_table(rows_with(titles), Paper(width)).splitlines())


@given(st.lists(words, min_size=1, max_size=3), st.sampled_from([None, 60, 130]))
def test_a_table_holds_nothing_that_steers_a_terminal(titles: list[str], width: int | None) -> None:
    table = event_table(rows_with(titles), Paper(width))
    assert not {unicodedata.category(each) for each in table.replace("\n", "")} & {"Cc", "Cs", "Zl", "Zp"}


@given(st.lists(words, min_size=1, max_size=4))
def test_without_a_width_each_event_is_one_line(titles: list[str]) -> None:
    assert event_table(rows_with(titles), Paper()).count("\n") == len(titles) + 1


@pytest.mark.parametrize("width", [None, 60, 130])
def test_titles_are_not_read_as_markup(width: int | None) -> None:
    assert "[bold]:smile:" in event_table(rows_with(["[bold]:smile:"]), Paper(width))


@pytest.mark.parametrize(("colour", "coloured"), [(True, True), (False, False)])
def test_colour_is_used_where_it_is_asked_for(colour: bool, coloured: bool) -> None:
    assert ("\x1b[" in event_table(rows_with(["a"]), Paper(60, colour=colour))) is coloured


def test_no_line_ends_in_blanks() -> None:
    table = event_table(rows_with(["짧은", "a much longer title"]), Paper(130))
    assert [line for line in table.splitlines() if line != line.rstrip()] == []


def test_an_event_with_two_heads_is_marked() -> None:
    timeline = Timeline.of([record_of(event_of("2023", "one"), 1), record_of(event_of("2023", "two"), 2)])
    assert "two versions: two" in event_table(rows_of(timeline.entries, timeline, "en"), Paper())
