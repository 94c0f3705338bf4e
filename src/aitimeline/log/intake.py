"""What is to be added to a log in bulk: each line has been checked alone, now all are held against the log.

Memory does not grow with their number: lines, and what they are compared by, lie in temporary files.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import IO, NamedTuple, Self

from attrs import define, field, frozen

from aitimeline.log.place import Place
from aitimeline.log.register import Entry, Register, entry_of, parts
from aitimeline.model.error import ConflictError
from aitimeline.model.quick import Sighting
from aitimeline.model.seal import MAX_BYTES

_FLAGS = 1 << 16
MOST_REFUSALS = 10_000
"""So many contradictions are found before the comparison is given up."""


@frozen(order=True)
class Refusal:
    """Why a line cannot be added: what it contradicts."""

    place: Place
    message: str = field(order=False)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@define
class Comparison:
    """How what comes stands to what is there.

    Attributes:
        left_out: a bit for each line that is not to be added.
        known: how many are not, as the log has them, or as they come twice.
        refusals: those that are not, as they contradict the log or each other.
        refused: the numbers of these.
    """

    left_out: bytearray
    known: int = 0
    refusals: list[Refusal] = field(factory=list)
    refused: set[int] = field(factory=set)

    def leave_out(self, number: int) -> None:
        """Note that a line is not to be added."""
        self.left_out[number >> 3] |= 1 << (number & 7)

    def is_left_out(self, number: int) -> bool:
        """True if the line is not to be added."""
        return bool(self.left_out[number >> 3] >> (number & 7) & 1)

    def know(self, number: int) -> None:
        """Note that the log has a line already."""
        self.leave_out(number)
        self.known += 1

    def refuse(self, number: int, refusal: Refusal) -> None:
        """Note that a line contradicts another.

        Raises:
            ConflictError: there are too many of these.
        """
        if len(self.refusals) == MOST_REFUSALS:
            raise ConflictError(
                f"more than {MOST_REFUSALS:,} records contradict the log, as {self.refusals[0]}; nothing was written"
            )
        self.leave_out(number)
        self.refused.add(number)
        self.refusals.append(refusal)


class Slot(NamedTuple):
    """What is needed to make a piece: the number of its first row, and what is added to the numbers of lines."""

    number: int
    base: int


class Piece(NamedTuple):
    """Some rows of a file, ready to be taken in. Another process may have made it.

    Attributes:
        lines: a line for each row, with its newline; an empty one where there is no record.
        flags: a byte for each row: whether its record was made of what stands there.
        entries: what the records are compared by.
    """

    lines: bytes
    flags: bytes
    entries: list[bytes]


def piece_of(slot: Slot, rows: Iterable[tuple[int, Sighting | None, bool]]) -> Piece:
    """Make a piece of rows: the line of each in its file, its record, and whether it was made of what stands there.

    The key of a record that was made must be free, and its time may be moved.
    """
    lines, flags, entries = [], bytearray(), []
    for number, (line, sighting, is_made) in enumerate(rows, start=slot.number):
        flags.append(is_made)
        if sighting is None:
            lines.append(b"")
        else:
            lines.append(sighting.line)
            entries.append(entry_of(sighting, slot.base + line, number, is_made=is_made))
    return Piece(b"\n".join([*lines, b""]), bytes(flags), entries)


def _temporary_file() -> IO[bytes]:
    return tempfile.TemporaryFile(buffering=MAX_BYTES)


class Intake:
    """Lines that are ready to be added, in the order in which they came. To be closed.

    Attributes:
        count: how many there are.
        needs_keys: True if the key of any must be free.
        holds_records: False if all were made of what was given, and none is a record of another log.
    """

    def __init__(self) -> None:
        self.register = Register()
        self.count = 0
        self.needs_keys = False
        self.holds_records = False
        self._rows = 0
        self._lines, self._flags = _temporary_file(), _temporary_file()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self.register, self._flags, self._lines:  # each is closed, whatever becomes of the others
            pass

    def slot(self, file: Path, rows: int, last: int) -> Slot:
        """The place of the next piece: so many rows of a file, up to the line ``last``."""
        slot = Slot(self._rows, self.register.places.base(file, last))
        self._rows += rows
        return slot

    def add(self, piece: Piece) -> None:
        """Take a piece in; pieces come in the order of their slots."""
        self.register.add(piece.entries)
        self.count += len(piece.entries)
        self.needs_keys = self.needs_keys or 1 in piece.flags
        self.holds_records = self.holds_records or len(piece.entries) > piece.flags.count(1)
        self._lines.write(piece.lines)
        self._flags.write(piece.flags)

    def is_whole(self, comparison: Comparison) -> bool:
        """True if every row is a line that is to be added."""
        return self.count == self._rows and not comparison.known and not comparison.refusals

    def blocks(self, size: int) -> Iterator[bytes]:
        """All lines as they are, in blocks of about this size."""
        self._lines.seek(0)
        while block := self._lines.read(size):
            yield block + self._lines.readline()

    def lines(self, comparison: Comparison) -> Iterator[tuple[bytes, int | None]]:
        """The lines that are to be added; with those that were made of what was given, their numbers."""
        self._lines.seek(0)
        self._flags.seek(0)
        flags = chain.from_iterable(iter(lambda: self._flags.read(_FLAGS), b""))
        for number, (line, is_made) in enumerate(zip(self._lines, flags, strict=True)):
            if len(line) > 1 and not comparison.is_left_out(number):
                yield line, number if is_made else None

    def compare(self, log: Register, tick: Callable[[int], None]) -> Comparison:
        """Hold every line against those of the log and against each other.

        Args:
            log: all that the log holds.
            tick: is told of lines that are done with; those that need a free key are looked at twice.
        """
        found = Comparison(bytearray(self._rows // 8 + 1))
        for there, coming in parts(log.by_id, self.register.by_id):
            self._compare_ids(found, log, there, coming)
            tick(len(coming))
        if self.needs_keys:
            with closing(log.by_subject()) as of_log, closing(self.register.by_subject()) as own:
                for there, coming in parts(of_log, own):
                    self._compare_subjects(found, log, there, coming)
                    tick(len(coming))
        found.refusals.sort()
        return found

    def _compare_ids(self, found: Comparison, log: Register, there: list[Entry], coming: list[Entry]) -> None:
        """One id must have one content. Of equal lines only one that would count is added."""
        best: dict[bytes, tuple[Entry, Register]] = {}
        for entry in there:
            if entry.key not in best or entry.rank < best[entry.key][0].rank:
                best[entry.key] = entry, log
        for entry in coming:
            same, register = best.get(entry.key, (None, log))
            if same is None:
                best[entry.key] = entry, self.register
            elif same.content != entry.content:
                self._refuse(found, entry, f"its id is at {register.places.place(same.place)} with other content")
            elif entry.is_made or same.rank <= entry.rank:
                found.know(entry.number)
            else:
                best[entry.key] = entry, self.register

    def _compare_subjects(self, found: Comparison, log: Register, there: list[Entry], coming: list[Entry]) -> None:
        """What was made of a row needs a key that is free, unless what has it says just the same."""
        taken: dict[bytes, dict[bytes, tuple[Entry, Register]]] = {}
        for entry in there:
            taken.setdefault(entry.key, {})[entry.content] = entry, log
        for entry in coming:
            if entry.number in found.refused:
                continue
            same = taken.setdefault(entry.key, {})
            if entry.is_made and same and not found.is_left_out(entry.number):
                if entry.content in same:
                    found.know(entry.number)
                else:
                    other, register = next(iter(same.values()))
                    self._refuse(found, entry, f"its key is taken by {register.places.place(other.place)}")
                continue
            same[entry.content] = entry, self.register

    def _refuse(self, found: Comparison, entry: Entry, message: str) -> None:
        found.refuse(entry.number, Refusal(self.register.places.place(entry.place), message))
