"""Digests as they stand in lines."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.seal import is_sealed, sealed_pieces
from strategies import event_of, json_values, record_of, resealed

LINE = record_of(event_of("2023-12-06", "Gemini 제미나이")).line


def test_a_line_is_sealed_if_its_digest_is_that_of_all_else() -> None:
    assert is_sealed(LINE)


@given(st.dictionaries(st.sampled_from(["data", "a", "x"]), json_values, min_size=1))
def test_what_is_sealed_without_our_code_is_sealed(members: dict[str, Any]) -> None:
    assert is_sealed(resealed(LINE, **members))


@given(st.fixed_dictionaries({"data": json_values}, optional={"id": json_values, "time": json_values}))
def test_pieces_are_put_together_with_their_digest(members: dict[str, Any]) -> None:
    expected = resealed(rfc8785.dumps(members))
    digest = json.loads(expected)["digest"]
    head, rest = expected.split(f',"digest":"{digest}"'.encode())
    assert sealed_pieces(head, rest) == (expected, digest)


def test_a_line_with_a_byte_changed_is_not_sealed() -> None:
    changed = (LINE[:at] + bytes([LINE[at] ^ 1]) + LINE[at + 1 :] for at in range(len(LINE)))
    assert [line for line in changed if is_sealed(line)] == []


@pytest.mark.parametrize("cut", [0, 1, 10, len(LINE) - 1])
def test_a_part_of_a_line_is_not_sealed(cut: int) -> None:
    assert not is_sealed(LINE[:cut])


@given(st.binary(max_size=120))
def test_bytes_of_any_kind_are_not_sealed(content: bytes) -> None:
    assert not is_sealed(content)


def test_a_line_that_another_tool_has_spaced_is_not_sealed() -> None:
    assert not is_sealed(json.dumps(json.loads(LINE), ensure_ascii=False).encode())


def test_a_digest_within_the_text_is_not_taken_for_that_of_the_line() -> None:
    assert is_sealed(record_of(event_of("2023", LINE.decode())).line)


@pytest.mark.parametrize("escape", [rb"\ud83c", rb"\uD83C", rb"\uDC00"])
def test_an_escaped_surrogate_is_never_canonical(escape: bytes) -> None:
    digest = json.loads(LINE)["digest"].encode()
    head, rest = LINE.replace(b"Gemini", escape).split(b',"digest":"' + digest + b'"')
    line, _ = sealed_pieces(head, rest)
    assert not is_sealed(line)
