"""Anniversaries, as an answer."""

from __future__ import annotations

import pytest

from aitimeline.answer.anniversary import anniversaries_answer, years_text
from aitimeline.answer.showing import Showing
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import Days, day_number
from aitimeline.query.anniversary import anniversaries
from aitimeline.render.format import Paper, pieces_of
from strategies import event_of, record_of
from workbench import timeline_from

ASKED = Days(day_number(2024, 12, 6), day_number(2024, 12, 7))


def written(timeline: Timeline, output_format: str, language: str = "en") -> str:
    """The anniversaries on two days, in a format."""
    found = anniversaries(timeline, ASKED)
    answer = anniversaries_answer(found.found, found.left_out, ASKED, Showing(timeline, language, None))
    return "".join(pieces_of(answer, output_format, Paper(language=language)))


def timeline_with(*dates: str) -> Timeline:
    """Events on these days."""
    return timeline_from(record_of(event_of(when), n, subject=f"e-{n}") for n, when in enumerate(dates))


def test_a_person_reads_the_day_what_was_and_below_it_its_key() -> None:
    assert written(timeline_with("2023-12-06"), "table") == (
        "Anniversaries from 2024-12-06 to 2024-12-07\n\n2024-12-06  An event: one year\n            e-0  2023-12-06\n"
    )


def test_what_is_left_out_is_said_below() -> None:
    assert written(timeline_with("2023-12-06", "2023-12"), "table").endswith(
        "\n\n1 event that may have one is left out, as its day is not known.\n"
    )
    assert written(timeline_with("2023-12"), "table", "ko") == (
        "2024-12-06부터 2024-12-07까지 기념일이 없음.\n\n1건은 날을 정확히 알 수 없어 뺌.\n"
    )


def test_rows_say_whether_the_number_is_round() -> None:
    assert written(timeline_with("2022-12-06"), "csv").split("\r\n")[1] == "2024-12-06,2,false,e-0,2022-12-06,An event"
    assert "| 2024-12-06 | 2 | no | e-0 |" in written(timeline_with("2022-12-06"), "md")


@pytest.mark.parametrize(
    ("years", "language", "text"),
    [(1, "en", "one year"), (9, "en", "nine years"), (10, "en", "10 years"), (1234, "ko", "1,234년")],
)
def test_years_are_said_in_words_up_to_nine(years: int, language: str, text: str) -> None:
    assert years_text(years, language) == text
