"""What pieces of date expressions look like in Korean."""

from __future__ import annotations

import re
from typing import Any

from aitimeline.model.words.numeral import NATIVE_DAYS, NATIVE_PATTERN, SEVERAL, SINO, SINO_PATTERN, korean
from aitimeline.model.words.piece import Entry, Lexicon, words
from aitimeline.model.words.sense import Side

_FIGURES = r"\d{1,4}(?!\d)"
_NUMBER = rf"(?:{_FIGURES}|{SINO_PATTERN})"
_SMALL = r"(?:\d{1,2}(?!\d)|[일이삼사오육칠팔구십]{1,3}?)"
_UNITS = {"일": "day", "날": "day", "주": "week", "주일": "week", "달": "month", "개월": "month", "월": "month"} | {
    "해": "year",
    "년": "year",
    "년도": "year",
    "연도": "year",
    "분기": "quarter",
    "반기": "half",
    "세기": "century",
}
_PERIODS = "주말|주|달|해|날|분기|반기|상반기|하반기|봄|여름|가을|겨울"
_BEFORE_QUARTERS = 32  # of EDTF, whose first quarter is 33
_WEEKDAYS = "월화수목금토일"
_DAYS_APART = (
    {"오늘": 0, "금일": 0, "당일": 0, "그날": 0, "그 날": 0, "오늘밤": 0, "오늘 밤": 0}
    | {"어제": -1, "어저께": -1, "어젯밤": -1, "작일": -1, "그 전날": -1, "지난 날": -1}
    | {"그 다음 날": 1, "그 이튿날": 1}
    | {"그제": -2, "그저께": -2, "엊그제": -2, "엊그저께": -2, "그끄제": -3, "그끄저께": -3}
    | {"내일": 1, "명일": 1, "내일 모레": 2, "모레": 2, "글피": 3, "그글피": 4}
)
_BESIDE_A_DAY = {"전날": -1, "하루 전날": -1, "이틀 전날": -2, "다음 날": 1, "이튿날": 1, "익일": 1}
_SHIFTED = (
    {"올해": ("year", 0), "올 해": ("year", 0), "금년": ("year", 0), "당해": ("year", 0)}
    | {"작년": ("year", -1), "지난해": ("year", -1), "전년": ("year", -1), "거년": ("year", -1)}
    | {"재작년": ("year", -2), "지지난해": ("year", -2), "내년": ("year", 1), "명년": ("year", 1)}
    | {"이듬해": ("year", 1), "내후년": ("year", 2), "후년": ("year", 2)}
    | {"이달": ("month", 0), "금월": ("month", 0), "당월": ("month", 0), "내달": ("month", 1), "전월": ("month", -1)}
    | {"전달": ("month", -1), "익월": ("month", 1)}
    | {"금주": ("week", 0), "내주": ("week", 1), "차주": ("week", 1)}
    | {"당분기": ("quarter", 0), "전분기": ("quarter", -1)}
)
_SIDES = (
    {"이번": Side(0), "같은": Side(0), "해당": Side(0), "다음": Side(1), "다다음": Side(2)}
    | {"지난": Side(-1), "저번": Side(-1), "지지난": Side(-2), "저저번": Side(-2), "직전": Side(-1), "이전": Side(-1)}
    | dict.fromkeys(("오는", "돌아오는", "다가오는"), Side(1, is_coming=True))
    | dict.fromkeys(("향후", "앞으로", "앞으로의"), Side(1, is_counting=True))
    | dict.fromkeys(("최근", "과거"), Side(-1, is_counting=True))
    | {"바로 다음": Side(1, is_near=True), "바로 전": Side(-1, is_near=True)}
)
_PARTS = (
    {"초": "early", "초순": "early", "상순": "early", "초반": "early", "중순": "mid", "중반": "mid", "중엽": "mid"}
    | {"말": "late", "하순": "late", "후반": "late", "말미": "late", "막판": "late", "초엽": "early", "말엽": "late"}
    | {"전반": "first", "후반부": "late", "초기": "early", "중기": "mid", "말기": "late"}
)
_UNIT_PARTS = (
    {"연초": ("year", "start"), "연말": ("year", "end"), "세밑": ("year", "end"), "연중": ("year", "whole")}
    | {"연내": ("year", "rest"), "월초": ("month", "early"), "월말": ("month", "late")}
    | {"주초": ("week", "early"), "주말께": ("week", "weekend")}
)
_SEASONS = {"봄": 21, "여름": 22, "가을": 23, "겨울": 24, "봄철": 21, "여름철": 22, "가을철": 23, "겨울철": 24}
_HALVES = {"상반기": 40, "하반기": 41, "전반기": 40, "후반기": 41}
HOLIDAYS = (
    {"신정": (1, 1), "새해 첫날": (1, 1), "삼일절": (3, 1), "3·1절": (3, 1), "3.1절": (3, 1), "식목일": (4, 5)}
    | {"근로자의 날": (5, 1), "노동절": (5, 1), "어린이날": (5, 5), "어버이날": (5, 8), "스승의 날": (5, 15)}
    | {"현충일": (6, 6), "제헌절": (7, 17), "광복절": (8, 15), "국군의 날": (10, 1), "개천절": (10, 3)}
    | {"한글날": (10, 9), "핼러윈": (10, 31), "할로윈": (10, 31), "빼빼로데이": (11, 11), "밸런타인데이": (2, 14)}
    | {"발렌타인데이": (2, 14), "화이트데이": (3, 14), "만우절": (4, 1), "크리스마스 이브": (12, 24)}
    | {"크리스마스": (12, 25), "성탄절": (12, 25), "제야": (12, 31)}
)


