"""What holds of every text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.error import BadInputError
from aitimeline.model.words import find_dates, read_date
from stopwatch import at_most

_MIXED = """
어제 지난 6일 12월 말 2023년 1분기 첫째 주 금요일 부터 까지 에서 ~ .. 이번 달 전 후 이내 약 경 사이 와 내년
초 last next this week Dec 6 2023 the first of March late early since
until from to and between ago two weeks Q1 Friday , - / 12/6 2023-12-06
99999 31 3 pm 오후 3시 1990s 년대 세기 ( ) % ' [ ] 일 월 May 을 의
"""
_BITS = _MIXED.split()
_bits = st.lists(st.sampled_from(_BITS), max_size=10).flatmap(
    lambda bits: st.sampled_from(["", " "]).map(lambda joint: joint.join(bits))
)
texts = st.one_of(_bits, st.text(max_size=60))
refs = st.one_of(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.dates())

ADVERSARIAL = [
    *("1" * 100_000, "일" * 50_000, "월 " * 50_000, "이십" * 50_000, "1-" * 50_000, " " * 100_000, "the " * 25_000),
    *("2023.." * 5_000, "3월 " * 5_000, "12월 1일부터 " * 3_000, "May " * 10_000, "last " * 20_000, "\n" * 50_000),
    *("십일 " * 10_000, "5," * 50_000, "(" * 50_000, "twenty-" * 20_000, "from " * 10_000, "~" * 50_000),
]


@given(texts, refs)
def test_no_text_gives_anything_but_a_reading_or_bad_input(text: str, ref: date) -> None:
    try:
        reading = read_date(text, ref)
    except BadInputError:
        return
    assert reading.when.earliest <= reading.when.latest
    assert text[reading.start : reading.end] == reading.text == text.strip()


@given(texts, refs)
def test_what_is_found_stands_where_it_says_and_reads_alone_as_the_same(text: str, ref: date) -> None:
    last = 0
    for found in find_dates(text, ref):
        assert last <= found.start < found.end
        assert text[found.start : found.end] == found.text
        assert found.when.earliest <= found.when.latest
        assert read_date(found.text, ref).when == found.when
        last = found.end


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)), refs)
def test_a_day_written_out_is_that_day(day: date, ref: date) -> None:
    written = [day.isoformat(), f"{day.year}년 {day.month}월 {day.day}일", f"{day:%B} {day.day}, {day.year}"]
    written += [
        f"{day.day} {day:%b} {day.year}",
        f"{day.year}. {day.month}. {day.day}.",
        f"{day.year}/{day.month}/{day.day}",
    ]
    assert {read_date(text, ref).when.edtf for text in written} == {day.isoformat()}


@pytest.mark.long
@pytest.mark.parametrize("text", ADVERSARIAL, ids=lambda text: repr(text[:8]))
def test_no_text_takes_long(text: str) -> None:
    with at_most(10):
        find_dates(text, date(2023, 12, 8))
        with pytest.raises(BadInputError):
            read_date(text, date(2023, 12, 8))


@pytest.mark.long
def test_a_million_characters_are_scanned() -> None:
    prose = (
        "구글은 지난 6일 제미나이를 공개했다. It was announced on Dec. 6 in New York, and the market took note of it. "
    )
    text = prose * (1_000_000 // len(prose))
    with at_most(60):
        assert len(find_dates(text, date(2023, 12, 8))) == 2 * (1_000_000 // len(prose))
