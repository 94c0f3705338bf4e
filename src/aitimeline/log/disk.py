"""Bytes that stay: durable appends, whole-file replacement, and the lock between writers."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from aitimeline.model.error import OutcomeUnknownError, TimelineError

LOCK = ".lock"
LOCK_SECONDS = 30
REPLACEMENTS = 100


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's one writer's lock: ``flock`` on ``.lock``, which is never deleted.

    Raises:
        TimelineError: another process held it for 30 seconds, or the folder cannot be written to.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 -- 40 ms that readers need not pay

    lock = FileLock(folder / LOCK, timeout=LOCK_SECONDS, preserve_lock_file=True)
    try:
        lock.acquire()
    except Timeout:
        raise TimelineError(
            f"{folder}: another process has been writing for {LOCK_SECONDS} seconds; try again"
        ) from None
    except OSError as failure:
        raise TimelineError(f"{folder}: cannot be written to: {failure.strerror}") from None
    try:
        yield
    finally:
        lock.release()


def append_bytes(path: Path, content: bytes) -> None:
    """Add bytes at the end of a file and return when they are on the disk. The caller holds the lock.

    A last line without its newline is fenced off with one first. Where another program has replaced the file
    meanwhile (git does), the bytes are appended again to the file that now has the name.

    Raises:
        OutcomeUnknownError: the system would not say whether the bytes are safe.
        TimelineError: they could not be written.
    """
    for _ in range(REPLACEMENTS):
        if _append_once(path, content):
            return
    raise OutcomeUnknownError(
        f"{path}: another program keeps replacing this file; whether it was recorded is unknown. "
        "Look with 'aitimeline list' before you run it again"
    )


def _append_once(path: Path, content: bytes) -> bool:
    """Append; False if the path has meanwhile come to name another file."""
    is_new = not path.exists()
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
    except OSError as failure:
        raise TimelineError(f"{path}: cannot be written to: {failure.strerror}") from None
    try:
        _write(path, descriptor, (b"\n" if _is_torn(descriptor) else b"") + content)
        _synchronise(path, descriptor)
        if is_new:
            synchronise_folder(path.parent)
        return _is_still(path, descriptor)
    finally:
        os.close(descriptor)


def _is_torn(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    if not size:
        return False
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1) != b"\n"


def _write(path: Path, descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except OSError as failure:
        raise TimelineError(
            f"{path}: {failure.strerror}; nothing is confirmed as recorded. Make room, then run it again"
        ) from None


def _synchronise(path: Path, descriptor: int) -> None:
    """Ask the system to put the file's bytes on the disk, once: after a failure asking again would lie."""
    try:
        if sys.platform == "darwin":
            import fcntl  # noqa: PLC0415 -- not on every system

            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        elif hasattr(os, "fdatasync"):
            os.fdatasync(descriptor)
        else:
            os.fsync(descriptor)
    except OSError as failure:
        raise OutcomeUnknownError(
            f"{path}: the disk did not confirm the write ({failure.strerror}); whether it was recorded is unknown. "
            "Look with 'aitimeline list' before you run it again"
        ) from None


def synchronise_folder(folder: Path) -> None:
    """Put a folder's list of files on the disk, where the system has such a call (Windows has none).

    Raises:
        OutcomeUnknownError: the system would not say whether the list is safe.
    """
    if os.name == "nt":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as failure:
        raise OutcomeUnknownError(
            f"{folder}: the disk did not confirm the new file ({failure.strerror}); whether it was recorded is unknown"
        ) from None


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def replace_file(path: Path, content: bytes) -> None:
    """Write a whole file under a temporary name, then give it its own: readers see the old or the new.

    Raises:
        TimelineError: it could not be written; what was there before is untouched.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("xb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        temporary.replace(path)
    except OSError as failure:
        raise TimelineError(f"{path}: cannot be written: {failure.strerror}") from None
    finally:
        temporary.unlink(missing_ok=True)
    synchronise_folder(path.parent)
