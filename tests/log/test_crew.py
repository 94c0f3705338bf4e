"""Processes that work side by side, in order, and never outlive the one that started them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import psutil
import pytest

from aitimeline.log.crew import Crew, processors
from aitimeline.model.error import TimelineError
from desk import PATIENCE

PARENT = """
import os
from aitimeline.log.crew import Crew
if __name__ == "__main__":
    with Crew(len, 2) as crew:
        print(*crew._executor._processes, flush=True)
        input()
"""


def test_what_is_made_comes_in_the_order_of_what_was_given() -> None:
    with Crew(len, 2) as crew:
        assert list(crew.map(("x" * number for number in range(40)), str)) == [
            ("x" * number, number) for number in range(40)
        ]


def test_only_a_few_pieces_are_under_way() -> None:
    taken: list[str] = []

    def given() -> Iterator[str]:
        for _ in range(100):
            taken.append("x")
            yield "x"

    with Crew(len, 2) as crew:
        for number, _ in enumerate(crew.map(given(), str)):
            assert len(taken) <= number + 8


def test_a_failure_is_that_of_the_work() -> None:
    with Crew(int, 2) as crew, pytest.raises(ValueError, match="invalid literal"):
        list(crew.map(["1", "one"], str))


def test_a_process_that_dies_is_told() -> None:
    with Crew(os._exit, 2) as crew, pytest.raises(TimelineError, match="ended before its time"):
        list(crew.map([3], int))


class Fatal:
    """Work that ends the process which unpacks it."""

    def __call__(self, given: str) -> str:
        return given

    def __reduce__(self) -> tuple[Callable[[int], NoReturn], tuple[int]]:
        return os._exit, (3,)


def test_a_process_that_dies_before_it_works_is_told() -> None:
    with pytest.raises(TimelineError, match="ended before its time"), Crew(Fatal(), 2):
        pass


def test_there_is_at_least_one_processor() -> None:
    assert 1 <= processors() <= 8


def test_no_process_outlives_the_one_that_started_it(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as parent:
        assert parent.stdout
        workers = [int(each) for each in parent.stdout.readline().split()]
        parent.kill()
    until = time.monotonic() + PATIENCE
    while any(map(is_alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert len(workers) == 2
    assert [pid for pid in workers if is_alive(pid)] == []


def is_alive(pid: int) -> bool:
    """True of a process that has not ended, whether or not somebody has taken note of that."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
