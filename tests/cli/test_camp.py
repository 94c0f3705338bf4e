"""``claim``, ``camps``, ``camp``, and ties and later names of actors, as a person runs them."""

from __future__ import annotations

import json

import pytest

from desk import Desk

CLAIM = ("claim", "Meta", "open", "--on", "2023-12-06", "--source-publisher", "The Tech", "--quote", "an open camp")


def test_a_claim_is_shown_with_who_makes_it(small: Desk) -> None:
    ran = small.run(*CLAIM)
    assert (ran.code, "camp       open, 2023-12-06; The Tech\n" in ran.stdout) == (0, True)
    assert "revised meta in " in ran.stderr
    shown = small.run("camp", "open").stdout
    assert "open, as those cited below say; others may see it otherwise." in shown
    assert "The Tech, 2023-12-06: “an open camp”" in shown


def test_a_claim_of_an_event_stands_in_the_event(small: Desk) -> None:
    ran = small.run("claim", "gemini-shown", "closed", "--on", "2023-12-07", "--source-url", "https://a.example/1")
    assert ran.code == 0
    (event,) = small.run("list", "camp:closed", "-f", "json").json
    assert event["camps"] == [{"camp": "closed", "when": "2023-12-07", "sources": [{"url": "https://a.example/1"}]}]
    assert "closed, 2023-12-07; https://a.example/1" in small.run("show", "gemini-shown").stdout


def test_events_with_claims_are_imported_as_they_are_listed(small: Desk) -> None:
    small.run("claim", "gemini-shown", "closed", "--on", "2023-12-07", "--source-publisher", "A")
    listed = small.run("list", "key:gemini-shown", "-f", "jsonl")
    (small.folder / "rows.jsonl").write_text(listed.stdout)
    other = small.folder / "other"
    small.run("init", str(other))
    assert small.run("--log", str(other), "import", "rows.jsonl").code == 0
    again = small.run("--log", str(other), "list", "-f", "json").json
    assert again[0]["camps"] == json.loads(listed.stdout)["camps"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("claim", "Meta", "open", "--on", "2023"), 2),
        (("claim", "Meta", "open", "--source-publisher", "A"), 2),
        (("claim", "Mota", "open", "--on", "2023", "--source-publisher", "A"), 3),
        (("claim", "Meta", "--", "!!"), 2),
        (("claim", "Meta", "open", "--drop"), 2),
        (("claim", "Meta", "open", "--on", "after:gemini-shown", "--source-publisher", "A"), 2),
        (("revise-actor", "meta", "--renamed", "Metaverse"), 2),
        (("revise-actor", "meta", "--part-of", "x @someday"), 2),
        (("revise-actor", "meta", "--no-made-by", "google"), 2),
        (("camp", "open"), 2),
    ],
)
def test_what_cannot_be_claimed_or_tied_is_refused_and_nothing_is_written(
    small: Desk, given: tuple[str, ...], code: int
) -> None:
    before = small.files()
    ran = small.run(*given)
    assert (ran.stdout, ran.code) == ("", code)
    assert ran.stderr.startswith("aitimeline: ")
    assert small.files() == before


def test_a_log_without_claims_says_how_to_make_one(small: Desk) -> None:
    assert small.run("camps").stdout == (
        "No camp is claimed of anything yet; 'aitimeline claim' puts events and actors in one.\n"
    )


def test_a_dropped_claim_stays_in_the_history(small: Desk) -> None:
    small.run(*CLAIM)
    assert small.run("claim", "meta", "open", "--drop", "--reason", "misread").code == 0
    assert small.run("camps", "-f", "json").json == []
    history = small.run("history", "meta").stdout
    assert "camps: + open, 2023-12-06" in history
    assert "camps: - open, 2023-12-06" in history


def test_an_earlier_time_knows_no_claim(small: Desk) -> None:
    small.run(*CLAIM)
    assert small.run("camps", "--as-of", "2020", "-f", "json").json == []


def test_a_later_name_finds_the_actor_and_so_does_the_first(small: Desk) -> None:
    ran = small.run("revise-actor", "meta", "--renamed", "Metaverse @2030-01-01", "--source-publisher", "A")
    assert "renamed    Metaverse, 2030-01-01; A\n" in ran.stdout
    assert small.run("actor", "Metaverse", "-f", "json").json["key"] == "meta"
    assert small.run("list", "actor:metaverse", "-f", "json").keys == small.run("list", "actor:meta", "-f", "json").keys
    assert small.run("list", "metaverse", "-f", "json").keys == ["alliance-formed"]


def test_who_has_the_name_as_a_key_comes_before_who_was_given_it_later(small: Desk) -> None:
    small.run("add-actor", "Gemini", "--type", "model")
    small.run("add-actor", "Bard", "--type", "product", "--renamed", "Gemini @2024-02-08")
    ran = small.run("actor", "Gemini", "-f", "json")
    assert ran.json["key"] == "gemini"
    assert ran.stderr == "aitimeline: 'Gemini' is also a name of bard\n"
    assert small.run("revise", "gemini-shown", "--actor", "Gemini=subject").code == 0


def test_what_a_company_made_is_shown_with_it(small: Desk) -> None:
    small.run("add-actor", "Llama", "--type", "model", "--made-by", "Meta @2023-02-24", "--source-publisher", "A")
    assert "products   Llama\n" in small.run("actor", "meta").stdout
    made = small.run("actor", "llama", "-f", "json").json["made_by"]
    assert made == [
        {"key": "meta", "name": "Meta", "when": "2023-02-24", "zone": None, "sources": [{"publisher": "A"}]}
    ]
