"""Hashes of what was read of a segment: whatever else it begins with is noticed, and appends go on from them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.log.disk import SETTLING, Stamp
from aitimeline.log.extent import Extent
from aitimeline.log.prefix import BLOCK, ChangedError, Prefix, reading
from oracle_logs import Shelf

PATH = Path("/one/a.jsonl")
sizes = st.sampled_from([0, 1, 7, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 5])


def bytes_of(size: int) -> bytes:
    return bytes(range(256)) * (size // 256) + bytes(range(size % 256))


def hashes_of(content: bytes, *cuts: int) -> bytes:
    """The hashes of bytes that come in pieces."""
    prefix = Prefix()
    for begin, end in zip((0, *cuts), (*cuts, len(content)), strict=True):
        prefix.add(content[begin:end])
    prefix.keep()
    return prefix.kept()


@given(sizes, st.lists(st.integers(0, 3 * BLOCK), max_size=4))
def test_the_pieces_in_which_bytes_come_make_no_difference(size: int, cuts: list[int]) -> None:
    content = bytes_of(size)
    assert hashes_of(content, *sorted(min(cut, size) for cut in cuts)) == hashes_of(content)


@given(sizes, sizes)
def test_what_is_added_after_the_last_whole_line_is_not_kept(whole: int, more: int) -> None:
    prefix = Prefix()
    prefix.add(bytes_of(whole))
    prefix.keep()
    prefix.add(bytes_of(more))
    assert prefix.kept() == hashes_of(bytes_of(whole))


@given(sizes, sizes, st.booleans())
def test_reading_goes_on_from_what_is_known(size: int, more: int, is_believed: bool) -> None:
    content = bytes_of(size) + bytes_of(more)
    disk = Shelf({PATH: content})
    known = Extent(disk.stamp(PATH), is_believed, size, size, 0, hashes_of(content[:size]))
    with reading(PATH, disk) as opened:
        prefix = opened.resume(known)
    prefix.add(content[size:])
    prefix.keep()
    assert prefix.kept() == hashes_of(content)


@given(st.sampled_from([1, BLOCK, 2 * BLOCK + 5]), st.data())
def test_a_byte_that_is_another_is_noticed(size: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, size - 1))
    content = bytearray(bytes_of(size))
    known = Extent(None, seen=size, offset=size, hashes=hashes_of(bytes(content)))
    content[at] ^= 1
    with reading(PATH, Shelf({PATH: bytes(content)})) as opened, pytest.raises(ChangedError):
        opened.resume(known)


@given(sizes.filter(bool))
def test_a_segment_that_is_shorter_is_noticed(size: int) -> None:
    known = Extent(None, seen=size, offset=size, hashes=hashes_of(bytes_of(size)))
    with reading(PATH, Shelf({PATH: bytes_of(size - 1)})) as opened, pytest.raises(ChangedError):
        opened.resume(known)


ahead = st.integers(-SETTLING - 2, SETTLING + 2)


@given(ahead, ahead)
def test_a_stamp_has_settled_when_both_its_times_are_two_seconds_old(modified: int, changed: int) -> None:
    now = 10 * SETTLING
    stamp = Stamp(1, 1, 1, now + modified, now + changed)
    assert stamp.is_settled(now) == (modified < -SETTLING and changed < -SETTLING)


STAMP, LATER = Stamp(1, 2, 30, 4, 5), Stamp(1, 2, 40, 9, 9)


@pytest.mark.parametrize("field", Stamp._fields)
def test_a_stamp_that_differs_in_anything_is_not_believed(field: str) -> None:
    known = Extent(STAMP, is_settled=True, seen=30)
    assert known.is_current(STAMP)
    assert not known.is_believed(STAMP._replace(**{field: 99}))


def test_a_stamp_that_had_not_settled_is_not_believed() -> None:
    assert not Extent(STAMP, is_settled=False, seen=30).is_believed(STAMP)


def test_a_segment_that_could_not_be_read_is_not_believed() -> None:
    assert not Extent(None, is_settled=True).is_believed(None)


def test_our_own_append_to_what_is_believed_is_believed_and_has_yet_to_be_read() -> None:
    grown = Extent(STAMP, is_settled=True, seen=30, offset=30).grown(STAMP, LATER)
    assert grown is not None
    assert (grown.is_believed(LATER), grown.is_current(LATER)) == (True, False)


@pytest.mark.parametrize(
    "known", [Extent(STAMP, is_settled=False, seen=30), Extent(LATER, is_settled=True, seen=30), Extent(seen=30)]
)
def test_our_own_append_to_what_was_not_believed_is_not_believed(known: Extent) -> None:
    assert known.grown(STAMP, LATER) is None


def test_our_own_append_to_an_empty_segment_is_believed() -> None:
    grown = Extent().grown(STAMP._replace(size=0), LATER)
    assert grown is not None
    assert grown.is_believed(LATER)
