"""The rule by which each command answers, in a few sentences, with what of it applies to a question.

The texts are in ``rule_english`` and ``rule_korean``, by command, their paragraphs parted by empty lines. In braces
stand parameters of the command. A paragraph with a parameter's name in brackets before it is said only where that was
given, with ``!`` only where it was not; ``@`` and a name is a paragraph that several commands share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from aitimeline.answer import rule_english, rule_korean
from aitimeline.query.view import View

TEXTS: Mapping[str, ModuleType] = {"en": rule_english, "ko": rule_korean}
_DAYS = ("days", "within")
_PARAGRAPH = re.compile(r"(?:\[(!?)(\w+)\] )?(.*)")


def has_rule(command: str) -> bool:
    """True of a command whose answers can be explained."""
    return all(command in texts.RULES for texts in TEXTS.values())


def rule_of(command: str, given: Mapping[str, Any], view: View, language: str) -> list[str]:
    """The paragraphs that apply, of the parameters that were given (queries as one text each)."""
    texts = TEXTS[language]
    facts = _facts(given, view, texts)
    return [paragraph.format_map(facts) for paragraph in _paragraphs(texts.RULES[command], facts, texts)]


def _paragraphs(text: str, facts: Mapping[str, Any], texts: ModuleType) -> Iterator[str]:
    for paragraph in text.strip().split("\n\n"):
        found = _PARAGRAPH.fullmatch(" ".join(paragraph.split()))
        if found is None:
            continue
        without, name, said = found.groups()
        if name and bool(facts.get(name)) == bool(without):
            continue
        if said.startswith("@"):
            for shared in said[1:].split(" @"):
                yield from _paragraphs(texts.SHARED[shared], facts, texts)
        else:
            yield said


def _facts(given: Mapping[str, Any], view: View, texts: ModuleType) -> dict[str, Any]:
    """What is said in braces."""
    facts = dict(given)
    facts.update({name: texts.days(given[name]) for name in _DAYS if isinstance(given.get(name), int)})
    facts.update({name: texts.WORDS.get(given[name], given[name]) for name in ("sort", "by") if name in given})
    if "then" in given:  # there are two queries, both in need of words
        facts.update({name: given[name].strip() or texts.EVERY for name in ("query", "then")})
        facts["certain"] = given["certain"] and not given["summary"]
    margin = ", ".join(texts.off(name, days) for name, days in zip(texts.UNITS, view.margin, strict=True))
    return facts | {"tz": view.tz.key if view.tz else "", "margin": margin}
