"""A machine in memory: the page cache, which programs see, and the platter, which outlasts a loss of power.

Modelled of files: bytes are kept by pages. A page that was written to is dirty until it reaches the platter, which may
happen at any moment (``trickle``), must happen when the file is synchronised, and may happen to any of them, whole or
torn at any byte, when power is lost. So a later write can survive an earlier one, whose place is then filled with
zeros, and the length that survives may be the old one, the new one or one between. After a failed synchronisation each
dirty page has been written, is dirty still, or has been forgotten as Linux does it: the page counts as clean, later
synchronisations succeed, and the bytes are on no platter. A forgotten page may also drop out of the cache.

Modelled of folders: every change of names is an operation of its own until the folder is synchronised. Of those that
were not, any subset survives. A rename gives the target its new file and then takes the source's name away, so the
target is always the old file or the new one, while the source's name may stay beside it. Synchronising a file puts none
of its names on the platter, and synchronising a folder puts no bytes of its files there.

Not modelled: decay of what was once safe, a journal that keeps more in order than this, reused inode numbers, holes
that hold an older file's bytes instead of zeros.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TypeVar

from attrs import define, field

_DAY = 86_400_000_000_000
_COARSE = 1_000_000_000


@define(eq=False)
class File:
    """An inode with bytes.

    Attributes:
        number: the inode's number.
        modified: the time of the last write, as coarse as the machine has it; or one that was set.
        changed: the time of the last write or setting, as coarse as the machine has it.
        cache: what programs read.
        platter: what is safe.
        dirty: the numbers of the pages that have yet to be written.
        forgotten: True once a failed synchronisation has dropped bytes of it.
        settled: how long it was when the lock of its folder was last taken.
        holder: who has locked it.
    """

    number: int
    modified: int
    changed: int
    cache: bytearray = field(factory=bytearray)
    platter: bytearray = field(factory=bytearray)
    dirty: set[int] = field(factory=set)
    forgotten: bool = False
    settled: int = 0
    holder: object = None


@define(eq=False)
class Folder:
    """An inode with names: what programs see, what is safe, and the operations between the two."""

    number: int
    modified: int
    changed: int
    entries: dict[str, Node] = field(factory=dict)
    platter: dict[str, tuple[int, Node | None]] = field(factory=dict)
    pending: list[Operation] = field(factory=list)


Node = File | Folder
Binding = tuple[str, Node | None]
Kind = TypeVar("Kind", File, Folder)


@define(eq=False)
class Operation:
    """A change of names: its bindings reach the platter in their order, each at once."""

    number: int
    bindings: tuple[Binding, ...]


def dice(seed: int) -> Random:
    """Chance, the same each time for one seed."""
    return Random(seed)  # noqa: S311 -- nothing here is secret


def no_such(path: Path) -> FileNotFoundError:
    """The system's answer where a name stands for nothing."""
    return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))


