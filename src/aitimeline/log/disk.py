"""What the log asks of the operating system, one call each, and nothing decided here.

The rules of when to write, when to synchronise and what to check stand in ``durable``; tests run these rules on
a ``Disk`` that loses power.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from attrs import field, frozen

from aitimeline.model.error import TimelineError

LOCK = ".lock"
LOCK_SECONDS = 30
_FIRST_PAUSE, _LONGEST_PAUSE = 0.0005, 0.02
_BINARY = getattr(os, "O_BINARY", 0)


@frozen
class Stamp:
    """Which file a name or a descriptor stood for, and what it looked like."""

    device: int
    inode: int
    size: int
    modified: int

    def is_same_file(self, other: Stamp | None) -> bool:
        """True if both are of one file, whatever has been written to it between them."""
        return other is not None and (self.device, self.inode) == (other.device, other.inode)


class Disk(Protocol):
    """The calls. Each raises OSError as the system does, but for the lock, which waits with a limit."""

    def locked(self, folder: Path) -> AbstractContextManager[None]:
        """Hold the folder's one writer's lock."""

    def is_locked(self, folder: Path) -> bool:
        """True if a writer holds the lock at this moment. Never waits."""

    def names(self, folder: Path) -> list[str]:
        """The names of the files in a folder, in no order; none if it is not there."""

    def stamp(self, path: Path) -> Stamp | None:
        """What a name stands for; None if there is no such file."""

    def read(self, path: Path, offset: int = 0) -> bytes:
        """A file's bytes from ``offset`` to its end."""

    def open_to_append(self, path: Path) -> int:
        """A descriptor whose writes go to the end of the file, which is made if it is not there."""

    def create(self, path: Path) -> int:
        """A descriptor of a new file, which must not be there."""

    def stamp_of(self, descriptor: int) -> Stamp:
        """What a descriptor stands for."""

    def last_byte(self, descriptor: int) -> bytes:
        """The last byte of a file; empty if the file is."""

    def write(self, descriptor: int, content: memoryview) -> int:
        """Write, perhaps less than was asked; gives the number of bytes."""

    def synchronise(self, descriptor: int) -> None:
        """Put a file's bytes on the disk."""

    def synchronise_folder(self, folder: Path) -> None:
        """Put a folder's list of names on the disk."""

    def close(self, descriptor: int) -> None:
        """Close a descriptor."""

    def replace(self, source: Path, target: Path) -> None:
        """Give a file another's name, at once."""

    def link(self, source: Path, target: Path) -> None:
        """Give a file a second name."""

    def remove(self, path: Path) -> None:
        """Take a name away, if it is there."""

    def make_folder(self, path: Path) -> None:
        """Make a folder; one that is there already is no failure."""


