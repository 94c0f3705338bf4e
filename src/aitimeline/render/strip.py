"""Styled text on the lines of a terminal: broken where there is no more room, cut and filled up to a width.

``rich.cells`` knows how wide letters are; lines are broken where rich breaks them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len, chop_cells, set_cell_size

from aitimeline.answer.block import Style

_WORD = re.compile(r"\s*\S+\s*")
_CODES = {
    Style.PLAIN: (),
    Style.STRONG: (1,),
    Style.FAINT: (2,),
    Style.KEY: (32,),
    Style.DATE: (36,),
    Style.WARNING: (1, 31),
    Style.NEW: (1, 32),
    Style.WRONG: (31,),
}
"""What ECMA-48 has for each style: brightness, then a colour."""
_COLOUR = 30  # the first of the codes that are colours


class Mark(NamedTuple):
    """Letters of a text, from a place to another, that have a style of their own."""

    start: int
    end: int
    style: Style


class Piece(NamedTuple):
    """Some text, and the codes of ECMA-48 with which it is shown."""

    text: str
    codes: str = ""


class Strip(NamedTuple):
    """Some text, which of its letters have a style of their own, in order, and the style of it all."""

    text: str
    marks: tuple[Mark, ...] = ()
    base: Style = Style.PLAIN

    def part(self, start: int, end: int) -> Strip:
        """The letters from a place to another."""
        inside = ((max(mark.start, start) - start, min(mark.end, end) - start, mark.style) for mark in self.marks)
        return Strip(self.text[start:end], tuple(Mark(*each) for each in inside if each[0] < each[1]), self.base)

    def lines(self) -> list[Strip]:
        """Its lines; one at least."""
        if "\n" not in self.text:
            return [self]
        found, start = [], 0
        for line in self.text.split("\n"):
            found.append(self.part(start, start + len(line)))
            start += len(line) + 1
        return found

    def width(self) -> int:
        """How many columns its widest line has."""
        return max(map(cell_len, self.text.split("\n"))) if "\n" in self.text else cell_len(self.text)

    def broken(self, width: int) -> list[Strip]:
        """A line as several, none wider than so many columns, but for blanks at the end."""
        if len(self.text) <= width and cell_len(self.text) <= width:
            return [self]
        places = [0, *_breaks(self.text, width), len(self.text)]
        ends = (
            max(start + len(self.text[start:end].rstrip()), min(end, start + width)) for start, end in pairwise(places)
        )
        return [self.part(start, end) for start, end in zip(places, ends, strict=False)]

    def cut(self, width: int, *, has_ellipsis: bool = False) -> Strip:
        """A line no wider than so many columns; an ellipsis stands for what is left out, if that is asked for."""
        if cell_len(self.text) <= width:
            return self
        text = set_cell_size(self.text, width - has_ellipsis) + "…" * has_ellipsis
        return self._replace(text=text, marks=self.part(0, len(text)).marks)

    def filled(self, width: int, *, is_right: bool, has_ellipsis: bool) -> Strip:
        """A line with just so many columns, with blanks behind it or before."""
        line = self.part(0, len(self.text.rstrip())) if is_right else self
        missing = width - cell_len(line.text)
        if missing <= 0:
            return line.cut(width, has_ellipsis=has_ellipsis)
        if not is_right:
            return line._replace(text=line.text + " " * missing)
        marks = tuple(Mark(start + missing, end + missing, style) for start, end, style in line.marks)
        return Strip(" " * missing + line.text, marks, self.base)

    def pieces(self, style: Style) -> list[Piece]:
        """Its text in pieces, each with its codes, where all of it has a style."""
        found, at = [], 0
        for start, end, own in self.marks:
            if at < start:
                found.append(Piece(self.text[at:start], codes(style, self.base)))
            found.append(Piece(self.text[start:end], codes(style, self.base, own)))
            at = end
        if at < len(self.text):
            found.append(Piece(self.text[at:], codes(style, self.base)))
        return found


def _breaks(text: str, width: int) -> list[int]:
    """The places at which a line is broken: before words, and within those that are wider than the width."""
    found, used = [], 0
    for word in _WORD.finditer(text):
        start, least = word.start(), cell_len(word[0].rstrip())
        if least <= width - used:
            used += cell_len(word[0])
        elif least > width:
            for piece in chop_cells(word[0], width):
                found += [start] if start else []
                start += len(piece)
                used = cell_len(piece)
        elif used and start:
            found.append(start)
            used = cell_len(word[0])
    return found


@lru_cache
def codes(*styles: Style) -> str:
    """The codes of some styles together, of which the last one with a colour has its way."""
    found = [code for style in styles for code in _CODES[style]]
    colours = [code for code in found if code >= _COLOUR]
    return ";".join(map(str, [*sorted({code for code in found if code < _COLOUR}), *colours[-1:]]))


def line_of(pieces: Iterable[Piece]) -> str:
    """A line as a terminal takes it, without blanks at its end."""
    return "".join(f"\x1b[{codes}m{text}\x1b[0m" if codes and text else text for text, codes in pieces).rstrip() + "\n"


def cropped(pieces: Iterable[Piece], width: int) -> Iterator[Piece]:
    """As much of a line as has room."""
    for text, codes in pieces:
        size = cell_len(text)
        if size >= width:
            yield Piece(set_cell_size(text, width), codes)
            return
        yield Piece(text, codes)
        width -= size
