"""No module keeps what happens: what a run opens, asks or writes is in objects that are handed on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCES = sorted((Path(__file__).resolve().parents[1] / "src").rglob("*.py"))
FILLED_LATER = ("list", "set", "dict", "defaultdict", "deque", "Counter", "OrderedDict", "WeakValueDictionary")


def kept(tree: ast.Module) -> Iterator[int]:
    """The lines at which a module makes something at its own level that can only be meant to be filled later."""
    for statement in tree.body:
        value = getattr(statement, "value", None)
        match value:
            case ast.List(elts=[]) | ast.Dict(keys=[]):
                yield statement.lineno
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[]) if name in FILLED_LATER:
                yield statement.lineno
    yield from (node.lineno for node in ast.walk(tree) if isinstance(node, ast.Global))


@pytest.mark.parametrize("text", ["x = []", "x: set[str] = set()", "x = {}", "x = deque()", "def f():\n    global x"])
def test_what_a_module_keeps_is_found(text: str) -> None:
    assert list(kept(ast.parse(text)))


def test_no_module_keeps_what_happens() -> None:
    found = [f"{path.name}:{line}" for path in SOURCES for line in kept(ast.parse(path.read_text(encoding="utf-8")))]
    assert not found


def test_nothing_is_put_off_to_the_end_of_the_process_which_ends_at_once() -> None:
    assert not [path.name for path in SOURCES if "atexit" in path.read_text(encoding="utf-8")]
