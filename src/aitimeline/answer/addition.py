"""What an import or a merge has added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aitimeline.answer.answer import Answer
from aitimeline.answer.block import many
from aitimeline.answer.single import single
from aitimeline.log.bulk import Added

_OF_A_CALENDAR = ("events", "added", "revised", "retracted", "unchanged", "segment", "dry_run")


def addition_answer(added: Added, bad: int, *, dry_run: bool) -> Answer[Mapping[str, Any]]:
    """How many records were added, or would be, and where."""
    value = {
        "added": added.added,
        "known": added.known,
        "bad": bad,
        "segment": str(added.place) if added.added else None,
        "dry_run": dry_run,
    }
    return single(value, [addition_text(added, bad, dry_run=dry_run)], value.items())


def addition_text(added: Added, bad: int, *, dry_run: bool) -> str:
    """The same in a sentence."""
    verb = "would be added" if dry_run else "added"
    records = f"{many(added.added, 'record')} {verb}"
    place = f" to {added.place}" if added.added else ""
    known = f"; {added.known:,} there already" if added.known else ""
    skipped = f"; {bad:,} bad left out" if bad else ""
    return f"{records}{place}{known}{skipped}"


def calendar_answer(value: Mapping[str, Any]) -> Answer[Mapping[str, Any]]:
    """What the import of a calendar came to; as rows without what it names."""
    numbers = {name: value[name] for name in _OF_A_CALENDAR} | {"not_taken": _not_taken(value)}
    return single(value, [calendar_text(value)], numbers.items())


def calendar_text(value: Mapping[str, Any]) -> str:
    """The same in a sentence."""
    verb = "would be " if value["dry_run"] else ""
    parts = [f"{many(value['added'], 'event')} {verb}added"]
    parts += [f"{value[name]:,} {verb}{name}" for name in ("revised", "retracted") if value[name]]
    if value["segment"]:
        parts[-1] += f" to {value['segment']}" if len(parts) == 1 else f", in {value['segment']}"
    if value["unchanged"]:
        parts.append(f"{value['unchanged']:,} there already")
    if not_taken := _not_taken(value):
        parts.append(f"{not_taken:,} not taken")
    return "; ".join(parts)


def _not_taken(value: Mapping[str, Any]) -> int:
    return len(value["not_taken"]) + int(value["more"])
