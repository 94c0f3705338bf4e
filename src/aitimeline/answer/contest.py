"""What has come to contradict itself, for people."""

from __future__ import annotations

from collections.abc import Sequence

from aitimeline.model.history import History

_SHOWN = 20
_SETTLE = ("'aitimeline revise KEY --settle'", "'aitimeline revise-actor KEY --settle'")
"""What settles an event, and an actor."""


def conflict_lines(found: Sequence[History], count: int, *, dry_run: bool = False) -> list[str]:
    """A line for each of the first of so many, and what to do; with ``dry_run`` they only would contradict."""
    if not found:
        return []
    verb = "would contradict" if dry_run else "contradict"
    shown = ((each, " and ".join(head.recorded_by for head in each.heads)) for each in found[:_SHOWN])
    lines = [f"{each.key}: {len(each.heads)} versions, of {names}, {verb} each other" for each, names in shown]
    if count > _SHOWN:
        lines.append(f"... and {count - _SHOWN:,} more; 'aitimeline log verify -f json' lists all")
    stays = "nothing was written" if dry_run else "every version stays until it is settled"
    settle = " or ".join(dict.fromkeys(_SETTLE[each.current.family == "actor"] for each in found))
    return [*lines, f"{stays}: 'aitimeline history KEY' shows who said what, {settle} settles"]


def revived_text(keys: Sequence[str]) -> str:
    """What git would have lost, by the keys of the records."""
    named = ", ".join(keys[:_SHOWN]) + (f" and {len(keys) - _SHOWN:,} more" if len(keys) > _SHOWN else "")
    return f"one side had taken records out, which are kept: {named}; 'aitimeline retract KEY' withdraws what is wrong"
