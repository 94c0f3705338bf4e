"""Bytes that stay: when an append or a replacement may be called done. The rules; the calls are in ``disk``."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from attrs import define, field

from aitimeline.log.disk import Disk, Stamp
from aitimeline.model.error import OutcomeUnknownError, TimelineError

REPLACEMENTS = 100
_MAY_STAY_OPEN = os.name != "nt"  # Windows lets nobody replace a file that is open, and git must
_LOOK = "Look with 'aitimeline list' before you run it again"


Grown = Callable[[Path, Stamp, Stamp], None]
"""Told of an append while the lock is held: to which file, what it was just before, and what it is by nothing else."""


def nobody(*_: object) -> None:
    """Nobody has to know."""


@define
class Appender:
    """Adds to files, and says so only when what was added would outlast a loss of power.

    Attributes:
        disk: the calls.
        grown: told of each append after which the file cannot change unseen.
        safe: for each file that was synchronised, what its name then stood for.
    """

    disk: Disk
    grown: Grown = nobody
    safe: dict[Path, Stamp] = field(factory=dict, init=False, repr=False)
    _confirmed: dict[Path, Stamp | None] = field(factory=dict, init=False, repr=False)
    _failed: set[Path] = field(factory=set, init=False, repr=False)
    _descriptors: dict[Path, int] = field(factory=dict, init=False, repr=False)

    def append(self, path: Path, content: bytes) -> Stamp:
        """Add bytes at the end of a file and return when they are on the disk. The caller holds the lock.

        A last line without its newline is fenced off with one first. Where another program has replaced the file
        meanwhile (git does), the bytes are appended again to the file that now has the name.

        Raises:
            OutcomeUnknownError: the system would not say whether the bytes are safe.
            CutShortError: they could not be written, or only some; which it says.
            TimelineError: the file cannot be opened.
        """
        self._check_trusted(path)
        for _ in range(REPLACEMENTS):
            if stamp := self._append_once(path, content):
                return stamp
        raise OutcomeUnknownError(
            f"{path}: another program keeps replacing this file; whether it was recorded is unknown. {_LOOK}"
        )

    def confirm(self, path: Path) -> None:
        """Put on the disk what another process has left in a file, as it may have ended before it did so.

        Nothing is written to the file, which may be another writer's.

        Raises:
            OutcomeUnknownError: the system would not say whether the bytes are safe.
        """
        self._check_trusted(path)
        stamp = self.disk.stamp(path)
        if stamp in (self.safe.get(path), self._confirmed.get(path)):
            return
        try:
            descriptor = self.disk.open_to_read(path)
            try:
                self.disk.synchronise(descriptor)
            finally:
                self.disk.close(descriptor)
            self.disk.synchronise_folder(path.parent)
        except OSError as failure:
            raise self._unknown(path, failure) from None
        self._confirmed[path] = stamp

    def close(self) -> None:
        """Close the files. They stay open between appends, as each writer has its own."""
        for path in list(self._descriptors):
            self._close(path)

    __del__ = close

    def _append_once(self, path: Path, content: bytes) -> Stamp | None:
        """Append; None if the path names another file, now or since the last append."""
        disk = self.disk
        descriptor = self._descriptor(path)
        try:
            before, known = disk.stamp_of(descriptor), self.safe.get(path)
            is_known = before.is_same_file(known)
            torn = before != known and disk.last_byte(descriptor) not in (b"\n", b"")
            cut = _write(disk, descriptor, b"\n" + content if torn else content)
            disk.synchronise(descriptor)
            marked = disk.mark(descriptor)
            if not is_known:  # the file's name too: whoever made the file may have ended before it was safe
                disk.synchronise_folder(path.parent)
            after = disk.stamp(path)
            stood = disk.read(path, before.size + torn) if cut and before.is_same_file(after) else b""
        except OSError as failure:
            raise self._unknown(path, failure) from None
        if cut:
            raise _cut_short(path, cut, content, stood)
        if after is None or not after.is_same_file(before):
            self._close(path)
            return None
        self.safe[path] = after
        if after.modified == marked and after.size == before.size + len(content) + torn:
            self.grown(path, before, after)
        if not _MAY_STAY_OPEN:
            self._close(path)
        return after

    def _unknown(self, path: Path, failure: OSError) -> OutcomeUnknownError:
        """The system failed to confirm: asking it again would lie, as it has forgotten what it could not write."""
        self._failed.add(path)
        return _unknown(path, failure)

    def _check_trusted(self, path: Path) -> None:
        if path in self._failed:
            raise OutcomeUnknownError(
                f"{path}: an earlier write was not confirmed, so nothing about this file is certain. "
                "Check the disk, then start anew"
            )

    def _descriptor(self, path: Path) -> int:
        if path not in self._descriptors:
            self._descriptors[path] = _open(self.disk, path)
        return self._descriptors[path]

    def _close(self, path: Path) -> None:
        self.disk.close(self._descriptors.pop(path))


def _open(disk: Disk, path: Path) -> int:
    try:
        return disk.open_to_append(path)
    except OSError as failure:
        raise TimelineError(f"{path}: cannot be written to: {failure.strerror}") from None


def _write(disk: Disk, descriptor: int, content: bytes) -> OSError | None:
    """Write all of it; gives what was in the way, where only a part could be written."""
    rest = memoryview(content)
    while rest:
        try:
            rest = rest[disk.write(descriptor, rest) :]
        except InterruptedError:
            continue
        except OSError as failure:
            return failure
    return None


def _cut_short(path: Path, cut: OSError, content: bytes, stood: bytes) -> TimelineError:
    """What is told where so much of the content stands in the file. Of a last line its newline is not missed."""
    if not content.startswith(stood):
        return _unknown(path, cut)
    total, whole = content.count(b"\n"), stood.count(b"\n")
    rest = len(stood) - 1 - stood.rfind(b"\n")
    is_whole = rest > 0 and content[len(stood) : len(stood) + 1] == b"\n"
    return CutShortError(path, cut.strerror or str(cut), whole + is_whole, total, is_torn=rest > 0 and not is_whole)


class CutShortError(TimelineError):
    """A write ended before its time, as for want of room; what stands of it is known.

    Attributes:
        whole: how many of the lines stand.
        total: how many there were to be.
        is_torn: whether the beginning of another stands too.
    """

    def __init__(self, path: Path, reason: str, whole: int, total: int, *, is_torn: bool) -> None:
        self.path, self.reason, self.whole, self.total, self.is_torn = path, reason, whole, total, is_torn
        super().__init__(self._message())

    def among(self, done: int, total: int) -> CutShortError:
        """The same of lines that were written one part after the other."""
        return CutShortError(self.path, self.reason, done + self.whole, total, is_torn=self.is_torn)

    def _message(self) -> str:
        torn = "; 'aitimeline log repair' then takes away a line that was begun" if self.is_torn else ""
        if not self.whole:
            return f"{self.path}: {self.reason}; nothing was recorded. Make room, then run it again{torn}"
        if self.whole == self.total:
            return f"{self.path}: {self.reason}; yet all was recorded"
        records = f"{self.whole:,} of {self.total:,} records were recorded"
        return f"{self.path}: {self.reason}; {records}. Make room, then run it again to add the rest{torn}"


def _unknown(path: Path, failure: OSError) -> OutcomeUnknownError:
    return OutcomeUnknownError(
        f"{path}: the disk did not confirm the write ({failure.strerror}); whether it was recorded is unknown. {_LOOK}"
    )


def make_folder(disk: Disk, folder: Path) -> None:
    """Make a folder, and those above it, where they are not there, and put their names on the disk.

    So is the name of the lowest that is there: whoever made it may have ended before it was safe.

    Raises:
        TimelineError: it cannot be made.
    """
    try:
        missing = [each for each in (folder, *folder.parents) if disk.stamp(each) is None]
        lowest = missing[-1].parent if missing else folder
        with contextlib.suppress(PermissionError):  # in a folder that may not be read the names are its owner's care
            disk.synchronise_folder(lowest.parent)
        for each in reversed(missing):
            disk.make_folder(each)
            disk.synchronise_folder(each.parent)
    except OSError as failure:
        raise TimelineError(f"{folder}: cannot be made: {failure.strerror}") from None


def replace_file(
    disk: Disk, path: Path, content: Iterable[bytes], keep_as: Path | None = None, mode: int | None = None
) -> None:
    """Write a whole file under a temporary name, then give it its own: readers see the old or the new.

    Args:
        disk: the calls.
        path: the file's name.
        content: its bytes, in pieces.
        keep_as: a name under which what was there before stays; it must be free.
        mode: who may do what with it; else it is as with the file that was there before, if there was one.

    Raises:
        TimelineError: it could not be written; what was there before is untouched.
        OutcomeUnknownError: the system would not say whether the new file is safe.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        disk.remove(temporary)  # left by a process that ended here and bore the same number
        descriptor = disk.create(temporary, disk.mode(path) if mode is None else mode)
        try:
            for piece in content:
                if cut := _write(disk, descriptor, piece):
                    raise cut
            disk.synchronise(descriptor)
        finally:
            disk.close(descriptor)
        if keep_as:
            disk.link(path, keep_as)
            disk.synchronise_folder(path.parent)
        disk.replace(temporary, path)
    except OSError as failure:
        stays = "; what was there before is untouched" if disk.stamp(path) else ""
        raise TimelineError(f"{path}: cannot be written: {failure.strerror}{stays}") from None
    finally:
        disk.remove(temporary)
    try:
        disk.synchronise_folder(path.parent)
    except OSError as failure:
        raise _unknown(path, failure) from None
