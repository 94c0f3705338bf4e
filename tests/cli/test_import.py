"""``import``: rows and records in bulk, all or nothing, once only."""

from __future__ import annotations

import json
import os
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from desk import ACTORS, Desk, Ran, digest_of, event, files_of, record_line, run, write_log

HEADING = "when,title,kind\n"
GOOD = HEADING + "2023-11-06,Turbo is shown,release\n2023-11-17,A board meets,statement\n"
MIXED = (
    HEADING
    + '2023-11-06,Turbo is shown,release\nsoon,"A, board meets",statement\n2023-11-20,A board yields,statement\n'
)
OWN = ("recorded_at", "recorded_by", "revision", "heads", "id")


def write(desk: Desk, content: str | bytes, name: str = "rows.csv") -> str:
    """Put a file on the desk."""
    (desk.folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def imported(desk: Desk, content: str | bytes, *options: str, name: str = "rows.csv") -> Ran:
    """Import a file of this content."""
    return desk.run("import", write(desk, content, name), *options)


def stated(answer: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Answers without what depends on when and by whom they were recorded."""
    return [{name: value for name, value in each.items() if name not in OWN} for each in answer]


def test_rows_are_added_and_listed(small: Desk) -> None:
    ran = imported(
        small, "Date;Title;title.ko;actors;urls\n2023-11-06;Turbo, shown;터보;구글=developer;https://a.example\n"
    )
    assert (ran.stdout, ran.stderr, ran.code) == (f"1 record added to {small.log / 'test-writer.jsonl'}\n", "", 0)
    turbo = small.run("show", "turbo-shown", "-f", "json").json
    assert (turbo["titles"], turbo["kind"]) == ({"en": "Turbo, shown", "ko": "터보"}, "event")
    assert turbo["actors"] == [{"actor": "google", "name": "Google", "role": "developer"}]
    assert turbo["sources"] == [{"url": "https://a.example"}]


def test_importing_twice_adds_nothing(small: Desk) -> None:
    assert imported(small, GOOD).code == 0
    before = small.files()
    again = imported(small, GOOD)
    assert (again.stdout, again.code, small.files()) == ("0 records added; 2 there already\n", 0, before)


def test_kind_and_zone_are_taken_where_a_row_has_none(small: Desk) -> None:
    rows = "when,title,kind,zone\n2023,One thing,,\n2023,Two things,statement,UTC\n"
    assert imported(small, rows, "--kind", "Big Release", "--zone", "Asia/Seoul").code == 0
    events = {each["key"]: (each["kind"], each["zone"]) for each in small.run("list", "-f", "json").json}
    assert (events["one-thing"], events["two-things"]) == (("big-release", "Asia/Seoul"), ("statement", "UTC"))


@pytest.mark.parametrize(("name", "content"), [("-", GOOD), ("-", "\ufeff" + GOOD.replace("\n", "\r\n"))])
def test_rows_can_come_from_standard_input(small: Desk, name: str, content: str) -> None:
    ran = small.run("import", name, "-f", "json", stdin=content)
    assert (ran.code, ran.json["added"]) == (0, 2)


def test_standard_input_without_anything_adds_nothing(small: Desk) -> None:
    before = small.files()
    ran = small.run("import", "-")
    assert (ran.stdout, ran.code, small.files()) == ("0 records added\n", 0, before)


def test_rows_can_come_from_a_pipe_with_a_name(small: Desk) -> None:
    pipe = small.folder / "pipe.csv"
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_text, args=(GOOD,), daemon=True)
    writer.start()
    ran = small.run("import", pipe, "-f", "json")
    writer.join()
    assert (ran.code, ran.json["added"]) == (0, 2)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere.csv", "nowhere.csv: cannot be read: No such file or directory"),
        ("events", "events: cannot be read: Is a directory"),
        ("events/hand.jsonl/x.csv", "cannot be read: Not a directory"),
        ("loop.csv", "loop.csv: cannot be read: Too many levels of symbolic links"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(small: Desk, name: str, message: str) -> None:
    (small.folder / "loop.csv").symlink_to("loop.csv")
    before = small.files()
    ran = small.run("import", name)
    assert (ran.stdout, ran.code, small.files()) == ("", 2, before)
    assert ran.stderr.startswith("aitimeline: ")
    assert message in ran.stderr


@pytest.mark.parametrize(
    ("name", "content", "options", "message"),
    [
        (
            "a.csv",
            HEADING.encode("utf-16"),
            (),
            "a.csv:1: is not UTF-8 but UTF-16, as it seems; save it as UTF-8 ('CSV UTF-8' in a spreadsheet), or add",
        ),
        ("a.csv", b"", (), "a.csv: is empty; its first row names the columns"),
        (
            "a.csv",
            b"headline,start\n",
            (),
            "a.csv:1: no column is known by the name 'headline', 'start'; there are key,",
        ),
        ("a.json", b'[{"when":"2023","title":"A"}]', (), "a.json: is one JSON array; give one object a line"),
        ("a.csv", GOOD.encode(), ("--zone", "Asia/Soul"), "no time zone 'Asia/Soul'; did you mean Asia/Seoul?"),
        ("a.csv", GOOD.encode(), ("--kind", ""), "the kind is empty"),
        ("a.csv", GOOD.encode(), ("-f", "xml"), "--format cannot be 'xml'"),
    ],
)
def test_a_file_that_is_bad_as_a_whole_is_told_in_one_message(
    small: Desk, name: str, content: bytes, options: tuple[str, ...], message: str
) -> None:
    before = small.files()
    ran = imported(small, content, *options, name=name)
    assert (ran.stdout, ran.code, small.files()) == ("", 2, before)
    assert ran.stderr.startswith(f"aitimeline: {message}")
    assert ran.stderr.count("\n") == 1


def test_bad_rows_are_told_by_line_and_nothing_is_written(small: Desk) -> None:
    before = small.files()
    ran = imported(small, MIXED + "2023,제목,x\n2023,A,b,c\n2023\n\x1b[2J,Steering,x\n")
    assert (ran.stdout, ran.code, small.files()) == ("", 2, before)
    *rows, last = ran.stderr.splitlines()
    assert [row.split(": ")[1] for row in rows] == [f"rows.csv:{line}" for line in (3, 5, 6, 7, 8)]
    assert last == (
        "aitimeline: rows.csv: 2 good, 5 bad (lines 3, 5, 6, 7, 8); nothing was written. "
        "Mend them, or take the good alone: add --skip-bad FILE, which keeps the bad"
    )
    assert "\x1b" not in ran.stderr


def test_after_twenty_bad_rows_it_looks_no_further(small: Desk) -> None:
    ran = imported(small, HEADING + "soon,A,b\n" * 50)
    assert ran.code == 2
    assert len(ran.stderr.splitlines()) == 21
    assert "20 bad rows, and perhaps more; nothing was written" in ran.stderr


def test_two_rows_with_one_key_are_a_conflict_that_names_both(small: Desk) -> None:
    before = small.files()
    ran = imported(small, HEADING + "2023-11-06,A board meets,x\n2023-11-07,A board meets,x\n")
    assert (ran.stdout, ran.code, small.files()) == ("", 4, before)
    assert "rows.csv:3: " in ran.stderr
    assert "rows.csv:2" in ran.stderr
    assert "a 'key' of its own tells an event from one with the same title" in ran.stderr


def test_a_key_that_the_log_has_is_a_conflict_that_names_both_places(small: Desk) -> None:
    before = small.files()
    ran = imported(small, "when,title,key\n2023-11-06,Turbo,gemini-shown\n")
    assert (ran.stdout, ran.code, small.files()) == ("", 4, before)
    assert "rows.csv:2: " in ran.stderr
    assert f"{small.log / 'hand.jsonl'}:5" in ran.stderr


def test_one_id_with_other_content_is_a_conflict_that_names_both_places(small: Desk) -> None:
    record = json.loads((small.log / "hand.jsonl").read_bytes().splitlines()[4])
    record["data"]["title"] = {"en": "Something else"}
    before = small.files()
    ran = imported(small, json.dumps(record | {"digest": digest_of(record)}), name="other.jsonl")
    assert (ran.stdout, ran.code, small.files()) == ("", 4, before)
    assert f"other.jsonl:1: its id is at {small.log / 'hand.jsonl'}:5 with other content" in ran.stderr


def test_records_of_another_log_are_added_as_they_are_and_once(small: Desk) -> None:
    lines = [record_line(f"e-{number}", event("2023", f"Event {number}"), number) for number in (31, 32)]
    segment = b"".join([*lines, *(small.log / "hand.jsonl").read_bytes().splitlines(keepends=True)])
    ran = imported(small, segment, "-f", "json", name="theirs.jsonl")
    assert (ran.code, ran.json["added"], ran.json["known"]) == (0, 2, 7)
    assert (small.log / "test-writer.jsonl").read_bytes() == b"".join(lines)


def test_a_dry_run_checks_all_and_writes_nothing(small: Desk) -> None:
    before = files_of(small.folder)
    assert "2 records would be added to" in imported(small, GOOD, "--dry-run").stdout
    assert imported(small, MIXED, "--dry-run").code == 2
    skipped = imported(small, MIXED, "--dry-run", "--skip-bad", "bad.csv")
    assert (skipped.code, "1 bad left out" in skipped.stdout) == (0, True)
    assert files_of(small.folder) == before | {"rows.csv": MIXED.encode()}


@pytest.mark.parametrize(
    ("output_format", "expected"),
    [
        ("json", '"added": 2,'),
        ("jsonl", '{"added": 2, "known": 0, "bad": 0, "segment": "'),
        ("csv", "what,value\r\nadded,2\r\nknown,0\r\nbad,0\r\nsegment,"),
        ("md", "| what | value |\n| --- | --- |\n| added | 2 |\n"),
    ],
)
def test_the_count_comes_in_every_format(small: Desk, output_format: str, expected: str) -> None:
    assert expected in imported(small, GOOD, "-f", output_format).stdout


def test_actors_that_the_log_does_not_know_are_told(small: Desk) -> None:
    ran = imported(small, "when,title,actors\n2023,A board meets,OpenAI; 구글; Foo\n")
    assert "2 actors are not known to the log: Foo, OpenAI; 'aitimeline add-actor' can describe them" in ran.stderr


def test_bad_rows_are_collected_the_others_added_and_the_mended_ones_too(small: Desk) -> None:
    ran = imported(small, MIXED, "--skip-bad", "bad.csv")
    assert (ran.code, "2 records added" in ran.stdout, "1 bad left out" in ran.stdout) == (0, True, True)
    assert "rows.csv:3: cannot read the date 'soon'" in ran.stderr
    kept = (small.folder / "bad.csv").read_text()
    assert imported(small, kept, name="bad.csv").code == 2
    mended = imported(small, kept.replace(",soon,", ",2023-11-17,"), "-f", "json", name="bad.csv")
    assert (mended.code, mended.json["added"]) == (0, 1)


def test_bad_lines_of_json_are_collected_and_the_mended_ones_added(small: Desk) -> None:
    lines = '{"when":"2023","title":"Good thing"}\n{"when":"soon","title":"Bad thing"}\n{"title":\n'
    ran = imported(small, lines, "--skip-bad", "bad.jsonl", "-f", "json", name="rows.jsonl")
    assert (ran.code, ran.json["added"], ran.json["bad"]) == (0, 1, 2)
    kept = (small.folder / "bad.jsonl").read_text()
    assert [json.loads(line)["line"] for line in kept.splitlines()] == [2, 3]
    mended = kept.replace('\\"soon\\"', '\\"2024\\"').replace(
        '"{\\"title\\":"', '"{\\"title\\":\\"C\\",\\"when\\":\\"2023\\"}"'
    )
    assert imported(small, mended, "-f", "json", name="bad.jsonl").json["added"] == 2


def test_rows_that_contradict_the_log_are_collected_too(small: Desk) -> None:
    rows = "when,title,key\n2023,Taken,gemini-shown\n2023,Free,free\n2024,Free as well,free\n"
    ran = imported(small, rows, "--skip-bad", "bad.csv", "-f", "json")
    assert (ran.code, ran.json["added"], ran.json["bad"]) == (0, 1, 2)
    kept = (small.folder / "bad.csv").read_text()
    mended = kept.replace("gemini-shown\n", "taken\n").replace("free\n", "freed\n")
    assert imported(small, mended, "-f", "json", name="bad.csv").json["added"] == 2


def test_where_no_row_is_bad_no_file_for_them_is_made(small: Desk) -> None:
    assert imported(small, GOOD, "--skip-bad", "bad.csv").code == 0
    assert not (small.folder / "bad.csv").exists()


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("rows.csv", "is what is being imported"),
        ("events/../rows.csv", "is what is being imported"),
        ("link.csv", "is what is being imported"),
        ("events/bad.csv", "is in the folder of the log"),
        ("events/hand.jsonl", "is in the folder of the log"),
        ("nowhere/bad.csv", "no such folder"),
        ("events", "it is a folder"),
        ("", "it is a folder"),
        ("-", "bad rows need a file of their own, as in --skip-bad bad.csv"),
        ("bad.jsonl", "name a file that ends in .csv"),
    ],
)
def test_bad_rows_are_never_kept_where_they_would_do_harm(small: Desk, target: str, message: str) -> None:
    write(small, MIXED)
    (small.folder / "link.csv").symlink_to("rows.csv")
    before = files_of(small.folder)
    ran = small.run("import", "rows.csv", "--skip-bad", target)
    assert (ran.stdout, ran.code, files_of(small.folder)) == ("", 2, before)
    assert message in ran.stderr


def test_what_list_writes_as_json_lines_makes_the_same_log(small: Desk, tmp_path: Path) -> None:
    new = Desk(tmp_path / "new", write_log(tmp_path / "new" / "events", {}, ACTORS), {})
    ran = imported(new, small.run("list", "-f", "jsonl").stdout, name="list.jsonl")
    assert ran.code == 0, ran.stderr
    listed = [stated(desk.run("list", "-f", "json").json) for desk in (small, new)]
    assert listed[0] == listed[1]


def test_what_list_writes_as_csv_makes_the_same_list(small: Desk, tmp_path: Path) -> None:
    new = Desk(tmp_path / "new", write_log(tmp_path / "new" / "events", {}, ACTORS), {})
    for formula in ("=1+1 is two", "-5 degrees; or @home", "+1, -1"):
        assert small.run("add", "--title", f"en={formula}", "--on", "2023", "--kind", "statement").code == 0
    ran = imported(new, small.run("list", "-f", "csv").stdout, name="list.csv")
    assert ran.code == 0, ran.stderr
    listed = [stated(desk.run("list", "-f", "csv").rows) for desk in (small, new)]
    assert listed[0] == listed[1]


@pytest.mark.parametrize("output_format", ["jsonl", "csv"])
def test_what_list_writes_of_the_shipped_log_can_be_imported(shipped: Desk, output_format: str) -> None:
    (shipped.folder / "mine").mkdir()
    write(shipped, shipped.run("list", "-f", output_format).stdout, f"list.{output_format}")
    ran = run("--log", "mine", "import", f"list.{output_format}", "-f", "json", cwd=shipped.folder)
    assert ran.code == 0, ran.stderr
    assert ran.json["added"] == len(shipped.run("list", "-f", "json").json)


def test_a_first_import_goes_to_the_persons_own_log(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(GOOD)
    assert run("import", "rows.csv", cwd=tmp_path).code == 0
    own = tmp_path / ".home" / ".local" / "share" / "aitimeline" / "events"
    assert (own / "test-writer.jsonl").read_bytes().count(b"\n") == 2


@pytest.mark.long
@pytest.mark.parametrize("name", ["cp949", "utf-16", "utf-16-be", "utf-8"])
@pytest.mark.parametrize("ending", [".csv", ".jsonl"])
def test_rows_in_other_letters_are_read_where_these_are_named(small: Desk, name: str, ending: str) -> None:
    text = "key,when,title,kind\nx,2023-12-06,제미나이 똠방,release\n"
    if ending == ".jsonl":
        text = '{"key":"x","when":"2023-12-06","title":"제미나이 똠방","kind":"release"}\n'
    (small.folder / f"a{ending}").write_bytes(text.encode(name))
    ran = small.run("import", f"a{ending}", "--encoding", name)
    assert (ran.code, ran.stderr) == (0, "")
    assert len(small.run("list", "제미나이 똠방", "-f", "json").json) == 1


@pytest.mark.parametrize(
    ("content", "encoding", "message"),
    [
        ("when,title\n2023,구글\n", "utf-8", "a.csv:2: is not utf-8, which --encoding says it is"),
        ("when,title\n2023,구글\n", "klingon", "no encoding 'klingon'; it is cp949"),
        ("when,title\n2023,구글\n", "", "no encoding ''"),
    ],
)
def test_letters_that_are_named_wrongly_are_told(small: Desk, content: str, encoding: str, message: str) -> None:
    (small.folder / "a.csv").write_bytes(content.encode("cp949"))
    before = small.files()
    ran = small.run("import", "a.csv", "--encoding", encoding)
    assert (ran.code, ran.stdout, small.files()) == (2, "", before)
    assert message in ran.stderr
