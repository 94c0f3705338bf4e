"""Sharing a log with git: which files it holds, and how it brings two versions of a segment together."""

from __future__ import annotations

import re
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


def lacks_driver(folder: Path) -> bool:
    """True if git is to merge the segments of a folder with this program, and in this clone does not know how.

    Whether it does is mostly seen in the clone's own settings; git is only started where it is not.
    """
    settings = settings_of(folder)
    if settings is None or _is_there(_stated(settings)):
        return False
    attribute = _git(folder, "check-attr", "merge", "--", f"any{SUFFIX}")
    return attribute.endswith(": aitimeline") and not _is_there(_git(folder, "config", DRIVER))


def settings_of(folder: Path) -> Path | None:
    """The settings of the clone whose work tree a folder is in; None where it is in none."""
    place = folder.resolve()
    found = next((each / ".git" for each in (place, *place.parents) if (each / ".git").exists()), None)
    if found is None or found.is_dir():
        return found and found / "config"
    own = found.parent / _text(found).removeprefix("gitdir:").strip()  # of a submodule, or a linked work tree
    shared = _text(own / "commondir").strip()
    return (own / shared if shared else own) / "config"


_SECTION = re.compile(r'^\s*\[merge "aitimeline"\]([^\[]*)', re.MULTILINE | re.IGNORECASE)
_COMMAND = re.compile(r'^\s*driver\s*=\s*"?(.*?)"?\s*$', re.MULTILINE | re.IGNORECASE)


def _stated(settings: Path) -> str:
    """The driver that a clone's own settings state, if that is simply written."""
    commands = [each for section in _SECTION.findall(_text(settings)) for each in _COMMAND.findall(section)]
    return commands[-1] if commands else ""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _is_there(command: str) -> bool:
    """True of a command whose program is installed."""
    try:
        words = shlex.split(command)
    except ValueError:
        return False
    return bool(words) and shutil.which(words[0]) is not None


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
