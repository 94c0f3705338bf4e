"""Whole expressions: a date, about a date, since or until it, from one to another, with the time of day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from attrs import evolve, frozen

from aitimeline.model.error import BadInputError
from aitimeline.model.words import value as values
from aitimeline.model.words.grammar import senses
from aitimeline.model.words.piece import Piece
from aitimeline.model.words.resolve import Fields, resolve
from aitimeline.model.words.sense import Sense
from aitimeline.model.words.value import Value

_STRICT = {"after", "before"}
_NONE = Piece("", "", 0, 0)
_STANDS_BEFORE = {"약", "대략"}  # of the words for 'about'; 경 and 쯤 stand after their date, as no English one does


@frozen
class Phrase:
    """What the pieces up to (not including) number ``end`` say."""

    end: int
    value: Value


@frozen
class _Point:
    """One date of an expression, before the reference has filled in what is missing."""

    end: int
    sense: Sense
    clock: tuple[int, int] | None = None
    is_about: bool = False

    @property
    def is_open(self) -> bool:
        """True if the year, or more, is left to the reference."""
        return isinstance(self.sense, Fields) and self.sense.is_open

    def resolved(self, ref: date, after: date | None = None) -> Value:
        value = resolve(self.sense, ref, after) if isinstance(self.sense, Fields) else self.sense
        if self.is_about:
            value = values.approximate(value)
        if self.clock and value.edtf == str(value.first):
            hour, minute = self.clock
            value = evolve(value, edtf=f"{value.edtf}T{hour:02}:{minute:02}:00", others=())
        return value


class Parser:
    """Reads the expressions in one run of pieces."""

    def __init__(self, run: Sequence[Piece], ref: date) -> None:
        self._run, self._ref = run, ref

    def phrases(self, at: int) -> list[Phrase]:
        """The expressions that begin with piece number ``at``, the longest first.

        Raises:
            BadInputError: what stands there is a date that the calendar does not have.
        """
        opener = self._piece(at)
        if opener.kind in {"F", "U"}:
            return [self._opened(opener, point, point.end) for point in self._points(at + 1)]
        found = self._opened_ranges(opener, at) if opener.kind == "<" else self._plain(at)
        return sorted(found, key=lambda phrase: -phrase.end)

    def _opened_ranges(self, opener: Piece, at: int) -> list[Phrase]:
        """'from A to B', 'between A and B'; 'from A' alone is since A."""
        found = []
        for point in self._points(at + 1):
            if ranged := self._range(point, is_opened=True):
                found.append(ranged)
            elif opener.value.casefold() == "from":
                found.append(self._opened(evolve(opener, kind="F"), point, point.end))
        return found

    def _plain(self, at: int) -> list[Phrase]:
        found = []
        for point in self._points(at):
            alone = Phrase(point.end, point.resolved(self._ref))
            longer = (self._range(point, is_opened=False), self._lasting(point), self._closed(point), alone)
            found += [phrase for phrase in longer if phrase]
        if not found and (ranged := self._week_numbers(at)):
            found.append(ranged)
        return found

    def _closed(self, point: _Point) -> Phrase | None:
        """A이후, A부터, A까지, A 전: since or until a date, said after it."""
        closer = self._piece(point.end)
        if closer.kind in {"F", "U"} and closer.value not in _STRICT:
            return self._opened(closer, point, point.end + 1)
        if closer.kind == "-" and closer.value.endswith("부터"):
            return self._opened(evolve(closer, kind="F"), point, point.end + 1)
        if closer.kind == ">" and closer.value == "까지":
            return self._opened(evolve(closer, kind="U"), point, point.end + 1)
        if closer.kind == "A" and isinstance(point.sense, Fields):
            kind, word = ("U", "before") if closer.value < 0 else ("F", "after")
            return self._opened(Piece(kind, word, 0, 0), point, point.end + 1)
        return None

    def _piece(self, at: int) -> Piece:
        return self._run[at] if at < len(self._run) else _NONE

    def _points(self, at: int, *, in_range: bool = False) -> list[_Point]:
        """The single dates that begin there, with what stands around them: about, the time of day, the day after."""
        is_about = _is_about_before(self._piece(at))
        at += is_about
        first, second = self._piece(at), self._piece(at + 1)
        if first.kind == "N" and second.kind in {"F", "U"} and second.value in _STRICT:
            number, unit, is_vague = first.value
            step = number if second.kind == "F" else -number
            return self._beside(at + 2, step, unit, is_about=is_about or is_vague)
        if first.kind == "e" and (beside := self._beside(at + 1, first.value, "day", is_about=is_about)):
            return beside
        clock = None
        if first.kind == "T":
            clock, at = first.value, at + 1
        return [
            self._surrounded(_Point(end, sense, clock, is_about))
            for end, sense in senses(self._run, at, self._ref, in_range=in_range)
        ]

    def _surrounded(self, point: _Point) -> _Point:
        """The date with what follows it: the time of day, 다음 날, 경."""
        after = self._piece(point.end)
        if after.kind == "r":
            day = point.resolved(self._ref)
            if day.first == day.last:
                point = evolve(point, end=point.end + 1, sense=_moved(day, after.value, "day"))
                after = self._piece(point.end)
        if after.kind == "T" and point.clock is None:
            point = evolve(point, end=point.end + 1, clock=after.value)
            after = self._piece(point.end)
        if after.kind == "~" and not _is_about_before(after):
            point = evolve(point, end=point.end + 1, is_about=True)
        return point

    def _beside(self, at: int, step: int, unit: str, *, is_about: bool) -> list[_Point]:
        """'three days after Dec 6', 'the day after Christmas'."""
        days = ((point.end, point.resolved(self._ref)) for point in self._points(at))
        return [_Point(end, _moved(day, step, unit), None, is_about) for end, day in days if day.first == day.last]

    def _opened(self, word: Piece, point: _Point, end: int) -> Phrase:
        """Since or until a date, which is part of it; before and after, which leave it out."""
        value, is_since = point.resolved(self._ref), word.kind == "F"
        if word.value in _STRICT:
            try:
                beyond = values.of_day(values.added(value.last, 1) if is_since else values.added(value.first, -1))
            except BadInputError:
                beyond = value
            value = beyond.noted(value.note)
        return Phrase(end, values.opened(value, is_since=is_since))

    def _range(self, left: _Point, *, is_opened: bool) -> Phrase | None:
        """The range that begins with a date, if the next pieces say so; the longest."""
        joint = self._piece(left.end)
        if joint.kind not in {"-", "&"}:
            return None
        try:
            rights = self._points(left.end + 1)
        except BadInputError:
            return None
        for right in rights:
            closer = self._piece(right.end)
            is_list = joint.kind == "&" and not is_opened and closer.value != "사이"
            if is_list and not _are_days(left.sense, right.sense):
                continue
            try:
                value = self._joined(left, right)
            except BadInputError:
                continue
            return Phrase(right.end, _both(value)) if is_list else Phrase(right.end + (closer.kind == ">"), value)
        return None

    def _lasting(self, left: _Point) -> Phrase | None:
        """12월 6일부터 3일간: so long from that day on."""
        joint, count = self._piece(left.end), self._piece(left.end + 1)
        if joint.kind != "-" or count.kind != "N" or self._piece(left.end + 2).kind in {"A", "I"}:
            return None
        start, (number, unit, _) = left.resolved(self._ref), count.value
        if start.first != start.last or number < 1:
            return None
        last = values.added(values.moved(start.first, number, unit), -1)
        return Phrase(left.end + 2, values.span(start.first, last).noted(start.note))

    def _joined(self, left: _Point, right: _Point) -> Value:
        """From one date to another, each taking from the other what it lacks."""
        is_open = left.is_open
        left, right = _completed(left, right.sense), evolve(right, clock=None)
        start = left.resolved(self._ref)
        if right.is_open:
            end = evolve(right.resolved(self._ref, after=start.first), note="")
        else:
            end = right.resolved(self._ref)
        if start.first > end.last and is_open and isinstance(left.sense, Fields) and left.sense.month is not None:
            # 'Dec 27 to Jan 3, 2024' began in the year before.
            sense = evolve(left.sense, year=end.last.year - 1)
            start = evolve(left, sense=sense).resolved(self._ref)
        return values.joined(start, end)

    def _week_numbers(self, at: int) -> Phrase | None:
        """Week 31 to week 35: 31주와 35주 사이."""
        for left in self._points(at, in_range=True):
            if self._piece(left.end).kind not in {"-", "&"}:
                continue
            for right in self._points(left.end + 1, in_range=True):
                if self._piece(right.end).kind == ">":
                    start, end = left.resolved(self._ref), right.resolved(self._ref)
                    whole = values.span(start.first, end.last)
                    up_to = values.span(start.first, end.first)
                    return Phrase(right.end + 1, whole.noted("read with the whole of the last week", up_to))
        return None


def _is_about_before(piece: Piece) -> bool:
    """True for 'about' and 약, which stand before their date."""
    return piece.kind == "~" and (piece.value.isascii() or piece.value in _STANDS_BEFORE)


def _completed(left: _Point, second: Sense) -> _Point:
    """The beginning of a range with what only the end says: '27-30 November', 'Nov. 27 to Dec. 1, 2023'."""
    first = left.sense
    if isinstance(first, Fields) and isinstance(second, Fields):
        if first.month is None and first.day is not None:
            first = evolve(first, month=second.month)
        if first.year is None and (first.month is not None or first.group is not None):
            first = evolve(first, year=second.year)
    return evolve(left, sense=first, clock=None)


def _are_days(left: Sense, right: Sense) -> bool:
    """True for '5 and 6 December', '19일과 20일': days of one month, of which the month is said once."""
    if not isinstance(left, Fields) or not isinstance(right, Fields) or None in {left.day, right.day}:
        return False
    return left.month is None or right.month is None


def _both(value: Value) -> Value:
    """Two days that are named: a stretch if they follow each other, else the set of the two."""
    if value.last - value.first <= timedelta(days=1):
        return value
    return evolve(value, edtf=f"{{{value.first},{value.last}}}")


def _moved(value: Value, number: int, unit: str) -> Value:
    """A day so many units from another, with what was noted of that."""
    others = (values.of_day(values.moved(each.first, number, unit)) for each in value.others)
    return values.of_day(values.moved(value.first, number, unit)).noted(value.note, *others)
