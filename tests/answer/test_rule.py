"""The rules that explanations tell."""

from __future__ import annotations

import re
from types import ModuleType
from typing import Any

import pytest
from typer._click.core import Context
from typer.main import get_command

from aitimeline.answer.rule import TEXTS, has_rule, rule_of
from aitimeline.cli.lazy import COMMANDS, Root, gives_answer
from aitimeline.cli.main import app
from aitimeline.model.quality import USUAL
from aitimeline.model.zone import zone_named
from aitimeline.query.view import View

VIEW = View(None, USUAL)
LANGUAGES = pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS)


def parameters() -> dict[str, set[str]]:
    """Of every command that answers from the log, the names of its parameters."""
    root = get_command(app)
    assert isinstance(root, Root)
    found = {name: root.get_command(Context(root), name) for name in COMMANDS}
    return {
        name: {str(each.name) for each in command.params}
        for name, command in found.items()
        if command is not None and gives_answer(command)
    }


@LANGUAGES
def test_every_command_that_answers_has_a_rule_and_no_other_has(texts: ModuleType) -> None:
    assert set(texts.RULES) == set(parameters())


@pytest.mark.parametrize("name", parameters())
def test_a_rule_speaks_of_the_same_things_in_both_languages_and_only_of_what_the_command_takes(name: str) -> None:
    said = [set(re.findall(r"\[!?(\w+)\]|\{(\w+)\}|@([a-z ]+\w)", texts.RULES[name])) for texts in TEXTS.values()]
    assert said[0] == said[1]
    named = {option or fact for option, fact, _ in said[0]} - {""}
    assert named <= {*parameters()[name], "tz", "margin", "today"}


def test_shared_sentences_are_the_same_ones_in_both_languages() -> None:
    assert set(TEXTS["en"].SHARED) == set(TEXTS["ko"].SHARED)


def given(**more: Any) -> dict[str, Any]:
    usual = {"days": 7, "key": "x", "query": "", "before": False, "after": False, "certain": False}
    return usual | more


def test_only_what_applies_is_said() -> None:
    plain = rule_of("within", given(), VIEW, "en")
    assert not any("query" in sentence and "match" in sentence for sentence in plain)
    assert any("left out" in each for each in set(rule_of("within", given(certain=True), VIEW, "en")) - set(plain))


def test_the_days_the_margin_and_the_zone_are_those_in_force() -> None:
    view = View(zone_named("Asia/Seoul"), USUAL._replace(day=1))
    text = " ".join(rule_of("within", given(days=1), view, "en"))
    assert "at most 1 day from x" in text
    assert "by 1 day at a day, 31 days at a month" in text
    assert "seen from Asia/Seoul" in text
    assert "own zone." not in text


def test_braces_in_a_query_are_only_braces() -> None:
    assert any(
        "{tz} [certain] @stands" in each
        for each in rule_of(
            "list",
            {
                "query": "{tz} [certain] @stands",
                "sort": "when",
                "reverse": False,
                "offset": 0,
                "limit": None,
            },
            VIEW,
            "en",
        )
    )


def test_an_empty_query_of_two_is_told_in_words() -> None:
    facts = {
        "query": "",
        "then": "kind:release",
        "within": 3,
        "certain": True,
        "summary": True,
        "shuffles": 9,
        "seed": 1,
    }
    said = rule_of("follows", facts, VIEW, "en")
    assert "The first query: every event" in said
    assert not any("only may have come" in each for each in said)


def test_what_gives_no_answer_has_no_rule() -> None:
    assert not has_rule("add")
