"""Texts and lines as calendars have them (RFC 5545 3.1 and 3.3.11): escaped, folded, and without control characters."""

from __future__ import annotations

import re

# RFC 5545 3.1: a text holds no control character but the tab; C1 controls and halves of characters are of no use.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_MOST, _LONGEST_LETTER = 75, 4
_CONTINUED, _LATER_BYTE = 0xC0, 0x80


def clean(text: str) -> str:
    """A text with its line ends as U+000A, and with U+FFFD in place of other control characters."""
    if text.isprintable():
        return text
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def escaped(text: str) -> str:
    """A text as the value of a property."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def unescaped(value: str) -> str:
    r"""The text that a value stands for; before other letters than it names, as in ``\"``, the backslash goes."""
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def folded(content: bytes) -> bytes:
    """A content line in lines of at most 75 octets (RFC 5545 3.1), with no character split, nor what is escaped.

    Of letters that are not UTF-8 one may be split.
    """
    if len(content) <= _MOST:
        return content + b"\r\n"
    pieces, start, room = [], 0, _MOST
    while len(content) - start > room:
        end = start + room
        while end > start + room - _LONGEST_LETTER and content[end] & _CONTINUED == _LATER_BYTE:
            end -= 1
        piece = content[start:end]
        end -= (len(piece) - len(piece.rstrip(b"\\"))) % 2  # the last backslash escapes what comes after it
        pieces.append(content[start:end])
        start, room = end, _MOST - 1
    pieces.append(content[start:])
    return b"\r\n ".join(pieces) + b"\r\n"
