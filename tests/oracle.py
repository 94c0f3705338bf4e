"""The answers to queries, found by looking at every event, one after the other: what the index is held against.

What a query means is written here a second time, as plainly as it can be. A value of a field is *known* if any record
that the log holds ever had it: also one that repeats or contradicts another, was superseded, or came later than the
time that is asked for. So a query that is right does not become wrong when an event is revised. Three values depend
on what stands at the time that is asked for: keys of events, names of actors, and which actors are of a type.

Of the program it takes the data classes, the reading of a date and of a query, and whether sources differ, which
tests/model/test_statement.py and tests/model/test_weekday.py judge; rules and tables stand here as docs/ has them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from attrs import define

from aitimeline.log.disk import Disk
from aitimeline.log.place import Damage
from aitimeline.model.actor import Actor
from aitimeline.model.error import BadInputError
from aitimeline.model.event import Event
from aitimeline.model.record import Record
from aitimeline.model.statement import Difference, doubtful_weekdays, gravest, statements_of
from aitimeline.model.when import When
from aitimeline.query.syntax import All, Either, Node, Not, Term, Word
from plain import Entry, Timeline
from plain_log import read_lines, united

SORTS: dict[str, Callable[[Timeline], Iterable[Entry]]] = {
    "when": lambda timeline: timeline.listed,
    "latest": lambda timeline: timeline.listed_by_end,
    "recorded": lambda timeline: sorted(timeline.listed, key=lambda entry: (entry.record.time, entry.key)),
    "key": lambda timeline: sorted(timeline.listed, key=lambda entry: entry.key),
}
PARTS: dict[str, Callable[[Event], object]] = {
    "source": lambda event: event.sources,
    "summary": lambda event: event.summary,
    "zone": lambda event: event.zone,
    "figure": lambda event: event.figures,
    "actor": lambda event: event.actors,
    "tag": lambda event: event.tags,
    "camp": lambda event: event.camps,
}
VALUES: dict[str, Callable[[Event], Sequence[str | None]]] = {
    "kind": lambda event: [event.kind],
    "tag": lambda event: event.tags,
    "role": lambda event: [part.role for part in event.actors],
    "lang": lambda event: [source.language for source in event.sources],
    "publisher": lambda event: [source.publisher for source in event.sources],
    "zone": lambda event: [event.zone],
}
"""Fields whose values stand in the event itself; None and (but for kinds and tags) nothing are none."""

LAUNCHING = ("developer", "provider", "announcer", "founder", "host", None)
LAUNCHED = ("product", "model", "alliance")
NO_LAUNCH = ("investment", "leadership", "litigation", "market")
"""Who launches something, what is launched, and kinds of events that are no launch (docs/how-to/which-camp.md)."""


@define(slots=False)
class Held:
    """What a log holds.

    Attributes:
        every: the records of all lines, those that repeat or contradict others too.
        records: those that count.
    """

    every: list[Record]
    records: tuple[Record, ...]
    damages: list[Damage]

    @classmethod
    def of(cls, folders: Sequence[Path], disk: Disk) -> Held:
        """Read it, all at once."""
        found, damages = read_lines(folders, disk)
        records, doubles = united(found)
        return cls([record for _, record in found], records, sorted([*damages, *doubles]))

    @cached_property
    def stated(self) -> list[Event]:
        """Every event as any line states it."""
        return [record.payload for record in self.every if isinstance(record.payload, Event)]

    @cached_property
    def described(self) -> list[Actor]:
        """Every actor as any line describes it."""
        return [record.payload for record in self.every if isinstance(record.payload, Actor)]

    def known(self, field: str) -> set[str]:
        """The values that a field has ever had."""
        if field == "type":
            return {actor.type for actor in self.described}
        if field == "actor":
            return {part.actor for event in self.stated for part in event.actors}
        if field == "camp":
            claims = [claim for event in self.stated for claim in event.camps]
            claims += [claim for actor in self.described for claim in actor.camps]
            return {claim.camp for claim in claims}
        values = {value for event in self.stated for value in VALUES[field](event) if value is not None}
        return values if field in ("kind", "tag") else values - {""}


@define
class Oracle:
    """Answers of a timeline, by looking at everything."""

    held: Held
    timeline: Timeline

    def select(
        self, node: Node, sort: str = "when", *, reverse: bool = False, limit: int | None = None, offset: int = 0
    ) -> list[Entry]:
        """The events that a query finds, in an order.

        Raises:
            BadInputError: the query has a value that is not known.
        """
        holds = self.test(node)
        has_withdrawn = asks_for_withdrawn(node)
        asked = [entry for entry in SORTS[sort](self.timeline) if has_withdrawn or not entry.history.is_retracted]
        found = [entry for entry in (asked[::-1] if reverse else asked) if holds(entry)]
        return found[offset:] if limit is None else found[offset : offset + limit]

    def test(self, node: Node) -> Callable[[Entry], bool]:
        """What a query asks of an event."""
        if isinstance(node, Word):
            return lambda entry: self._says(entry, node.text)
        if isinstance(node, Term):
            return self._term(node)
        if isinstance(node, Not):
            inner = self.test(node.node)
            return lambda entry: not inner(entry)
        parts = [self.test(each) for each in node.nodes]
        if isinstance(node, All):
            return lambda entry: all(part(entry) for part in parts)
        assert isinstance(node, Either)
        return lambda entry: any(part(entry) for part in parts)

    def _says(self, entry: Entry, text: str) -> bool:
        """A text is in a title, a summary, a source's title, or a name of who takes part; NUL is a blank."""
        wanted = _folded(text)
        event = entry.event
        texts = [text for _, text in (*event.title.pairs, *event.summary.pairs)]
        texts += [source.title or "" for source in event.sources]
        texts += [name for part in event.actors for name in self._names(part.actor)]
        return not wanted or any(wanted in _folded(text) for text in texts)

    def _names(self, key: str) -> list[str]:
        """What somebody is called: by the key, and by the names that its record gives, if that stands."""
        actor = self.timeline.actor(key)
        return [key, *(actor.every_name() if actor else ())]

    def _term(self, term: Term) -> Callable[[Entry], bool]:
        field, values = term.field, term.values
        if field in ("since", "until", "on"):
            first, last = _days(values, self.timeline.tz)
            return {
                "since": lambda entry: entry.days[1] >= first,
                "until": lambda entry: entry.days[0] <= last,
                "on": lambda entry: entry.days[1] >= first and entry.days[0] <= last,
            }[field]
        if field in ("recorded-since", "recorded-until"):
            moment, is_end = _moment(values, is_end=field == "recorded-until"), field == "recorded-until"
            return lambda entry: _is_by(entry.record.time, moment) if is_end else _is_by(moment, entry.record.time)
        if field in ("key", "is", "has", "actor"):
            tests = [{"key": self._key, "is": _is, "has": _has, "actor": self._actor}[field](value) for value in values]
            return lambda entry: any(test(entry) for test in tests)
        if field == "type":
            keys = {key for value in values for key in self._of_type(value)}
            return lambda entry: any(part.actor in keys for part in entry.event.actors)
        wanted = {same for value in values for same in self._same(field, value)}
        if field == "camp":
            return lambda entry: self._stands_in(entry.event, wanted)
        return lambda entry: not wanted.isdisjoint(VALUES[field](entry.event))

    def _stands_in(self, event: Event, camps: set[str]) -> bool:
        """An event is claimed to, or where nothing is claimed of it, an actor that launched something in it is."""
        if event.camps:
            return any(claim.camp in camps for claim in event.camps)
        if event.kind in NO_LAUNCH:
            return False
        for part in event.actors:
            actor = self.timeline.actor(part.actor)
            roles = (*LAUNCHING, "subject") if actor and actor.type in LAUNCHED else LAUNCHING
            if actor and (part.role or None) in roles and any(claim.camp in camps for claim in actor.camps):
                return True
        return False

    def _key(self, value: str) -> Callable[[Entry], bool]:
        if value.endswith("*"):
            return lambda entry: entry.key.startswith(value[:-1])
        if value not in self.timeline.events:
            raise BadInputError(value)
        return lambda entry: entry.key == value

    def _called(self, value: str) -> set[str]:
        """The keys of who bears a name: who ever took part, by key; whose record stands, by all names.

        A name of blanks only is none, though it can be a key.
        """
        wanted = _folded(value)
        found = {key for key in self.held.known("actor") if _folded(key) == wanted}
        for key in self.timeline.actors:
            if wanted and self.timeline.actor(key) and wanted in map(_folded, self._names(key)):
                found.add(key)
        return found

    def _actor(self, value: str) -> Callable[[Entry], bool]:
        """Somebody by name, or by name in a role."""
        name, is_part, role = value.rpartition("=")
        keys = self._called(value)
        if keys:
            return lambda entry: any(part.actor in keys for part in entry.event.actors)
        keys = self._called(name) if is_part else set()
        if not keys:
            raise BadInputError(value)
        roles = self._same("role", role)
        return lambda entry: any(part.actor in keys and part.role in roles for part in entry.event.actors)

    def _of_type(self, value: str) -> set[str]:
        kinds = {kind for kind in self.held.known("type") if _folded(kind) == _folded(value)} or _refused(value)
        actors = {key: self.timeline.actor(key) for key in self.timeline.actors}
        return {key for key, actor in actors.items() if actor and actor.type in kinds}

    def _same(self, field: str, value: str) -> set[str]:
        """The known values that are this one, whatever the case; of publishers else those whose name holds it."""
        known, wanted = self.held.known(field), _folded(value)
        if field == "zone":
            name = wanted.replace(" ", "_")
            return {zone for zone in known if name in (zone.casefold(), zone.casefold().split("/")[-1])} or _refused(
                value
            )
        found = {each for each in known if _folded(each) == wanted}
        if not found and field == "publisher":
            found = {each for each in known if wanted in _folded(each)}
        return found or _refused(value)


