"""The query language: field terms and plain words, all of which must hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from attrs import field, frozen

from aitimeline.index.nearest import did_you_mean
from aitimeline.index.timeline import Entry, Timeline
from aitimeline.model.error import BadInputError
from aitimeline.model.key import fold
from aitimeline.model.when import When

Test = Callable[[Entry], bool]
Read = Callable[[str], When]
"""Reads a date."""

_DATED = ("since", "until")
_ANY_DAY = date(2024, 2, 29)
_WORD_MORE = re.compile(r'\s+[^\s":-][^\s":]*(?=\s|$)')
_TERM = re.compile(r'(?:(?P<field>[A-Za-z][\w-]*):)?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]*))')


@frozen
class Term:
    """One term of a query: a field and the values that it may have, or a plain word (no field)."""

    field: str | None
    values: tuple[str, ...]


@frozen
class Query:
    """Terms that must all hold of an event, bound to the timeline that gives names their meaning."""

    terms: tuple[Term, ...] = ()
    tests: tuple[Test, ...] = field(default=(), eq=False, repr=False)

    def matches(self, entry: Entry) -> bool:
        """True if every term holds."""
        return all(test(entry) for test in self.tests)

    def select(self, entries: Iterable[Entry]) -> list[Entry]:
        """Those of the entries that match, in their order."""
        return [entry for entry in entries if self.matches(entry)]


def parse_terms(arguments: Sequence[str]) -> tuple[Term, ...]:
    """Read the terms of a query as typed: ``actor:google``, ``kind:release,announcement``, ``"AI Alliance"``.

    Raises:
        BadInputError: a quotation is not closed.
    """
    return tuple(term for argument in arguments for term in _terms(argument))


def _terms(argument: str) -> Iterable[Term]:
    at = 0
    while at < len(argument):
        if argument[at].isspace():
            at += 1
            continue
        found = _TERM.match(argument, at)
        if not found or found.end() == at:
            raise BadInputError(f'the quotation in {argument!r} is not closed; add a second "')
        quoted, bare = found["quoted"], found["bare"]
        values = (quoted,) if quoted is not None else tuple(filter(None, bare.split(",")))
        if found["field"] is None and quoted is None:
            values = (bare,)
        field, at = found["field"] and found["field"].lower(), found.end()
        if field in _DATED and bare:
            at = _end_of_date(argument, found.start("bare"), at)
            values = values if at == found.end() else (argument[found.start("bare") : at],)
        yield Term(field, values)


def _end_of_date(argument: str, start: int, end: int) -> int:
    """Where a date ends that may have several words: shells take the quotation marks of ``since:"late November"``."""
    ends = [end]
    while more := _WORD_MORE.match(argument, ends[-1]):
        ends.append(more.end())
    if len(ends) == 1:
        return end
    from aitimeline.model.words import read_date  # noqa: PLC0415 -- most dates are one word

    for longer in reversed(ends[1:]):
        try:
            read_date(argument[start:longer], _ANY_DAY)
        except BadInputError:
            continue
        return longer
    return end


def parse_query(arguments: Sequence[str], timeline: Timeline, read: Read = When.parse) -> Query:
    """Read a query and bind it to a timeline; ``read`` reads the dates in it.

    Raises:
        BadInputError: a field or value is not known; the message offers the nearest.
    """
    terms = parse_terms(arguments)
    meaning = _Meaning(timeline, read)
    return Query(terms, tuple(_test(term, meaning) for term in terms))


@frozen
class _Meaning:
    """What gives names and dates in a query their meaning."""

    timeline: Timeline
    read: Read


def _test(term: Term, meaning: _Meaning) -> Test:
    if term.field is None:
        return _word(term.values[0], meaning.timeline)
    if term.field not in _FIELDS:
        written = f"{term.field}:{','.join(term.values)}"
        raise BadInputError(
            f"no field {term.field!r} in {written!r}{did_you_mean(term.field, _FIELDS) or ';'} "
            f"fields are {', '.join(FIELDS)}. To look for the words themselves write '\"{written}\"'"
        )
    if not term.values:
        raise BadInputError(f"{term.field}: has no value; write one right after the colon")
    return _FIELDS[term.field](term.values, meaning)


def _word(word: str, timeline: Timeline) -> Test:
    wanted = fold(word)

    def test(entry: Entry) -> bool:
        return any(wanted in fold(text) for text in _searched(entry, timeline))

    return test


def _searched(entry: Entry, timeline: Timeline) -> Iterable[str]:
    event = entry.event
    yield entry.key
    yield from (text for _, text in event.title.pairs + event.summary.pairs)
    for part in event.actors:
        actor = timeline.actor(part.actor)
        yield part.actor
        yield from actor.names.every() if actor else ()


def _actor(values: tuple[str, ...], meaning: _Meaning) -> Test:
    names = meaning.timeline.actors_by_name
    wanted = {key for value in values for key in _known("actor", value, names, names.get(fold(value)))}
    return lambda entry: any(part.actor in wanted for part in entry.event.actors)


def _kind(values: tuple[str, ...], meaning: _Meaning) -> Test:
    wanted = {kind for value in values for kind in _same("kind", value, meaning.timeline.kinds)}
    return lambda entry: entry.event.kind in wanted


def _tag(values: tuple[str, ...], meaning: _Meaning) -> Test:
    wanted = {tag for value in values for tag in _same("tag", value, meaning.timeline.tags)}
    return lambda entry: not wanted.isdisjoint(entry.event.tags)


def _same(name: str, value: str, known: Iterable[str]) -> Iterable[str]:
    every = list(known)
    return _known(name, value, every, [each for each in every if fold(each) == fold(value)])


def _known(name: str, value: str, known: Iterable[str], found: Iterable[str] | None) -> Iterable[str]:
    every = list(known)
    if not found and every:
        raise BadInputError(f"no {name} {value!r} in the log{did_you_mean(fold(value), every)}")
    return found or ()


def _since(values: tuple[str, ...], meaning: _Meaning) -> Test:
    first = _date("since", values, meaning).start.first
    return lambda entry: entry.when.end.last >= first


def _until(values: tuple[str, ...], meaning: _Meaning) -> Test:
    last = _date("until", values, meaning).end.last
    return lambda entry: entry.when.start.first <= last


def _date(name: str, values: tuple[str, ...], meaning: _Meaning) -> When:
    if len(values) > 1 and not values[0].startswith(("[", "{")):
        raise BadInputError(f"{name}: takes one date, not {len(values)}")
    try:
        when = meaning.read(",".join(values))  # a set of dates has commas of its own
    except BadInputError as failure:
        raise BadInputError(f"{name}: {failure}") from None
    if when.bounds:
        raise BadInputError(f"{name}: takes a date, not an order; 'aitimeline show KEY' tells the date of an event")
    return when


_FIELDS: dict[str, Callable[[tuple[str, ...], _Meaning], Test]] = {
    "actor": _actor,
    "kind": _kind,
    "tag": _tag,
    "since": _since,
    "until": _until,
}
FIELDS = tuple(_FIELDS)
"""The fields that a term may name."""
