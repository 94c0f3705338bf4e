"""``members`` and ``alliances``, as processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desk import Desk, Ran, event, write_log
from golden import kept

ACTORS = {
    "forum": {"type": "alliance", "names": {"en": ["The Forum"], "ko": ["포럼"]}},
    "one": {"type": "company", "names": {"en": ["One"], "ko": ["하나"]}},
    "two": {"type": "person", "names": {"en": ["Two"]}},
}
SAID = [{"publisher": "Paper A", "url": "https://example.org/a"}, {"publisher": "Paper B"}]


def part(actor: str, role: str) -> dict[str, str]:
    return {"actor": actor, "role": role}


def forum_event(when: str, *parts: dict[str, str], **more: Any) -> dict[str, Any]:
    return event(when, f"The Forum in {when}", "alliance", actors=[part("forum", "subject"), *parts], **more)


@pytest.fixture
def forum(tmp_path: Path) -> Desk:
    """A desk with a log of one alliance: founded in December 2023, joined in March 2024 or so, left in May."""
    events = {
        "founded": forum_event("2023-12-06", part("one", "founder"), part("two", "member"), sources=SAID),
        "joined": forum_event("2024-03", part("nobody", "joiner"), tags=["late"]),
        "left": forum_event("2024-05-01", part("two", "leaver")),
    }
    return Desk(tmp_path, write_log(tmp_path / "events", events, ACTORS), {})


def who(ran: Ran) -> list[tuple[str, str, str, bool]]:
    return [(each["key"], each["role"], each["since"]["key"], each["certain"]) for each in ran.json]


def test_the_founding_members_are_known_with_their_types(shipped: Desk) -> None:
    asked = ("members", "AI 얼라이언스", "--on", "2023-12-06")
    groups = shipped.run(*asked, "--by", "type", "-f", "json").json
    assert {each["type"]: each["members"] for each in groups} == {
        "university": 14,
        "company": 12,
        "start-up": 6,
        "non-profit": 4,
        "research institute": 3,
        "government body": 2,
    }
    assert len(shipped.run(*asked, "-f", "json").json) == sum(each["members"] for each in groups) == 41
    assert shipped.run("members", "ai-alliance", "--on", "2023-12-05", "-f", "json").json == []


def test_a_member_has_its_type_and_the_event_with_who_says_so(forum: Desk) -> None:
    first, *_ = forum.run("members", "forum", "--on", "2024-01-01", "-f", "json").json
    since = first.pop("since")
    assert first == {"key": "one", "name": "One", "type": "company", "role": "founder", "certain": True}
    assert since == {
        "key": "founded",
        "when": "2023-12-06",
        "zone": None,
        "earliest": "2023-12-06",
        "latest": "2023-12-06",
        "title": "The Forum in 2023-12-06",
        "publisher": "Paper A",
        "url": "https://example.org/a",
    }


def test_who_only_may_be_a_member_is_marked_and_can_be_left_out(forum: Desk) -> None:
    asked = ("members", "forum", "--on", "2024-03-15")
    certain = [("one", "founder", "founded", True), ("two", "member", "founded", True)]
    assert who(forum.run(*asked, "-f", "json")) == [*certain, ("nobody", "joiner", "joined", False)]
    assert who(forum.run(*asked, "--certain", "-f", "json")) == certain
    table = forum.run(*asked).stdout
    assert table.startswith(
        "The Forum had 2 to 3 members on 2024-03-15, as far as the log knows: "
        "1 company, 1 person, up to 1 without a record.\n"
    )
    assert "2024-03 ?  joined" in table
    assert "--certain leaves these out" in table
    assert "?" not in forum.run(*asked, "--certain").stdout
    assert "nobody ?" in forum.run(*asked, "--by", "type").stdout


def test_who_had_left_is_told_with_the_event(forum: Desk) -> None:
    asked = ("members", "forum", "--on", "2024-05-01")
    assert "By then 1 had left: Two (2024-05-01, left).\n" in forum.run(*asked).stdout
    assert "그때까지 탈퇴 1곳: Two (2024-05-01, left).\n" in forum.run(*asked, "--lang", "ko").stdout
    assert [each[0] for each in who(forum.run(*asked, "-f", "json"))] == ["one", "nobody"]


def test_without_a_day_it_is_today(forum: Desk) -> None:
    asked = ("members", "forum", "--today", "2024-01-01")
    assert forum.run(*asked).stdout.startswith("The Forum has 2 members on 2024-01-01, as far as the log knows:")
    assert len(forum.run(*asked, "-f", "jsonl").stdout.splitlines()) == 2


def test_the_day_of_a_time_is_that_in_the_zone_asked_for(tmp_path: Path) -> None:
    events = {"founded": forum_event("2023-12-05T20:00-05:00", part("one", "founder"))}
    desk = Desk(tmp_path, write_log(tmp_path / "events", events, ACTORS), {})
    asked = ("members", "forum", "--on", "2023-12-05", "-f", "json")
    assert len(desk.run(*asked, "--tz", "America/New_York").json) == 1
    assert desk.run(*asked, "--tz", "Asia/Seoul").json == []


def test_a_query_narrows_the_events_that_count(forum: Desk) -> None:
    asked = ("members", "forum", "-tag:late", "--on", "2024-06-01", "-f", "json")
    assert [each[0] for each in who(forum.run(*asked))] == ["one"]


def test_as_of_an_earlier_time_less_was_known(forum: Desk) -> None:
    asked = ("members", "forum", "--on", "2024-06-01", "--as-of", "2026-01-02T03:04:04Z", "-f", "json")
    assert [each[0] for each in who(forum.run(*asked))] == ["one", "two"]


def test_nobody_is_a_member_of_who_only_plays_host(shipped: Desk) -> None:
    ran = shipped.run("members", "white-house", "--on", "2024-01-01")
    assert ran.stdout == (
        "White House had no members on 2024-01-01, as far as the log knows. "
        "Nothing found says that anybody joined or left.\n"
    )
    korean = shipped.run("members", "white-house", "--on", "2024-01-01", "--lang", "ko").stdout
    assert "구성원 없음" in korean
    assert shipped.run("members", "white-house", "-f", "json").json == []


def test_an_organization_has_those_who_formed_it(shipped: Desk) -> None:
    found = who(shipped.run("members", "google-deepmind", "-f", "json"))
    assert [each[:2] for each in found] == [("google", "founder"), ("deepmind", "member"), ("google-brain", "member")]


@pytest.mark.parametrize("command", ["members", "alliances"])
def test_an_unknown_name_is_answered_with_the_nearest(shipped: Desk, command: str) -> None:
    ran = shipped.run(command, "ai-aliance")
    assert (ran.code, ran.stdout) == (3, "")
    assert "no actor has the name 'ai-aliance'; did you mean ai-alliance" in ran.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("members",),
        ("members", "forum", "--by", "name"),
        ("members", "forum", "--on", "soon"),
        ("members", "forum", "knd:release"),
        ("alliances", "one", "--on", "2023-13-01"),
        ("alliances", "one", "two"),
    ],
)
def test_what_cannot_be_asked_is_refused(forum: Desk, arguments: tuple[str, ...]) -> None:
    ran = forum.run(*arguments)
    assert (ran.stdout, ran.code) == ("", 2)


def test_alliances_have_when_they_were_joined_and_left(forum: Desk) -> None:
    (found,) = forum.run("alliances", "Two", "-f", "json").json
    ends = [found.pop(name)["key"] for name in ("joined", "left")]
    assert found == {"key": "forum", "name": "The Forum", "role": "member", "certain": None}
    assert ends == ["founded", "left"]
    (row,) = forum.run("alliances", "two", "-f", "csv").rows
    assert (row["joined_when"], row["left_when"], row["certain"]) == ("2023-12-06", "2024-05-01", "")
    assert forum.run("alliances", "two").stdout.startswith("Two has joined 1 alliance: The Forum. It has left 1.\n")
    assert forum.run("alliances", "two", "--lang", "ko").stdout.startswith("Two: 참여한 연합체 1개: 포럼. 탈퇴 1개.\n")


def test_on_a_day_only_the_alliances_of_then_are_listed(forum: Desk) -> None:
    assert len(forum.run("alliances", "two", "--on", "2024-04-30", "-f", "json").json) == 1
    none = forum.run("alliances", "two", "--on", "2024-05-01").stdout
    assert none == "Two was in no alliance on 2024-05-01, as far as the log knows.\n"
    table = forum.run("alliances", "nobody", "--on", "2024-03-15").stdout
    assert table.startswith("nobody was in up to 1 alliance on 2024-03-15, as far as the log knows: The Forum.\n")
    assert "? may not be a member on that day" in table


def test_who_joined_nothing_is_a_sentence(shipped: Desk) -> None:
    ran = shipped.run("alliances", "openai-board-of-2021", "--lang", "en")
    assert ran.code == 3
    assert shipped.run("alliances", "nvidia").stdout == "NVIDIA has joined no alliance, as far as the log knows.\n"
    assert shipped.run("alliances", "nvidia", "-f", "json").json == []


def test_many_events_are_cited_up_to_ten(tmp_path: Path) -> None:
    events = {f"e-{at:02}": forum_event(f"2024-01-{at:02}", part(f"a-{at}", "joiner")) for at in range(1, 14)}
    desk = Desk(tmp_path, write_log(tmp_path / "events", events, ACTORS), {})
    table = desk.run("members", "forum").stdout
    assert "and 3 more; -f json has all" in table
    assert "e-10: “The Forum in 2024-01-10”, 2024-01-10. no source" in table


@pytest.mark.long
def test_nothing_in_a_name_steers_the_terminal(tmp_path: Path) -> None:
    evil = {"type": "\x07", "names": {"en": ["\x1b[31mEvil\u202e"]}}
    sources = [{"publisher": "\x1b]0;x\x07", "url": "=cmd()\u202e"}]
    events = {
        "x": forum_event("2024", part("evil", "founder"), part("=cmd()", "member"), sources=sources),
        "y": forum_event("2024-05-01", part("evil", "leaver"), sources=sources),
    }
    desk = Desk(tmp_path, write_log(tmp_path / "events", events, {**ACTORS, "evil": evil}), {})
    for arguments in (("members", "forum"), ("members", "forum", "--by", "type"), ("alliances", "evil")):
        for day in ("2024-02-01", "2025-01-01"):
            for output_format in ("table", "json", "jsonl", "csv", "md"):
                ran = desk.run(*arguments, "--on", day, "-f", output_format)
                assert ran.code == 0
                assert not {"\x1b", "\x07", "\u202e"} & set(ran.stdout)
    assert "'=cmd()" in desk.run("members", "forum", "-f", "csv").stdout


@pytest.mark.parametrize(
    ("name", "arguments", "columns"),
    [
        ("members-80-en.txt", ("members", "ai-alliance", "--on", "2023-12-06"), "80"),
        ("members-ko.txt", ("members", "ai-alliance", "--on", "2023-12-06", "--lang", "ko"), ""),
        ("members-type-80-en.txt", ("members", "ai-alliance", "--on", "2023-12-06", "--by", "type"), "80"),
        (
            "members-type-80-ko.txt",
            ("members", "ai-alliance", "--on", "2023-12-06", "--by", "type", "--lang", "ko"),
            "80",
        ),
        ("members.csv", ("members", "ai-alliance", "--on", "2024-02-10", "-f", "csv"), ""),
        ("members.json", ("members", "ai-alliance", "--on", "2024-02-10", "-f", "json"), ""),
        ("members-type.csv", ("members", "ai-alliance", "--on", "2023-12-06", "--by", "type", "-f", "csv"), ""),
        ("members.md", ("members", "ai-alliance", "--on", "2024-02-10", "-f", "md"), ""),
        ("alliances-80-en.txt", ("alliances", "meta"), "80"),
        ("alliances-80-ko.txt", ("alliances", "ibm", "--on", "2024-06-01", "--lang", "ko"), "80"),
        ("alliances.csv", ("alliances", "meta", "-f", "csv"), ""),
    ],
)
def test_the_answer_is_the_one_that_was_kept(hard: Desk, name: str, arguments: tuple[str, ...], columns: str) -> None:
    ran = hard.run(*arguments, env={"COLUMNS": columns} if columns else {})
    assert (ran.stderr, ran.code) == ("", 0)
    assert ran.stdout.encode() == kept(name, ran.stdout.encode())
