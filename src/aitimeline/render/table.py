"""Answers for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from rich.cells import cell_len

from aitimeline.answer.answer import Answer
from aitimeline.answer.block import Block, Break, Column, Grid, Line, Prose, Style, Words
from aitimeline.model.visible import visible
from aitimeline.render.format import Paper
from aitimeline.render.strip import Mark, Piece, Strip, codes, cropped, line_of

_WIDE = 120
_TOGETHER = 500
_GAP = 2
_PLAIN = Style.PLAIN
_NARROW_BREAKS: Mapping[Break, str] = dict.fromkeys(Break, "\n")
_WIDE_BREAKS: Mapping[Break, str] = {Break.ALWAYS: "\n", Break.ROOM: "  ", Break.FOLD: ""}
Row = Sequence[Strip]


def pieces(answer: Answer[Any], paper: Paper) -> Iterator[str]:
    """What a person reads of an answer, as it comes."""
    for block in answer.blocks(iter(answer.items)):
        yield from drawn(block, paper)


def drawn(block: Block, paper: Paper) -> Iterator[str]:
    """A block, many rows at a time; no line ends in blanks."""
    match block:
        case Prose(words, indent):
            yield _prose(_strip(words, paper), indent, paper.width)
        case Line(text, indent):
            yield f"{'':{indent}}{visible(text)}\n"
        case Grid():
            yield from _grid(block, paper)


def _prose(text: Strip, indent: int, width: int | None) -> str:
    if width is None:
        return " " * indent + "".join(line_of(line.pieces(_PLAIN)) for line in text.lines())
    room = width - indent
    lines = (piece.cut(room) for line in text.lines() if room > 0 for piece in line.broken(room))
    return "".join(line_of([Piece(" " * indent), *line.pieces(_PLAIN)]) for line in lines)


def _strip(words: Words, paper: Paper) -> Strip:
    """Words for a paper, controls made visible."""
    if isinstance(words, str):
        return Strip(visible(words))
    breaks = _NARROW_BREAKS if paper.width else _WIDE_BREAKS
    text, marks = "", []
    for part in words:
        added = breaks[part] if isinstance(part, Break) else visible(part.text)
        if added and paper.colour and not isinstance(part, Break) and part.style is not Style.PLAIN:
            marks.append(Mark(len(text), len(text) + len(added), part.style))
        text += added
    return Strip(text, tuple(marks))


def _grid(grid: Grid, paper: Paper) -> Iterator[str]:
    """A grid, so many rows at a time; all have at least the widths of the first of them, which alone have headings."""
    columns = grid.narrow if grid.narrow and paper.width and paper.width < _WIDE else grid.columns
    items, least = iter(grid.items), [column.least or None for column in columns]
    heading = [Strip(visible(column.heading)) for column in columns] if grid.has_headings else None
    is_first = True
    while rows := [[_strip(column.words(item), paper) for column in columns] for item in islice(items, _TOGETHER)]:
        sheet = _Sheet(columns, _widths(columns, least, [heading, *rows] if heading else rows, paper.width), paper)
        yield "".join(
            [*(sheet.heading(heading) if heading else ()), *(line for row in rows for line in sheet.row(row))]
        )
        if is_first and len(rows) == _TOGETHER:
            least[:-1] = [max(cell_len(cell.text) for cell in cells) for cells in list(zip(*rows, strict=True))[:-1]]
        heading, is_first = None, False


def _widths(columns: Sequence[Column], least: Sequence[int | None], rows: Sequence[Row], most: int | None) -> list[int]:
    """How wide each column is, with the gap behind it; where there is no room for all, the widest give way first."""
    gaps = [_GAP] * (len(columns) - 1) + [0]
    needed = [
        column.width if column.width is not None else max(row[at].width() for row in rows)
        for at, column in enumerate(columns)
    ]

    def within(at: int, most: int | None) -> int:
        width = needed[at] + gaps[at] if most is None else min(needed[at] + gaps[at], most)
        smallest = least[at] if columns[at].width is None else None
        return width if smallest is None else max(width, smallest + gaps[at])

    widths = [within(at, most) or 1 for at in range(len(columns))]
    if most is None or sum(widths) <= most:
        return widths
    narrowed = _evened(_narrowed(widths, [each.width is None and not each.is_whole for each in columns], most), most)
    return [within(at, width) if width > 0 else 0 for at, width in enumerate(narrowed)]


def _narrowed(widths: list[int], may_shrink: Sequence[bool], most: int) -> list[int]:
    """Widths of which the widest, of those that may shrink, are made as narrow as the next, until all have room."""
    while (excess := sum(widths) - most) > 0:
        free = [width for width, may in zip(widths, may_shrink, strict=True) if may]
        widest = max(free, default=0)
        step = widest - max((width for width in free if width != widest), default=0)
        if not step:
            break
        chosen = [may and width == widest for width, may in zip(widths, may_shrink, strict=True)]
        widths = _reduced(widths, chosen, excess, step)
    return widths


def _evened(widths: list[int], most: int) -> list[int]:
    """Widths that have room: where there is too little for all, each column loses as much."""
    excess = sum(widths) - most
    return _reduced(widths, [width > 0 for width in widths], excess, None) if excess > 0 else widths


def _reduced(widths: Sequence[int], chosen: Sequence[bool], excess: int, step: int | None) -> list[int]:
    """Widths less what is too much, as evenly as can be of those chosen, of none more than a step or itself."""
    found, left = [], sum(chosen)
    limit = None if step is None else min(excess, step)
    for width, is_chosen in zip(widths, chosen, strict=True):
        lost = min(width if limit is None else limit, round(excess / left)) if is_chosen else 0
        found.append(width - lost)
        excess, left = excess - lost, left - is_chosen
    return found


class _Sheet(NamedTuple):
    """Where rows are drawn."""

    columns: Sequence[Column]
    widths: Sequence[int]
    paper: Paper

    def heading(self, cells: Row) -> Iterator[str]:
        """The lines of the headings, which stand at the foot of their row."""
        return self._lines(cells, [Style.STRONG] * len(cells), at_foot=True)

    def row(self, cells: Row) -> Iterator[str]:
        """The lines of a row."""
        return self._lines(cells, [column.style for column in self.columns], at_foot=False)

    def _lines(self, cells: Row, styles: Sequence[Style], *, at_foot: bool) -> Iterator[str]:
        styles = styles if self.paper.colour else [_PLAIN] * len(cells)
        drawn = [self._cell(at, cell, style) for at, (cell, style) in enumerate(zip(cells, styles, strict=True))]
        height = max(map(len, drawn))
        if not height:  # there is no room at all
            return iter("\n")
        for lines, width, style in zip(drawn, self.widths, styles, strict=True):
            blank = [[Piece(" " * width, codes(style))]] * (height - len(lines))
            lines[:] = blank + lines if at_foot else lines + blank
        found = (chain.from_iterable(parts) for parts in zip(*drawn, strict=True))
        if self.paper.width and sum(self.widths) > self.paper.width:
            return (line_of(cropped(line, self.paper.width)) for line in found)
        return map(line_of, found)

    def _cell(self, at: int, cell: Strip, style: Style) -> list[list[Piece]]:
        """The lines of a cell, as wide as its column, with the gap behind it."""
        column, gap = self.columns[at], _GAP if at < len(self.columns) - 1 else 0
        width, is_whole = self.widths[at] - gap, column.is_whole or self.paper.width is None
        if width < 1:
            return []
        lines = [each for line in cell.lines() for each in ([line] if is_whole else line.broken(width))]
        behind = [Piece(" " * gap, codes(style))] if gap else []
        return [line.filled(width, is_right=column.is_right).pieces(style) + behind for line in lines]
