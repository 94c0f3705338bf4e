"""Typed words into actors: what they belong to, who made them, later names, in which camp they are said to be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from attrs import evolve, field, frozen

from aitimeline.index.nearest import did_you_mean
from aitimeline.index.timeline import Timeline
from aitimeline.ingest import typed
from aitimeline.ingest.edit import must_have
from aitimeline.ingest.zone import check_zone
from aitimeline.model.actor import Actor, Rename, Tie
from aitimeline.model.error import BadInputError
from aitimeline.model.event import CampClaim, Event, Source
from aitimeline.model.key import fold
from aitimeline.model.text import check_line
from aitimeline.model.when import When

Claimant = TypeVar("Claimant", Event, Actor)


def _zone(name: str | None) -> str | None:
    return check_zone(name).key if name else None


@frozen
class Describer:
    """Makes claims and ties for a timeline, whose actors and camps it knows.

    ``warn`` is told of what looks like a slip, ``read`` reads dates; ``sources`` are those of all that is described,
    whose dates are in the calendar of ``zone``.

    All methods raise BadInputError for words that cannot be read.
    """

    timeline: Timeline
    warn: Callable[[str], None]
    read: typed.Read = When.parse
    sources: tuple[Source, ...] = ()
    zone: str | None = field(default=None, converter=_zone)

    def described(self, actor: Actor, part_of: Sequence[str], made_by: Sequence[str], renamed: Sequence[str]) -> Actor:
        """The actor with more ties, ``["Amazon @2006-03-14"]``, and later names, ``["ko=제미나이 @2024-02-08"]``.

        A tie to the same actor and with the same date takes the place of the one before, and so does a name.
        """
        changes = [self._rename(each) for each in renamed]
        return evolve(
            actor,
            part_of=self._joined(actor.part_of, part_of),
            made_by=self._joined(actor.made_by, made_by),
            renamed=_renames((*actor.renamed, *changes)),
        )

    def undescribed(
        self, actor: Actor, part_of: Sequence[str], made_by: Sequence[str], renamed: Sequence[str]
    ) -> Actor:
        """The actor without some ties and later names; each must be one of its own."""
        later = [name for each in actor.renamed for name in each.names.every()]
        names = must_have("actor", "later name", renamed, later)
        left = [evolve(each, names=each.names.without(names)) for each in actor.renamed]
        return evolve(
            actor,
            part_of=self._without(actor.part_of, part_of),
            made_by=self._without(actor.made_by, made_by),
            renamed=tuple(each for each in left if each.names.every()),
        )

    def claimed(self, subject: Claimant, camp: str, on: str | None) -> Claimant:
        """The event or actor with one more claim that it stands in a camp.

        Without a date of its own a claim has that on which its first source was published.
        """
        if not self.sources:
            raise BadInputError(
                "a claim needs somebody who makes it; cite one with --source-url and --source-publisher"
            )
        when = self._when(on) if on else self.sources[0].published
        if when is None:
            raise BadInputError("a claim needs a date; give it with --on, or its source's with --source-published")
        claim = CampClaim(self._camp(camp), when, self.zone, self.sources)
        if claim in subject.camps:
            return subject
        return evolve(subject, camps=(*subject.camps, claim))

    def unclaimed(self, subject: Claimant, camp: str, on: str | None) -> Claimant:
        """The event or actor without the claims of a camp that have such a date, and of whom ``sources`` names."""
        when = self._when(on) if on else None
        cited = {(each.url, each.publisher) for each in self.sources}

        def is_meant(claim: CampClaim) -> bool:
            by = {pair for each in claim.sources for pair in ((each.url, each.publisher), (each.url, None))}
            by |= {(None, each.publisher) for each in claim.sources}
            return claim.camp == camp and when in (None, claim.when) and (not cited or not cited.isdisjoint(by))

        left = tuple(claim for claim in subject.camps if not is_meant(claim))
        if left == subject.camps:
            has = ", ".join(f"{claim.camp} ({claim.when})" for claim in subject.camps) or "none"
            raise BadInputError(f"no such claim of {camp!r} is there to drop; the claims are: {has}")
        return evolve(subject, camps=left)

    def _camp(self, given: str) -> str:
        camp = typed.word(given, "camp")
        known = self.timeline.words.known("camp")
        if known and camp not in known:
            self.warn(f"the camp {camp!r} is new to this log{did_you_mean(fold(camp), known)}")
        return camp

    def _when(self, text: str) -> When:
        return typed.of_its_own(self.read(text))

    def _dated(self, text: str) -> tuple[str, When | None]:
        name, _, date = text.partition("@")
        return (name.strip(), self._when(date.strip())) if date.strip() else (text.strip(), None)

    def _joined(self, before: tuple[Tie, ...], given: Sequence[str]) -> tuple[Tie, ...]:
        ties = [self._tie(each) for each in given]
        new = {(tie.actor, tie.when) for tie in ties}
        return (*(tie for tie in before if (tie.actor, tie.when) not in new), *ties)

    def _tie(self, text: str) -> Tie:
        name, when = self._dated(text)
        key, warning = typed.actor_key(check_line(name, "actor"), self.timeline)
        if warning:
            self.warn(warning)
        return Tie(key, when, self.zone if when else None, self.sources)

    def _without(self, before: tuple[Tie, ...], given: Sequence[str]) -> tuple[Tie, ...]:
        keys = [typed.actor_key(check_line(name, "actor"), self.timeline)[0] for name in given]
        gone = must_have("actor", "tie to", keys, [tie.actor for tie in before])
        return tuple(tie for tie in before if tie.actor not in gone)

    def _rename(self, text: str) -> Rename:
        name, when = self._dated(text)
        if when is None:
            raise BadInputError(f"{text!r} needs the day of the change: --renamed 'Gemini @2024-02-08'")
        return Rename(typed.names([name]), when, self.zone, self.sources)


def _renames(changes: Sequence[Rename]) -> tuple[Rename, ...]:
    """Those of one date together, so that a change has its names in all languages."""
    found: dict[tuple[When, str | None], Rename] = {}
    for each in changes:
        before = found.get((each.when, each.zone))
        if before:
            sources = tuple(dict.fromkeys((*before.sources, *each.sources)))
            found[each.when, each.zone] = evolve(before, names=before.names.merged(each.names), sources=sources)
        else:
            found[each.when, each.zone] = each
    return tuple(found.values())
