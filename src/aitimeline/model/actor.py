"""Actors: companies, universities, governments, alliances, products, persons."""

from __future__ import annotations

from attrs import frozen

from aitimeline.model.event import Extra
from aitimeline.model.text import Names

TYPES = (
    "company",
    "start-up",
    "university",
    "government body",
    "research institute",
    "non-profit",
    "alliance",
    "product",
    "model",
    "person",
)


@frozen
class Actor:
    """Someone or something that takes part in events, with its names in several languages."""

    type: str
    names: Names
    extra: Extra = ()
