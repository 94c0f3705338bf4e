"""Reading many records at speed: msgspec checks in microseconds what ``read_record`` would accept.

It only ever says yes. What it does not accept at once goes to ``read_record``, which accepts it or says why not.
The schemas are made of the model's own classes, so that there is one place where a member is named.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache, reduce
from hashlib import sha256
from operator import or_
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints
from uuid import UUID, uuid5

import msgspec
from attrs import NOTHING, field, fields, frozen, has

from aitimeline.model.actor import Actor
from aitimeline.model.canonical import canonical
from aitimeline.model.error import BadInputError
from aitimeline.model.event import Event
from aitimeline.model.instant import format_time
from aitimeline.model.kind import EVENT_RECORDED, EVOLUTION
from aitimeline.model.record import Record, payload_class, read_record
from aitimeline.model.seal import MAX_BYTES, is_sealed, sealed_pieces
from aitimeline.model.structure import structure
from aitimeline.model.text import Names, Text
from aitimeline.model.when import When

CONTENT_BYTES = 16
IMPORTED = UUID("6f0d1a52-7f57-5c1f-9d0e-3b1a9be0c7a4")
"""The name space (RFC 9562 5.5) of the ids of imported events."""
_DATA = b'{"data":'
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


class Sighting(NamedTuple):
    """What is to be known of a record where very many are compared.

    Attributes:
        line: its canonical bytes, without the newline.
        subject: the key of the event or actor.
        content: bytes that stand for type, subject and data: equal where these are.
        time: when it was recorded, in UTC.
        digest: in hexadecimal.
    """

    line: bytes
    id: str
    type: str
    subject: str
    content: bytes
    time: datetime
    digest: str


def sight(line: bytes) -> Sighting:
    """Read a line of a log as ``read_record`` does, but keep less of it.

    Raises:
        BadInputError: it is no record, or its digest does not fit.
    """
    return _quickly(line) or sighting_of(read_record(line))


def sighting_of(record: Record) -> Sighting:
    """The same of a record that has been read."""
    content = _content(record.type, record.subject, canonical(record.data()))
    return Sighting(record.line, record.id, record.type, record.subject, content, record.time, record.digest)


def _quickly(line: bytes) -> Sighting | None:
    """The record of a line that is in order; None where it has to be looked at closely."""
    if not line.startswith(_DATA) or not is_sealed(line):
        return None
    try:
        envelope = _ENVELOPES.decode(line)
        if not EVOLUTION.is_current(envelope.type) or not _TIME.fullmatch(envelope.time) or not _has_all(envelope):
            return None
        data = bytes(envelope.data)
        _decoder(envelope.type).decode(data)
        time = datetime.fromisoformat(envelope.time)
    except _NO:
        return None
    content = _content(envelope.type, envelope.subject, data)
    return Sighting(line, envelope.id, envelope.type, envelope.subject, content, time, envelope.digest)


def _content(record_type: str, subject: str, data: bytes) -> bytes:
    return sha256(f"{record_type}\0{subject}\0".encode() + data).digest()[:CONTENT_BYTES]


_STEP = timedelta(microseconds=1)


@frozen
class Maker:
    """Makes the records that first state events, all of one origin.

    Attributes:
        timeline: the URI of the timeline that they are made for.
        time: when the first is recorded, in UTC; the others bear times a microsecond apart, in their order.
        recorded_by: who records them.
    """

    timeline: str
    time: datetime
    recorded_by: str
    _middle: bytes = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        who, of = canonical(self.recorded_by), canonical(self.timeline)
        object.__setattr__(
            self, "_middle", b'","recordedby":%b,"source":%b,"specversion":"1.0","subject":"' % (who, of)
        )

    def make(self, key: str, data: dict[str, Any], number: int = 0) -> Sighting:
        """The record of an event; its id is made of its key and its data, so that the same makes the same.

        Args:
            key: the event's key.
            data: its data, as ``structure`` takes them.
            number: its place in the order, from 0.

        Raises:
            BadInputError: they are no event's, or would be longer than 1 MiB.
        """
        content = _checked(data)
        record_id = str(uuid5(IMPORTED, f"{key}\n{content.decode()}"))
        head = _DATA + content
        time = self.time + number * _STEP
        tail = f'","time":"{format_time(time)}","type":"{EVENT_RECORDED}"}}'
        rest = b',"id":"%b%b%b%b' % (record_id.encode(), self._middle, key.encode(), tail.encode())
        line, digest = sealed_pieces(head, rest)
        if len(line) >= MAX_BYTES:
            raise BadInputError(f"the record has {len(line):,} bytes; at most {MAX_BYTES - 1:,} fit")
        state = _content(EVENT_RECORDED, key, content)
        return Sighting(line, record_id, EVENT_RECORDED, key, state, time, digest)


def _checked(data: dict[str, Any]) -> bytes:
    """The data of an event as RFC 8785 has them; where no numbers are, and names are plain, msgspec writes the same."""
    if not check_data(data, Event):
        structure(data, Event)  # which says what is wrong with them
        return canonical(data)
    if "figures" in data:
        return canonical(data)
    try:
        return _ENCODER.encode(data)
    except UnicodeEncodeError:
        return canonical(data)  # which says what is wrong with them


class _Envelope(msgspec.Struct, gc=False):
    specversion: Literal["1.0"]
    id: str
    source: str
    type: str
    subject: str
    time: str
    recordedby: str
    digest: str
    data: msgspec.Raw


_ENVELOPES = msgspec.json.Decoder(_Envelope)


def _has_all(envelope: _Envelope) -> bool:
    return bool(envelope.id and envelope.source and envelope.subject and envelope.recordedby)


class _Edtf:
    """Stands for a text that ``When`` can read."""


_READABLE = _Edtf()
_ENCODER = msgspec.json.Encoder(order="sorted")
_NO = (msgspec.MsgspecError, BadInputError, ValueError, RecursionError)


def _check(wanted: type, value: Any) -> Any:
    if wanted is _Edtf and type(value) is str:
        return _readable(value)
    raise ValueError("not a date")


@lru_cache(maxsize=8192)
def _readable(text: str) -> _Edtf:
    When.parse(text)
    return _READABLE


def check_data(data: dict[str, Any], cls: type) -> bool:
    """True if ``data`` is surely what ``structure`` would make an instance of ``cls`` of, with no unknown member."""
    try:
        msgspec.convert(data, _schema(cls), dec_hook=_check)
    except _NO:
        return False
    return True


@lru_cache
def _decoder(record_type: str) -> msgspec.json.Decoder[Any]:
    cls: Any = payload_class(record_type)
    return msgspec.json.Decoder(_schema(cls) if cls else _Change, dec_hook=_check)


class _Change(msgspec.Struct, gc=False):
    """The members that a record has beside those of its event or actor; a retraction has no others that matter."""

    supersedes: list[str] = []
    reason: str | None = None


@lru_cache
def _schema(cls: Any) -> Any:
    """The struct that has the members of a class of the model, but for ``extra``: what is unknown is refused."""
    return struct_of(cls, _Edtf, forbids_unknown=True)


@lru_cache
def struct_of(cls: Any, dates: type, *, forbids_unknown: bool) -> Any:
    """The struct that has the members of a class of the model, but for ``extra``; dates are read as ``dates``."""
    hints = get_type_hints(cls)
    members = [
        (each.name, _json_type(hints[each.name], dates, forbids_unknown), *(() if each.default is NOTHING else (None,)))
        for each in fields(cls)
        if each.name != "extra"
    ]
    bases = (_Change,) if cls in (Event, Actor) else ()
    return msgspec.defstruct(
        cls.__name__, members, bases=bases, forbid_unknown_fields=forbids_unknown, kw_only=True, gc=False
    )


def _json_type(hint: Any, dates: type, forbids_unknown: bool) -> Any:
    """What stands in JSON for a type of the model."""
    if hint is When:
        return dates
    if hint in _IN_JSON:
        return _IN_JSON[hint]
    if has(hint):
        return struct_of(hint, dates, forbids_unknown=forbids_unknown)
    inner = [_json_type(each, dates, forbids_unknown) for each in get_args(hint) if each is not ...]
    if get_origin(hint) is tuple:
        return list[inner[0]]  # type: ignore[valid-type]  # it is made at run time
    if get_origin(hint) in (Union, UnionType):
        return reduce(or_, inner)
    raise TypeError(f"no JSON type is known for {hint}")


_IN_JSON: dict[Any, Any] = {
    **{plain: plain for plain in (str, int, float, NoneType)},
    Text: dict[str, str],
    Names: dict[str, list[str]],
}
