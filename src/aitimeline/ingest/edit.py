"""Typed words into an event: a new one, or an event as it stands with changes. Pure but for what it warns of."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from attrs import evolve, frozen

from aitimeline.index.nearest import did_you_mean
from aitimeline.index.timeline import Timeline
from aitimeline.ingest import typed
from aitimeline.ingest.zone import check_zone
from aitimeline.model.actor import Actor
from aitimeline.model.error import BadInputError
from aitimeline.model.event import Event, Participation
from aitimeline.model.history import History
from aitimeline.model.key import fold
from aitimeline.model.ordering import Orders, Precedence
from aitimeline.model.when import When
from aitimeline.model.zone import zone_named

T = TypeVar("T", bound=Hashable)


@frozen
class Editor:
    """Makes events for a timeline, whose actors and kinds it knows.

    ``warn`` is told of what looks like a slip, ``read`` reads dates.

    All methods raise BadInputError for words that cannot be read.
    """

    timeline: Timeline
    warn: Callable[[str], None]
    read: typed.Read = When.parse

    def new(self, on: str, zone: str | None, kind: str, titles: Sequence[str], summary: Sequence[str]) -> Event:
        """A new event, so far with neither actors nor sources."""
        return Event(
            when=self.read(on),
            zone=_zone(zone),
            title=typed.texts(titles, "title"),
            kind=self._kind(kind),
            summary=typed.texts(summary, "summary"),
        )

    def changed(
        self,
        before: Event,
        on: str | None,
        zone: str | None,
        kind: str | None,
        titles: Sequence[str],
        summary: Sequence[str],
    ) -> Event:
        """The event with the given facts in place of its own."""
        return evolve(
            before,
            when=self.read(on) if on else before.when,
            zone=_zone(zone) or before.zone,
            kind=self._kind(kind) if kind else before.kind,
            title=before.title.merged(typed.texts(titles, "title")),
            summary=before.summary.merged(typed.texts(summary, "summary")),
        )

    def enlarged(
        self,
        before: Event,
        actors: Sequence[str],
        tags: Sequence[str],
        figures: Sequence[str],
        citations: typed.Citations,
    ) -> Event:
        """The event with more actors, tags, figures and sources.

        An actor that is named again takes the new role, a figure of the same name and period the new value.
        """
        parts = self._participations(actors)
        named = {part.actor for part in parts}
        fresh = typed.figures(figures, before.when, self.read)
        stated = {(figure.name, figure.period) for figure in fresh}
        return evolve(
            before,
            actors=(*(part for part in before.actors if part.actor not in named), *parts),
            tags=_once((*before.tags, *(typed.word(tag, "tag") for tag in tags))),
            figures=(*(each for each in before.figures if (each.name, each.period) not in stated), *fresh),
            sources=_once((*before.sources, *citations.sources(self.read))),
        )

    def reduced(self, before: Event, actors: Sequence[str], tags: Sequence[str], urls: Sequence[str]) -> Event:
        """The event without some of its actors, tags and sources; each must be one of its own."""
        named, _ = typed.participations(actors, self.timeline)
        keys = must_have("event", "actor", [part.actor for part in named], [part.actor for part in before.actors])
        dropped = must_have("event", "tag", [typed.word(tag, "tag") for tag in tags], before.tags)
        addresses = must_have("event", "source", urls, [source.url or "" for source in before.sources])
        return evolve(
            before,
            actors=tuple(part for part in before.actors if part.actor not in keys),
            tags=tuple(tag for tag in before.tags if tag not in dropped),
            sources=tuple(source for source in before.sources if source.url not in addresses),
        )

    def _participations(self, typed_actors: Sequence[str]) -> list[Participation]:
        parts, warnings = typed.participations(typed_actors, self.timeline)
        for warning in warnings:
            self.warn(warning)
        return list({part.actor: part for part in parts}.values())

    def _kind(self, given: str) -> str:
        kind = typed.word(given, "kind")
        known = self.timeline.words.known("kind")
        if known and kind not in known:
            self.warn(f"the kind {kind!r} is new to this log{did_you_mean(fold(kind), known)}")
        return kind


def check_order(timeline: Timeline, key: str, event: Event) -> None:
    """See whether a date that is known by order can be followed.

    Raises:
        BadInputError: it names an event that the log does not have, leads back to itself, or leaves no day.
    """
    for bound in event.when.bounds:
        if bound.key and bound.key != key and timeline.stated(bound.key) is None:
            hint = timeline.similar(bound.key)
            raise BadInputError(f"{bound}: the log has no event {bound.key!r}{hint or '; add it first'}")
    if not event.when.bounds:
        return

    own = event.when.seen_from(None, zone_named(event.zone))

    def stated(named: str) -> When | None:
        found = None if named == key else timeline.stated(named)
        return own if named == key else found.stated_when.seen_from(None, found.zone) if found else None

    orders = Orders(stated)
    orders.when(key, own)
    rings = Precedence.of({**timeline.listing.ordered, key: own}, lambda named: stated(named) is not None).rings
    if key in orders.circular or any(key in ring for ring in rings):
        raise BadInputError(
            f"{event.when}: {key!r} would be before or after itself, by way of the events that it names"
        )
    if key in orders.empty:
        raise BadInputError(
            f"{event.when}: these bounds leave no day for {key!r}, as the events that they name stand now"
        )


def last_stated(history: History) -> Event | Actor:
    """The event or actor as it stands, or as it stood before it was retracted."""
    return [record.payload for record in (*history.records, history.current) if record.payload is not None][-1]


def _once(many: Sequence[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(many))


def must_have(whose: str, what: str, named: Sequence[str], has: Sequence[str]) -> Sequence[str]:
    """Return what was named, if the event or actor has each of it.

    Raises:
        BadInputError: it has not.
    """
    for each in named:
        if each not in has:
            raise BadInputError(f"the {whose} has no {what} {each!r}{did_you_mean(each, has)}")
    return named


def _zone(name: str | None) -> str | None:
    if name:
        check_zone(name)
    return name or None
