"""Segments that may not be read: every reader tells of them by name, and has all the rest."""

from __future__ import annotations

import os
from errno import EACCES
from pathlib import Path

import pytest

from aitimeline.index.store import Store
from aitimeline.index.survey import counts_of, damages_of
from aitimeline.ingest.gather import Finder
from aitimeline.log.check import Kind, verify
from aitimeline.log.checkpoint import leaves_of
from aitimeline.log.disk import SystemDisk
from aitimeline.log.identity import timeline_of_records
from aitimeline.log.place import Damage, Place, all_segments
from aitimeline.log.repair import repair, unreadable
from aitimeline.log.stream import stream_segment
from aitimeline.log.view import View
from strategies import EPOCH, event_of, lines_of, record_of

RECORDS = [record_of(event_of("2023"), number, subject=f"e-{number}") for number in range(4)]


class Forbidding(SystemDisk):
    """A disk on which a person may not read some files, as their owner forbids it."""

    def read(self, path: Path, offset: int = 0, size: int = -1) -> bytes:
        self._check(path)
        return super().read(path, offset, size)

    def open_to_read(self, path: Path) -> int:
        self._check(path)
        return super().open_to_read(path)

    def _check(self, path: Path) -> None:
        if path.name.startswith("secret"):
            raise PermissionError(EACCES, os.strerror(EACCES), str(path))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log with a segment that may not be read, before the one that may."""
    (tmp_path / "secret.jsonl").write_bytes(lines_of(RECORDS[:2]))
    (tmp_path / "shared.jsonl").write_bytes(lines_of(RECORDS[2:]))
    return tmp_path


def damage(log: Path) -> Damage:
    """What is told of it."""
    return Damage(Place(log / "secret.jsonl", 0), "cannot be read: Permission denied")


def test_checks_and_checkpoints_count_it(log: Path) -> None:
    verdict = verify([log], Forbidding(), EPOCH)
    assert [(each.place, each.message) for each in verdict.findings if each.kind is Kind.UNREADABLE] == [damage(log)]
    assert verdict.records == 2
    leaves, damages = leaves_of([log], Forbidding())
    assert ([leaf.subject for leaf in leaves], damages) == (["e-2", "e-3"], [damage(log)])


def test_it_is_streamed_as_damage(log: Path) -> None:
    seen = [list(stream_segment(segment, Forbidding())) for segment in all_segments([log], Forbidding())]
    assert seen[0] == [damage(log)]
    assert len(seen[1]) == 2


def test_writers_know_the_rest(log: Path) -> None:
    view = View((log,), Forbidding())
    for _ in range(2):
        view.catch_up()
        assert {record.subject for record in view.records()} == {"e-2", "e-3"}
        assert view.damages[0] == damage(log)
    assert Finder((log,), Forbidding())("nobody") == frozenset()
    assert timeline_of_records(log, Forbidding()) == RECORDS[2].timeline


@pytest.mark.parametrize("folder", [None, "cache"])
def test_the_index_has_the_rest(log: Path, folder: str | None) -> None:
    disk = Forbidding()
    told: list[str] = []
    for _ in range(3):
        store = Store(folder and log / folder, all_segments([log], disk), disk, told.append)  # type: ignore[arg-type]
        connection = store.open()
        assert damages_of(connection, disk) == [damage(log)]
        assert counts_of(connection)["events"] == 2
        connection.close()
    assert told == []


def test_the_index_has_it_once_it_may_be_read(log: Path) -> None:
    for disk, events in ((Forbidding(), 2), (SystemDisk(), 4)):
        connection = Store(log / "cache", all_segments([log], disk), disk).open()
        assert counts_of(connection)["events"] == events
        assert len(damages_of(connection, disk)) == (events == 2)
        connection.close()


def test_repair_leaves_it_and_mends_the_rest(log: Path) -> None:
    with (log / "shared.jsonl").open("ab") as opened:
        opened.write(b"torn\n")
    assert unreadable(log, Forbidding()) == [damage(log)]
    assert [made.segment.name for made in repair(log, Forbidding(), EPOCH)] == ["shared.jsonl"]
    assert (log / "secret.jsonl").read_bytes() == lines_of(RECORDS[:2])
    assert (log / "shared.jsonl").read_bytes() == lines_of(RECORDS[2:])
