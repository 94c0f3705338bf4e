"""Writers on a simulated machine that loses power, runs full, fails and is meddled with."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from crash_replacement import Replacement
from crash_story import Story
from plain_log import read_log
from strategies import event_of, record_of

ONE_SEED = os.environ.get("CRASH_SEED")
FEW = [int(ONE_SEED)] if ONE_SEED else range(20)
HUNDREDS = [range(start, start + 100) for start in range(0, 1000, 100)]


def tell(story: Callable[[int], Story | Replacement], seeds: Sequence[int]) -> None:
    """Tell the stories of these seeds; a failure says which one to tell alone."""
    for seed in seeds:
        try:
            story(seed).tell()
        except Exception as failure:
            raise AssertionError(
                f"seed {seed}: {failure}\nAgain: CRASH_SEED={seed} pytest tests/log/test_crash.py -k few"
            ) from failure


def test_a_few_stories_of_writers_end_well() -> None:
    tell(Story, FEW)


def test_a_few_stories_of_replaced_files_end_well() -> None:
    tell(Replacement, FEW)


@pytest.mark.long
@pytest.mark.parametrize("seeds", HUNDREDS, ids=str)
def test_a_thousand_stories_of_writers_end_well(seeds: range) -> None:
    tell(Story, seeds)


@pytest.mark.long
def test_a_thousand_stories_of_replaced_files_end_well() -> None:
    tell(Replacement, range(1000))


def test_a_story_is_told_by_its_seed_alone() -> None:
    once, again = Story(7), Story(7)
    once.tell()
    again.tell()
    assert (once.machine.calls, once.ledger.confirmed) == (again.machine.calls, again.ledger.confirmed)


def test_a_record_is_read_whose_newline_was_lost_to_zeros(tmp_path: Path) -> None:
    records = [record_of(event_of("2023", "사건"), number, subject=f"e-{number}") for number in range(3)]
    first, second, third = (record.line for record in records)
    (tmp_path / "a.jsonl").write_bytes(first + bytes(40) + b'rest"}\n' + second + b"\0" + third + b"\n")
    found = read_log([tmp_path])
    assert found.records == tuple(records)
    assert [damage.place.line for damage in found.damages] == [1, 2]
