"""Between ``import`` and the log: the file or standard input, the bad rows, the bar, and what is told at the end."""

from __future__ import annotations

import codecs
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import chain
from pathlib import Path
from typing import IO

from attrs import define, field, frozen

from aitimeline.answer.addition import addition_text
from aitimeline.cli.contest import Watch
from aitimeline.cli.outlet import standing
from aitimeline.cli.output import write_file
from aitimeline.cli.progress import Bar
from aitimeline.cli.run import Run
from aitimeline.cli.telling import tell
from aitimeline.cli.workspace import Workspace
from aitimeline.index.contest import Contest
from aitimeline.ingest.gather import MOST_UNKNOWN, Finder, Gatherer, Reader, rejected, rejected_heading
from aitimeline.ingest.letters import check_encoding
from aitimeline.ingest.rowfile import Row, RowFile
from aitimeline.ingest.rows import Defaults, Shaper
from aitimeline.log.bulk import WRITING, Added, Stated, add_all
from aitimeline.log.crew import processors
from aitimeline.log.intake import Intake, Refusal
from aitimeline.log.place import Damage
from aitimeline.model.error import BadInputError, ConflictError, TimelineError
from aitimeline.model.quick import Maker

READING = "reading the rows"
_LARGE = 8 << 20
"""From so many bytes on, starting more processes costs less than they save."""
_SHOWN = 20
_FEW = 8
_CORRECT = (
    ". 'aitimeline revise' corrects what is there; a 'key' of its own tells an event from one with the same title; "
    "--skip-bad FILE collects these and adds the others"
)
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


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
    lines: list[int] = field(factory=list, init=False)

    def add(self, row: Row, reason: str) -> None:
        """Note a bad row.

        Raises:
            BadInputError: there are so many that it is of no use to look on.
        """
        self.count += 1
        if self.count <= _SHOWN:
            self.lines.append(row.line)
            tell(f"{self.file.path}:{row.line}: {reason}")
        if self.collected is not None:
            self.collected.write(rejected(row, reason, self.file.columns))
        elif self.count == _SHOWN:
            raise BadInputError(
                f"{self.file.path}: {_SHOWN} bad rows, and perhaps more; nothing was written. "
                "--skip-bad FILE takes all good ones, and keeps the bad"
            )

    def check(self, good: int) -> None:
        """See whether the import may go on.

        Args:
            good: how many rows are not bad.

        Raises:
            BadInputError: it may not, as there are bad rows.
        """
        if self.count and self.collected is None:
            raise stopped(self.file.path, good, self.count, self.lines, "FILE")

    def add_refused(self, refusals: tuple[Refusal, ...]) -> None:
        """Collect the rows that contradict the log."""
        reasons = {refusal.place.line: refusal.message for refusal in refusals}
        for row in self.file.rows() if reasons else ():
            if row.line in reasons:
                self.add(row, reasons[row.line])


def stopped(path: Path, good: int, bad: int, lines: Sequence[int], kept: str) -> BadInputError:
    """The refusal of an import: how many are good and bad, in which lines the first of these are, and what to do.

    Args:
        path: what is imported.
        good: how many are good.
        bad: how many are bad.
        lines: where the first of these are.
        kept: a file in which they can be kept.
    """
    more = ", ..." if bad > len(lines) else ""
    where = f"line{'' if bad == 1 else 's'} {', '.join(map(str, sorted(lines)))}{more}"
    what = "it" if bad == 1 else "them"
    skip = f", or take the good alone: add --skip-bad {kept}, which keeps the bad" if good else ""
    return BadInputError(f"{path}: {good:,} good, {bad:,} bad ({where}); nothing was written. Mend {what}{skip}")


@contextmanager
def opened(path: Path) -> Iterator[RowFile]:
    """A file of rows, or standard input for ``-``; pipes are kept in a temporary file, as rows are read twice.

    Raises:
        BadInputError: it cannot be read.
        TimelineError: there is no room for temporary files.
    """
    is_standard = str(path) == "-"
    source = _standard_input() if is_standard else _file(path)
    with room(), source as stream, tempfile.TemporaryFile() as kept:
        if is_standard or not stream.seekable():
            shutil.copyfileobj(stream, kept)
            yield RowFile(Path("standard input") if is_standard else path, kept)
        else:
            yield RowFile(path, stream, can_be_shared=True)


