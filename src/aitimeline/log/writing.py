"""Adding to a log: record, revise, retract. Each is checked against the log under the writer's lock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from attrs import frozen

from aitimeline.log.disk import append_bytes, locked
from aitimeline.log.identity import Identity, read_identity, write_identity
from aitimeline.log.snapshot import Snapshot, read_log
from aitimeline.model import record as kinds
from aitimeline.model.actor import Actor
from aitimeline.model.error import ConflictError, TimelineError
from aitimeline.model.event import Event
from aitimeline.model.history import History, histories
from aitimeline.model.key import check_key, slug
from aitimeline.model.record import Record, make_record, time_after


@frozen
class Writer:
    """Who writes, where, and with which clock and id maker.

    Attributes:
        folders: the folders that are read as one log; the first is written to, and made if it is not there.
        name: goes into ``recordedby``; its key names the segment.
        clock: gives the present time, aware.
        make_id: gives a new UUIDv7.
    """

    folders: tuple[Path, ...]
    name: str
    clock: Callable[[], datetime]
    make_id: Callable[[], str]

    @property
    def home(self) -> Path:
        """The folder that is written to."""
        return self.folders[0]

    @property
    def segment(self) -> Path:
        """The segment that this writer, and no other, appends to."""
        return self.home / f"{slug(self.name) or 'unnamed'}.jsonl"


def start_log(folder: Path, identity: Identity) -> None:
    """Make a folder and give it its identity.

    Raises:
        ConflictError: it has one already.
        TimelineError: it cannot be made.
    """
    _make_folder(folder)
    with locked(folder):
        known = read_identity(folder)
        records = read_log([folder]).records
        if known or records:
            uri = known.uri if known else records[0].timeline
            raise ConflictError(f"{folder} is a log already, of {uri}; nothing was changed")
        write_identity(folder, identity)


def record_event(writer: Writer, key: str, event: Event, *, dry_run: bool = False) -> Record:
    """Record a new event.

    Raises:
        ConflictError: the key is taken.
    """
    return _record(writer, check_key(key), event, kinds.EVENT_RECORDED, dry_run=dry_run)


def record_actor(writer: Writer, key: str, actor: Actor, *, dry_run: bool = False) -> Record:
    """Record a new actor.

    Raises:
        ConflictError: the key is taken.
    """
    return _record(writer, check_key(key), actor, kinds.ACTOR_RECORDED, dry_run=dry_run)


def revise(
    writer: Writer, seen: History, payload: Event | Actor, reason: str | None, *, dry_run: bool = False
) -> Record:
    """Record what is now held to be true of an event or actor, in place of the heads that were seen.

    Raises:
        ConflictError: other heads have come since.
    """
    record_type = kinds.EVENT_REVISED if isinstance(payload, Event) else kinds.ACTOR_REVISED
    return _supersede(writer, seen, payload, record_type, reason, dry_run=dry_run)


def retract(writer: Writer, seen: History, reason: str, *, dry_run: bool = False) -> Record:
    """Withdraw an event or actor; its history stays.

    Raises:
        ConflictError: other heads have come since.
    """
    record_type = kinds.EVENT_RETRACTED if seen.current.is_about_event else kinds.ACTOR_RETRACTED
    return _supersede(writer, seen, None, record_type, reason, dry_run=dry_run)


def _record(writer: Writer, key: str, payload: Event | Actor, record_type: str, *, dry_run: bool) -> Record:
    def compose(snapshot: Snapshot, identity: Identity) -> Record:
        if _history(snapshot, key, record_type):
            raise ConflictError(f"the key {key!r} is taken; nothing was written")
        return _make(writer, snapshot, identity, payload, record_type, key)

    return _append(writer, compose, dry_run=dry_run)


def _supersede(
    writer: Writer,
    seen: History,
    payload: Event | Actor | None,
    record_type: str,
    reason: str | None,
    *,
    dry_run: bool,
) -> Record:
    heads = tuple(head.id for head in seen.heads)

    def compose(snapshot: Snapshot, identity: Identity) -> Record:
        now = _history(snapshot, seen.key, record_type)
        if now is None or tuple(head.id for head in now.heads) != heads:
            raise ConflictError(
                f"{seen.key!r} has been changed since you read it; nothing was written. "
                f"Look at it with 'aitimeline history {seen.key}', then try again"
            )
        return _make(writer, snapshot, identity, payload, record_type, seen.key, heads, reason)

    return _append(writer, compose, dry_run=dry_run)


def _history(snapshot: Snapshot, key: str, record_type: str) -> History | None:
    family = record_type.split(".")[1]
    same = (each for each in snapshot.records if each.subject == key and each.type.split(".")[1:2] == [family])
    return histories(same).get(key)


def _make(
    writer: Writer,
    snapshot: Snapshot,
    identity: Identity,
    payload: Event | Actor | None,
    record_type: str,
    subject: str,
    supersedes: tuple[str, ...] = (),
    reason: str | None = None,
) -> Record:
    return make_record(
        payload,
        record_id=writer.make_id(),
        timeline=identity.uri,
        record_type=record_type,
        subject=subject,
        time=time_after(writer.clock(), snapshot.newest),
        recorded_by=writer.name,
        supersedes=supersedes,
        reason=reason,
    )


def _append(writer: Writer, compose: Callable[[Snapshot, Identity], Record], *, dry_run: bool) -> Record:
    if dry_run:
        snapshot = read_log(writer.folders)
        return compose(snapshot, _identity(writer))
    _make_folder(writer.home)
    with locked(writer.home):
        snapshot = read_log(writer.folders)
        identity = _identity(writer)
        record = compose(snapshot, identity)
        if read_identity(writer.home) is None:
            write_identity(writer.home, identity)
        append_records(writer.segment, snapshot, [record])
        return record


def append_records(segment: Path, snapshot: Snapshot, records: Sequence[Record]) -> int:
    """Append those records that the log does not hold yet, and say how many these were. The caller holds the lock.

    Raises:
        ConflictError: the log has one of the ids with other content.
    """
    new = list(_unknown(snapshot, records))
    if new:
        append_bytes(segment, b"".join(record.line + b"\n" for record in new))
    return len(new)


def _unknown(snapshot: Snapshot, records: Iterable[Record]) -> Iterable[Record]:
    for record in records:
        known = snapshot.find(record.id)
        if known is None:
            yield record
        elif known.content() != record.content():
            raise ConflictError(f"the log has the id {record.id} with other content, as {known.subject!r}")


def _identity(writer: Writer) -> Identity:
    """The identity of the log that is written to; that of its records where its file is gone; else a new one."""
    known = read_identity(writer.home)
    if known:
        return known
    own = read_log([writer.home]).records
    return Identity(own[0].timeline if own else f"urn:uuid:{writer.make_id()}")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise TimelineError(f"{folder}: cannot be made: {failure.strerror}") from None
