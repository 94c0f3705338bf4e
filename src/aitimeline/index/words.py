"""What is typed, as conditions: words to look for, and values of fields by any of their names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from sqlite3 import Connection
from typing import Any

from aitimeline.index.condition import ALWAYS, Condition, any_of, has_facet
from aitimeline.index.schema import ACTOR, EVENT, LINE, RETRACTED, TEXT_TABLES
from aitimeline.model.facet import token
from aitimeline.model.key import fold

_GRAM = 3
_MOST_GRAMS = 64
_MOST_VALUES = 20_000
_LAST = "\U0010ffff"
_AS_INDEXED = {0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}  # what SQLite takes for no characters
_TEXT_IDS = "SELECT rowid FROM text WHERE text MATCH ?"


class Words:
    """Words and values, seen from what the index holds.

    Attributes:
        seen: an SQL test of a state ``s``: that it stands at the time that is asked for.
    """

    def __init__(self, connection: Connection, seen: str) -> None:
        self.connection = connection
        self.seen = seen

    def said(self, text: str) -> Condition:
        """A text is part of a title, a summary, a source's title, or a name of somebody who takes part."""
        wanted = fold(text)
        if not wanted:
            return ALWAYS
        self._make_says()
        match = self._match(wanted, EVENT)
        written = Condition(f"says({LINE}, ?)", (wanted,), _TEXT_IDS, (match,), is_dear=True)
        actors = sorted(self._actors_called(wanted))
        if not actors:
            return written
        found = any_of([has_facet("actor", actors), written])
        return found._replace(is_dear=True)

    def _match(self, wanted: str, family: int) -> str:
        """The query for all texts that hold a folded text, and perhaps some more if it is longer than three letters."""
        if len(wanted) >= _GRAM:
            grams = dict.fromkeys(wanted[at : at + _GRAM] for at in range(len(wanted) - _GRAM + 1))
            return " AND ".join(map(_quoted, list(grams)[:_MOST_GRAMS]))
        # Every text ends with two line breaks, so that each of its letters begins three.
        return " OR ".join(map(_quoted, self._grams_from(wanted, family))) or '""'

    def _grams_from(self, beginning: str, family: int) -> Iterator[str]:
        query = f"SELECT term FROM {TEXT_TABLES[family]}_gram WHERE term >= ? AND term <= ? LIMIT 1"
        at = beginning.translate(_AS_INDEXED)
        end = at + _LAST * _GRAM
        while True:
            row = self.connection.execute(query, (at, end)).fetchone()
            if row is None:
                return
            yield row[0]
            at = row[0] + "\0"

    def _actors_called(self, wanted: str) -> set[str]:
        """Those whose key, or a name of whom, holds a folded text."""
        query = "SELECT value FROM word WHERE field = 'actor' AND instr(folded, ?) > 0 LIMIT ?"
        found = {value for (value,) in self.connection.execute(query, (wanted, _MOST_VALUES))}
        for key, names in self._described(wanted):
            if any(wanted in name for name in names):
                found.add(key)
        return found

    def _described(self, wanted: str) -> Iterator[tuple[str, list[str]]]:
        """The actors a name of whom may hold a folded text: the key, and all names, folded."""
        query = (
            f"SELECT s.key, {LINE} FROM name n CROSS JOIN state s ON s.id = n.rowid "
            f"WHERE n.name MATCH ? AND NOT s.flags & {RETRACTED} AND {self.seen}"
        )
        for key, line in self.connection.execute(query, (self._match(wanted, ACTOR),)):
            yield key, _names(key, line)

    def actors_named(self, name: str) -> set[str]:
        """The keys of the actors that bear a name, in any language; a key is a name too."""
        wanted = fold(name)
        query = "SELECT value FROM word WHERE field = 'actor' AND folded = ?"
        found = {value for (value,) in self.connection.execute(query, (wanted,))}
        if wanted:
            found.update(key for key, names in self._described(wanted) if wanted in names)
        return found

    def actors_with(self, field: str, value: str) -> set[str]:
        """The keys of the actors whose record, as it stands, has a value in a field: in ``type``, say."""
        query = (
            f"SELECT s.key FROM facet f CROSS JOIN state s ON s.id = f.rowid "
            f"WHERE f.facet MATCH ? AND s.family = {ACTOR} AND NOT s.flags & {RETRACTED} AND {self.seen}"
        )
        return {key for (key,) in self.connection.execute(query, (token(field, value),))}

    def same(self, field: str, value: str) -> list[str]:
        """The values of a field that are this one, whatever the case."""
        query = "SELECT value FROM word WHERE field = ? AND folded = ?"
        return [found for (found,) in self.connection.execute(query, (field, fold(value)))]

    def known(self, field: str) -> list[str]:
        """The values that a field has ever had, at most 20,000."""
        query = "SELECT value FROM word WHERE field = ? LIMIT ?"
        return [value for (value,) in self.connection.execute(query, (field, _MOST_VALUES))]

    @cached_property
    def names(self) -> list[str]:
        """All names of actors, in every language; at most 20,000 actors' ones."""
        query = f"SELECT s.key, {LINE} FROM state s WHERE s.family = {ACTOR} AND {self.seen} LIMIT ?"
        described = self.connection.execute(query, (_MOST_VALUES,))
        return [*self.known("actor"), *(name for key, line in described for name in _names(key, line))]

    def _make_says(self) -> None:
        self.connection.create_function("says", 2, _says, deterministic=True)


def _quoted(gram: str) -> str:
    return '"' + gram.replace('"', '""') + '"'


def _names(key: str, line: bytes) -> list[str]:
    data: Any = json.loads(line)["data"]
    given = (data, *(data.get("renamed") or ()))
    names = (name for each in given for same in each.get("names", {}).values() for name in same)
    return [fold(name) for name in (key, *names)]


def _says(line: bytes, wanted: str) -> bool:
    """True if a text of the event in a line holds a folded text."""
    data = json.loads(line)["data"]
    titles = (source.get("title") for source in data.get("sources") or ())
    texts = (*data["title"].values(), *(data.get("summary") or {}).values(), *titles)
    return any(wanted in fold(text) for text in texts if text)