@contextmanager
def recoded(file: RowFile, encoding: str | None) -> Iterator[RowFile]:
    """The same file in UTF-8, in a temporary one, where a person said that it is in other letters.

    Raises:
        BadInputError: there is no such encoding, or the file is not in it.
        TimelineError: there is no room for temporary files.
    """
    if encoding is None:
        yield file
        return
    decoder = codecs.getincrementaldecoder(check_encoding(encoding))()
    line, is_last = 1, False
    with room(), tempfile.TemporaryFile() as kept:
        file.opened.seek(0)
        while not is_last:
            chunk = file.opened.read(1 << 20)
            is_last = not chunk
            try:
                text = decoder.decode(chunk, final=is_last)
            except UnicodeError as failure:
                at = failure.start if isinstance(failure, UnicodeDecodeError) else 0
                line += failure.object[:at].count(b"\n") if isinstance(failure, UnicodeDecodeError) else 0
                raise BadInputError(f"{file.path}:{line}: is not {encoding}, which --encoding says it is") from None
            line += text.count("\n")
            kept.write(text.encode())
        yield RowFile(file.path, kept)


def _standard_input() -> AbstractContextManager[IO[bytes]]:
    if sys.stdin is None:
        raise BadInputError("standard input is closed; name a file")
    return nullcontext(sys.stdin.buffer)


