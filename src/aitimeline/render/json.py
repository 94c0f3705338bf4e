"""Answers as JSON: one thing is an object, several are an array."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from aitimeline.answer.answer import Answer
from aitimeline.model.visible import escaped
from aitimeline.render.format import Paper

_LINE, _INDENTED = "\n", "\n  "


def pieces(answer: Answer[Any], _: Paper) -> Iterator[str]:
    """An answer as it comes."""
    if answer.whole is not None:
        whole = answer.whole(answer.items)
        yield from object_pieces(whole.items() if isinstance(whole, dict) else whole)
    elif answer.is_one:
        yield from map(json_text, map(answer.value, answer.items))
    else:
        yield from json_pieces(map(answer.value, answer.items))


def json_text(value: Any) -> str:
    """JSON for people and programs alike: indented, characters as they are, controls escaped."""
    return escaped(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def json_pieces(values: Iterable[Any]) -> Iterator[str]:
    """What ``json_text`` makes of a list, piece by piece."""
    before = "["
    for value in values:
        text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
        yield f"{before}\n  {escaped(text).replace(_LINE, _INDENTED)}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def object_pieces(members: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """A JSON object, indented; a member that is an iterator is an array, and is not read before its turn."""
    before = "{"
    for name, value in members:
        yield f"{before}\n  {json.dumps(name)}: "
        for piece in json_pieces(value) if isinstance(value, Iterator) else [json_text(value)]:
            yield piece.removesuffix("\n").replace(_LINE, _INDENTED)
        before = ","
    yield "\n}\n"
