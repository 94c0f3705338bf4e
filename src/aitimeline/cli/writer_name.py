"""Who writes."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping


def writer_name(environment: Mapping[str, str]) -> str:
    """Who writes: AITIMELINE_WRITER, else git's user, else the system's."""
    if named := environment.get("AITIMELINE_WRITER", "").strip():
        return named
    return _git_user() or _system_user()


def _git_user() -> str:
    git = shutil.which("git")
    if not git:
        return ""
    asked = subprocess.run([git, "config", "user.name"], capture_output=True, check=False)  # noqa: S603
    return asked.stdout.decode("utf-8", "replace").strip()


def _system_user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
