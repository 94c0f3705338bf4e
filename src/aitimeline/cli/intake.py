"""Between ``import`` and the log: the file or standard input, the bad rows, the bar, and what is told at the end."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO

from attrs import define, field, frozen

from aitimeline.cli import clock
from aitimeline.cli.output import write_file
from aitimeline.cli.progress import Bar
from aitimeline.cli.session import Session, tell
from aitimeline.ingest.gather import Gatherer, finder, rejected, rejected_heading
from aitimeline.ingest.rowfile import Row, RowFile
from aitimeline.ingest.rows import Defaults, Shaper
from aitimeline.log.bulk import Added, Stated, add_all
from aitimeline.log.intake import Intake, Refusal
from aitimeline.log.snapshot import Damage
from aitimeline.model.error import BadInputError, ConflictError
from aitimeline.model.quick import Maker

READING = "reading the rows"
_SHOWN = 20
_FEW = 8
_CORRECT = ". 'aitimeline revise' corrects what is there; --skip-bad FILE collects these and adds the others"


@define
class Rejects:
    """Bad rows: collected where a file for them was named, else told, and the import stops.

    Attributes:
        file: the rows' own file.
        collected: where they are kept until the end; None if they stop the import.
    """

    file: RowFile
    collected: IO[bytes] | None
    count: int = field(default=0, init=False)

    def add(self, row: Row, reason: str) -> None:
        """Note a bad row.

        Raises:
            BadInputError: there are so many that it is of no use to look on.
        """
        self.count += 1
        if self.count <= _SHOWN:
            tell(f"{self.file.path}:{row.line}: {reason}")
        if self.collected is not None:
            self.collected.write(rejected(row, reason))
        elif self.count == _SHOWN:
            raise BadInputError(f"{self.file.path}: {_SHOWN} bad rows, and perhaps more; nothing was written")

    def check(self) -> None:
        """See whether the import may go on.

        Raises:
            BadInputError: it may not, as there are bad rows.
        """
        if self.count and self.collected is None:
            rows = "1 bad row" if self.count == 1 else f"{self.count} bad rows"
            raise BadInputError(
                f"{self.file.path}: {rows}; nothing was written. Mend them, or collect them with --skip-bad FILE"
            )

    def addrefused(self, refusals: tuple[Refusal, ...]) -> None:
        """Collect the rows that contradict the log."""
        reasons = {refusal.place.line: refusal.message for refusal in refusals}
        for row in self.file.rows() if reasons else ():
            if row.line in reasons:
                self.add(row, reasons[row.line])


@contextmanager
def opened(path: Path) -> Iterator[RowFile]:
    """A file of rows, or standard input for ``-``, which is kept in a temporary file as it is read twice.

    Raises:
        BadInputError: it cannot be read.
    """
    if str(path) == "-":
        with tempfile.TemporaryFile() as kept:
            shutil.copyfileobj(sys.stdin.buffer, kept)
            yield RowFile(Path("standard input"), kept)
        return
    try:
        stream = path.open("rb")
    except OSError as failure:
        raise BadInputError(f"{path}: cannot be read: {failure.strerror}") from None
    with stream:
        if not stream.seekable():  # a pipe with a name
            with tempfile.TemporaryFile() as kept:
                shutil.copyfileobj(stream, kept)
                yield RowFile(path, kept)
        else:
            yield RowFile(path, stream)


@frozen
class Imported:
    """What an import came to: how many records are new, were there before, or could not be taken."""

    added: Added
    bad: int


def import_rows(
    session: Session, file: RowFile, defaults: Defaults, skip_bad: Path | None, *, dry_run: bool
) -> Imported:
    """Add what a file holds, all of it or, but for bad rows, nothing.

    Raises:
        BadInputError: there are bad rows, and they are not to be skipped.
        ConflictError: some contradict the log, and they are not to be skipped.
    """
    session.location.to_read()
    writer = session.writer
    stated = Stated(writer.identity.uri, clock.now())
    with Bar({READING: file.size}) as bar, Intake() as intake, tempfile.TemporaryFile() as collected:
        rejects = Rejects(file, collected if skip_bad else None)
        shaper = Shaper(finder(writer.folders, writer.disk), defaults)
        maker = Maker(stated.timeline, stated.time, writer.name)
        Gatherer(file, intake, shaper, maker, rejects.add, lambda size: bar.advance(READING, size)).gather()
        rejects.check()
        added = add_all(writer, intake, stated, bar.advance, skips_refused=bool(skip_bad), dry_run=dry_run)
        if added.refusals and not skip_bad:
            raise refused(added.refusals, _CORRECT)
        rejects.addrefused(added.refusals)
        if skip_bad and rejects.count:
            _keep(skip_bad, file, collected)
    _tell_unknown(shaper)
    return Imported(added, rejects.count)


def refused(refusals: tuple[Refusal, ...], hint: str = "") -> ConflictError:
    """The refusal of an import or a merge, once what contradicts the log has been told."""
    for refusal in refusals[:_SHOWN]:
        tell(str(refusal))
    more = f", of which {_SHOWN} are named above" if len(refusals) > _SHOWN else ""
    what = "1 record contradicts" if len(refusals) == 1 else f"{len(refusals):,} records contradict"
    return ConflictError(f"{what} the log{more}; nothing was written{hint}")


def tell_damages(damages: Sequence[Damage]) -> None:
    """Tell which lines of another log were left there."""
    for damage in damages[:_SHOWN]:
        tell(f"left there: {damage}")
    if len(damages) > _SHOWN:
        tell(f"left there: {len(damages) - _SHOWN:,} more lines; 'aitimeline log verify --log DIR' names them")


def _keep(path: Path, file: RowFile, collected: IO[bytes]) -> None:
    """Write the bad rows where they were asked for, in the form that they came in, so that they can be mended."""
    collected.seek(0)
    heading = [rejected_heading(file.columns)] if file.is_csv else []
    write_file(path, chain(heading, iter(lambda: collected.read(1 << 20), b"")))


def _tell_unknown(shaper: Shaper) -> None:
    if shaper.unknown:
        named = ", ".join(sorted(shaper.unknown)[:_FEW]) + (" ..." if len(shaper.unknown) > _FEW else "")
        actors = "1 actor is" if len(shaper.unknown) == 1 else f"{len(shaper.unknown):,} actors are"
        tell(f"{actors} not known to the log: {named}; 'aitimeline add-actor' can describe them")
