"""Checkpoints: proof of what a log held."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.log.checkpoint import Leaf, compare, leaves_of, parse_checkpoint, root_of, take
from aitimeline.log.disk import SystemDisk
from aitimeline.model.error import BadInputError
from aitimeline.model.record import Record
from strategies import EPOCH, event_of, identifier, lines_of, logs, record_of

LEAVES = [Leaf(identifier(number), sha256(bytes([number])).hexdigest(), f"사건-{number}") for number in range(1, 9)]
leaf_sets = st.sets(st.sampled_from(LEAVES)).map(sorted)


def specified_root(leaves: list[Leaf]) -> bytes:
    """The tree as RFC 9162 2.1.1 defines it, by splitting."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\0" + f"{leaves[0].id} {leaves[0].digest}".encode()).digest()
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha256(b"\1" + specified_root(leaves[:half]) + specified_root(leaves[half:])).digest()


@given(leaf_sets)
def test_the_root_is_that_of_the_standard(leaves: list[Leaf]) -> None:
    assert root_of(leaves) == specified_root(leaves).hex()


@given(leaf_sets)
def test_a_checkpoint_is_read_back_as_itself(leaves: list[Leaf]) -> None:
    made = take(leaves, EPOCH)
    assert parse_checkpoint(made.text(), "file") == made


@given(leaf_sets, leaf_sets)
def test_what_has_gone_and_what_has_come_is_known(then: list[Leaf], now: list[Leaf]) -> None:
    proof = compare(take(then, EPOCH), now)
    assert set(proof.gone) == set(then) - set(now)
    assert proof.added == len(set(now) - set(then))
    assert proof.holds == (set(then) <= set(now))


def test_a_record_with_another_digest_has_changed() -> None:
    changed = Leaf(LEAVES[0].id, "0" * 64, "other")
    proof = compare(take(LEAVES, EPOCH), [changed, *LEAVES[1:]])
    assert (proof.gone, proof.changed, proof.holds) == ((), (LEAVES[0],), False)


def test_a_record_that_stands_there_with_a_second_digest_too_has_not_changed() -> None:
    assert compare(take(LEAVES, EPOCH), [*LEAVES, Leaf(LEAVES[0].id, "0" * 64)]).holds


@given(logs(), st.randoms(use_true_random=False))
def test_the_root_does_not_depend_on_the_order_of_lines_nor_on_segments(
    tmp_path_factory: pytest.TempPathFactory, records: list[Record], random: Random
) -> None:
    one, two = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")
    (one / "a.jsonl").write_bytes(lines_of(records))
    shuffled = [*records, *records[:2]]
    random.shuffle(shuffled)
    (two / "a.jsonl").write_bytes(lines_of(shuffled[:2]))
    (two / "b.jsonl").write_bytes(lines_of(shuffled[2:]))
    assert leaves_of([one], SystemDisk()) == leaves_of([two], SystemDisk())


def test_damaged_lines_are_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines_of([record_of(event_of("2023"), 1)]) + b"x\n")
    leaves, damages = leaves_of([tmp_path], SystemDisk())
    assert (len(leaves), len(damages)) == (1, 1)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace(LEAVES[3].digest, "0" * 64),
        lambda text: text.replace(f"{LEAVES[3].id} {LEAVES[3].digest} {LEAVES[3].subject}\n", ""),
        lambda text: text.replace('"records": 8', '"records": 7'),
    ],
)
def test_a_checkpoint_that_was_altered_is_refused(spoil: object) -> None:
    text = take(LEAVES, EPOCH).text()
    spoilt = spoil(text)  # type: ignore[operator]
    assert spoilt != text
    with pytest.raises(BadInputError, match="altered"):
        parse_checkpoint(spoilt, "file")


@pytest.mark.parametrize("text", ["", "{}", "[1]", "x", '{"checkpoint": "aitimeline.checkpoint.v1"}', "[" * 100_000])
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadInputError, match="file: not a checkpoint"):
        parse_checkpoint(text, "file")


def test_a_line_that_is_no_leaf_is_named() -> None:
    with pytest.raises(BadInputError, match="file:3"):
        parse_checkpoint(take(LEAVES[:1], EPOCH).text() + "nonsense\n", "file")
