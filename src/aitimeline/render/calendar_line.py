"""What iCalendar is written with (RFC 5545 3.1): the components of the icalendar library, our escaping and folding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeGuard
from urllib.parse import quote

from icalendar import vText

if TYPE_CHECKING:
    from icalendar import Component

# RFC 5545 3.1: a text holds no control character but the tab; C1 controls and halves of characters are of no use.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_MOST = 75
_CONTINUED, _LATER_BYTE = 0xC0, 0x80
_BACKSLASH = ord("\\")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_ADDRESS = re.compile(r"https?://[^/]", re.IGNORECASE)


class Text(vText):
    r"""A text as RFC 5545 3.3.11 writes it, with U+FFFD for what it cannot hold.

    The library's own would write a typed backslash and N as a line end, and let BEL and NUL pass.
    """

    def __new__(cls, text: str, params: Mapping[str, str] | None = None) -> Self:
        """Take the text without what iCalendar cannot hold."""
        return super().__new__(cls, clean(text), params=dict(params) if params else None)

    def to_ical(self) -> bytes:
        """The text, escaped."""
        escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


def written(component: Component) -> bytes:
    """A component and those in it as content lines, in the order in which they were put in.

    The library's own fold looks at each character, which takes two thirds of the time of an export.
    """
    return b"".join(folded(_line(name, value)) for name, value in component.property_items(sorted=False))


def _line(name: str, value: Any) -> bytes:
    if isinstance(value, bytes):  # BEGIN and END
        return b"%b:%b" % (name.encode(), value)
    content = value.to_ical()
    content = content.encode() if isinstance(content, str) else content
    params = getattr(value, "params", None)
    if not params:
        return b"%b:%b" % (name.encode(), content)
    return b"%b;%b:%b" % (name.encode(), params.to_ical(sorted=False), content)


def clean(text: str) -> str:
    """A text with its line ends as U+000A, and with U+FFFD in place of other control characters."""
    if text.isprintable():
        return text
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def is_tag(language: str | None) -> TypeGuard[str]:
    """True of a well-formed language tag, which LANGUAGE can bear (RFC 5545 3.2.10)."""
    return language is not None and _LANGUAGE.fullmatch(language) is not None


def folded(content: bytes) -> bytes:
    """A content line in lines of at most 75 octets (RFC 5545 3.1), with no character split, nor what is escaped."""
    if len(content) <= _MOST:
        return content + b"\r\n"
    pieces, start, room = [], 0, _MOST
    while len(content) - start > room:
        end = start + room
        while content[end] & _CONTINUED == _LATER_BYTE:
            end -= 1
        if content[end - 1] == _BACKSLASH and _is_open(content, end):
            end -= 1
        pieces.append(content[start:end])
        start, room = end, _MOST - 1
    pieces.append(content[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def _is_open(content: bytes, end: int) -> bool:
    """True if the last of the backslashes before a place escapes what comes after it."""
    first = end
    while content[first - 1] == _BACKSLASH:
        first -= 1
    return (end - first) % 2 == 1


def address(url: object) -> str | None:
    """An http or https address as RFC 3986 writes it; None of anything else, which no client should follow."""
    if not isinstance(url, str) or not _ADDRESS.match(url):
        return None
    return quote(clean(url), safe="%/:=&?~#+!$,;'@()*[]")
