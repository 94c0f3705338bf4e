"""What an answer names, and the records of that."""

from __future__ import annotations

from typing import Any

import pytest

from aitimeline.query import evidence
from aitimeline.query.evidence import Named, Names, named_in


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ({"key": "x", "when": "2024"}, [Named("x")]),
        ({"key": "x", "id": "1", "heads": ["1"]}, [Named("x", id="1")]),
        ({"key": "x", "id": "2", "heads": ["1", "2"]}, [Named("x", id="2"), Named("x", id="1")]),
        ({"key": "a", "name": "A"}, [Named("a", is_actor=True)]),
        ({"key": "a", "about": "actor", "id": "1"}, [Named("a", is_actor=True, id="1")]),
        ({"key": "x", "about": "event", "id": "1"}, [Named("x", id="1")]),
        ({"actors": [{"actor": "a", "role": None}]}, [Named("a", is_actor=True)]),
        ({"first": "x", "second": "y"}, [Named("x"), Named("y")]),
        ({"first": "2023-11-27", "last": "2023-12-03"}, []),
        ({"sources": [{"key": "x"}], "figures": [{"actor": "a"}]}, []),
        ([{"key": "x"}, [{"deep": {"key": "y"}}]], [Named("x"), Named("y")]),
        ("x", []),
    ],
)
def test_one_rule_says_what_a_value_names(value: Any, named: list[Named]) -> None:
    assert list(named_in(value)) == named


def test_what_is_nested_very_deeply_is_looked_through() -> None:
    value: Any = {"key": "x"}
    for _ in range(20_000):
        value = [value]
    assert list(named_in(value)) == [Named("x")]


def test_each_is_named_once_and_what_stands_is_not_asked_of_what_has_a_record() -> None:
    names = Names()
    values = [{"key": "x", "id": "1"}, {"key": "x"}, {"key": "x", "id": "2"}, {"key": "a", "name": "A"}]
    assert list(names.watch(iter(values))) == values
    assert names.events == [Named("x", id="1"), Named("x", id="2")]
    assert names.actors == [Named("a", is_actor=True)]


def test_what_is_asked_about_comes_first_unless_it_was_named() -> None:
    names = Names()
    names.take({"key": "x"})
    names.put_first(Named("y"))
    names.put_first(Named("x"))
    assert names.events == [Named("y"), Named("x")]


def test_no_more_are_kept_than_can_be_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST_NAMED", 100)
    names = Names()
    for value in names.watch({"key": str(number)} for number in range(110)):
        assert value
    assert (len(names.events), names.is_full) == (100, True)
