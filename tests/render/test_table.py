"""Tables for people."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from aitimeline.answer.answer import Answer
from aitimeline.answer.block import Bar, Column, Grid, Span, Style
from aitimeline.answer.event import events, events_near
from aitimeline.answer.showing import Showing
from aitimeline.index.condition import ALWAYS, Condition
from aitimeline.index.timeline import Timeline
from aitimeline.model.event import Source
from aitimeline.model.kind import EVENT_RETRACTED
from aitimeline.model.text import Text
from aitimeline.query.question import within
from aitimeline.render.format import Paper, pieces_of
from aitimeline.render.table import bar, drawn
from answers import answers
from coloured import styled_as
from strategies import event_of, identifier, record_of, words
from workbench import timeline_from

korean = st.text(st.sampled_from("가나다라 구글메타abcXYZ12"), min_size=1, max_size=25).map(str.strip).filter(bool)


def timeline_with(titles: list[str]) -> Timeline:
    """A timeline of events with these titles."""
    return timeline_from(
        record_of(
            evolve(event_of("2023-12-06"), title=Text.of({"ko": title}), sources=(Source(publisher=f"출처{number}!"),)),
            number,
            subject=f"e-{number}",
        )
        for number, title in enumerate(titles)
    )


def written(answer: Answer[Any], paper: Paper) -> str:
    """The whole answer."""
    return "".join(pieces_of(answer, "table", paper))


def listed(timeline: Timeline, paper: Paper = Paper(), condition: Condition = ALWAYS) -> str:  # noqa: B008 -- it never changes
    """All events as a table."""
    showing = Showing(timeline, "ko" if paper.language == "ko" else "en", None)
    return written(events(timeline.select(condition), showing, "none"), paper)


def table_of(titles: list[str], paper: Paper) -> str:
    """Events with these titles as a table."""
    return listed(timeline_with(titles), paper)


@given(st.lists(korean, min_size=1, max_size=5))
def test_korean_columns_begin_at_one_cell(titles: list[str]) -> None:
    timeline = timeline_with(titles)
    header, *lines = listed(timeline, Paper(language="ko")).splitlines()
    starts = {heading: cell_len(header[: header.index(heading)]) for heading in ("KEY", "KIND", "TITLE", "SOURCE")}
    for line, entry in zip(lines, timeline.select(), strict=True):
        shown = {"KEY": entry.key, "KIND": "release", "TITLE": entry.title("ko"), "SOURCE": "출처"}
        for heading, text in shown.items():
            at = line.rindex(text) if heading == "SOURCE" else line.index(text, _at_cell(line, starts[heading]))
            assert cell_len(line[:at]) == starts[heading]


def _at_cell(line: str, cell: int) -> int:
    """The index of the character at a cell."""
    return next(at for at in range(len(line) + 1) if cell_len(line[:at]) >= cell)


@given(st.lists(korean, min_size=1, max_size=4), st.integers(40, 140))
def test_no_line_is_wider_than_the_paper(titles: list[str], width: int) -> None:
    assert all(cell_len(line) <= width for line in table_of(titles, Paper(width)).splitlines())


@given(st.lists(words, min_size=1, max_size=3), st.sampled_from([None, 60, 130]))
def test_a_table_holds_nothing_that_steers_a_terminal(titles: list[str], width: int | None) -> None:
    assert not steers(table_of(titles, Paper(width)))


def steers(text: str) -> bool:
    """True if something in a text would do more to a terminal than be shown."""
    return any(unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"} for each in text.replace("\n", ""))


@given(st.lists(words, min_size=1, max_size=4))
def test_without_a_width_each_event_is_one_line(titles: list[str]) -> None:
    assert table_of(titles, Paper()).count("\n") == len(titles) + 1


@pytest.mark.parametrize("width", [None, 60])
def test_titles_are_not_read_as_markup(width: int | None) -> None:
    assert "[bold]:smile:" in table_of(["[bold]:smile:"], Paper(width))


@pytest.mark.parametrize(("colour", "coloured"), [(True, True), (False, False)])
def test_colour_is_used_where_it_is_asked_for(colour: bool, coloured: bool) -> None:
    assert ("\x1b[" in table_of(["a"], Paper(60, colour=colour))) is coloured


@pytest.mark.parametrize("width", [60, 130])
def test_every_column_has_its_colour(width: int) -> None:
    shown = table_of(["a title"], Paper(width, colour=True))
    below = ["release · 출처0!"] if width == 60 else ["출처0!"]
    assert (styled_as("cyan", shown), styled_as("green", shown)) == (["2023-12-06"], ["e-0"])
    assert styled_as("dim", shown) == below


def test_no_line_ends_in_blanks() -> None:
    table = table_of(["짧은", "a much longer title"], Paper(130))
    assert [line for line in table.splitlines() if line != line.rstrip()] == []


def withdrawn() -> Timeline:
    """A timeline of an event that was withdrawn."""
    gone = record_of(None, 2, record_type=EVENT_RETRACTED, supersedes=(identifier(1),))
    return timeline_from([record_of(event_of("2023", "a title"), 1), gone])


def in_conflict() -> Timeline:
    """A timeline of an event with two heads."""
    return timeline_from([record_of(event_of("2023", "one title"), 1), record_of(event_of("2023", "a title"), 2)])


@pytest.mark.parametrize("width", [None, 60, 130])
@pytest.mark.parametrize(
    ("timeline", "mark"),
    [(timeline_with(["a title"]), ""), (in_conflict(), "two versions:"), (withdrawn(), "withdrawn:")],
)
def test_the_mark_of_an_event_alone_is_red(width: int | None, timeline: Timeline, mark: str) -> None:
    condition = ALWAYS._replace(with_retracted=True)
    shown = listed(timeline, Paper(width, colour=True), condition)
    assert styled_as("bold red", shown) == ([mark] if mark else [])
    assert any(piece.endswith("a title") for piece in styled_as("none", shown))
    assert f"{mark} a title".strip() in listed(timeline, Paper(width), condition)


@pytest.mark.parametrize("width", [None, 60])
def test_a_long_table_has_one_heading(width: int | None) -> None:
    lines = table_of([f"title {number}" for number in range(510)], Paper(width)).splitlines()
    assert [line.split()[0] for line in lines].count("WHEN") == 1
    assert sum("title " in line for line in lines) == 510


def test_the_columns_of_a_long_table_are_those_of_its_beginning() -> None:
    table = table_of(["a longer title", *(f"{number}" for number in range(600))], Paper())
    header, *lines = table.splitlines()
    assert {line.index("출처") for line in lines} == {header.index("SOURCE")}


@pytest.mark.parametrize("certain_only", [True, False])
def test_below_a_table_it_is_said_what_in_it_is_only_possible(certain_only: bool) -> None:
    dates = ["2023-12-07", "2023-12-06", "2023-12"]
    timeline = timeline_from(record_of(event_of(when), n, subject=f"e-{n}") for n, when in enumerate(dates))
    origin = timeline.entry("e-0")
    near = within(timeline, origin, 7, certain_only=certain_only)
    text = written(events_near(near, Showing(timeline, "en", None), origin, "heading", "", "note"), Paper())
    assert text.startswith("heading\n\n")
    assert text.endswith("\n\nnote\n") is not certain_only


@given(answers(), st.sampled_from([None, 20, 60, 130]))
def test_any_answer_holds_nothing_that_steers_a_terminal(
    made: tuple[Answer[Sequence[Any]], list[list[Any]]], width: int | None
) -> None:
    assert not steers(written(made[0], Paper(width)))


@given(st.fractions(0, 1), st.integers(0, 60))
def test_a_bar_is_as_long_as_its_part_to_an_eighth_and_is_seen_unless_it_is_nothing(part: Fraction, width: int) -> None:
    drawn_bar = bar(part, width)
    eighths = sum(8 if char == "█" else " ▏▎▍▌▋▊▉".index(char) for char in drawn_bar)
    assert abs(eighths - part * width * 8) <= Fraction(1, 2) or (eighths == 1 and part > 0)
    assert bool(drawn_bar) is bool(part)


@pytest.mark.parametrize(("width", "length"), [(None, 50), (80, 50), (40, 31), (20, 11), (10, 1)])
def test_a_bar_takes_what_room_the_other_columns_leave(width: int | None, length: int) -> None:
    columns = [Column(lambda _: "2023-12", is_whole=True), Column(lambda _: Bar(Fraction(1)))]
    assert "".join(drawn(Grid(columns, [0]), Paper(width))) == f"2023-12  {'█' * length}\n"


def test_a_cell_that_finds_no_room_says_that_it_is_cut_off() -> None:
    number = Column(lambda _: "-2905860..+694236 ?", is_whole=True)
    narrow = "".join(drawn(Grid([number, Column(lambda _: "a" * 60)], [0]), Paper(width=16)))
    assert "…" in narrow.splitlines()[0]
    assert "…" not in "".join(drawn(Grid([number], [0]), Paper()))


def test_what_fills_a_cell_of_one_style_has_it_too() -> None:
    keys = Column(lambda key: [Span(key, Style.KEY)], is_whole=True)
    first, _ = "".join(drawn(Grid([keys, Column(str)], ["a", "long"]), Paper(width=40, colour=True))).splitlines()
    assert first == "\x1b[32ma   \x1b[0m  a"


@pytest.mark.parametrize("width", [None, 60])
def test_rows_beyond_the_first_many_stand_below_the_others(width: int | None) -> None:
    columns = (Column(lambda _: "a", least=6), Column(lambda _: "b", "HEADING"), Column(lambda _: "c"))
    heading, *rows = "".join(drawn(Grid(columns, range(1200), has_headings=True), Paper(width=width))).splitlines()
    assert set(rows) == {"a       b        c"}
    assert heading.index("HEADING") == 8


def test_where_rows_find_no_room_those_beyond_the_first_many_are_all_there_too() -> None:
    columns = (Column(lambda _: "key", is_whole=True), Column(lambda _: "long " * 40), Column(lambda _: "source"))
    text = "".join(drawn(Grid(columns, range(1200)), Paper(width=60)))
    assert text.count("source") == text.count("key") == 1200
