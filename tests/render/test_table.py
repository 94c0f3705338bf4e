"""Tables for people."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from aitimeline.index.condition import has_flag
from aitimeline.index.schema import RETRACTED
from aitimeline.model.event import Source
from aitimeline.model.kind import EVENT_RETRACTED
from aitimeline.model.text import Text
from aitimeline.query.question import within
from aitimeline.render.row import Row, rows_of
from aitimeline.render.table import Paper, event_tables
from coloured import styled_as
from strategies import event_of, identifier, record_of, words
from workbench import timeline_from

korean = st.text(st.sampled_from("가나다라 구글메타abcXYZ12"), min_size=1, max_size=25).map(str.strip).filter(bool)


def table_of(rows: Iterable[Row], paper: Paper) -> str:
    """The whole table."""
    return "".join(text for text, _ in event_tables(rows, paper))


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
    timeline = timeline_from(records)
    return list(rows_of(timeline.select(), timeline, "ko"))


@given(st.lists(korean, min_size=1, max_size=5))
def test_korean_columns_begin_at_one_cell(titles: list[str]) -> None:
    rows = rows_with(titles)
    header, *lines = table_of(rows, Paper(language="ko")).splitlines()
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
    assert all(cell_len(line) <= width for line in table_of(rows_with(titles), Paper(width)).splitlines())


@given(st.lists(words, min_size=1, max_size=3), st.sampled_from([None, 60, 130]))
def test_a_table_holds_nothing_that_steers_a_terminal(titles: list[str], width: int | None) -> None:
    table = table_of(rows_with(titles), Paper(width))
    assert not {unicodedata.category(each) for each in table.replace("\n", "")} & {"Cc", "Cs", "Zl", "Zp"}


@given(st.lists(words, min_size=1, max_size=4))
def test_without_a_width_each_event_is_one_line(titles: list[str]) -> None:
    assert table_of(rows_with(titles), Paper()).count("\n") == len(titles) + 1


@pytest.mark.parametrize("width", [None, 60])
def test_titles_are_not_read_as_markup(width: int | None) -> None:
    assert "[bold]:smile:" in table_of(rows_with(["[bold]:smile:"]), Paper(width))


@pytest.mark.parametrize(("colour", "coloured"), [(True, True), (False, False)])
def test_colour_is_used_where_it_is_asked_for(colour: bool, coloured: bool) -> None:
    assert ("\x1b[" in table_of(rows_with(["a"]), Paper(60, colour=colour))) is coloured


@pytest.mark.parametrize("width", [None, 60])
@pytest.mark.parametrize("mark", ["", "two versions:", "withdrawn:"])
def test_the_mark_of_an_event_alone_is_red(width: int | None, mark: str) -> None:
    row = rows_with(["a title"])[0]._replace(conflict=mark.startswith("two"), retracted=mark.startswith("with"))
    shown = table_of([row], Paper(width, colour=True))
    assert styled_as("bold red", shown) == ([mark] if mark else [])
    assert any(piece.endswith("a title") for piece in styled_as("none", shown))


@pytest.mark.parametrize("width", [60, 130])
def test_every_column_has_its_colour(width: int) -> None:
    shown = table_of(rows_with(["a title"]), Paper(width, colour=True))
    below = ["release · 출처0!"] if width == 60 else ["출처0!"]
    assert (styled_as("cyan", shown), styled_as("green", shown)) == (["2023-12-06"], ["e-0"])
    assert styled_as("dim", shown) == below


def test_no_line_ends_in_blanks() -> None:
    table = table_of(rows_with(["짧은", "a much longer title"]), Paper(130))
    assert [line for line in table.splitlines() if line != line.rstrip()] == []


def test_an_event_with_two_heads_is_marked() -> None:
    timeline = timeline_from([record_of(event_of("2023", "one"), 1), record_of(event_of("2023", "two"), 2)])
    assert "two versions: two" in table_of(rows_of(timeline.select(), timeline, "en"), Paper())


def test_an_event_that_was_withdrawn_is_marked() -> None:
    gone = record_of(None, 2, record_type=EVENT_RETRACTED, supersedes=(identifier(1),))
    timeline = timeline_from([record_of(event_of("2023", "a rumour"), 1), gone])
    found = timeline.select(has_flag(RETRACTED, with_retracted=True))
    assert "withdrawn: a rumour" in table_of(rows_of(found, timeline, "en"), Paper())


@pytest.mark.parametrize("width", [None, 60])
def test_a_long_table_has_one_heading(width: int | None) -> None:
    lines = table_of(rows_with([f"title {number}" for number in range(510)]), Paper(width)).splitlines()
    assert [line.split()[0] for line in lines].count("WHEN") == 1
    assert sum("title " in line for line in lines) == 510


def test_the_columns_of_a_long_table_are_those_of_its_beginning() -> None:
    table = table_of(rows_with(["a longer title", *(f"{number}" for number in range(600))]), Paper())
    header, *lines = table.splitlines()
    assert {line.index("출처") for line in lines} == {header.index("SOURCE")}


def test_a_piece_of_a_table_says_whether_something_in_it_is_only_possible() -> None:
    dates = ["2023-12-07", "2023-12-06", "2023-12"]
    timeline = timeline_from(record_of(event_of(when), n, subject=f"e-{n}") for n, when in enumerate(dates))
    for certain_only, expected in ((True, False), (False, True)):
        near = within(timeline, timeline.entry("e-0"), 7, certain_only=certain_only)
        ((_, is_unsure),) = event_tables(rows_of(near, timeline, "en"), Paper())
        assert is_unsure is expected
