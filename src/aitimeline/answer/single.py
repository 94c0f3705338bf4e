"""One object, which a person reads in lines: what a log holds, what is wrong with it, what was added to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from aitimeline.answer.answer import Answer, Cell, Field
from aitimeline.answer.block import Line

WHAT = ("what", "value")
"""The names of the columns where each row is a member of the object."""


def single(
    value: Mapping[str, Any], text: Iterable[str], rows: Iterable[Sequence[Cell]], names: Sequence[str] = WHAT
) -> Answer[Mapping[str, Any]]:
    """An answer that is one object: as rows under these names, and as lines of text."""
    return Answer(
        items=[value],
        value=lambda each: each,
        fields=[Field(name, itemgetter(at)) for at, name in enumerate(names)],
        lines=lambda _: rows,
        blocks=lambda _: map(Line, text),
        is_one=True,
    )
