"""Records: the immutable lines of the log, each a CloudEvents 1.0 JSON object."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from attrs import field, frozen

from aitimeline.model.actor import Actor
from aitimeline.model.canonical import canonical, digest_of, parse_json, parse_sealed, sealed
from aitimeline.model.error import BadInputError, ConflictError
from aitimeline.model.event import Event
from aitimeline.model.evolution import versioned
from aitimeline.model.instant import format_time
from aitimeline.model.kind import EVOLUTION, STEMS, family_of
from aitimeline.model.seal import MAX_BYTES, is_sealed, sealed_pieces
from aitimeline.model.shape import OF_THE_CHANGE
from aitimeline.model.structure import structure, unstructure

_PAYLOADS: dict[str, type[Event | Actor] | None] = {
    stem: None if stem.endswith(".retracted") else Event if ".event." in stem else Actor for stem in STEMS
}
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2})", re.ASCII)


@frozen
class Record:
    """One immutable line of the log.

    Attributes:
        line: its canonical bytes, without the newline.
        id: a UUID; two records with the same id are the same record.
        timeline: the URI of the timeline that it was made for (the CloudEvents attribute ``source``).
        type: what it does, with its version: ``aitimeline.event.recorded.v1``.
        subject: the key of the event or actor.
        time: when it was recorded, in UTC.
        recorded_by: who recorded it.
        digest: SHA-256 of the canonical form without this member.
        payload: the event or actor that it states; None in a retraction and in a type of a newer version.
        supersedes: the ids of the heads that it replaces.
    """

    line: bytes = field(repr=False)
    id: str
    timeline: str
    type: str
    subject: str
    time: datetime
    recorded_by: str
    digest: str
    payload: Event | Actor | None
    supersedes: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def is_understood(self) -> bool:
        """False for a type, or a version of one, that this program does not know; it is kept and passed on."""
        return EVOLUTION.is_understood(self.type)

    @property
    def is_about_event(self) -> bool:
        """True if it records, revises or retracts an event, in a version that is understood."""
        return self.family == "event" and self.is_understood

    @property
    def is_about_actor(self) -> bool:
        """True if it records, revises or retracts an actor, in a version that is understood."""
        return self.family == "actor" and self.is_understood

    @property
    def is_retraction(self) -> bool:
        """True if it withdraws its subject."""
        return self.verb == "retracted"

    @property
    def family(self) -> str:
        """``event`` or ``actor``; the whole type where it is not of this program's making."""
        return family_of(self.type)

    @property
    def verb(self) -> str:
        """``recorded``, ``revised`` or ``retracted``; the whole type where it is not of this program's making."""
        parts = versioned(self.type)
        return parts.verb if parts else self.type

    def sort_key(self) -> tuple[datetime, str]:
        """Order in the log: by recorded time, and where that is the same by id."""
        return self.time, self.id

    def content(self) -> bytes:
        """What makes two records with one id the same: type, subject and data, canonically."""
        return canonical([self.type, self.subject, self.data()])

    def data(self) -> Any:
        """The member ``data`` as it stands in the line."""
        return parse_json(self.line).get("data")


def make_record(
    payload: Event | Actor | None,
    *,
    record_id: str,
    timeline: str,
    record_type: str,
    subject: str,
    time: datetime,
    recorded_by: str,
    supersedes: tuple[str, ...] = (),
    reason: str | None = None,
) -> Record:
    """Make a record, canonical and with its digest. Its members stand in the order of RFC 8785 3.2.3.

    Raises:
        BadInputError: it would be longer than 1 MiB, or holds what JSON cannot.
    """
    data: dict[str, Any] = unstructure(payload) if payload is not None else {}
    if supersedes:
        data["supersedes"] = list(supersedes)
    if reason:
        data["reason"] = reason
    head = b'{"data":' + canonical(data)
    rest = b',"id":%b,"recordedby":%b,"source":%b,"specversion":"1.0","subject":%b,"time":%b,"type":%b}' % (
        *(_quoted(record_id), _quoted(recorded_by), _quoted(timeline)),
        *(_quoted(subject), _quoted(format_time(time)), _quoted(record_type)),
    )
    line, digest = sealed_pieces(head, rest)
    if len(line) >= MAX_BYTES:
        raise BadInputError(f"the record of {subject!r} has {len(line):,} bytes; at most {MAX_BYTES - 1:,} fit")
    return Record(
        *(line, record_id, timeline, record_type, subject, time.astimezone(UTC), recorded_by, digest),
        *(payload, supersedes, reason or None),
    )


