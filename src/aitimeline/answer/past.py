"""The history of an event: who said what, when, why, and what it replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aitimeline.answer.answer import Answer, Basis, Named, actors_named, named_members
from aitimeline.answer.block import Column, Grid, lines
from aitimeline.model.event import Event
from aitimeline.model.history import History
from aitimeline.model.instant import format_time
from aitimeline.model.record import Record
from aitimeline.model.structure import unstructure

_FIELDS = ("revision", "recorded_at", "recorded_by", "what", "reason", "changes", "id", "stands")


def history_answer(history: History) -> Answer[Record]:
    """Who said what of an event or actor, when, why, and what it replaced; the oldest first."""
    columns = (
        Column(lambda record: str(history.revision(record)), "REVISION", is_whole=True),
        Column(lambda record: f"{record.time:%Y-%m-%d %H:%M} UTC", "RECORDED", is_whole=True),
        Column(lambda record: record.recorded_by, "BY"),
        Column(lambda record: lines([_headline(history, record), *changes(history, record)]), "WHAT"),
    )
    return Answer(
        items=history.records,
        value=lambda record: _value(history, record),
        fields=named_members(*_FIELDS),
        lines=lambda record: [row_of(_value(history, record))],
        blocks=lambda records: [Grid(columns, records, has_headings=True)],
        cites=lambda record: _cited(history, record),
        basis=Basis(is_of_actors=True),
    )


def _value(history: History, record: Record) -> dict[str, Any]:
    """A record as a JSON object; ``event`` is what it states, ``supersedes`` the ids it replaced."""
    return {
        "revision": history.revision(record),
        "recorded_at": format_time(record.time),
        "recorded_by": record.recorded_by,
        "what": record.verb,
        "reason": record.reason,
        "changes": changes(history, record),
        "id": record.id,
        "stands": record in history.heads,
        "key": history.key,
        "supersedes": list(record.supersedes),
        "event": unstructure(record.payload) if record.payload else None,
    }


def row_of(value: Mapping[str, Any]) -> dict[str, Any]:
    """An object as a row: what is otherwise stands in one cell."""
    return {**value, "changes": "; ".join(value["changes"])}


def _cited(history: History, record: Record) -> Iterator[Named]:
    said = record.payload
    yield Named(history.key, id=record.id)
    parts = said.actors if isinstance(said, Event) else (*said.part_of, *said.made_by) if said else ()
    yield from actors_named(each.actor for each in parts)


def news(history: History, expected: tuple[str, ...]) -> list[str]:
    """What somebody who saw these heads does not know yet, a line each; of no heads, what now stands."""
    fresh = history.since(expected) if expected else history.heads
    said: list[str] = []
    for record in fresh:
        what = _headline(history, record)
        said.append(f"{record.time:%Y-%m-%d %H:%M} UTC, {record.recorded_by} {what}, as {record.id}")
        said += [f"  {each}" for each in changes(history, record)]
    return said


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
