"""Desks to run the program at."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk import Desk, shipped_desk, small_desk
from hard_cases import hard_desk


@pytest.fixture
def small(tmp_path: Path) -> Desk:
    """A folder with a small log of five events in ``events/``."""
    return small_desk(tmp_path)


@pytest.fixture
def shipped(tmp_path: Path) -> Desk:
    """An empty folder, and the shipped log."""
    return shipped_desk(tmp_path)


@pytest.fixture
def hard(tmp_path: Path) -> Desk:
    """A folder with a log of eleven events in ``events/``, one of every hard kind."""
    return hard_desk(tmp_path)
