"""The two questions: what date is this text, and which dates are in this text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from attrs import frozen

from aitimeline.model.error import BadInputError
from aitimeline.model.when import When
from aitimeline.model.words import english, figures, korean
from aitimeline.model.words.phrase import Parser, Phrase
from aitimeline.model.words.piece import Cutter, Piece, compiled
from aitimeline.model.words.value import Value, opened

_LONGEST = 200
_EXAMPLES = "write 2023-12-06, Dec 6, last Thursday, two weeks ago, late November 2023, 지난 6일, 11월 말"
_HARMLESS = r"(?i:(?:on|in|at|during|the)\s+)*"
_COMMA = r",(?!\s?\d{1,2}\s?일(?!\s?[전후뒤]))"
_GAP = (
    r"(?<=년)\s?[-/.,]\s?(?=\d{1,2}\s?월)|(?<=월)\s?[-/.,]\s?(?=\d{1,2}\s?일)|"
    rf"(?:의|에)?[ \t\u00a0\u3000]{{0,3}}(?:(?:\.|{_COMMA})?[ \t\u00a0]{{1,3}}|{_COMMA}|\n[ \t]{{0,3}})?"
    r"(?:['’]s[ \t]{1,2})?(?:(?<=[Mm]id|rly|ate)-)?(?:(?:of|the|in|on|at)\s){0,2}?"
)
"""What may stand between two pieces of one expression."""
_BETWEEN_WORDS = r"(?<![A-Za-z\d])|(?![A-Za-z\d])"
_BEGINNING = r"(?<![가-힣])|(?![가-힣])"
_LEAD = (
    r"(?i:\b(?:in|since|until|till|by|during|of|from|through|before|after|between|early|late|mid|around|circa|throughout|"
    r"this|last|next)[\s-]|[(（])$"
)
"""What makes a date of 'May' or 2023, if it stands right before."""
_LEAD_LENGTH = 12
_LED = {"M", "Y", "MY", "Y-Y"}
_LENGTHS = {"D", "D-D", "D&D"}
_SMALL_WORD = "[일이삼사오육칠팔구십]일"
"""A Korean numeral of one syllable: 오일, 구일 are more often other words."""
_OPENERS = "FUPs<~"
_NO_DATE_ALONE = "~<>-&FUPsOui"


@frozen
class Reading:
    """What an expression was read as.

    Attributes:
        when: the date.
        text: the expression as it stands.
        start: where it begins in the text, in characters.
        end: where it ends; the character at that place is no longer part of it.
        note: which reading was taken where it was ambiguous; else empty.
        others: the other readings that were possible.
    """

    when: When
    text: str
    start: int
    end: int
    note: str = ""
    others: tuple[When, ...] = ()


def read_date(text: str, ref: date) -> Reading:
    """Read a text that is one date expression, or EDTF; ``A..B`` is the range from A to B, both included.

    Args:
        text: what a person typed.
        ref: the day from which 'yesterday' or 'last week' are seen.

    Raises:
        BadInputError: it is no such expression; the message says what could be written.
    """
    trimmed = text.strip()
    start = len(text) - len(text.lstrip())
    if len(trimmed) > _LONGEST:
        raise BadInputError(f"cannot read a date of {len(trimmed)} characters; {_EXAMPLES}")
    try:
        return Reading(When.parse(trimmed), trimmed, start, start + len(trimmed))
    except BadInputError:
        value = _two_dots(trimmed, ref) if ".." in trimmed else _whole(trimmed, ref)
    return _reading(value, trimmed, start)


def find_dates(text: str, ref: date) -> list[Reading]:
    """Find all date expressions in a text, left to right; none overlaps another.

    Ordinary words and numbers that might be dates ('May', '2023' after a name) are taken only where what stands
    beside them says so.
    """
    found = []
    for run in cutter().runs(text):
        for first, last, value in _found_in(run, text, ref):
            try:
                found.append(_reading(value, text[first:last], first))
            except BadInputError:
                continue
    return found


@cache
def cutter() -> Cutter:
    """The cutter of both languages, made when it is first needed."""
    return Cutter((figures.LEXICON, korean.LEXICON, english.LEXICON), _GAP)


def _found_in(run: list[Piece], text: str, ref: date) -> Iterator[tuple[int, int, Value]]:
    parser, at = Parser(run, ref), 0
    while at < len(run):
        if run[at].is_follower or (at and run[at - 1].is_joined):
            at += 1
            continue
        try:
            phrases = parser.phrases(at)
        except BadInputError:  # 31 November: what follows would be but a part of it
            return
        for phrase in phrases:
            pieces = run[at : phrase.end]
            first, last = pieces[0].start, pieces[-1].end
            if (
                compiled(_BEGINNING).match(text, first)
                and _is_ended(text, pieces[-1], phrase)
                and _is_date(pieces, text)
            ):
                yield first, last, phrase.value
                at = phrase.end
                break
        else:
            at += 1


def _is_ended(text: str, last: Piece, phrase: Phrase) -> bool:
    """True if an expression may end with a piece: before a particle, a space, a full stop; not within a word."""
    end = last.end
    if last.is_joined or not compiled(_BETWEEN_WORDS).match(text, end):
        return False
    if compiled(korean.ENDING).match(text, end):
        return True
    return "/" in phrase.value.edtf and compiled(korean.STRETCH_ENDING).match(text, end) is not None


def _is_date(pieces: Sequence[Piece], text: str) -> bool:
    """True unless it may as well be an ordinary word or number, or a length of time."""
    kinds = "".join(piece.kind for piece in pieces)
    start, end = pieces[0].start, pieces[-1].end
    if kinds in _LENGTHS and compiled(korean.DURATION).match(text, end):
        return False
    if kinds == "D" and compiled(_SMALL_WORD).fullmatch(text, start, end):
        return False
    if any(piece.kind in "iA" and piece.is_weak for piece in pieces):
        return False
    if len(kinds) > 1 and ("M" in kinds or kinds[0] in _OPENERS):
        return True
    if any(not piece.is_weak for piece in pieces if piece.kind not in _NO_DATE_ALONE):
        return True
    return kinds in _LED and compiled(_LEAD).search(text, max(0, start - _LEAD_LENGTH), start) is not None


def _whole(text: str, ref: date) -> Value:
    """The value of a text that is one expression; 'on' and 'in' before it and a particle after it do no harm."""
    reason = ""
    for first in sorted({0, _end_of_harmless(text)}):
        runs = list(cutter().runs(text[first:]))
        run = runs[0] if len(runs) == 1 and runs[0][0].start == 0 else []
        if not run or not compiled(korean.TAIL).fullmatch(text[first:], run[-1].end):
            continue
        try:
            for phrase in Parser(run, ref).phrases(0):
                if phrase.end == len(run):
                    return phrase.value
        except BadInputError as error:
            reason = f": {error}"
    raise BadInputError(f"cannot read the date {text!r}{reason or '; ' + _EXAMPLES}")


def _end_of_harmless(text: str) -> int:
    found = compiled(_HARMLESS).match(text)
    return found.end() if found else 0


def _two_dots(text: str, ref: date) -> Value:
    """``A..B``, ``A..`` and ``..B``."""
    left, _, right = (part.strip() for part in text.partition(".."))
    if (not left and not right) or ".." in right:
        raise BadInputError(f"cannot read the range {text!r}; write it as yesterday..today, 2023-11.. or ..Dec 1")
    if left and right:
        return _whole(f"{left}..{right}", ref)
    value = _whole(left or right, ref)
    return opened(value, is_since=bool(left))


def _reading(value: Value, text: str, start: int) -> Reading:
    others = tuple(When.parse(other.edtf) for other in value.others)
    return Reading(When.parse(value.edtf), text, start, start + len(text), value.note, others)
