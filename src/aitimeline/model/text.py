"""Texts and names in several languages (language tags as in BCP 47, in practice ``en`` and ``ko``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from attrs import frozen

from aitimeline.model.error import BadInputError
from aitimeline.model.preferred import preferred, preferred_name

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def check_language(tag: str) -> str:
    """Return ``tag`` if it is a well-formed language tag (BCP 47, RFC 5646 2.1).

    Raises:
        BadInputError: it is not.
    """
    if _LANGUAGE.fullmatch(tag):
        return tag
    raise BadInputError(f"{tag!r} is not a language tag; use one such as 'ko' or 'en'")


def guess_language(text: str) -> str:
    """Say ``ko`` where a text has any Hangul, else ``en``: the two languages of our users."""
    return "ko" if _HANGUL.search(text) else "en"


def check_line(text: str, what: str) -> str:
    """Return ``text`` trimmed if it can stand on one line: not empty, no control characters.

    Raises:
        BadInputError: it is empty, or holds a control character or bytes that are not UTF-8.
    """
    line = text.strip()
    if not line:
        raise BadInputError(f"the {what} is empty")
    if "\n" in line or "\r" in line:
        raise BadInputError(f"the {what} has a line break in it; write it on one line")
    if found := _CONTROL.search(line):
        raise BadInputError(
            f"the {what} has a character that cannot be kept, U+{ord(found[0]):04X} "
            f"at position {found.start() + 1}; remove it"
        )
    return line


@frozen
class Text:
    """One text in one or more languages, as sorted ``(language, text)`` pairs."""

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Text:
        """Make it from ``{language: text}``."""
        return cls(tuple(sorted(texts.items())))

    def to_dict(self) -> dict[str, str]:
        """Give ``{language: text}``."""
        return dict(self.pairs)

    def given(self, language: str) -> str | None:
        """The text in just this language, or None."""
        return self.to_dict().get(language)

    def best(self, language: str) -> str:
        """The text in this language, else in English, else in the first that there is, else empty."""
        return preferred(self.to_dict(), language)

    def merged(self, other: Text) -> Text:
        """These texts with those of ``other`` in their place or added."""
        return Text.of(self.to_dict() | other.to_dict())

    def __bool__(self) -> bool:
        return bool(self.pairs)


@frozen
class Names:
    """The names of an actor: per language the name shown first, then its other spellings."""

    pairs: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, names: Mapping[str, Iterable[str]]) -> Names:
        """Make them from ``{language: [name, ...]}``."""
        return cls(tuple(sorted((language, tuple(given)) for language, given in names.items())))

    def to_dict(self) -> dict[str, list[str]]:
        """Give ``{language: [name, ...]}``."""
        return {language: list(given) for language, given in self.pairs}

    def best(self, language: str) -> str:
        """The name shown in this language, else in English, else in any; empty if there is none."""
        return preferred_name(self.to_dict(), language)

    def merged(self, other: Names) -> Names:
        """These names, and after them in each language those of ``other`` that are not among them."""
        names = self.to_dict()
        for language, given in other.pairs:
            names[language] = list(dict.fromkeys([*names.get(language, ()), *given]))
        return Names.of(names)

    def without(self, dropped: Iterable[str]) -> Names:
        """These names but for some, in any language."""
        gone = frozenset(dropped)
        left = {language: [name for name in given if name not in gone] for language, given in self.pairs}
        return Names.of({language: given for language, given in left.items() if given})

    def every(self) -> tuple[str, ...]:
        """All names in all languages, each once."""
        return tuple(dict.fromkeys(name for _, given in self.pairs for name in given))
