"""Text that would steer a terminal, a spreadsheet or a page is made visible."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from icalendar import Calendar

from desk import Desk, event, write_log

TITLE = "Evil \x1b[31mred\x07 \x9b2J \u202egnihton\u202c \u2066x\u2069\r\nnext | \u2028 row ```"
BAD = {"Cc", "Cs", "Zl", "Zp"}
BIDI = set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.fixture
def hostile(tmp_path: Path) -> Desk:
    """A log that someone else made, to do harm."""
    data = event(
        "2023-12-06",
        TITLE,
        "re\x1blease",
        zone="\x1b[31mUTC",
        summary={"en": TITLE},
        tags=["\x1b]0;title\x07"],
        actors=[{"actor": "me\x1bta", "role": "\x1b[2J"}],
        sources=[{"url": "javascript:\x1b[31malert(1)", "publisher": "=cmd|' /C calc'!A0", "title": TITLE}],
        figures=[{"name": "a\x1b", "value": 1, "unit": "\x1b[31m", "period": "2023"}],
    )
    return Desk(tmp_path, write_log(tmp_path / "events", {"evil": data, "calm": event("2023-12-07", "Calm")}), {})


@pytest.mark.parametrize(
    "arguments",
    [
        *(("list", "-f", output_format) for output_format in ("table", "md", "html", "csv", "json", "jsonl")),
        ("show", "evil"),
        ("show", "evil", "-f", "json"),
        ("within", "7", "calm"),
        ("within", "7", "evil"),
        ("gap", "evil", "calm"),
        ("history", "evil"),
    ],
    ids=" ".join,
)
def test_nothing_that_steers_a_terminal_is_sent(hostile: Desk, arguments: tuple[str, ...]) -> None:
    ran = hostile.run(*arguments)
    assert ran.code == 0, ran.stderr
    sent = ran.stdout.replace("\r\n", "\n").replace("\n", "") + ran.stderr.replace("\n", "")
    assert not [each for each in sent if unicodedata.category(each) in BAD or each in BIDI]


def test_nothing_that_steers_a_terminal_is_offered_by_completion(hostile: Desk) -> None:
    for words in ("aitimeline list kind:re", "aitimeline list tag:", "aitimeline list actor:me"):
        asked = {"_AITIMELINE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": "2"}
        sent = hostile.run(env=asked).stdout.replace("\n", "")
        assert not [each for each in sent if unicodedata.category(each) in BAD or each in BIDI]


def test_the_value_in_json_is_what_the_log_says(hostile: Desk) -> None:
    assert hostile.run("show", "evil", "-f", "json").json["title"] == TITLE


def test_a_title_of_two_lines_stays_one_row_of_a_markdown_table(hostile: Desk) -> None:
    lines = hostile.run("list", "-f", "md").stdout.splitlines()
    assert len(lines) == 2 + 2
    assert len({line.replace("\\|", "").count("|") for line in lines}) == 1


def test_a_cell_that_a_spreadsheet_would_run_is_quoted(hostile: Desk) -> None:
    cells = [cell for row in hostile.run("list", "-f", "csv").rows for cell in row.values()]
    assert any("cmd|" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "@", "\t", "\r"))]


def test_the_calendar_of_a_hostile_log_has_its_two_events(hostile: Desk) -> None:
    ran = hostile.run("export", "ics")
    assert len(Calendar.from_ical(ran.stdout).walk("VEVENT")) == 2
    assert not [each for each in ran.stdout.replace("\r\n", "") if unicodedata.category(each) == "Cc"]


@pytest.mark.parametrize(
    "arguments", [("show", "\x1b[31mx"), ("list", "actor:\x1b[31mx"), ("\x1b[31mx",), ("list", "--lang", "\x1b")]
)
def test_an_error_does_not_send_what_was_typed_unseen(small: Desk, arguments: tuple[str, ...]) -> None:
    ran = small.run(*arguments)
    assert ran.code in {2, 3}
    assert not [each for each in ran.stderr.replace("\n", "") if unicodedata.category(each) in BAD]


@pytest.mark.parametrize(
    "line",
    [
        b"{}",
        b"null",
        b"[" * 100_000,
        b'{"specversion":"1.0","id":1,"source":2,"type":3,"subject":4,"time":5,"data":6,"digest":7}',
        b'"\xed\xa0\x80"',
        b"\x00" * 50,
        b"9" * 10_000,
    ],
    ids=["object", "null", "deep", "types", "surrogate", "nul", "number"],
)
def test_no_line_of_a_log_gives_a_traceback(small: Desk, line: bytes) -> None:
    with (small.log / "hand.jsonl").open("ab") as segment:
        segment.write(line + b"\n")
    ran = small.run("list", "-f", "json")
    assert (len(ran.keys), ran.code) == (5, 5)
    assert "Traceback" not in ran.stderr
