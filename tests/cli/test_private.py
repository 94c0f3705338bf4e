"""What the program keeps for a person is for nobody else to read, whatever the umask."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from aitimeline.remote.memory import Memory
from aitimeline.remote.plan import Remembered
from desk import Desk

pytestmark = pytest.mark.skipif(os.name == "nt", reason="permissions are another matter there")


@contextmanager
def under(umask: int) -> Iterator[None]:
    """Under a umask, until this is over."""
    before = os.umask(umask)
    try:
        yield
    finally:
        os.umask(before)


def run_with(desk: Desk, umask: int, *arguments: str) -> None:
    """Run the program under a umask."""
    with under(umask):
        ran = desk.run(*arguments)
    assert ran.code == 0, ran.stderr


def modes(folder: Path) -> dict[str, int]:
    """Who may do what with a folder and all that is in it."""
    return {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}


@pytest.mark.parametrize("umask", [0, 0o022, 0o077])
def test_the_cache_is_private(small: Desk, umask: int) -> None:
    cache = small.folder / ".home" / ".cache"
    run_with(small, umask, "list")
    run_with(small, umask, "add", "More", "--on", "2023-12-08", "--kind", "release")
    run_with(small, umask, "list")
    kept = modes(cache)
    assert any(name.endswith(".sqlite") for name in kept)
    wrong = {name: oct(mode) for name, mode in kept.items() if mode != (0o700 if (cache / name).is_dir() else 0o600)}
    assert not wrong


def test_a_cache_that_was_open_to_others_is_closed(small: Desk) -> None:
    run_with(small, 0o022, "list")
    (folder,) = (small.folder / ".home" / ".cache" / "aitimeline" / "index").iterdir()
    folder.chmod(0o755)
    for path in folder.glob("*.sqlite"):
        path.unlink()
    run_with(small, 0o022, "list")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_an_open_index_keeps_beside_it_is_private(small: Desk) -> None:
    run_with(small, 0, "list")
    (index,) = (small.folder / ".home" / ".cache").rglob("*.sqlite")
    with under(0), closing(sqlite3.connect(index)) as connection:
        connection.execute("CREATE TABLE more (a)")
        beside = [path for path in index.parent.iterdir() if path.name.endswith(("-wal", "-shm"))]
        assert len(beside) == 2
        assert {stat.S_IMODE(path.stat().st_mode) for path in beside} == {0o600}


def test_what_is_remembered_of_a_calendar_is_private(tmp_path: Path) -> None:
    with under(0):
        Memory(tmp_path / "cache" / "push", "calendar").write({}, ["a"], {"a": Remembered("1", "2")})
    kept = modes(tmp_path / "cache")
    assert {mode for name, mode in kept.items() if name.endswith(".json")} == {0o600}
    assert (kept["."], kept["push"]) == (0o700, 0o700)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_who_may_read_a_segment_may_read_it_when_it_was_repaired_and_nobody_else(small: Desk, mode: int) -> None:
    segment = small.log / "hand.jsonl"
    segment.write_bytes(segment.read_bytes() + b"torn\n")
    segment.chmod(mode)
    run_with(small, 0o022, "log", "repair")
    assert stat.S_IMODE(segment.stat().st_mode) == mode


@pytest.mark.parametrize("mode", [0o600, 0o664])
def test_who_may_read_an_export_may_read_it_when_it_was_written_anew(small: Desk, mode: int) -> None:
    made = small.folder / "all.ics"
    made.touch(mode)
    made.chmod(mode)
    run_with(small, 0o022, "export", "ics", "-o", "all.ics")
    assert stat.S_IMODE(made.stat().st_mode) == mode
