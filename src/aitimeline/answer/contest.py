"""What has come to contradict itself, for people."""

from __future__ import annotations

from collections.abc import Sequence

from aitimeline.model.history import History

_SHOWN = 20


def conflict_lines(found: Sequence[History], count: int, *, dry_run: bool = False) -> list[str]:
    """A line for each event or actor, and what to do; nothing where nothing contradicts itself.

    Args:
        found: some of them, the first of which are shown.
        count: how many there are.
        dry_run: True if they would, were it not for this.
    """
    if not found:
        return []
    verb = "would contradict" if dry_run else "contradict"
    lines = [f"{each.key}: {len(each.heads)} versions, of {_names(each)}, {verb} each other" for each in found[:_SHOWN]]
    if count > _SHOWN:
        lines.append(f"... and {count - _SHOWN:,} more; 'aitimeline log verify -f json' lists all")
    stays = "nothing was written" if dry_run else "every version stays until it is settled"
    settle = " or ".join(dict.fromkeys(map(_settle, found)))
    return [*lines, f"{stays}: 'aitimeline history KEY' shows who said what, {settle} settles"]


def _names(history: History) -> str:
    return " and ".join(head.recorded_by for head in history.heads)


def _settle(history: History) -> str:
    if history.current.family == "actor":
        return "'aitimeline revise-actor KEY --settle'"
    return "'aitimeline revise KEY --settle'"


def revived_text(keys: Sequence[str]) -> str:
    """What git would have lost, by the keys of the records."""
    named = ", ".join(keys[:_SHOWN]) + (f" and {len(keys) - _SHOWN:,} more" if len(keys) > _SHOWN else "")
    return f"one side had taken records out, which are kept: {named}; 'aitimeline retract KEY' withdraws what is wrong"
