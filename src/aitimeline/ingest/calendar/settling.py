"""Between the events of a calendar and those of a log: which are new, which have changed, which were called off.

An event is known by the UUID that stands for its UID (``data.uid``), or by the id of its first record, under which our
own export names it. Each record made here says in its reason which calendar it is of, and how new that was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import uuid5

from attrs import define, field

from aitimeline.ingest.calendar.event import CALENDARS, Data, Proposal, Version, uuid_for
from aitimeline.ingest.calendar.listing import Listing
from aitimeline.ingest.calendar.merging import changed
from aitimeline.ingest.calendar.naming import Namer
from aitimeline.ingest.calendar.part import EVENT
from aitimeline.log.writing import Writer
from aitimeline.model.calendar_text import clean
from aitimeline.model.canonical import canonical
from aitimeline.model.error import BadInputError
from aitimeline.model.event import Event
from aitimeline.model.history import History
from aitimeline.model.kind import EVENT_RECORDED, EVENT_RETRACTED, EVENT_REVISED
from aitimeline.model.record import Record, make_record
from aitimeline.model.structure import structure, unstructure

_REASON = re.compile(
    r"calendar .*, SEQUENCE ([0-9]+)(?:, LAST-MODIFIED ([0-9]{8}T[0-9]{6}Z))?(?:, cancelled)?", re.DOTALL
)
_LONGEST_NAME = 80
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Settled(NamedTuple):
    """What became of an event of the calendar: ``added``, ``revised`` or ``retracted``."""

    line: int
    key: str
    what: str


@define
class Settler:
    """Holds a calendar against a log.

    Attributes:
        name: what the calendar is called where it does not say itself.
        listing: gets what is not taken.
        settled: what is new.
        unchanged: how many events stand in the log already, as the calendar has them.
    """

    name: str
    listing: Listing
    settled: list[Settled] = field(factory=list, init=False)
    unchanged: int = field(default=0, init=False)

    def records(self, writer: Writer, proposals: Sequence[Proposal]) -> list[Record]:
        """The records that make of a log what a calendar says. The caller holds the lock."""
        known = _subjects(writer)
        namer = Namer(lambda key: writer.view.history("event", key) is not None)
        made = []
        for proposal in proposals:
            subjects = sorted(known.get(proposal.uid.lower(), ()))
            if len(subjects) > 1:
                self._list(proposal, f"is several events of the log: {', '.join(subjects[:5])}")
                continue
            try:
                record = (
                    self._change(writer, proposal, subjects[0]) if subjects else self._first(writer, proposal, namer)
                )
            except BadInputError as failure:
                self._list(proposal, str(failure)[:300])
                continue
            if record is not None:
                made.append(record)
                self.settled.append(Settled(proposal.line, record.subject, record.verb.replace("recorded", "added")))
                self.listing.remark(proposal.line, EVENT, proposal.remarks)
        return made

    def _list(self, proposal: Proposal, reason: str) -> None:
        self.listing.add(proposal.line, EVENT, reason)

    def _first(self, writer: Writer, proposal: Proposal, namer: Namer) -> Record | None:
        if proposal.is_cancelled:
            self._list(proposal, "is cancelled, and the log does not have it")
            return None
        key = namer.key_for(proposal)
        reason = self._reason(proposal)
        data = proposal.data | {"uid": proposal.uid}
        stated = f"{key}\n{canonical(data).decode()}\n{reason}"
        return make_record(
            structure(data, Event),
            record_id=str(uuid5(CALENDARS, stated)),
            timeline=writer.identity().uri,
            record_type=EVENT_RECORDED,
            subject=key,
            time=self._time(writer),
            recorded_by=writer.name,
            reason=reason,
        )

    def _change(self, writer: Writer, proposal: Proposal, key: str) -> Record | None:
        history = writer.view.history("event", key)
        if history is None or history.is_in_conflict or not all(each.is_understood for each in history.records):
            self._list(proposal, f"is {key!r}, which has records that contradict each other or are of a newer version")
            return None
        if proposal.is_cancelled:
            return self._retraction(writer, proposal, history)
        past = _Past.of(history, proposal)
        now = _plain(proposal.data) if proposal.own else _without_options(proposal, past.said)
        made = changed(past.said, now, past.held, drops=past.is_whole)
        if _repeats(history, proposal, past) or (made == past.held and not history.is_retracted):
            self.unchanged += 1
            return None
        if history.is_retracted and not past.was_cancelled:
            if past.said == now:
                self.unchanged += 1
            else:
                self._list(proposal, f"is {key!r}, which was retracted; 'aitimeline revise {key}' would bring it back")
            return None
        if past.version is not None and proposal.version.is_older(past.version):
            self._list(proposal, f"is older ({proposal.version}) than what was imported before ({past.version})")
            return None
        return self._record(writer, proposal, history, structure(made | past.uid, Event))

    def _retraction(self, writer: Writer, proposal: Proposal, history: History) -> Record | None:
        if history.is_retracted:
            self.unchanged += 1
            return None
        version = _Past.of(history, proposal).version or Version(history.revision(history.current) - 1)
        if proposal.version.is_older(version):
            self._list(proposal, f"is cancelled, but older ({proposal.version}) than what the log has ({version})")
            return None
        return self._record(writer, proposal, history, None)

    def _record(self, writer: Writer, proposal: Proposal, history: History, payload: Event | None) -> Record:
        return make_record(
            payload,
            record_id=writer.make_id(),
            timeline=writer.identity().uri,
            record_type=EVENT_RETRACTED if payload is None else EVENT_REVISED,
            subject=history.key,
            time=self._time(writer),
            recorded_by=writer.name,
            supersedes=history.head_ids,
            reason=self._reason(proposal) + (", cancelled" if payload is None else ""),
        )

    def _time(self, writer: Writer) -> datetime:
        """When the next record is recorded: those of one import are a microsecond apart, in the order of the file."""
        return writer.time + timedelta(microseconds=len(self.settled))

    def _reason(self, proposal: Proposal) -> str:
        name = _CONTROL.sub(" ", proposal.calendar.name or self.name)[:_LONGEST_NAME].strip() or "without a name"
        return f"calendar {name}, {proposal.version}"


def _subjects(writer: Writer) -> dict[str, set[str]]:
    """The keys of the events of a log by the UUIDs by which calendars know them."""
    found: dict[str, set[str]] = {}
    for record in writer.view.records():
        if not record.is_about_event:
            continue
        if isinstance(record.payload, Event) and record.payload.uid:
            found.setdefault(uuid_for(clean(record.payload.uid).strip()).lower(), set()).add(record.subject)
        if record.verb == "recorded":
            found.setdefault(record.id.lower(), set()).add(record.subject)
    return found


def _plain(data: Data) -> Data:
    """Data as they come out of the model, without what only tells the event from others."""
    made = unstructure(structure(data, Event))
    made.pop("uid", None)
    return made


class _Past(NamedTuple):
    """What a log knows of a calendar's event.

    Attributes:
        held: the event as the log has it, or had it last.
        said: the event as the calendar had it, as far as that is known.
        version: how new that was; None where no calendar was imported.
        is_whole: True if ``said`` is no more than the calendar said.
        was_cancelled: True if it was the calendar that called it off.
        uid: what tells it from others, as the log has it.
    """

    held: Data
    said: Data
    version: Version | None
    is_whole: bool
    was_cancelled: bool
    uid: Data

    @classmethod
    def of(cls, history: History, proposal: Proposal) -> _Past:
        last = _stated(history, history.current)
        held = _plain(last)
        imported = [(record, found) for record in history.records if (found := _imported(record))]
        said, is_whole = _said(history, [record for record, _ in imported])
        if said is None:
            said, is_whole = _said_by_export(history, proposal, held)
        version = Version(int(imported[-1][1][1]), imported[-1][1][2] or "") if imported else None
        was_cancelled = history.is_retracted and bool(imported) and imported[-1][0].id in history.head_ids
        uid = {"uid": last["uid"]} if last.get("uid") else {}
        return cls(held, said, version, is_whole, was_cancelled, uid)


def _imported(record: Record) -> re.Match[str] | None:
    return _REASON.fullmatch(record.reason or "")


def _stated(history: History, record: Record) -> Data:
    """The event as a record has it; of a retraction, as it stood before."""
    by_id = {each.id: each for each in history.records}
    seen: set[str] = set()
    while record.payload is None and record.id not in seen:
        seen.add(record.id)
        before = [by_id[each] for each in record.supersedes if each in by_id]
        record = before[-1] if before else next(each for each in history.records if each.payload is not None)
    if record.payload is None:
        raise BadInputError(f"is {history.key!r}, which no record states")
    return unstructure(record.payload)


def _said(history: History, imported: Sequence[Record]) -> tuple[Data | None, bool]:
    """What the calendar said last: what it said first, and every change since that was its own."""
    said: Data | None = None
    is_whole = False
    for record in imported:
        if record.payload is None:
            continue
        now = _plain(unstructure(record.payload))
        if said is None:
            said, is_whole = now, record.verb == "recorded"
        else:
            before = _before(history, record)
            said = now if before is None else changed(_plain(before), now, said, drops=True)
    return said, is_whole


def _before(history: History, record: Record) -> Data | None:
    """The event as it stood before a record."""
    parents = [each for each in history.records if each.id in record.supersedes]
    return _stated(history, parents[-1]) if parents else None


def _said_by_export(history: History, proposal: Proposal, held: Data) -> tuple[Data, bool]:
    """What our own export wrote, if the log has ever held it, or else what the log holds."""
    if proposal.own is not None:
        stated = _plain(proposal.own.stated)
        for record in history.records:
            if record.payload is not None and _plain(unstructure(record.payload)) == stated:
                return stated, True
        return held, True
    return held, False


def _repeats(history: History, proposal: Proposal, past: _Past) -> bool:
    """True of what our own export wrote, if nobody has changed it and the log has held just that: it is an old one."""
    own = proposal.own
    if own is None or own.proposed != own.stated or (past.version and past.version.is_older(proposal.version)):
        return False
    stated = _plain(own.stated)
    return any(
        record.payload is not None and _plain(unstructure(record.payload)) == stated for record in history.records
    )


def _without_options(proposal: Proposal, said: Data) -> Data:
    """What a calendar says, without what only the options of this import do: a kind, or a zone for the same date."""
    made = _plain(proposal.data) | {"kind": said["kind"]}
    if made["when"] == said["when"] and not proposal.has_zone:
        made.pop("zone", None)
        if "zone" in said:
            made["zone"] = said["zone"]
    return made
