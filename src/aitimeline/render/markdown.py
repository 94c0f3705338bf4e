"""Answers as Markdown tables, for documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from aitimeline.answer.answer import Answer
from aitimeline.answer.block import Break, Span, Style
from aitimeline.model.visible import visible
from aitimeline.render.document import headings_of, is_link, rows_of
from aitimeline.render.format import Paper

_SIGNS = re.compile(r"([\\`*_{}\[\]<>|#~])")
_CODE = re.compile(r"[^`|]+")
_NOT_IN_ADDRESSES = re.compile(r"[\s()<>|\\]")


def pieces(answer: Answer[Any], _: Paper) -> Iterator[str]:
    """The lines of an answer under headings."""
    headings = headings_of(answer)
    for cells in chain([headings, ["---"] * len(headings)], rows_of(answer, plain, _part)):
        yield f"| {' | '.join(cells)} |\n"


def _part(part: Span | Break) -> str:
    if isinstance(part, Break):
        return " "
    if part.style is Style.KEY and _CODE.fullmatch(part.text):
        return f"`{visible(part.text)}`"
    if not is_link(part):
        return plain(part.text)
    address = _NOT_IN_ADDRESSES.sub(lambda found: f"%{ord(found[0]):02X}", visible(part.url))
    return f"[{plain(part.text)}]({address})"


def plain(text: str) -> str:
    """Text as Markdown that means just that text."""
    return _SIGNS.sub(r"\\\1", visible(text))
