"""Queries about a log: of values that it holds, of the like, and of some that it does not hold."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from hypothesis import strategies as st

from aitimeline.model.actor import Actor
from aitimeline.query.syntax import All, Either, Node, Not, Term, Word, parse, text_of
from oracle import PARTS, Held, moments_of
from strategies import plain_dates, single_dates

_FIELDS = ("role", "kind", "tag", "camp", "type", "lang", "publisher", "zone", "actor", "key", "is", "has")
_DATED = ("since", "until", "on", "recorded-since", "recorded-until")
_SPELLINGS: tuple[Callable[[str], str], ...] = (
    *(str, str, str, str.upper, str.lower, str.swapcase),
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: f" {text} ",
)
_DEEPEST = 3


def texts_of(held: Held) -> list[str]:
    """All that words are looked for in."""
    found = [text for event in held.stated for _, text in (*event.title.pairs, *event.summary.pairs)]
    found += [source.title for event in held.stated for source in event.sources if source.title]
    return [*found, *names_of(held), "nowhere"]


def names_of(held: Held) -> list[str]:
    """What actors are called."""
    actors = [record for record in held.every if isinstance(record.payload, Actor)]
    found = [name for record in actors for name in (record.subject, *record.payload.every_name())]  # type: ignore[union-attr]
    return [*found, *sorted(held.known("actor"))]


@st.composite
def queries(draw: st.DrawFn, held: Held) -> Node:
    """A query, as it is read from what somebody types."""
    return parse([text_of(draw(_nodes(held, _DEEPEST)))])


@st.composite
def _nodes(draw: st.DrawFn, held: Held, depth: int) -> Node:
    choice = draw(st.integers(0, 9 if depth else 5))
    if choice < 2:
        return Word(_cut(draw, draw(st.sampled_from(texts_of(held)))), is_phrase=True)
    if choice < 6:
        return draw(_terms(held))
    if choice == 6:
        return Not(draw(_nodes(held, depth - 1)))
    parts = tuple(draw(_nodes(held, depth - 1)) for _ in range(draw(st.integers(2, 3))))
    return All(parts) if choice == 7 else Either(parts)


def _cut(draw: st.DrawFn, text: str) -> str:
    """A part of a text, perhaps spelt otherwise."""
    start = draw(st.integers(0, max(len(text) - 1, 0)))
    part = text[start : start + draw(st.sampled_from([1, 1, 2, 2, 3, 5, 100]))]
    return draw(st.sampled_from(_SPELLINGS))(part)


@st.composite
def _terms(draw: st.DrawFn, held: Held) -> Term:
    field = draw(st.sampled_from([*(each for each in _FIELDS if _values(held, each)), *_DATED, "zone"]))
    if field.startswith("recorded"):
        moments = st.sampled_from([each.isoformat() for each in moments_of(held)] or ["2026"])
        return Term(field, (draw(moments | single_dates),))
    if field in _DATED:
        own = [event.when.edtf for event in held.stated if not event.when.bounds] or ["2023"]
        return Term(field, (draw(st.sampled_from(own) | plain_dates),))
    known = st.sampled_from(_values(held, field) * 4 + ["none", "pe"])
    values = [draw(st.sampled_from(_SPELLINGS))(draw(known)) for _ in range(draw(st.sampled_from([1, 1, 2])))]
    return Term(field, tuple(value or "none" for value in values))


def _values(held: Held, field: str) -> list[str]:
    if field == "key":
        keys = sorted({record.subject for record in held.every})
        return [*keys, *(key[:2] + "*" for key in keys), "*"]
    if field == "is":
        return ["disputed", "retracted", "imprecise", "conflict", "Retracted", "disputed"]
    if field == "has":
        return list(PARTS)
    if field == "actor":
        names, roles = names_of(held), sorted(held.known("role"))
        return [*names, *(f"{name}={role}" for name, role in zip(names * len(roles), roles * len(names), strict=True))]
    return sorted(held.known(field))
