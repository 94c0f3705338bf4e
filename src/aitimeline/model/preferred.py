"""Which of several languages is shown: the one that is asked for, else English, else the first in order of tags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def preferred(texts: Mapping[str, str], language: str) -> str:
    """The text in this language, else in English, else in the first that there is, else empty."""
    return texts.get(language) or texts.get("en") or next((texts[each] for each in sorted(texts)), "")


def preferred_name(names: Mapping[str, Sequence[str]], language: str) -> str:
    """The first name in this language, else in English, else in any; empty if there is none."""
    for given in (names.get(language), names.get("en"), *(names[each] for each in sorted(names))):
        if given:
            return given[0]
    return ""
