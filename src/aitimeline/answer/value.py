"""Events as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import day_text
from aitimeline.model.instant import time_text
from aitimeline.model.quality import Precision
from aitimeline.model.when import When

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_DATES = ("published", "when", "period")
_PRECISIONS = tuple(each.name.lower() for each in Precision)


def event_value(entry: Entry, timeline: Timeline, language: str, tz: ZoneInfo | None = None) -> dict[str, Any]:
    """One event as an object; ``title`` is in the asked language, ``titles`` has all.

    ``earliest`` and ``latest`` are calendar days in ``tz`` (in the event's own zone by default), and null where the
    date has no first or no last day: where it is open or unknown.
    """
    data = entry.data
    when = entry.when_in(tz)
    return _dated(entry, tz) | {
        "precision": _PRECISIONS[when.precision],
        "span": when.is_span,
        "uncertain": when.is_uncertain,
        "approximate": when.is_approximate,
        "title": entry.title(language),
        "titles": dict(sorted(data["title"].items())),
        "summary": entry.summary(language) or None,
        "summaries": dict(sorted(data.get("summary", {}).items())),
        "kind": data["kind"],
        "actors": [
            {"actor": part["actor"], "name": timeline.actor_name(part["actor"], language), "role": part.get("role")}
            for part in data.get("actors", ())
        ],
        "tags": list(data.get("tags", ())),
        "sources": list(map(said_value, data.get("sources", ()))),
        "figures": list(map(said_value, data.get("figures", ()))),
        "camps": [
            said_value(each) | {"sources": list(map(said_value, each.get("sources") or ()))}
            for each in data.get("camps", ())
        ],
        "uid": data.get("uid"),
        "recorded_at": time_text(entry.recorded),
        "recorded_by": entry.recorded_by,
        "revision": entry.revision,
        "conflict": entry.is_in_conflict,
        "retracted": entry.is_retracted,
        "heads": entry.heads,
        "id": entry.id,
    }


def said_value(stated: Mapping[str, Any]) -> dict[str, Any]:
    """A source or figure as the model writes it: without what it does not say, its dates canonical."""
    said = {name: value for name, value in stated.items() if value is not None}
    for name in _DATES:
        if name in said:
            said[name] = When.parse(said[name]).edtf
    return said


def brief_value(entry: Entry, language: str, tz: ZoneInfo | None) -> dict[str, Any]:
    """An event in few members."""
    return _dated(entry, tz) | {"title": entry.title(language)}


def _dated(entry: Entry, tz: ZoneInfo | None) -> dict[str, Any]:
    when = entry.when_in(tz)
    return {
        "key": entry.key,
        "when": entry.when.edtf,
        "zone": entry.zone_name,
        "earliest": day_text(when.start.first),
        "latest": day_text(when.end.last),
    }


def said_by(entry: Entry) -> tuple[str | None, str | None]:
    """The publisher and the address of an event's first source."""
    for source in entry.data.get("sources") or ():
        return source.get("publisher"), source.get("url")
    return None, None
