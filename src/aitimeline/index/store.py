"""The file of the index: where it is kept, whether it is up to date, and what is done when it is not.

Each log has a folder of its own in the cache, and in it one file with a number that grows with each rebuilding:
readers of an older one are not disturbed. No name is ever used twice, so that what is left of a file that somebody
deleted (SQLite keeps two more beside it) is never taken for another's. A file is filled under another name and is
there at once or not at all; what comes later is added in one transaction.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from aitimeline import __version__
from aitimeline.index.schema import EXTENT, SCHEMA
from aitimeline.log.disk import LOCK, Disk, Stamp
from aitimeline.log.extent import Extent
from aitimeline.log.private import private_file, private_folder
from aitimeline.model.error import TimelineError

if TYPE_CHECKING:
    from aitimeline.index.build import Builder

MADE = f"{SCHEMA} {__version__} {sys.version_info.major}.{sys.version_info.minor} {sqlite3.sqlite_version_info[0]}"
"""What an index was made by; any other is built anew. The version of Python decides how letters are folded."""
_SUFFIX, _DRAFT = ".sqlite", "building"
_STAGE = "index"
_BUSY_SECONDS = 60
_CACHE_KIB = 16_000
_GROWN_SECONDS = 1  # so long another writer waits; without it the next reader hashes what it could have believed
_LEAST_TO_REBUILD = 32 << 20
_ATTEMPTS = 5

Tell = Callable[[str], None]


class Watcher(Protocol):
    """Who is told of how building goes on; in bytes."""

    def total(self, stage: str, amount: int) -> None:
        """So much will have to be done."""

    def advance(self, stage: str, amount: int) -> None:
        """So much more is done."""

    def close(self, stage: str) -> None:
        """It is over."""


class _Nobody:
    def total(self, stage: str, amount: int) -> None: ...
    def advance(self, stage: str, amount: int) -> None: ...
    def close(self, stage: str) -> None: ...


_NOBODY: Watcher = _Nobody()


class Known(NamedTuple):
    """What the index has of a segment.

    Attributes:
        id: its number.
        extent: how far it was read.
        tail: the SHA-256 of what stood behind the last newline, where that was taken for a record.
    """

    id: int
    extent: Extent = Extent()
    tail: bytes | None = None


class StaleError(Exception):
    """The index cannot be caught up; it has to be built anew."""


class Store:
    """The index of a log.

    Attributes:
        folder: where its file is kept; None to keep it in memory.
        segments: the log's, in order.
        tell: told of what a person should know.
        watcher: told of how building goes on.
    """

    def __init__(
        self,
        folder: Path | None,
        segments: Sequence[Path],
        disk: Disk,
        tell: Tell = lambda _: None,
        watcher: Watcher = _NOBODY,
    ) -> None:
        self.folder = folder
        self.segments = segments
        self.disk = disk
        self.tell = tell
        self.watcher = watcher
        self._path: Path | None = None

    def open(self) -> sqlite3.Connection:
        """A connection to an index that is up to date, in a transaction that sees it as it is now.

        Raises:
            OSError: a segment cannot be looked at.
            sqlite3.Error: there is no room for it, neither on the disk nor in memory.
        """
        if self.folder is None:
            return self._in_memory()
        try:
            return self._kept(self.folder.absolute())
        except (OSError, sqlite3.OperationalError) as failure:
            reason = getattr(failure, "strerror", None) or str(failure)
            self.tell(
                f"the index cannot be kept in {self.folder} ({reason}); it is made in memory, for this answer only"
            )
            return self._in_memory()

    def discard(self) -> bool:
        """Forget the index that was opened, as it has been found damaged; False if none was that is kept in a file."""
        if self._path is None:
            return False
        _remove(self._path)
        return True

    def check(self) -> bool:
        """True if the index that is kept says what the log does; else it is thrown away. Reads every line of both.

        Raises:
            OSError: a segment cannot be looked at.
            sqlite3.Error: there is no room for it, neither on the disk nor in memory.
        """
        if not self.folder or not _newest(self.folder.absolute()):
            return True
        from aitimeline.index.audit import agrees  # noqa: PLC0415 -- hardly ever

        with contextlib.closing(self.open()) as connection, contextlib.suppress(sqlite3.DatabaseError):
            if agrees(connection, self.disk):
                return True
        return not self.discard()

    def grown(self, path: Path, before: Stamp, after: Stamp) -> None:
        """Take note of an append of our own, so that nobody has to hash what was believed just before it.

        Called while the log is locked. Where it cannot be noted, the next reader hashes.
        """
        newest = self.folder and _newest(self.folder.absolute())
        if not newest:
            return
        with contextlib.suppress(OSError, sqlite3.Error, StaleError), _opened(newest) as connection:
            connection.execute(f"PRAGMA busy_timeout = {_GROWN_SECONDS * 1000}")
            connection.execute("BEGIN IMMEDIATE")
            known = dict(read_known(connection))
            last = max((each.id for each in known.values()), default=0)
            each = known.get(str(path)) or Known(last + 1)
            if extent := each.extent.grown(before, after):
                put_known(connection, str(path), each._replace(extent=extent))
            connection.execute("COMMIT")

    def _kept(self, folder: Path) -> sqlite3.Connection:
        for _ in range(_ATTEMPTS):
            newest = _newest(folder)
            with contextlib.suppress(sqlite3.DatabaseError, StaleError):
                if newest:
                    return self._caught_up(newest)
            with contextlib.suppress(StaleError):
                self._rebuild(folder, newest)
        raise sqlite3.OperationalError("it changes faster than it can be read")

    def _caught_up(self, path: Path) -> sqlite3.Connection:
        self._path = path
        connection = connect(f"{path.as_uri()}?mode=rw")  # or SQLite would make what is no longer there
        try:
            connection.execute("BEGIN")
            if not self._is_current(connection):
                connection.execute("ROLLBACK")
                connection.execute("BEGIN IMMEDIATE")
                self._catch_up(connection)
                connection.execute("COMMIT")
                connection.execute("BEGIN")
        except BaseException:
            connection.close()
            raise
        return connection

    def _is_current(self, connection: sqlite3.Connection) -> bool:
        """True if every segment is what it was; raises StaleError where the index was made by another program."""
        _check_made(connection)
        stamps = self._stamps()
        known = dict(read_known(connection))
        return known.keys() == stamps.keys() and all(_is_read(known[path], stamp) for path, stamp in stamps.items())

    def _stamps(self) -> dict[str, Stamp | None]:
        """What the log's segments are at this moment."""
        return {str(path): self.disk.stamp(path) for path in self.segments}

    def _catch_up(self, connection: sqlite3.Connection) -> None:
        """Read what was appended since. Raises StaleError where more has happened than that."""
        known, stamps = dict(read_known(connection)), self._stamps()
        if known.keys() - stamps.keys():
            raise StaleError
        changed = {path: known.get(path) for path, stamp in stamps.items() if not _is_read(known.get(path), stamp)}
        done = sum(each.extent.offset for each in known.values())
        fresh = _size(stamps) - done
        if fresh > max(_LEAST_TO_REBUILD, done // 2):
            raise StaleError
        self._builder(connection).catch_up(changed, fresh)
        self._check_not_replaced(stamps)

    def _check_not_replaced(self, stamps: Mapping[str, Stamp | None]) -> None:
        """Raise StaleError where a segment is no longer the file that it was before it was read, or has shrunk."""
        for path, before in stamps.items():
            now = self.disk.stamp(Path(path))
            if now is None or before is None:
                if now is not before:
                    raise StaleError
            elif not now.is_same_file(before) or now.size < before.size:
                raise StaleError

    def _builder(self, connection: sqlite3.Connection) -> Builder:
        from aitimeline.index.build import Builder  # noqa: PLC0415 -- an index that is up to date needs none

        return Builder(connection, self.disk, self.watcher.advance)

    def _rebuild(self, folder: Path, tried: Path | None) -> None:
        """Build the index, unless another process has put one in the place of that which was tried."""
        private_folder(folder)
        try:
            private_file(folder / LOCK)
            with self._lock(folder):
                newest = _newest(folder)
                if newest is None or newest == tried:
                    number = 1 + (_number(newest) if newest else 0)
                    self._build(folder, folder / f"{number:08}-{os.urandom(4).hex()}{_SUFFIX}")
        except (OSError, sqlite3.OperationalError):
            if folder.is_dir():
                raise
            raise StaleError from None  # somebody has deleted the folder meanwhile

    @contextlib.contextmanager
    def _lock(self, folder: Path) -> Iterator[None]:
        """Let one process at a time build; the others wait as long as it takes."""
        if self.disk.is_locked(folder):
            self.tell("another process is building the index; waiting for it")
        lock = self.disk.locked(folder)
        while True:
            try:
                lock.__enter__()
            except TimelineError as failure:
                if not self.disk.is_locked(folder):  # it was not for another process that it could not be had
                    raise OSError(str(failure)) from None
            else:
                break
        try:
            yield
        finally:
            lock.__exit__(None, None, None)

    def _build(self, folder: Path, target: Path) -> None:
        for left in folder.glob(f"{_DRAFT}*"):  # of a process that was killed: nobody else builds now
            left.unlink(missing_ok=True)
        draft = folder / f"{_DRAFT}-{target.name}"
        try:
            private_file(draft)
            connection = connect(draft)
            try:
                self._fill(connection)
                connection.execute("PRAGMA journal_mode = wal")
            finally:
                connection.close()
            self._put_in_place(draft, target)
        except BaseException:
            _remove(draft)
            raise
        for old in folder.glob(f"*{_SUFFIX}*"):
            if not old.name.startswith((target.name, _DRAFT)):
                with contextlib.suppress(OSError):  # Windows keeps what another process has open
                    old.unlink(missing_ok=True)

    def _put_in_place(self, draft: Path, target: Path) -> None:
        try:
            with draft.open("rb+") as opened:
                os.fsync(opened.fileno())
            draft.replace(target)
        except FileNotFoundError:  # somebody deletes whatever is in the cache
            raise StaleError from None

    def _fill(self, connection: sqlite3.Connection) -> None:
        stamps = self._stamps()
        size = _size(stamps)
        self.watcher.total(_STAGE, size)
        try:
            self._builder(connection).build(stamps, size)
        finally:
            self.watcher.close(_STAGE)
        self._check_not_replaced(stamps)

    def _in_memory(self) -> sqlite3.Connection:
        self._path = None
        for _ in range(_ATTEMPTS):
            connection = connect(":memory:")
            connection.execute("PRAGMA temp_store = memory")
            with contextlib.suppress(StaleError):
                self._fill(connection)
                connection.execute("BEGIN")
                return connection
            connection.close()
        raise OSError("the log changes faster than it can be read; ask again")


def _size(stamps: Mapping[str, Stamp | None]) -> int:
    return sum(stamp.size for stamp in stamps.values() if stamp)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to an index that this program has made; raises StaleError where it was another."""
    with contextlib.closing(connect(f"{path.as_uri()}?mode=rw")) as connection:
        _check_made(connection)
        yield connection


def connect(path: Path | str) -> sqlite3.Connection:
    """A connection to a path or URI that waits for others, and begins no transaction by itself."""
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, uri=isinstance(path, str))
    try:
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        connection.execute("PRAGMA synchronous = normal")
    except BaseException:
        connection.close()
        raise
    return connection


def read_known(connection: sqlite3.Connection) -> Iterator[tuple[str, Known]]:
    """The segments that an index was made of, by path."""
    query = f"SELECT path, id, tail, {', '.join(EXTENT)} FROM segment"
    for path, number, tail, *found in connection.execute(query):
        stamp, (is_settled, *extent) = found[: len(Stamp._fields)], found[len(Stamp._fields) :]
        known = Extent(None if stamp[0] is None else Stamp(*stamp), bool(is_settled), *extent)
        yield os.fsdecode(path), Known(number, known, tail)


def put_known(connection: sqlite3.Connection, path: str, known: Known) -> None:
    """Keep how far a segment was read."""
    stamp = known.extent.stamp or (None,) * len(Stamp._fields)
    row = (known.id, os.fsencode(path), known.tail, *stamp, *known.extent[1:])
    connection.execute(f"INSERT OR REPLACE INTO segment VALUES ({', '.join('?' * len(row))})", row)


def _is_read(known: Known | None, now: Stamp | None) -> bool:
    return known is not None and known.extent.is_current(now)


def _check_made(connection: sqlite3.Connection) -> None:
    """Raise StaleError where the index was made by another program."""
    if connection.execute("SELECT value FROM meta WHERE name = 'made'").fetchone() != (MADE,):
        raise StaleError


def _newest(folder: Path) -> Path | None:
    try:
        names = [name for name in os.listdir(folder) if name.endswith(_SUFFIX) and name[0].isdecimal()]  # noqa: PTH208
    except FileNotFoundError:
        return None
    return folder / max(names) if names else None


def _number(path: Path) -> int:
    digits = path.name.partition("-")[0].removesuffix(_SUFFIX)
    return int(digits) if digits.isdecimal() else 0


def _remove(path: Path) -> None:
    """Take an index away, with the files that SQLite keeps beside it."""
    for name in (path, *(path.with_name(f"{path.name}-{end}") for end in ("wal", "shm", "journal"))):
        with contextlib.suppress(OSError):
            name.unlink(missing_ok=True)


def folder_of(cache: Path, identities: Mapping[Path, str]) -> Path:
    """Where the index of a log is kept, by the URIs and places of its folders.

    Two logs that happen to have one name there would build it in turn, since the segments are compared too.
    """
    text = "\n".join(f"{uri} {os.path.realpath(folder)}" for folder, uri in identities.items())
    return cache / "index" / f"{zlib.crc32(text.encode('utf-8', 'surrogateescape')):08x}"
