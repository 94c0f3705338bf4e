"""``revise --settle`` and its like: what two people have done to one event becomes one again, and nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desk import Desk, at_terminal, event, exit_code, write_log

KEY = "gemini-shown"


def heads(desk: Desk, key: str = KEY) -> list[str]:
    return [each["id"] for each in desk.run("history", key, "-f", "json").json if each["stands"]]


def divide(desk: Desk, one: tuple[str, ...], other: tuple[str, ...], command: str = "revise", key: str = KEY) -> Desk:
    """Let two people change what they both have read."""
    (seen,) = heads(desk, key)
    for change, writer in ((one, "Kim"), (other, "Lee")):
        with_key = (command, key) if not change[0].startswith("retract") else ("retract", key)
        ran = desk.run(
            *(*with_key, *change[with_key[0] == "retract" :], "--expect", seen, "--second-head"),
            env={"AITIMELINE_WRITER": writer},
        )
        assert ran.code == 0, ran.stderr
    return desk


def shown(desk: Desk) -> dict[str, Any]:
    value = desk.run("show", KEY, "-f", "json").json
    return dict(value)


def test_what_each_has_changed_alone_is_kept(small: Desk) -> None:
    divide(small, ("--tag", "new", "--title", "fr=Gemini"), ("--on", "2023-12-06", "--no-tag", "model"))
    ran = small.run("revise", KEY, "--settle")
    assert ran.code == 0, ran.stderr
    now = shown(small)
    assert (now["when"], now["tags"], now["titles"]["fr"]) == ("2023-12-06", ["closed", "new"], "Gemini")
    assert (now["conflict"], len(now["heads"])) == (False, 1)


def test_what_both_have_changed_is_refused_with_member_values_and_ids(small: Desk) -> None:
    divide(small, ("--on", "2023-12-06", "--tag", "new"), ("--on", "2023-12-08"))
    before = small.files()
    ran = small.run("revise", KEY, "--settle")
    assert (ran.stdout, ran.code, small.files()) == ("", 4, before)
    one, other = heads(small)
    assert f"when: 2023-12-06 (Asia/Seoul), as Kim has it in {one}\n" in ran.stderr
    assert f"when: 2023-12-08 (Asia/Seoul), as Lee has it in {other}\n" in ran.stderr
    assert "--keep" in ran.stderr
    assert "tags" not in ran.stderr


@pytest.mark.parametrize("kept", [0, pytest.param(1, marks=pytest.mark.long)])
def test_the_one_that_is_kept_decides_only_what_is_disputed(small: Desk, kept: int) -> None:
    divide(small, ("--on", "2023-12-06", "--tag", "new"), ("--on", "2023-12-08", "--no-tag", "closed"))
    assert small.run("revise", KEY, "--settle", "--keep", heads(small)[kept]).code == 0
    now = shown(small)
    assert (now["when"], now["tags"]) == (("2023-12-06", "2023-12-08")[kept], ["model", "new"])


@pytest.mark.long
def test_what_is_given_decides_what_it_says(small: Desk) -> None:
    divide(small, ("--on", "2023-12-06", "--kind", "launch"), ("--on", "2023-12-08", "--kind", "statement"))
    ran = small.run("revise", KEY, "--settle", "--on", "2023-12-07")
    assert ran.code == 4
    assert "kind: launch" in ran.stderr
    assert "when" not in ran.stderr
    assert small.run("revise", KEY, "--settle", "--on", "2023-12-07", "--kind", "launch").code == 0
    assert (shown(small)["when"], shown(small)["kind"]) == ("2023-12-07", "launch")


@pytest.mark.long
def test_a_date_alone_does_not_say_in_whose_calendar_it_is(small: Desk) -> None:
    divide(small, ("--on", "2023-12-06", "--zone", "America/New_York"), ("--on", "2023-12-08"))
    assert small.run("revise", KEY, "--settle", "--on", "2023-12-08").code == 4
    assert small.run("revise", KEY, "--settle", "--on", "2023-12-08", "--zone", "Asia/Seoul").code == 0


@pytest.mark.long
def test_only_what_stands_can_be_kept(small: Desk) -> None:
    (first,) = heads(small)
    divide(small, ("--on", "2023-12-06"), ("--on", "2023-12-08"))
    ran = small.run("revise", KEY, "--settle", "--keep", first)
    assert ran.code == 2
    assert "does not stand" in ran.stderr


@pytest.mark.long
def test_a_withdrawal_beside_a_correction_is_never_passed_over(small: Desk) -> None:
    divide(small, ("retract", "--reason", "a rumour"), ("--tag", "new"))
    ran = small.run("revise", KEY, "--settle", "--on", "2023-12-06")
    assert ran.code == 4
    assert "withdrawn (a rumour), as Kim has it in" in ran.stderr
    withdrawn, corrected = heads(small)
    ran = small.run("revise", KEY, "--settle", "--keep", withdrawn, "--tag", "x")
    assert ran.code == 2
    assert "withdraws" in ran.stderr
    assert small.run("revise", KEY, "--settle", "--keep", corrected).code == 0
    assert "new" in shown(small)["tags"]


@pytest.mark.long
def test_a_withdrawal_that_is_kept_withdraws(small: Desk) -> None:
    divide(small, ("retract", "--reason", "a rumour"), ("--tag", "new"))
    assert small.run("revise", KEY, "--settle", "--keep", heads(small)[0]).code == 0
    assert "a rumour" in small.run("show", KEY).stderr
    assert small.run("log", "verify").code == 0


def test_two_happenings_under_one_key_are_not_made_one_unseen(tmp_path: Path) -> None:
    log = write_log(tmp_path / "events", {"launch": event("2023-12-06", "Gemini is launched", tags=["model"])})
    write_log(log, {"launch": event("2023-12-08", "A rocket is launched", tags=["space"])}, writer="lee", first=2)
    desk = Desk(tmp_path, log, {})
    ran = desk.run("revise", "launch", "--settle")
    assert ran.code == 4
    assert all(words in ran.stderr for words in ("title (en): Gemini", "title (en): A rocket", "when: 2023-12-08"))


@pytest.mark.long
def test_two_heads_of_an_actor_are_settled_by_the_same_rule(small: Desk) -> None:
    one = ("--name", "Meta AI", "--type", "product")
    divide(small, one, ("--name", "ko=메타에이아이", "--type", "non-profit"), "revise-actor", "meta")
    ran = small.run("revise-actor", "meta", "--settle")
    assert ran.code == 4
    assert "type: product, as Kim has it in" in ran.stderr
    ran = small.run("revise-actor", "meta", "--settle", "--type", "company")
    assert ran.code == 0, ran.stderr
    assert small.run("list", "actor:메타에이아이").code == small.run("list", 'actor:"Meta AI"').code == 0


@pytest.mark.long
def test_a_claim_that_settles_loses_no_change(small: Desk) -> None:
    divide(small, ("--tag", "new"), ("--on", "2023-12-06"))
    ran = small.run("claim", KEY, "closed", "--source-publisher", "P", "--source-published", "2024-02-26", "--settle")
    assert ran.code == 0, ran.stderr
    assert (shown(small)["when"], "new" in shown(small)["tags"]) == ("2023-12-06", True)


@pytest.mark.long
def test_a_retraction_that_settles_withdraws_every_version(small: Desk) -> None:
    divide(small, ("--tag", "new"), ("--on", "2023-12-06"))
    ran = small.run("retract", KEY, "--reason", "a rumour")
    assert ran.code == 4
    assert all(each in ran.stderr for each in ("tags: + new", "2023-12-07 -> 2023-12-06", "--settle"))
    assert small.run("retract", KEY, "--reason", "a rumour", "--settle").code == 0
    assert small.run("log", "verify").code == 0


def test_a_dispute_is_asked_of_a_person_at_a_terminal(small: Desk) -> None:
    divide(small, ("--on", "2023-12-06", "--tag", "new"), ("--on", "2023-12-08", "--kind", "launch"))
    child = at_terminal("revise", KEY, "--settle", cwd=small.folder)
    child.expect_exact("1  2023-12-06 (Asia/Seoul)")
    child.expect_exact("2  2023-12-08 (Asia/Seoul)")
    child.expect_exact("Which counts (1 or 2): ")
    child.sendline("3")
    child.expect_exact("Which counts (1 or 2): ")
    child.sendline("2")
    assert exit_code(child) == 0
    now = shown(small)
    assert (now["when"], now["kind"], "new" in now["tags"]) == ("2023-12-08", "launch", True)


def test_a_person_who_stops_has_written_nothing(small: Desk) -> None:
    divide(small, ("retract", "--reason", "a rumour"), ("--on", "2023-12-08"))
    before = small.files()
    child = at_terminal("revise", KEY, "--settle", cwd=small.folder)
    child.expect_exact("withdrawn (a rumour)")
    child.expect_exact("Which counts (1 or 2): ")
    child.sendintr()
    assert exit_code(child) == 130
    assert small.files() == before
