"""What an import or a merge has added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aitimeline.log.bulk import Added
from aitimeline.model.visible import visible

HEADINGS = ("what", "value")


def addition_value(added: Added, bad: int, *, dry_run: bool) -> dict[str, Any]:
    """An addition as a JSON object."""
    return {
        "added": added.added,
        "known": added.known,
        "bad": bad,
        "segment": str(added.place) if added.added else None,
        "dry_run": dry_run,
    }


def addition_rows(value: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The same as names and values."""
    return [(name, _cell(each)) for name, each in value.items()]


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def addition_text(added: Added, bad: int, *, dry_run: bool) -> str:
    """The same in a sentence."""
    verb = "would be added" if dry_run else "added"
    records = f"{added.added:,} record{'' if added.added == 1 else 's'} {verb}"
    place = f" to {added.place}" if added.added else ""
    known = f"; {added.known:,} there already" if added.known else ""
    skipped = f"; {bad:,} bad left out" if bad else ""
    return visible(f"{records}{place}{known}{skipped}") + "\n"
