"""The syntax of queries: words, phrases and terms, joined by blanks, ``OR``, ``-`` and parentheses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeAlias

from attrs import frozen

from aitimeline.model.error import BadInputError

LONGEST, DEEPEST = 10_000, 100
"""Characters of all arguments together; parentheses within each other."""
DATED = ("since", "until", "on", "recorded-since", "recorded-until")
"""Fields whose value is a date: it may hold commas and, within one argument, have several words."""

_ANY_DAY, _MOST_WORDS = date(2024, 2, 29), 16  # a longer date is not looked for: no query may take long
_QUOTED = r'"(?:[^"]++|"")*+"'
_SIGN = r'(?:AND|NOT|OR)(?=[\s"()]|\Z)'
_BARE = r'[^\s"()](?:[^\s"()]|\([^\s"()]*+\))*+'  # a pair of parentheses within a word is part of it
_VALUE = rf'(?:{_QUOTED}|[^\s"(),](?:[^\s"(),]|\([^\s"()]*+\))*+)'
_TOKEN = (
    rf"(?P<blank>\s+)|(?P<sign>[()-]|{_SIGN})|(?P<phrase>{_QUOTED})"
    rf"|(?P<dated>(?ai:{'|'.join(DATED)})):(?P<date>{_BARE})"
    rf"|(?P<field>[A-Za-z][A-Za-z-]*):(?P<values>{_VALUE}?(?:,{_VALUE}?)*+)|(?P<word>{_BARE})"
)
_WORD_MORE = rf'\s+(?!{_SIGN})[^\s":()-][^\s":()]*+(?=[\s)]|\Z)'


@frozen
class Word:
    """A plain word, or a phrase between quotation marks."""

    text: str
    is_phrase: bool


@frozen
class Term:
    """A field and the values of which it shall have one."""

    field: str
    values: tuple[str, ...]


@frozen
class Not:
    """What must not hold."""

    node: Node


@frozen
class _Several:
    nodes: tuple[Node, ...]


class All(_Several):
    """What must hold together; with nothing in it, the empty query."""


class Either(_Several):
    """What must hold in one part at least."""


Node: TypeAlias = Word | Term | Not | All | Either
_Token: TypeAlias = tuple[str | Word | Term, int]  # a sign of the syntax ("" is the end) or an operand, and its place


def parse(arguments: Sequence[str]) -> Node:
    """Read the arguments of a command line as one query.

    Raises:
        BadInputError: it cannot be read; places are counted from 1, with a blank between arguments.
    """
    if (length := sum(map(len, arguments))) > LONGEST:
        raise BadInputError(f"the query has {length} characters; shorten it to {LONGEST} at most")
    tokens, place = list[_Token](), 1
    for argument in arguments:
        tokens += _tokens(argument, place)
        place += len(argument) + 1
    if not tokens:
        return All(())
    ahead = [("", place), *reversed(tokens)]
    node = _either(ahead, ("", 0), 0)
    if ahead[-1][0]:
        raise BadInputError(f"no parenthesis is open that ) at character {ahead[-1][1]} could close; {_instead(')')}")
    return node


def _tokens(text: str, place: int) -> Iterator[_Token]:
    token, end = re.compile(_TOKEN), 0
    while (at := end) < len(text):
        found = token.match(text, at)
        if not found:
            raise BadInputError(f'the quotation from character {place + at} on is not closed; add a second "')
        end = found.end()
        if found["sign"] or found["word"]:
            yield found["sign"] or Word(found[0], is_phrase=False), place + at
        elif found["phrase"]:
            yield Word(_unquoted(found[0]), is_phrase=True), place + at
        elif found["dated"]:
            end = _end_of_date(text, found.start("date"), end)
            yield Term(found["dated"].lower(), (text[found.start("date") : end],)), place + at
        elif name := found["field"]:
            values = tuple(filter(None, map(_unquoted, re.findall(_VALUE, found["values"]))))
            if not values and not text.startswith('"', end):  # that quotation is not closed
                todo = f"write one right after the colon, several with commas between, or {_instead(f'{name}:')}"
                raise BadInputError(f"{name}: at character {place + at} has no value; {todo}")
            yield Term(name.lower(), values), place + at


def _unquoted(text: str) -> str:
    return text[1:-1].replace('""', '"') if text.startswith('"') else text


def _end_of_date(text: str, start: int, end: int) -> int:
    """Where a date ends that may have several words: shells take the quotation marks of ``since:"late November"``."""
    ends, more = [end], re.compile(_WORD_MORE)
    while len(ends) <= _MOST_WORDS and (found := more.match(text, ends[-1])):
        ends.append(found.end())
    if len(ends) > 1:
        from aitimeline.model.words import read_date  # noqa: PLC0415 -- most dates are one word

        for longer in reversed(ends[1:]):
            try:
                read_date(text[start:longer], _ANY_DAY)
            except BadInputError:
                continue
            return longer
    return end


def _either(ahead: list[_Token], left: _Token, depth: int) -> Node:
    nodes = [_all(ahead, left, depth)]
    while ahead[-1][0] == "OR":
        nodes.append(_all(ahead, ahead.pop(), depth))
    return _joined(Either, nodes)


def _all(ahead: list[_Token], left: _Token, depth: int) -> Node:
    nodes = [_one(ahead, left, depth)]
    while ahead[-1][0] not in ("OR", ")", ""):
        left = ahead.pop() if ahead[-1][0] == "AND" else ("", 0)
        nodes.append(_one(ahead, left, depth))
    return _joined(All, nodes)


def _one(ahead: list[_Token], left: _Token, depth: int) -> Node:
    before, at = left
    sign, place = here = ahead.pop()
    twice = before in ("-", "NOT") and sign in ("-", "NOT")
    if twice or (before == "-" and place > at + 1) or sign in ("AND", "OR", ")", ""):
        lacks = (sign, place, "before") if sign and before in ("", "(") else (before, at, "right after")
        todo = f"add one, or {_instead(lacks[0])}"
        raise BadInputError("{} at character {} has no term {} it; {}".format(*lacks, todo))
    if sign == "(":
        if depth == DEEPEST:
            raise BadInputError(f"more than {DEEPEST} parentheses are open at character {place}; take some away")
        node = _either(ahead, here, depth + 1)
        if ahead.pop()[0] != ")":
            raise BadInputError(f"the parenthesis at character {place} is not closed; add a ), or {_instead('(')}")
        return node
    return Not(_one(ahead, here, depth)) if isinstance(sign, str) else sign


def _instead(sign: object) -> str:
    return f"write '\"{sign}\"' to look for it as it stands"


def _joined(kind: type[All | Either], nodes: list[Node]) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    return kind(tuple(part for node in nodes for part in (node.nodes if isinstance(node, kind) else (node,))))


def text_of(node: Node, *, followed: bool = False) -> str:
    """Write a node as a query that is read as the same; a date that is followed by words has quotation marks."""
    if isinstance(node, Word | Term):
        head, values = ("", (node.text,)) if isinstance(node, Word) else (f"{node.field}:", node.values)
        bare = head + ",".join(values)
        quoted = head + ",".join('"' + value.replace('"', '""') + '"' for value in values)
        try:
            return quoted if parse([bare]) != node or (followed and head[:-1] in DATED) else bare
        except BadInputError:
            return quoted
    if isinstance(node, Not):
        inner = text_of(node.node, followed=followed)
        return f"-{inner}" if isinstance(node.node, Word | Term) else f"-({inner})"
    texts, last = [], len(node.nodes) - 1
    for at, part in enumerate(node.nodes):
        text = text_of(part, followed=isinstance(node, All) and at < last)
        texts.append(f"({text})" if isinstance(part, Either) else text)
    return (" " if isinstance(node, All) else " OR ").join(texts)
