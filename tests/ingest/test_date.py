"""Dates as a person gives them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from aitimeline.ingest.date import DateReader
from aitimeline.model.error import BadInputError
from strategies import edtf

REF = date(2023, 12, 8)


def reader(told: list[str] | None = None) -> DateReader:
    return DateReader(lambda: REF, (told if told is not None else []).append)


@given(edtf)
def test_edtf_is_read_as_it_is_and_nothing_is_told(text: str) -> None:
    told: list[str] = []
    assert reader(told)(text).edtf
    assert told == []


@pytest.mark.parametrize(
    ("text", "when"),
    [("지난 6일", "2023-12-06"), ("yesterday", "2023-12-07"), ("2023-11..2023-12-01", "2023-11/2023-12-01")],
)
def test_words_are_read_from_the_day_of_reference_and_told(text: str, when: str) -> None:
    told: list[str] = []
    assert reader(told)(text).edtf == when
    assert told[0].startswith(f"{text!r} is read as {when}")


@pytest.mark.parametrize(
    "text", ["2023-13-01", "2023-12-07/2023-12-01", "2023-12-32", "after:Not A Key", "after:2024 before:2023"]
)
def test_what_is_meant_as_edtf_is_not_taken_for_words(text: str) -> None:
    with pytest.raises(BadInputError):
        reader()(text)


@pytest.mark.parametrize(
    "text", ["2023-12-07..2023-12-01", "2023-12-07 to 2023-12-01", "2023 -12-07", "2023- 12-07", "2023-12 -07"]
)
def test_a_year_that_is_given_is_kept_or_the_date_is_refused(text: str) -> None:
    with pytest.raises(BadInputError):
        reader()(text)


@pytest.mark.parametrize("text", ["[2023-12-01..2023-11-01]", "{2023,}", "[]", "20XX-02-30"])
def test_sets_and_masks_that_are_wrong_are_told_where(text: str) -> None:
    with pytest.raises(BadInputError, match="position"):
        reader()(text)


def test_slashes_after_a_year_are_year_month_and_day() -> None:
    told: list[str] = []
    assert reader(told)("2023/12/07").edtf == "2023-12-07"
    assert told == ["'2023/12/07' is read as 2023-12-07"]


def test_checking_tells_nothing() -> None:
    told: list[str] = []
    reader(told).check("yesterday")
    assert told == []
    with pytest.raises(BadInputError):
        reader(told).check("nonsense")
