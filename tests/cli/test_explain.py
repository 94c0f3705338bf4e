"""``explain`` and ``--explain``: an answer with the rule and the records that it comes from."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer._click.core import Context
from typer.main import get_command

from aitimeline.cli.lazy import COMMANDS, Root, gives_answer
from aitimeline.cli.main import app
from desk import ACTORS, SMALL, Desk, event, shown_at_terminal, small_desk, write_log

QUESTIONS: dict[str, tuple[str, ...]] = {
    "list": ("list",),
    "search": ("search", "gemini"),
    "show": ("show", "alliance-formed"),
    "within": ("within", "7", "gemini-shown"),
    "gap": ("gap", "alliance-formed", "gemini-shown"),
    "relation": ("relation", "alliance-formed", "gemini-shown"),
    "follows": ("follows", "kind:alliance", "kind:release"),
    "nearest": ("nearest", "gemini-shown", "-n", "2"),
    "chain": ("chain", "gemini-shown", "--within", "1"),
    "disputes": ("disputes",),
    "pace": ("pace",),
    "anniversaries": ("anniversaries", "--on", "2024-12-01", "--next", "2w"),
    "actors": ("actors",),
    "actor": ("actor", "메타"),
    "figures": ("figures",),
    "changes": ("changes", "--since", "2020"),
    "members": ("members", "league", "--on", "2023-12-31"),
    "alliances": ("alliances", "meta"),
    "camps": ("camps",),
    "camp": ("camp", "open"),
    "history": ("history", "alliance-formed"),
}
"""A question for every command that answers from the log."""
CLAIM = {"publisher": "Paper D", "url": "https://example.org/d"}
LEAGUE = {"league": {"type": "alliance", "names": {"en": ["The League"]}}}
MORE = {
    "cloud-share": event(
        "2023-12-01",
        "The shares of the cloud",
        "figure",
        figures=[{"name": "share", "value": 32, "unit": "percent"}],
        actors=[{"actor": "google", "role": "subject"}],
        sources=[{"publisher": "Paper C", "url": "https://example.org/c", "when": "2023-12-05"}],
    ),
    "league-formed": event(
        "2023-12-05",
        "The League is formed",
        "alliance",
        actors=[{"actor": "league", "role": "subject"}, {"actor": "meta", "role": "founder"}],
    ),
    "model-opened": event(
        "2023-12-11", "A model is opened", camps=[{"camp": "open", "when": "2023-12-11", "sources": [CLAIM]}]
    ),
    "afterwards": event("after:gemini-shown before:2024-02", "Somebody answers", "statement"),
}


def answering() -> list[str]:
    root = get_command(app)
    assert isinstance(root, Root)
    found = {name: root.get_command(Context(root), name) for name in COMMANDS}
    return [name for name, command in found.items() if command is not None and gives_answer(command)]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The small log with a revision, a withdrawal, a figure, sources that differ, and a date known by order."""
    made = small_desk(tmp_path_factory.mktemp("kept"))
    write_log(made.log, MORE, LEAGUE, writer="more", first=20)
    assert made.run("revise", "alliance-formed", "--on", "2023-12-05", "--reason", "New York").code == 0
    assert made.run("retract", "law-agreed", "--reason", "too early").code == 0
    return made


