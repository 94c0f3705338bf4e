"""Facets: the values by which events are told apart (kind, tags, who takes part ...), each with a token."""

from __future__ import annotations

from functools import lru_cache

FIELDS = (
    *("actor", "role", "kind", "tag", "camp", "lang", "publisher", "zone", "has", "uid"),
    *("type", "part_of", "made_by", "part"),
)
"""The fields that have facets.

``type``, ``part_of`` and ``made_by`` are an actor's, ``camp`` is an event's and an actor's. ``part`` is an actor with
its role, as ``part_value`` has it.
"""
PARTS = ("source", "summary", "zone", "figure", "actor", "tag", "camp")
"""What an event can have (``has:source``)."""
_DIGITS = 15


def part_value(actor: str, role: str | None) -> str:
    """The value of ``part`` for an actor that takes part in a role, or in none that is stated."""
    return f"{actor}\0{role or ''}"


@lru_cache(maxsize=65536)
def token(field: str, value: str) -> str:
    """What stands for a value of a field: 15 hexadecimal digits, made of both."""
    from hashlib import sha256  # noqa: PLC0415 -- dear to import

    return sha256(f"{field}\0{value}".encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