def _file(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as failure:
        raise BadInputError(f"{path}: cannot be read: {failure.strerror}") from None


@contextmanager
def room() -> Iterator[None]:
    """Say so where there is no room for temporary files; what is written to the log has messages of its own."""
    try:
        yield
    except OSError as failure:
        if failure.errno not in _NO_ROOM:
            raise
        folder = tempfile.gettempdir()
        raise TimelineError(
            f"{folder}: {failure.strerror}. Name another folder for temporary files in TMPDIR, then run it again"
        ) from None


@contextmanager
def _stoppable(bar: Bar, *, dry_run: bool) -> Iterator[None]:
    """Say what Ctrl-C has left behind."""
    try:
        yield
    except KeyboardInterrupt:
        if dry_run or WRITING not in bar.done:
            tell("stopped; nothing was written")
        elif done := bar.done.get(WRITING):
            tell(f"stopped; {done:,} records or more were recorded. Import it again to add the rest")
        else:
            tell("stopped; records may have been recorded. Import it again to add the rest")
        raise


@frozen
class Imported:
    """What an import came to: how many records are new, were there before, or could not be taken.

    Attributes:
        conflicts: what has come to contradict itself, as records of another log can make it.
    """

    added: Added
    bad: int
    conflicts: Contest


def import_rows(
    workspace: Workspace, file: RowFile, defaults: Defaults, skip_bad: Path | None, *, dry_run: bool
) -> Imported:
    """Add what a file holds: all of it, or nothing; where bad rows are to be skipped, all others.

    Raises:
        BadInputError: there are bad rows, and they are not to be skipped, or cannot be kept where they should be.
        ConflictError: some contradict the log, and they are not to be skipped.
    """
    workspace.location.to_read()
    writer = workspace.writer()
    if skip_bad is not None:
        _check_file(skip_bad, file, writer.folders)
    stated = Stated(writer.identity().uri, workspace.run.now())
    bar = Bar({READING: file.size})
    with _stoppable(bar, dry_run=dry_run), bar, Intake() as intake, tempfile.TemporaryFile() as collected:
        rejects = Rejects(file, None if skip_bad is None else collected)
        shaper = Shaper(Finder(writer.folders, writer.disk), defaults)
        reader = Reader(shaper, Maker(stated.timeline, stated.time, writer.name), allow_ahead=writer.allow_ahead)
        gatherer = Gatherer(file, intake, reader, rejects.add, lambda size: bar.advance(READING, size))
        gatherer.gather(processors() if file.size > _LARGE else 1)
        rejects.check(intake.count)
        watch = Watch(workspace) if intake.holds_records and not dry_run else None
        added = add_all(writer, intake, stated, bar.advance, skips_refused=skip_bad is not None, dry_run=dry_run)
        if added.refusals and skip_bad is None:
            raise refused(added.refusals, _CORRECT)
        with nullcontext() if dry_run else standing(addition_text(added, rejects.count, dry_run=False)):
            rejects.add_refused(added.refusals)
            if skip_bad is not None and rejects.count and not dry_run:
                _keep(workspace.run, skip_bad, file, collected)
    _tell_unknown(gatherer.unknown)
    return Imported(added, rejects.count, watch.found() if watch else Contest(0, ()))


def refused(refusals: tuple[Refusal, ...], hint: str = "") -> ConflictError:
    """The refusal of an import or a merge, once what contradicts the log has been told."""
    for refusal in refusals[:_SHOWN]:
        tell(str(refusal))
    more = f", of which {_SHOWN} are named above" if len(refusals) > _SHOWN else ""
    what = "1 record contradicts another" if len(refusals) == 1 else f"{len(refusals):,} records contradict others"
    return ConflictError(f"{what}{more}; nothing was written{hint}")


def tell_damages(damages: Sequence[Damage]) -> None:
    """Tell which lines of another log were left there."""
    for damage in damages[:_SHOWN]:
        tell(f"left there: {damage}")
    if len(damages) > _SHOWN:
        tell(f"left there: {len(damages) - _SHOWN:,} more lines; 'aitimeline log verify --log DIR' names them")


def _check_file(path: Path, file: RowFile, folders: Sequence[Path]) -> None:
    """See before anything is written that bad rows can be kept in a file, in the form that they came in.

    Raises:
        BadInputError: they cannot.
    """
    form = ".csv" if file.is_csv else ".jsonl"
    if str(path) == "-":
        raise BadInputError(f"bad rows need a file of their own, as in --skip-bad bad{form}")
    check_free(path, file, folders, "rows")
    if not file.has_form_of(path):
        raise BadInputError(f"{path}: bad rows keep the form that they came in; name a file that ends in {form}")


def check_free(path: Path, file: RowFile, folders: Sequence[Path], what: str) -> None:
    """See before anything is written that bad rows or events can be kept in a file, and harm nothing there.

    Raises:
        BadInputError: they cannot.
    """
    if path.is_dir() or not os.access(path.parent, os.W_OK):
        why = "it is a folder" if path.is_dir() else "no such folder, or none that may be written to"
        raise BadInputError(f"{path}: bad {what} cannot be kept there: {why}; nothing was written")
    if _is_same_file(path, file):
        raise BadInputError(f"{path}: is what is being imported; name another file for bad {what}")
    if path.resolve().parent in [folder.resolve() for folder in folders]:
        raise BadInputError(f"{path}: is in the folder of the log; name a file elsewhere for bad {what}")


def _is_same_file(path: Path, file: RowFile) -> bool:
    if not path.exists():
        return False
    source = file.path.stat() if file.path.exists() else os.fstat(sys.stdin.fileno())
    return os.path.samestat(path.stat(), source)


def _keep(run: Run, path: Path, file: RowFile, collected: IO[bytes]) -> None:
    """Write the bad rows where they were asked for, in the form that they came in, so that they can be mended."""
    collected.seek(0)
    heading = [rejected_heading(file.columns)] if file.is_csv else []
    write_file(run, path, chain(heading, iter(lambda: collected.read(1 << 20), b"")))


def _tell_unknown(unknown: Collection[str]) -> None:
    if unknown:
        named = ", ".join(sorted(unknown)[:_FEW]) + (" ..." if len(unknown) > _FEW else "")
        actors = "1 actor is" if len(unknown) == 1 else f"{len(unknown):,} actors are"
        if len(unknown) >= MOST_UNKNOWN:
            actors = f"{MOST_UNKNOWN:,} actors or more are"
        tell(f"{actors} not known to the log: {named}; 'aitimeline add-actor' can describe them")
