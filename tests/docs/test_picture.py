"""The picture of the README is what the program shows."""

from __future__ import annotations

import re
import subprocess
import sys

from desk import PROJECT


def test_the_picture_is_drawn_from_what_the_program_shows() -> None:
    drawn = subprocess.run([sys.executable, PROJECT / "docs" / "picture.py"], capture_output=True, check=True).stdout
    assert drawn == (PROJECT / "docs" / "picture.svg").read_bytes()


def test_the_picture_loads_nothing_from_elsewhere() -> None:
    picture = (PROJECT / "docs" / "picture.svg").read_text(encoding="utf-8")
    assert re.findall(r"(?:href|src|url|@import)\W*[^\s>]*", picture) == []
