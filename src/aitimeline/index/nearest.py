"""The nearest known words to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable

_ENOUGH = 60
_AS_GOOD = 8
_SHORT = 3


def nearest(word: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """The known words most like ``word``, best first; none where nothing is like it."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 -- only a mistyped word needs it

    # A very short word is part of almost anything; only one of about its own length is like it.
    scorer = fuzz.WRatio if len(word) > _SHORT else fuzz.ratio
    found = process.extract(word, sorted(set(known)), scorer=scorer, limit=limit, score_cutoff=_ENOUGH)
    best = found[0][1] if found else 0
    return [choice for choice, score, _ in found if score >= best - _AS_GOOD]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that names the nearest known words, or nothing where nothing is near."""
    found = nearest(word, known)
    return f"; did you mean {' or '.join(found)}?" if found else ""
