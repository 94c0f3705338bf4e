"""What can go wrong, each with the exit code that the shell sees."""

from __future__ import annotations

from typing import ClassVar


class TimelineError(Exception):
    """A failure that a person is told of in one sentence: what, where, what to do."""

    exit_code: ClassVar[int] = 1


class BadInputError(TimelineError):
    """What was typed or given cannot be used."""

    exit_code = 2


class NoSuchEventError(TimelineError):
    """No event (or actor) bears the key asked for."""

    exit_code = 3


class ConflictError(TimelineError):
    """The log holds, or has since learned, something that this write did not see."""

    exit_code = 4


class DamagedLogError(TimelineError):
    """Part of the log cannot be trusted."""

    exit_code = 5


class ReaderGoneError(TimelineError):
    """Nobody reads standard output any more: a pager was left, ``head`` has enough. No message; as if by SIGPIPE."""

    exit_code = 141


class OutputLostError(TimelineError):
    """Standard output takes no more, as where its disk is full."""

    exit_code = 1


class OutcomeUnknownError(TimelineError):
    """A write may or may not have reached the disk; only reading the log again can tell."""

    exit_code = 1
