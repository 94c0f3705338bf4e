"""Bytes that stay, whatever the system does meanwhile."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.log import disk
from aitimeline.log.disk import Stamp, SystemDisk
from aitimeline.log.durable import Appender, replace_file
from aitimeline.model.error import OutcomeUnknownError, TimelineError
from plain_log import read_log
from strategies import event_of, lines_of, record_of

OLD = [record_of(event_of("2023", f"사건 {number}"), number, subject=f"e-{number}") for number in range(2)]
NEW = record_of(event_of("2024", "new"), 9, subject="new")
REAL_WRITE = os.write


def append_bytes(path: Path, content: bytes) -> None:
    """Append as a process does that has done nothing before."""
    Appender(SystemDisk()).append(path, content)


@pytest.fixture(scope="module")
def segment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "kim.jsonl"


def test_after_every_torn_write_the_next_append_is_read(segment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fdatasync", lambda _: None)
    content = lines_of(OLD)
    for cut in range(len(content) + 1):
        segment.write_bytes(content[:cut])
        append_bytes(segment, lines_of([NEW]))
        found = read_log([segment.parent])
        whole = [record for record in OLD if record.line in content[:cut]]
        assert list(found.records) == [*whole, NEW], cut
        assert len(found.damages) <= 1, cut
        assert segment.read_bytes().startswith(content[:cut])


def test_bytes_are_added_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a"
    append_bytes(path, b"one\n")
    append_bytes(path, b"two\n")
    assert path.read_bytes() == b"one\ntwo\n"


@pytest.mark.parametrize("most", range(1, 8))
def test_short_writes_are_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(os, "write", lambda descriptor, rest: REAL_WRITE(descriptor, bytes(rest)[:most]))
    append_bytes(tmp_path / "a", b"0123456789\n")
    assert (tmp_path / "a").read_bytes() == b"0123456789\n"


def test_a_disk_that_does_not_confirm_is_asked_only_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def fail(descriptor: int) -> None:
        asked.append(descriptor)
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", fail)
    with pytest.raises(OutcomeUnknownError, match="unknown"):
        append_bytes(tmp_path / "a", b"one\n")
    assert len(asked) == 1


def test_a_folder_that_is_not_confirmed_leaves_the_outcome_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutcomeUnknownError):
        append_bytes(tmp_path / "a", b"one\n")


def test_a_full_disk_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int, __: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", fail)
    with pytest.raises(TimelineError, match="No space left") as refused:
        append_bytes(tmp_path / "a", b"one\n")
    assert not isinstance(refused.value, OutcomeUnknownError)


def test_what_a_full_disk_tore_is_fenced_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = [30]

    def fill(descriptor: int, rest: Any) -> int:
        if not room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return REAL_WRITE(descriptor, bytes(rest)[: room.pop()])

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", fill)
        with pytest.raises(TimelineError):
            append_bytes(tmp_path / "a.jsonl", lines_of(OLD))
    append_bytes(tmp_path / "a.jsonl", lines_of([NEW]))
    assert read_log([tmp_path]).records == (NEW,)


def test_what_was_appended_to_a_replaced_file_is_appended_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines_of(OLD))
    other = tmp_path / "from-git"
    other.write_bytes(lines_of(OLD[:1]))
    synchronise = os.fdatasync

    def replace_meanwhile(descriptor: int) -> None:
        synchronise(descriptor)
        if other.exists():
            other.replace(path)

    monkeypatch.setattr(os, "fdatasync", replace_meanwhile)
    append_bytes(path, lines_of([NEW]))
    assert read_log([tmp_path]).records == (OLD[0], NEW)


def test_what_was_appended_twice_is_read_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [False, False]
    same = Stamp.is_same_file
    monkeypatch.setattr(Stamp, "is_same_file", lambda one, two: answers.pop() if answers else same(one, two))
    append_bytes(tmp_path / "a.jsonl", lines_of([NEW]))
    assert (tmp_path / "a.jsonl").read_bytes() == lines_of([NEW, NEW])
    assert read_log([tmp_path]).records == (NEW,)


def test_a_file_that_vanished_meanwhile_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jsonl"
    synchronise, removals = os.fdatasync, [path]

    def remove_meanwhile(descriptor: int) -> None:
        synchronise(descriptor)
        if removals:
            removals.pop().unlink()

    monkeypatch.setattr(os, "fdatasync", remove_meanwhile)
    append_bytes(path, lines_of([NEW]))
    assert read_log([tmp_path]).records == (NEW,)


def test_the_folder_is_put_on_the_disk_with_a_new_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders: list[Path] = []
    monkeypatch.setattr(SystemDisk, "synchronise_folder", lambda _, folder: folders.append(folder))
    appender = Appender(SystemDisk())
    appender.append(tmp_path / "a", b"one\n")
    appender.append(tmp_path / "a", b"two\n")
    assert folders == [tmp_path]
    append_bytes(tmp_path / "a", b"three\n")  # by a process that cannot know whether the file's name is safe
    assert folders == [tmp_path, tmp_path]


def test_a_folder_cannot_be_appended_to(tmp_path: Path) -> None:
    with pytest.raises(TimelineError, match="cannot be written to"):
        append_bytes(tmp_path, b"one\n")


def test_a_file_in_no_folder_cannot_be_appended_to(tmp_path: Path) -> None:
    with pytest.raises(TimelineError, match="cannot be written to"):
        append_bytes(tmp_path / "none" / "a", b"one\n")


def test_the_lock_file_stays(tmp_path: Path) -> None:
    with SystemDisk().locked(tmp_path):
        assert (tmp_path / ".lock").exists()
    assert (tmp_path / ".lock").exists()


def test_a_lock_that_another_holds_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "LOCK_SECONDS", 0.1)
    with (
        SystemDisk().locked(tmp_path),
        pytest.raises(TimelineError, match="another process"),
        SystemDisk().locked(tmp_path),
    ):
        raise AssertionError


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    replace_file(SystemDisk(), tmp_path / "a", [b"one"])
    replace_file(SystemDisk(), tmp_path / "a", [b"two"])
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"two"


def test_a_file_that_cannot_be_replaced_is_untouched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_file(SystemDisk(), tmp_path / "a", [b"one"])

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", fail)
    with pytest.raises(TimelineError):
        replace_file(SystemDisk(), tmp_path / "a", [b"two"])
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"one"


@given(st.lists(st.binary(min_size=1, max_size=20).filter(lambda line: b"\n" not in line), max_size=5))
def test_no_two_appends_share_a_line(tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("torn") / "a"
    for piece in pieces:
        append_bytes(path, piece)
    assert (path.read_bytes() if pieces else b"") == b"\n".join(pieces)


def test_confirming_a_file_writes_nothing_to_it_and_asks_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(os, "fdatasync", asked.append)
    (tmp_path / "a").write_bytes(b"torn")
    (tmp_path / "a").chmod(0o444)
    appender = Appender(SystemDisk())
    for _ in range(2):
        appender.confirm(tmp_path / "a")
    assert (len(asked), (tmp_path / "a").read_bytes()) == (1, b"torn")
    appender.append(tmp_path / "a", b"next\n")
    assert (tmp_path / "a").read_bytes() == b"torn\nnext\n"


def test_a_file_that_cannot_be_confirmed_leaves_the_outcome_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    (tmp_path / "a").touch()
    monkeypatch.setattr(os, "fdatasync", fail)
    with pytest.raises(OutcomeUnknownError):
        Appender(SystemDisk()).confirm(tmp_path / "a")


def test_after_a_failed_confirmation_nothing_is_confirmed_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    appender = Appender(SystemDisk())
    with monkeypatch.context() as patched:
        patched.setattr(os, "fdatasync", fail)
        with pytest.raises(OutcomeUnknownError):
            appender.append(tmp_path / "a", b"one\n")
    for again in (lambda: appender.append(tmp_path / "a", b"two\n"), lambda: appender.confirm(tmp_path / "a")):
        with pytest.raises(OutcomeUnknownError, match="earlier write"):
            again()
    assert (tmp_path / "a").read_bytes() == b"one\n"
