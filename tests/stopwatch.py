"""A clock for what must not take long: it goes as fast as the machine does, whatever else that has to do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

_SUMS = 100_000
_USUAL = 0.01
"""Seconds of the processor that so many sums take on the machine whose seconds these are."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fail where what is done here takes longer, in seconds of the processor of a usual machine."""
    begun = time.process_time()
    yield
    spent = time.process_time() - begun
    begun = time.process_time()
    for number in range(_SUMS):
        sum((number, number))
    pace = (time.process_time() - begun) / _USUAL
    assert spent <= seconds * max(pace, 1), f"{spent:.1f} s where {seconds} would do, at a pace of {pace:.1f}"
