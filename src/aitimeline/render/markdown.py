"""Answers as Markdown tables, for documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from aitimeline.answer.answer import Answer
from aitimeline.answer.block import Break, Span, Style
from aitimeline.model.visible import visible
from aitimeline.render.format import Paper

_SIGNS = re.compile(r"([\\`*_{}\[\]<>|#~])")
_CODE = re.compile(r"[^`|]+")
_NOT_IN_ADDRESSES = re.compile(r"[\s()<>|\\]")


def pieces(answer: Answer[Any], _: Paper) -> Iterator[str]:
    """The lines of an answer under headings."""
    fields = answer.shown or answer.fields
    rows = (
        [_written(field.cell(line), answer.truth) for field in fields]
        for item in answer.items
        for line in answer.lines(item)
    )
    return markdown_pieces([field.name for field in fields], rows)


def markdown_pieces(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table of cells that are Markdown already, a row at a time."""
    for cells in chain([headings, ["---"] * len(headings)], rows):
        yield f"| {' | '.join(cells)} |\n"


def _written(cell: Any, truth: tuple[str, str]) -> str:
    if isinstance(cell, bool):
        return truth[cell]
    if isinstance(cell, list):
        return "".join(map(_part, cell))
    return "" if cell is None else plain(str(cell))


def _part(part: Span | Break) -> str:
    if isinstance(part, Break):
        return " "
    if part.style is Style.KEY and _CODE.fullmatch(part.text):
        return f"`{visible(part.text)}`"
    if not part.url.startswith(("https://", "http://")):
        return plain(part.text)
    address = _NOT_IN_ADDRESSES.sub(lambda found: f"%{ord(found[0]):02X}", visible(part.url))
    return f"[{plain(part.text)}]({address})"


def plain(text: str) -> str:
    """Text as Markdown that means just that text."""
    return _SIGNS.sub(r"\\\1", visible(text))
