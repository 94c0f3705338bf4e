"""Where the system keeps a person's settings, data and cache."""

from __future__ import annotations

from pathlib import Path
from typing import Literal


def folder_for(use: Literal["config", "data", "cache"]) -> Path:
    """This program's folder for ``config``, ``data`` or ``cache``, as platformdirs knows it of each system."""
    import platformdirs

    found: Path = getattr(platformdirs, f"user_{use}_path")("aitimeline")
    return found
