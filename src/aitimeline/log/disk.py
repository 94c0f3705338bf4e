"""What the log asks of the operating system, one call each, and nothing decided here.

The rules of when to write, when to synchronise and what to check stand in ``durable``; tests run these rules on
a ``Disk`` that loses power.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from aitimeline.model.error import TimelineError

LOCK = ".lock"
LOCK_SECONDS = 30
SETTLING = 2_000_000_000
"""Nanoseconds after which a change of a file bears another time, however coarse the file system has times."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.0005, 0.004
_BINARY = getattr(os, "O_BINARY", 0)
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)  # or whoever opens a pipe would wait until somebody writes to it
_NO_FILE = (FileNotFoundError, NotADirectoryError)
_OTHERS = (
    *((stat.S_ISDIR, errno.EISDIR, "it is a folder"), (stat.S_ISFIFO, errno.EINVAL, "it is a pipe, not a file")),
    *((stat.S_ISSOCK, errno.EINVAL, "it is a socket, not a file"), (stat.S_ISCHR, errno.EINVAL, "it is a device")),
)
_STRANGE = (errno.EINVAL, "it is no file")


class Stamp(NamedTuple):
    """Which file a name or a descriptor stood for, and what it looked like.

    Attributes:
        modified: when its bytes were last changed, in nanoseconds since 1970; anybody may set this.
        changed: when its bytes or anything else about it was last changed; only the system sets this.
    """

    device: int
    inode: int
    size: int
    modified: int
    changed: int

    def is_same_file(self, other: Stamp | None) -> bool:
        """True if both are of one file, whatever has been written to it between them."""
        return other is not None and (self.device, self.inode) == (other.device, other.inode)

    def is_settled(self, now: int) -> bool:
        """True if whatever changes the file from ``now`` on gives it another stamp; never if its times lie ahead.

        Two changes within one tick of the file system's clock leave one time: git calls such a file racily clean.
        """
        return max(self.modified, self.changed) < now - SETTLING


class Disk(Protocol):
    """The calls. Each raises OSError as the system does, but for the lock, which waits with a limit."""

    def locked(self, folder: Path) -> AbstractContextManager[None]:
        """Hold the folder's one writer's lock."""

    def is_locked(self, folder: Path) -> bool:
        """True if a writer holds the lock at this moment. Never waits."""

    def names(self, folder: Path) -> list[str]:
        """The names in a folder, of whatever they are, in no order; none if it is not there."""

    def now(self) -> int:
        """The clock by which files are stamped, in nanoseconds since 1970."""

    def stamp(self, path: Path) -> Stamp | None:
        """What a name stands for; None if there is no such file."""

    def read(self, path: Path, offset: int = 0, size: int = -1) -> bytes:
        """A file's bytes from ``offset``, at most ``size`` of them; to its end if that is negative."""

    def open_to_append(self, path: Path) -> int:
        """A descriptor whose writes go to the end of the file, which is made if it is not there."""

    def open_to_read(self, path: Path) -> int:
        """A descriptor by which a file can be read and synchronised."""

    def create(self, path: Path, mode: int | None = None) -> int:
        """A descriptor of a new file, which must not be there; ``mode`` (who may do what) outdoes the umask."""

    def mode(self, path: Path) -> int | None:
        """Who may do what with a file; None if there is none, or where the system has no such thing."""

    def stamp_of(self, descriptor: int) -> Stamp:
        """What a descriptor stands for."""

    def read_at(self, descriptor: int, offset: int, size: int) -> bytes:
        """At most ``size`` bytes from ``offset``; none at the end."""

    def last_byte(self, descriptor: int) -> bytes:
        """The last byte of a file; empty if the file is."""

    def mark(self, descriptor: int) -> int | None:
        """Give a file a time of modification of its own, between the ticks of the clock; None if that can't be done.

        What anybody writes after this leaves another time, even in the same tick.
        """

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


