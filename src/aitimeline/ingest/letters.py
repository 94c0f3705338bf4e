"""Which letters bytes are in where they are no UTF-8: what speaks for UTF-8 with a slip, for CP949, for Windows-1252.

Nothing is read by a guess that nothing speaks for: the log keeps what it is told, wrong letters too.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from aitimeline.model.error import BadInputError

UTF8, KOREAN, WESTERN = "utf-8", "cp949", "cp1252"
SHOWN = {UTF8: "UTF-8", KOREAN: "CP949", WESTERN: "Windows-1252"}
_HIGH = re.compile(rb"[\x80-\xff]+")
_ODD = re.compile(rb"[\x81-\x84\x86-\x89\x8b\x8d\x8f\x90\x98\x9b\x9d]")
"""What hardly any Western text has; the first halves of Japanese letters in Shift JIS are among them."""
_FREQUENT = frozenset(
    "이다는을의에가고하지한도로사은어리기를자서나시대아인그해일전정들스있것보부수제주공게라상만여장구연소조으까과와니성오년면간원모동경신"
    "국방당명문거내개생안세위였영미했유적선회치등관음진요입발재화때없분드우차무중체행용비실할데말며계받터물각약현반법마강단력교출민업후련"
    "식결번저금호건더양월글날초최합컴픈픽챗코타토크트난씨산울달르된예천었통습돌운던김역학설청속추석작프표남되찰점려따올러야파됐송포린열근"
    "절휴두레배임박바처승판았북께매감참알광종불본언심급록집독버갈항목카병복직졌편앞태투총외째노형령군검브함래권살준새않온황견란범루히격품"
    "증베향났량억규활탄협키별렸변늘테특평님왔페른측뒤료징"
)
"""Syllables of which Korean text is full, and Chinese that is read as if it were Korean is not."""
_FIRST_COMMON = 0xA1
_LONG = 0x7FF
_FEW, _A_THIRD = 4, 3
_NOT_OF_TEXTS = ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7")


class Evidence(NamedTuple):
    """What bytes speak for; it adds up over the lines of a file.

    Attributes:
        whole: characters of more than one byte that are whole in UTF-8.
        long: of these, the ones of three bytes and more, which letters of other sorts hardly ever look like.
        broken: bytes that are none in UTF-8.
        common: Hangul in CP949 that EUC-KR has too, as nearly all that is written.
        rare: Hangul that only CP949 has.
        familiar: Hangul that Korean text is full of.
        strange: other letters in CP949, and bytes that are none there.
        lone: bytes above ASCII that stand alone, as accented letters do.
        odd: bytes that no Western text has.
        runs: such bytes that stand together.
    """

    whole: int = 0
    long: int = 0
    broken: int = 0
    common: int = 0
    rare: int = 0
    familiar: int = 0
    strange: int = 0
    lone: int = 0
    odd: int = 0
    runs: int = 0

    @classmethod
    def of(cls, content: bytes) -> Evidence:
        """What some bytes speak for."""
        if content.isascii():
            return cls()
        kept = content.decode(UTF8, "ignore")
        above = [letter for letter in kept if not letter.isascii()]
        # What ends a line may be an accented letter, or what is left of a character that was cut.
        sizes = [len(run[0]) for run in _HIGH.finditer(content) if len(run[0]) > 1 or run.end() < len(content)]
        return cls(
            *(len(above), sum(ord(letter) > _LONG for letter in above), len(content) - len(kept.encode())),
            *_in_korean(content),
            *(sizes.count(1), len(_ODD.findall(content)), len(sizes) - sizes.count(1)),
        )

    def plus(self, other: Evidence) -> Evidence:
        """Both together."""
        return Evidence(*(one + more for one, more in zip(self, other, strict=True)))

    @property
    def is_korean(self) -> bool:
        """True if CP949 makes Korean of it: Chinese and Japanese would be full of strange letters there."""
        hangul = self.common + self.rare
        return self.common > self.rare and hangul >= _FEW * self.strange and _A_THIRD * self.familiar > hangul

    @property
    def sort(self) -> str | None:
        """The letters that it is in; None where nothing speaks for any."""
        is_all_korean = self.is_korean and not self.strange and not self.long
        if self.whole > self.broken and not is_all_korean:
            return UTF8
        if self.is_korean:
            return KOREAN
        return WESTERN if self.lone > _FEW * (self.runs + self.odd) else None


def _in_korean(content: bytes) -> tuple[int, int, int, int]:
    """Common, rare and familiar Hangul, and what is strange in CP949."""
    common = rare = familiar = strange = 0
    for letter in content.decode(KOREAN, "replace"):
        if "\uac00" <= letter <= "\ud7a3":
            is_common = min(letter.encode(KOREAN)) >= _FIRST_COMMON
            common, rare, familiar = common + is_common, rare + (not is_common), familiar + (letter in _FREQUENT)
        elif not letter.isascii():
            strange += letter.isalpha() or letter == "\N{REPLACEMENT CHARACTER}"
    return common, rare, familiar, strange


def check_encoding(name: str) -> str:
    """The name that Python has for an encoding of texts.

    Raises:
        BadInputError: there is none.
    """
    found = ""
    try:
        found = codecs.lookup(name).name
        is_known = "A".encode(found).decode(found) == "A" and found not in _NOT_OF_TEXTS
    except (LookupError, ValueError, TypeError, AttributeError):
        is_known = False
    if not is_known:
        raise BadInputError(f"no encoding {name!r}; it is cp949, utf-8, utf-16, windows-1252 or shift_jis, say")
    return found


def is_wide(encoding: str) -> bool:
    """True if an encoding has several bytes for the letters of ASCII too."""
    return encoding.startswith(("utf-16", "utf-32"))


def hint(content: bytes) -> str:
    """What to do about bytes that are not UTF-8 where nothing is guessed."""
    sort = Evidence.of(content).sort
    if sort == UTF8:
        return "it is broken within a character; mend it there"
    return (
        "save it as UTF-8 ('CSV UTF-8' in a spreadsheet) and import that, "
        f"or name its letters, as in --encoding {sort or KOREAN}"
    )
