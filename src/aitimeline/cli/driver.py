"""Telling that git, in this clone, has not been told how to merge a log."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from zlib import crc32

from aitimeline.cli.folder import folder_for
from aitimeline.cli.run import Run
from aitimeline.log.sharing import lacks_driver

_SELDOM = timedelta(days=1)


def tell_missing(folders: Sequence[Path], run: Run, tell: Callable[[str], None]) -> None:
    """Tell of each folder of a log for which the driver is missing; a person need not be told again today."""
    missing = [folder for folder in folders if lacks_driver(folder)]
    for folder in missing:
        tell(
            f"{folder}: git has not been told in this clone how to merge a log, and may lose records without a word, "
            f"as 'git pull -X ours' does; run 'aitimeline init {shlex.quote(str(folder))}' once"
        )
    if missing:
        _note(folders, run)


def tell_seldom(folders: Sequence[Path], run: Run, tell: Callable[[str], None]) -> None:
    """The same, but where a day has not passed since it was told, or seen that there is nothing to tell."""
    try:
        since = run.now() - datetime.fromisoformat(_marker(folders).read_text(encoding="ascii"))
    except (OSError, ValueError, TypeError):
        since = _SELDOM
    if not timedelta() <= since < _SELDOM:
        tell_missing(folders, run, tell)
        _note(folders, run)


def _note(folders: Sequence[Path], run: Run) -> None:
    marker = _marker(folders)
    with suppress(OSError):  # then it is told once more
        marker.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(marker, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(run.now().isoformat())


def _marker(folders: Sequence[Path]) -> Path:
    """What keeps when it was told last."""
    named = "\n".join(map(os.path.realpath, folders))
    return folder_for("cache") / "driver" / f"{crc32(named.encode('utf-8', 'surrogateescape')):08x}"
