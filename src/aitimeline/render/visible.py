"""Text from the web made safe to look at: whatever would steer a terminal is shown instead of sent."""

from __future__ import annotations

import re

# C0 and C1 controls, line and paragraph separators, bidirectional controls, lone surrogates, the byte order mark.
_STEERING = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
_QUOTED = {("“", "”"), ("‘", "’"), ('"', '"'), ("「", "」"), ("『", "』")}
_C0 = 0x20
_PICTURES = 0x2400


def visible(text: str) -> str:
    """The text with each control or escape character as a picture (``␛``) or as ``<U+202E>``."""
    return text if text.isprintable() else re.sub(_STEERING, _picture, text)


def visible_lines(text: str) -> str:
    """The same for text of several lines, whose line ends stay."""
    return "\n".join(map(visible, text.split("\n")))


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(_PICTURES + code) if code < _C0 else f"<U+{code:04X}>"


def escaped(json_text: str) -> str:
    r"""JSON text with the same characters as ``\u`` escapes: the same value, safe to look at."""
    if json_text.replace("\n", "").isprintable():  # which is soon seen, and true of most
        return json_text
    return re.sub(_STEERING, lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", json_text)


def quoted(text: str) -> str:
    """What somebody said, in quotation marks, unless it has its own."""
    is_quoted = len(text) > 1 and (text[0], text[-1]) in _QUOTED
    return text if is_quoted else f"“{text}”"
