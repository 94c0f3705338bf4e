"""Adding to a log: record, revise, retract. Each is checked against the log under the writer's lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from attrs import define, field, frozen

from aitimeline.log.disk import Disk, Stamp, SystemDisk
from aitimeline.log.durable import Appender, Grown, make_folder, nobody
from aitimeline.log.identity import Identity, read_identity, timeline_of_records, write_identity
from aitimeline.log.network import check_local
from aitimeline.log.place import SUFFIX, Place
from aitimeline.log.view import View
from aitimeline.model import kind as kinds
from aitimeline.model.actor import Actor
from aitimeline.model.error import BadInputError, ConflictError
from aitimeline.model.event import Event
from aitimeline.model.history import History, StaleHeadsError
from aitimeline.model.key import check_key, slug
from aitimeline.model.record import Record, make_record


class Written(NamedTuple):
    """What a write came to.

    Attributes:
        record: the record that is now in the log.
        is_new: False if the log had it before.
    """

    record: Record
    is_new: bool = True


@frozen
class Change:
    """How a revision or retraction treats what others have done.

    Attributes:
        expected: the ids of the heads that it is made to.
        settles: True to replace two heads or more, which is refused otherwise.
        adds_head: True to stand beside heads that came since, as one more.
        reason: why, for the history.
    """

    expected: tuple[str, ...]
    reason: str | None = None
    settles: bool = False
    adds_head: bool = False

    @classmethod
    def to(cls, seen: History, reason: str | None = None, *, settles: bool = False) -> Change:
        """A change to what was read."""
        return cls(seen.head_ids, reason, settles=settles)


@define(slots=False)
class Writer:
    """Who writes, where, and with which clock and id maker. Not for use by two threads at once.

    Attributes:
        folders: the folders that are read as one log; the first is written to, and made if it is not there.
        name: goes into ``recordedby``; its key names the segment.
        clock: gives the present time, aware.
        make_id: gives a new UUIDv7.
        disk: the calls to the system.
        appended: told of each append after which the segment cannot change unseen; the lock is held then.
        allow_network: whether to write where a network file system is, whose locks and confirmations cannot be
            relied on.
        allow_ahead: whether to write where a record is far ahead of the clock; its time is then left out of account.
        tell: is told of what a person should know.
        time: that of the records which are being made.
    """

    folders: tuple[Path, ...]
    name: str
    clock: Callable[[], datetime]
    make_id: Callable[[], str]
    disk: Disk = field(factory=SystemDisk)
    appended: Grown = nobody
    allow_network: bool = False
    allow_ahead: bool = False
    tell: Callable[[str], None] = field(default=lambda _: None)
    time: datetime = field(init=False)
    _is_prepared: bool = field(init=False, default=False)
    _has_identity: bool = field(init=False, default=False)
    _identity: Identity | None = field(init=False, default=None)

    @property
    def home(self) -> Path:
        """The folder that is written to."""
        return self.folders[0]

    @cached_property
    def segment(self) -> Path:
        """The segment that this writer, and no other, appends to."""
        return self.home.resolve() / f"{slug(self.name) or 'unnamed'}{SUFFIX}"

    @cached_property
    def view(self) -> View:
        """What the log held when it was last caught up with."""
        return View(self.folders, self.disk)

    @cached_property
    def appender(self) -> Appender:
        """What adds bytes to the segments."""
        return Appender(self.disk, self._has_grown)

    def _has_grown(self, segment: Path, before: Stamp, after: Stamp) -> None:
        self.view.grown(segment, before, after)
        self.appended(segment, before, after)

    def append(self, compose: Callable[[Writer], Sequence[Record]], *, dry_run: bool = False) -> list[Written]:
        """Add the records that ``compose`` makes of the caught-up view, those that the log does not hold yet.

        When this returns they are all on the disk, those that were there before too.

        Raises:
            ClockError: a record is far ahead of the clock, and that is not allowed; nothing was written.
            ConflictError: the log has one of the ids with other content; nothing was written.
            OutcomeUnknownError: the system would not say whether they are on the disk.
            TimelineError: the folder cannot be written to.
        """
        if not dry_run:
            self.prepare()
        with nullcontext() if dry_run else self.disk.locked(self.home):
            self.view.catch_up()
            if not self._has_identity:
                self._identity = None  # another writer may have been the first since
            times = self.view.times(self.clock())
            times.check(self.tell, allows_ahead=self.allow_ahead)
            self.time = times.following()
            records = compose(self)
            written = [Written(record, is_new=not self._is_known(record)) for record in records]
            if not dry_run:
                self._add(written)
            return written

    def identity(self) -> Identity:
        """That of the log that is written to; that of its records where its file is gone; else a new one."""
        if self._identity is None:
            known = read_identity(self.home, self.disk)
            uri = None if known else timeline_of_records(self.home, self.disk)
            self._identity = known or Identity(uri or f"urn:uuid:{self.make_id()}")
        return self._identity

    def prepare(self) -> None:
        """What is done before the first write: the folder is checked and made."""
        if self._is_prepared:
            return
        if not self.allow_network:
            check_local(self.home)
        make_folder(self.disk, self.home)
        self._is_prepared = True

    def _add(self, written: Sequence[Written]) -> None:
        for each in written:
            if each.record.supersedes or not each.is_new:
                self._confirm(each)
        new = [each.record for each in written if each.is_new]
        if not new:
            return
        self.keep_identity()
        content = b"".join(record.line + b"\n" for record in new)
        stamp = self.appender.append(self.segment, content)
        self.view.take(self.segment, new, len(content), stamp)

    def keep_identity(self) -> None:
        """See that the folder has an identity, before a first record bears it. The caller holds the lock."""
        if self._has_identity:
            return
        known = read_identity(self.home, self.disk)
        if known is None:
            write_identity(self.home, self.identity(), self.disk)
        else:
            self._identity = known  # another writer may have been the first since it was looked up
        self._has_identity = True

    def _confirm(self, written: Written) -> None:
        """Put on the disk what a record stands on: itself if it is there already, and what it replaces."""
        relied = (written.record.id,) if not written.is_new else written.record.supersedes
        for record_id in relied:
            segments = [place.segment for place, _ in self.view.found(record_id)]
            if segments and segments[0].parent == self.segment.parent:  # what lies elsewhere is for others to confirm
                self.appender.confirm(segments[0])

    def _is_known(self, record: Record) -> bool:
        found = self.view.found(record.id)
        for place, known in found:
            if known.content() != record.content():
                raise other_content(record, [place])
        return bool(found)


def other_content(record: Record, places: Sequence[Place | str]) -> ConflictError:
    """The refusal of a record whose id is in the log, or in what is imported, with other content."""
    named = " and ".join(map(str, places))
    return ConflictError(
        f"the record {record.id} of {record.subject!r} is at {named} with other content; nothing was written"
    )


def start_log(folder: Path, identity: Identity, disk: Disk | None = None) -> None:
    """Make a folder and give it its identity.

    Raises:
        ConflictError: it has one already.
        TimelineError: it cannot be made.
    """
    disk = disk or SystemDisk()
    make_folder(disk, folder)
    with disk.locked(folder):
        known = read_identity(folder, disk)
        uri = known.uri if known else timeline_of_records(folder, disk)
        if uri:
            raise ConflictError(f"{folder} is a log already, of {uri}; nothing was changed")
        write_identity(folder, identity, disk)


def record_event(writer: Writer, key: str, event: Event, *, dry_run: bool = False) -> Written:
    """Record a new event. One that stands there already, just so, is left as it is.

    Raises:
        ConflictError: the key is taken.
    """
    return _record(writer, check_key(key), event, kinds.EVENT_RECORDED, dry_run=dry_run)


def record_actor(writer: Writer, key: str, actor: Actor, *, dry_run: bool = False) -> Written:
    """Record a new actor. One that stands there already, just so, is left as it is.

    Raises:
        ConflictError: the key is taken.
    """
    return _record(writer, check_key(key), actor, kinds.ACTOR_RECORDED, dry_run=dry_run)


def revise(writer: Writer, key: str, payload: Event | Actor, change: Change, *, dry_run: bool = False) -> Written:
    """Record what is now held to be true of an event or actor, in place of the heads that were seen.

    Raises:
        StaleHeadsError: other heads have come since.
        ConflictError: it has two heads, and the change does not say that it settles them.
    """
    record_type = kinds.EVENT_REVISED if isinstance(payload, Event) else kinds.ACTOR_REVISED
    return _supersede(writer, key, payload, record_type, change, dry_run=dry_run)


def retract(writer: Writer, key: str, change: Change, *, of_actor: bool = False, dry_run: bool = False) -> Written:
    """Withdraw an event or actor; its history stays.

    Raises:
        StaleHeadsError: other heads have come since.
        ConflictError: it has two heads, and the change does not say that it settles them.
    """
    record_type = kinds.ACTOR_RETRACTED if of_actor else kinds.EVENT_RETRACTED
    return _supersede(writer, key, None, record_type, change, dry_run=dry_run)


def _record(writer: Writer, key: str, payload: Event | Actor, record_type: str, *, dry_run: bool) -> Written:
    def compose(writer: Writer) -> list[Record]:
        history = writer.view.history(_family(record_type), key)
        if history is None:
            return [_make(writer, payload, record_type, key)]
        same = [head for head in history.heads if head.payload == payload and head.verb == "recorded"]
        if not same:
            raise ConflictError(f"the key {key!r} is taken; nothing was written")
        return same

    return writer.append(compose, dry_run=dry_run)[0]


def _supersede(
    writer: Writer, key: str, payload: Event | Actor | None, record_type: str, change: Change, *, dry_run: bool
) -> Written:
    def compose(writer: Writer) -> list[Record]:
        history = writer.view.history(_family(record_type), key)
        made = _make(writer, payload, record_type, key, change.expected, change.reason)
        if history is None:
            raise ConflictError(f"{key!r} is no longer in the log; nothing was written")
        if before := [record for record in history.records if _is_same_change(record, made)]:
            return before[:1]
        _check_change(history, change)
        return [made]

    return writer.append(compose, dry_run=dry_run)[0]


def _is_same_change(record: Record, made: Record) -> bool:
    """True if somebody has made this change before: the same person, as a first try may have reached the disk."""
    return (record.type, set(record.supersedes), record.payload, record.reason, record.recorded_by) == (
        *(made.type, set(made.supersedes), made.payload, made.reason, made.recorded_by),
    )


def _check_change(history: History, change: Change) -> None:
    key = history.key
    if newer := [record for record in history.records if not record.is_understood]:
        raise ConflictError(
            f"{key!r} has a record of a type that this version does not know, {newer[0].type}; "
            "nothing was written. Use a newer version of aitimeline"
        )
    if unknown := set(change.expected) - {record.id for record in history.records}:
        raise BadInputError(f"{key!r} has no record {min(unknown)!r}; 'aitimeline history {key}' lists them")
    if set(change.expected) != set(history.head_ids) and not change.adds_head:
        raise StaleHeadsError(
            f"{key!r} has been changed since you read it; nothing was written", history, change.expected
        )
    if history.is_in_conflict and not change.settles and not change.adds_head:
        is_event = history.records[0].is_about_event
        command = f"'aitimeline revise {key} --settle'" if is_event else f"'aitimeline revise-actor {key} --settle'"
        raise StaleHeadsError(
            f"{key!r} has {len(history.heads)} heads, which contradict each other; nothing was written. "
            f"Settle them with {command}",
            history,
            (),
        )


def _family(record_type: str) -> str:
    return record_type.split(".")[1]


def _make(
    writer: Writer,
    payload: Event | Actor | None,
    record_type: str,
    subject: str,
    supersedes: tuple[str, ...] = (),
    reason: str | None = None,
) -> Record:
    return make_record(
        payload,
        record_id=writer.make_id(),
        timeline=writer.identity().uri,
        record_type=record_type,
        subject=subject,
        time=writer.time,
        recorded_by=writer.name,
        supersedes=supersedes,
        reason=reason,
    )
