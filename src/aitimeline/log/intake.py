"""What is to be added to a log in bulk: each line has been checked alone, now all are held against the log.

Memory does not grow with their number: lines, and what they are compared by, lie in temporary files.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Self

from attrs import define, field, frozen

from aitimeline.log.register import Entry, Marked, Register, parts
from aitimeline.log.snapshot import Place
from aitimeline.model.error import ConflictError
from aitimeline.model.record import MAX_BYTES

_MADE, _VERBATIM = b"+", b"="
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


class Intake:
    """Lines that are ready to be added, in the order in which they came. To be closed.

    Attributes:
        needs_keys: True if the key of any must be free.
    """

    def __init__(self) -> None:
        self.register = Register()
        self.needs_keys = False
        self._lines = tempfile.TemporaryFile(buffering=MAX_BYTES)  # noqa: SIM115 -- it is closed with the intake

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._lines.close()
        self.register.__exit__()

    @property
    def count(self) -> int:
        """How many there are."""
        return self.register.count

    def add(self, file: Path, lines: Sequence[tuple[bytes, Marked]]) -> None:
        """Take in some lines of a file, in their order, each with what it is compared by.

        The key of one that was made of what stands there must be free, and its time may be moved.
        """
        marks = [mark for _, mark in lines]
        self.register.add(file, marks)
        self.needs_keys = self.needs_keys or any(mark.is_made for mark in marks)
        self._lines.writelines(b"%b%b\n" % (_MADE if mark.is_made else _VERBATIM, line) for line, mark in lines)

    def lines(self, comparison: Comparison) -> Iterator[tuple[bytes, bool]]:
        """The lines that are to be added, each with whether it was made of what was given."""
        self._lines.seek(0)
        for number, line in enumerate(self._lines):
            if not comparison.is_left_out(number):
                yield line[1:], line.startswith(_MADE)

    def compare(self, log: Register, tick: Callable[[int], None]) -> Comparison:
        """Hold every line against those of the log and against each other.

        Args:
            log: all that the log holds.
            tick: is told of lines that are done with; those that need a free key are looked at twice.
        """
        found = Comparison(bytearray(self.count // 8 + 1))
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
