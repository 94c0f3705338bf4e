"""Lines of records read with msgspec, whose schemas are made of the table of the model's members."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Literal

import msgspec

from aitimeline.model import shape

_KINDS: dict[str, Any] = {
    shape.TEXT: str,
    shape.DATE: str,
    shape.NUMBER: int | float,
    shape.TEXTS: dict[str, str],
    shape.NAMES: dict[str, list[str]],
    shape.WORDS: list[str],
}


class _Envelope(msgspec.Struct, gc=False):
    specversion: Literal["1.0"]
    id: str
    source: str
    subject: str
    time: str
    recordedby: str
    data: Any


def decoder_of(members: tuple[shape.Member, ...]) -> Callable[[bytes], Any]:
    """Reads lines whose data have these members: gives attributes, and data as attributes. Raises ValueError."""
    made = msgspec.defstruct("Envelope", [("data", _struct(members))], bases=(_Envelope,), gc=False)
    return msgspec.json.Decoder(made).decode


@lru_cache
def _struct(members: tuple[shape.Member, ...]) -> Any:
    return msgspec.defstruct("Data", [_field(each) for each in members], kw_only=True, gc=False)


def _field(member: shape.Member) -> tuple[Any, ...]:
    kind = member.kind
    if not isinstance(kind, str):
        return member.name, list[_struct(kind)], None  # type: ignore[misc]  # it is made at run time
    if member.is_needed:
        return member.name, _KINDS[kind]
    return member.name, _KINDS[kind] | None if kind in (shape.TEXT, shape.DATE) else _KINDS[kind], None
