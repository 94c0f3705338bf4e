"""Facets: the values by which events are told apart (kind, tags, who takes part ...), each with a token."""

from __future__ import annotations

from functools import lru_cache

FIELDS = (
    *("actor", "role", "kind", "tag", "camp", "lang", "publisher", "zone", "has"),
    *("type", "part_of", "made_by"),
)
"""The fields that have facets; the last three are an actor's, and ``camp`` is an event's and an actor's."""
PARTS = ("source", "summary", "zone", "figure", "actor", "tag", "camp")
"""What an event can have (``has:source``)."""
_DIGITS = 15


@lru_cache(maxsize=65536)
def token(field: str, value: str) -> str:
    """What stands for a value of a field: 15 hexadecimal digits, made of both."""
    from hashlib import sha256  # noqa: PLC0415 -- dear to import

    return sha256(f"{field}\0{value}".encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