def _year(text: str) -> int | None:
    number = korean(re.sub(r"[년도\s]+$", "", text))
    return number if number and 1000 <= number <= 2999 else None  # noqa: PLR2004 -- years of four digits


def _short_year(text: str) -> tuple[int, str]:
    return int(re.sub(r"\D", "", text)), "year"


def _month(text: str) -> int | None:
    plain = re.sub(r"\s", "", text)
    number = {"유월": 6, "시월": 10}.get(plain) or korean(plain.removesuffix("월"))
    return number if number and 1 <= number <= 12 else None  # noqa: PLR2004 -- months


def _day(text: str) -> int | None:
    return korean(text.rstrip().removesuffix("일"))


def _count(text: str) -> tuple[int, str, bool] | None:
    """A count of units: its number, its unit, and whether it is only approximate."""
    plain = re.sub(r"\s", "", text)
    if plain == "반년":
        return 6, "month", False
    if plain in NATIVE_DAYS:
        return NATIVE_DAYS[plain], "day", False
    if plain in {"며칠", "몇일", "수일"}:
        return SEVERAL, "day", True
    unit = next(each for each in sorted(_UNITS, key=len, reverse=True) if plain.endswith(each))
    number = plain.removesuffix(unit)
    if number in {"몇", "수", "몇십"}:
        return SEVERAL * (10 if number == "몇십" else 1), _UNITS[unit], True
    value = korean(number.removesuffix("여"))
    return None if value is None else (value, _UNITS[unit], number.endswith("여"))


def _ordinal(text: str) -> int | None:
    plain = re.sub(r"\s|^제|번째|번|째", "", text)
    return -1 if plain in {"마지막", "맨마지막"} else 1 if plain == "첫" else korean(plain)


def _quarter(text: str) -> int | None:
    plain = re.sub(r"^제|\s", "", text)
    number = korean(plain[0])
    return _BEFORE_QUARTERS + number if number and 1 <= number <= 4 else None  # noqa: PLR2004 -- quarters


def _decade(text: str) -> str | None:
    """A decade or century, as EDTF writes it."""
    number = korean(re.sub(r"년대|세기|[\s'’]", "", text))
    if number is None:
        return None
    if "세기" in text:
        return f"{number - 1:02}XX" if 1 <= number <= 30 else None  # noqa: PLR2004 -- centuries of four digits
    year = number if number >= 1000 else number + (1900 if number >= 30 else 2000)  # noqa: PLR2004
    return f"{year // 10:03}X"