@define(eq=False)
class Machine:
    """The system and its one disk.

    Attributes:
        random: decides everything.
        now: the time, in nanoseconds.
        page: the size of a page, in bytes.
        grain: how coarse the times of files are, in nanoseconds.
        is_off: True after a loss of power, until it is started again.
        on_loss: what else is done when power is lost.
    """

    random: Random
    now: int = field(default=20_000 * _DAY)
    page: int = field(init=False)
    grain: int = field(init=False)
    is_off: bool = field(init=False, default=False)
    calls: int = field(init=False, default=0)
    root: Folder = field(init=False)
    _files: list[File] = field(init=False, factory=list)
    _folders: list[Folder] = field(init=False, factory=list)
    _operations: int = field(init=False, default=0)

    def __attrs_post_init__(self) -> None:
        self.page = self.random.choice((64, 512, 4096))
        self.grain = self.random.choice((1, 4_000_000, 2_000_000_000))
        self.root = self.make_folder()

    def stamped(self) -> int:
        """The time as files bear it."""
        return self.now - self.now % self.grain

    def make_file(self) -> File:
        """A file that has no name yet."""
        self._files.append(File(self._number(), self.stamped(), self.stamped()))
        return self._files[-1]

    def make_folder(self) -> Folder:
        """A folder that has no name yet."""
        self._folders.append(Folder(self._number(), self.stamped(), self.stamped()))
        return self._folders[-1]

    def _number(self) -> int:
        return len(self._files) + len(self._folders) + 1

    def find(self, path: Path) -> Node | None:
        """What a name stands for, if anything."""
        node: Node | None = self.root
        for part in path.parts[1:]:
            if isinstance(node, File):
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
            node = node.entries.get(part) if node else None
        return node

    def folder(self, path: Path) -> Folder:
        """The folder of this name."""
        found = self.find(path)
        if isinstance(found, Folder):
            return found
        raise no_such(path) if found is None else NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))

    def file(self, path: Path) -> File:
        """The file of this name."""
        found = self.find(path)
        if isinstance(found, File):
            return found
        raise no_such(path) if found is None else IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))

    def bind(self, folder: Folder, *bindings: Binding) -> None:
        """Change the names of a folder."""
        for name, node in bindings:
            if node is None:
                del folder.entries[name]
            else:
                folder.entries[name] = node
        self._operations += 1
        folder.pending.append(Operation(self._operations, bindings))
        folder.modified = folder.changed = self.stamped()

    def add(self, file: File, content: bytes) -> None:
        """Write at the end of a file: to the cache only."""
        first = len(file.cache) // self.page
        file.cache += content
        file.dirty.update(range(first, (len(file.cache) - 1) // self.page + 1))
        file.modified = file.changed = self.stamped()

    def mark(self, file: File) -> int:
        """Set the time of a file to the present one, which it bears as exactly as the machine can."""
        file.modified = self.now if self.grain < _COARSE else self.stamped()
        file.changed = self.stamped()
        return self.now

    def synchronise(self, file: File) -> None:
        """Put what is dirty on the platter, and the length; what was forgotten is not dirty."""
        for page in sorted(file.dirty):
            self._persist(file, page)
        file.dirty.clear()
        file.platter.extend(bytes(len(file.cache) - len(file.platter)))

    def fail_to_synchronise(self, file: File) -> None:
        """What a failed synchronisation leaves behind."""
        for page in sorted(file.dirty):
            fate = self.random.choice(("written", "dirty", "forgotten", "evicted"))
            if fate == "written":
                self._persist(file, page)
            if fate != "dirty":
                file.dirty.discard(page)
            file.forgotten |= fate in {"forgotten", "evicted"}
            if fate == "evicted":
                begin, end = page * self.page, min((page + 1) * self.page, len(file.cache))
                file.cache[begin:end] = bytes(file.platter[begin:end]).ljust(end - begin, b"\0")

    def synchronise_folder(self, folder: Folder) -> None:
        """Put the names of a folder on the platter."""
        for operation in folder.pending:
            self._bind_safely(folder, operation, len(operation.bindings))
        folder.pending.clear()

    def trickle(self) -> None:
        """Put on the platter what the system happens to have time for."""
        for file in self._files:
            for page in sorted(file.dirty):
                if self.random.random() < 0.5:
                    self._persist(file, page)
                    file.dirty.discard(page)
        for folder in self._folders:
            for operation in list(folder.pending):
                if self.random.random() < 0.5:
                    self._bind_safely(folder, operation, len(operation.bindings))
                    folder.pending.remove(operation)

    def lose_power(self, chance: float | None = None) -> None:
        """Keep what is on the platter, and of all that is not each part by chance: another one for each inode."""
        self.is_off = True
        for file in self._files:
            self._keep_part(file, self._chance() if chance is None else chance)
        for folder in self._folders:
            likely = self._chance() if chance is None else chance
            for operation in folder.pending:
                if self.random.random() < likely:
                    self._bind_safely(folder, operation, self.random.randint(1, len(operation.bindings)))
            folder.pending.clear()
            folder.entries = {name: node for name, (_, node) in folder.platter.items() if node is not None}

    def start(self) -> None:
        """Give it power again."""
        self.is_off = False

    def _chance(self) -> float:
        return self.random.choice((0, 0.5, 1))

    def _keep_part(self, file: File, likely: float) -> None:
        for page in sorted(file.dirty, key=lambda _: self.random.random()):
            if self.random.random() < likely:
                self._persist(file, page, *self._torn())
        longest = len(file.cache) - len(file.platter)
        if longest > 0 and self.random.random() < likely:
            file.platter.extend(bytes(self.random.choice((longest, self.random.randint(0, longest)))))
        file.dirty.clear()
        file.cache[:] = file.platter
        file.holder = None

    def _torn(self) -> tuple[int, int]:
        """Which bytes of a page survive: mostly all, else those before some place, or those after it."""
        cut = self.random.randint(0, self.page)
        return self.random.choice(((0, self.page), (0, self.page), (0, cut), (cut, self.page)))

    def _persist(self, file: File, page: int, first: int = 0, last: int | None = None) -> None:
        start = page * self.page
        begin = min(start + first, len(file.cache))
        end = min(start + (self.page if last is None else last), len(file.cache))
        if begin < end:
            file.platter.extend(bytes(max(0, end - len(file.platter))))
            file.platter[begin:end] = file.cache[begin:end]

    @staticmethod
    def _bind_safely(folder: Folder, operation: Operation, count: int) -> None:
        """Put the first bindings of an operation on the platter, but for names that a later one has reached."""
        for name, node in operation.bindings[:count]:
            if folder.platter.get(name, (0, None))[0] < operation.number:
                folder.platter[name] = (operation.number, node)

    def each(self, what: Callable[[File], None]) -> None:
        """Do something with every file there is or was."""
        for file in self._files:
            what(file)
