"""The history of an event: who said what, when, why, and what it replaced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.table import Table

from aitimeline.model.history import History
from aitimeline.model.instant import format_time
from aitimeline.model.record import Record
from aitimeline.model.structure import unstructure
from aitimeline.model.visible import visible
from aitimeline.render.delimited import Cell
from aitimeline.render.drawing import draw
from aitimeline.render.format import Paper


def history_table(history: History, paper: Paper) -> str:
    """Who said what of an event, when, why, and what it replaced; the oldest first."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("REVISION", "RECORDED", "BY", "WHAT"):
        table.add_column(heading, no_wrap=heading in ("REVISION", "RECORDED"), overflow="fold")
    for record in history.records:
        time = record.time.strftime("%Y-%m-%d %H:%M UTC")
        what = "\n".join(visible(line) for line in (_headline(history, record), *changes(history, record)))
        table.add_row(str(history.revision(record)), time, visible(record.recorded_by), what)
    return draw(table, paper)


HEADINGS = ("revision", "recorded_at", "recorded_by", "what", "reason", "changes", "id", "stands")


def history_rows(history: History) -> list[tuple[Cell, ...]]:
    """The same as flat rows under ``HEADINGS``."""
    return [
        (
            history.revision(record),
            format_time(record.time),
            record.recorded_by,
            record.verb,
            record.reason,
            "; ".join(changes(history, record)),
            record.id,
            record in history.heads,
        )
        for record in history.records
    ]


def history_values(history: History) -> list[dict[str, Any]]:
    """The same as JSON objects; ``event`` is what the record states, ``supersedes`` the ids it replaced."""
    rows = (dict(zip(HEADINGS, row, strict=True)) for row in history_rows(history))
    return [
        row
        | {
            "key": history.key,
            "changes": changes(history, record),
            "supersedes": list(record.supersedes),
            "event": unstructure(record.payload) if record.payload else None,
        }
        for row, record in zip(rows, history.records, strict=True)
    ]


def news(history: History, expected: tuple[str, ...]) -> list[str]:
    """What somebody who saw these heads does not know yet, a line each; of no heads, what now stands."""
    fresh = history.since(expected) if expected else history.heads
    return [line for record in fresh for line in (_signed(history, record), *_indented(changes(history, record)))]


def _signed(history: History, record: Record) -> str:
    what = _headline(history, record)
    return f"{record.time:%Y-%m-%d %H:%M} UTC, {record.recorded_by} {what}, as {record.id}"


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _headline(history: History, record: Record) -> str:
    reason = f": {record.reason}" if record.reason else ""
    stands = " (stands)" if record in history.heads else ""
    return f"{record.verb}{stands}{reason}"


def changes(history: History, record: Record) -> list[str]:
    """What a record says otherwise than the one it replaced: ``when: 2023-12-05 -> 2023-12-06``, ``tags: + open``."""
    by_id = {each.id: each for each in history.records}
    replaced = next((by_id[each].payload for each in record.supersedes if each in by_id), None)
    if replaced is None or record.payload is None:
        return []
    return list(differences(unstructure(replaced), unstructure(record.payload)))


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[str]:
    """What an event or actor says otherwise than before, both as JSON has them."""
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if _are(list, old, new):
            yield from (f"{name}: - {_brief(each)}" for each in old or [] if each not in (new or []))
            yield from (f"{name}: + {_brief(each)}" for each in new or [] if each not in (old or []))
        elif _are(dict, old, new):
            inner = differences(old or {}, new or {})
            yield from (f"{name} {change}" for change in inner)
        elif old != new:
            yield f"{name}: {_brief(old)} -> {_brief(new)}"


def _are(kind: type, *values: Any) -> bool:
    """True if all values that there are are of a kind; another version may write what is of another one."""
    return all(isinstance(value, kind) for value in values if value is not None)


def _brief(value: Any) -> str:
    """A value in one line: of an object or a list what is in it, however deep, without names."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return ", ".join(map(_brief, inner)) or "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "none" if value is None else str(value)