def asks_for_withdrawn(node: Node) -> bool:
    """True if ``is:retracted`` stands anywhere in a query."""
    if isinstance(node, Term):
        return node.field == "is" and "retracted" in map(str.casefold, node.values)
    if isinstance(node, Not):
        return asks_for_withdrawn(node.node)
    return isinstance(node, All | Either) and any(map(asks_for_withdrawn, node.nodes))


def is_disputed(entry: Entry) -> bool:
    """True if sources date an event otherwise than it is dated, or than each other, or name a wrong weekday."""
    sources = entry.event.sources
    stated = gravest(statements_of(entry.when, entry.zone, sources))
    return stated is not Difference.NONE or any(doubtful_weekdays(entry.when, sources))


def _is(value: str) -> Callable[[Entry], bool]:
    choices: dict[str, Callable[[Entry], bool]] = {
        "disputed": is_disputed,
        "retracted": lambda entry: entry.history.is_retracted,
        "imprecise": lambda entry: not entry.when.is_certain,
        "conflict": lambda entry: entry.history.is_in_conflict,
    }
    if value.casefold() not in choices:
        raise BadInputError(value)
    return choices[value.casefold()]


def _has(value: str) -> Callable[[Entry], bool]:
    part = PARTS.get(value.casefold())
    if part is None:
        raise BadInputError(value)
    return lambda entry: bool(part(entry.event))


