"""Desks to run the program at."""

from __future__ import annotations

from pathlib import Path

import pytest

from aitimeline.log import disk
from desk import Desk, shipped_desk, small_desk


@pytest.fixture
def small(tmp_path: Path) -> Desk:
    """A folder with a small log of five events in ``events/``."""
    return small_desk(tmp_path)


@pytest.fixture
def shipped(tmp_path: Path, shared_cache: dict[str, str]) -> Desk:
    """An empty folder, and the shipped log."""
    return shipped_desk(tmp_path, shared_cache)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is run some seconds after whatever was done to the files, without waiting for it."""
    monkeypatch.setattr(disk, "SETTLING", -(1 << 62))
