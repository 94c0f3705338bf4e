"""Where records stand, and how much a log held."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection

import pytest

from aitimeline.index.citation import holding, place_of
from aitimeline.index.store import Store
from aitimeline.index.survey import counts_of
from aitimeline.index.timeline import Timeline
from aitimeline.log.disk import SystemDisk
from aitimeline.log.place import Place, all_segments
from aitimeline.model.instant import microseconds
from desk import Desk, event, small_desk, write_log


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The small log with revisions, a withdrawal, a repeated line, and a record of a newer version."""
    made = small_desk(tmp_path)
    for day in ("2023-12-05", "2023-12-04"):
        made.run("revise", "gemini-shown", "--on", day, "--reason", "x")
    made.run("retract", "reinvent", "--reason", "x")
    write_log(made.log, {"again": event("2024", "Again")}, writer="a", first=40)
    (made.log / "b.jsonl").write_bytes((made.log / "a.jsonl").read_bytes())
    return made


def opened(desk: Desk) -> Connection:
    disk = SystemDisk()
    return Store(None, all_segments([desk.log], disk), disk).open()


def test_a_log_holds_as_many_records_as_are_counted_in_it(desk: Desk) -> None:
    connection = opened(desk)
    held = holding(Timeline(connection))
    assert held.records == counts_of(connection)["records"] == 11
    assert held.newest == Timeline(connection).newest


def test_what_came_later_is_not_counted(desk: Desk) -> None:
    connection = opened(desk)
    (first,) = connection.execute("SELECT min(since) FROM state").fetchone()
    assert [holding(Timeline(connection, first + offset)).records for offset in (-1, 0, 999_999, 1_000_000)] == [
        0,
        1,
        1,
        2,
    ]
    assert holding(Timeline(connection, first - 1)).newest is None
    then = holding(Timeline(connection, first)).newest
    assert then is not None
    assert microseconds(then) == first


def test_every_record_is_found_where_its_line_stands(desk: Desk) -> None:
    connection = opened(desk)
    for segment in desk.log.glob("*.jsonl"):
        for number, line in enumerate(segment.read_text().splitlines(), start=1):
            rid = line.partition('"id":"')[2].partition('"')[0]
            place = place_of(connection, rid)
            assert place is not None
            assert place.segment.read_text().splitlines()[place.line - 1] == line
            assert place == Place(segment, number) or segment.name == "b.jsonl"


def test_an_unknown_record_stands_nowhere(desk: Desk) -> None:
    assert place_of(opened(desk), "nobody's") is None
