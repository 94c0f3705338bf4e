"""Typed words made into events."""

from __future__ import annotations

import pytest

from aitimeline.ingest.edit import Editor, last_stated
from aitimeline.ingest.typed import Citations
from aitimeline.model.actor import Actor
from aitimeline.model.error import BadInputError
from aitimeline.model.event import Event, Figure, Participation, Source
from aitimeline.model.history import histories
from aitimeline.model.kind import EVENT_RETRACTED
from aitimeline.model.text import Names
from aitimeline.model.when import When
from strategies import event_of, record_of
from workbench import timeline_from

GOOGLE = record_of(Actor("company", Names.of({"en": ["Google"], "ko": ["구글"]})), 1, subject="google")
RELEASE = record_of(event_of("2023"), 2)


def editor(warnings: list[str] | None = None) -> Editor:
    told: list[str] = [] if warnings is None else warnings
    return Editor(timeline_from([GOOGLE, RELEASE]), told.append)


def some_event() -> Event:
    made = editor().new("2023-12-07", "Asia/Seoul", "release", ["Gemini", "ko=제미나이"], [])
    cited = Citations(url=["https://a.example/1"], publisher=["A"])
    return editor().enlarged(made, ["Google=developer"], ["open"], ["share=5 percent"], cited)


def test_a_new_event_has_what_was_typed() -> None:
    event = some_event()
    assert (event.when.edtf, event.zone, event.kind) == ("2023-12-07", "Asia/Seoul", "release")
    assert event.actors == (Participation("google", "developer"),)
    assert event.figures == (Figure("share", 5, "percent", When.parse("2023-12-07")),)
    assert event.sources == (Source("https://a.example/1", "A"),)


def test_a_zone_that_does_not_exist_is_refused_with_the_nearest() -> None:
    with pytest.raises(BadInputError, match="Asia/Seoul"):
        editor().new("2023-12-07", "Asia/Soul", "release", ["Gemini"], [])


def test_a_kind_that_is_new_to_the_log_is_warned_of() -> None:
    warnings: list[str] = []
    editor(warnings).new("2023", None, "relaese", ["Gemini"], [])
    assert "release" in warnings[0]


def test_an_actor_that_is_not_known_is_kept_and_warned_of() -> None:
    warnings: list[str] = []
    event = editor(warnings).enlarged(some_event(), ["Gogle"], [], [], Citations())
    assert event.actors[-1] == Participation("gogle")
    assert "google" in warnings[0]


def test_what_is_not_given_stays() -> None:
    assert editor().changed(some_event(), None, None, None, [], []) == some_event()


def test_what_is_given_changes_and_nothing_else() -> None:
    changed = editor().changed(some_event(), "2023-12-06", None, None, ["ko=구글 제미나이"], [])
    assert changed.when.edtf == "2023-12-06"
    assert changed.title.to_dict() == {"en": "Gemini", "ko": "구글 제미나이"}
    assert (changed.zone, changed.sources) == (some_event().zone, some_event().sources)


def test_an_actor_named_again_takes_the_new_role() -> None:
    event = editor().enlarged(some_event(), ["구글=announcer"], [], [], Citations())
    assert event.actors == (Participation("google", "announcer"),)


def test_a_figure_of_the_same_name_and_period_takes_the_new_value() -> None:
    event = editor().enlarged(some_event(), [], [], ["share=6 percent"], Citations())
    assert [figure.value for figure in event.figures] == [6]


def test_the_same_source_is_cited_once() -> None:
    cited = Citations(url=["https://a.example/1"], publisher=["A"])
    assert editor().enlarged(some_event(), [], ["open"], [], cited) == some_event()


def test_parts_are_taken_away_by_name() -> None:
    event = editor().reduced(some_event(), ["Google"], ["open"], ["https://a.example/1"])
    assert (event.actors, event.tags, event.sources) == ((), (), ())


@pytest.mark.parametrize(
    ("actors", "tags", "urls"), [(["Apple"], [], []), ([], ["closed"], []), ([], [], ["https://a.example/2"])]
)
def test_what_an_event_does_not_have_cannot_be_taken_away(actors: list[str], tags: list[str], urls: list[str]) -> None:
    with pytest.raises(BadInputError):
        editor().reduced(some_event(), actors, tags, urls)


def test_a_retracted_event_is_the_one_that_it_was() -> None:
    gone = record_of(None, 3, record_type=EVENT_RETRACTED, supersedes=(RELEASE.id,))
    (history,) = histories([RELEASE, gone]).values()
    assert history.is_retracted
    assert last_stated(history) == RELEASE.payload
