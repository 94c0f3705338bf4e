"""``revise`` and ``retract``."""

from __future__ import annotations

import pytest

from desk import Desk

KEY = "gemini-shown"


def test_a_revision_changes_what_is_given_and_keeps_the_rest(small: Desk) -> None:
    (revised,) = small.run("revise", KEY, "--on", "2023-12-06", "--reason", "US date", "-f", "json").json
    assert (revised["when"], revised["zone"], revised["revision"]) == ("2023-12-06", "Asia/Seoul", 2)
    assert revised["titles"] == {"en": "Google shows Gemini", "ko": "구글, 제미나이 공개"}


def test_actors_tags_sources_and_summaries_are_added_to_what_is_there(small: Desk) -> None:
    (revised,) = small.run(
        *("revise", KEY, "--actor", "메타=rival", "--tag", "new", "--summary", "A model."),
        *("--source-url", "https://example.org/c", "-f", "json"),
    ).json
    assert [part["actor"] for part in revised["actors"]] == ["google", "meta"]
    assert revised["tags"] == ["closed", "model", "new"]
    assert [source["url"][-1] for source in revised["sources"]] == ["a", "b", "c"]
    assert revised["summary"] == "A model."


def test_an_actor_named_again_takes_the_new_role(small: Desk) -> None:
    (revised,) = small.run("revise", KEY, "--actor", "google=owner", "-f", "json").json
    assert [(part["actor"], part["role"]) for part in revised["actors"]] == [("google", "owner")]


def test_tags_actors_and_sources_can_be_dropped(small: Desk) -> None:
    (revised,) = small.run(
        "revise", KEY, "--no-tag", "model", "--no-actor", "구글", "--no-source", "https://example.org/a", "-f", "json"
    ).json
    assert (revised["tags"], revised["actors"]) == (["closed"], [])
    assert [source["url"] for source in revised["sources"]] == ["https://example.org/b"]


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--on", "2023-12-07"),
        ("--tag", "closed"),
        ("--no-tag", "modle"),
        ("--no-actor", "meta"),
        ("--no-source", "https://example.org/z"),
        ("--on", "2023-99"),
    ],
)
def test_a_revision_that_changes_nothing_or_cannot_be_made_is_refused(small: Desk, options: tuple[str, ...]) -> None:
    before = small.files()
    ran = small.run("revise", KEY, *options)
    assert (ran.stdout, ran.code, small.files()) == ("", 2, before)


def test_the_revision_of_no_event_names_the_nearest(small: Desk) -> None:
    ran = small.run("revise", "gemini-show", "--on", "2023")
    assert ran.code == 3
    assert KEY in ran.stderr


def test_a_dry_revision_writes_nothing(small: Desk) -> None:
    before = small.files()
    ran = small.run("revise", KEY, "--on", "2023-12-06", "--dry-run")
    assert (ran.code, small.files()) == (0, before)
    assert ran.json["type"] == "aitimeline.event.revised.v1"


def test_the_history_has_the_reason_of_a_revision(small: Desk) -> None:
    small.run("revise", KEY, "--on", "2023-12-06", "--reason", "US date")
    history = small.run("history", KEY, "-f", "json").json
    assert len(history) == 2
    assert history[1]["reason"] == "US date"


def test_a_retraction_without_a_reason_is_refused_and_never_waits(small: Desk) -> None:
    before = small.files()
    ran = small.run("retract", KEY)
    assert (ran.code, small.files()) == (2, before)
    assert "--reason" in ran.stderr


def test_a_dry_retraction_writes_nothing(small: Desk) -> None:
    before = small.files()
    assert small.run("retract", KEY, "--reason", "Wrong", "--dry-run").code == 0
    assert small.files() == before


def test_a_retracted_event_is_gone_from_answers_stays_in_history_and_can_come_back(small: Desk) -> None:
    assert small.run("retract", KEY, "--reason", "A rumour").code == 0
    assert KEY not in small.run("list", "-f", "json").keys
    shown = small.run("show", KEY)
    assert (shown.stdout, shown.code) == ("", 3)
    assert "A rumour" in shown.stderr
    assert "A rumour" in small.run("history", KEY).stdout
    assert small.run("add", "Other", "--key", KEY, "--on", "2023", "--kind", "release").code == 4
    assert small.run("retract", KEY, "--reason", "Again").code == 3
    assert small.run("revise", KEY, "--reason", "No rumour").code == 0
    (back,) = small.run("show", KEY, "-f", "json").json
    assert back["titles"]["en"] == "Google shows Gemini"
