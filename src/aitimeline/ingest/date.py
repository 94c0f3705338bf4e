"""Dates as a person gives them: EDTF as it is, else words, seen from a day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from attrs import frozen

from aitimeline.model.error import BadInputError
from aitimeline.model.order import is_order
from aitimeline.model.when import When

_EDTF = re.compile(
    r"[\[{].*|(?!\d{4}/\d\d?/\d)(?!.*\.\.)-?[\dX]{4}[-/][\dXQH\-/?~%T:Z+,]*"
    r"|[Yy]-?\d+(?:[Ee]\d+)?(?:[Ss]\d+)?|\d{4}[Ss]\d+|-\d{4}|\d{4}-\d\d-\d\dT.*"
    r"|\d{4}\s*-\s*\d\d?\s*-\s*\d\d?"  # with a blank in it, words would make a range of it
)


@frozen
class DateReader:
    """Reads dates that a person gives for something that is, or was, seen from a certain day.

    Attributes:
        today: gives that day; it is asked only where words need it.
        tell: is told what words were read as.
    """

    today: Callable[[], date]
    tell: Callable[[str], None]

    def __call__(self, text: str) -> When:
        """The date.

        Raises:
            BadInputError: it cannot be read.
        """
        try:
            return When.parse(text)
        except BadInputError:
            if _EDTF.fullmatch(text.strip()) or is_order(text.strip()):
                raise
        return self._in_words(text)

    def check(self, text: str) -> None:
        """See whether a date can be read, and tell nothing.

        Raises:
            BadInputError: it cannot.
        """
        DateReader(self.today, lambda _: None)(text)

    def _in_words(self, text: str) -> When:
        from aitimeline.model.words import read_date  # noqa: PLC0415 -- most dates are not words

        reading = read_date(text, self.today())
        note = f" ({reading.note})" if reading.note else ""
        others = f"; it could also be {' or '.join(each.edtf for each in reading.others)}" if reading.others else ""
        self.tell(f"{text!r} is read as {reading.when.edtf}{note}{others}")
        return reading.when
