"""Which colour stands where in what is shown at a terminal."""

from __future__ import annotations

from itertools import groupby

from rich.console import Console
from rich.text import Text

_COLOURS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")


def runs_of(shown: str) -> list[tuple[str, str]]:
    """What is shown, cut where its style changes: each piece with its style, blanks at its ends left out."""
    text, console = Text.from_ansi(shown), Console()
    styles = [_named(str(text.get_style_at_offset(console, at))) for at in range(len(text))]
    pieces = groupby(zip(styles, text.plain, strict=True), key=lambda each: (each[0], each[1] == "\n"))
    found = [(style, "".join(letter for _, letter in piece).strip()) for (style, _), piece in pieces]
    return [(style, piece) for style, piece in found if piece]


def styled_as(style: str, shown: str) -> list[str]:
    """The pieces that bear a style: ``none``, ``bold red``."""
    return [piece for each, piece in runs_of(shown) if each == style]


def _named(style: str) -> str:
    for number, name in enumerate(_COLOURS):
        style = style.replace(f"color({number})", name)
    return style
