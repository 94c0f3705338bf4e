"""Which colour stands where in what is shown at a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

_COLOURS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")


def runs_of(shown: str) -> list[tuple[str, str]]:
    """What is shown, cut where its style changes: each piece with its style, blanks at its ends left out."""
    pieces: list[tuple[str, str]] = []
    for segment in Text.from_ansi(shown).render(Console()):
        style = _named(str(segment.style or "none"))
        for number, part in enumerate(segment.text.split("\n")):
            if pieces and not number and pieces[-1][0] == style:
                pieces[-1] = (style, pieces[-1][1] + part)
            else:
                pieces.append((style, part))
    return [(style, piece.strip()) for style, piece in pieces if piece.strip()]


def styled_as(style: str, shown: str) -> list[str]:
    """The pieces that bear a style: ``none``, ``bold red``."""
    return [piece for each, piece in runs_of(shown) if each == style]


def _named(style: str) -> str:
    for number, name in enumerate(_COLOURS):
        style = style.replace(f"color({number})", name)
    return style
