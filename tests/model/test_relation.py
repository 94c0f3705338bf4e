"""Allen's thirteen relations, against an oracle that tries every pair of days."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given

from aitimeline.model.day import Days
from aitimeline.model.quality import NO_MARGIN, Margin
from aitimeline.model.relation import Relation, relations
from aitimeline.model.when import When
from moments import Span, small_whens, spans
from strategies import whens

R = Relation


def _relation(one: Span, two: Span) -> Relation:
    """The relation of two spans by the definition, as half-open intervals: the end is the day after the last."""
    (a, b), (c, d) = (one[0], one[1] + 1), (two[0], two[1] + 1)
    tests = {
        R.BEFORE: b < c,
        R.MEETS: b == c,
        R.OVERLAPS: a < c < b < d,
        R.STARTS: a == c and b < d,
        R.DURING: c < a and b < d,
        R.FINISHES: c < a and b == d,
        R.EQUALS: a == c and b == d,
        R.FINISHED_BY: a < c and b == d,
        R.CONTAINS: a < c and d < b,
        R.STARTED_BY: a == c and d < b,
        R.OVERLAPPED_BY: c < a < d < b,
        R.MET_BY: d == a,
        R.AFTER: d < a,
    }
    (only,) = [relation for relation, holds in tests.items() if holds]
    return only


@given(small_whens(), small_whens())
def test_the_relations_are_those_of_all_possible_pairs(one: When, two: When) -> None:
    assert relations(one, two) == {_relation(mine, other) for mine, other in product(spans(one), spans(two))}


@given(whens, whens)
def test_turned_round_each_relation_is_its_converse(one: When, two: When) -> None:
    assert relations(two, one) == {each.converse for each in relations(one, two)}


@given(whens, whens)
def test_some_relation_is_always_possible(one: When, two: When) -> None:
    assert relations(one, two)


@given(whens)
def test_a_date_may_equal_itself(when: When) -> None:
    assert R.EQUALS in relations(when, when)


@given(whens, whens)
def test_a_margin_never_rules_a_relation_out(one: When, two: When) -> None:
    assert relations(one, two, NO_MARGIN) <= relations(one, two)


@pytest.mark.parametrize("relation", Relation)
def test_the_converse_of_the_converse_is_the_relation(relation: Relation) -> None:
    assert relation.converse.converse is relation


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("2023-12-05", "2023-12-07", {R.BEFORE}),
        ("2023-12-05", "2023-12-06", {R.MEETS}),
        ("2023-12-05", "2023-12-05", {R.EQUALS}),
        ("2023-12-06", "2023-12-05", {R.MET_BY}),
        ("2023-11-27/2023-12-01", "2023-12-01/2023-12-05", {R.OVERLAPS}),
        ("2023-11-27/2023-12-01", "2023-12-02/2023-12-05", {R.MEETS}),
        ("2023-11-27/2023-12-01", "2023-11-28", {R.CONTAINS}),
        ("2023-11-27", "2023-11-27/2023-12-01", {R.STARTS}),
        ("2023-12-01", "2023-11-27/2023-12-01", {R.FINISHES}),
        ("2023-11-27/2023-12-01", "2023-12-01", {R.FINISHED_BY}),
        ("2023-12-05", "2023-12", {R.BEFORE, R.MEETS, R.EQUALS, R.MET_BY, R.AFTER}),
        ("2023-12-30", "2024-01", {R.BEFORE}),
        ("2023-12-31", "2024-01", {R.BEFORE, R.MEETS}),
        ("2023-12-01/..", "2024-06-01", {R.CONTAINS}),
        ("2023-12-01/", "2024-06-01", {R.BEFORE, R.MEETS, R.FINISHED_BY, R.CONTAINS}),
        ("2023-12-01/..", "2024-06-01/..", {R.FINISHED_BY}),
        ("../2023-12-01", "2024", {R.BEFORE}),
        ("2023-12-05~", "2023-12-09", {R.BEFORE, R.MEETS}),
        ("-1985", "Y170000002", {R.BEFORE}),
        ("{2023-12-01,2023-12-09}", "2023-12-05", {R.CONTAINS}),
    ],
)
def test_known_relations(one: str, two: str, expected: set[Relation]) -> None:
    assert relations(When.parse(one), When.parse(two)) == expected


def test_the_margin_can_be_set() -> None:
    about, other = When.parse("2023-12-05~"), When.parse("2023-12-09")
    assert relations(about, other, NO_MARGIN) == {R.BEFORE}
    assert R.AFTER in relations(about, other, Margin(day=10))


def test_points_have_five_relations_only() -> None:
    any_day = When("made up", Days(1, 9), Days(1, 9))
    assert relations(any_day, any_day) == {R.BEFORE, R.MEETS, R.EQUALS, R.MET_BY, R.AFTER}