@pytest.fixture(scope="module")
def later(kept: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The same log after it has learned more."""
    folder = tmp_path_factory.mktemp("later")
    log = shutil.copytree(kept.log, folder / "events")
    made = Desk(folder, log, {})
    assert made.run("add", "Gemini again", "--on", "2023-12-07", "--kind", "release", "--actor", "meta").code == 0
    assert made.run("revise", "gemini-shown", "--on", "2023-12-06", "--reason", "another zone").code == 0
    assert made.run("retract", "cloud-share", "--reason", "wrong").code == 0
    return made


@pytest.fixture
def desk(kept: Desk, tmp_path: Path) -> Desk:
    """A log of that kind to write to."""
    return Desk(tmp_path, shutil.copytree(kept.log, tmp_path / "events"), {})


def texts_in(value: Any) -> Iterator[str]:
    """Every text anywhere in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_in(each)


@pytest.mark.long
@pytest.mark.parametrize("name", answering())
def test_every_event_and_actor_that_an_answer_shows_is_among_the_records(kept: Desk, name: str) -> None:
    asked = QUESTIONS.get(name, (name,))
    answer = kept.run(*asked, "-f", "json")
    assert answer.code == 0, f"write a question for {name!r} in QUESTIONS"
    keys = {*SMALL, *MORE, *ACTORS, *LEAGUE}
    told = kept.run(*asked, "--explain", "-f", "json")
    assert (told.stderr, told.code) == ("", 0)
    shown = keys & set(texts_in(answer.json))
    assert shown <= {each["key"] for each in told.json["records"]}
    assert told.json["answer"] == (answer.json if isinstance(answer.json, list) else [answer.json])


@pytest.mark.long
@pytest.mark.parametrize("name", answering())
def test_the_table_of_an_answer_comes_first_and_unchanged(kept: Desk, name: str) -> None:
    asked = QUESTIONS.get(name, (name,))
    usual, told = kept.run(*asked), kept.run("explain", *asked)
    assert (told.stderr, told.code) == (usual.stderr, usual.code)
    assert told.stdout.startswith(f"{usual.stdout}\nQUESTION\naitimeline {name}")
    assert told.stdout.count("\nTO CITE\n") == 1


@pytest.mark.long
@pytest.mark.parametrize("name", answering())
def test_the_question_gives_the_same_answer_after_the_log_has_learned_more(kept: Desk, later: Desk, name: str) -> None:
    told = kept.run("explain", *QUESTIONS.get(name, (name,)), "-f", "json").json
    again = later.run(*shlex.split(told["question"])[1:], "-f", "json").json
    assert again == (told["answer"] if isinstance(again, list) else told["answer"][0])


def test_the_flag_may_stand_anywhere_after_the_name(small: Desk) -> None:
    asked = ("within", "7", "gemini-shown", "kind:release")
    told = small.run("explain", *asked).stdout
    assert small.run("within", "--explain", *asked[1:]).stdout == told
    assert small.run(*asked, "--explain").stdout == told
    assert small.run("--lang", "en", "within", "7", "--explain", "gemini-shown", "kind:release").stdout != ""


def test_the_flag_after_two_hyphens_is_a_word_of_the_query(small: Desk) -> None:
    ran = small.run("list", "-f", "json", "--", "--explain")
    assert (ran.stdout, ran.code) == ("", 2)
    assert "has no term right after it" in ran.stderr


def test_the_event_that_is_asked_about_is_cited_first(small: Desk) -> None:
    told = small.run("explain", "within", "7", "Gemini Shown", "-f", "json").json
    assert told["records"][0]["key"] == "gemini-shown"
    assert "gemini-shown" not in [each["key"] for each in told["answer"]]


def test_a_record_is_told_with_its_place_digest_and_sources(small: Desk) -> None:
    told = small.run("show", "gemini-shown", "--explain", "-f", "json").json
    (line,) = [each for each in (small.log / "hand.jsonl").read_text().splitlines() if '"gemini-shown"' in each]
    stated = json.loads(line)
    record = told["records"][0]
    assert (record["id"], record["digest"]) == (stated["id"], stated["digest"])
    assert Path(record["segment"]).read_text().splitlines()[record["line"] - 1] == line
    assert (record["verb"], record["revision"], record["recorded_by"]) == ("recorded", 1, "Hand")
    assert [each["publisher"] for each in record["sources"]] == ["Paper A", "Paper B"]


def test_a_revision_is_cited_in_the_place_of_what_it_replaced(desk: Desk) -> None:
    found = desk.run("explain", "show", "alliance-formed", "-f", "json").json["records"][0]
    assert (found["verb"], found["revision"], found["reason"]) == ("revised", 2, "New York")


def test_a_history_cites_each_record(desk: Desk) -> None:
    told = desk.run("explain", "history", "law-agreed", "-f", "json").json
    assert [each["verb"] for each in told["records"]] == ["recorded", "retracted"]
    assert [each["title"] for each in told["records"]] == ["인공지능법 합의"] * 2


def test_with_a_withdrawal_goes_the_record_of_what_was_withdrawn(desk: Desk) -> None:
    told = desk.run("explain", "list", "is:retracted", "-f", "json").json
    assert [each["verb"] for each in told["records"]] == ["retracted", "recorded"]


def test_two_versions_of_an_event_are_both_cited(desk: Desk) -> None:
    head = desk.run("show", "gemini-shown", "-f", "json").json["id"]
    for day in ("2023-12-05", "2023-12-06"):
        change = ("--on", day, "--reason", "x", "--expect", head, "--second-head")
        assert desk.run("revise", "gemini-shown", *change).code == 0
    told = desk.run("explain", "show", "gemini-shown", "-f", "json").json
    assert [each["when"] for each in told["records"] if each["about"] == "event"] == ["2023-12-06", "2023-12-05"]


def test_a_date_that_is_known_by_order_brings_the_events_that_it_follows_from(desk: Desk) -> None:
    told = desk.run("explain", "show", "afterwards", "-f", "json").json
    assert [each["key"] for each in told["records"]] == ["afterwards", "gemini-shown"]


def test_an_answer_that_counts_says_how_many_events_and_cites_the_first(small: Desk) -> None:
    told = small.run("explain", "--limit", "2", "pace", "-f", "json").json
    assert (told["counted"], len(told["records"]), told["more"]) == (5, 2, 3)
    text = small.run("explain", "--limit", "2", "pace").stdout
    assert "The answer rests on 5 events, of which 2 are shown." in text
    assert "3 more are not shown; 'aitimeline explain --limit N COMMAND ...' shows more." in text


def test_a_summary_counts_the_events_of_both_queries(small: Desk) -> None:
    told = small.run("explain", "follows", "kind:alliance", "kind:release", "--summary", "-f", "json").json
    assert told["counted"] == 2
    assert {each["key"] for each in told["records"]} == {"alliance-formed", "gemini-shown"}


def test_in_a_table_fifty_records_are_shown(shipped: Desk) -> None:
    text = shipped.run("explain", "list").stdout
    assert text.count("SHA-256") == 50
    assert shipped.run("explain", "--limit", "55", "list").stdout.count("SHA-256") == 55


def test_lines_and_rows_have_the_records_alone(desk: Desk) -> None:
    asked = ("within", "7", "gemini-shown", "--explain", "-f")
    whole = desk.run(*asked, "json").json["records"]
    lines = [json.loads(line) for line in desk.run(*asked, "jsonl").stdout.splitlines()]
    assert lines == whole
    assert [row["id"] for row in desk.run(*asked, "csv").rows] == [each["id"] for each in whole]
    assert desk.run(*asked, "md").stdout.count("\n") == len(whole) + 2


def test_records_that_are_left_out_of_lines_are_told_on_standard_error(small: Desk) -> None:
    ran = small.run("explain", "--limit", "1", "list", "-f", "jsonl")
    assert ran.stdout.count("\n") == 1
    assert "6 more records are not shown" in ran.stderr


def test_the_format_may_be_given_to_either(small: Desk) -> None:
    assert small.run("explain", "-f", "json", "list").json == small.run("explain", "list", "-f", "json").json


def test_the_question_names_today_only_where_the_answer_hangs_on_it(small: Desk) -> None:
    def question(*words: str) -> str:
        asked: str = small.run("explain", *words, "-f", "json", "--today", "2023-12-08").json["question"]
        return asked

    assert "--today" not in question("list", "since:2023-12")
    assert question("list", "since:yesterday").endswith("--today 2023-12-08")
    assert question("anniversaries").endswith("--today 2023-12-08")
    assert "--today" not in question("anniversaries", "--on", "2024-12-07")


def test_the_question_has_what_was_given_and_can_be_pasted_into_a_shell(small: Desk) -> None:
    given = ("--tz", "Asia/Seoul", "--lang", "ko", "--log", small.log)
    told = small.run(
        "explain", "list", "-kind:conference", "제미나이 OR 합의", "--limit", "3", *given, "-f", "json"
    ).json
    assert told["question"] == (
        "aitimeline list -kind:conference '제미나이 OR 합의' --limit 3 --as-of 2026-01-02T03:04:07Z "
        f"--log {small.log} --tz Asia/Seoul --lang ko"
    )
    assert small.run(*shlex.split(told["question"])[1:], "-f", "json").json == told["answer"]


def test_the_time_that_was_asked_for_is_kept_and_written_out(desk: Desk) -> None:
    told = desk.run("explain", "list", "--as-of", "2026-01-02T12:04:05+09:00", "-f", "json").json
    assert (told["as_of"], told["log"]["records"]) == ("2026-01-02T03:04:05Z", 5)
    assert "--as-of 2026-01-02T03:04:05Z" in told["question"]


def test_a_time_to_come_is_that_of_the_newest_record(small: Desk) -> None:
    told = small.run("explain", "list", "--as-of", "2100", "-f", "json").json
    assert told["as_of"] == "2026-01-02T03:04:07Z"


def test_a_time_before_the_calendar_can_be_asked_for(small: Desk) -> None:
    ran = small.run("explain", "list", "--as-of=-0500", "-f", "json")
    assert (ran.code, ran.json["answer"], ran.json["as_of"]) == (0, [], "0001-01-01T00:00:00Z")


def test_an_empty_log_is_explained_too(tmp_path: Path) -> None:
    desk = Desk(tmp_path, tmp_path / "events", {})
    desk.run("init")
    told = desk.run("explain", "list", "-f", "json").json
    assert (told["question"], told["as_of"], told["records"]) == ("aitimeline list", None, [])
    assert "The answer names no event and no actor." in desk.run("explain", "list").stdout


def test_the_citation_names_the_log_its_size_and_the_question(shipped: Desk) -> None:
    told = shipped.run("explain", "gap", "ai-alliance-formed", "gemini-announced", "-f", "json").json
    uri = told["log"]["folders"][0]["uri"]
    size, then = told["log"]["records"], told["as_of"]
    assert told["citation"] == f"aitimeline, {uri} (log of {size} records, as of {then}): “{told['question']}”."


def test_the_rule_is_told_in_the_language_that_was_asked_for(small: Desk) -> None:
    text = small.run("explain", "within", "7", "gemini-shown", "--lang", "ko").stdout
    assert "\n규칙\ngemini-shown 사건에서 7일 이내에" in text
    assert "\n인용\naitimeline, " in text


@pytest.mark.parametrize("words", [("add", "X"), ("log", "stat"), ("export", "ics"), ("explain", "list")], ids=" ".join)
def test_what_gives_no_answer_from_the_log_is_refused_and_not_run(small: Desk, words: tuple[str, ...]) -> None:
    before = small.files()
    ran = small.run("explain", *words)
    assert (ran.stdout, ran.code) == ("", 2)
    assert f"'{words[0]}' gives no answer from the log that could be explained" in ran.stderr
    assert small.files() == before


def test_what_a_command_refuses_it_refuses_when_explained(small: Desk) -> None:
    for words, code in ((("within", "7", "gemnii"), 3), (("list", "--nosuch"), 2), (("list", "kid:x"), 2)):
        usual, told = small.run(*words), small.run("explain", *words)
        assert (told.stdout, told.stderr, told.code) == ("", usual.stderr, code)


def test_damage_is_told_once_and_ends_with_its_code(small: Desk) -> None:
    with (small.log / "hand.jsonl").open("ab") as opened:
        opened.write(b"not a record\n")
    usual, told = small.run("list"), small.run("list", "--explain")
    assert (told.stderr, told.code) == (usual.stderr, 5)
    assert small.run("list", "--explain", "-f", "json").code == 5


def test_what_a_command_says_besides_its_answer_is_said_once(small: Desk) -> None:
    ran = small.run("explain", "chain", "gemini-shown", "--limit", "1")
    assert ran.stderr.count("the run goes on") == 1


def test_an_answer_and_its_explanation_go_through_one_pager(small: Desk) -> None:
    shown = shown_at_terminal(
        *("explain", "list"), cwd=small.folder, env={"PAGER": "sh -c 'cat; echo PAGED'"}, lines=10
    )
    assert shown.count("PAGED") == 1


def test_nothing_in_a_record_steers_the_terminal(tmp_path: Path) -> None:
    said = {"publisher": "\x1b[31mP", "title": "T\u202e", "url": "https://x/\x1b]0;", "quote": "\x9bq"}
    write_log(tmp_path / "events", {"evil": event("2024", "E\x1b[2J", sources=[said])})
    ran = Desk(tmp_path, tmp_path / "events", {}).run("explain", "list", "\x1b[31m OR evil")
    assert ran.code == 0
    assert ran.stdout.replace("\n", "").isprintable()


def test_a_record_with_odd_members_names_nothing_by_them(tmp_path: Path) -> None:
    odd = {"key": 5, "heads": 3, "id": {"x": []}, "first": [], "nested": {"key": "gemini-shown", "actor": ["x"]}}
    write_log(tmp_path / "more", {"odd": event("2024", "Odd", more=odd)}, first=30)
    desk = small_desk(tmp_path)
    assert desk.run("explain", "history", "odd", "--log", tmp_path / "more", "-f", "json").code == 0


def test_the_help_of_commands_that_answer_has_the_flag(small: Desk) -> None:
    assert "\n  --explain " in small.run("within", "--help").stdout
    assert "--explain" not in small.run("add", "--help").stdout
    assert small.run("explain", "within", "--help").stdout == small.run("within", "--help").stdout


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("aitimeline within --exp", ["--explain"]),
        ("aitimeline within --explain 7 gem", ["gemini-shown"]),
        ("aitimeline explain within 7 gem", ["gemini-shown"]),
        ("aitimeline explain wi", ["within"]),
        ("aitimeline explain ad", []),
    ],
)
def test_completion_knows_what_is_explained(small: Desk, words: str, offered: list[str]) -> None:
    number = str(len(words.split()) - 1)
    ran = small.run(env={"_AITIMELINE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": number})
    assert (ran.stderr, ran.stdout.split()) == ("", offered)
