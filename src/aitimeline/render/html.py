"""Answers as HTML fragments: a table to be put into a page. What comes from the log is text there, never markup."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from aitimeline.answer.answer import Answer
from aitimeline.answer.block import Break, Span, Style
from aitimeline.model.visible import visible
from aitimeline.render.document import headings_of, is_link, rows_of
from aitimeline.render.format import Paper


def pieces(answer: Answer[Any], paper: Paper) -> Iterator[str]:
    """The lines of an answer under headings, a row at a time."""
    headings = "".join(f'<th scope="col">{_text(name)}</th>' for name in headings_of(answer))
    yield f'<table lang="{paper.language}">\n<thead><tr>{headings}</tr></thead>\n<tbody>\n'
    for cells in rows_of(answer, _text, _part):
        yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"
    yield "</tbody>\n</table>\n"


def _part(part: Span | Break) -> str:
    if isinstance(part, Break):
        return "<br>"
    text = _text(part.text)
    if part.style is Style.KEY:
        return f"<code>{text}</code>"
    return f'<a href="{_text(part.url)}">{text}</a>' if is_link(part) else text


def _text(text: str) -> str:
    return escape(visible(text))
