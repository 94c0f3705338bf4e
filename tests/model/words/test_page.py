"""The reference page says what is so."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from aitimeline.model.words import read_date

PAGE = Path(__file__).parents[3] / "docs/reference/date-words.md"
FRIDAY = date(2023, 12, 8)


def test_every_expression_of_the_page_is_read_and_gives_what_it_says() -> None:
    section = PAGE.read_text("utf-8").partition("## What is understood")[2].partition("\n## ")[0]
    rows = [re.split(r"\s*\|\s*", line.strip("| ")) for line in section.splitlines() if "`" in line and "|" in line]
    assert len(rows) > 15
    for kind, english, korean, stored in rows:
        found = {
            read_date(text, FRIDAY).when.edtf for cell in (english, korean) for text in re.findall(r"`([^`]+)`", cell)
        }
        assert set(re.findall(r"`([^`]+)`", stored)) <= found, kind


def test_the_conventions_are_kept() -> None:
    ways = {
        "last September": ("2023-09", ["2022-09"]),
        "지난 9월": ("2023-09", ["2022-09"]),
        "next Friday": ("2023-12-15", []),
        "next Sunday": ("2023-12-17", ["2023-12-10"]),
        "the coming Sunday": ("2023-12-10", []),
        "지난 6일": ("2023-12-06", ["2023-12-02/2023-12-08"]),
        "지난 6일간": ("2023-12-02/2023-12-08", []),
        "6.12.2023": ("2023-12-06", ["2023-06-12"]),
        "late March 2023": ("[2023-03-21..2023-03-31]", ["[2023-03-16..2023-03-31]"]),
        "다음 10년": ("2023-12-09/2033-12-08", ["203X"]),
        "'49": ("2049", []),
        "'50": ("1950", []),
    }
    for text, (when, others) in ways.items():
        reading = read_date(text, FRIDAY)
        assert (reading.when.edtf, [each.edtf for each in reading.others]) == (when, others), text
        assert bool(reading.note) >= bool(others), text
