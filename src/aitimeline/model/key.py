"""Keys: the short, stable names by which events and actors are asked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from aitimeline.model.error import BadInputError

LONGEST = 100
_KEY = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_JOINT = re.compile(r"[\W_]+")
_APOSTROPHE = re.compile(r"['’]")


def check_key(text: str) -> str:
    """Return ``text`` if it is a key: lower-case letters and digits of any script, joined by hyphens.

    Raises:
        BadInputError: ``text`` is no key; the message offers the nearest one.
    """
    if len(text) <= LONGEST and _PLAIN.fullmatch(text):
        return text
    if len(text) <= LONGEST and _KEY.fullmatch(text) and text == slug(text):
        return text
    nearest = slug(text)
    hint = f"; try {nearest!r}" if nearest and nearest != text else ""
    raise BadInputError(
        f"{text!r} is not a key: use lower-case letters and digits joined by hyphens, "
        f"at most {LONGEST} characters{hint}"
    )


def slug(text: str) -> str:
    """Make a key of any text: ``"Google's Gemini 1.5"`` gives ``"googles-gemini-1-5"``.

    Returns the empty string where the text has no letter or digit at all.
    """
    folded = unicodedata.normalize("NFC", text).casefold()
    joined = _JOINT.sub("-", _APOSTROPHE.sub("", folded)).strip("-")
    return joined if len(joined) <= LONGEST else joined[:LONGEST].rsplit("-", 1)[0]


def ascii_slug(text: str) -> str:
    """Make a key of an English title: accents are dropped, what is not Latin is left out."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return slug(plain)


def fold(text: str) -> str:
    """The form in which names and words are compared: composed, without case, spaces single; NUL is a space too."""
    return " ".join(folded_letters(text).split())


def folded_letters(text: str) -> str:
    """The same, with blanks as they are."""
    return unicodedata.normalize("NFC", text).casefold().replace("\0", " ")


def meant(name: str, keys: Iterable[str], first_names: Callable[[str], Iterable[str]] = lambda _: ()) -> list[str]:
    """Of the keys of those who bear a name, the one that is meant; if there is none, all, in order.

    It is the key that is this name itself, else that of the only one who has borne the name from the beginning.

    Args:
        name: what somebody calls them.
        keys: theirs.
        first_names: gives the names with which an actor was first recorded; not asked for if there is but one.
    """
    found = sorted(keys)
    if name in found:
        return [name]
    same = [key for key in found if fold(key) == fold(name)]
    if len(same) != 1 and len(found) > 1:
        same = [key for key in found if fold(name) in map(fold, first_names(key))]
    return same if len(same) == 1 else found
