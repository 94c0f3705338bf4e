"""Which of several languages is shown: the one that is asked for, else English, else the first in order of tags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def preferred(texts: Mapping[str, str], language: str) -> str:
    """The text in this language, else in English, else in the first that there is, else empty."""
    return texts.get(language) or texts.get("en") or (texts[min(texts)] if texts else "")


def preferred_tag(texts: Mapping[str, str], language: str) -> str | None:
    """The tag of the text that ``preferred`` gives; None where there is no text at all."""
    wanted = (tag for tag in (language, "en") if texts.get(tag))
    return next(wanted, min(texts) if texts else None)


def preferred_name(names: Mapping[str, Sequence[str]], language: str) -> str:
    """The first name in this language, else in English, else in any; empty if there is none."""
    given = names.get(language) or names.get("en") or next((names[tag] for tag in sorted(names) if names[tag]), None)
    return given[0] if given else ""
