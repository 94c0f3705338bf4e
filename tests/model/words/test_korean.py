"""Korean dates as people type them and as the news writes them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from aitimeline.model.day import as_date
from aitimeline.model.error import BadInputError
from aitimeline.model.when import When
from aitimeline.model.words import find_dates, read_date

DATA = Path(__file__).parents[4] / "shared/data"
FRIDAY = date(2023, 12, 8)
NEEDS_DATA = pytest.mark.skipif(not (DATA / "temporal").is_dir(), reason="the data are not here")

READ = [
    *[("2016 년 1 월 1 일", "2016-01-01"), ("100일 후", "2024-03-17"), ("20231206", "2023-12-06")],
    *[("23.12.6", "2023-12-06"), ("그 이튿날", "2023-12-09")],
    *[("어제", "2023-12-07"), ("그저께", "2023-12-06"), ("내일모레", "2023-12-10"), ("글피", "2023-12-11")],
    *[("지난 6일", "2023-12-06"), ("지난달 28일", "2023-11-28"), ("지난 11월 30일", "2023-11-30")],
    *[("오는 15일", "2023-12-15"), ("바로 다음 7일", "2023-12-07"), ("12월1일", "2023-12-01")],
    *[("12월 1 일", "2023-12-01"), ("십이월 이십오일", "2022-12-25"), ("이천십팔년 삼월", "2018-03")],
    *[("11월 말", "[2023-11-21..2023-11-30]"), ("3월 중순", "[2023-03-11..2023-03-20]"), ("내년 초", "2024-37")],
    *[("지난해 말", "2022-39"), ("연말", "2023-12"), ("1990년대 초", "[1990..1992]"), ("90년대", "199X")],
    *[("11월 말에서 12월 1일까지", "2023-11-21~/2023-12-01"), ("11월 27일~12월 1일", "2023-11-27/2023-12-01")],
    *[("27~28일", "2023-11-27/2023-11-28"), ("5·6일", "2023-12-05/2023-12-06"), ("1~3월", "2023-01/2023-03")],
    *[("2014~2018년", "2014/2018"), ("2014년부터 2018년까지", "2014/2018"), ("12월 6~7일", "2023-12-06/2023-12-07")],
    *[("2023년 1분기", "2023-33"), ("작년 4분기", "2022-36"), ("1·4분기", "2023-33"), ("2016년 3사분기", "2016-35")],
    *[("올해 상반기", "2023-40"), ("올 하반기", "2023-41"), ("내년", "2024"), ("재작년", "2021"), ("내후년", "2025")],
    *[("다음 주 일요일", "2023-12-17"), ("지난주 금요일", "2023-12-01"), ("수요일", "2023-12-06")],
    *[("이번 달 첫 번째 금요일", "2023-12-01"), ("12월 마지막 금요일", "2023-12-29")],
    *[("12월 첫째 주", "[2023-12-04..2023-12-10]"), ("올해 첫 주", "[2023-01-02..2023-01-08]")],
    *[("이틀 전", "2023-12-06"), ("보름 전", "2023-11-23"), ("두 달 뒤", "2024-02-08"), ("3년 전", "2020-12-08")],
    *[("2주 뒤 금요일", "2023-12-22"), ("몇 주 전", "2023-11-17~"), ("약 3년 전", "2020-12-08~")],
    *[("12월 6일경", "2023-12-06~"), ("12월 6일 무렵", "2023-12-06~"), ("2000년 이후", "2000/..")],
    *[("내년까지", "../2024"), ("12월부터", "2023-12/.."), ("12월 1일 이전", "../2023-12-01")],
    *[("지난 3년간", "2020-12-08/2023-12-08"), ("향후 10년", "2023-12-09/2033-12-08")],
    *[("5일 이내", "2023-12-08/2023-12-13"), ("21세기", "20XX"), ("2023년 봄", "2023-21"), ("광복절", "2023-08-15")],
    *[("2023년 크리스마스", "2023-12-25"), ("'23년 12월", "2023-12"), ("23년 12월", "2023-12")],
    *[("2023.12.6.", "2023-12-06"), ("12/6", "2023-12-06"), ("23-12-06", "2023-12-06"), ("12월 6일(수)", "2023-12-06")],
    *[("12월 1일 오후 3시", "2023-12-01T15:00:00"), ("오늘 오전 9시 30분", "2023-12-08T09:30:00")],
    *[("11월 말..12월 1일", "2023-11-21~/2023-12-01"), ("어제..", "2023-12-07/.."), ("지난 2016년 3월", "2016-03")],
    *[("다음 금요일", "2023-12-15"), ("오는 수요일", "2023-12-13"), ("지난 3일간", "2023-12-05/2023-12-08")],
    *[("12월 6일부터 3일간", "2023-12-06/2023-12-08"), ("크리스마스 다음 날", "2022-12-26")],
    *[("올해 들어", "[2023-01-01..2023-12-08]"), ("연내", "[2023-12-08..2023-12-31]"), ("20여 년 전", "2003-12-08~")],
    *[("1~3분기", "2023-33/2023-35"), ("지난해 10월부터 올해 3월까지", "2022-10/2023-03"), ("올 3분기", "2023-35")],
    *[("지난 6일(현지시간)", "2023-12-06"), ("11월 19일, 20일", "2023-11-19/2023-11-20"), ("일 년 전", "2022-12-08")],
    *[("지난 6일에", "2023-12-06"), ("6일", "2023-12-06"), ("9일", "2023-11-09")],
]

NO_DATES = """GPT-4는 65%를 기록했고 버전 2.0.1은 1.5배 빠르다. 수 많은 일이 있었다. 달이 밝다. 3-2로 이겼다.
6일간 열린 행사는 5개월 만에, 10일 만에 끝났다. 3년 동안 일했다. 3일째, 2주년, 1년차. 오일 가격과 이월 상품, 주말농장.
봄봄, 수요 예측과 화요비, 토요타, 금일봉, 목요장터. 하루 3번, 이틀간. 20년 경력, 30대, 100만 명. 매일 일하고 매주 쉰다.
이해와 그해결, 전주 한옥마을. 올림픽과 초반 득점. 제3의 물결. 2군 무대, 3사가 점유. 전화 02-1234-5678, 1,234원, 5만원.
4분의 1. 3~4명. 오늘날 우리는. 이번 연합에 참여. 지난 대회. 다음 단계. 그 이유. 생일 선물. 이주 노동자. 쪽수 12-30."""


@pytest.mark.parametrize(("text", "expected"), READ)
def test_a_korean_expression_is_read(text: str, expected: str) -> None:
    assert read_date(text, FRIDAY).when.edtf == When.parse(expected).edtf


@pytest.mark.parametrize(
    "text", ["이번 달 31일", "13월 1일", "2월 30일", "다섯째 주 일요일", "달", "일", "65%", "챗GPT"]
)
def test_what_the_calendar_lacks_is_refused(text: str) -> None:
    with pytest.raises(BadInputError):
        read_date(text, date(2023, 11, 8))


def test_no_date_is_found_where_there_is_none() -> None:
    assert [each.text for each in find_dates(NO_DATES, FRIDAY)] == []


@pytest.mark.parametrize(
    "particle", ["에", "에는", "의", "은", "이", "로", "에도", "이다", "부로", "", ",", "(현지시간)"]
)
def test_a_particle_is_no_part_of_the_expression(particle: str) -> None:
    (found,) = find_dates(f"구글은 지난 6일{particle} 제미나이를 공개했다", FRIDAY)
    assert (found.text, found.start, found.end) == ("지난 6일", 4, 9)


@NEEDS_DATA
def test_the_dates_of_the_column_are_found() -> None:
    column = (DATA / "000_0200a4a0cae8c2e1.txt").read_text("utf-8")
    assert [(each.text, each.when.edtf) for each in find_dates(column, date(2023, 12, 10))] == [
        ("지난 11월 30일", "2023-11-30"),
        ("지난 6일", "2023-12-06"),
        ("2023년 1분기", "2023-33"),
        ("바로 다음 7일", "2023-12-07"),
        ("지난 11월 말에서 12월1일까지", "2023-11-21~/2023-12-01"),
        ("내년부터", "2024/.."),
    ]


def _is_value(when: When, case: dict[str, Any]) -> bool:
    """True if it has the days that the case lists; ``bench/korean_dates.py`` says what is counted, and why."""
    if not case["past"]:
        season = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}[case["timex"][-2:]]
        return when.edtf[4:] == f"-{season}" and case["timex"][:4] in {case["timex"][-2:], when.edtf[:4]}
    return any(_is_same(when, case[side]) for side in ("past", "future"))


def _is_same(when: When, value: dict[str, str]) -> bool:
    if "date" in value:
        return when.earliest == when.latest == date.fromisoformat(value["date"])
    if "startDate" not in value or when.is_open:
        return False
    ends = {when.latest, when.latest + timedelta(days=1), as_date(when.end.first)}
    return when.earliest == date.fromisoformat(value["startDate"]) and date.fromisoformat(value["endDate"]) in ends


@NEEDS_DATA
def test_the_development_set_is_read_and_found() -> None:
    lines = (DATA / "temporal/korean_dates.jsonl").read_text("utf-8").splitlines()
    read = placed = 0
    for case in map(json.loads, lines):
        ref = date.fromisoformat(case["reference"])
        start, end = case["start"], case["start"] + case["length"]
        found = find_dates(case["text"], ref)
        if case["past"].get("date") == "0001-01-01":  # its word for: there is no such day
            placed += not any(each.start < end and each.end > start for each in found)
            try:
                read_date(case["expression"], ref)
            except BadInputError:
                read += 1
            continue
        placed += any(
            (each.start, each.end) == (start, end) and any(_is_value(when, case) for when in (each.when, *each.others))
            for each in found
        )
        try:
            alone = read_date(case["expression"], ref)
        except BadInputError:
            continue
        read += any(_is_value(when, case) for when in (alone.when, *alone.others))
    assert read >= 0.95 * len(lines)
    assert placed >= 0.90 * len(lines)
