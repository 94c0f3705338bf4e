"""Which of several languages is shown: the one that is asked for, else English, else the first in order of tags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def preferred(texts: Mapping[str, str], language: str) -> str:
    """The text in this language, else in English, else in the first that there is, else empty."""
    tag = preferred_tag(texts, language)
    return "" if tag is None else texts[tag]


def preferred_tag(texts: Mapping[str, str], language: str) -> str | None:
    """The tag of the text that ``preferred`` gives; None where there is no text at all."""
    wanted = (tag for tag in (language, "en") if texts.get(tag))
    return next(wanted, min(texts) if texts else None)


def preferred_name(names: Mapping[str, Sequence[str]], language: str) -> str:
    """The first name in this language, else in English, else in any; empty if there is none."""
    for given in (names.get(language), names.get("en"), *(names[each] for each in sorted(names))):
        if given:
            return given[0]
    return ""
