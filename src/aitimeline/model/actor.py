"""Actors: companies, universities, governments, alliances, products, persons."""

from __future__ import annotations

from attrs import frozen

from aitimeline.model.event import CampClaim, Extra, Source
from aitimeline.model.text import Names
from aitimeline.model.when import When

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
class Tie:
    """That an actor is part of another, or was made by it; ``actor`` is the key of the other.

    ``when`` is the time for which that holds, or the day from which on it does, in the calendar of ``zone``.
    """

    actor: str
    when: When | None = None
    zone: str | None = None
    sources: tuple[Source, ...] = ()
    extra: Extra = ()


@frozen
class Rename:
    """That an actor has been called by other names from a day on; these find it, and so do those of before."""

    names: Names
    when: When
    zone: str | None = None
    sources: tuple[Source, ...] = ()
    extra: Extra = ()


@frozen
class Actor:
    """Someone or something that takes part in events, with its names in several languages.

    Attributes:
        type: one of ``TYPES``.
        names: those that it was first recorded with, and other spellings.
        part_of: what it belongs to, as AWS to Amazon.
        made_by: who made it, as Google Bard.
        renamed: its later names, each with the day of the change.
        camps: in which camp it is said to stand.
    """

    type: str
    names: Names
    part_of: tuple[Tie, ...] = ()
    made_by: tuple[Tie, ...] = ()
    renamed: tuple[Rename, ...] = ()
    camps: tuple[CampClaim, ...] = ()
    extra: Extra = ()

    def every_name(self) -> tuple[str, ...]:
        """All names in all languages, those of before and after a change, each once."""
        given = (self.names, *(each.names for each in self.renamed))
        return tuple(dict.fromkeys(name for names in given for name in names.every()))
