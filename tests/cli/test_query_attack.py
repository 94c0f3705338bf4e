"""Whatever is typed as a query, a key, an option or a number gets an answer, or one clear line that refuses it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index.timeline import Timeline
from aitimeline.model.actor import Actor
from aitimeline.model.error import BadInputError
from aitimeline.model.event import Participation
from aitimeline.model.text import Names
from aitimeline.query.binding import Meaning, condition_of
from desk import SMALL, Desk
from strategies import event_of, lines_of, record_of
from workbench import timeline_from

HUGE = str(2**70)
EONS = "1" + "0" * 30
LONGEST_MESSAGE = 2100
TITLES = ["alpha", "alpha beta", "alpha beta gamma", "beta gamma", "gamma delta", "delta"]
TIMELINE = timeline_from(
    [record_of(event_of("2024", title), number, subject=title) for number, title in enumerate(TITLES)]
)


def nested(depth: int, around: Callable[[int, str], str], innermost: str = "gemini") -> str:
    """A query within others."""
    query = innermost
    for number in range(depth):
        query = around(number, query)
    return query


REFUSED = [
    ["list", '"'],
    ["list", 'a" OR b'],
    ["list", "AND"],
    ["list", "text:*"],
    ["list", "'; DROP TABLE state; --"],
    ["list", "x" * 100_000],
    ["list", *["xx"] * 5001],
    ["list", "(" * 101 + "gemini" + ")" * 101],
    ["list", "(" * 5000],
    ["list", ")" * 5000],
    ["list", "- - - x"],
    ["list", "NOT " * 2000 + "x"],
    ["list", "-" * 5001],
    ["list", "key:"],
    ["list", "actor:,"],
    ["list", "since:,"],
    ["list", "x:y"],
    ["list", "since:" + "9" * 4000],
    ["list", "since:" + "x" * 9000],
    ["list", "since:Y1E" + "9" * 50],
    ["list", "actor:' OR 1=1 --"],
    ["list", "kind:release' OR '1"],
    ["list", "\udcff"],
    ["list", "actor:\udcff"],
    ["list", "since:\udcff"],
    ["list", "key:\udcff*"],
    ["search", "\udcff"],
    ["show", "\udcff"],
    ["gap", "\udcff", "\udcfe"],
    ["history", "\udcff"],
    ["relation", "\udcff", "reinvent"],
    ["within", "\udcff", "reinvent"],
    ["within", "7", "\udcff"],
    ["list", "-f", "\udcff"],
    ["list", "--sort", "\udcff"],
    ["list", "--as-of", "\udcff"],
    ["list", "--tz", "\udcff"],
    ["list", "--today", "\udcff"],
    ["list", "--log", "\udcff"],
    ["show", "x" * 1_000_000],
    ["list", "--as-of", "x" * 1_000_000],
    ["list", "--sort", "x" * 1_000_000],
    ["list", "--log", "x" * 1_000_000],
    ["list", "--tz", "x" * 100_000],
    ["x" * 1_000_000],
    ["show", "'; DROP TABLE state; --"],
    ["show", ""],
    ["history", ""],
    ["search", ""],
    ["search", "-x"],
    ["search", "kind:release"],
    ["list", "--limit", "-1"],
    ["list", "--limit", ""],
    ["list", "--limit", "1e3"],
    ["list", "--limit", "9" * 5000],
    ["list", "--offset", "-1"],
    ["list", "--sort", ""],
    ["list", "--sort", "key; DROP TABLE state"],
    ["list", "--as-of", ""],
    ["list", "--as-of", "nonsense"],
    ["list", "--as-of", "2023-02-30"],
    ["list", "--as-of", "2023-12-06T25:00Z"],
    ["list", "--as-of", "0000-01-01T00:00Z"],
    ["list", "--as-of", "2023-12-06T12:00+99:99"],
    ["list", "--as-of", ">gemini-shown"],
    ["list", "--as-of", "Y" + "9" * 400],
    ["within", "--", "-1", "reinvent"],
    ["within", "--", "-" + EONS, "reinvent"],
    ["within", "1.5", "reinvent"],
    ["within", "inf", "reinvent"],
    ["within", "9" * 5000, "reinvent"],
]


@pytest.mark.parametrize("arguments", REFUSED, ids=lambda each: " ".join(each)[:40].encode("ascii", "replace").decode())
def test_what_cannot_be_answered_is_refused_in_one_line(small: Desk, arguments: list[str]) -> None:
    ran = small.run(*arguments)
    assert (ran.code in {2, 3}, ran.stdout) == (True, "")
    told = [line for line in ran.stderr.splitlines() if not line.startswith("Try ")]
    assert len(told) == 1, ran.stderr
    assert told[0].startswith("aitimeline: ")
    assert len(told[0]) <= LONGEST_MESSAGE
    assert "fault of the program" not in ran.stderr


ANSWERED = [
    "'; DROP TABLE state;",
    "{a b}:c",
    "on:" + "2023-12-07 " * 800,
    "x' OR '1'='1",
    "NEAR(a b)",
    "a*",
    "^a",
    "\\",
    "%",
    "_",
    "a\x01b\x1b[31m",
    "\x7f",
    '""',
    "\ufffe\uffff",
    "\U0010ffff",
    "key:\U0010ffff*",
    "key:'*",
    "(" * 100 + "gemini" + ")" * 100,
    "-(" * 99 + "gemini" + ")" * 99,
    nested(49, lambda number, query: f"(x{number} OR (a {query}))"),
    nested(98, lambda number, query: f"-({query} a{number})"),
    nested(49, lambda _, query: f"(kind:release,alliance OR (since:2023 {query}))"),
    " OR ".join(f"({nested(40, lambda number, query: f'(x{number} OR (a {query}))')})" for _ in range(4)),
    " OR ".join(f"w{number}" for number in range(1200)),
    " OR ".join(f"-w{number}" for number in range(1000)),
    " OR ".join(f"(a{number} (b OR c))" for number in range(500)),
    " OR ".join(f"key:g{number}*" for number in range(700)),
    " ".join(f"w{number}" for number in range(1400)),
    " ".join(f"-w{number}" for number in range(1200)),
    " ".join(f"since:{year}" for year in range(1000, 1800)),
    "actor:" + ",".join(["google"] * 1400),
    "kind:" + ",".join(["release", "alliance"] * 580),
    "key:" + ",".join(["gemini-shown", "reinvent"] * 400),
    "key:" + ",".join(f"g{number}*" for number in range(1500)),
    "has:" + ",".join(["tag", "actor"] * 990),
    "is:" + ",".join(["disputed", "conflict"] * 500),
    "publisher:" + ",".join(["paper"] * 1500),
    "since:Y-999999999 until:Y999999999",
    "recorded-since:Y-9999999 recorded-until:Y9999999",
]


@pytest.mark.parametrize("query", ANSWERED, ids=lambda each: each[:40].encode("unicode_escape").decode())
def test_an_odd_query_is_answered(small: Desk, query: str) -> None:
    ran = small.run("list", "-f", "json", "--", query)
    assert (ran.code, ran.stderr) == (0, "")


@pytest.mark.parametrize(
    ("options", "number"),
    [
        (["--limit", "0"], 0),
        (["--limit", HUGE], len(SMALL)),
        (["--offset", HUGE], 0),
        (["--limit", HUGE, "--offset", HUGE], 0),
        (["--limit", HUGE, "--offset", "2"], len(SMALL) - 2),
        (["--as-of", "0001-01-01"], 0),
        (["--as-of", "0000"], 0),
        (["--as-of", "Y-999999999"], 0),
        (["--as-of", "9999-12-31"], len(SMALL)),
        (["--as-of", "9999-12-31T23:59:59-23:59"], len(SMALL)),
        (["--as-of", "0001-01-01T00:00+23:59"], 0),
        (["--as-of", "9999-12-31T23:59:59", "--tz", "America/Los_Angeles"], len(SMALL)),
        (["--as-of", "Y999999999"], len(SMALL)),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else str(each),
)
def test_numbers_and_times_may_be_beyond_all_bounds(small: Desk, options: list[str], number: int) -> None:
    ran = small.run("list", "-f", "csv", *options)
    assert (ran.code, len(ran.stdout.splitlines())) == (0, 1 + number)


@pytest.mark.parametrize("side", [[], ["--before"], ["--after"]], ids=str)
def test_within_more_days_than_there_are_is_everything_on_that_side(small: Desk, side: list[str]) -> None:
    found = small.run("within", EONS, "gemini-shown", *side, "-f", "json")
    everything = {"reinvent", "alliance-formed", "chips-promised", "law-agreed"}
    wanted = {"--before": everything - {"law-agreed"}, "--after": {"chips-promised", "law-agreed"}}
    assert set(found.keys) == (wanted[side[0]] if side else everything)


@pytest.mark.long
@pytest.mark.parametrize("command", [["list"], ["show"], ["search"], ["list", "--as-of"], ["within", "7"], []], ids=str)
@pytest.mark.parametrize("argument", [b"\xff\xfe", b"\xed\xa0\x80", b"actor:\xc3", b"-\xff"], ids=repr)
def test_bytes_that_are_not_utf_8_are_refused(small: Desk, command: list[str], argument: bytes) -> None:
    ran = small.run(*command, os.fsdecode(argument))
    assert (ran.code in {2, 3}, ran.stdout) == (True, "")
    assert ran.stderr.startswith("aitimeline: ")
    assert "fault of the program" not in ran.stderr


def test_a_word_may_stand_for_more_actors_than_an_expression_can_name(tmp_path: Path) -> None:
    firms = [record_of(Actor("company", Names.of({"en": [f"Firm {n}"]})), n, subject=f"firm-{n}") for n in range(3000)]
    part = {n: evolve(event_of("2024", "Nothing"), actors=(Participation(f"firm-{n}"),)) for n in range(5)}
    events = [record_of(each, 5000 + n, subject=f"event-{n}") for n, each in part.items()]
    other = record_of(event_of("2024", "Other"), 9000, subject="other")
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "a.jsonl").write_bytes(lines_of([*firms, *events, other]))
    desk = Desk(tmp_path, tmp_path / "events", {})
    for query in ("firm", "type:company"):
        found = desk.run("list", query, "-f", "json")
        assert found.stderr == ""
        assert set(found.keys) == {f"event-{n}" for n in part}
        assert desk.run("list", "-f", "json", "--", f"-{query}").keys == ["other"]


def holds(tree: Any, title: str) -> bool:
    """Whether a title has what a tree of words asks for."""
    if isinstance(tree, str):
        return tree in title
    sign, *parts = tree
    if sign == "-":
        return not holds(parts[0], title)
    return (all if sign == " " else any)(holds(each, title) for each in parts)


def written(tree: Any) -> str:
    """A tree as a query."""
    if isinstance(tree, str):
        return tree
    sign, *parts = tree
    return f"-({written(parts[0])})" if sign == "-" else f"({sign.join(map(written, parts))})"


@st.composite
def deep_trees(draw: st.DrawFn) -> Any:
    """Conditions within conditions, much deeper than SQLite parses."""
    tree: Any = draw(st.sampled_from(["alpha", "beta", "gamma", "delta"]))
    word = st.sampled_from(["alpha", "beta", "gamma", "delta", "nothing"])
    for _ in range(draw(st.integers(0, 48))):
        sign = draw(st.sampled_from([" ", " OR ", "-"]))
        side = draw(st.one_of(word, st.tuples(st.sampled_from([" ", " OR "]), word, word)))
        tree = ("-", tree) if sign == "-" else (sign, *draw(st.permutations([tree, side])))
    return tree


@given(deep_trees(), deep_trees())
def test_conditions_within_each_other_mean_what_they_say(one: Any, two: Any) -> None:
    tree = (" OR ", one, (" ", two, "alpha"))
    found = found_by(TIMELINE, written(tree))
    assert found == {title for title in TITLES if holds(tree, title)}


def found_by(timeline: Timeline, query: str) -> set[str]:
    return {entry.key for entry in timeline.select(condition_of([query], Meaning(timeline)))}


@given(st.text(max_size=60) | st.text('()"-: ,*\\\0aORNTD', max_size=60))
def test_any_text_is_a_query_or_is_refused(query: str) -> None:
    try:
        found = found_by(TIMELINE, query)
    except BadInputError as refusal:
        assert "\n" not in str(refusal)  # noqa: PT017
    else:
        assert found <= set(TITLES)
