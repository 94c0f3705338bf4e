"""What an answer cites is what its JSON names, by records where it gives their ids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aitimeline.answer.answer import Answer, Named
from aitimeline.answer.chain import chain_answer
from aitimeline.answer.change import news_answer
from aitimeline.answer.dispute import dispute_answer
from aitimeline.answer.event import events
from aitimeline.answer.evidence import Names
from aitimeline.answer.follow import follow_answer
from aitimeline.answer.found import search_answer
from aitimeline.answer.past import history_answer
from aitimeline.answer.showing import Showing
from aitimeline.index.condition import ALWAYS
from aitimeline.index.timeline import Timeline
from aitimeline.model.quality import Margin
from aitimeline.query.chain import chain
from aitimeline.query.change import changes_since
from aitimeline.query.dispute import disputes
from aitimeline.query.finding import findings
from aitimeline.query.follow import follows
from aitimeline.query.view import View
from both import read_both
from oracle_logs import Log, logs


def named_in(value: Any) -> Iterator[Named]:
    """Who and what a JSON value names, in its order; what sources and figures say is not looked at."""
    if isinstance(value, list):
        for each in value:
            yield from named_in(each)
    elif isinstance(value, dict):
        if key := value.get("key"):
            ids = [value["id"], *value.get("heads", ())] if "id" in value else [""]
            yield from (Named(key, value.get("about") == "actor", each) for each in dict.fromkeys(ids))
        if actor := value.get("actor"):
            yield Named(actor, is_actor=True)
        for name, each in value.items():
            if name not in ("sources", "figures"):
                yield from named_in(each)


def answers(timeline: Timeline) -> Iterator[Answer[Any]]:
    """Every sort of answer whose items are events, or records of them."""
    showing, view = Showing(timeline, "en", timeline.tz), View(timeline.tz, Margin())
    every = list(timeline.select())
    yield events(every, showing, "")
    yield search_answer(((entry, findings(entry, ["a"], timeline)) for entry in every), showing)
    yield dispute_answer(disputes(every), "en")
    yield follow_answer(follows(timeline, ALWAYS, ALWAYS, 30, view), showing, ("", ""), 30)
    yield news_answer(changes_since(timeline, -(2**63)), 0, showing)
    for entry in every:
        yield chain_answer(chain(timeline, entry, ALWAYS, 30, view, limit=5), showing, entry, 30)
        yield history_answer(timeline.any_history(entry.key))


@given(logs(), st.data())
def test_an_answer_cites_what_its_json_names(log: Log, data: st.DataObject) -> None:
    with read_both(log, data) as (timeline, _, _held):
        for answer in answers(timeline):
            for item in answer.items:
                assert [each for each in answer.cites(item) if each.key] == list(named_in(answer.value(item)))


def test_an_empty_key_names_nothing() -> None:
    names = Names()
    names.take([Named(""), Named("", is_actor=True), Named("x")])
    assert [*names.events, *names.actors] == [Named("x")]
