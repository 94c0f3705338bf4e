"""What answers are held against is written without what it judges."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ORACLES = (
    *("plain", "plain_log", "plain_settling", "oracle", "oracle_logs", "oracle_queries", "sequences"),
    *("strategies", "varied", "moments", "calendar_rules"),
)
DATA = {
    *("model.actor", "model.day", "model.error", "model.event", "model.quality", "model.text", "model.when"),
    *("log.disk", "log.place", "query.view"),
}
"""Modules of data classes, and of what reads dates; of these the classes are taken."""
TAKEN = {
    "index.timeline": {"Timeline"},  # what is asked, not what answers
    "log.place": {"all_segments"},
    "log.snapshot": {"read_segment"},
    "model.canonical": {"canonical"},
    "model.ordering": {"Orders"},
    "model.record": {"Record", "make_record", "read_record", "remade"},
    "model.statement": {"Difference", "doubtful_weekdays", "gravest", "statements_of"},
    "model.zone": {"zone_named"},
    "query.syntax": {"All", "Either", "Node", "Not", "Term", "Word", "parse", "text_of"},
}
"""What else oracles take, each judged by tests of its own."""


def taken_by(module: str) -> Iterator[tuple[str, str]]:
    """What a module of the tests takes from the program: the module and the name; no name where it takes the whole."""
    for node in ast.walk(ast.parse((TESTS / f"{module}.py").read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((each.name, "") for each in node.names if each.name.startswith("aitimeline"))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("aitimeline"):
            yield from ((str(node.module).removeprefix("aitimeline."), each.name) for each in node.names)


def is_class(name: str) -> bool:
    return name[:1].isupper() and not name.isupper()


@pytest.mark.parametrize("oracle", ORACLES)
def test_an_oracle_takes_data_and_readers_of_the_program_but_no_constant_and_no_rule(oracle: str) -> None:
    taken = set(taken_by(oracle))
    assert not {each for each in taken if each[1].isupper()}
    assert not {
        (module, name)
        for module, name in taken
        if not (module in DATA and is_class(name)) and name not in TAKEN.get(module, ())
    }
