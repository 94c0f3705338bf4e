"""Adding very many records at once: all are held against the log first, then appended in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

from attrs import define, field, frozen

from aitimeline.log.clock import Times
from aitimeline.log.disk import Stamp
from aitimeline.log.durable import CutShortError, nobody
from aitimeline.log.intake import Comparison, Intake, Refusal
from aitimeline.log.place import all_segments
from aitimeline.log.register import Register, entry_of
from aitimeline.log.stream import stream_pieces
from aitimeline.log.writing import Writer
from aitimeline.model.error import TimelineError
from aitimeline.model.record import remade

_TRIES = 3
_BATCH = 4 << 20
Tick = Callable[[str, int], None]
"""Is told how many more lines of a stage of the work are done with."""

READING, COMPARING, WRITING = "reading the log", "comparing", "writing"


@frozen
class Stated:
    """What stands in the records that were made for an addition, and may prove outdated when they are written.

    Attributes:
        time: what the clock said.
    """

    timeline: str
    time: datetime


@frozen
class Added:
    """What an addition came to.

    Attributes:
        added: how many records the log has got.
        known: how many it had, or were given twice.
        refusals: those that contradict the log, or each other.
        place: the segment that was written to.
    """

    added: int
    known: int
    place: Path
    refusals: tuple[Refusal, ...] = ()


@define
class _Survey:
    """All that the log held when it was read, and by which it can be told that it still does.

    Attributes:
        unread: the segments that cannot be read, of which nothing is known.
    """

    writer: Writer
    register: Register
    stamps: dict[Path, Stamp | None]
    times: Times
    unread: set[Path] = field(init=False, factory=set)

    def read(self, tick: Tick) -> None:
        for segment in [path for path, stamp in self.stamps.items() if stamp is not None]:
            for found, damaged in stream_pieces(segment, self.writer.disk):
                base = self.register.places.base(segment, found[-1][0].line if found else 0)
                self.register.add(entry_of(sighting, base + place.line) for place, sighting in found)
                self.times.add_all(found)
                if any(not damage.place.line for damage in damaged):
                    self.unread.add(segment)
                tick(READING, len(found) + len(damaged))

    def is_current(self) -> bool:
        """True if nothing has been written since."""
        return _stamps(self.writer) == self.stamps


def _stamps(writer: Writer) -> dict[Path, Stamp | None]:
    return {segment: writer.disk.stamp(segment) for segment in all_segments(writer.folders, writer.disk)}


def add_all(
    writer: Writer, intake: Intake, stated: Stated, tick: Tick, *, skips_refused: bool = False, dry_run: bool = False
) -> Added:
    """Add what was taken in, all but what the log has.

    If any of it contradicts the log, nothing is written, unless such records are to be skipped.

    The log is read and compared without the lock, so that others can write meanwhile; if they do, once more.
    What has been added when this is cut off stays, and is known when the same is added again.

    Raises:
        ClockError: a record of the log is far ahead of the clock, and the writer does not allow that.
        ConflictError: far too many contradict the log.
        OutcomeUnknownError: the system would not say whether they are on the disk.
        TimelineError: they could not be written.
    """
    if not dry_run:
        writer.prepare()
    has_told = False
    for last in (*[False] * _TRIES, True):
        with ExitStack() as held:
            if last:
                held.enter_context(writer.disk.locked(writer.home))
            register = held.enter_context(Register())
            survey = _Survey(writer, register, _stamps(writer), Times(stated.time))
            survey.read(tick)
            survey.times.check(nobody if has_told else writer.tell, allows_ahead=writer.allow_ahead)
            has_told = True
            compared = intake.compare(survey.register, lambda done: tick(COMPARING, done))
            if dry_run or (compared.refusals and not skips_refused):
                return _sum(writer, intake, compared)
            if not last:
                held.enter_context(writer.disk.locked(writer.home))
            if last or survey.is_current():
                return _append(writer, intake, compared, stated, survey, tick)
    raise AssertionError("unreachable")


def _append(writer: Writer, intake: Intake, compared: Comparison, stated: Stated, survey: _Survey, tick: Tick) -> Added:
    for segment, stamp in survey.stamps.items():  # what is known may be another's who ended before it was safe
        if segment.parent == writer.segment.parent and stamp is not None and segment not in survey.unread:
            writer.appender.confirm(segment)
    done = 0
    made = _sum(writer, intake, compared)
    if made.added:
        writer.keep_identity()
    tick(WRITING, 0)
    try:
        for batch in _batches(writer, intake, compared, stated, survey.times):
            writer.appender.append(writer.segment, batch)
            count = batch.count(b"\n")
            done += count
            tick(WRITING, count)
    except CutShortError as failure:
        raise failure.among(done, made.added) from None
    except TimelineError as failure:
        raise type(failure)(f"{failure}. Before that, {done:,} of {made.added:,} records were recorded") from None
    return made


def _sum(writer: Writer, intake: Intake, compared: Comparison) -> Added:
    added = intake.count - compared.known - len(compared.refusals)
    return Added(added, compared.known, writer.segment, tuple(compared.refusals))


def _batches(writer: Writer, intake: Intake, compared: Comparison, stated: Stated, times: Times) -> Iterator[bytes]:
    """The lines to write; what was made here never bears a time earlier than the newest in the log."""
    actual = Stated(writer.identity().uri, times.following())
    if intake.is_whole(compared) and (actual == stated or not intake.needs_keys):
        yield from intake.blocks(_BATCH)
        return
    batch: list[bytes] = []
    size = 0
    for line, number in intake.lines(compared):
        batch.append(line if number is None or actual == stated else _remade(line, actual, number))
        size += len(line)
        if size >= _BATCH:
            yield b"".join(batch)
            batch, size = [], 0
    if batch:
        yield b"".join(batch)


def _remade(line: bytes, actual: Stated, number: int) -> bytes:
    time = actual.time + timedelta(microseconds=number)
    return remade(line[:-1], timeline=actual.timeline, time=time) + b"\n"
