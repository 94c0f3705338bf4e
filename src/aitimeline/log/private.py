"""What is for one person's eyes: folders that nobody else may enter, whatever the umask says."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

FILE = 0o600
FOLDER = 0o700


def private_folder(folder: Path) -> None:
    """Make a folder, and those above it, that are not there; and see that nobody else may enter it.

    Raises:
        OSError: it cannot be made.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        with suppress(FileExistsError):
            each.mkdir(FOLDER)
    if stat.S_IMODE(folder.stat().st_mode) != FOLDER:
        folder.chmod(FOLDER)


def private_file(path: Path) -> None:
    """Make an empty file that nobody else may read; one that is there stays, but for its permissions.

    Raises:
        OSError: it cannot be made.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, FILE)
    try:
        if os.name != "nt":  # where a folder's permissions are those of the files in it
            os.fchmod(descriptor, FILE)
    finally:
        os.close(descriptor)
