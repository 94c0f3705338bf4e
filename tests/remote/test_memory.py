"""What is remembered of a calendar between two pushes."""

from __future__ import annotations

from pathlib import Path

import pytest

from aitimeline.remote.memory import Memory
from aitimeline.remote.plan import Remembered

ONE, TWO = Remembered("a", "b"), Remembered("c", "d")


def test_what_is_new_is_remembered_and_what_is_gone_is_not(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "push", "https://x.org/cal/")
    assert memory.read() == {}
    memory.write({}, {"one", "two"}, {"one": ONE, "둘": TWO})
    assert memory.read() == {"one": ONE, "둘": TWO}
    memory.write(memory.read(), {"둘"}, {})
    assert memory.read() == {"둘": TWO}


def test_each_calendar_has_a_memory_of_its_own(tmp_path: Path) -> None:
    Memory(tmp_path, "https://x.org/cal/").write({}, {"one"}, {"one": ONE})
    assert Memory(tmp_path, "https://x.org/other/").read() == {}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"events": 1}', b'{"events": {"one": ["a"]}}', b"\xff"])
def test_a_memory_that_cannot_be_read_is_none(tmp_path: Path, content: bytes) -> None:
    memory = Memory(tmp_path, "https://x.org/cal/")
    memory.write({}, {"one"}, {"one": ONE})
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(content)
    assert memory.read() == {}
