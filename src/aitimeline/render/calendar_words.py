"""What a calendar says of an event in words, in English, Korean or both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from aitimeline.answer.sentence import named, signed
from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.distance import Distance, distance
from aitimeline.model.preferred import preferred_tag
from aitimeline.model.when import When

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from aitimeline.render.ics import Style

_WITHDRAWN = {"en": "Withdrawn", "ko": "철회됨"}
_UNSURE = {"en": "day uncertain", "ko": "날짜 불확실"}
_NOT_TO_THE_DAY = {
    "en": "The date is not certain to the day: {label} (EDTF {edtf}). The days shown are all that it may touch.",
    "ko": "날짜가 하루까지 확실하지 않습니다: {label} (EDTF {edtf}). 표시된 날은 가능한 모든 날입니다.",
}
_SOURCES = {"en": "Sources", "ko": "출처"}


class Worded(NamedTuple):
    """A text, and the tag of its language; None where it is in several."""

    text: str
    language: str | None


def languages_of(style: Style) -> tuple[str, ...]:
    """The languages that a style asks for, in order."""
    return ("en", "ko") if style.language == "both" else (style.language,)


def summary_of(entry: Entry, style: Style, *, is_unsure: bool) -> Worded:
    """The title; with what is to be known of it at a glance: that its day is not certain, or that it was withdrawn."""
    languages = languages_of(style)
    titles = entry.data["title"]
    tags = list(dict.fromkeys(tag for each in languages if (tag := preferred_tag(titles, each)) is not None))
    shown = [title for title in _each_once(titles[tag] for tag in tags) if title.strip()]
    text = " / ".join(shown) or entry.key
    if is_unsure:
        text = f"{text} ({entry.when.label}, {_said(_UNSURE, languages)})"
    if entry.is_retracted and style.cancelled == "prefix":
        text = f"{_said(_WITHDRAWN, languages)}: {text}"
    return Worded(text, tags[0] if len(tags) == 1 else None)


def description_of(entry: Entry, timeline: Timeline, style: Style, *, is_unsure: bool) -> str:
    """All that a client which shows a text only should show: what it is, who, how far from what, and who says so."""
    data, languages = entry.data, languages_of(style)
    summaries = data.get("summary") or {}
    blocks = [
        _lines(_NOT_TO_THE_DAY[each].format(label=entry.when.label, edtf=entry.when.edtf) for each in languages)
        if is_unsure
        else "",
        _lines(_withdrawal(entry, each) for each in languages) if entry.is_retracted else "",
        "\n\n".join(_each_once(summaries[tag] for each in languages if (tag := preferred_tag(summaries, each)))),
        ", ".join(_part(part, timeline, languages) for part in data.get("actors") or ()),
        _lines(_apart(entry, style, each, timeline.tz) for each in languages),
        ", ".join(categories_of(data)),
        _citations(data.get("sources") or (), languages),
        entry.key,
    ]
    return "\n\n".join(block for block in blocks if block)


def categories_of(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The kind of an event, its tags, and the camps that it is said to stand in, each once.

    A backslash at the end of one is left out: ical.js and libical take the comma that follows for a part of it.
    """
    stated = (data["kind"], *(data.get("tags") or ()), *(each["camp"] for each in data.get("camps") or ()))
    words = (word.rstrip("\\").strip() for word in stated)
    return tuple(dict.fromkeys(filter(None, words)))


def citation(source: Mapping[str, Any]) -> str:
    """A source in a line: publisher, title, its date, its address, and the date that it gives for the event."""
    published = source.get("published")
    said = [source.get("publisher"), source.get("title"), published and When.parse(published).label, source.get("url")]
    text = ", ".join(part for part in said if part)
    if not source.get("when"):
        return text
    dated = ", ".join(filter(None, (When.parse(source["when"]).label, source.get("zone"))))
    return f"{text} [{dated}]".lstrip()


def _each_once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, texts)))


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(_each_once(texts))


def _said(words: Mapping[str, str], languages: Iterable[str]) -> str:
    return " / ".join(words[each] for each in languages)


def _withdrawal(entry: Entry, language: str) -> str:
    reason = f": {entry.reason}" if entry.reason else ""
    return f"{_WITHDRAWN[language]} ({entry.recorded_at:%Y-%m-%d}){reason}"


def _part(part: Mapping[str, Any], timeline: Timeline, languages: Iterable[str]) -> str:
    names = " / ".join(_each_once(timeline.actor_name(part["actor"], each) for each in languages))
    return f"{names} ({part['role']})" if part.get("role") else names


def _citations(sources: Iterable[Mapping[str, Any]], languages: Iterable[str]) -> str:
    lines = _each_once(map(citation, sources))
    return "\n".join([f"{_said(_SOURCES, languages)}:", *lines]) if lines else ""


def _apart(entry: Entry, style: Style, language: str, tz: ZoneInfo | None) -> str:
    """How many days it is from the event that was asked about: ``6 days before “Google unveils Gemini” (...)``."""
    origin = style.near
    if origin is None or origin.key == entry.key:
        return ""
    days = distance(origin.when_in(tz), entry.when_in(tz), style.margin)
    about = named(origin, language)
    return _apart_in_korean(days, about) if language == "ko" else _apart_in_english(days, about)


def _apart_in_english(days: Distance, about: str) -> str:
    doubt = ", though a date is in doubt" if days.is_doubted else ""
    if not days.is_exact:
        return f"{signed(days)} days from {about}, as a date is imprecise{doubt}"
    if days.low == 0:
        return f"The same day as {about}, or overlapping it{doubt}"
    plural = "" if abs(days.low) == 1 else "s"
    return f"{abs(days.low)} day{plural} {'after' if days.low > 0 else 'before'} {about}{doubt}"


def _apart_in_korean(days: Distance, about: str) -> str:
    doubt = " (날짜가 불확실함)" if days.is_doubted else ""
    if not days.is_exact:
        return f"{about} 기준 {signed(days)}일 (날짜가 정확하지 않음){doubt}"
    if days.low == 0:
        return f"{about} 같은 날이거나 겹침{doubt}"
    return f"{about} {abs(days.low)}일 {'뒤' if days.low > 0 else '앞'}{doubt}"
