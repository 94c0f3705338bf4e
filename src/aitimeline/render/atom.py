"""What the log has learned as an Atom feed (RFC 4287): an entry for each change, the newest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from attrs import frozen

from aitimeline.model.instant import format_time, moment
from aitimeline.model.preferred import preferred
from aitimeline.model.when import When
from aitimeline.query.change import Change, Turn
from aitimeline.render.calendar_line import address

MOST = 100
"""Entries in a feed."""
_NAMESPACE = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NEVER = "1970-01-01T00:00:00Z"  # a feed has a time (RFC 4287 4.1.1), even where nothing was recorded
# XML 1.0 2.2: what no document may hold, not even as a reference.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KOREAN = {
    Turn.NEW: "새로 기록",
    Turn.REVISED: "수정",
    Turn.WITHDRAWN: "철회",
    Turn.BACK: "되살림",
    Turn.CONTESTED: "엇갈림",
    Turn.SETTLED: "엇갈림 정리",
}
_WORDS = {
    "en": ("Date", "Changed", "Recorded by", "Reason", "Sources"),
    "ko": ("날짜", "바뀐 것", "기록한 이", "이유", "출처"),
}


@frozen
class Channel:
    """What a feed says of itself.

    Attributes:
        name: what makes its id: the same for the same feed of the same log, and another for any other.
        title: what it is called.
        language: of titles and texts: ``en`` or ``ko``.
        url: its own address; None where it is not known, and then it is taken to lie where it was found.
    """

    name: str
    title: str
    language: str = "en"
    url: str | None = None


def atom_feed(channel: Channel, changes: Sequence[Change]) -> bytes:
    """A feed document; the same changes give the same bytes.

    Args:
        channel: what the feed says of itself.
        changes: the newest first; more than ``MOST`` are cut off.
    """
    feed = Element("feed", {"xmlns": _NAMESPACE, _LANGUAGE: channel.language})
    shown = changes[:MOST]
    _text(feed, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, channel.name)}")
    _text(feed, "title", channel.title)
    _text(feed, "updated", _time(shown[0]) if shown else _NEVER)
    _text(SubElement(feed, "author"), "name", "aitimeline")
    _text(feed, "generator", "aitimeline")
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=address(channel.url) or "feed.atom")
    for change in shown:
        _entry(feed, change, channel.language)
    document: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _entry(feed: Element, change: Change, language: str) -> None:
    entry = SubElement(feed, "entry")
    _text(entry, "id", entry_id(change.id))
    _text(entry, "title", _title(change, language))
    _text(entry, "updated", _time(change))
    _text(SubElement(entry, "author"), "name", change.recorded_by or "?")
    SubElement(entry, "category", term=change.turn.value, label=_turn(change, language))
    links = [link for source in change.after.get("sources") or () if (link := address(source.get("url")))]
    if links:  # more than one of a kind would be refused (RFC 4287 4.1.2); the others stand in the text
        SubElement(entry, "link", rel="alternate", href=links[0])
    content = SubElement(entry, "content", type="html")
    content.text = _clean("\n".join(_paragraphs(change, language)))


def entry_id(record: str) -> str:
    """The IRI of a record (RFC 4287 4.2.6), by its id: that of a UUID where it is one (RFC 9562 4), as ours are."""
    try:
        return f"urn:uuid:{UUID(record) if len(record) == len(str(UUID(int=0))) else uuid5(NAMESPACE_URL, record)}"
    except ValueError:
        return f"urn:uuid:{uuid5(NAMESPACE_URL, record)}"


def _title(change: Change, language: str) -> str:
    title = preferred(change.after["title"], language)
    return title if change.turn is Turn.NEW else f"{title} ({_turn(change, language)})"


def _turn(change: Change, language: str) -> str:
    return _KOREAN[change.turn] if language == "ko" else change.turn.value


def _paragraphs(change: Change, language: str) -> Iterator[str]:
    """The text of an entry as HTML: everything in it is escaped, and only http and https are linked to."""
    date, changed, by, reason, sources = _WORDS[language]
    if summary := preferred(change.after.get("summary") or {}, language):
        yield f"<p>{escape(summary)}</p>"
    when = When.parse(change.after["when"])
    zone = f" ({change.after['zone']})" if change.after.get("zone") else ""
    yield f"<p>{date}: {escape(f'{when.label}{zone}')}</p>"
    if names := ", ".join(_changed(change)):
        yield f"<p>{changed}: {escape(names)}</p>"
    yield f"<p>{by}: {escape(change.recorded_by)}</p>"
    if change.reason:
        yield f"<p>{reason}: {escape(change.reason)}</p>"
    if found := "".join(f"<li>{_source(each)}</li>" for each in change.after.get("sources") or ()):
        yield f"<p>{sources}:</p><ul>{found}</ul>"


def _changed(change: Change) -> Iterator[str]:
    """What an event says otherwise than before; of its date also what it was."""
    if change.before is None or change.turn is Turn.WITHDRAWN:
        return
    for name in dict.fromkeys((*change.before, *change.after)):
        before, after = change.before.get(name), change.after.get(name)
        if before != after:
            yield f"{name} ({before} → {after})" if name == "when" else name


def _source(source: Any) -> str:
    said = [source.get(name) for name in ("publisher", "title", "published")]
    words = escape(", ".join(str(each) for each in said if each) or str(source.get("url")))
    link = address(source.get("url"))
    return f'<a href="{escape(link)}">{words}</a>' if link else words


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    r"""A text without what XML cannot hold; a bare ``\r``, which a reader would take for a line end, is one."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))


def _time(change: Change) -> str:
    """RFC 3339 (RFC 4287 3.3)."""
    return format_time(moment(change.time))
