"""Digests as they stand in lines: whether one fits takes one hash, and nothing is parsed."""

from __future__ import annotations

import re
from hashlib import sha256

MAX_BYTES = 1 << 20
"""The longest line, its newline included."""
MARK = b',"digest":"'
HEX = 64
LENGTH = len(MARK) + HEX + 1
_FAR = 512
_SURROGATE = re.compile(rb"\\u[dD]")


def sealed_pieces(head: bytes, rest: bytes) -> tuple[bytes, str]:
    """A canonical line of all that stands before its digest and all that stands after, and that digest."""
    digest = sha256(head + rest).hexdigest()
    return b"".join((head, MARK, digest.encode(), b'"', rest)), digest


def is_sealed(line: bytes) -> bool:
    """True if ``line`` is in canonical order and its digest fits.

    Only strings, numbers and booleans can follow the member ``digest`` of a CloudEvents envelope, so its last
    occurrence is the envelope's own.
    """
    if b"\\" in line and _SURROGATE.search(line):  # an escaped surrogate: not canonical, and perhaps not text
        return False
    at = line.rfind(MARK, -_FAR)  # what follows it is short, but for very long names
    if at < 0:
        at = line.rfind(MARK)
    end = at + LENGTH
    if at < 0 or line[end - 1 : end] != b'"':
        return False
    return line[at + len(MARK) : end - 1] == sha256(line[:at] + line[end:]).hexdigest().encode()
