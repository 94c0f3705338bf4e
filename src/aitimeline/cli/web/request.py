"""What a request asks for: read from its address, or refused in plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize
from urllib.parse import unquote_to_bytes

from aitimeline.cli.config import LANGUAGES
from aitimeline.cli.feed import BOTH
from aitimeline.cli.web.site import CALENDAR, EVENTS, FEED, PAGE, Ask, Site

LONGEST_QUERY = 500
"""Characters of the queries in an address."""
LONGEST_TARGET = 4_000
"""Bytes of an address: 500 Korean letters, escaped, and what stands before them."""
_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_KINDS = {"/": PAGE, f"/{PAGE}": PAGE, f"/{CALENDAR}": CALENDAR, f"/{EVENTS}": EVENTS, f"/{FEED}": FEED}
_SAVED = re.compile(r"/calendar/([^/]+)\.ics")
_TAKES_WORDS = (CALENDAR, EVENTS)


class RefusedError(Exception):
    """A request that is not answered: the status, and why in plain words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


def read_ask(site: Site, raw_path: bytes, raw_query: bytes) -> Ask:
    """What an address asks for.

    Args:
        site: what there is.
        raw_path: the path as it was sent, with its escapes.
        raw_query: what comes after the question mark.

    Raises:
        RefusedError: there is no such address, or it cannot be read.
    """
    if len(raw_path) + len(raw_query) > LONGEST_TARGET:
        raise RefusedError(414, f"The address is too long; {LONGEST_TARGET} bytes are the most.")
    kind, saved = _place(site, normalize("NFC", _decoded(raw_path)))
    stated = [_field(each) for each in raw_query.split(b"&") if each]
    words, language = _words(kind, stated), _language(site, kind, stated)
    return Ask(kind, language, saved, words)


def _place(site: Site, path: str) -> tuple[str, str | None]:
    if path in _KINDS:
        return _KINDS[path], None
    found = _SAVED.fullmatch(path)
    if found and found[1] in site.queries:
        return CALENDAR, found[1]
    if found:
        raise RefusedError(404, "There is no saved query of this name. The page / lists those that there are.")
    raise RefusedError(404, "There is nothing at this address. The page / lists what there is.")


def _field(stated: bytes) -> tuple[str, str]:
    name, _, value = stated.partition(b"=")
    return _decoded(name), _decoded(value.replace(b"+", b" "))


def _decoded(raw: bytes) -> str:
    if _ESCAPE.search(raw):
        raise RefusedError(400, "The address has a % that is not followed by two hexadecimal digits; write it as %25.")
    try:
        text = unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(400, "The address has bytes that are not UTF-8.") from None
    if any(each < " " or each == "\x7f" for each in text):
        raise RefusedError(400, "The address has control characters.")
    return text


def _words(kind: str, stated: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    known = ("q", "lang") if kind in _TAKES_WORDS else ("lang",)
    for name, _ in stated:
        if name not in known:
            raise RefusedError(400, f"Only {' and '.join(f'{each}=' for each in known)} can be asked of this address.")
    words = tuple(normalize("NFC", value) for name, value in stated if name == "q" and value.strip())
    if sum(map(len, words)) > LONGEST_QUERY:
        raise RefusedError(414, f"The query is too long; {LONGEST_QUERY} characters are the most.")
    return words


def _language(site: Site, kind: str, stated: Sequence[tuple[str, str]]) -> str:
    choices = (*LANGUAGES, BOTH) if kind == CALENDAR else LANGUAGES
    asked = [value for name, value in stated if name == "lang"]
    if not asked:
        return site.language if site.language in choices else "en"
    if len(set(asked)) > 1 or asked[0] not in choices:
        raise RefusedError(400, f"lang= is one of {', '.join(choices)}.")
    return asked[0]
