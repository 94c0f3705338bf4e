"""The layers: imports point down, and starting costs little."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("rich", "cattrs", "icalendar", "rapidfuzz", "filelock")


def test_imports_point_down() -> None:
    checker = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([checker, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "Layers point down KEPT" in checked.stdout


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """What importing the command line loads."""
    code = "import sys, aitimeline.cli.main; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(ran.stdout.split())


@pytest.mark.parametrize("module", HEAVY)
def test_the_command_line_starts_without_what_only_some_commands_need(module: str, loaded: set[str]) -> None:
    assert "aitimeline.cli.main" in loaded
    assert module not in loaded