def _clock(text: str) -> tuple[int, int] | None:
    """Hour and minute; an hour without morning or afternoon is taken as it stands."""
    plain = re.sub(r"\s", "", text)
    if plain in {"정오", "자정"}:
        return (12, 0) if plain == "정오" else None
    parts = re.search(r"(\d{1,2})(?:시|:)(?:(\d{1,2})|(반))?", plain)
    if not parts:
        return None
    hour, minute = int(parts[1]), 30 if parts[3] else int(parts[2] or 0)
    if plain.startswith(("오후", "저녁", "밤")) and hour < 12:  # noqa: PLR2004
        hour += 12
    elif plain.startswith(("오전", "새벽")) and hour == 12:  # noqa: PLR2004
        hour = 0
    return (hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004


def _weekday(text: str) -> int:
    return _WEEKDAYS.index(re.sub(r"[\s(（]", "", text)[0])


def _sharing(text: str) -> list[tuple[str, Any, int, int]]:
    """The pieces of two numbers with one unit: 27~28일, 5·6일, 1~3분기, 2014~2018년."""
    found = re.search(r"(\d+)\s?(\D)\s?(\d+)\s?([년월일분])", text)
    if not found:
        return []
    kind = {"년": "Y", "월": "M", "일": "D", "분": "Q"}[found[4]]
    base = _BEFORE_QUARTERS if kind == "Q" else 0
    joint = "&" if found[2] in "·,・" else "-"
    return [
        (kind, base + int(found[1]), *found.span(1)),
        (joint, found[2], *found.span(2)),
        (kind, base + int(found[3]), found.start(3), len(text)),
    ]


ENTRIES = (
    Entry(
        "-",
        r"\d{1,2}\s?[~∼〜～–·,・-]\s?\d{1,2}\s?[월일](?!\s?(?:전|후|뒤|이내|간|동안|만에))|[1-4]\s?[~∼〜～–-]\s?[1-4]\s?분기|\d{4}\s?[~∼〜～–-]\s?\d{4}\s?년",
        parts=_sharing,
    ),
    words("R", _DAYS_APART),
    words("r", _BESIDE_A_DAY),
    words("R", {"지금": 0, "현재": 0, "이제": 0}, is_weak=True),
    words("H", HOLIDAYS),
    Entry("C", rf"(?:(?:\d{{4}}|['’]?\d0|{SINO_PATTERN})\s?년대|{_NUMBER}\s?세기)", _decade),
    Entry("W", rf"[{_WEEKDAYS}]요일", _weekday),
    Entry("W", rf"[(（]\s?[{_WEEKDAYS}](?:요일)?\s?[)）]", _weekday, is_follower=True),
    Entry("Q", r"(?:제\s?)?[1-4일이삼사]\s?(?:[·/∙・]\s?4\s?|[4사]\s?)?분기", _quarter),
    words("Q", _HALVES),
    words("S", _SHIFTED),
    Entry("Y", rf"(?:\d{{4}}|[{SINO}]{{3,10}}?)\s?년(?:도(?![가-힣]{{2}}))?", _year),
    Entry("y", r"['’‘]\d\d\s?년", _short_year),
    Entry("M", "[일이]월", _month, is_weak=True),
    Entry("M", rf"{_SMALL}\s?월", _month),
    Entry("M", "유월|시월", _month),
    Entry("N", rf"(?:\d{{1,3}}|[{SINO}]{{1,6}})\s?일(?=\s?(?:간|동안|내내))", _count),
    Entry("N", r"(?:3[2-9]|[4-9]\d|\d{3,4})\s?일(?=\s?(?:전|후|뒤|이내|안))", _count),
    Entry("D", r"\d{1,2}\s?일", _day),
    Entry(
        "O",
        r"(?:제\s?)?(?:\d{1,2}|첫|두|세|네|다섯|여섯|일곱|여덟|아홉|열)\s?번\s?째|맨\s?마지막|마지막|첫\s?째",
        _ordinal,
    ),
    Entry("O", r"(?:둘|셋|넷|다섯|여섯)\s?째|첫(?=\s?(?:주|날|해|달|분기|[월화수목금토일]요일))", _ordinal),
    Entry("N", rf"{'|'.join(NATIVE_DAYS)}|며칠|반년", _count),
    Entry("N", rf"(?:{_FIGURES}|{NATIVE_PATTERN}|몇|수)\s?(?:주일|주|해|년|달)(?!말)", _count),
    Entry("N", rf"(?:\d{{1,3}}|[{SINO}]{{1,4}})\s?여\s?(?:개월|주일|주|년|달|일)(?=\s?(?:전|후|뒤))", _count),
    Entry("N", rf"(?:(?:{_FIGURES}|몇\s?십|몇|수)\s?|{SINO_PATTERN})(?:개월|주일|주|년|분기|세기)(?!말)", _count),
    Entry("N", r"[일이삼사오육칠팔구십]\s(?:년|주|개월)(?=\s?(?:전|후|뒤|이내))", _count),
    Entry("D", rf"[{SINO}]{{1,6}}\s?일(?!요일)", _day),
    Entry("N", r"(?:몇|수)\s?일", _count),
    words("w", {"주말": "weekend"}),
    words("p", _UNIT_PARTS),
    Entry("A", "전(?![날반])", lambda _: -1, is_follower=True),
    Entry("A", "후(?!반)|뒤", lambda _: 1, is_follower=True),
    Entry("I", "이내|내|안(?=에|$|[^가-힣])", is_follower=True),
    Entry("F", "이후|이래", is_follower=True),
    Entry("U", "이전", is_follower=True),
    Entry(
        "s",
        rf"[이그](?=\s(?:{_PERIODS})|\s?달|\s?\d{{1,2}}\s?월)|[올금](?=\s?(?:{_PERIODS}|연말|연초|\d))",
        lambda _: Side(0),
    ),
    words("s", _SIDES),
    words("E", _SEASONS, is_weak=True),
    words("P", _PARTS, is_follower=True),
    Entry("P", r"(?:(?:좀|조금)\s?)?(?:더\s?)?일찍|들어서?", lambda _: "so far", is_follower=True),
    Entry(
        "P",
        r"(?:(?:좀|조금)\s?)?(?:더\s?)?(?:늦게|나중에?)|나머지|남은\s?(?:기간|날)",
        lambda _: "rest",
        is_follower=True,
    ),
    Entry(
        "u", "주일|주(?!말|년|요|도|식)|달|분기|반기|해|날|년도|연도|년", lambda text: _UNITS[text], is_follower=True
    ),
    Entry("-", r"(?:으?로)?부터|에서|\s?[~∼〜～–—]\s?|-|/(?=\d{4})|\.\.(?!\.)", str.strip, is_follower=True),
    Entry(">", r"까지|사이", is_follower=True),
    Entry("&", r"과|와|및|·|,(?=\s?\d{1,2}\s?일)", is_follower=True),
    Entry("~", "경|쯤|무렵|즈음|께|전후", is_follower=True),
    Entry("~", "약|대략", str),
    Entry(
        "T",
        r"(?:오전|오후|새벽|아침|낮|저녁|밤)?\s?\d{1,2}시(?:\s?\d{1,2}분|\s?반)?|(?:오전|오후)\s?\d{1,2}:\d\d|정오",
        _clock,
        is_follower=True,
    ),
)

LEXICON = Lexicon(
    ENTRIES, first="[가-힣\\d'’‘]", border=r"(?<![A-Za-z\d])(?<!\d[.,:/-])(?:(?<![가-힣])|(?=\d))", edge=""
)

_AFTER = (
    r"에서는|에서도|에는|에도|에야|에만|에서|에|부터는|부터|까지는|까지도|까지|으로는|으로|로는|로서|로|은|는|이|가|을|를|"
    r"의|와|과|도|만|자|부로|부|께|보다|처럼|이나|나|하고|랑|및|중에|중|현재|내내|내|기준|당시|밤|오전|오후|새벽|아침|저녁|발"
)
ENDING = rf"(?:(?:{_AFTER})?(?![가-힣])|(?:이다|입니다|인|이었|였|이며|이고|이라|이지|이면|임|일\s)[가-힣]{{0,4}})"
"""What may follow an expression: a particle or a form of 'to be', or no letter at all."""

TAIL = rf"\s?(?:{_AFTER}|간|동안|중|[(（]현지\s?시[간각][)）]|아침|morning|afternoon|evening|night)?"
"""What a person may type after an expression, to no effect."""

STRETCH_ENDING = r"\s?(?:간|동안|새|중)(?![가-힣]{2})"
"""What may follow a stretch of time besides: 앞으로 4주간."""

DURATION = (
    r"\s?(?:간|동안|만에|만인|만\s|째|이상|이하|넘|내내|연속|치|여|가량|씩|마다|정도|남짓|밖에|차|짜리|분량|여간|미만|안팎|생|"
    r"앞|걸|\s?이?나\s)"
)
"""What makes a count of days a length and not a date: 6일간, 5일 만에."""
