"""What a log is and holds, in figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aitimeline.index.survey import counts_of
from aitimeline.index.timeline import Timeline
from aitimeline.log.place import Damage, segments
from aitimeline.model.instant import format_time
from aitimeline.model.visible import visible

HEADINGS = ("what", "value")


def stat_value(
    timeline: Timeline, damages: Sequence[Damage], folders: Sequence[tuple[Path, bool]], reason: str
) -> dict[str, Any]:
    """The figures of a log that was read from these folders (each with whether it can be written to)."""
    return {
        "folders": [_folder(path, can_write=can_write) for path, can_write in folders],
        "reason": reason,
        **counts_of(timeline.connection),
        "newest": format_time(timeline.newest) if timeline.newest else None,
        "damaged": [str(damage) for damage in damages],
    }


def _folder(path: Path, *, can_write: bool) -> dict[str, Any]:
    found = segments(path)
    return {
        "path": str(path),
        "exists": path.is_dir(),
        "writable": can_write,
        "segments": [segment.name for segment in found],
        "bytes": sum(segment.stat().st_size for segment in found if segment.is_file()),
    }


def stat_rows(value: dict[str, Any]) -> list[tuple[str, str]]:
    """The figures as names and values."""
    rows = [("folder", _in_words(folder)) for folder in value["folders"]]
    rows.append(("why", value["reason"]))
    rows += [(name, str(value[name])) for name in ("records", "events", "retracted", "conflicts", "actors")]
    rows.append(("newest", value["newest"] or "nothing recorded yet"))
    return rows + [("damaged", damage) for damage in value["damaged"]]


def _in_words(folder: dict[str, Any]) -> str:
    if not folder["exists"]:
        return f"{folder['path']} (made at the first add)"
    found = folder["segments"]
    access = "" if folder["writable"] else ", read-only"
    return f"{folder['path']} ({len(found)} segment{'' if len(found) == 1 else 's'}, {folder['bytes']:,} bytes{access})"


def stat_text(value: dict[str, Any]) -> str:
    """The figures for reading."""
    return "".join(f"{name:<10} {visible(text)}\n" for name, text in stat_rows(value))
