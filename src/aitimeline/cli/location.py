"""Which log is used, and why."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import aitimeline
from aitimeline.cli.config import Config
from aitimeline.cli.folder import folder_for
from aitimeline.log.identity import holds_log
from aitimeline.model.error import BadInputError, TimelineError

EVENTS = "events"


class Location(NamedTuple):
    """The folders that are read as one log; the first is written to.

    Attributes:
        reason: why these, for ``log stat``.
        may_be_missing: the folder that is only made by the first ``add``.
        read_only: the folder that is never written to.
    """

    folders: tuple[Path, ...]
    reason: str
    may_be_missing: Path | None = None
    read_only: Path | None = None

    def to_read(self) -> tuple[Path, ...]:
        """The folders, each checked to be there.

        Raises:
            BadInputError: one that was named is not.
        """
        for folder in self.folders:
            if not folder.is_dir() and folder != self.may_be_missing:
                raise BadInputError(
                    f"{folder}: there is no such folder ({self.reason}); make a log with 'aitimeline init {folder}'"
                )
        return self.folders

    def to_write(self) -> tuple[Path, ...]:
        """The folders, the first of which will be written to.

        Raises:
            TimelineError: it is the log that ships with the program.
        """
        if self.folders[0] == shipped_log() and not _is_checkout(self.folders[0]):
            raise TimelineError(f"{self.folders[0]} ships with the program and is read-only; name another with --log")
        return self.folders


def locate(given: Sequence[Path], environment: Mapping[str, str], config: Config, current: Path) -> Location:
    """Find the log: ``--log``, else AITIMELINE_LOG, else the settings, else a folder upwards, else one's own."""
    if given:
        return Location(tuple(given), "named with --log")
    if named := environment.get("AITIMELINE_LOG"):
        return Location(tuple(map(Path, filter(None, named.split(os.pathsep)))), "named by AITIMELINE_LOG")
    if config.log:
        return Location(config.log, "named in the settings file")
    if found := _upwards(current):
        return Location((found,), f"the nearest {EVENTS}/ folder upwards that holds a log")
    own = folder_for("data") / EVENTS
    return Location(
        (own, shipped_log()),
        "no other log was named or found: your own, together with the one that ships",
        may_be_missing=own,
        read_only=shipped_log(),
    )


def _upwards(current: Path) -> Path | None:
    candidates = (folder / EVENTS for folder in (current, *current.parents))
    return next((folder for folder in candidates if folder.is_dir() and holds_log(folder)), None)


def shipped_log() -> Path:
    """The curated log: inside the installed package, or beside ``src/`` in a checkout."""
    package = Path(aitimeline.__file__).parent
    installed = package / EVENTS
    return installed if installed.is_dir() else package.parents[1] / EVENTS


def _is_checkout(folder: Path) -> bool:
    return (folder.parent / "pyproject.toml").is_file()
