"""What an answer names, each once."""

from __future__ import annotations

import pytest

from aitimeline.answer import evidence
from aitimeline.answer.answer import Named
from aitimeline.answer.evidence import Names


def test_each_is_named_once_and_what_stands_is_not_asked_of_what_has_a_record() -> None:
    names = Names()
    names.take([Named("x", id="1"), Named("x"), Named("x", id="2"), Named("a", is_actor=True)])
    names.take([Named("x", id="1")])
    assert names.events == [Named("x", id="1"), Named("x", id="2")]
    assert names.actors == [Named("a", is_actor=True)]


def test_what_is_asked_about_comes_first_unless_it_was_named() -> None:
    names = Names()
    names.take([Named("x")])
    names.put_first(Named("y"))
    names.put_first(Named("x"))
    assert names.events == [Named("y"), Named("x")]


def test_no_more_are_kept_than_can_be_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST_NAMED", 100)
    names = Names()
    for number in range(110):
        names.take([Named(str(number))])
    assert (len(names.events), names.is_full) == (100, True)
