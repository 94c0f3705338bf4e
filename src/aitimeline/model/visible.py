"""Text from the web made safe to look at: whatever would steer a terminal, or hide there, is shown instead of sent."""

from __future__ import annotations

import re

# C0 and C1 controls, line and paragraph separators, bidirectional controls, lone surrogates, the byte order mark.
_STEERING = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
# What has no width: joiners, fillers, invisible operators, selectors of variations, and the tags of Unicode.
_WIDTHLESS = (
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\uffa0"
    "\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_HIDDEN = f"[{_STEERING}{_WIDTHLESS}]"
_PICTORIAL = (
    "[\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935\u2b00-\u2bff\u3030\u303d"
    "\u3297\u3299\U0001f000-\U0001faff]"
)
_EMOJI = f"{_PICTORIAL}(?:[\ufe0e\ufe0f]|[\U0001f3fb-\U0001f3ff])?"
# The flags of parts of countries are a black flag and the part's code, in tags; a longer one would hide something.
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
_KEYCAP = "[0-9#*]\ufe0f?\u20e3"
_IDEOGRAPH = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff][\ufe00-\ufe0f\U000e0100-\U000e01ef]"
_SEQUENCE = f"{_FLAG}|{_EMOJI}(?:\u200d{_EMOJI})*|{_KEYCAP}|{_IDEOGRAPH}"
_STEERS = re.compile(f"[{_STEERING}]")
_HIDES = re.compile(_HIDDEN)
_SHOWN = re.compile(f"({_SEQUENCE})|{_HIDDEN}")
_QUOTED = {("“", "”"), ("‘", "’"), ('"', '"'), ("「", "」"), ("『", "』")}
_C0 = 0x20
_PICTURES = 0x2400


def visible(text: str) -> str:
    """The text with each control or escape character as a picture (``␛``) or as ``<U+202E>``.

    So is what has no width, except inside an emoji or after an ideograph, whose form it chooses.
    """
    if not _HIDES.search(text):  # which is soon seen, and true of most
        return text
    return _SHOWN.sub(lambda found: found[1] or _picture(found), text)


def steerless(text: str) -> str:
    """The text with what would steer a terminal shown in the same way, and all else as it is: for data."""
    return text if text.isprintable() else _STEERS.sub(_picture, text)


def visible_lines(text: str) -> str:
    """The same as ``visible`` for text of several lines, whose line ends stay."""
    return "\n".join(map(visible, text.split("\n")))


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(_PICTURES + code) if code < _C0 else f"<U+{code:04X}>"


def escaped(json_text: str) -> str:
    r"""JSON text with what would steer a terminal as ``\u`` escapes: the same value, safe to look at."""
    if json_text.isprintable() or json_text.replace("\n", "").isprintable():  # which is soon seen, and true of most
        return json_text
    return _STEERS.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", json_text)


def quoted(text: str) -> str:
    """What somebody said, in quotation marks, unless it has its own."""
    is_quoted = len(text) > 1 and (text[0], text[-1]) in _QUOTED
    return text if is_quoted else f"“{text}”"
