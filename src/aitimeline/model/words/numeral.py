"""Numbers in words, Korean and English."""

from __future__ import annotations

import re

SINO = "영공일이삼사오육륙칠팔구십백천"
SINO_PATTERN = f"[{SINO}]{{1,10}}?"
_DIGITS = dict(zip("영공일이삼사오육륙칠팔구", (0, 0, 1, 2, 3, 4, 5, 6, 6, 7, 8, 9), strict=True))
_POWERS = {"십": 10, "백": 100, "천": 1000}

NATIVE_DAYS = {"하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "여드레": 8} | {
    "아흐레": 9,
    "열흘": 10,
    "보름": 15,
}
NATIVE = {
    "한": 1,
    "하나": 1,
    "두": 2,
    "둘": 2,
    "세": 3,
    "석": 3,
    "셋": 3,
    "서": 3,
    "네": 4,
    "넉": 4,
    "넷": 4,
    "너": 4,
} | {"다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9}
_NATIVE_TENS = {"열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50}
NATIVE_PATTERN = (
    "(?:열|스물|서른|마흔|쉰)?(?:다섯|여섯|일곱|여덟|아홉|하나|한|둘|두|셋|세|석|넷|네|넉)|열|스무|스물|서른|마흔|쉰"
)
_CENTURY, _CENTURY_BREAK = 100, 50
SEVERAL = 3
"""What 'several', 'a few' and 몇 are counted as; the reading says so and is only approximate."""

_ONES = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
ENGLISH = (
    {word: number for number, word in enumerate(_ONES, start=1)}
    | {"seventeen": 17, "eighteen": 18, "nineteen": 19, "a": 1, "an": 1, "dozen": 12, "couple of": 2, "couple": 2}
    | _TENS
)
_FIRST_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
ENGLISH_ORDINALS = (
    {word: number for number, word in enumerate(_FIRST_ORDINALS, start=1)}
    | {"thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18}
    | {"nineteenth": 19, "twentieth": 20, "thirtieth": 30, "last": -1, "final": -1}
)
_ORDINAL_END = re.compile(r"(?<=\d)(?:st|nd|rd|th)", re.IGNORECASE)


def sino(text: str) -> int | None:
    """The number that Sino-Korean words say: 이십삼 is 23, 이천십팔 2018, 이공일팔 2018; None if they say none."""
    if all(letter in _DIGITS for letter in text):
        return int("".join(str(_DIGITS[letter]) for letter in text)) if text else None
    total, digit, last_power = 0, None, 10_000
    for letter in text:
        if letter in _POWERS:
            power = _POWERS[letter]
            if power >= last_power or digit == 0:
                return None
            total, digit, last_power = total + (digit or 1) * power, None, power
        elif letter in _DIGITS and digit is None:
            digit = _DIGITS[letter]
        else:
            return None
    return total + (digit or 0)


def korean(text: str) -> int | None:
    """The number in figures, Sino-Korean or native Korean words; None if it is none."""
    text = "".join(text.split())
    if text.isdecimal():
        return int(text)
    if text in NATIVE_DAYS:
        return NATIVE_DAYS[text]
    for word, ten in _NATIVE_TENS.items():
        if text.startswith(word):
            rest = text.removeprefix(word)
            return ten + NATIVE[rest] if rest in NATIVE else None if rest else ten
    return NATIVE[text] if text in NATIVE else sino(text)


def english(text: str) -> int | None:
    """The number in figures or English words, up to ninety-nine; None if it is none."""
    plain = " ".join(text.casefold().replace("-", " ").split())
    if plain.isdecimal():
        return int(plain)
    if plain in ENGLISH:
        return ENGLISH[plain]
    ten, _, one = plain.partition(" ")
    return _TENS[ten] + ENGLISH[one] if ten in _TENS and one in _ONES else None


def english_ordinal(text: str) -> int | None:
    """The number of ``6th``, ``sixth`` or ``last`` (-1); None if it is none."""
    plain = _ORDINAL_END.sub("", " ".join(text.casefold().replace("-", " ").split()))
    if plain.isdecimal():
        return int(plain)
    if plain in ENGLISH_ORDINALS:
        return ENGLISH_ORDINALS[plain]
    ten, _, one = plain.partition(" ")
    return _TENS[ten] + ENGLISH_ORDINALS[one] if ten in _TENS and one in _FIRST_ORDINALS else None


def full_year(number: int) -> int:
    """The year that two digits stand for: from 1950 to 2049."""
    return number + (1900 if number >= _CENTURY_BREAK else 2000) if number < _CENTURY else number
