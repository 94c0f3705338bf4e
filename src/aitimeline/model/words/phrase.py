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
        if self._kind(at) in {"F", "U"}:
            return [self._opened(self._run[at], point, point.end) for point in self._points(at + 1)]
        is_range = self._kind(at) == "<"
        found = []
        for point in self._points(at + is_range):
            ranged = self._range(point, is_opened=is_range)
            if ranged:
                found.append(ranged)
            if is_range:
                if not ranged:
                    opener = self._run[at]
                    if opener.value.casefold() == "from":
                        found.append(self._opened(evolve(opener, kind="F"), point, point.end))
                continue
            found += self._alone(point)
        if not found and not is_range and (ranged := self._week_numbers(at)):
            found.append(ranged)
        return sorted(found, key=lambda phrase: -phrase.end)

    def _alone(self, point: _Point) -> list[Phrase]:
        closer = self._run[point.end] if point.end < len(self._run) else None
        found = []
        if closer and closer.kind in {"F", "U"} and closer.value not in _STRICT:
            found.append(self._opened(closer, point, point.end + 1))
        elif closer and closer.kind == "-" and closer.value.endswith("부터"):
            found.append(self._opened(evolve(closer, kind="F"), point, point.end + 1))
        elif closer and closer.kind == ">" and closer.value == "까지":
            found.append(self._opened(evolve(closer, kind="U"), point, point.end + 1))
        elif closer and closer.kind == "A" and isinstance(point.sense, Fields):
            word = "before" if closer.value < 0 else "after"
            found.append(self._opened(Piece("U" if closer.value < 0 else "F", word, 0, 0), point, point.end + 1))
        return [*found, Phrase(point.end, point.resolved(self._ref))]

    def _kind(self, at: int) -> str:
        return self._run[at].kind if at < len(self._run) else ""

    def _points(self, at: int, *, in_range: bool = False) -> list[_Point]:
        """The single dates that begin there, with what stands around them: about, the time of day."""
        is_about = self._kind(at) == "~"
        at += is_about
        if self._kind(at) == "N" and self._kind(at + 1) in {"F", "U"} and self._run[at + 1].value in _STRICT:
            return self._counted_from(at, is_about=is_about)
        clock = None
        if self._kind(at) == "T":
            clock, at = self._run[at].value, at + 1
            if self._kind(at) == "~":
                at += 1
        found = []
        for stop, sense in senses(self._run, at, self._ref, in_range=in_range):
            end, time, about = stop, clock, is_about
            if time is None and self._kind(end) == "T":
                time, end = self._run[end].value, end + 1
            if self._kind(end) == "~" and not self._begins_another(end):
                about, end = True, end + 1
            found.append(_Point(end, sense, time, about))
        return found

    def _counted_from(self, at: int, *, is_about: bool) -> list[_Point]:
        """'three days after Dec 6'."""
        number, unit, is_vague = self._run[at].value
        side = 1 if self._kind(at + 1) == "F" else -1
        found = []
        for point in self._points(at + 2):
            start = point.resolved(self._ref)
            if start.first == start.last:
                day = values.of_day(values.moved(start.first, side * number, unit)).noted(start.note)
                found.append(_Point(point.end, day, None, is_about or is_vague))
        return found

    def _begins_another(self, at: int) -> bool:
        """True for 'about' before a date; 경 and 쯤 stand after theirs."""
        return self._run[at].value in {"약", "대략"} or self._run[at].value.isascii()

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
        joint = self._run[left.end] if left.end < len(self._run) else None
        if joint is None or joint.kind not in {"-", "&"}:
            return None
        try:
            rights = self._points(left.end + 1)
        except BadInputError:
            return None
        for right in rights:
            closer = self._run[right.end] if right.end < len(self._run) else None
            is_closed = closer is not None and closer.kind == ">"
            is_list = joint.kind == "&" and not is_opened and not (is_closed and closer and closer.value == "사이")
            if is_list and not _are_days(left.sense, right.sense):
                continue
            try:
                value = self._joined(left, right)
                if is_list:
                    value = _both(value)
            except BadInputError:
                continue
            return Phrase(right.end + (is_closed and not is_list), value)
        return None

    def _joined(self, left: _Point, right: _Point) -> Value:
        """From one date to another, each taking from the other what it lacks."""
        first, second = left.sense, right.sense
        if isinstance(first, Fields) and isinstance(second, Fields):
            if first.month is None and first.day is not None and second.month is not None:
                first = evolve(first, month=second.month)
            if first.year is None and second.year is not None and (first.month is not None or first.weekday is None):
                first = evolve(first, year=second.year)
        start = evolve(left, sense=first, clock=None).resolved(self._ref)
        end_point = evolve(right, clock=None)
        if isinstance(second, Fields) and second.is_open:
            end = self._filled(end_point, second, start)
        else:
            end = end_point.resolved(self._ref)
        if (
            start.first > end.last
            and isinstance(first, Fields)
            and isinstance(left.sense, Fields)
            and left.sense.is_open
        ):
            start = evolve(left, sense=evolve(first, year=(first.year or start.first.year) - 1), clock=None).resolved(
                self._ref
            )
        return values.joined(start, evolve(end, note="") if isinstance(second, Fields) and second.is_open else end)

    def _filled(self, point: _Point, fields: Fields, start: Value) -> Value:
        return evolve(point, sense=fields).resolved(self._ref, after=start.first)

    def _week_numbers(self, at: int) -> Phrase | None:
        """Week 31 to week 35: 31주와 35주 사이."""
        for left in self._points(at, in_range=True):
            if self._kind(left.end) not in {"-", "&"}:
                continue
            for right in self._points(left.end + 1, in_range=True):
                if self._kind(right.end) == ">":
                    start, end = left.resolved(self._ref), right.resolved(self._ref)
                    whole = values.span(start.first, end.last)
                    up_to = values.span(start.first, end.first)
                    return Phrase(right.end + 1, whole.noted("read with the whole of the last week", up_to))
        return None


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
