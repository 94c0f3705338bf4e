"""What came soon after what, against plain loops over all pairs."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index.condition import ALWAYS
from aitimeline.model.distance import Distance, distance
from aitimeline.model.quality import Margin
from aitimeline.query import follow
from aitimeline.query.binding import Meaning, condition_of
from aitimeline.query.follow import follows
from aitimeline.query.view import View
from sequences import VIEW, Logged, logged, logs, margins, matching, queries, zones

Shown = tuple[str, str, Distance, bool]
days = st.integers(-2, 40) | st.integers(0, 10**19)


@pytest.fixture(params=["many", "few"])
def together(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How many events are looked at together."""
    number: str = request.param
    if number == "few":
        for name, value in (("_TOGETHER", 3), ("_MOST", 2), ("_WINDOWS", 2)):
            monkeypatch.setattr(follow, name, value)
    return number


def found(log: Logged, queries: tuple[str, str], within: int, view: View, *, certain: bool = False) -> list[Shown]:
    first, then = (condition_of([query], Meaning(log.timeline)) for query in queries)
    pairs = follows(log.timeline, first, then, within, view, certain_only=certain)
    return [(pair.first.key, pair.then.key, pair.days, pair.certain) for pair in pairs]


@pytest.mark.usefixtures("together")
@given(logs, st.tuples(queries, queries), days, st.booleans(), zones, margins)
def test_what_follows_is_what_looking_at_all_pairs_finds(
    log: Logged, asked: tuple[str, str], within: int, certain_only: bool, tz: ZoneInfo | None, margin: Margin
) -> None:
    view = View(tz, margin)
    wanted = []
    for first in (log.plain.entry(key) for key in matching(log, asked[0])):
        for then in (log.plain.entry(key) for key in matching(log, asked[1])):
            apart = distance(first.when_in(tz), then.when_in(tz), view.margin)
            if first.key == then.key or apart.low > within or apart.high < 0 or within < 0:
                continue
            certain = not apart.is_doubted and apart.low >= 0 and apart.high <= within
            if certain or not certain_only:
                wanted.append((first.key, then.key, apart, certain))
    assert found(log, asked, within, view, certain=certain_only) == wanted


@given(logs, st.tuples(queries, queries), st.integers(-9, -1))
def test_within_less_than_no_days_nothing_follows(log: Logged, asked: tuple[str, str], within: int) -> None:
    assert found(log, asked, within, VIEW) == []


@given(logs, st.tuples(queries, queries), days, st.integers(0, 50), st.booleans())
def test_within_more_days_no_less_follows(
    log: Logged, asked: tuple[str, str], within: int, more: int, certain: bool
) -> None:
    narrow, wide = (
        {pair[:2] for pair in found(log, asked, each, VIEW, certain=certain)} for each in (within, within + more)
    )
    assert narrow <= wide


def test_windows_that_are_joined_hold_all_days_and_are_few() -> None:
    log = logged([f"2{year:03}-01-01" for year in range(100, 400)] + ["1900-01-01"])
    pairs = follows(log.timeline, ALWAYS, condition_of(["tag:a"], Meaning(log.timeline)), 0, VIEW)
    assert list(pairs) == []
    wide = follows(log.timeline, ALWAYS, condition_of(["tag:a"], Meaning(log.timeline)), 366, VIEW)
    assert len({pair.first.key for pair in wide}) == 149
