"""What an answer says to a reader, without saying how it looks: sentences and grids of styled words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple


class Style(Enum):
    """What a piece of text is, for a format to tell from the rest."""

    PLAIN = ""
    STRONG = "strong"
    FAINT = "faint"
    KEY = "key"
    DATE = "date"
    WARNING = "warning"
    NEW = "new"
    WRONG = "wrong"


class Span(NamedTuple):
    """Some text in one style; ``url`` is where it leads."""

    text: str
    style: Style = Style.PLAIN
    url: str = ""


class Break(Enum):
    """Where a line ends.

    ``ALWAYS``; ``ROOM``, only where lines are bounded, and two blanks else; ``FOLD``, only where they are bounded.
    """

    ALWAYS = "always"
    ROOM = "room"
    FOLD = "fold"


Words = str | Sequence[Span | Break]
"""What a cell or a sentence says. Line ends inside of a text are shown as what they are, not obeyed."""


class Bar(NamedTuple):
    """What a cell shows of a whole: a bar that is this part of the room which the other columns leave."""

    part: Fraction


def dated_words(label: str) -> Words:
    """A date that may go on in the next line after each ``/``."""
    first, *others = label.split("/")
    parts: list[Span | Break] = [Span(first + "/" * bool(others), Style.DATE)]
    for at, other in enumerate(others, start=1):
        parts += [Break.FOLD, Span(other + "/" * (at < len(others)), Style.DATE)]
    return parts


def lines(texts: Iterable[str], style: Style = Style.PLAIN) -> Words:
    """Texts, each on a line of its own."""
    return [part for text in texts for part in (Break.ALWAYS, Span(text, style))][1:]


class Prose(NamedTuple):
    """A sentence, which goes on in the next line where there is no more room; ``indent`` blanks stand before each."""

    words: Words
    indent: int = 0


class Line(NamedTuple):
    """A line that is never broken, so that what stands in it can be copied; ``indent`` blanks stand before it."""

    text: str
    indent: int = 0


BLANK = Line("")
"""An empty line."""


class Column(NamedTuple):
    """A column of a grid.

    Attributes:
        words: what stands in it, of an item.
        heading: what stands above it.
        style: that of what has no other.
        is_right: whether it is aligned to the right.
        is_whole: whether lines in it are never broken; what finds no room is left out where an ellipsis stands.
        least: how many columns of a terminal it has at least.
        width: how many it has, whatever stands in it; None for as many as it needs.
    """

    words: Callable[[Any], Words | Bar]
    heading: str = ""
    style: Style = Style.PLAIN
    is_right: bool = False
    is_whole: bool = False
    least: int = 0
    width: int | None = None


class Grid(NamedTuple):
    """Rows of cells, drawn as they come.

    Attributes:
        columns: those of the grid.
        items: what its rows are of.
        has_headings: whether the columns' headings stand above them.
        narrow: the columns instead, where there are fewer than 120 columns of a terminal.
    """

    columns: Sequence[Column]
    items: Iterable[Any]
    has_headings: bool = False
    narrow: Sequence[Column] = ()


Block = Prose | Line | Grid
SET_IN = Column(lambda _: "", width=0)
"""A column of nothing but the gap behind it, which sets in what follows."""


def pairs(rows: Iterable[tuple[Words, Words]]) -> Grid:
    """Two columns without headings, the first of which is never broken."""
    return Grid([Column(lambda row: row[0], is_whole=True), Column(lambda row: row[1])], rows)


def set_in(words: Words) -> Grid:
    """Words with two blanks before each line."""
    return Grid([SET_IN, Column(lambda each: each)], [words])


def facts(rows: Iterable[tuple[str, Words]], least: int) -> Grid:
    """Labels, and beside each what is said of it."""
    label = Column(lambda row: row[0], style=Style.FAINT, is_whole=True, least=least)
    return Grid([label, Column(lambda row: row[1])], rows)


def many(number: int, noun: str) -> str:
    """How many there are of something: ``1 event``, ``1,250 events``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def day_count(number: int) -> str:
    """``1 day``, ``1000 days``."""
    return f"{number} day{'' if number == 1 else 's'}"
