"""``figures``: values in their series."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desk import Desk, event, write_log


def share(value: float, period: str, by: str) -> dict[str, Any]:
    figure = {"name": "cloud-share", "value": value, "unit": "percent", "period": period}
    actors = [{"actor": "aws", "role": "subject"}, {"actor": by, "role": "source"}]
    sources = [{"publisher": "CRN", "url": "https://crn.example/1"}]
    return event(period, f"{by} counts", "figure", figures=[figure], actors=actors, sources=sources)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A log in which two firms differ about one quarter."""
    log = write_log(
        tmp_path / "events",
        {
            "before": share(62, "2022-36", "synergy"),
            "synergy-says": share(65, "2023-33", "synergy"),
            "canalys-says": share(64, "2023-33", "canalys"),
            "no-figure": event("2023", "Nothing measured"),
        },
    )
    return Desk(tmp_path, log, {})


def test_those_that_differ_stand_side_by_side_with_their_changes(desk: Desk) -> None:
    found = desk.run("figures", "-f", "json").json
    assert [
        (each["value"], each["change"], each["change_percent"], each["differs"], each["event"]["key"]) for each in found
    ] == [
        (62, None, None, False, "before"),
        (64, 2, 3.23, True, "canalys-says"),
        (65, 3, 4.84, True, "synergy-says"),
    ]
    assert found[1]["stated_by"] == [{"key": "canalys", "name": "canalys"}]
    assert found[1]["sources"] == [{"publisher": "CRN", "url": "https://crn.example/1"}]
    assert (found[1]["period"], found[1]["earliest"], found[1]["latest"]) == ("2023-33", "2023-01-01", "2023-03-31")


def test_the_table_has_a_heading_for_each_series(desk: Desk) -> None:
    table = desk.run("figures").stdout
    assert table.startswith("cloud-share (percent): aws\n")
    assert [line.split()[:5] for line in table.splitlines()[2:]] == [
        ["2022-Q4", "62", "before", "synergy", "(CRN)"],
        ["2023-Q1", "64", "+2", "(+3.23%)", "differs"],
        ["2023-Q1", "65", "+3", "(+4.84%)", "differs"],
    ]
    assert "다름" in desk.run("figures", "--lang", "ko").stdout


def test_rows_and_nothing(desk: Desk) -> None:
    assert [(row["value"], row["differs"]) for row in desk.run("figures", "-f", "csv").rows] == [
        ("62", "false"),
        ("64", "true"),
        ("65", "true"),
    ]
    assert desk.run("figures", "-f", "md").stdout.count("\n") == 5
    assert desk.run("figures", "-f", "jsonl").stdout.count("\n") == 3
    assert desk.run("figures", "key:no-figure").stdout == "No event that matches states a figure.\n"
    assert desk.run("figures", "--as-of", "2020").stdout == "No figure yet.\n"


def test_the_shipped_share_is_found(shipped: Desk) -> None:
    (found,) = shipped.run("figures", "key:cloud-share-2023q1", "-f", "json").json
    assert (found["value"], [each["key"] for each in found["actors"]]) == (65, ["aws", "google", "microsoft"])
    assert found["stated_by"][0]["name"] == "Synergy Research Group"
