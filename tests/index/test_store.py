"""The file of the index: found again, never taken for another's, and never in the way of an answer."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from aitimeline.index.store import Store, folder_of
from aitimeline.index.timeline import Timeline
from aitimeline.log.disk import SystemDisk
from aitimeline.log.place import all_segments
from strategies import event_of, lines_of, record_of


class Hooked(SystemDisk):
    """The disk, with something that happens once, before the first bytes of a segment are read."""

    def __init__(self, hook: Callable[[Path], None]) -> None:
        super().__init__()
        self.hook: Callable[[Path], None] | None = hook

    def open_to_read(self, path: Path) -> int:
        self.path = path
        return super().open_to_read(path)

    def read_at(self, descriptor: int, offset: int, size: int) -> bytes:
        if self.hook is not None:
            hook, self.hook = self.hook, None
            hook(self.path)
        return super().read_at(descriptor, offset, size)


class Place:
    """A log with a segment, and the folder of its index."""

    def __init__(self, root: Path) -> None:
        self.log, self.index, self.told = root / "events", root / "cache" / "index", list[str]()
        self.log.mkdir()
        self.segment = self.log / "a.jsonl"
        self.segment.write_bytes(lines_of([record_of(event_of("2024"), 1, subject="one")]))

    def add(self, number: int) -> None:
        with self.segment.open("ab") as opened:
            opened.write(lines_of([record_of(event_of("2024"), number, subject=f"more-{number}")]))

    def store(self, disk: SystemDisk | None = None) -> Store:
        disk = disk or SystemDisk()
        return Store(self.index, all_segments([self.log], disk), disk, self.told.append)

    def keys(self, disk: SystemDisk | None = None) -> set[str]:
        with closing(self.store(disk).open()) as connection:
            return {entry.key for entry in Timeline(connection).select()}

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in self.index.glob("*.sqlite"))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_log_has_one_folder_in_the_cache_and_every_other_log_another(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    named = {
        folder_of(tmp_path, identities)
        for identities in ({one: "a:b"}, {one: "a:c"}, {two: "a:b"}, {one: "a:b", two: "a:b"}, {one: ""})
    }
    assert len(named) == 5
    assert folder_of(tmp_path, {tmp_path / "two" / ".." / "one": "a:b"}) == folder_of(tmp_path, {one: "a:b"})


def test_no_name_is_used_twice(place: Place) -> None:
    names = set()
    for _ in range(5):
        place.keys()
        names.update(place.names)
        shutil.rmtree(place.index)
    assert len(names) == 5


def test_what_is_left_of_a_file_that_was_deleted_is_not_taken_for_the_new_ones(place: Place) -> None:
    place.keys()
    reader = place.store().open()  # as long as it is open, what was added stays in the second file
    place.add(2)
    place.keys()
    (path,) = place.index.glob("*.sqlite")
    assert path.with_name(f"{path.name}-wal").stat().st_size
    path.unlink()
    place.segment.write_bytes(lines_of([record_of(event_of("2024"), 9, subject="other")]))
    assert place.keys() == {"other"}
    reader.close()
    assert place.keys() == {"other"}
    assert not list(place.index.glob(f"{path.name}*"))


def test_a_file_that_is_gone_is_not_made_by_opening_it(place: Place) -> None:
    place.keys()
    store = place.store()
    (path,) = place.index.glob("*.sqlite")
    path.unlink()
    with pytest.raises(sqlite3.OperationalError):
        store._caught_up(path)
    assert not path.exists()


def test_a_folder_that_cannot_be_locked_costs_the_time_only(place: Place) -> None:
    (place.index / ".lock").mkdir(parents=True)
    assert place.keys() == {"one"}
    assert "cannot be kept" in place.told[0]


def test_a_folder_that_cannot_be_made_costs_the_time_only(place: Place) -> None:
    place.index.parent.parent.joinpath("cache").write_bytes(b"")
    assert place.keys() == {"one"}
    assert len(place.told) == 1


def test_an_index_that_cannot_be_read_at_all_costs_the_time_only(place: Place) -> None:
    (place.index / "00000001-0.sqlite").mkdir(parents=True)
    assert place.keys() == {"one"}


def test_a_strange_name_in_the_folder_does_not_matter(place: Place) -> None:
    place.index.mkdir(parents=True)
    for name in ("1.sqlite", "99999999.sqlite", "9x-y-z.sqlite", "٣.sqlite", "building-x.sqlite", "x.sqlite"):
        (place.index / name).write_bytes(b"nonsense")
    assert place.keys() == {"one"}
    assert place.keys() == {"one"}


def replace(path: Path) -> None:
    new = path.with_suffix(".new")
    new.write_bytes(lines_of([record_of(event_of("2024"), 7, subject="new")]))
    new.replace(path)


def shorten(path: Path) -> None:
    os.truncate(path, 0)


def grow(path: Path) -> None:
    with path.open("ab") as opened:
        opened.write(lines_of([record_of(event_of("2024"), 8, subject="late")]))


@pytest.mark.parametrize("is_kept", [False, True], ids=["new", "kept"])
@pytest.mark.parametrize(
    ("change", "found"), [(replace, {"new"}), (shorten, set()), (grow, {"one", "late"})], ids=["replace", "cut", "grow"]
)
def test_a_segment_that_changes_while_it_is_read_is_answered_as_it_is_then(
    place: Place, change: Callable[[Path], None], found: set[str], *, is_kept: bool
) -> None:
    if is_kept:
        place.keys()
        place.add(2)
    answer = place.keys(Hooked(change))
    assert answer - {"more-2"} == found
    assert answer == place.keys()


def rewrite(path: Path) -> None:
    """Write other bytes over the first line, as many as it has; set the time, as clocks of file systems tick slowly."""
    with path.open("r+b") as opened:
        opened.write(lines_of([record_of(event_of("2024"), 1, subject="two")]))
    os.utime(path, (0, 0))


def test_a_segment_that_is_rewritten_at_equal_size_behind_the_reader_is_read_again(place: Place) -> None:
    place.keys()
    place.add(2)
    disk = Hooked(lambda _: setattr(disk, "hook", rewrite))  # not before all that was there has been read
    assert place.keys(disk) == {"two", "more-2"}


def test_an_index_that_is_deleted_while_it_is_built_is_built_again(place: Place) -> None:
    assert place.keys(Hooked(lambda _: shutil.rmtree(place.index))) == {"one"}
    assert place.keys() == {"one"}
    assert [name[:8] for name in place.names] == ["00000001"]
    assert not list(place.index.glob("building*"))


def test_an_index_that_is_deleted_while_it_is_caught_up_answers_all_the_same(place: Place) -> None:
    place.keys()
    place.add(2)
    assert place.keys(Hooked(lambda _: shutil.rmtree(place.index))) == {"one", "more-2"}
    assert place.keys() == {"one", "more-2"}


def test_one_process_builds_and_the_other_waits_and_says_so(place: Place) -> None:
    is_building, may_go_on = Event(), Event()

    def pause(_: Path) -> None:
        is_building.set()
        may_go_on.wait(10)

    builder = Thread(target=place.keys, args=(Hooked(pause),))
    builder.start()
    assert is_building.wait(10)
    waiting = Thread(target=place.keys)
    waiting.start()
    while not place.told:
        waiting.join(0.01)
    may_go_on.set()
    builder.join()
    waiting.join()
    assert place.told == ["another process is building the index; waiting for it"]
    assert [name[:8] for name in place.names] == ["00000001"]


def test_what_a_builder_that_was_killed_has_left_is_taken_away(place: Place) -> None:
    place.index.mkdir(parents=True)
    for name in ("building.sqlite", "building-00000001-x.sqlite-wal"):
        (place.index / name).write_bytes(b"half")
    place.keys()
    assert not list(place.index.glob("building*"))


def test_discarding_leaves_what_another_process_builds(place: Place) -> None:
    store = place.store()
    store.open().close()
    (place.index / "building-00000002-x.sqlite").write_bytes(b"half")
    assert store.discard()
    assert [path.name for path in place.index.glob("*.sqlite*")] == ["building-00000002-x.sqlite"]


def test_an_index_in_memory_cannot_be_discarded() -> None:
    store = Store(None, [], SystemDisk())
    store.open().close()
    assert not store.discard()


def test_a_name_with_signs_of_an_address_is_a_name(tmp_path: Path) -> None:
    root = tmp_path / "a?mode=memory&x=#%41 한"
    root.mkdir()
    place = Place(root)
    place.keys()
    assert place.names
    place.add(2)
    assert place.keys() == {"one", "more-2"}
    assert [name[:8] for name in place.names] == ["00000001"]
