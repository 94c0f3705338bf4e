"""Blocks as rich would draw them: what our own drawing, which is ten times as fast, is held to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice
from typing import Any

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from aitimeline.answer.block import Break, Column, Grid, Prose, Style, Words
from aitimeline.model.visible import visible
from aitimeline.render.format import Paper

_STYLES = {
    Style.PLAIN: "",
    Style.STRONG: "bold",
    Style.FAINT: "dim",
    Style.KEY: "green",
    Style.DATE: "cyan",
    Style.WARNING: "bold red",
}


def prose(block: Prose, paper: Paper) -> str:
    """A sentence."""
    text = _styled(block.words, paper)
    if paper.width is None or not block.indent:
        return " " * block.indent + _draw(text, paper)
    return _draw(Padding(text, (0, 0, 0, block.indent)), paper)


def tables(grid: Grid, paper: Paper, together: int) -> Iterator[str]:
    """A grid, so many rows at a time."""
    items, widths, has_headings = iter(grid.items), list[int](), grid.has_headings
    while piece := list(islice(items, together)):
        table = _table(grid.columns, piece, paper, has_headings=has_headings)
        has_headings = False
        if not widths and len(piece) == together:
            widths = [max(map(cell_len, map(str, column.cells))) for column in table.columns[:-1]]
        elif widths:
            for column, width in zip(table.columns, widths, strict=False):
                column.min_width = width
        yield _draw(table, paper)


def _table(columns: Sequence[Column], items: Sequence[Any], paper: Paper, *, has_headings: bool) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", show_header=has_headings)
    for column in columns:
        table.add_column(
            visible(column.heading),
            style=_STYLES[column.style],
            justify="right" if column.is_right else "left",
            no_wrap=column.is_whole or paper.width is None,
            overflow="fold",
            min_width=column.least or None,
            width=column.width,
        )
    for item in items:
        table.add_row(*(_styled(column.words(item), paper) for column in columns))
    return table


def _styled(words: Words, paper: Paper) -> Text:
    if isinstance(words, str):
        return Text(visible(words))
    breaks = {Break.ALWAYS: "\n", Break.ROOM: "\n" if paper.width else "  ", Break.FOLD: "\n" if paper.width else ""}
    text = Text()
    for part in words:
        if isinstance(part, Break):
            text.append(breaks[part])
        else:
            text.append(visible(part.text), _STYLES[part.style] or None)
    return text


def _draw(content: RenderableType, paper: Paper) -> str:
    console = Console(
        file=StringIO(),
        width=paper.width or 1_000_000,
        force_terminal=paper.colour,
        color_system="standard" if paper.colour else None,
        no_color=not paper.colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    with console.capture() as captured:
        console.print(content, soft_wrap=paper.width is None)
    return "".join(line.rstrip() + "\n" for line in captured.get().splitlines())
