"""``revise-actor``, as a person runs it."""

from __future__ import annotations

import pytest

from desk import Desk


def test_a_name_is_added_and_found(small: Desk) -> None:
    ran = small.run("revise-actor", "meta", "--name", "ko=메타플랫폼스", "--reason", "its full name")
    assert ran.code == 0
    assert small.run("list", "actor:메타플랫폼스", "-f", "json").keys == ["alliance-formed"]


def test_a_name_is_dropped(small: Desk) -> None:
    assert small.run("list", 'actor:"Meta Platforms"').code == 0
    assert small.run("revise-actor", "meta", "--no-name", "Meta Platforms").code == 0
    assert small.run("list", 'actor:"Meta Platforms"').code == 2


def test_the_history_of_an_actor_has_the_reason(small: Desk) -> None:
    small.run("revise-actor", "meta", "--type", "product", "--reason", "it was bought")
    ran = small.run("history", "meta")
    assert "revised (stands): it was bought" in ran.stdout
    assert "type: company -> product" in ran.stdout


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("meta",), 2),
        (("meta", "--type", "company"), 2),
        (("meta", "--type", "firm"), 2),
        (("meta", "--no-name", "Mata"), 2),
        (("meta", "--no-name", "Meta", "--no-name", "Meta Platforms", "--no-name", "메타"), 2),
        (("mata", "--type", "product"), 3),
        (("meta", "--type", "product", "--expect", "ffff"), 2),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_and_nothing_is_written(
    small: Desk, change: tuple[str, ...], code: int
) -> None:
    before = small.files()
    ran = small.run("revise-actor", *change)
    assert (ran.stdout, ran.code) == ("", code)
    assert ran.stderr.startswith("aitimeline: ")
    assert small.files() == before


def test_a_dry_run_writes_nothing(small: Desk) -> None:
    before = small.files()
    assert small.run("revise-actor", "meta", "--type", "product", "--dry-run").json["data"]["type"] == "product"
    assert small.files() == before


def test_two_heads_of_an_actor_are_settled(small: Desk) -> None:
    seen = small.run("history", "meta", "-f", "json").json[0]["id"]
    small.run("revise-actor", "meta", "--name", "Meta AI")
    small.run("revise-actor", "meta", "--name", "Meta Inc", "--expect", seen, "--second-head")
    assert small.run("log", "verify").code == 4
    assert small.run("revise-actor", "meta", "--name", "MT").code == 4
    assert small.run("revise-actor", "meta", "--settle", "--name", "Meta AI").code == 0
    assert small.run("log", "verify").code == 0