class _Lock:
    """The lock of a folder: ``flock`` on ``.lock``, a file that is never deleted, by the process that opened it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = str(folder / LOCK)
        self.descriptor = -1
        self.owner = -1
        self.stamp: Stamp | None = None

    def __enter__(self) -> None:
        if not self._take():
            self._wait()

    def __exit__(self, *_: object) -> None:
        _unlock(self.descriptor)

    def __del__(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)

    def _wait(self) -> None:
        pause, until = _FIRST_PAUSE, time.monotonic() + LOCK_SECONDS
        while not self._take():
            if time.monotonic() > until:
                raise TimelineError(
                    f"{self.folder}: another process has been writing for {LOCK_SECONDS} seconds; try again"
                )
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _take(self) -> bool:
        """Try to lock; not if somebody has deleted the file meanwhile, for whose successor is then to be locked."""
        if self.owner != os.getpid():  # what a child process inherits excludes nobody
            self._open()
        try:
            if not _try_lock(self.descriptor):
                return False
            with contextlib.suppress(FileNotFoundError):
                if _stamp(os.stat(self.path)).is_same_file(self.stamp):  # noqa: PTH116
                    return True
        except OSError as failure:
            raise TimelineError(f"{self.folder}: cannot be locked: {failure}; keep the log elsewhere") from None
        os.close(self.descriptor)
        self._open()
        return False

    def _open(self) -> None:
        try:
            self.descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | _BINARY, 0o644)
        except OSError as failure:
            raise TimelineError(f"{self.folder}: cannot be written to: {failure.strerror}") from None
        self.owner = os.getpid()
        self.stamp = _stamp(os.fstat(self.descriptor))


class SystemDisk:
    """The disk of this machine. One for each writer, as it keeps the descriptors of the locks that it took."""

    def __init__(self) -> None:
        self._locks: dict[Path, _Lock] = {}

    def locked(self, folder: Path) -> AbstractContextManager[None]:
        """Hold the lock.

        Raises:
            TimelineError: another process held it for 30 seconds, or the folder cannot be written to.
        """
        if folder not in self._locks:
            self._locks[folder] = _Lock(folder)
        return self._locks[folder]

    def is_locked(self, folder: Path) -> bool:
        """True if a writer holds the lock. Where that cannot be known (no right to open it), False."""
        try:
            descriptor = os.open(folder / LOCK, os.O_RDWR | _BINARY)
        except OSError:
            return False
        is_free = True
        with contextlib.suppress(OSError):
            is_free = _try_lock(descriptor)
        os.close(descriptor)  # which gives the lock back
        return not is_free

    def names(self, folder: Path) -> list[str]:
        """The names in a folder, of whatever they are, in no order; none if it is not there."""
        try:
            return os.listdir(folder)  # noqa: PTH208 -- names are all that is asked for
        except FileNotFoundError:
            return []

    def now(self) -> int:
        """The clock by which files are stamped, in nanoseconds since 1970."""
        return time.time_ns()

    def stamp(self, path: Path) -> Stamp | None:
        """What a name stands for; None if there is no such file."""
        try:
            return _stamp(os.stat(path))  # noqa: PTH116 -- less to do than for Path.stat
        except _NO_FILE:
            return None
        except OSError as failure:
            if failure.errno == errno.ELOOP:
                return None
            raise

    def read(self, path: Path, offset: int = 0, size: int = -1) -> bytes:
        """A file's bytes from ``offset``, at most ``size`` of them; to its end if that is negative."""
        with open(_opened(path, os.O_RDONLY), "rb") as opened:
            opened.seek(offset)
            return opened.read(size)

    def open_to_append(self, path: Path) -> int:
        """A descriptor whose writes go to the end of the file, which is made if it is not there."""
        return _opened(path, os.O_RDWR | os.O_APPEND | os.O_CREAT)

    def open_to_read(self, path: Path) -> int:
        """A descriptor by which a file can be read and synchronised; Windows synchronises only what may be written."""
        return _opened(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)

    def create(self, path: Path, mode: int | None = None) -> int:
        """A descriptor of a new file, which must not be there; ``mode`` (who may do what) outdoes the umask."""
        flags = os.O_RDWR | os.O_EXCL | os.O_CREAT | _BINARY
        if mode is None or os.name == "nt":
            return os.open(path, flags, 0o644)
        descriptor = os.open(path, flags, 0o600)
        os.fchmod(descriptor, mode)
        return descriptor

    def mode(self, path: Path) -> int | None:
        """Who may do what with a file; None if there is none, or where the system has no such thing."""
        try:
            return None if os.name == "nt" else stat.S_IMODE(os.stat(path).st_mode)  # noqa: PTH116
        except OSError:
            return None

    def stamp_of(self, descriptor: int) -> Stamp:
        """What a descriptor stands for."""
        return _stamp(os.fstat(descriptor))

    def read_at(self, descriptor: int, offset: int, size: int) -> bytes:
        """At most ``size`` bytes from ``offset``; none at the end."""
        os.lseek(descriptor, offset, os.SEEK_SET)
        return os.read(descriptor, size)

    def mark(self, descriptor: int) -> int | None:
        """Set the time of modification to the present nanosecond, which the system does only by its ticks."""
        if os.utime not in os.supports_fd:  # Windows
            return None
        now = time.time_ns()
        try:
            os.utime(descriptor, ns=(now, now))
        except OSError:  # who may write to a file need not own it
            return None
        return now

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
        if sys.platform == "linux":
            os.fdatasync(descriptor)
        elif sys.platform == "darwin":
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
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


def _opened(path: Path, flags: int) -> int:
    """A descriptor of a file. Never waits, and never gives one of anything else that may bear a file's name."""
    try:
        descriptor = os.open(path, flags | _BINARY | _AT_ONCE, 0o644)
    except FileNotFoundError as failure:
        if path.is_symlink():
            raise OSError(failure.errno, "it is a link to a file that is not there", str(path)) from None
        raise
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        number, what = next(((number, what) for fits, number, what in _OTHERS if fits(mode)), _STRANGE)
        raise OSError(number, what, str(path))
    return descriptor


def _stamp(found: os.stat_result) -> Stamp:
    return Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


if sys.platform == "win32":

    def _try_lock(descriptor: int) -> bool:
        import portalocker  # noqa: PLC0415 -- readers need it not

        try:
            portalocker.lock(descriptor, portalocker.LOCK_EX | portalocker.LOCK_NB)
        except portalocker.AlreadyLocked:
            return False
        except portalocker.LockException as failure:
            raise OSError(str(failure)) from None
        return True

    def _unlock(descriptor: int) -> None:
        import portalocker  # noqa: PLC0415

        portalocker.unlock(descriptor)

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
