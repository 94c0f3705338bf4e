"""All that an index holds, in an order of its own, without the numbers that rows happen to have."""

from __future__ import annotations

from collections import defaultdict
from sqlite3 import Connection
from typing import Any

from aitimeline.index.schema import COUNTS, REPEATS, SETTLED

_MACHINE = ("device", "inode", "modified", "changed", "settled")
_PLACE = ("segment", "number")


def dump(connection: Connection, *, with_places: bool = True) -> bytes:
    """The contents of every table; without places, as if nobody cared where lines stand, and how often.

    Rows of ``reach`` that no state has are left out: they are groups that have become empty.
    """
    paths = {number: path.rpartition(b"/")[2] for number, path in connection.execute("SELECT id, path FROM segment")}
    found = {"segment": _rows(connection, "segment", "id", *_MACHINE) if with_places else []}
    states = _rows(connection, "state JOIN line USING (id)", "id", *(() if with_places else _PLACE))
    records = _rows(connection, "record", "id", *(() if with_places else _PLACE))
    if with_places:
        for row in (*states, *records):
            row["segment"] = paths[row["segment"]]
        found["damage"] = [{**row, "segment": paths[row["segment"]]} for row in _rows(connection, "damage")]
        for row in found["segment"]:
            row["path"] = row["path"].rpartition(b"/")[2]
    else:
        records = [{"line": row["line"], "counts": row["counts"]} for row in records if row["counts"] != REPEATS]
        records += [{"line": row["line"], "counts": COUNTS} for row in states if not row["flags"] & SETTLED]
        for row in states:
            row["flags"] &= ~SETTLED
    used = {row["reach"] for row in states}
    found |= {"state": states, "record": records, "word": _rows(connection, "word")}
    found |= {"ordered": _rows(connection, "ordered"), "meta": _rows(connection, "meta")}
    found["reach"] = [row for row in _rows(connection, "reach") if row["id"] in used]
    for table in ("text", "name", "facet"):
        found[table] = _terms(connection, table)
    lines = [f"{table} {row}" for table, rows in found.items() for row in sorted(set(map(_written, rows)))]
    return "\n".join(lines).encode("utf-8", "backslashreplace")


def _rows(connection: Connection, table: str, *without: str) -> list[dict[str, Any]]:
    found = connection.execute(f"SELECT * FROM {table}")  # noqa: S608 -- a name of our own
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found]
    return [{name: value for name, value in row.items() if name not in without} for row in rows]


def _written(row: dict[str, Any]) -> str:
    return repr(list(row.items()))


def _terms(connection: Connection, table: str) -> list[dict[str, Any]]:
    """The terms of each state's full text; the state's number, where it stands for no state."""
    connection.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{table}_terms USING fts5vocab(main, {table}, instance)"
    )
    terms: defaultdict[int, set[str]] = defaultdict(set)
    for term, number in connection.execute(f"SELECT term, doc FROM temp.{table}_terms"):  # noqa: S608
        terms[number].add(term)
    query = "SELECT id, family, key, since, rid FROM state"
    states = {number: state for number, *state in connection.execute(query)}
    return [{"state": states.get(number, number), "terms": sorted(found)} for number, found in terms.items()]
