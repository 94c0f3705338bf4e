"""Events that our own export wrote: what the log had, and what somebody has changed in the calendar since."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from aitimeline.ingest.calendar.line import list_of
from aitimeline.ingest.calendar.moment import Dated
from aitimeline.ingest.calendar.part import Vevent
from aitimeline.model.calendar_text import clean
from aitimeline.model.canonical import parse_json
from aitimeline.model.error import BadInputError
from aitimeline.model.event import Event
from aitimeline.model.key import slug
from aitimeline.model.preferred import preferred_tag
from aitimeline.model.shape import OF_THE_CHANGE
from aitimeline.model.structure import structure
from aitimeline.model.text import guess_language
from aitimeline.model.when import When
from aitimeline.model.zone import zone_named

Data = dict[str, Any]
_UNSURE = re.compile(r" \([^()]*, (?:day uncertain|날짜 불확실)(?: / (?:day uncertain|날짜 불확실))?\)$")
_WITHDRAWN = re.compile(r"^(?:Withdrawn|철회됨)(?: / (?:Withdrawn|철회됨))?: ")
_BETWEEN = " / "
_LANGUAGES = ("en", "ko")


@frozen
class Own:
    """An event of our own export.

    Attributes:
        key: its key there.
        stated: its data there.
        proposed: the same with what has been changed in the calendar.
    """

    key: str
    stated: Data
    proposed: Data


def own_of(event: Vevent, dated: Dated, title: Mapping[str, str], *, is_cancelled: bool) -> Own | None:
    """What our own export wrote of an event; None where it is another's, or what it wrote is no longer whole."""
    key, written = event.first("X-AITIMELINE-KEY"), event.first("X-AITIMELINE-DATA")
    if written is None:
        return None
    try:
        stated = parse_json(written.text.encode("utf-8", "surrogatepass"))
        if not isinstance(stated, dict):
            return None
        stated = {name: value for name, value in stated.items() if name not in OF_THE_CHANGE}
        was = structure(stated, Event)
    except (BadInputError, ValueError, RecursionError):
        return None
    proposed = dict(stated)
    if not _is_same_date(was, dated):
        proposed["when"] = dated.edtf
        if not _is_local_as_before(event, dated):
            proposed.pop("zone", None)
            proposed |= {"zone": dated.zone} if dated.zone else {}
    summary = event.first("SUMMARY")
    text = summary.text if summary else ""
    if text not in set(_summaries(was, key.text if key else "", is_cancelled=is_cancelled)):
        proposed["title"] = stated["title"] | _changed(title, was)
    words = _categories(event)
    if words and words != _stated_categories(stated):
        camps = {each.camp for each in was.camps}
        proposed["kind"] = words[0]
        proposed["tags"] = [word for word in words[1:] if word not in camps]
        if not proposed["tags"]:
            del proposed["tags"]
    return Own(key.text.strip() if key else "", stated, proposed)


def _is_same_date(was: Event, dated: Dated) -> bool:
    """True if DTSTART and DTEND are what the export writes for a date."""
    now = When.parse(dated.edtf)
    if was.when.moment is not None:
        if now.moment is None:
            return False
        ours, theirs = _aware(was.when.moment, was.zone), _aware(now.moment, dated.zone)
        if ours.tzinfo is None or theirs.tzinfo is None:
            return ours.replace(tzinfo=None) == theirs.replace(tzinfo=None)
        return ours == theirs
    if now.moment is not None:
        return False
    first, last = was.when.start.first, was.when.end.last
    if was.when.bounds:  # the days that the other events of its log left it
        return first <= now.start.first and now.end.last <= last
    return (first, last) == (now.start.first, now.end.last)


def _is_local_as_before(event: Vevent, dated: Dated) -> bool:
    """True of a day that was moved, and of a time of which nobody says where: they are local where they were."""
    is_time = When.parse(dated.edtf).moment is not None
    return not dated.is_placed or not (is_time or "TZID" in event.every("DTSTART")[0].parameters)


def _aware(moment: datetime, zone: str | None) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=zone_named(zone))


def _summaries(was: Event, key: str, *, is_cancelled: bool) -> Iterator[str]:
    """What the export may have written as SUMMARY, in the one language, in the other, or in both."""
    titles = was.title.to_dict()
    tags = [preferred_tag(titles, language) for language in _LANGUAGES]
    each_once = dict.fromkeys(titles[tag] for tag in dict.fromkeys(tags) if tag is not None)
    both = _BETWEEN.join(title for title in each_once if title.strip())
    for text in map(clean, [*titles.values(), both, key, ""]):
        for label in ("", f" ({was.when.label}, day uncertain)", f" ({was.when.label}, 날짜 불확실)"):
            yield text + label
        yield f"{text} ({was.when.label}, day uncertain / 날짜 불확실)"
    if is_cancelled:
        for text in map(clean, [*titles.values(), both, key]):
            yield from (f"Withdrawn: {text}", f"철회됨: {text}", f"Withdrawn / 철회됨: {text}")


def _changed(title: Mapping[str, str], was: Event) -> dict[str, str]:
    """The titles that have been changed, without what the export adds to them."""
    if not title:
        return {}
    plain = {language: _WITHDRAWN.sub("", _UNSURE.sub("", each)) for language, each in title.items()}
    parts = next(iter(plain.values())).split(_BETWEEN)
    is_both = len(plain) == 1 and all(map(was.title.given, _LANGUAGES))
    if is_both and sorted(map(guess_language, parts)) == list(_LANGUAGES):
        return {guess_language(part): part.strip() for part in parts}
    return plain


def _categories(event: Vevent) -> list[str]:
    """Kind and tags as CATEGORIES has them now, each in the form of a word; what has no letter is none."""
    words = (slug(text) for stated in event.every("CATEGORIES") for text in list_of(stated.value))
    return list(dict.fromkeys(filter(None, words)))


def _stated_categories(stated: Mapping[str, Any]) -> list[str]:
    every = (stated["kind"], *(stated.get("tags") or ()), *(each["camp"] for each in stated.get("camps") or ()))
    return list(dict.fromkeys(filter(None, (slug(clean(word)) for word in every))))
