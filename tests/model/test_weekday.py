"""Weekdays that cannot be."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.weekday import wrong_weekdays
from strategies import days, words

ENGLISH = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@pytest.mark.parametrize(
    ("text", "year", "weekday"),
    [
        ("It was shown on Thursday, March 18, in San Jose.", 2024, "Monday"),
        ("On Friday, March 30, 2023 the regulator acted.", 2024, "Thursday"),
        ("Thurs. 18 March", 2024, "Monday"),
        ("on Thursday the 18th of March 2024", 2020, "Monday"),
        ("12월 6일(목) 서울에서", 2023, "Wednesday"),
        ("2023년 12월 7일 금요일", 2020, "Thursday"),
        ("12월 6일 (목요일)", 2023, "Wednesday"),
    ],
)
def test_a_weekday_that_the_date_did_not_have_is_told(text: str, year: int, weekday: str) -> None:
    (wrong,) = wrong_weekdays(text, year)
    assert wrong.weekday == weekday
    assert wrong.text in text
    assert weekday in str(wrong)


@pytest.mark.parametrize(
    "text",
    [
        *("Monday, March 18", "12월 6일(수)", "on Wednesday, Dec. 6, 2023", "a Thursday in March", "18 March"),
        *("Sunday, June 31", "수요일 12월", "the Friday 13 club", "12월 6일 수백 명", ""),
    ],
)
def test_what_is_right_or_no_date_with_a_weekday_is_left_alone(text: str) -> None:
    assert wrong_weekdays(text, 2024 if "18" in text else 2023) == []


@given(days, st.integers(0, 6))
def test_a_weekday_is_wrong_just_if_the_calendar_says_so(day: date, weekday: int) -> None:
    text = f"{ENGLISH[weekday]}, {day:%B} {day.day}, {day.year}"
    korean = f"{day.year}년 {day.month}월 {day.day}일({'월화수목금토일'[weekday]})"
    for each in (text, korean):
        found = wrong_weekdays(each, 1)
        assert [wrong.day for wrong in found] == ([] if day.weekday() == weekday else [day])


@given(words)
def test_no_text_is_stumbled_over(text: str) -> None:
    assert isinstance(wrong_weekdays(text, 2024), list)
