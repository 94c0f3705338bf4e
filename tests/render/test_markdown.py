"""Markdown tables, for documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import pytest
from hypothesis import given

from aitimeline.answer.answer import Answer, Field
from aitimeline.answer.block import Break, Span, Style
from aitimeline.model.visible import visible
from aitimeline.render.format import Paper, pieces_of
from aitimeline.render.markdown import plain
from answers import answer_of, answers, hostile

BORDERS = re.compile(r"(?<!\\)(?:\\\\)*\|")


def row_of(cell: Any, **members: Any) -> str:
    """The row of an answer of one cell."""
    (_, _, row) = pieces_of(answer_of(["a"], [[cell]], **members), "md", Paper())
    return row


@given(answers())
def test_any_answer_is_a_table_of_as_many_cells(made: tuple[Answer[Sequence[Any]], list[list[Any]]]) -> None:
    answer, rows = made
    lines = "".join(pieces_of(answer, "md", Paper())).split("\n")[:-1]
    assert len(lines) == len(rows) + 2
    assert {len(BORDERS.findall(line)) for line in lines} == {len(answer.fields) + 1}


@given(hostile)
def test_markdown_of_any_text_means_just_that_text(text: str) -> None:
    assert re.sub(r"\\([\\`*_{}\[\]<>|#~])", r"\1", plain(text)) == visible(text)


@pytest.mark.parametrize("sign", list("\\`*_{}[]<>|#~"))
def test_signs_of_markdown_are_escaped(sign: str) -> None:
    assert plain(f"a{sign}b") == f"a\\{sign}b"


@pytest.mark.parametrize(
    ("cell", "markdown"),
    [
        ([Span("A", url="javascript:alert(1)")], "A"),
        ([Span("A", url="https://a.example/(b)")], "[A](https://a.example/%28b%29)"),
        ([Span("[A]", url="http://a.example/ |")], r"[\[A\]](http://a.example/%20%7C)"),
        ([Span("a_b", Style.KEY)], "`a_b`"),
        ([Span("a`<b>|", Style.KEY)], r"a\`\<b\>\|"),
        ([Span("a"), Break.ALWAYS, Span("b")], "a b"),
        (None, ""),
        (-6, "-6"),
    ],
)
def test_a_cell_is_marked_up_by_what_it_is(cell: Any, markdown: str) -> None:
    assert row_of(cell) == f"| {markdown} |\n"


def test_false_and_true_are_said_as_the_answer_says_them() -> None:
    assert (row_of(True), row_of(False, truth=("no", "yes"))) == ("| true |\n", "| no |\n")


def test_the_columns_of_a_document_may_be_others_than_those_of_data() -> None:
    answer = answer_of(["a", "b"], [[1, 2]], shown=[Field("b", itemgetter(1))])
    assert list(pieces_of(answer, "md", Paper())) == ["| b |\n", "| --- |\n", "| 2 |\n"]
