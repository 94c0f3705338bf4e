"""How the pace changed, as an answer."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from rich.cells import cell_len

from aitimeline.answer.answer import Named
from aitimeline.answer.pace import count_text, pace_answer
from aitimeline.index.condition import ALWAYS
from aitimeline.index.timeline import Timeline
from aitimeline.model.error import BadInputError
from aitimeline.model.period import Unit
from aitimeline.model.record import Record
from aitimeline.query.pace import pace
from aitimeline.render.format import Paper, pieces_of
from strategies import dense_logs, event_of, record_of
from workbench import timeline_from


def timeline_with(*dates: str) -> Timeline:
    """Events on these days."""
    return timeline_from(record_of(event_of(when), n, subject=f"e-{n}") for n, when in enumerate(dates))


def written(timeline: Timeline, output_format: str, paper: Paper, unit: Unit = Unit.MONTH) -> str:
    """The pace of a timeline, in a format."""
    counted = pace(timeline, unit)
    return "".join(pieces_of(pace_answer(counted, ALWAYS, paper.language), output_format, paper))


@pytest.mark.parametrize("language", ["en", "ko"])
@given(dense_logs())
def test_a_table_fits_its_paper_and_has_a_line_for_each_period(language: str, records: list[Record]) -> None:
    timeline = timeline_from(records)
    lines = written(timeline, "table", Paper(60, language=language)).splitlines()
    assert max(map(cell_len, lines)) <= 60
    names = [period["period"] for period in json.loads(written(timeline, "json", Paper()))["periods"]]
    assert [line.split()[0] for line in lines if line.split()[:1] and line.split()[0] in names] == names


def test_where_there_is_little_room_the_bars_go_rather_than_the_numbers() -> None:
    table = written(timeline_with("2023-11-27", "2023-12-06", "2023-12-07"), "table", Paper(28))
    assert "2023-12       2      +1  ███\n" in table


def test_it_cites_the_ends_of_the_longest_gap_and_counts_the_rest() -> None:
    answer = pace_answer(pace(timeline_with("2023-11-27", "2023-11-28", "2023-12-06"), Unit.WEEK), ALWAYS, "en")
    assert answer.basis.about == [Named("e-1"), Named("e-2")]
    assert answer.basis.counted == ALWAYS


@pytest.mark.parametrize("output_format", ["csv", "jsonl", "md", "html"])
def test_what_comes_row_by_row_has_no_end(output_format: str) -> None:
    timeline = timeline_with("1800-01-01", "2023-01-01")  # more than are shown together
    assert written(timeline, output_format, Paper()).count("\n") > 2_600


@pytest.mark.parametrize("output_format", ["json", "table"])
def test_what_is_shown_together_has_an_end(output_format: str) -> None:
    with pytest.raises(BadInputError, match="--by year"):
        written(timeline_with("0100-01-01", "2023-01-01"), output_format, Paper())


@pytest.mark.parametrize(
    ("count", "text"), [(Fraction(12), "12"), (Fraction(25, 2), "12.5"), (Fraction(1, 30), "<0.1"), (Fraction(0), "0")]
)
def test_a_count_is_said_to_a_tenth_where_it_is_broken(count: Fraction, text: str) -> None:
    assert count_text(count) == text
