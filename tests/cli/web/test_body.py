"""The bytes of answers, kept."""

from __future__ import annotations

import gzip
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.cli.web.body import IN_MEMORY, PIECE, keep


@given(st.lists(st.binary(max_size=100), max_size=5))
def test_what_is_kept_is_what_was_given(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    answer = keep(pieces)
    assert b"".join(answer.plain.pieces()) == whole
    assert (answer.plain.size, answer.plain.etag) == (len(whole), f'"{hashlib.sha256(whole).hexdigest()}"')


def test_what_is_compressed_is_the_same_on_any_day_and_has_a_tag_of_its_own() -> None:
    one, two = (keep([b"AI " * 1000]) for _ in range(2))
    assert one.packed is not None
    assert two.packed is not None
    packed = b"".join(one.packed.pieces())
    assert packed == b"".join(two.packed.pieces())
    assert gzip.decompress(packed) == b"AI " * 1000
    assert packed[4:8] == bytes(4)
    assert one.packed.etag != one.plain.etag


def test_what_compressing_does_not_make_smaller_is_kept_once() -> None:
    assert keep([b"x"]).packed is None


def test_many_read_a_great_answer_at_once() -> None:
    whole = bytes(range(256)) * (3 * IN_MEMORY // 256)
    plain = keep(whole[at : at + PIECE] for at in range(0, len(whole), PIECE)).plain
    readers = [plain.pieces() for _ in range(3)]
    read = [b"".join(pieces) for pieces in zip(*readers, strict=True)]
    assert b"".join(each[: len(each) // 3] for each in read) == whole


def test_nothing_is_left_of_what_could_not_be_made() -> None:
    def broken() -> object:
        yield b"x" * (2 * IN_MEMORY)
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        keep(broken())  # type: ignore[arg-type]
