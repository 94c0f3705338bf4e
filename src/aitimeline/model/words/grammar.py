"""The rules: which runs of pieces are a date, and what it is.

A rule is a regular expression over the kinds of the pieces (see ``piece``) with a function that reads them. The rule
that takes most pieces wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache

from aitimeline.model.words import counted, dated, period
from aitimeline.model.words import value as values
from aitimeline.model.words.piece import Piece
from aitimeline.model.words.resolve import Fields
from aitimeline.model.words.sense import Pieces, Sense

_MOST_PIECES = 8
_X = "(?:S|su|sw)"
Rule = Callable[[Pieces], Sense | None]
RULES: tuple[tuple[str, Rule], ...] = (
    ("W?[YyN]?MDW?|W?MDW?[Yy]W?|W?DMW?[Yy]?|[YyN]?M|M[Yy]|Y|y|W?DW?|W", dated.calendar),
    ("[YyN]?[QE]P?|P?[QE][Yy]?|[YyN]?MP|PM[Yy]?|YP|PY|P[YyN]M", dated.calendar),
    ("W?[ZB]W?", dated.figures),
    ("X", dated.quarter_in_figures),
    ("OM[Yy]?", dated.worded_day),
    ("PW", lambda pieces: Fields(weekday=pieces.get("W"))),
    ("sY(?:MD?W?|Q|E|P|MP)?", dated.calendar),
    ("s(?:MD?W?|DW?|WD?|W?MD|[EQ]P?|MP)|PsM|sH|[QE]s", dated.beside),
    ("s[ND]", counted.stretch_beside),
    ("[ND]{1,4}A|iN{1,3}|R-[ND]{1,4}A|N{1,3}-R", counted.ago),
    ("R-[ND]", counted.from_day),
    ("R-OW", counted.weekday_from_day),
    ("NAW", counted.weekday_of_week),
    ("I[ND]|[ND]I|R-[ND]I", counted.within),
    (f"{_X}(?:MD?W?P?|DW?|WD?|P|Q|E|p|H)?|(?:P|Q|E|PM|MD?|W|D|H){_X}|W,?MD{_X}", period.period),
    (f"(?:[YyN]?M|Y|{_X}M?)?O(?:uW?|W)|O(?:W|u)(?:MY?|Y|{_X})|s[uW](?:MY?|Y)", period.ordinal),
    ("[Yys]?p|p[Yy]|Pu|CP|PC", period.part),
    (f"{_X}I", period.rest),
    ("G(?:[ZB]|W?MD[Yy]?|W?DM?[Yy]?)|(?:[ZB]|[Yy]?MDW?|D)u", dated.week_of),
    ("[Yy]?HW?|H[Yy]", dated.holiday),
    ("C", lambda pieces: values.of_mask(pieces.get("C"))),
    ("[Rre]W?|WR", lambda pieces: values.of_day(values.added(pieces.ref, pieces.get("Rre")))),
    ("w", lambda pieces: values.unit_at(pieces.ref, "weekend", 0)),
)
RANGE_RULES = (*RULES, ("[Yy]?N", period.week_number))


def senses(run: Sequence[Piece], at: int, ref: date, *, in_range: bool = False) -> Iterator[tuple[int, Sense]]:
    """What the pieces from ``at`` on may mean: the piece after the last, and the sense; the longest first.

    Raises:
        BadInputError: they are a date that the calendar does not have.
    """
    kinds = "".join(piece.kind for piece in run[at : at + _MOST_PIECES])
    for length, rules in _matching(kinds, in_range=in_range):
        pieces = Pieces(run[at : at + length], ref)
        for read in rules:
            sense = read(pieces)
            if sense is not None:
                yield at + length, sense
                break


@lru_cache(maxsize=4096)  # few runs of kinds are met in texts, again and again
def _matching(kinds: str, *, in_range: bool) -> list[tuple[int, list[Rule]]]:
    """The rules that take the first so many of these kinds, the most first."""
    found: dict[int, list[Rule]] = {}
    for pattern, read in RANGE_RULES if in_range else RULES:
        for length in range(len(kinds), 0, -1):
            if _over_kinds(pattern).fullmatch(kinds, 0, length):
                found.setdefault(length, []).append(read)
    return sorted(found.items(), reverse=True)


@cache
def _over_kinds(pattern: str) -> re.Pattern[str]:
    """A rule's expression; letters of either case are different kinds."""
    return re.compile(pattern)
