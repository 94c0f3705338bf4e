"""``actors`` and ``actor``."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk import Desk, event, small_desk, write_log


def test_actors_are_listed_with_the_number_of_their_events(small: Desk) -> None:
    ran = small.run("actors", "-f", "json")
    assert [(each["key"], each["events"], each["first"]["key"]) for each in ran.json] == [
        ("google", 1, "gemini-shown"),
        ("meta", 1, "alliance-formed"),
    ]
    assert small.run("actors", "-f", "jsonl").stdout.count("\n") == 2
    assert small.run("actors", "tag:open", "-f", "csv").rows == [
        {
            "key": "meta",
            "name": "Meta",
            "type": "company",
            "recorded": "true",
            "events": "1",
            "first_when": "2023-12-06",
            "first_key": "alliance-formed",
            "last_when": "2023-12-06",
            "last_key": "alliance-formed",
        }
    ]


def test_actors_are_sorted_turned_and_cut(small: Desk) -> None:
    assert small.run("actors", "--sort", "first", "-f", "json").keys == ["meta", "google"]
    assert small.run("actors", "--sort", "last", "--reverse", "-f", "json").keys == ["google", "meta"]
    assert small.run("actors", "--sort", "name", "--lang", "ko", "--limit", "1", "-f", "json").keys == ["google"]
    assert small.run("actors", "--sort", "size").code == 2


def test_an_actor_without_a_record_is_listed_and_said_to_be_so(tmp_path: Path) -> None:
    write_log(tmp_path / "more", {"x": event("2024", "X", actors=[{"actor": "nobody"}])}, first=20)
    desk = small_desk(tmp_path)
    table = desk.run("actors", "--log", desk.log, "--log", tmp_path / "more").stdout
    assert "nobody" in table
    assert "no record" in table
    assert "1 actor has no record in the log; 'aitimeline add-actor' makes one." in table
    ran = desk.run("actors", "key:x", "--log", desk.log, "--log", tmp_path / "more", "-f", "json")
    assert [(each["type"], each["names"], each["recorded"]) for each in ran.json] == [(None, None, False)]
    korean = desk.run("actors", "--lang", "ko", "--log", desk.log, "--log", tmp_path / "more").stdout
    assert "1개는 로그에 기록이 없음" in korean


def test_nobody_takes_part(small: Desk) -> None:
    assert small.run("actors", "kind:conference").stdout == "Nobody takes part.\n"
    assert small.run("actors", "--as-of", "2020").stdout == "The log holds no actor yet.\n"
    assert small.run("actors", "--as-of", "2020", "-f", "json").json == []


@pytest.mark.parametrize("name", ["meta", "Meta", "메타", "Meta Platforms", "META"])
def test_an_actor_is_found_by_any_of_its_names(small: Desk, name: str) -> None:
    found = small.run("actor", name, "-f", "json").json
    assert (found["key"], found["type"], found["events"]) == ("meta", "company", 1)
    assert found["names"] == {"en": ["Meta", "Meta Platforms"], "ko": ["메타"]}
    assert found["roles"] == [{"role": "founder", "events": 1}]
    assert [(each["key"], each["roles"]) for each in found["newest"]] == [("alliance-formed", ["founder"])]


def test_an_unknown_name_and_one_of_several_are_told_apart(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    twice = {"meta-2": {"type": "product", "names": {"en": ["Meta Platforms"]}}}
    write_log(desk.log, {}, twice, writer="lee", first=30)
    ran = desk.run("actor", "meta platforms")
    assert (ran.code, ran.stdout) == (2, "")
    assert "give the key of one: meta, meta-2" in ran.stderr
    ran = desk.run("actor", "gogle")
    assert (ran.code, ran.stdout) == (3, "")
    assert "no actor has the name 'gogle'; did you mean google?" in ran.stderr
    assert desk.run("actor", "meta", "--as-of", "2020").code == 3


def test_only_the_newest_events_are_shown_and_the_others_counted(shipped: Desk) -> None:
    table = shipped.run("actor", "openai", "--limit", "2").stdout
    assert "11 earlier events are not shown; 'aitimeline list actor:openai' lists all" in table
    assert "sora-announced" in table
    assert "chatgpt-launched  " not in table
    found = shipped.run("actor", "openai", "--limit", "2", "-f", "json").json
    assert (found["events"], len(found["newest"]), found["last"]["key"]) == (13, 2, "sora-announced")
    assert len(shipped.run("actor", "openai", "-f", "csv").rows) == 13


def test_nothing_in_a_name_steers_the_terminal(tmp_path: Path) -> None:
    names = {"en": ["\x1b[31mEvil\u202e"]}
    data = event("2024", "X", actors=[{"actor": "evil", "role": "\x1b[0m"}, {"actor": "=cmd()"}])
    desk = Desk(tmp_path, write_log(tmp_path / "events", {"x": data}, {"evil": {"type": "\x07", "names": names}}), {})
    for arguments in (("actors",), ("actor", "evil")):
        for output_format in ("table", "json", "jsonl", "csv", "md"):
            ran = desk.run(*arguments, "-f", output_format)
            assert ran.code == 0
            assert not {"\x1b", "\x07", "\u202e"} & set(ran.stdout)
    assert "'=cmd()" in desk.run("actors", "-f", "csv").stdout
