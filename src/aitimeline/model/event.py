"""Events: what happened, when, who took part, and who says so."""

from __future__ import annotations

from attrs import field, frozen

from aitimeline.model.text import Text
from aitimeline.model.when import When

Extra = tuple[tuple[str, str], ...]
"""Members that this version does not know, kept as ``(name, canonical JSON)`` so that none is lost."""


@frozen
class Participation:
    """An actor's part in an event; ``actor`` is the key of the actor."""

    actor: str
    role: str | None = None
    extra: Extra = ()


@frozen
class Source:
    """A citation. ``when`` and ``zone`` are the date that this source gives for the event, where it gives one."""

    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    published: When | None = None
    language: str | None = None
    quote: str | None = None
    when: When | None = None
    zone: str | None = None
    extra: Extra = ()


@frozen
class Figure:
    """A measured value that a source states: 65 percent of the cloud infrastructure market in 2023-Q1."""

    name: str
    value: int | float
    unit: str | None = None
    period: When | None = None
    extra: Extra = ()


@frozen
class CampClaim:
    """What sources say of the camp that an event or actor stands in: open, closed, policy, infrastructure ...

    It is a claim, never a property: others may say otherwise of the same.

    Attributes:
        camp: one lower-case word.
        when: the day on which it was said, or the time for which it is said, in the calendar of ``zone``.
        sources: who says so.
    """

    camp: str
    when: When
    zone: str | None = None
    sources: tuple[Source, ...] = ()
    extra: Extra = ()


@frozen
class Event:
    """Something that happened in the world, as one record states it.

    Attributes:
        when: its date, in the calendar of ``zone`` (an IANA name) where the date is a local one.
        title: a line, in one or more languages.
        kind: one lower-case word: release, announcement, alliance, figure ...
        uid: the UUID by which calendars know the event, where that is not the id of its first record: it came from one.
    """

    when: When
    title: Text
    kind: str
    zone: str | None = None
    summary: Text = Text()
    actors: tuple[Participation, ...] = ()
    tags: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    figures: tuple[Figure, ...] = ()
    camps: tuple[CampClaim, ...] = ()
    uid: str | None = None
    extra: Extra = field(default=())
