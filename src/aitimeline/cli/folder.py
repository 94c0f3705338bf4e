"""Where the system keeps a person's settings, data and cache."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

_BELOW_HOME = {"config": ".config", "data": ".local/share", "cache": ".cache"}


def folder_for(use: str, environment: Mapping[str, str]) -> Path:
    """This program's folder for ``config``, ``data`` or ``cache``.

    On Linux it is found as the XDG specification says, which takes a tenth of what importing platformdirs would; where
    that needs more than an absolute path in a variable, and on all other systems, platformdirs knows it.
    """
    if sys.platform == "linux":
        stated, home = environment.get(f"XDG_{use.upper()}_HOME", ""), environment.get("HOME", "")
        if stated.startswith("/"):
            return Path(stated, "aitimeline")
        if home.startswith("/"):
            return Path(home, _BELOW_HOME[use], "aitimeline")
    import platformdirs

    found: Path = getattr(platformdirs, f"user_{use}_path")("aitimeline")
    return found
