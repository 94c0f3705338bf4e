"""Answers that are kept in files; AITIMELINE_GOLDEN=write writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

_FOLDER = Path(__file__).parent / "cli" / "golden"


def kept(name: str, answer: bytes) -> bytes:
    """The answer that was kept under a name, or this one, where it is to be kept from now on."""
    path = _FOLDER / name
    if os.environ.get("AITIMELINE_GOLDEN") == "write":
        path.write_bytes(answer)
    return path.read_bytes()
