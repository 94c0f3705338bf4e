"""Answers as rows of a document, before they are written in its signs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from aitimeline.answer.answer import Answer
from aitimeline.answer.block import Break, Span


def is_link(part: Span) -> bool:
    """True of what leads to an address that a page may lead to."""
    return part.url.startswith(("https://", "http://"))


def headings_of(answer: Answer[Any]) -> list[str]:
    """The names of the columns."""
    return [field.name for field in _fields(answer)]


def rows_of(
    answer: Answer[Any], plain: Callable[[str], str], part: Callable[[Span | Break], str]
) -> Iterator[list[str]]:
    """The cells of each line, as it comes.

    Args:
        answer: read once.
        plain: writes text that means just that text.
        part: writes a part of a cell that is ``Words``.
    """

    def written(cell: Any) -> str:
        if isinstance(cell, bool):
            return answer.truth[cell]
        if isinstance(cell, list):
            return "".join(map(part, cell))
        return "" if cell is None else plain(str(cell))

    cells = [field.cell for field in _fields(answer)]
    return ([written(cell(line)) for cell in cells] for item in answer.items for line in answer.lines(item))


def _fields(answer: Answer[Any]) -> Sequence[Any]:
    return answer.shown or answer.fields
