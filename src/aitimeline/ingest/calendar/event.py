"""A VEVENT as the data of an event of ours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

from attrs import field, frozen

from aitimeline.ingest import typed
from aitimeline.ingest.calendar.line import Property, list_of
from aitimeline.ingest.calendar.listing import Remarks
from aitimeline.ingest.calendar.markup import text_of
from aitimeline.ingest.calendar.moment import Dated, date_of, stamp_of
from aitimeline.ingest.calendar.own import Own, own_of
from aitimeline.ingest.calendar.part import Calendar, Vevent
from aitimeline.ingest.rows import Defaults
from aitimeline.model.calendar_text import unescaped
from aitimeline.model.error import BadInputError
from aitimeline.model.text import check_language, guess_language

Data = dict[str, Any]

CALENDARS = UUID("b7b0b0a4-5f0e-5d0c-8f4c-6a1d2c9e7f31")
"""The name space (RFC 9562 5.5) of the UIDs of calendars that are no UUIDs."""
_OURS = ("en", "ko")
_UNTITLED = {"en": "Untitled event", "ko": "제목 없는 사건"}
"""The title of what has none."""
_SPACES = re.compile(r"\s+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LONGEST_UID = 10_000
_MOST_DIGITS = 9
_OF_THE_STATUS = ("CONFIRMED", "CANCELLED", "")
CANCELLED = "CANCELLED"


@frozen
class Version:
    """How new a VEVENT says that it is.

    Attributes:
        sequence: its SEQUENCE.
        modified: its LAST-MODIFIED, else its DTSTAMP, as the calendar has it; empty where it has neither.
    """

    sequence: int = 0
    modified: str = ""

    def is_older(self, other: Version) -> bool:
        """True if it is older than another."""
        if self.sequence != other.sequence:
            return self.sequence < other.sequence
        return bool(self.modified and other.modified) and self.modified < other.modified

    def __str__(self) -> str:
        return f"SEQUENCE {self.sequence}" + (f", LAST-MODIFIED {self.modified}" if self.modified else "")


@frozen
class Proposal:
    """What a VEVENT says of an event.

    Attributes:
        line: where it begins.
        uid: the UUID by which calendars know the event.
        data: the event, without ``uid``.
        key: the key that it asks for.
        own: what our own export wrote, where it comes from one.
        is_cancelled: True if it has been called off.
        is_occurrence: True if it is one of many occurrences, which all have the same title.
        has_uid: False if it has no UID, so that its date and title stand for one.
        has_zone: False if it does not say itself where its date is local, so that its zone is that of the options.
        remarks: what of it has no place here, or is taken otherwise.
    """

    line: int
    calendar: Calendar
    uid: str
    data: Data
    version: Version = Version()
    key: str = ""
    own: Own | None = None
    is_cancelled: bool = False
    is_occurrence: bool = False
    has_uid: bool = True
    has_zone: bool = True
    remarks: Remarks = field(factory=Remarks)


def uid_of(event: Vevent) -> str:
    """The UUID for a UID: itself if it is one, else that of its name; empty where the event has none.

    Raises:
        BadInputError: it is far too long.
    """
    stated = event.first("UID")
    text = stated.text.strip() if stated else ""
    if len(text) > _LONGEST_UID:
        raise BadInputError(f"its UID has {len(text):,} characters")
    return uuid_for(text) if text else ""


@lru_cache(maxsize=4096)
def uuid_for(uid: str) -> str:
    """The UUID that stands for a UID."""
    if len(uid) == len(str(CALENDARS)):
        try:
            UUID(uid)
        except ValueError:
            pass
        else:
            return uid
    return str(uuid5(CALENDARS, uid.encode("utf-8", "replace").decode()))


def proposal_of(event: Vevent, defaults: Defaults, dated: Dated | None = None, occurrence: str = "") -> Proposal:
    """What a VEVENT says.

    Args:
        event: the VEVENT.
        defaults: the kind of its event, and where its days are local.
        dated: when it was, if that is not to be read from it: it is one of many occurrences.
        occurrence: tells these apart.

    Raises:
        BadInputError: it has no date, or one that cannot be read, or is not whole.
    """
    if event.problem:
        raise BadInputError(event.problem)
    remarks = Remarks(Counter(event.left_out))
    stated_uid = uid_of(event)
    dated = dated or date_of(event, defaults.zone, remarks)
    title = _texts(event, "SUMMARY", remarks)
    status = _status(event)
    own = None if occurrence else own_of(event, dated, title, is_cancelled=status == CANCELLED)
    data = own.proposed if own else _data(event, dated, title or _UNTITLED, defaults.kind, remarks)
    if own:
        remarks = Remarks()
    else:
        _remark(status, title, remarks)
    uid = stated_uid
    if not stated_uid:
        named = sorted((title or data.get("summary", {})).items())
        uid = str(uuid5(CALENDARS, f"{dated.edtf}\n{dated.zone}\n{named}"))
        remarks.left_out["(no UID: date and title stand for it)"] += 1
    elif occurrence:
        uid = str(uuid5(CALENDARS, f"{stated_uid}\n{occurrence}"))
    return Proposal(
        *(event.line, event.calendar, uid, data, version_of(event), own.key if own else _key(event), own),
        *(status == CANCELLED, bool(occurrence), bool(stated_uid), dated.is_placed, remarks),
    )


def _remark(status: str, title: Mapping[str, str], remarks: Remarks) -> None:
    if status not in _OF_THE_STATUS:
        remarks.left_out[f"STATUS:{status[:20]}"] += 1
    if not title:
        remarks.notes.append(f"has no SUMMARY; its title is {' / '.join(_UNTITLED.values())!r}")


def version_of(event: Vevent) -> Version:
    """How new it says that it is."""
    stated = event.first("SEQUENCE")
    digits = stated.value.strip() if stated else "0"
    sequence = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS else 0
    stamp = stamp_of(event, "LAST-MODIFIED") or stamp_of(event, "DTSTAMP")
    return Version(sequence, f"{stamp:%Y%m%dT%H%M%SZ}".rjust(16, "0") if stamp else "")


def _status(event: Vevent) -> str:
    stated = event.first("STATUS")
    return stated.value.strip().upper() if stated else ""


def _key(event: Vevent) -> str:
    stated = event.first("X-AITIMELINE-KEY")
    return stated.text.strip() if stated else ""


def _texts(event: Vevent, name: str, remarks: Remarks) -> dict[str, str]:
    """A text on one line in each language that it is given in."""
    texts: dict[str, str] = {}
    for stated in event.every(name):
        text = _line(stated.text, remarks)
        if not text:
            continue
        language = _language(stated, text)
        if texts.setdefault(language, text) != text:
            remarks.left_out[f"a second {name}"] += 1
    return texts


def _line(given: str, remarks: Remarks) -> str:
    text, is_markup = text_of(given)
    if is_markup:
        remarks.left_out["HTML tags around texts"] += 1
    line = _SPACES.sub(" ", text).strip()
    if line.isprintable() or not _CONTROL.search(line):
        return line
    remarks.left_out["control characters"] += 1
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", line)


def _language(stated: Property, text: str) -> str:
    """The LANGUAGE (RFC 5545 3.2.10), without a region where it is one of ours; else that of the letters."""
    try:
        tag = check_language(stated.parameter("LANGUAGE").strip())
    except BadInputError:
        return guess_language(text)
    whole = tag.partition("-")[0].lower()
    return whole if whole in _OURS else tag


def _data(event: Vevent, dated: Dated, title: dict[str, str], kind: str, remarks: Remarks) -> Data:
    data: Data = {"when": dated.edtf, "title": title, "kind": kind}
    if dated.zone:
        data["zone"] = dated.zone
    summary = _summary(event, remarks)
    if summary and summary != title:
        data["summary"] = summary
    if tags := _tags(event, remarks):
        data["tags"] = tags
    if sources := _sources(event, remarks):
        data["sources"] = sources
    if (stated := event.first("CLASS")) and stated.value.strip().upper() in ("PRIVATE", "CONFIDENTIAL"):
        remarks.left_out[f"CLASS:{stated.value.strip().upper()} (it is in the log like any other)"] += 1
    return data


def _summary(event: Vevent, remarks: Remarks) -> dict[str, str]:
    """The DESCRIPTION; where it has none, what Outlook says in HTML in its stead."""
    summary = _texts(event, "DESCRIPTION", remarks)
    if not summary:
        return _texts(event, "X-ALT-DESC", remarks)
    if alternatives := event.every("X-ALT-DESC"):
        remarks.left_out["X-ALT-DESC"] += len(alternatives)
    return summary


def _tags(event: Vevent, remarks: Remarks) -> list[str]:
    tags = []
    for text in (text for stated in event.every("CATEGORIES") for text in list_of(stated.value)):
        try:
            tags.append(typed.word(_line(text, remarks), "tag"))
        except BadInputError:
            remarks.left_out["CATEGORIES without a letter"] += bool(text.strip())
    return list(dict.fromkeys(tags))


def _sources(event: Vevent, remarks: Remarks) -> list[Data]:
    """Who says so, by web address: URL, LINK;LINKREL="SOURCE" (RFC 9253 8.2), ATTACH."""
    sources: dict[str, Data] = {}
    for stated in (*event.every("URL"), *event.every("LINK"), *event.every("ATTACH")):
        if stated.name == "LINK" and stated.parameter("LINKREL").upper() != "SOURCE":
            remarks.left_out["LINK"] += 1
            continue
        try:
            url = typed.address(unescaped(stated.value).strip())
        except BadInputError:
            remarks.left_out[f"{stated.name} that is no web address"] += bool(stated.value.strip())
            continue
        source = sources.setdefault(url, {"url": url})
        if (label := _line(stated.parameter("LABEL"), remarks)) and stated.name == "LINK":
            source["title"] = label
    return list(sources.values())
