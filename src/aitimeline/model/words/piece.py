"""Pieces: the smallest parts of a date expression that mean something, and how a text is cut into them.

A piece has a kind, one character, so that the kinds of a run of pieces are a string, and the rules of the grammar
are regular expressions over such strings:

==== ================================ ==== ====================================
``Y`` a year                          ``A`` ago or later: before or after now
``y`` a year of two digits, or years  ``O`` an ordinal: first, last
``M`` a month                         ``P`` a part: early, late, the end of
``D`` a day of the month, or days     ``p`` a part of a unit: year-end
``W`` a day of the week               ``Q`` a quarter or half of a year
``w`` a weekend                       ``E`` a season
``Z`` a whole date in figures         ``C`` a decade or century
``R`` a day beside today: yesterday   ``H`` a holiday of fixed date
``r`` the day before or after another ``e`` the same, said before the other
``S`` a unit beside this: last year   ``T`` a time of day
``s`` this, last, next                ``G`` the week of (a date)
``u`` a unit: week, month, year       ``I`` within (a count)
``N`` a count of units: two weeks     ``i`` in (a count): from now on
``~`` around, about                   ``-`` to, through
``<`` from, between                   ``&`` and
``>`` 사이, that closes what ``&`` joins  ``F`` ``U`` since, until
==== ================================ ==== ====================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from attrs import field, frozen


@frozen
class Piece:
    """A part of an expression: ``value`` is what its kind needs.

    Attributes:
        is_weak: it may as well be an ordinary word or number; alone it is no date in a running text.
        is_follower: it means this only after another piece.
        is_joined: it means this only together with the next piece: ``27`` in 27~28일.
    """

    kind: str
    value: Any
    start: int
    end: int
    is_weak: bool = False
    is_follower: bool = False
    is_joined: bool = False


@frozen
class Entry:
    """A line of a lexicon: what a kind of piece looks like, and what it means.

    Attributes:
        pattern: a regular expression without capturing groups.
        read: from the matched text to the value; None as value means that it is no piece after all.
        parts: instead of ``read``, for a text that is several pieces: (kind, value, start, end) of each.
        is_follower: it is a piece only right after another.
    """

    kind: str
    pattern: str
    read: Callable[[str], Any] = str
    is_weak: bool = False
    is_follower: bool = False
    parts: Callable[[str], Sequence[tuple[str, Any, int, int]]] | None = field(default=None)


def words(kind: str, table: dict[str, Any], *, is_weak: bool = False, is_follower: bool = False) -> Entry:
    """An entry of fixed words; a space in one stands for any space or none."""
    plain = {_squeezed(word): value for word, value in table.items()}
    longest_first = sorted(table, key=len, reverse=True)
    pattern = "|".join(r"\s?".join(map(re.escape, word.split(" "))) for word in longest_first)
    return Entry(kind, pattern, lambda found: plain.get(_squeezed(found)), is_weak, is_follower)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text).casefold().replace("’", "'")


@frozen
class Lexicon:
    """The entries of one language; the first that matches counts.

    Attributes:
        first: the characters with which a run can begin.
        border: what must hold before a piece that begins a run.
        edge: what must hold after every piece.
        has_case: True if letters count in either case.
    """

    entries: tuple[Entry, ...]
    first: str
    border: str
    edge: str
    has_case: bool = False

    def wrapped(self, pattern: str) -> str:
        """The pattern of a piece with what holds in this language."""
        return f"(?{'i' if self.has_case else ''}:{pattern}{self.edge})"


_SAMPLES = ("a", "0", "가", "'")
_STARTS = r"(?<![A-Za-z\d])(?:([A-Za-z])|(\d)|(?<![가-힣])([가-힣])|(['’‘]))"
"""Where a run may begin: at the first letter of a word or the first digit of a number; by the kind of the character,
of which ``_SAMPLES`` has one each."""


class Cutter:
    """Cuts texts into runs of adjacent pieces.

    Args:
        lexicons: what the pieces look like.
        gap: what may stand between two pieces of a run, and means nothing.
    """

    def __init__(self, lexicons: Sequence[Lexicon], gap: str) -> None:
        entries = [(entry, lexicon) for lexicon in lexicons for entry in lexicon.entries]
        named = [lexicon.wrapped(f"(?P<e{at}>{entry.pattern})") for at, (entry, lexicon) in enumerate(entries)]
        self._entries = [entry for entry, _ in entries]
        self._next = re.compile(f"(?:{gap})(?:{'|'.join(named)})")
        self._head_patterns = [
            (lexicon.first, lexicon.border + pattern)
            for pattern, (entry, lexicon) in zip(named, entries, strict=True)
            if not entry.is_follower
        ]
        self._heads: dict[str, re.Pattern[str]] = {}

    def _head(self, letter: str) -> re.Pattern[str]:
        """What may begin with such a letter, compiled when a text has one."""
        if letter not in self._heads:
            possible = (pattern for first, pattern in self._head_patterns if re.match(first, letter))
            self._heads[letter] = re.compile("|".join(possible))
        return self._heads[letter]

    def runs(self, text: str) -> Iterator[list[Piece]]:
        """All runs of pieces that a text has, left to right."""
        at = 0
        for start in compiled(_STARTS).finditer(text):
            if start.start() < at:
                continue
            found = self._head(_SAMPLES[(start.lastindex or 1) - 1]).match(text, start.start())
            if not found:
                continue
            run = self._pieces(found)
            at = found.end()
            while run and (found := self._next.match(text, at)):
                more = self._pieces(found)
                if not more:
                    break
                run += more
                at = found.end()
            if run:
                yield run

    def _pieces(self, found: re.Match[str]) -> list[Piece]:
        name = found.lastgroup or ""
        entry = self._entries[int(name[1:])]
        text, start = found[name], found.start(name)
        if entry.parts:
            parts = entry.parts(text)
            return [
                Piece(kind, value, start + begin, start + end, is_joined=number < len(parts))
                for number, (kind, value, begin, end) in enumerate(parts, start=1)
            ]
        value = entry.read(text)
        if value is None:
            return []
        return [Piece(entry.kind, value, start, start + len(text), entry.is_weak, entry.is_follower)]


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A regular expression, compiled when it is first needed."""
    return re.compile(pattern)
