"""Answers of any sort, for the formats: whatever stands in their cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from hypothesis import strategies as st

from aitimeline.answer.answer import Answer, Field
from aitimeline.answer.block import Break, Column, Grid, Line, Prose, Span, Style, Words
from strategies import words

hostile = words | st.text(st.sampled_from("<>&\"'|`[]()!=+-@\\ \x1b\n가a"), max_size=8)
addresses = hostile | hostile.map("https://example.org/{}".format) | st.sampled_from(["javascript:alert(1)", "//a.b"])
spans = st.builds(Span, hostile, st.sampled_from(Style), addresses)
plain_cells = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | hostile
cells = plain_cells | st.lists(spans | st.sampled_from(Break), max_size=3)


def answer_of(names: Sequence[str], rows: Iterable[Sequence[Any]], **members: Any) -> Answer[Sequence[Any]]:
    """An answer of rows under names."""
    usual: dict[str, Any] = {
        "items": rows,
        "value": lambda row: dict(zip(names, row, strict=True)),
        "fields": [Field(name, itemgetter(at)) for at, name in enumerate(names)],
        "blocks": lambda found: [
            *(Prose(name) for name in names),
            *(Line(name, 2) for name in names),
            Grid([Column(partial(_said, at), name) for at, name in enumerate(names)], found, has_headings=True),
        ],
    }
    return Answer(**usual | members)


def _said(at: int, row: Sequence[Any]) -> Words:
    cell = row[at]
    return cell if isinstance(cell, list | str) else str(cell)


@st.composite
def answers(draw: st.DrawFn, of: st.SearchStrategy[Any] = cells) -> tuple[Answer[Sequence[Any]], list[list[Any]]]:
    """An answer, and the rows of which it is one."""
    names = draw(st.lists(st.sampled_from(["title", "recorded_at", "날"]), min_size=1, max_size=3))
    rows = draw(st.lists(st.lists(of, min_size=len(names), max_size=len(names)), max_size=3))
    return answer_of(names, rows), rows