@frozen
class SystemDisk:
    """The disk of this machine. One for each writer, as it keeps the descriptors of the locks that it took."""

    _locks: dict[Path, tuple[int, int]] = field(factory=dict, repr=False)

    @contextlib.contextmanager
    def locked(self, folder: Path) -> Iterator[None]:
        """Hold the lock: ``flock`` on ``.lock``, a file that is never deleted.

        Raises:
            TimelineError: another process held it for 30 seconds, or the folder cannot be written to.
        """
        descriptor = self._acquire(folder)
        try:
            yield
        finally:
            _unlock(descriptor)

    def _acquire(self, folder: Path) -> int:
        pause, until = _FIRST_PAUSE, time.monotonic() + LOCK_SECONDS
        while True:
            descriptor = self._lock_descriptor(folder)
            if _try_lock(descriptor):
                if _stamp(os.fstat(descriptor)).is_same_file(self.stamp(folder / LOCK)):
                    return descriptor
                os.close(self._locks.pop(folder)[0])  # somebody has deleted the file: lock its successor
                continue
            if time.monotonic() > until:
                raise TimelineError(f"{folder}: another process has been writing for {LOCK_SECONDS} seconds; try again")
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _lock_descriptor(self, folder: Path) -> int:
        """The descriptor of the lock's file; a child process opens its own, as an inherited one excludes nobody."""
        descriptor, owner = self._locks.get(folder, (-1, -1))
        if owner != os.getpid():
            try:
                descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | _BINARY, 0o644)
            except OSError as failure:
                raise TimelineError(f"{folder}: cannot be written to: {failure.strerror}") from None
            self._locks[folder] = descriptor, os.getpid()
        return descriptor

    def is_locked(self, folder: Path) -> bool:
        """True if a writer holds the lock. Where that cannot be known (no right to open it), False."""
        try:
            descriptor = os.open(folder / LOCK, os.O_RDWR | _BINARY)
        except OSError:
            return False
        try:
            if not _try_lock(descriptor):
                return True
            _unlock(descriptor)
            return False
        finally:
            os.close(descriptor)

    def names(self, folder: Path) -> list[str]:
        """The names of the files in a folder, in no order; none if it is not there."""
        try:
            with os.scandir(folder) as entries:
                return [entry.name for entry in entries if entry.is_file()]
        except FileNotFoundError:
            return []

    def stamp(self, path: Path) -> Stamp | None:
        """What a name stands for; None if there is no such file."""
        try:
            return _stamp(os.stat(path))  # noqa: PTH116 -- a third of the time that Path.stat takes
        except FileNotFoundError:
            return None

    def read(self, path: Path, offset: int = 0) -> bytes:
        """A file's bytes from ``offset`` to its end."""
        with path.open("rb") as opened:
            opened.seek(offset)
            return opened.read()

    def open_to_append(self, path: Path) -> int:
        """A descriptor whose writes go to the end of the file, which is made if it is not there."""
        return os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | _BINARY, 0o644)

    def create(self, path: Path) -> int:
        """A descriptor of a new file, which must not be there."""
        return os.open(path, os.O_RDWR | os.O_EXCL | os.O_CREAT | _BINARY, 0o644)

    def stamp_of(self, descriptor: int) -> Stamp:
        """What a descriptor stands for."""
        return _stamp(os.fstat(descriptor))

    def last_byte(self, descriptor: int) -> bytes:
        """The last byte of a file; empty if the file is."""
        if not os.fstat(descriptor).st_size:
            return b""
        os.lseek(descriptor, -1, os.SEEK_END)
        return os.read(descriptor, 1)

    def write(self, descriptor: int, content: memoryview) -> int:
        """Write, perhaps less than was asked; gives the number of bytes."""
        return os.write(descriptor, content)

    def synchronise(self, descriptor: int) -> None:
        """Put a file's bytes on the disk: ``fdatasync``, F_FULLFSYNC on macOS, ``fsync`` elsewhere."""
        if sys.platform == "darwin":
            import fcntl  # noqa: PLC0415 -- not on every system

            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        elif hasattr(os, "fdatasync"):
            os.fdatasync(descriptor)
        else:
            os.fsync(descriptor)

    def synchronise_folder(self, folder: Path) -> None:
        """Put a folder's list of names on the disk, where the system has such a call (Windows has none)."""
        if os.name == "nt":
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def close(self, descriptor: int) -> None:
        """Close a descriptor."""
        os.close(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        """Give a file another's name, at once."""
        source.replace(target)

    def link(self, source: Path, target: Path) -> None:
        """Give a file a second name; where the file system has no such thing, copy it."""
        try:
            target.hardlink_to(source)
        except FileExistsError:
            raise
        except OSError:
            import shutil  # noqa: PLC0415 -- hardly ever

            shutil.copy2(source, target)

    def remove(self, path: Path) -> None:
        """Take a name away, if it is there."""
        path.unlink(missing_ok=True)

    def make_folder(self, path: Path) -> None:
        """Make a folder; one that is there already is no failure."""
        path.mkdir(exist_ok=True)


def _stamp(found: os.stat_result) -> Stamp:
    return Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def _try_lock(descriptor: int) -> bool:
    import portalocker  # noqa: PLC0415 -- 50 ms that readers need not pay

    try:
        portalocker.lock(descriptor, portalocker.LOCK_EX | portalocker.LOCK_NB)
    except portalocker.AlreadyLocked:
        return False
    except portalocker.LockException as failure:
        raise TimelineError(f"this file system cannot lock files ({failure}); keep the log on another") from None
    return True


def _unlock(descriptor: int) -> None:
    import portalocker  # noqa: PLC0415

    portalocker.unlock(descriptor)
