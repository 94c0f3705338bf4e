"""Events as plain JSON values."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from aitimeline.index.timeline import Entry, Timeline
from aitimeline.model.day import day_text
from aitimeline.model.record import format_time
from aitimeline.model.structure import unstructure
from aitimeline.query.question import Gap, Near
from aitimeline.render.visible import escaped


def event_value(entry: Entry, timeline: Timeline, language: str, tz: ZoneInfo | None = None) -> dict[str, Any]:
    """One event as an object; ``title`` is in the asked language, ``titles`` has all.

    ``earliest`` and ``latest`` are calendar days in ``tz`` (in the event's own zone by default), and null where the
    date has no first or no last day: where it is open or unknown.
    """
    stated = unstructure(entry.event)
    when = entry.when_in(tz)
    return {
        "key": entry.key,
        "when": entry.when.edtf,
        "zone": entry.event.zone,
        "earliest": day_text(when.start.first),
        "latest": day_text(when.end.last),
        "precision": when.precision.name.lower(),
        "span": when.is_span,
        "uncertain": when.is_uncertain,
        "approximate": when.is_approximate,
        "title": entry.event.title.best(language),
        "titles": entry.event.title.to_dict(),
        "summary": entry.event.summary.best(language) or None,
        "summaries": entry.event.summary.to_dict(),
        "kind": entry.event.kind,
        "actors": [
            {"actor": part.actor, "name": timeline.actor_name(part.actor, language), "role": part.role}
            for part in entry.event.actors
        ],
        "tags": list(entry.event.tags),
        "sources": stated.get("sources", []),
        "figures": stated.get("figures", []),
        "recorded_at": format_time(entry.record.time),
        "recorded_by": entry.record.recorded_by,
        "revision": entry.revision,
        "conflict": entry.history.is_in_conflict,
        "heads": list(entry.history.head_ids),
        "id": entry.record.id,
    }


def near_value(near: Near, timeline: Timeline, language: str, tz: ZoneInfo | None = None) -> dict[str, Any]:
    """An event with ``days``, a signed integer or ``[low, high]``, and ``certain``."""
    value = event_value(near.entry, timeline, language, tz)
    return value | {"days": near.days.to_json(), "certain": near.certain}


def gap_value(gap: Gap, timeline: Timeline, language: str, tz: ZoneInfo | None = None) -> dict[str, Any]:
    """Two events and the days from the first to the second."""
    return {
        "first": event_value(gap.first, timeline, language, tz),
        "second": event_value(gap.second, timeline, language, tz),
        "days": gap.days.to_json(),
        "certain": gap.days.is_certain,
        "relations": [each.value for each in gap.possible],
    }


def relation_value(gap: Gap) -> dict[str, Any]:
    """How two events lie to each other: the relations that may hold, and whether it is only one."""
    return {
        "first": gap.first.key,
        "second": gap.second.key,
        "relations": [each.value for each in gap.possible],
        "definite": len(gap.possible) == 1,
    }


def json_text(value: Any) -> str:
    """JSON for people and programs alike: indented, characters as they are, controls escaped."""
    return escaped(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def jsonl_text(values: Iterable[Any]) -> str:
    """One object a line."""
    return "".join(escaped(json.dumps(value, ensure_ascii=False, allow_nan=False)) + "\n" for value in values)
