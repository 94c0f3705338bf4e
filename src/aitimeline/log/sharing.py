"""Sharing a log with git: which files it holds, and how it brings two versions of a segment together."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from aitimeline.log.disk import LOCK, Disk
from aitimeline.log.durable import replace_file
from aitimeline.log.place import SUFFIX

DRIVER = "merge.aitimeline.driver"
ATTRIBUTES = (f"*{SUFFIX} -text merge=aitimeline",)
"""No line end is ever changed, and the driver merges. Where it is not installed, git makes a conflict of it."""
IGNORED = (LOCK, ".*.tmp", f"*{SUFFIX}.damaged-*")


def keep_files(folder: Path, disk: Disk) -> bool:
    """See that the log's folder tells git what to do with it; True if anything had to be written.

    Raises:
        TimelineError: it could not be written.
    """
    made = [_keep_lines(folder / name, lines, disk) for name, lines in _FILES.items()]
    return any(made)


_FILES = {".gitattributes": ATTRIBUTES, ".gitignore": IGNORED}


def _keep_lines(path: Path, lines: Sequence[str], disk: Disk) -> bool:
    before = disk.read(path) if disk.stamp(path) else b""
    missing = [line for line in lines if line.encode() not in before.splitlines()]
    if missing:
        begin = before if before.endswith(b"\n") or not before else before + b"\n"
        replace_file(disk, path, [begin, *(f"{line}\n".encode() for line in missing)])
    return bool(missing)


def is_in_repository(folder: Path) -> bool:
    """True if a folder is in the work tree of a git repository."""
    return _git(folder, "rev-parse", "--is-inside-work-tree") == "true"


def install_driver(folder: Path) -> bool:
    """Have git, in the repository that a folder is in, merge segments with this program; True if that is new.

    The setting belongs to the clone: git never takes the command that it runs from what it fetched.
    """
    command = f"{shlex.quote(Path(sys.executable).as_posix())} -m aitimeline log merge-driver %O %A %B %P"
    if not is_in_repository(folder) or _git(folder, "config", DRIVER) == command:
        return False
    _git(folder, "config", "merge.aitimeline.name", "the union of two versions of a log's segment")
    _git(folder, "config", DRIVER, command)
    return _git(folder, "config", DRIVER) == command


def _git(folder: Path, *arguments: str) -> str:
    """What git answers; nothing where it is not installed or has no answer."""
    program = shutil.which("git")
    if not program:
        return ""
    asked = subprocess.run([program, "-C", str(folder), *arguments], capture_output=True, check=False)  # noqa: S603
    return asked.stdout.decode("utf-8", "replace").strip()
