"""What an index says of the log as a whole: how much it holds, and what cannot be trusted."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection

from aitimeline.index.schema import ACTOR, CONFLICT, EVENT, RETRACTED, SETTLED
from aitimeline.log.disk import Disk
from aitimeline.log.place import Damage, Line, Place


def _has_damage(connection: Connection) -> bool:
    """True if some line may be damaged; ``damages_of`` says which."""
    query = (
        "SELECT EXISTS (SELECT 1 FROM damage) OR EXISTS (SELECT 1 FROM record WHERE counts < 0) "
        "OR EXISTS (SELECT 1 FROM segment WHERE seen <> offset)"
    )
    return bool(connection.execute(query).fetchone()[0])


def damages_of(connection: Connection, disk: Disk) -> list[Damage]:
    """The lines that cannot be trusted, in order."""
    if not _has_damage(connection):
        return []
    paths = {number: Path(os.fsdecode(path)) for number, path in connection.execute("SELECT id, path FROM segment")}
    lines = connection.execute("SELECT segment, number, reason FROM damage")
    found = [Damage(Place(paths[segment], number), reason) for segment, number, reason in lines]
    return sorted([*found, *_contradictions(connection, paths), *_tails(connection, disk)])


def _contradictions(connection: Connection, paths: dict[int, Path]) -> Iterator[Damage]:
    from aitimeline.log.snapshot import contradiction  # noqa: PLC0415 -- few logs have any

    places: defaultdict[str, list[Place]] = defaultdict(list)
    query = "SELECT rid, segment, number FROM record WHERE counts < 0"
    for rid, segment, number in connection.execute(query):
        places[rid].append(Place(paths[segment], number))
    return (contradiction(rid, each) for rid, each in places.items())


def _tails(connection: Connection, disk: Disk) -> Iterator[Damage]:
    """Last lines that are not finished, as they are at this moment."""
    from aitimeline.log.snapshot import read_tail  # noqa: PLC0415

    for name, offset, lines in connection.execute("SELECT path, offset, lines FROM segment WHERE seen <> offset"):
        path = Path(os.fsdecode(name))
        try:
            rest = disk.read(path, offset)
        except OSError:
            continue
        if rest and not rest.isspace() and b"\n" not in rest:
            line = Line(Place(path, lines + 1), offset, rest, is_ended=False)
            yield from (each for each in read_tail(line, disk) if isinstance(each, Damage))


def newer_of(connection: Connection) -> int:
    """How many records only a newer version of the program understands."""
    query = "SELECT count(*) FROM record WHERE family IS NULL AND counts > 0"
    return int(connection.execute(query).fetchone()[0])


def counts_of(connection: Connection) -> dict[str, int]:
    """How many records, events, withdrawn events, conflicts and actors there are.

    Few states are marked, settled (as all are that once stood) or of actors, and these have an index each; so the rest
    is not looked at but subtracted.
    """

    def count(test: str) -> int:
        return int(connection.execute(f"SELECT count(*) FROM {test}").fetchone()[0])

    marked = f"state INDEXED BY state_marked WHERE flags & 15 AND family = {EVENT} AND until IS NULL AND flags"
    states, retracted = count("state"), count(f"{marked} & {RETRACTED}")
    past = count(f"state WHERE flags & {SETTLED} AND family = {EVENT} AND until IS NOT NULL")
    return {
        "records": states - count(f"state WHERE flags & {SETTLED}") + count("record WHERE counts = 1"),
        "events": states - count(f"state WHERE family = {ACTOR}") - past - retracted,
        "retracted": retracted,
        "conflicts": count(f"{marked} & {CONFLICT}"),
        "actors": count(f"state WHERE family = {ACTOR} AND until IS NULL"),
    }
