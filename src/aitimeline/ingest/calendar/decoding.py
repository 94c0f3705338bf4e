"""The letters of a calendar's lines: what the person or the file says they are in, else UTF-8, else what is likely."""

from __future__ import annotations

from attrs import define, field

from aitimeline.ingest.letters import KOREAN, SHOWN, UTF8, Evidence
from aitimeline.model.error import BadInputError

_SAMPLE = 40


@define
class Guess:
    """Lines that were read otherwise than as UTF-8, or with marks.

    Attributes:
        line: the first of them.
        sample: some of its text.
        count: how many there are.
    """

    line: int
    sample: str
    count: int = 0

    def told(self, sort: str) -> str:
        """What a person should know of them."""
        more = f", as are {self.count - 1:,} more lines" if self.count > 1 else ""
        if sort == UTF8:
            return f"is broken within a character, which is marked with U+FFFD: {self.sample!r}{more}"
        return (
            f"is not UTF-8, and was read as {SHOWN[sort]}: {self.sample!r}{more}; "
            "--encoding NAME says what it is if that is wrong"
        )


@define
class Decoder:
    """Decodes lines.

    Attributes:
        stated: the encoding that a person named, which nothing but a CHARSET overrules. Empty where nobody did.
        sort: what the lines of the file that are not UTF-8 seem to be in, all together; None where nothing tells.
        is_marked: True if it is known to be Unicode, by its mark or as a person said; what is broken is marked.
        wide: the UTF-16 or UTF-32 that a person named; its lines come in UTF-8.
        guessed: what was read by guess, by the sort of letters.
    """

    stated: str = ""
    sort: str | None = None
    is_marked: bool = False
    wide: str = ""
    guessed: dict[str, Guess] = field(factory=dict, init=False)

    def decoded(self, content: bytes, number: int, charset: str = "") -> str:
        """The text of bytes that stand in a line.

        Args:
            content: the bytes.
            number: the line.
            charset: what the line itself says that they are in.

        Raises:
            BadInputError: they are not in the stated encoding, or nothing tells what they are in.
        """
        if self.stated and not charset:
            return self._as_stated(content)
        try:
            text = content.decode(charset or UTF8)
        except (UnicodeError, LookupError):
            if self.stated:
                return self._as_stated(content)
            sort = self._sort_of(content)
        else:
            if content.isascii() or charset or self.sort != KOREAN:
                return text
            seen = Evidence.of(content)
            if seen.long or seen.strange:
                return text
            # Some Hangul of CP949 look like Latin letters of UTF-8; here all others are Hangul.
            sort = KOREAN
        text = content.decode(sort, "replace")
        guess = self.guessed.setdefault(sort, Guess(number, _sample(text)))
        guess.count += 1
        return text

    def _as_stated(self, content: bytes) -> str:
        try:
            return content.decode(self.stated)
        except UnicodeError:
            raise BadInputError(f"is not {self.stated}, which --encoding says it is") from None

    def _sort_of(self, content: bytes) -> str:
        if self.is_marked:
            return UTF8
        found = Evidence.of(content).sort
        # An accented letter alone may as well be what is left of a character that was cut: the file tells.
        sort = found if found in (UTF8, KOREAN) else self.sort or found
        if sort is None:
            raise BadInputError(
                "is not UTF-8, and nothing tells what it is; name it, as in --encoding cp949 (or utf-8 if it is broken)"
            )
        return sort


def _sample(text: str) -> str:
    return (text.partition(":")[2] or text)[:_SAMPLE]
