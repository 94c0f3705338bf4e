"""Rows as others keep them, a date and a title at least, made into the data of events."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from attrs import define, field, fields, frozen

from aitimeline.ingest import typed
from aitimeline.ingest.zone import check_zone
from aitimeline.model.error import BadInputError
from aitimeline.model.event import CampClaim, Figure, Source
from aitimeline.model.key import ascii_slug, check_key, fold, meant
from aitimeline.model.text import check_language, check_line, guess_language
from aitimeline.model.when import When

Data = dict[str, Any]
Find = Callable[[str], frozenset[str]]
"""Gives the keys of the actors that bear a name (folded)."""

_TRANSLATED = ("title", "summary")
_PAIRED = ("urls", "publishers")
_LISTS = ("actors", "tags", *_PAIRED)
_BETWEEN, _BETWEEN_URLS = re.compile(r";"), re.compile(r";\s+|;$|\s+")
_SINGULAR = {"actor": "actors", "tag": "tags", "url": "urls", "publisher": "publishers", "date": "when"}
_NAMES = ("key", "when", "zone", "kind", *_TRANSLATED, *_LISTS)
_ALL = (*_NAMES, "titles", "summaries", "sources", "figures", "camps", "uid")
# What our own answers and reports of bad rows have besides, so that they can be imported as they are.
_DERIVED = frozenset({"earliest", "latest", "precision", "span", "uncertain", "approximate"}) | {
    *("days", "days_latest", "certain", "revision", "conflict", "retracted", "heads", "id"),
    *("recorded_at", "recorded_by", "line", "reason"),
}
_MEMBERS = {name: name for name in _ALL} | _SINGULAR
_PART = frozenset({"actor", "name", "role"})
_SPREADSHEET = ("'=", "'+", "'-", "'@", "''")
_REFORMATTED = re.compile(
    r"\d{1,4}([/.] ?)\d{1,2}\1\d{1,4}\.?(?:\s.*)?|\d{1,2}-[A-Za-z]{3}(?:-\d{2,4})?|[A-Za-z]{3}-\d{2}|\d{5}"
)
_ONCE = 4096
_SHOWN = 8
_LONGEST_NAME = 40


def _check_kind(kind: str) -> str:
    return typed.word(kind, "kind")


def _check_zone(zone: str | None) -> str | None:
    return check_zone(zone).key if zone else None


@frozen
class Defaults:
    """What holds for rows that do not say it themselves; BadInputError if that cannot be read."""

    kind: str = field(default="event", converter=_check_kind)
    zone: str | None = field(default=None, converter=_check_zone)


@define
class Shaper:
    """Makes data of rows.

    Attributes:
        find: finds actors by name.
        defaults: what rows need not say.
        unknown: names of actors that the log does not know.
    """

    find: Find
    defaults: Defaults = Defaults()
    unknown: set[str] = field(factory=set, init=False)
    _keys: dict[str, str] = field(factory=dict, init=False)

    def columns(self, names: Sequence[str]) -> list[str]:
        """What columns of CSV are called here; an empty name for one that is passed over.

        Raises:
            BadInputError: one is not known, stands twice, or those that are needed are not there.
        """
        known = [_column(name) for name in names]
        if unknown := [name for name in known if name and name not in _NAMES and name.split(".")[0] not in _TRANSLATED]:
            raise _unknown("column", unknown, _NAMES)
        if twice := [name for name, times in Counter(known).items() if name and times > 1]:
            raise BadInputError(f"the column {min(twice)!r} stands twice")
        if "when" not in known or not any(name.split(".")[0] == "title" for name in known):
            raise BadInputError("there must be a column 'when' and a column 'title' (or 'title.ko', 'title.en')")
        return known

    def of_cells(self, columns: Sequence[str], cells: Sequence[str]) -> tuple[str, Data]:
        """The key and the data of a row of CSV.

        Raises:
            BadInputError: a cell cannot be read, or there are more or fewer than columns.
        """
        if len(cells) != len(columns):
            raise _miscounted(len(cells), len(columns))
        stated: dict[str, Any] = {}
        for name, cell in zip(columns, cells, strict=True):
            if name and cell and (text := _plain(cell)):
                whole, _, language = name.partition(".")
                if whole in _TRANSLATED:
                    _translate(stated.setdefault(whole, {}), whole, language or guess_language(text), text)
                else:
                    stated[name] = _split(name, text) if name in _LISTS else text
        return self._event(stated)

    def of_object(self, given: Mapping[str, Any]) -> tuple[str, Data]:
        """The key and the data of a row of JSON.

        Raises:
            BadInputError: a member is not known or cannot be read.
        """
        stated: dict[str, Any] = {}
        for name, value in given.items():
            if value is None or value == "" or name in _DERIVED:
                continue
            known = _MEMBERS.get(name)
            if known is None:
                raise _unknown("member", [each for each in given if each not in _DERIVED.union(_MEMBERS)], _ALL)
            if known in stated:
                raise BadInputError(f"{known!r} stands twice")
            if known in _LISTS and isinstance(value, str):
                value = _split(known, value)  # noqa: PLW2901 -- a list may be given as a text
            elif known in _TRANSLATED and isinstance(value, str):
                value = {guess_language(value): value}  # noqa: PLW2901 -- so may a text in one language
            stated[known] = value
        for every, one in (("titles", "title"), ("summaries", "summary")):
            if texts := stated.pop(every, None):
                stated[one] = _in_all_languages(every, texts, one, stated.get(one))
        return self._event(stated)

    def _event(self, stated: Mapping[str, Any]) -> tuple[str, Data]:
        if "when" not in stated:
            raise BadInputError("'when' is missing")
        if not stated.get("title"):
            raise BadInputError("'title' is missing")
        data: Data = {
            "when": _edtf(_text("when", stated["when"])),
            "title": _texts("title", stated["title"]),
            "kind": _word("kind", _text("kind", stated.get("kind") or self.defaults.kind)),
        }
        if zone := stated.get("zone") or self.defaults.zone:
            data["zone"] = _zone(_text("zone", zone))
        if summary := stated.get("summary"):
            data["summary"] = _texts("summary", summary)
        if actors := stated.get("actors"):
            data["actors"] = list({each["actor"]: each for each in map(self._part, _array("actors", actors))}.values())
        if tags := stated.get("tags"):
            data["tags"] = list(dict.fromkeys(_word("tag", _text("tags", tag)) for tag in _array("tags", tags)))
        if sources := _sources(stated):
            data["sources"] = sources
        return _key(data["title"], stated.get("key")), data | _structured(stated, data["when"])

    def _part(self, given: Any) -> Data:
        """A participation: ``"Google=developer"``, or an object with ``actor`` and ``role``."""
        if isinstance(given, dict):
            if not _PART.issuperset(given):
                raise _unknown("member of an actor", [each for each in given if each not in _PART], sorted(_PART))
            name, role = _text("actor", given.get("actor") or given.get("name")), given.get("role")
        else:
            name, _, role = _text("actors", given).partition("=")
        part = {"actor": self._actor(name)}
        return part | {"role": _word("role", _text("role", role))} if role else part

    def _actor(self, name: str) -> str:
        if name not in self._keys:
            if len(self._keys) > _ONCE:
                self._keys.clear()
            found = meant(name, self.find(fold(name)))
            if len(found) > 1:
                keys = ", ".join(found)
                raise BadInputError(f"{name!r} is a name of several actors; give one of the keys {keys}")
            if not found:
                self._note_unknown(name)
            self._keys[name] = found[0] if found else typed.word(name, "actor")
        return self._keys[name]

    def _note_unknown(self, name: str) -> None:
        if len(self.unknown) < _ONCE:
            self.unknown.add(name)


@lru_cache
def _column(name: str) -> str:
    given = name.strip().lower()
    whole, dot, language = given.partition(".")
    if dot and whole in _TRANSLATED:
        return f"{whole}.{check_language(language)}"
    return "" if given in _DERIVED else _SINGULAR.get(given, given)


def _unknown(what: str, unknown: Sequence[str], known: Sequence[str]) -> BadInputError:
    """What to say of names that are not known; so few are that all can be told, which no likeness misleads."""
    more = f" and {len(unknown) - _SHOWN} more" if len(unknown) > _SHOWN else ""
    first = ", ".join(repr(_short(name)) for name in unknown[:_SHOWN])
    hint = "name the date 'when' and what happened 'title', and take out" if "key" in known else "rename or take out"
    return BadInputError(
        f"no {what} is known by the name {first}{more}; there are {', '.join(known)}; {hint} what has no place here"
    )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}..."


def _miscounted(cells: int, columns: int) -> BadInputError:
    has = "1 cell" if cells == 1 else f"{cells} cells"
    hint = (
        "put text with a comma in it into quotation marks" if cells > columns else "empty cells need their commas too"
    )
    return BadInputError(f"has {has}, but there are {columns} columns; {hint}")


def _translate(texts: dict[str, str], what: str, language: str, text: str) -> None:
    if texts.setdefault(language, text) != text:
        raise BadInputError(
            f"has two different texts as {what} in {language!r}; name the columns by language, as {what}.ko"
        )


def _in_all_languages(name: str, texts: Any, name_of_one: str, one: Any) -> Data:
    """The texts; beside them our answers have that in one language, which must be one of them."""
    every = _object(name, texts)
    if any(text not in every.values() for text in _object(name_of_one, one or {}).values()):
        raise BadInputError(f"{name_of_one!r} is none of the {name!r}; give one of the two members only")
    return every


def _plain(cell: str) -> str:
    """A cell without blanks around it, and without the mark by which spreadsheets keep formulas from running."""
    text = cell.strip()
    return text[1:] if text.startswith(_SPREADSHEET) else text


def _split(name: str, text: str) -> list[str]:
    """The values of a cell, between semicolons; addresses may have semicolons inside, and blanks between them.

    Empty ones are kept among addresses and publishers, as the nth of each belong together.
    """
    if name in _PAIRED:
        return [piece.strip() for piece in (_BETWEEN_URLS if name == "urls" else _BETWEEN).split(text)]
    return [piece for piece in map(str.strip, text.split(";")) if piece]


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BadInputError(f"{name!r} is not text: {json.dumps(value, ensure_ascii=False)[:60]}")
    return value


def _array(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise BadInputError(f"{name!r} is not a list: {json.dumps(value, ensure_ascii=False)[:60]}")
    return value


def _object(name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadInputError(f"{name!r} is not an object: {json.dumps(value, ensure_ascii=False)[:60]}")
    return value


def _texts(name: str, given: Any) -> dict[str, str]:
    texts = _object(name, given).items()
    return {_language(language): check_line(_text(name, text), name) for language, text in texts}


@lru_cache(maxsize=_ONCE)
def _edtf(text: str) -> str:
    try:
        return When.parse(text).edtf
    except BadInputError:
        if not _REFORMATTED.fullmatch(text):
            raise
        raise BadInputError(
            f"cannot read the date {text!r}; write it as 2023-12-07. A spreadsheet does so in cells of the format "
            "yyyy-mm-dd"
        ) from None


@lru_cache(maxsize=_ONCE)
def _word(what: str, text: str) -> str:
    return typed.word(text, what)


@lru_cache(maxsize=_ONCE)
def _zone(name: str) -> str:
    return check_zone(name).key


_language = lru_cache(maxsize=_ONCE)(check_language)


def _key(title: dict[str, str], given: Any) -> str:
    if given:
        return check_key(_text("key", given))
    if made := ascii_slug(title.get("en", "")):
        return made
    raise BadInputError("no key can be made without an English title; give one as 'key', such as gemini-announced")


def _sources(stated: Mapping[str, Any]) -> list[Data]:
    sources = [_citation(each) for each in _array("sources", stated.get("sources") or [])]
    urls, publishers = (_array(name, stated.get(name) or []) for name in _PAIRED)
    if urls and publishers and len(urls) != len(publishers):
        raise BadInputError(f"there are {len(urls)} urls but {len(publishers)} publishers; give as many of each")
    return [*sources, *filter(None, map(_source, urls or [""] * len(publishers), publishers or [""] * len(urls)))]


def _source(url: Any, publisher: Any) -> Data:
    """A source by address and publisher, one of which may be empty."""
    source = {}
    if url:
        source["url"] = typed.address(_text("urls", url))
    if publisher and publisher != url:
        source["publisher"] = check_line(_text("publishers", publisher), "publisher")
    return source


def _citation(given: Any) -> Data:
    source = _stated("source", given, Source)
    if "url" not in source and "publisher" not in source:
        raise BadInputError("a source needs a url or a publisher")
    return source


def _figure(given: Any, when: str) -> Data:
    return {"period": when} | _stated("figure", given, Figure)


def _structured(stated: Mapping[str, Any], when: str) -> Data:
    """What only rows of JSON can have."""
    data: Data = {}
    if figures := stated.get("figures"):
        data["figures"] = [_figure(each, when) for each in _array("figures", figures)]
    if camps := stated.get("camps"):
        data["camps"] = [_claim(each) for each in _array("camps", camps)]
    if uid := stated.get("uid"):
        data["uid"] = _uid(_text("uid", uid))
    return data


def _uid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise BadInputError(f"'uid' is not a UUID: {text[:60]!r}") from None


def _claim(given: Any) -> Data:
    stated = _object("camps", given)
    sources = [_citation(each) for each in _array("sources", stated.get("sources") or [])]
    claim = _stated("claim", {name: each for name, each in stated.items() if name != "sources"}, CampClaim)
    if "camp" not in claim or "when" not in claim or not sources:
        raise BadInputError("a claim of 'camps' needs 'camp', 'when', and 'sources', of which there must be one")
    return claim | {"sources": sources}


def _stated(what: str, given: Any, cls: type) -> Data:
    """An object with members of a class only, its texts checked and in canonical form."""
    names = _members(cls)
    if not names.issuperset(_object(what, given)):
        raise _unknown(f"member of a {what}", [each for each in given if each not in names], sorted(names))
    stated = {name: each for name, each in given.items() if each is not None and each != ""}
    for name in _READERS.keys() & stated:
        stated[name] = _READERS[name](_text(name, stated[name]))
    return stated


_READERS: Mapping[str, Callable[[str], str]] = {
    **{name: partial(check_line, what=name) for name in ("publisher", "title", "quote", "unit")},
    **dict.fromkeys(("published", "when", "period"), _edtf),
    "zone": _zone,
    "language": _language,
    "url": typed.address,
    "name": partial(_word, "figure"),
    "camp": partial(_word, "camp"),
}
"""How the texts of sources, figures and claims are read, by name."""


@lru_cache
def _members(cls: type) -> frozenset[str]:
    return frozenset(each.name for each in fields(cls)) - {"extra"}
