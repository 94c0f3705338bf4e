"""What the index keeps of a record: days, facets and text, found without making the model's objects.

Lines that are in order are read at once, with msgspec. Any other line goes to ``read_line``, which has the last word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from aitimeline.index.decode import decoder_of
from aitimeline.index.schema import ACTOR, DISPUTED, EVENT, IMPRECISE, TIMED, UNPLAIN
from aitimeline.log.place import Damage, Line
from aitimeline.model import kind as kinds
from aitimeline.model import shape
from aitimeline.model.error import BadInputError
from aitimeline.model.facet import FIELDS, PARTS, part_value, token
from aitimeline.model.instant import microseconds
from aitimeline.model.key import fold, folded_letters
from aitimeline.model.quality import Stretch, bits_of
from aitimeline.model.seal import MAX_BYTES, is_sealed
from aitimeline.model.when import When

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_EVENT, _ACTOR = shape.EVENT + shape.CHANGE, shape.ACTOR + shape.CHANGE
_QUICK: dict[bytes, tuple[int, bool, tuple[shape.Member, ...]]] = {
    kinds.EVENT_RECORDED.encode(): (EVENT, False, _EVENT),
    kinds.EVENT_REVISED.encode(): (EVENT, False, _EVENT),
    kinds.EVENT_RETRACTED.encode(): (EVENT, True, shape.CHANGE),
    kinds.ACTOR_RECORDED.encode(): (ACTOR, False, _ACTOR),
    kinds.ACTOR_REVISED.encode(): (ACTOR, False, _ACTOR),
    kinds.ACTOR_RETRACTED.encode(): (ACTOR, True, shape.CHANGE),
}


class Facts(NamedTuple):
    """What the index keeps of a record; all of it is plain, so that processes can hand it over.

    Attributes:
        family: EVENT or ACTOR; None where this version does not understand the record.
        time: when it was recorded, in microseconds.
        days: the first and the last day that its date may touch; None of an actor or a retraction.
        length: at most so many days lie between these.
        about: a bit for each unit at which the date is only approximate (``Precision``).
        text: what words are looked for in, folded; each text ends with a line break.
        is_ordered: True if its date is known by order only.
        stated: its date and zone, as JSON, where the days do not say all of it.
    """

    family: int | None
    is_retraction: bool
    rid: str
    key: str
    time: int
    supersedes: tuple[str, ...] = ()
    days: tuple[int, int] | None = None
    length: int = 0
    about: int = 0
    flags: int = 0
    facets: str = ""
    text: str = ""
    is_ordered: bool = False
    stated: str | None = None


class _Tokens(dict[str, str]):
    """The tokens of the values of a field; every value that comes for the first time is noted as fresh."""

    def __init__(self, field: str, fresh: set[tuple[str, str]]) -> None:
        self.field = field
        self.fresh = fresh

    def __missing__(self, value: str) -> str:
        self.fresh.add((self.field, value))
        made = self[value] = token(self.field, value)
        return made


class Extractor:
    """Reads lines, and remembers which values of fields it has met.

    Attributes:
        fresh: the fields and values that were met since somebody last took them away.
    """

    def __init__(self) -> None:
        self.fresh: set[tuple[str, str]] = set()
        self._tokens = {field: _Tokens(field, self.fresh) for field in FIELDS}
        self._has: dict[tuple[bool, ...], str] = {}
        self._known = {name: (family, gone, decoder_of(members)) for name, (family, gone, members) in _QUICK.items()}

    def read(self, line: Line) -> Iterator[tuple[bytes, Facts] | Damage]:
        """The records of a line, and why there is none; with each record its canonical line."""
        quick = self.quickly(line.content)
        if quick is not None:
            yield line.content, quick
            return
        from aitimeline.log.snapshot import read_line  # noqa: PLC0415 -- hardly a line needs it

        for found in read_line(line):
            yield found if isinstance(found, Damage) else (found[1].line, self.facts_of(found[1]))

    def quickly(self, line: bytes) -> Facts | None:
        """The facts of a line that is in order; None where it has to be looked at closely."""
        known = self._known.get(line[line.rfind(b'"', 0, -2) + 1 : -2])
        if known is None or len(line) >= MAX_BYTES or not is_sealed(line):
            return None
        family, is_retraction, decode = known
        try:
            read = decode(line)
            if not (read.id and read.source and read.subject and read.recordedby and _TIME.fullmatch(read.time)):
                return None
            time, data = microseconds(datetime.fromisoformat(read.time)), read.data
            rest = () if is_retraction else self._content(family, read.subject, data)
        except (ValueError, BadInputError, RecursionError):
            return None
        return Facts(family, is_retraction, read.id, read.subject, time, tuple(data.supersedes or ()), *rest)

    def facts_of(self, record: Any) -> Facts:
        """The facts of a ``Record`` that was read closely."""
        family = EVENT if record.is_about_event else ACTOR if record.is_about_actor else None
        rest: tuple[Any, ...] = ()
        if record.payload is not None and family is not None:
            from aitimeline.model.structure import unstructure  # noqa: PLC0415

            members = _EVENT if family == EVENT else _ACTOR
            rest = self._content(family, record.subject, shape.shaped(unstructure(record.payload), members))
        time = microseconds(record.time)
        return Facts(family, record.is_retraction, record.id, record.subject, time, record.supersedes, *rest)

    def _content(self, family: int, key: str, data: Any) -> tuple[Any, ...]:
        return self._event(data) if family == EVENT else self._actor(key, data)

    def _actor(self, key: str, data: Any) -> tuple[Any, ...]:
        of = self._tokens
        names, found = [key, *_names(data)], [of["type"][data.type]]
        for field, ties in (("part_of", data.part_of), ("made_by", data.made_by)):
            for tie in ties or ():
                _check_date(tie.when)
                _check_dates(tie.sources)
                found.append(of[field][tie.actor])
        for rename in data.renamed or ():
            _check_date(rename.when)
            _check_dates(rename.sources)
            names += _names(rename)
        found += self._camps(data.camps)
        return None, 0, 0, 0, " ".join(found), searched(names)

    def _camps(self, claims: Iterable[Any] | None) -> Iterator[str]:
        for claim in claims or ():
            _check_date(claim.when)
            _check_dates(claim.sources)
            yield self._tokens["camp"][claim.camp]

    def _event(self, data: Any) -> tuple[Any, ...]:
        when = When.parse(data.when)
        sources = data.sources or ()
        texts = list(data.title.values())
        if data.summary:
            texts += data.summary.values()
        first, last, length, about, flags = _days(when)
        is_dated = False
        for source in sources:
            if source.title:
                texts.append(source.title)
            if source.published is not None or source.when is not None or source.title or source.quote:
                is_dated = True
        if is_dated:
            flags |= _disputed(when, data.zone, sources)
        for figure in data.figures or ():
            _check_date(figure.period)
        stated = json.dumps([data.when, data.zone], ensure_ascii=False) if flags & UNPLAIN or when.bounds else None
        facets = self._facets(data, sources)
        return (first, last), length, about, flags, facets, searched(texts), bool(when.bounds), stated

    def _facets(self, data: Any, sources: Iterable[Any]) -> str:
        of = self._tokens
        actors, parts, roles, publishers, languages = (
            of[field] for field in ("actor", "part", "role", "publisher", "lang")
        )
        found = [of["kind"][data.kind]]
        for part in data.actors or ():
            found.append(actors[part.actor])
            found.append(parts[part_value(part.actor, part.role)])
            if part.role:
                found.append(roles[part.role])
        found += map(of["tag"].__getitem__, data.tags or ())
        found += self._camps(data.camps)
        for source in sources:
            if source.publisher:
                found.append(publishers[source.publisher])
            if source.language:
                found.append(languages[source.language])
        if data.zone:
            found.append(of["zone"][data.zone])
        if data.uid:
            found.append(of["uid"][data.uid])
        found.append(self._parts(sources, data.summary, data.zone, data.figures, data.actors, data.tags, data.camps))
        return " ".join(found)

    def _parts(self, *there: Any) -> str:
        """The tokens of what an event has, of ``PARTS``."""
        has = tuple(map(bool, there))
        if has not in self._has:
            of = self._tokens["has"]
            self._has[has] = " ".join(of[part] for part, is_there in zip(PARTS, has, strict=True) if is_there)
        return self._has[has]


def _names(stated: Any) -> Iterator[str]:
    return (name for given in stated.names.values() for name in given)


def _check_date(text: str | None) -> None:
    """Raise BadInputError for a date that is none."""
    if text is not None:
        When.parse(text)


def _check_dates(sources: Iterable[Any] | None) -> None:
    for source in sources or ():
        _check_date(source.published)
        _check_date(source.when)


def searched(texts: Iterable[str]) -> str:
    """Texts as words are looked for in them: folded, each ending with a line break, the last with two."""
    parts = list(texts)
    together = "".join(parts)
    if together.isprintable() and "  " not in together:  # nothing but single blanks, which folding would leave
        return folded_letters("\n".join(parts)) + "\n\n"
    return "\n".join(map(fold, parts)) + "\n\n"


@lru_cache(maxsize=8192)
def _days(when: When) -> tuple[int, int, int, int, int]:
    first, last, quality = when.start.first, when.end.last, when.quality
    stretches = quality.members or (Stretch(when.start, when.end, quality.start_about, quality.end_about),)
    units = {unit for each in stretches for unit in (each.start_about, each.end_about) if unit is not None}
    return first, last, length_of(first, last), bits_of(units), flags_of(when)


def flags_of(when: When) -> int:
    """The flags IMPRECISE and TIMED, as they hold of a date."""
    return (0 if when.is_certain else IMPRECISE) | (TIMED if when.has_time else 0)


def length_of(first: int, last: int) -> int:
    """The least power of two, less one, that days apart are not more than."""
    return int((1 << (last - first).bit_length()) - 1)


def _disputed(when: When, zone: str | None, sources: Iterable[Any]) -> int:
    """The flag DISPUTED, if sources differ. Raises BadInputError where one has a date that is none."""
    from aitimeline.model.event import Source  # noqa: PLC0415 -- many logs cite addresses only

    stated = [
        Source(
            title=each.title,
            published=None if each.published is None else When.parse(each.published),
            quote=each.quote,
            when=None if each.when is None else When.parse(each.when),
            zone=each.zone,
        )
        for each in sources
    ]
    return disputed(when, zone, stated)


def disputed(when: When, zone: str | None, sources: list[Any]) -> int:
    """The flag DISPUTED, if some of these ``Source`` give other dates, or weekdays that cannot be; else 0."""
    from aitimeline.model import statement  # noqa: PLC0415
    from aitimeline.model.zone import zone_named  # noqa: PLC0415

    if any(each.when for each in sources):
        statements = statement.statements_of(when, zone_named(zone), sources)
        if statement.gravest(statements) is not statement.Difference.NONE:
            return DISPUTED
    return DISPUTED if next(statement.doubtful_weekdays(when, sources), None) else 0