def _folded(text: str) -> str:
    """How texts are compared: composed, without case, with single blanks; NUL is a blank."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().replace("\0", " ").split())


def _refused(value: str) -> set[str]:
    raise BadInputError(value)


def _days(values: Sequence[str], tz: ZoneInfo | None = None) -> tuple[int, int]:
    (value,) = values
    when = When.parse(value).seen_from(tz, None)
    if when.bounds:
        raise BadInputError(value)
    return when.start.first, when.end.last


def _moment(values: Sequence[str], *, is_end: bool) -> datetime | int:
    """A time; where it lies beyond the calendar -1 or 1."""
    (value,) = values
    if "T" in value:
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    first, last = _days(values)
    day = last if is_end else first
    if not date.min.toordinal() < day < date.max.toordinal():
        return -1 if day <= date.min.toordinal() else 1
    midnight = datetime.combine(date.fromordinal(day), datetime.min.time(), UTC)
    return midnight + timedelta(days=1, microseconds=-1) if is_end else midnight


def _is_by(one: datetime | int, two: datetime | int) -> bool:
    if isinstance(one, int):
        return one < 0
    return two > 0 if isinstance(two, int) else one <= two


def moments_of(held: Held) -> Iterator[datetime]:
    """Times to ask as of: when records were recorded, just before and just after."""
    for record in held.every:
        yield from (record.time + timedelta(microseconds=step) for step in (-1, 0, 1))