@lru_cache(maxsize=256)  # who records, and for which timeline, hardly ever changes
def _quoted(text: str) -> bytes:
    return canonical(text)


def remade(line: bytes, *, timeline: str, time: datetime) -> bytes:
    """The line of a record that was made for another timeline or time, with these and a digest that fits."""
    return sealed(parse_sealed(line) | {"source": timeline, "time": format_time(time)})


def read_record(line: bytes) -> Record:
    """Read one line of the log and check its digest.

    A line that another tool has re-spaced or re-ordered is taken if its canonical form fits its digest.

    Raises:
        BadInputError: it is no record, or its digest does not fit.
    """
    if len(line) >= MAX_BYTES:
        raise BadInputError("longer than 1 MiB")
    sealed_as_is = is_sealed(line)
    try:
        envelope = parse_sealed(line) if sealed_as_is else parse_json(line)
    except RecursionError:
        raise BadInputError("not JSON: is nested too deeply") from None
    except ValueError as failure:
        raise BadInputError(f"not JSON: {failure}") from None
    if not isinstance(envelope, dict):
        raise BadInputError("not a JSON object")
    if not sealed_as_is:
        if digest_of(envelope) != envelope.get("digest"):
            raise BadInputError("its digest does not fit its content")
        line = canonical(envelope)
    return _from_envelope(line, envelope)


def _from_envelope(line: bytes, envelope: dict[str, Any]) -> Record:
    record_type = _attribute(envelope, "type")
    data = envelope.get("data", {})
    if not isinstance(data, dict):
        raise BadInputError("'data' is not an object")
    cls = payload_class(record_type)
    stated = EVOLUTION.lifted(record_type, data) if cls else data
    if cls and not OF_THE_CHANGE.isdisjoint(data):
        stated = {name: value for name, value in stated.items() if name not in OF_THE_CHANGE}
    if _attribute(envelope, "specversion") != "1.0":
        raise BadInputError("'specversion' is not 1.0")
    return Record(
        line=line,
        id=_attribute(envelope, "id"),
        timeline=_attribute(envelope, "source"),
        type=record_type,
        subject=_attribute(envelope, "subject"),
        time=parse_time(_attribute(envelope, "time")),
        recorded_by=_attribute(envelope, "recordedby"),
        digest=_attribute(envelope, "digest"),
        payload=structure(stated, cls) if cls else None,
        supersedes=_ids(data.get("supersedes", [])),
        reason=_optional_text(data.get("reason")),
    )


@lru_cache(maxsize=256)
def payload_class(record_type: str) -> type[Event | Actor] | None:
    """What the data of a record type state: an event, an actor, or nothing that this program knows."""
    parts = versioned(record_type)
    return _PAYLOADS[parts.stem] if parts and EVOLUTION.is_understood(record_type) else None


def _attribute(envelope: dict[str, Any], name: str) -> str:
    value = envelope.get(name)
    if not isinstance(value, str) or not value:
        raise BadInputError(f"{name!r} is missing or not text")
    return value


def _ids(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadInputError("'supersedes' is not a list of ids")
    return tuple(value)


def _optional_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise BadInputError("'reason' is not text")


def parse_time(text: str) -> datetime:
    """Read an RFC 3339 time.

    Raises:
        BadInputError: it is none.
    """
    if not _TIME.fullmatch(text):
        raise BadInputError(f"{text!r} is not an RFC 3339 time")
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadInputError(f"{text!r} is not an RFC 3339 time") from None


def time_after(now: datetime, newest: datetime | None) -> datetime:
    """The time for a new record: now, but never earlier than the newest record that was seen.

    Raises:
        ConflictError: the newest record claims the last moment of the calendar, so nothing can come after it.
    """
    if newest is None or now > newest:
        return now
    try:
        return newest + timedelta(microseconds=1)
    except OverflowError:
        raise ConflictError(
            f"the log has a record of {format_time(newest)}, which leaves no later time; nothing was written"
        ) from None
