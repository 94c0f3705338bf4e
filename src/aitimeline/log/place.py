"""Where lines stand: the segments of a log, and the lines in them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from aitimeline.log.disk import Disk, SystemDisk

SUFFIX = ".jsonl"


class Place(NamedTuple):
    """Where a line stands: the segment, and the line's number from 1 (0: the segment as a whole)."""

    segment: Path
    line: int

    def __str__(self) -> str:
        return f"{self.segment}:{self.line}" if self.line else str(self.segment)


class Damage(NamedTuple):
    """A line that cannot be trusted, and why; it is served to nobody."""

    place: Place
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


def cannot_be_read(segment: Path, failure: OSError) -> Damage:
    """The damage of a segment none of whose lines can be had."""
    return Damage(Place(segment, 0), f"cannot be read: {failure.strerror or failure}")


class Line(NamedTuple):
    """A line of a segment as it stands there, without its newline.

    Attributes:
        offset: where it begins in the segment, in bytes.
        is_ended: whether a newline follows.
    """

    place: Place
    offset: int
    content: bytes
    is_ended: bool = True


def segments(folder: Path, disk: Disk | None = None) -> list[Path]:
    """The segments of a log's folder, by name. Names that begin with a dot are none."""
    names = (disk or SystemDisk()).names(folder)
    return [folder / name for name in sorted(names) if name.endswith(SUFFIX) and not name.startswith(".")]


def all_segments(folders: Sequence[Path], disk: Disk) -> list[Path]:
    """The segments of several folders, each once."""
    return list(dict.fromkeys(_real(path) for folder in folders for path in segments(folder, disk)))


def _real(segment: Path) -> Path:
    """Where a segment is; of a link that leads to no file, where the link is, as that is what can be mended."""
    real = os.path.realpath(segment)
    if not segment.is_symlink() or os.path.isfile(real):  # noqa: PTH113 -- False too where nobody may look
        return Path(real)
    return Path(os.path.realpath(segment.parent), segment.name)
