"""Answers as HTML fragments: a table to be put into a page. What comes from the log is text there, never markup."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from aitimeline.answer.answer import Answer
from aitimeline.answer.block import Break, Span, Style
from aitimeline.model.visible import visible
from aitimeline.render.format import Paper


def pieces(answer: Answer[Any], paper: Paper) -> Iterator[str]:
    """The lines of an answer under headings, a row at a time."""
    fields = answer.shown or answer.fields
    headings = "".join(f'<th scope="col">{_text(field.name)}</th>' for field in fields)
    yield f'<table lang="{paper.language}">\n<thead><tr>{headings}</tr></thead>\n<tbody>\n'
    for item in answer.items:
        for line in answer.lines(item):
            cells = (_written(field.cell(line), answer.truth) for field in fields)
            yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"
    yield "</tbody>\n</table>\n"


def _written(cell: Any, truth: tuple[str, str]) -> str:
    if isinstance(cell, bool):
        return truth[cell]
    if isinstance(cell, list):
        return "".join(map(_part, cell))
    return "" if cell is None else _text(str(cell))


def _part(part: Span | Break) -> str:
    if isinstance(part, Break):
        return "<br>"
    text = _text(part.text)
    if part.style is Style.KEY:
        return f"<code>{text}</code>"
    return f'<a href="{_text(part.url)}">{text}</a>' if part.url.startswith(("https://", "http://")) else text


def _text(text: str) -> str:
    return escape(visible(text))
