"""Blocks as rich would draw them: what our own drawing, which is ten times as fast, is held to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from io import StringIO
from itertools import islice
from typing import Any, NamedTuple

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from aitimeline.answer.block import Bar, Block, Break, Column, Grid, Line, Prose, Span, Style, Words
from aitimeline.model.visible import visible
from aitimeline.render.format import Paper

_WIDE = 120
_UNBOUNDED = 1_000_000
_GAP = 2
_LEAST_BAR, _LONGEST_BAR = 8, 50
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_STYLES = {
    Style.PLAIN: "",
    Style.STRONG: "bold",
    Style.FAINT: "dim",
    Style.KEY: "green",
    Style.DATE: "cyan",
    Style.WARNING: "bold red",
    Style.NEW: "bold green",
    Style.WRONG: "red",
}


def drawn(block: Block, paper: Paper, together: int = 500) -> Iterator[str]:
    """A block, many rows at a time; no line ends in blanks."""
    match block:
        case Prose(words, indent) if paper.width is None or not indent:
            yield " " * indent + _draw(_styled(words, paper), paper)
        case Prose(words, indent):
            yield _draw(Padding(_styled(words, paper), (0, 0, 0, indent)), paper)
        case Line(text, indent):
            yield f"{'':{indent}}{visible(text)}\n"
        case Grid():
            yield from _tables(block, paper, together)


def _tables(grid: Grid, paper: Paper, together: int) -> Iterator[str]:
    """A grid; all pieces have the columns of the first one, which alone has headings."""
    columns = grid.narrow if grid.narrow and paper.width and paper.width < _WIDE else grid.columns
    items = iter(grid.items)
    widths: list[int] = []
    has_headings = grid.has_headings
    while piece := list(islice(items, together)):
        table = _table(columns, piece, paper, has_headings=has_headings)
        has_headings = False
        if not widths and len(piece) == together:
            widths = _widths(table, paper)
        elif widths:
            for column, width in zip(table.columns, widths, strict=False):
                column.min_width = width
        yield _draw(table, paper)


def _widths(table: Table, paper: Paper) -> list[int]:
    """How wide columns stay in the next pieces: all, or where there is no room for that, those that are never broken.

    What may be broken is laid out anew then, and so is all where even the others find no room.
    """
    shown = table.show_header
    needed = [
        _width(column.min_width or 0, [column.header if shown else "", *column.cells]) for column in table.columns
    ]
    least = [
        width if column.no_wrap else column.min_width or 1 for width, column in zip(needed, table.columns, strict=True)
    ]
    room = (paper.width or _UNBOUNDED) - _GAP * len(needed)
    return next((widths[:-1] for widths in (needed, least) if sum(widths) <= room), [])


def _width(least: int, cells: Iterable[RenderableType]) -> int:
    texts = (str(cell) for cell in cells if isinstance(cell, str | Text))  # anything else takes what room there is
    return max([least, *(cell_len(line) for text in texts for line in text.split("\n"))])


def _table(columns: Sequence[Column], items: Sequence[Any], paper: Paper, *, has_headings: bool) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold", show_header=has_headings)
    for column in columns:
        table.add_column(
            visible(column.heading),
            style=_STYLES[column.style],
            justify="right" if column.is_right else "left",
            no_wrap=column.is_whole or paper.width is None,
            overflow="ellipsis" if column.is_whole else "fold",
            min_width=column.least or None,
            width=column.width,
        )
    for item in items:
        table.add_row(*(_cell(column.words(item), paper) for column in columns))
    return table


def _cell(words: Words | Bar, paper: Paper) -> RenderableType:
    return _DrawnBar(words.part) if isinstance(words, Bar) else _styled(words, paper)


class _DrawnBar(NamedTuple):
    """A bar in what room there is."""

    part: Fraction

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(_LEAST_BAR, _LONGEST_BAR)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        yield Text(bar(self.part, options.max_width))


def bar(part: Fraction, width: int) -> str:
    """A bar that is this part of a width, to an eighth of a letter; the least that is not nothing is seen."""
    whole, rest = divmod(max(round(part * width * 8), bool(part)), 8)
    return "█" * whole + (_EIGHTHS[rest] if rest else "")


def _styled(words: Words, paper: Paper) -> Text:
    """Words for a paper, controls made visible."""
    if isinstance(words, str):
        return Text(visible(words))
    breaks = {Break.ALWAYS: "\n", Break.ROOM: "\n" if paper.width else "  ", Break.FOLD: "\n" if paper.width else ""}
    styles = {part.style for part in words if isinstance(part, Span)}
    of_all = _STYLES[styles.pop()] if len(styles) == 1 and Break.ALWAYS not in words else ""
    text = Text(style=of_all)  # then it is one of what fills the cell too
    for part in words:
        if isinstance(part, Break):
            text.append(breaks[part])
        else:
            text.append(visible(part.text), None if of_all else _STYLES[part.style] or None)
    return text


def _draw(content: RenderableType, paper: Paper) -> str:
    console = Console(
        file=StringIO(),
        width=paper.width or _UNBOUNDED,
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
