"""The formats that any answer can be written in: each is a module with ``pieces``, which is imported when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from aitimeline.answer.answer import Answer

FORMATS: Mapping[str, str] = {
    "table": "aitimeline.render.table",
    "json": "aitimeline.render.json",
    "jsonl": "aitimeline.render.jsonl",
    "csv": "aitimeline.render.csv",
    "md": "aitimeline.render.markdown",
    "html": "aitimeline.render.html",
}
"""Each format's name, and the module that writes it."""
FOR_PEOPLE = "table"


class Paper(NamedTuple):
    """What is written on.

    Attributes:
        width: columns; None where lines may be as long as they need (a file, a pipe).
        colour: whether to colour.
        language: that of titles and names.
    """

    width: int | None = None
    colour: bool = False
    language: str = "en"


def pieces_of(answer: Answer[Any], name: str, paper: Paper) -> Iterator[str]:
    """An answer written in a format, piece by piece as it comes."""
    write = cast("Callable[[Answer[Any], Paper], Iterator[str]]", import_module(FORMATS[name]).pieces)
    return write(answer, paper)
