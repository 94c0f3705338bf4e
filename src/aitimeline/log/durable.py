"""Bytes that stay: when an append or a replacement may be called done. The rules; the calls are in ``disk``."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from attrs import field, frozen

from aitimeline.log.disk import Disk, Stamp
from aitimeline.model.error import OutcomeUnknownError, TimelineError

REPLACEMENTS = 100
_LOOK = "Look with 'aitimeline list' before you run it again"


@frozen
class Appender:
    """Adds to files, and says so only when what was added would outlast a loss of power.

    Attributes:
        disk: the calls.
        safe: for each file that was synchronised, how it then looked.
    """

    disk: Disk
    safe: dict[Path, Stamp] = field(factory=dict, init=False, repr=False)

    def append(self, path: Path, content: bytes) -> Stamp:
        """Add bytes at the end of a file and return when they are on the disk. The caller holds the lock.

        A last line without its newline is fenced off with one first. Where another program has replaced the file
        meanwhile (git does), the bytes are appended again to the file that now has the name.

        Raises:
            OutcomeUnknownError: the system would not say whether the bytes are safe.
            TimelineError: they could not be written.
        """
        for _ in range(REPLACEMENTS):
            if stamp := self._append_once(path, content):
                return stamp
        raise OutcomeUnknownError(
            f"{path}: another program keeps replacing this file; whether it was recorded is unknown. {_LOOK}"
        )

    def confirm(self, path: Path) -> None:
        """Put on the disk what another process has left in a file, as it may have ended before it did so.

        Raises:
            OutcomeUnknownError: the system would not say whether the bytes are safe.
        """
        if self.disk.stamp(path) != self.safe.get(path):
            self.append(path, b"")

    def _append_once(self, path: Path, content: bytes) -> Stamp | None:
        """Append; None if the path has meanwhile come to name another file."""
        disk = self.disk
        descriptor = _open(disk, path)
        try:
            torn = disk.last_byte(descriptor) not in (b"\n", b"")
            _write(disk, path, descriptor, b"\n" + content if torn else content)
            _synchronise(disk, path, descriptor)
            stamp = disk.stamp_of(descriptor)
            self._keep_name(path, stamp)
            if not stamp.is_same_file(disk.stamp(path)):
                return None
            self.safe[path] = stamp
        except OSError as failure:
            raise _unknown(path, failure) from None
        finally:
            disk.close(descriptor)
        return stamp

    def _keep_name(self, path: Path, stamp: Stamp) -> None:
        """Put the file's name on the disk, unless this process has: whoever made the file may not have."""
        if not stamp.is_same_file(self.safe.get(path)):
            self.disk.synchronise_folder(path.parent)


def _open(disk: Disk, path: Path) -> int:
    try:
        return disk.open_to_append(path)
    except OSError as failure:
        raise TimelineError(f"{path}: cannot be written to: {failure.strerror}") from None


def _write(disk: Disk, path: Path, descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        try:
            rest = rest[disk.write(descriptor, rest) :]
        except InterruptedError:
            continue
        except OSError as failure:
            raise TimelineError(
                f"{path}: {failure.strerror}; nothing is confirmed as recorded. Make room, then run it again"
            ) from None


def _synchronise(disk: Disk, path: Path, descriptor: int) -> None:
    """Ask for the file's bytes to be put on the disk, once: after a failure asking again would lie."""
    try:
        disk.synchronise(descriptor)
    except OSError as failure:
        raise _unknown(path, failure) from None


def _unknown(path: Path, failure: OSError) -> OutcomeUnknownError:
    return OutcomeUnknownError(
        f"{path}: the disk did not confirm the write ({failure.strerror}); whether it was recorded is unknown. {_LOOK}"
    )


def make_folder(disk: Disk, folder: Path) -> None:
    """Make a folder, and those above it, where they are not there, and put their names on the disk.

    Raises:
        TimelineError: it cannot be made.
    """
    try:
        missing = [each for each in (folder, *folder.parents) if disk.stamp(each) is None]
        for each in reversed(missing):
            disk.make_folder(each)
            disk.synchronise_folder(each.parent)
    except OSError as failure:
        raise TimelineError(f"{folder}: cannot be made: {failure.strerror}") from None


def replace_file(disk: Disk, path: Path, content: Iterable[bytes], keep_as: Path | None = None) -> None:
    """Write a whole file under a temporary name, then give it its own: readers see the old or the new.

    Args:
        disk: the calls.
        path: the file's name.
        content: its bytes, in pieces.
        keep_as: a name under which what was there before stays; it must be free.

    Raises:
        TimelineError: it could not be written; what was there before is untouched.
        OutcomeUnknownError: the system would not say whether the new file is safe.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        descriptor = disk.create(temporary)
        try:
            for piece in content:
                _write(disk, path, descriptor, piece)
            disk.synchronise(descriptor)
        finally:
            disk.close(descriptor)
        if keep_as:
            disk.link(path, keep_as)
            disk.synchronise_folder(path.parent)
        disk.replace(temporary, path)
    except OSError as failure:
        raise TimelineError(f"{path}: cannot be written: {failure.strerror}") from None
    finally:
        disk.remove(temporary)
    try:
        disk.synchronise_folder(path.parent)
    except OSError as failure:
        raise _unknown(path, failure) from None
