"""Lines of a terminal: broken, cut, filled and coloured as rich does all of it."""

from __future__ import annotations

from operator import itemgetter
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

import drawn_by_rich
from aitimeline.answer.block import Bar, Break, Column, Grid, Prose, Span, Style, Words
from aitimeline.render import table
from aitimeline.render.format import Paper

LETTERS = "ab cdefg  한국어 🤖é가나 다라/-,漢字"
ODD = ("e\u0301", "\u200b", "❤\ufe0f", "👩\u200d🚀", "\U0001f1f0\U0001f1f7", "1\ufe0f\u20e3", "word ", "긴단어입니다 ")
texts = st.lists(st.sampled_from([*LETTERS, *ODD]), max_size=25).map("".join) | st.text(max_size=12)
spans = st.builds(Span, texts, st.sampled_from(Style))
worded: st.SearchStrategy[Words] = texts | st.lists(spans | st.sampled_from(Break), max_size=5)
bars = st.builds(Bar, st.fractions(0, 1))
papers = st.builds(Paper, st.none() | st.integers(1, 60) | st.integers(60, 160), st.booleans())


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Grids of all sorts of columns."""
    number = draw(st.integers(1, 5))
    columns = [
        Column(
            itemgetter(at),
            draw(st.just("") | texts),
            draw(st.sampled_from(Style)),
            is_right=draw(st.booleans()),
            is_whole=draw(st.booleans()),
            least=draw(st.sampled_from([0, 0, 3, 10])),
            width=draw(st.sampled_from([None, None, None, 4, 9])),
        )
        for at in range(number)
    ]
    rows = st.lists(st.lists(worded | bars, min_size=number, max_size=number), min_size=1, max_size=8)
    return Grid(columns, draw(rows), has_headings=draw(st.booleans()))


@given(grids(), papers, st.sampled_from([2, 3, 500]))
def test_a_grid_is_drawn_as_rich_draws_it(grid: Grid, paper: Paper, together: int) -> None:
    with patch.object(table, "_TOGETHER", together):
        assert list(table.drawn(grid, paper)) == list(drawn_by_rich.drawn(grid, paper, together))


@given(st.builds(Prose, worded, st.sampled_from([0, 2, 7])), papers)
def test_a_sentence_is_drawn_as_rich_draws_it(block: Prose, paper: Paper) -> None:
    assert "".join(table.drawn(block, paper)) == "".join(drawn_by_rich.drawn(block, paper))
