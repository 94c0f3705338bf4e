"""Whether an index says what the log says: by reading every line of both."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from sqlite3 import Connection

from aitimeline.index.schema import SETTLED
from aitimeline.index.store import Known, read_known
from aitimeline.log.disk import Disk
from aitimeline.log.place import Damage, Line
from aitimeline.log.prefix import ChangedError, reading
from aitimeline.log.snapshot import read_line
from aitimeline.log.stream import stream_lines


def agrees(connection: Connection, disk: Disk) -> bool:
    """True if every segment begins with what was read of it, and every line that the index has stands there."""
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        return False
    return all(
        _is_there(Path(path), known, disk) and _has_lines(connection, Path(path), known, disk)
        for path, known in read_known(connection)
    )


def _is_there(path: Path, known: Known, disk: Disk) -> bool:
    try:
        with reading(path, disk) as opened:
            opened.resume(known.extent._replace(is_settled=False))
    except (OSError, ChangedError):
        return False
    return True


def _has_lines(connection: Connection, path: Path, known: Known, disk: Disk) -> bool:
    lines = stream_lines(path, disk)
    for number, kept in groupby(_kept(connection, known), itemgetter(0)):
        line = next((each for each in lines if each.place.line >= number), None)
        if line is None or line.place.line != number or not _holds(line, {content for _, content in kept}):
            return False
    return True


def _kept(connection: Connection, known: Known) -> Iterator[tuple[int, bytes]]:
    """The lines of a segment that the index has, each with its number, in order."""
    return connection.execute(
        f"SELECT number, line FROM state JOIN line USING (id) WHERE segment = :id AND NOT flags & {SETTLED} "
        "UNION ALL SELECT number, line FROM record WHERE segment = :id ORDER BY number",
        {"id": known.id},
    )


def _holds(line: Line, kept: set[bytes]) -> bool:
    """True if a line is this record, or holds these, as where lines were glued together or spaced anew."""
    if kept == {line.content}:
        return True
    return kept <= {found[1].line for found in read_line(line) if not isinstance(found, Damage)}
