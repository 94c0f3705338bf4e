"""What a log is and holds, in figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from aitimeline.answer.answer import Answer
from aitimeline.answer.block import many
from aitimeline.answer.single import single
from aitimeline.index.survey import counts_of
from aitimeline.index.timeline import Timeline
from aitimeline.log.place import Damage, segments
from aitimeline.model.instant import format_time


def stat_answer(
    timeline: Timeline, damages: Sequence[Damage], folders: Sequence[tuple[Path, bool]], reason: str
) -> Answer[Mapping[str, Any]]:
    """The figures of a log that was read from these folders (each with whether it can be written to)."""
    newest = timeline.newest
    value = {
        "folders": [_folder(path, can_write=can_write) for path, can_write in folders],
        "reason": reason,
        **counts_of(timeline.connection),
        "newest": format_time(newest) if newest else None,
        "damaged": [str(damage) for damage in damages],
    }
    rows = list(_rows(value))
    return single(value, (f"{name:<10} {text}" for name, text in rows), rows)


def _folder(path: Path, *, can_write: bool) -> dict[str, Any]:
    found = segments(path)
    return {
        "path": str(path),
        "exists": path.is_dir(),
        "writable": can_write,
        "segments": [segment.name for segment in found],
        "bytes": sum(segment.stat().st_size for segment in found if segment.is_file()),
    }


def _rows(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The figures as names and values."""
    yield from (("folder", _in_words(folder)) for folder in value["folders"])
    yield "why", value["reason"]
    yield from ((name, str(value[name])) for name in ("records", "events", "retracted", "conflicts", "actors"))
    yield "newest", value["newest"] or "nothing recorded yet"
    yield from (("damaged", damage) for damage in value["damaged"])


def _in_words(folder: dict[str, Any]) -> str:
    if not folder["exists"]:
        return f"{folder['path']} (made at the first add)"
    found = folder["segments"]
    access = "" if folder["writable"] else ", read-only"
    return f"{folder['path']} ({many(len(found), 'segment')}, {folder['bytes']:,} bytes{access})"
