"""``revise`` and ``retract``."""

from __future__ import annotations

import pytest

from desk import Desk

KEY = "gemini-shown"


def test_a_revision_changes_what_is_given_and_keeps_the_rest(small: Desk) -> None:
    revised = small.run("revise", KEY, "--on", "2023-12-06", "--reason", "US date", "-f", "json").json
    assert (revised["when"], revised["zone"], revised["revision"]) == ("2023-12-06", "Asia/Seoul", 2)
    assert revised["titles"] == {"en": "Google shows Gemini", "ko": "구글, 제미나이 공개"}


def test_actors_tags_sources_and_summaries_are_added_to_what_is_there(small: Desk) -> None:
    revised = small.run(
        *("revise", KEY, "--actor", "메타=rival", "--tag", "new", "--summary", "A model."),
        *("--source-url", "https://example.org/c", "-f", "json"),
    ).json
    assert [part["actor"] for part in revised["actors"]] == ["google", "meta"]
    assert revised["tags"] == ["closed", "model", "new"]
    assert [source["url"][-1] for source in revised["sources"]] == ["a", "b", "c"]
    assert revised["summary"] == "A model."


def test_an_actor_named_again_takes_the_new_role(small: Desk) -> None:
    revised = small.run("revise", KEY, "--actor", "google=owner", "-f", "json").json
    assert [(part["actor"], part["role"]) for part in revised["actors"]] == [("google", "owner")]


def test_tags_actors_and_sources_can_be_dropped(small: Desk) -> None:
    revised = small.run(
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
    back = small.run("show", KEY, "-f", "json").json
    assert back["titles"]["en"] == "Google shows Gemini"


def head(desk: Desk) -> str:
    """The id of what stands of the event."""
    return str(desk.run("show", "gemini-shown", "-f", "json").json["heads"][0])


def test_a_change_to_what_is_expected_is_made(small: Desk) -> None:
    ran = small.run("revise", "gemini-shown", "--on", "2023-12-06", "--expect", head(small)[:24])
    assert ran.code == 0


@pytest.mark.parametrize(
    "change", [("revise", "gemini-shown", "--tag", "x"), ("retract", "gemini-shown", "--reason", "x")]
)
def test_a_change_to_what_no_longer_stands_is_refused_and_shows_what_has_changed(
    small: Desk, change: tuple[str, ...]
) -> None:
    seen = head(small)
    small.run("revise", "gemini-shown", "--on", "2023-12-06", "--reason", "the Seoul date")
    before = small.files()
    ran = small.run(*change, "--expect", seen)
    assert (ran.stdout, ran.code) == ("", 4)
    assert "Test Writer revised (stands): the Seoul date" in ran.stderr
    assert "when: 2023-12-07 -> 2023-12-06" in ran.stderr
    assert small.files() == before


def test_the_same_change_again_adds_nothing(small: Desk) -> None:
    change = ("revise", "gemini-shown", "--on", "2023-12-06", "--expect", head(small))
    small.run(*change)
    before = small.files()
    ran = small.run(*change)
    assert ran.code == 0
    assert "nothing was added" in ran.stderr
    assert small.files() == before


def test_an_expected_record_that_does_not_exist_is_refused(small: Desk) -> None:
    ran = small.run("revise", "gemini-shown", "--tag", "x", "--expect", "ffff")
    assert (ran.stdout, ran.code) == ("", 2)


@pytest.fixture
def divided(small: Desk) -> Desk:
    """The small log with two heads of one event."""
    seen = head(small)
    small.run("revise", "gemini-shown", "--on", "2023-12-06")
    ran = small.run("revise", "gemini-shown", "--on", "2023-12-08", "--expect", seen, "--second-head")
    assert ran.code == 0
    return small


def test_two_heads_show_as_a_conflict(divided: Desk) -> None:
    assert "two versions: " in divided.run("list").stdout
    assert "2 versions stand side by side" in divided.run("show", "gemini-shown").stdout
    assert len(divided.run("show", "gemini-shown", "-f", "json").json["heads"]) == 2


def test_a_change_that_does_not_settle_two_heads_is_refused_and_shows_both(divided: Desk) -> None:
    before = divided.files()
    ran = divided.run("revise", "gemini-shown", "--tag", "x")
    assert (ran.stdout, ran.code) == ("", 4)
    assert all(day in ran.stderr for day in ("-> 2023-12-06", "-> 2023-12-08", "--settle"))
    assert divided.files() == before


def test_two_heads_are_settled_by_the_one_that_is_kept(divided: Desk) -> None:
    older = divided.run("show", "gemini-shown", "-f", "json").json["heads"][0]
    assert divided.run("revise", "gemini-shown", "--settle", "--keep", older).code == 0
    now = divided.run("show", "gemini-shown", "-f", "json").json
    assert (now["when"], now["conflict"]) == ("2023-12-06", False)


def test_an_event_with_two_heads_is_withdrawn_when_that_settles_it(divided: Desk) -> None:
    assert divided.run("retract", "gemini-shown", "--reason", "a rumour").code == 4
    assert divided.run("retract", "gemini-shown", "--reason", "a rumour", "--settle").code == 0
    assert divided.run("show", "gemini-shown").code == 3
