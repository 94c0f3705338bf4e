"""An index that was caught up again and again is the one that would be made of the log from nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from attrs import field, frozen
from hypothesis import given, settings
from hypothesis import strategies as st
from uuid6 import uuid7

from aitimeline.index import load
from aitimeline.index.store import Store
from aitimeline.index.survey import damages_of
from aitimeline.log.disk import SETTLING, SystemDisk
from aitimeline.log.place import all_segments
from aitimeline.log.prefix import BLOCK
from aitimeline.log.writing import Writer, record_event
from aitimeline.model.kind import EVENT_RETRACTED
from oracle_dump import dump
from oracle_logs import SEGMENTS, Log, Shelf, logs
from strategies import event_of, identifier, lines_of, record_of
from varied import varied_records
from workbench import ticking

MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder that costs no disk, where there is one
MANY = settings(max_examples=150)


class CountingDisk(SystemDisk):
    """The disk, and what was read of it; its clock may be so far ahead that everything is settled."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: list[tuple[int, int]] = []
        self.ahead = 0

    def now(self) -> int:
        return super().now() + self.ahead

    def read_at(self, descriptor: int, offset: int, size: int) -> bytes:
        content = super().read_at(descriptor, offset, size)
        self.reads.append((offset, len(content)))
        return content


@frozen
class Shop:
    """A log in a folder, and where its index is kept."""

    root: Path
    disk: CountingDisk = field(factory=CountingDisk)
    told: list[str] = field(factory=list)

    @property
    def index(self) -> Path:
        return self.root / "index"

    def path(self, segment: Path) -> Path:
        return self.root / segment.relative_to("/")

    def store(self, index: Path | None) -> Store:
        folders = [self.root / "one", self.root / "two"]
        return Store(index, all_segments(folders, self.disk), self.disk, self.told.append)

    def grow(self, segment: Path, content: bytes) -> None:
        """Append to a segment, which is made if it is not there."""
        path = self.path(segment)
        path.parent.mkdir(exist_ok=True)
        with path.open("ab") as opened:
            opened.write(content)

    def writer(self) -> Writer:
        """Who appends to the first segment, as the program does."""
        return Writer(
            (self.root / "one",),
            SEGMENTS[0].stem,
            ticking(),
            lambda: str(uuid7()),
            self.disk,
            appended=self.store(self.index).grown,
        )

    def dumped(self) -> bytes:
        """All that the kept index holds, caught up."""
        with closing(self.store(self.index).open()) as connection:
            return dump(connection)

    def from_nothing(self) -> bytes:
        """All that one holds that is made now."""
        with closing(self.store(None).open()) as connection:
            return dump(connection)

    def generations(self) -> list[int]:
        return sorted(int(path.name.partition("-")[0]) for path in self.index.glob("*.sqlite"))

    @property
    def file(self) -> Path:
        (path,) = self.index.glob("*.sqlite")
        return path


@contextmanager
def shop() -> Iterator[Shop]:
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Shop(Path(folder).resolve())


@pytest.fixture
def kept(tmp_path: Path) -> Shop:
    """An index of a log with a segment of many records."""
    made = Shop(tmp_path.resolve())
    made.grow(SEGMENTS[0], lines_of(varied_records(60)))
    made.dumped()
    return made


def check_growth(log: Log, data: st.DataObject) -> None:
    """Let the segments of a log grow in steps, with a look at the index after some."""
    left = dict(log.segments)
    with shop() as place:
        while left:
            path = data.draw(st.sampled_from(sorted(left)), label="segment")
            ends = [at + 1 for at, byte in enumerate(left[path]) if byte == ord("\n")]
            size = data.draw(st.sampled_from([*ends, len(left[path])]), label="lines")
            size -= data.draw(st.sampled_from([0, 0, 0, 1, 10]), label="torn")
            place.grow(path, left[path][: max(size, 0)])
            left[path] = left[path][max(size, 0) :]
            if not left[path] or data.draw(st.integers(0, 5), label="enough") == 0:
                del left[path]
            if data.draw(st.booleans(), label="look"):
                place.dumped()
        assert place.dumped() == place.from_nothing()


@given(logs(size=8), st.data())
def test_a_log_that_grew_in_steps_has_the_index_of_one_that_was_always_so(log: Log, data: st.DataObject) -> None:
    check_growth(log, data)


@pytest.mark.long
@MANY
@given(logs(size=16), st.data())
def test_at_length_a_log_that_grew_in_steps_has_the_index_of_one_that_was_always_so(
    log: Log, data: st.DataObject
) -> None:
    check_growth(log, data)


