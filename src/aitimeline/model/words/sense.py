"""What the rules read: some pieces of an expression, and what they give: fields that are still open, or a value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from attrs import frozen

from aitimeline.model.words.numeral import full_year
from aitimeline.model.words.piece import Piece
from aitimeline.model.words.resolve import Fields
from aitimeline.model.words.value import Value

Sense = Fields | Value


@frozen
class Side:
    """What 'last', 'this' and 'next' say.

    Attributes:
        step: -1 for the last, 0 for this, 1 for the next, 2 for the one after.
        is_coming: the very first to come, if only tomorrow.
        is_counting: said of counts of units only: 향후, 최근.
        is_near: 'the very next': some day near the reference; the text around says which.
    """

    step: int
    is_coming: bool = False
    is_counting: bool = False
    is_near: bool = False


@frozen
class Pieces:
    """The pieces that a rule has matched, and the day from which they are seen."""

    run: Sequence[Piece]
    ref: date

    def get(self, kinds: str) -> Any:
        """The value of the first piece of one of these kinds, or None."""
        return next((piece.value for piece in self.run if piece.kind in kinds), None)

    def all(self, kinds: str) -> list[Any]:
        """The values of all pieces of these kinds, in their order."""
        return [piece.value for piece in self.run if piece.kind in kinds]

    @property
    def year(self) -> int | None:
        """The year, of which two digits stand for 1950 to 2049."""
        short = self.get("y")
        return self.get("Y") if short is None else full_year(short[0])

    @property
    def group(self) -> int | None:
        """The EDTF code of a quarter, half or season."""
        found: int | None = self.get("QE")
        return found

    @property
    def side(self) -> Side | None:
        """Which one: the last, this, the next."""
        found: Side | None = self.get("s")
        return found
