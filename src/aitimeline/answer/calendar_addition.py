"""What the import of a calendar came to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aitimeline.model.visible import visible

HEADINGS = ("what", "value")
_PLAIN = ("events", "added", "revised", "retracted", "unchanged", "segment", "dry_run")


def calendar_rows(value: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The numbers as names and values."""
    numbers = {name: value[name] for name in _PLAIN} | {"not_taken": len(value["not_taken"]) + value["more"]}
    return [(name, _cell(each)) for name, each in numbers.items()]


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def calendar_text(value: Mapping[str, Any]) -> str:
    """The numbers in a sentence."""
    verb = "would be " if value["dry_run"] else ""
    added = value["added"]
    parts = [f"{added:,} event{'' if added == 1 else 's'} {verb}added"]
    parts += [f"{value[name]:,} {verb}{name}" for name in ("revised", "retracted") if value[name]]
    if value["segment"]:
        parts[-1] += f" to {value['segment']}" if len(parts) == 1 else f", in {value['segment']}"
    if value["unchanged"]:
        parts.append(f"{value['unchanged']:,} there already")
    if not_taken := len(value["not_taken"]) + value["more"]:
        parts.append(f"{not_taken:,} not taken")
    return visible("; ".join(parts)) + "\n"
