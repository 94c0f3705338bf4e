"""What the tests draw is the same every time, and at random where somebody explores."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TESTS = """
import os, random
import pytest
from hypothesis import given, settings, strategies as st

def note(drawn):
    with open(os.environ["DRAWN"], "a") as file:
        print(drawn, file=file)

@settings(max_examples=5)
@given(st.text(), st.integers())
def test_of_hypothesis(text, number):
    note(ascii((text, number)))

@pytest.mark.long
@given(st.none())
def test_at_length(drawn):
    note("at length")

@pytest.mark.parametrize("number", range(9))
def test_plain(number):
    note(f"{number} {random.random()}")
"""


def run(folder: Path, *options: str) -> tuple[str, str]:
    """What the tests draw, in their order, and what pytest prints."""
    tests, drawn = folder / "test_drawn.py", folder / "drawn"
    tests.write_text(TESTS)
    drawn.write_text("")
    command = f"-m pytest -n 0 -p conftest -c {ROOT / 'pyproject.toml'} --rootdir {folder} {tests}".split()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests"), "DRAWN": str(drawn)}
    environment.pop("PYTEST_ADDOPTS", None)
    done = subprocess.run([sys.executable, *command, *options], env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return drawn.read_text(), done.stdout.decode()


@pytest.mark.long
def test_the_tests_draw_the_same_in_the_same_order_every_time(tmp_path: Path) -> None:
    first, printed = run(tmp_path)
    assert run(tmp_path)[0] == first
    assert "seed" not in printed


@pytest.mark.long
def test_exploring_draws_at_random_and_prints_the_seeds_that_draw_the_same_again(tmp_path: Path) -> None:
    first, printed = run(tmp_path, "-m", "explore")
    again = re.findall(r"--[a-z]+-seed=\d+", printed)
    assert len(again) == 2
    assert run(tmp_path, "-m", "explore", *again)[0] == first
    assert run(tmp_path, "-m", "explore")[0] != first


@pytest.mark.long
@pytest.mark.parametrize(
    ("expression", "kinds"),
    [
        ("explore", {"hypothesis"}),
        ("explore and long", {"hypothesis", "long"}),
        ("not explore and not long", {"plain"}),
        ("long", {"hypothesis", "long"}),
    ],
)
def test_only_what_hypothesis_draws_is_explored(tmp_path: Path, expression: str, kinds: set[str]) -> None:
    drawn, _ = run(tmp_path, "-m", expression)
    of = {"(": "hypothesis", "a": "long"}
    assert {of.get(line[0], "plain") for line in drawn.splitlines()} == kinds
