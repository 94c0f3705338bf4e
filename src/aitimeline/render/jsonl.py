"""Answers as JSON lines: one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from aitimeline.answer.answer import Answer
from aitimeline.model.visible import escaped
from aitimeline.render.format import Paper

_ENCODE = json.JSONEncoder(ensure_ascii=False, check_circular=False, allow_nan=False).encode  # made once


def pieces(answer: Answer[Any], _: Paper) -> Iterator[str]:
    """An answer, a line for each item; one line of what is one thing."""
    if answer.is_one and answer.whole is not None:
        return jsonl_pieces([answer.whole(answer.items)])
    return jsonl_pieces(map(answer.value, answer.items))


def jsonl_pieces(values: Iterable[Any]) -> Iterator[str]:
    """Values, each on a line."""
    return (escaped(_ENCODE(value)) + "\n" for value in values)
