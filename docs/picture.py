"""Draws the picture of the README from what the program shows at a terminal.

``python docs/picture.py >docs/picture.svg`` makes it anew.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

COMMAND = ("within", "7", "gemini-announced")
COLUMNS = 84
EVENTS = Path(__file__).parent.parent / "events"
CELL, LINE, LETTER = 12, 24, 20
EDGE, HEAD = 16, 48
FRAME = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">
<style>
text {{ font: {letter}px "DejaVu Sans Mono", Menlo, Consolas, "Noto Sans Mono CJK KR", monospace }}
.none {{ fill: #c5c8c6 }} .bold {{ fill: #c5c8c6; font-weight: bold }} .dim {{ fill: #868887 }}
.red {{ fill: #cc6666; font-weight: bold }} .green {{ fill: #98a84b }} .cyan {{ fill: #68a0b3 }}
</style>
<rect x="0.5" y="0.5" width="{right}" height="{bottom}" rx="8" fill="#292929" stroke="#7f7f7f"/>
<circle cx="26" cy="24" r="7" fill="#ff5f57"/><circle cx="48" cy="24" r="7" fill="#febc2e"/>\
<circle cx="70" cy="24" r="7" fill="#28c840"/>
{text}
</svg>
"""
_COLOURS = {1: "red", 2: "green", 6: "cyan"}


def shown() -> str:
    """What the program shows at a terminal, with its colours."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    settings = {"COLUMNS": str(COLUMNS), "LANG": "C.UTF-8", "PYTHONUTF8": "1", "AITIMELINE_LOG": str(EVENTS)}
    command = [sys.executable, "-m", "aitimeline", "--config", os.devnull, "--color", "always", *COMMAND]
    return subprocess.run(command, env={**kept, **settings}, capture_output=True, check=True).stdout.decode()


def drawn(answer: str) -> str:
    """A picture of a terminal in which the question and its answer stand."""
    lines = [Text(f"$ aitimeline {' '.join(COMMAND)}"), *Text.from_ansi(answer).split("\n")]
    text = "\n".join(piece for row, line in enumerate(lines) for piece in _pieces(line, HEAD + LINE * (row + 1)))
    width, height = EDGE * 2 + CELL * COLUMNS, HEAD + LINE * len(lines) + EDGE
    return FRAME.format(text=text, width=width, height=height, right=width - 1, bottom=height - 1, letter=LETTER)


def _pieces(line: Text, y: int) -> Iterator[str]:
    """The pieces of a line that have one style and one width of letters, each at the cell where it stands."""
    console, at = Console(), 0
    styled = [(_name(line.get_style_at_offset(console, each)), cell_len(line.plain[each])) for each in range(len(line))]
    for (name, _), group in groupby(zip(styled, line.plain, strict=True), key=lambda each: each[0]):
        text = "".join(letter for _, letter in group)
        if letters := text.strip():
            x = EDGE + CELL * (at + len(text) - len(text.lstrip()))
            kept = escape(letters, quote=False).replace(" ", "\u00a0")
            yield f'<text class="{name}" x="{x}" y="{y}" textLength="{CELL * cell_len(letters)}">{kept}</text>'
        at += cell_len(text)


def _name(style: Style) -> str:
    colour = _COLOURS.get(style.color.number or 0) if style.color else None
    return colour or ("bold" if style.bold else "dim" if style.dim else "none")


if __name__ == "__main__":
    sys.stdout.buffer.write(drawn(shown()).encode())