def set_of(segments: dict[Path, bytes]) -> bytes:
    disk = Shelf(files=segments)
    with closing(Store(None, sorted(segments), disk).open()) as connection:
        return dump(connection, with_places=False)


def check_order(log: Log, data: st.DataObject) -> None:
    """Deal the lines of a log to segments anew, some of them twice."""
    lines = [line for content in log.segments.values() for line in content.split(b"\n")]
    twice = data.draw(st.lists(st.sampled_from(lines), max_size=3), label="twice")
    dealt = dict.fromkeys(SEGMENTS, b"")
    for line in data.draw(st.permutations([*lines, *twice]), label="order"):
        dealt[data.draw(st.sampled_from(SEGMENTS))] += line + b"\n"
    assert set_of(dealt) == set_of(log.segments)


@given(logs(size=8), st.data())
def test_the_order_of_lines_and_their_segments_have_no_meaning(log: Log, data: st.DataObject) -> None:
    check_order(log, data)


@pytest.mark.long
@MANY
@given(logs(), st.data())
def test_at_length_the_order_of_lines_and_their_segments_have_no_meaning(log: Log, data: st.DataObject) -> None:
    check_order(log, data)


def test_many_processes_make_what_one_makes(kept: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = kept.from_nothing()
    monkeypatch.setattr(load, "_CREW_FROM", 0)
    monkeypatch.setattr(load, "_PIECE", 4096)
    assert kept.from_nothing() == alone


@pytest.fixture
def settled(kept: Shop) -> Shop:
    """One whose segment has been as it is for longer than two seconds."""
    kept.disk.ahead = 10 * SETTLING
    kept.dumped()
    kept.disk.reads.clear()
    return kept


def test_an_index_of_a_log_that_has_settled_reads_nothing_of_it(settled: Shop) -> None:
    settled.dumped()
    assert settled.disk.reads == []


def test_an_index_of_a_log_that_changed_a_moment_ago_hashes_what_was_read(kept: Shop) -> None:
    size = kept.path(SEGMENTS[0]).stat().st_size
    kept.disk.reads.clear()
    kept.dumped()
    assert kept.disk.reads == [(0, size), (size, 0)]
    assert kept.generations() == [1]


def test_catching_up_hashes_what_was_read_and_reads_what_is_new(settled: Shop) -> None:
    size = settled.path(SEGMENTS[0]).stat().st_size
    new = lines_of([record_of(event_of("2024"), 900, subject="new")])
    settled.grow(SEGMENTS[0], new)
    assert settled.dumped() == settled.from_nothing()
    assert settled.disk.reads[:3] == [(0, size), (size, len(new)), (size + len(new), 0)]
    assert settled.generations() == [1]


def test_after_an_append_of_our_own_only_what_is_new_is_read(settled: Shop) -> None:
    writer = settled.writer()
    for number in range(3):
        size = settled.path(SEGMENTS[0]).stat().st_size
        record_event(writer, f"own-{number}", event_of("2024"))
        settled.disk.reads.clear()
        settled.dumped()
        (begun, hashed), (at, _), *_ = settled.disk.reads
        assert (begun + hashed, at) == (size, size)
        assert hashed <= BLOCK
        settled.disk.reads.clear()
        settled.dumped()
        assert settled.disk.reads == []
    assert settled.dumped() == settled.from_nothing()
    assert settled.generations() == [1]


def test_what_is_changed_in_the_tick_of_an_append_of_our_own_is_noticed(settled: Shop) -> None:
    record_event(settled.writer(), "own", event_of("2024"))
    rewrite(settled.path(SEGMENTS[0]))
    assert settled.dumped() == settled.from_nothing()
    assert settled.generations() == [2]


def test_an_append_of_our_own_to_what_was_changed_unseen_vouches_for_nothing(settled: Shop) -> None:
    writer = settled.writer()
    rewrite(settled.path(SEGMENTS[0]))
    record_event(writer, "own", event_of("2024"))
    assert settled.dumped() == settled.from_nothing()
    assert settled.generations() == [2]


def test_a_line_that_was_damaged_is_set_aside_though_the_segment_has_grown(settled: Shop) -> None:
    path = settled.path(SEGMENTS[0])
    content = path.read_bytes()
    middle = content.index(b'"title"', len(content) // 2)
    path.write_bytes(content[:middle] + b"#" + content[middle + 1 :])
    settled.grow(SEGMENTS[0], lines_of([record_of(event_of("2024"), 900, subject="new")]))
    with closing(settled.store(settled.index).open()) as connection:
        assert [damage.place.segment for damage in damages_of(connection, settled.disk)] == [path]


def rewrite(path: Path) -> None:
    """Change a line in place."""
    content = path.read_bytes()
    with path.open("rb+") as opened:
        opened.write(content.replace(b"Google", b"Goggle"))
    os.utime(path, ns=(0, 0))


def rewrite_and_grow(path: Path) -> None:
    rewrite_first = path.read_bytes().partition(b"\n")[2]
    with path.open("rb+") as opened:
        opened.write(rewrite_first + lines_of(varied_records(80)))


def shorten(path: Path) -> None:
    os.truncate(path, path.read_bytes().rindex(b"\n", 0, -1) + 1)


def shorten_and_grow(path: Path) -> None:
    shorten(path)
    path.write_bytes(path.read_bytes() + lines_of([record_of(event_of("2024", "x" * 5000), 901, subject="new")]))


def replace(path: Path) -> None:
    new = path.with_suffix(".new")
    new.write_bytes(path.read_bytes() + lines_of([record_of(event_of("2024"), 902, subject="new")]))
    new.replace(path)


def empty(path: Path) -> None:
    os.truncate(path, 0)


@pytest.mark.parametrize("change", [rewrite, rewrite_and_grow, shorten, shorten_and_grow, empty, Path.unlink])
def test_a_segment_that_did_not_just_grow_is_read_anew(settled: Shop, change: Callable[[Path], None]) -> None:
    change(settled.path(SEGMENTS[0]))
    assert settled.dumped() == settled.from_nothing()
    assert settled.generations() == [2]


def test_a_segment_that_was_replaced_by_one_that_begins_alike_is_read_on(settled: Shop) -> None:
    replace(settled.path(SEGMENTS[0]))
    assert settled.dumped() == settled.from_nothing()
    assert settled.generations() == [1]


def test_a_segment_whose_times_were_set_is_hashed_once(settled: Shop) -> None:
    os.utime(settled.path(SEGMENTS[0]), ns=(0, 0))
    settled.dumped()
    assert settled.disk.reads
    settled.disk.reads.clear()
    settled.dumped()
    assert settled.disk.reads == []
    assert settled.generations() == [1]


def test_times_that_lie_ahead_of_the_clock_are_never_believed(settled: Shop) -> None:
    ahead = settled.disk.now() + SETTLING
    os.utime(settled.path(SEGMENTS[0]), ns=(ahead, ahead))
    settled.dumped()
    settled.disk.reads.clear()
    settled.dumped()
    assert settled.disk.reads


def test_a_segment_that_comes_or_goes_is_noticed(kept: Shop) -> None:
    kept.grow(SEGMENTS[2], lines_of([record_of(event_of("2024"), 903, subject="new")]))
    assert kept.dumped() == kept.from_nothing()
    kept.path(SEGMENTS[2]).unlink()
    assert kept.dumped() == kept.from_nothing()


def test_a_retraction_that_comes_later_but_was_recorded_earlier_is_put_in_its_place(kept: Shop) -> None:
    late = record_of(None, 904, subject="e-5", record_type=EVENT_RETRACTED, seconds=1, supersedes=(identifier(5),))
    kept.grow(SEGMENTS[1], lines_of([late]))
    assert kept.dumped() == kept.from_nothing()
    assert kept.generations() == [1]


def test_a_last_line_that_is_completed_counts(kept: Shop) -> None:
    line = record_of(event_of("2024"), 905, subject="new").line
    for piece in (line[:50], line[50:], b"\n"):
        kept.grow(SEGMENTS[0], piece)
        assert kept.dumped() == kept.from_nothing()


@pytest.mark.parametrize("made", ["", "1 0.0.1 3.11 3", "999 0.1.0 3.11 3"])
def test_an_index_of_another_version_is_built_anew(kept: Shop, made: str) -> None:
    with closing(sqlite3.connect(kept.file)) as connection:
        connection.execute("UPDATE meta SET value = ?", (made,))
        connection.commit()
    assert kept.dumped() == kept.from_nothing()
    assert kept.generations() == [2]


@pytest.mark.parametrize("content", [b"", b"nonsense" * 1000, b"SQLite format 3\0" + b"\xff" * 9000])
def test_an_index_that_is_none_is_built_anew(kept: Shop, content: bytes) -> None:
    kept.file.write_bytes(content)
    assert kept.dumped() == kept.from_nothing()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_an_index_that_was_cut_off_is_built_anew(kept: Shop, share: float) -> None:
    path = kept.file
    os.truncate(path, int(path.stat().st_size * share))
    assert kept.dumped() == kept.from_nothing()


def test_a_folder_that_cannot_be_written_to_costs_the_time_only(kept: Shop) -> None:
    (kept.root / "file").write_bytes(b"")
    with closing(kept.store(kept.root / "file").open()) as connection:
        assert dump(connection) == kept.from_nothing()
    assert "cannot be kept" in kept.told[0]
