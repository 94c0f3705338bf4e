"""What a writer knows of a log follows whatever others do to its files between two of its writes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from aitimeline.log.disk import SETTLING, SystemDisk
from aitimeline.log.view import View
from aitimeline.log.writing import Writer, record_event
from strategies import event_of, lines_of, record_of
from workbench import ticking, writer_at


class LaterDisk(SystemDisk):
    """The disk some seconds after whatever was done to it; it counts how often it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = 0

    def now(self) -> int:
        return super().now() + 10 * SETTLING

    def open_to_read(self, path: Path) -> int:
        self.opened += 1
        return super().open_to_read(path)


@pytest.fixture
def segment(tmp_path: Path) -> Path:
    """A segment of three events, of many bytes each."""
    path = tmp_path / "kim.jsonl"
    path.write_bytes(lines_of([record_of(event_of("2024-01-10", "x" * 600), n, subject=f"e-{n}") for n in range(3)]))
    return path


def viewed(view: View) -> dict[str, str]:
    """The first digits of the digest of each event's record."""
    return {record.subject: record.digest for record in view.records()}


def edit_and_grow(path: Path) -> None:
    """Damage the first line, which changes neither the size nor the end, and append."""
    content = path.read_bytes().replace(b"xxx", b"xyx", 1)
    path.write_bytes(content + lines_of([record_of(event_of("2024-02"), 9, subject="new")]))


def edit(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"xxx", b"xyx", 1))
    os.utime(path, ns=(0, 0))


def cut(path: Path) -> None:
    os.truncate(path, path.read_bytes().find(b"\n") + 1)


def leave_a_tail(path: Path) -> None:
    with path.open("ab") as opened:
        opened.write(record_of(event_of("2024-02"), 9, subject="new").line)


def change_the_tail(path: Path) -> None:
    leave_a_tail(path)
    path.write_bytes(path.read_bytes().replace(b"2024-02", b"2024-03"))


@pytest.mark.parametrize("disk", [SystemDisk, LaterDisk])
@pytest.mark.parametrize("change", [edit_and_grow, edit, cut, leave_a_tail, change_the_tail, Path.unlink])
def test_a_view_that_was_caught_up_is_one_that_was_made_now(
    segment: Path, change: Callable[[Path], None], disk: type[SystemDisk]
) -> None:
    view = View((segment.parent,), disk())
    view.catch_up()
    change(segment)
    view.catch_up()
    fresh = View((segment.parent,), disk())
    fresh.catch_up()
    assert viewed(view) == viewed(fresh)
    assert [str(each) for each in view.damages] == [str(each) for each in fresh.damages]


def test_what_has_settled_is_not_opened_again_nor_what_this_writer_has_appended(segment: Path) -> None:
    disk = LaterDisk()
    writer = Writer((segment.parent,), "Kim", ticking(), writer_at(segment.parent).make_id, disk)
    record_event(writer, "one", event_of("2024-02"))
    disk.opened = 0
    record_event(writer, "two", event_of("2024-02"))
    assert disk.opened == 0
    assert {"e-0", "one", "two"} <= viewed(writer.view).keys()
