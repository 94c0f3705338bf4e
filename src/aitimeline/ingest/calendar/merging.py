"""What a newer version of a calendar changes in an event that people may have corrected meanwhile.

Three are held against each other: what the calendar said before, what it says now, and what the log holds. Only what
the calendar itself has changed is changed, so that a correction in the log stays while the calendar repeats itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Data = dict[str, Any]
_TEXTS, _LISTS = ("title", "summary"), ("tags", "sources")
_TOGETHER = ("when", "zone")


def changed(before: Mapping[str, Any], now: Mapping[str, Any], held: Mapping[str, Any], *, drops: bool) -> Data:
    """What the log should hold, given what a calendar said before, what it says now, and what the log holds.

    Args:
        before: the event as the calendar had it.
        now: the event as the calendar has it.
        held: the event as the log has it.
        drops: False where ``before`` says more than the calendar ever did, so that what it lacks now is no change.
    """
    made = dict(held)
    if any(before.get(name) != now.get(name) for name in _TOGETHER):
        for name in _TOGETHER:
            _put(made, name, now.get(name))
    for name in sorted({*before, *now} - {*_TOGETHER, "uid"}):
        old, new = before.get(name), now.get(name)
        if old == new or (new is None and not drops):
            continue
        if name in _TEXTS:
            _put(made, name, _texts(old or {}, new or {}, held.get(name) or {}, drops=drops))
        elif name in _LISTS:
            _put(made, name, _list(old or [], new or [], held.get(name) or [], drops=drops))
        else:
            _put(made, name, new)
    if not made.get("title"):
        made["title"] = now["title"]
    return made


def _put(made: Data, name: str, value: Any) -> None:
    if value:
        made[name] = value
    else:
        made.pop(name, None)


def _texts(old: Mapping[str, str], new: Mapping[str, str], held: Mapping[str, str], *, drops: bool) -> dict[str, str]:
    made = dict(held)
    for language in {*old, *new}:
        if old.get(language) != new.get(language):
            if language in new:
                made[language] = new[language]
            elif drops:
                made.pop(language, None)
    return made


def _list(old: list[Any], new: list[Any], held: list[Any], *, drops: bool) -> list[Any]:
    gone = [each for each in old if each not in new] if drops else []
    come = [each for each in new if each not in old and each not in held]
    return [each for each in held if each not in gone] + come
