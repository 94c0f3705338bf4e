"""Answers for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, islice
from typing import Any, NamedTuple

from aitimeline.answer.answer import Answer
from aitimeline.answer.block import Bar, Block, Break, Column, Grid, Line, Prose, Span, Style, Words
from aitimeline.model.visible import visible
from aitimeline.render.format import Paper
from aitimeline.render.strip import Mark, Piece, Strip, codes, cropped, line_of

_WIDE = 120
_TOGETHER = 500
_GAP = 2
_LONGEST_BAR = 50
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_PLAIN = Style.PLAIN
_NARROW_BREAKS: Mapping[Break, str] = dict.fromkeys(Break, "\n")
_WIDE_BREAKS: Mapping[Break, str] = {Break.ALWAYS: "\n", Break.ROOM: "  ", Break.FOLD: ""}
Row = Sequence[Strip | Bar]


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
    styles = {part.style for part in words if isinstance(part, Span)} if paper.colour else set()
    if len(styles) == 1 and Break.ALWAYS not in words:  # then it is that of what fills the cell too
        return Strip(text, base=styles.pop())
    return Strip(text, tuple(marks))


def _cell(words: Words | Bar, paper: Paper) -> Strip | Bar:
    return words if isinstance(words, Bar) else _strip(words, paper)


def bar(part: Fraction, width: int) -> str:
    """A bar that is this part of a width, to an eighth of a letter; the least that is not nothing is seen."""
    whole, rest = divmod(max(round(part * width * 8), bool(part)), 8)
    return "█" * whole + (_EIGHTHS[rest] if rest else "")


def _grid(grid: Grid, paper: Paper) -> Iterator[str]:
    """A grid, so many rows at a time; all have at least the widths of the first of them, which alone have headings."""
    columns = grid.narrow if grid.narrow and paper.width and paper.width < _WIDE else grid.columns
    items, least = iter(grid.items), [column.least for column in columns]
    heading = [Strip(visible(column.heading)) for column in columns] if grid.has_headings else None
    is_first = True
    while rows := [[_cell(column.words(item), paper) for column in columns] for item in islice(items, _TOGETHER)]:
        every: list[Row] = [heading, *rows] if heading else list(rows)
        needed = [_needed(column, [row[at] for row in every]) for at, column in enumerate(columns)]
        sheet = _Sheet(columns, _widths(columns, needed, least, paper.width), paper)
        yield "".join(
            [*(sheet.heading(heading) if heading else ()), *(line for row in rows for line in sheet.row(row))]
        )
        if is_first and len(rows) == _TOGETHER:
            least = _kept(columns, every, paper.width) or least
        heading, is_first = None, False


def _needed(column: Column, cells: Row) -> int:
    """How wide a column would be."""
    if column.width is not None:
        return column.width
    return max(_LONGEST_BAR if isinstance(cell, Bar) else cell.width() for cell in cells)


def _kept(columns: Sequence[Column], rows: Sequence[Row], most: int | None) -> list[int]:
    """How wide columns stay in the next pieces: all, or where there is no room for that, those that are never broken.

    What may be broken is laid out anew then, and so is all where even the others find no room.
    """
    texts = ([row[at] for row in rows] for at in range(len(columns)))
    needed = [
        max([column.least, *(cell.width() for cell in cells if isinstance(cell, Strip))])
        for column, cells in zip(columns, texts, strict=True)
    ]
    whole = [
        width if column.is_whole or most is None else column.least or 1
        for width, column in zip(needed, columns, strict=True)
    ]
    for widths in (needed, whole):
        if most is None or sum(widths) + _GAP * len(widths) <= most:
            return [*widths[:-1], columns[-1].least]
    return []


def _widths(columns: Sequence[Column], needed: Sequence[int], least: Sequence[int], most: int | None) -> list[int]:
    """How wide each column is, with the gap behind it; where there is no room for all, the widest give way first."""
    gaps = [_GAP] * (len(columns) - 1) + [0]

    def within(at: int, most: int | None) -> int:
        width = needed[at] + gaps[at] if most is None else min(needed[at] + gaps[at], most)
        smallest = least[at] if columns[at].width is None else 0
        return max(width, smallest + gaps[at]) if smallest else width

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

    def _cell(self, at: int, cell: Strip | Bar, style: Style) -> list[list[Piece]]:
        """The lines of a cell, as wide as its column, with the gap behind it."""
        column, gap = self.columns[at], _GAP if at < len(self.columns) - 1 else 0
        width, is_whole = self.widths[at] - gap, column.is_whole or self.paper.width is None
        if width < 1:
            return []
        behind = [Piece(" " * gap, codes(style))] if gap else []
        if isinstance(cell, Bar):
            cell = Strip(bar(cell.part, width))
        lines = [each for line in cell.lines() for each in ([line] if is_whole else line.broken(width))]
        filled = (line.filled(width, is_right=column.is_right, has_ellipsis=column.is_whole) for line in lines)
        return [line.pieces(style) + behind for line in filled]
