"""What the terms of a query mean for a timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, tzinfo

from attrs import frozen

from aitimeline.index.condition import (
    Condition,
    all_of,
    any_of,
    has_facet,
    has_flag,
    has_key,
    key_begins,
    none_of,
    recorded,
    takes_part,
)
from aitimeline.index.schema import CONFLICT, DISPUTED, IMPRECISE, RETRACTED
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import BEGINNING, FINISH, Days
from aitimeline.model.error import BadInputError
from aitimeline.model.facet import PARTS
from aitimeline.model.key import fold
from aitimeline.model.when import When
from aitimeline.model.zone_name import zones_meant
from aitimeline.query.moment import Read, read_days, read_moment
from aitimeline.query.syntax import All, Either, Node, Not, Term, Word, parse, text_of

_STATES = {
    "disputed": has_flag(DISPUTED),
    "retracted": has_flag(RETRACTED, with_retracted=True),
    "imprecise": has_flag(IMPRECISE),
    "conflict": has_flag(CONFLICT),
}


@frozen
class Meaning:
    """What gives words and dates in a query their meaning.

    Attributes:
        read: reads a date.
        tz: the zone of whole days in ``recorded-since:`` and ``recorded-until:``; UTC where none is asked for.
    """

    timeline: Timeline
    read: Read = When.parse
    tz: tzinfo = UTC


def condition_of(arguments: Sequence[str], meaning: Meaning) -> Condition:
    """What must hold of an event for a query to find it.

    Raises:
        BadInputError: the query cannot be read, or a field or value is not known; the message offers the nearest.
    """
    for each in arguments:
        if not each.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in each):
            raise BadInputError("the query has bytes that are not UTF-8; type it anew")
    return _bound(parse(arguments), meaning)


def _bound(node: Node, meaning: Meaning) -> Condition:
    match node:
        case Word():
            return meaning.timeline.words.said(node.text)
        case Term():
            return _term(node, meaning)
        case Not():
            return _not_bound(node.node, meaning)
        case All():
            return all_of([_bound(each, meaning) for each in node.nodes])
        case Either():
            return any_of([_bound(each, meaning) for each in node.nodes])


def _not_bound(node: Node, meaning: Meaning) -> Condition:
    """The opposite, with the negation at the words and terms: SQLite would not parse many of them in each other."""
    match node:
        case Not():
            return _bound(node.node, meaning)
        case All():
            return any_of([_not_bound(each, meaning) for each in node.nodes])
        case Either():
            return all_of([_not_bound(each, meaning) for each in node.nodes])
        case _:
            return none_of(_bound(node, meaning))


def _term(term: Term, meaning: Meaning) -> Condition:
    if term.field not in _FIELDS:
        from aitimeline.index.nearest import did_you_mean  # noqa: PLC0415

        written = text_of(term)
        quoted = written.replace('"', '""')
        raise BadInputError(
            f"no field {term.field!r} in {written!r}{did_you_mean(term.field, FIELDS) or ';'} "
            f"fields are {', '.join(FIELDS)}. To look for the words themselves write '\"{quoted}\"'"
        )
    return _FIELDS[term.field](term.values, meaning)


def _one_key(value: str, meaning: Meaning) -> Condition:
    if value.endswith("*"):
        return key_begins(value[:-1])
    if not meaning.timeline.has_key(value):
        raise BadInputError(f"no event has the key {value!r}{meaning.timeline.similar(value)}")
    return has_key(value)


def _actor(values: Sequence[str], meaning: Meaning) -> Condition:
    """Who takes part, by any name; ``google=investor`` in that role."""
    words = meaning.timeline.words
    found: set[str] = set()
    parts = []
    for value in values:
        name, is_part, role = value.rpartition("=")
        if keys := words.actors_named(value):
            found |= keys
        elif is_part and (keys := words.actors_named(name)):
            parts.append(takes_part(sorted(keys), _same("role", role, meaning)))
        else:
            _refuse("actor", name or value, words.names)
    return any_of([*([has_facet("actor", sorted(found))] if found else []), *parts])


def _type(values: Sequence[str], meaning: Meaning) -> Condition:
    words = meaning.timeline.words
    kinds = [kind for value in values for kind in _same("type", value, meaning)]
    return has_facet("actor", sorted({key for kind in kinds for key in words.actors_with("type", kind)}))


def _camp(values: Sequence[str], meaning: Meaning) -> Condition:
    """Events of which it is claimed, and those of actors of whom it is claimed, where of the event nothing is."""
    from aitimeline.query.camp import stands_in  # noqa: PLC0415 -- few queries ask for it

    return stands_in(meaning.timeline, [same for value in values for same in _same("camp", value, meaning)])


def _facet(name: str) -> Field:
    def field(values: Sequence[str], meaning: Meaning) -> Condition:
        return has_facet(name, [same for value in values for same in _same(name, value, meaning)])

    return field


def _same(name: str, value: str, meaning: Meaning) -> list[str]:
    words = meaning.timeline.words
    if found := words.same(name, value):
        return found
    known = words.known(name)
    if name == "publisher" and (found := [each for each in known if fold(value) in fold(each)]):
        return found
    return _refuse(name, value, known)


def _zone(values: Sequence[str], meaning: Meaning) -> Condition:
    """Zones by their name, or by its last part: ``Seoul``."""
    known = meaning.timeline.words.known("zone")
    found: list[str] = []
    for value in values:
        wanted = fold(value).replace(" ", "_")
        same = [zone for zone in known if wanted in (zone.casefold(), zone.casefold().rpartition("/")[2])]
        found += same or _refuse_zone(value, known)
    return has_facet("zone", found)


def _refuse_zone(value: str, known: Sequence[str]) -> list[str]:
    """Raise BadInputError for a zone that the log does not have; an abbreviation is like no name but that it means."""
    meant = zones_meant(value)
    if meant is None:
        return _refuse("zone", value, known)
    there = [zone for zone in meant if zone in known]
    hint = f"; did you mean {' or '.join(there)}?" if there else "; write it as Asia/Seoul or America/New_York"
    raise BadInputError(f"no zone {value!r} in the log{hint}")


def _refuse(name: str, value: str, known: Iterable[str]) -> list[str]:
    """Raise BadInputError for a value that the log does not have."""
    from aitimeline.index.nearest import did_you_mean  # noqa: PLC0415

    raise BadInputError(f"no {name} {value!r} in the log{did_you_mean(fold(value), known)}")


def _choose(name: str, value: str) -> str:
    """The one of those that there are which a value is, whatever the case; raises BadInputError if it is none."""
    choices = CHOICES[name]
    if (chosen := value.casefold()) in choices:
        return chosen
    from aitimeline.index.nearest import did_you_mean  # noqa: PLC0415

    raise BadInputError(f"{name}: cannot be {value!r}{did_you_mean(value, choices) or ';'} use {', '.join(choices)}")


def _days(name: str, values: Sequence[str], meaning: Meaning) -> Days:
    return read_days(name, values, meaning.read, meaning.timeline.tz)


def _moment(name: str, values: Sequence[str], meaning: Meaning, *, is_end: bool) -> int:
    return read_moment(name, values, meaning.read, meaning.tz, is_end=is_end)


Field = Callable[[Sequence[str], Meaning], Condition]
"""Makes a condition of the values of a field."""
_FIELDS: dict[str, Field] = {
    "key": lambda values, meaning: any_of([_one_key(value, meaning) for value in dict.fromkeys(values)]),
    "actor": _actor,
    "role": _facet("role"),
    "kind": _facet("kind"),
    "tag": _facet("tag"),
    "camp": _camp,
    "type": _type,
    "lang": _facet("lang"),
    "publisher": _facet("publisher"),
    "zone": _zone,
    "since": lambda values, meaning: meaning.timeline.touching(Days(_days("since", values, meaning).first, FINISH)),
    "until": lambda values, meaning: meaning.timeline.touching(Days(BEGINNING, _days("until", values, meaning).last)),
    "on": lambda values, meaning: meaning.timeline.touching(_days("on", values, meaning)),
    "recorded-since": lambda values, of: recorded(_moment("recorded-since", values, of, is_end=False), FINISH),
    "recorded-until": lambda values, of: recorded(BEGINNING, _moment("recorded-until", values, of, is_end=True)),
    "has": lambda values, _: has_facet("has", [_choose("has", value) for value in values]),
    "is": lambda values, _: any_of([_STATES[_choose("is", value)] for value in values]),
}
FIELDS = tuple(_FIELDS)
"""The fields that a term may name."""
CHOICES: dict[str, Sequence[str]] = {"has": PARTS, "is": tuple(_STATES)}
"""The values of those fields that have no others."""
