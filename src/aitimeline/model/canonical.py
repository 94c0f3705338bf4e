"""The canonical form of a record (RFC 8785) and its digest."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Any

import rfc8785

from aitimeline.model.error import BadInputError
from aitimeline.model.seal import HEX, LENGTH, MARK

_UNKNOWN = "0" * HEX
_SAFE = (1 << 53) - 1
_SAFE_DIGITS = 17
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
# The standard encoder, several times as fast, differs from RFC 8785 in how it writes floats and great integers
# (3.2.2.3), and in how it sorts names beyond the basic multilingual plane (3.2.3). What may hold one is left to
# rfc8785: first a quick look for any number or such a character, then a closer one.
_NUMBERS = tuple(re.compile(before + rb"[-0-9]") for before in (rb'":', rb"\[", rb",", rb"^"))
_ODD_NUMBER = re.compile(rb'(?:^|":|[,[])-?[0-9]+(?:[.eE]|(?<=[0-9]{16}))')
_ASTRAL = (b"\xf0", b"\xf1", b"\xf2", b"\xf3", b"\xf4")


def canonical(value: Any) -> bytes:
    """The RFC 8785 form of a JSON value.

    Raises:
        BadInputError: the value has no such form: a number beyond IEEE 754, or text that is not Unicode.
    """
    try:
        plain = _ENCODER.encode(value).encode()
        return plain if _is_canonical(plain) else rfc8785.dumps(value)
    except (ValueError, TypeError) as failure:
        raise BadInputError(f"this cannot be written as JSON: {failure}") from None


def _is_canonical(plain: bytes) -> bool:
    """True if what the standard encoder wrote is surely what RFC 8785 would have."""
    if any(start in plain for start in _ASTRAL):
        return False
    return not any(number.search(plain) for number in _NUMBERS) or not _ODD_NUMBER.search(plain)


def parse_json(text: bytes | str) -> Any:
    """Read JSON strictly: no NaN or Infinity, no member twice.

    Raises:
        ValueError: the text is not such JSON.
    """
    return _STRICT.decode(text if isinstance(text, str) else text.decode())


def parse_sealed(line: bytes) -> Any:
    """Read JSON whose digest has been found to fit: quicker, as repeated members were not written by us.

    Raises:
        ValueError: the text is not JSON.
    """
    return _DECODER.decode(line.decode())


def _number(digits: str) -> int | float:
    """A whole number; beyond 2^53 the nearest IEEE 754 double, as RFC 8785 3.2.2.3 has it."""
    if len(digits) <= _SAFE_DIGITS and abs(int(digits)) <= _SAFE:
        return int(digits)
    return float(digits)


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice in one object")
    return members


_DECODER = json.JSONDecoder(parse_constant=_refuse, parse_int=_number)
_STRICT = json.JSONDecoder(parse_constant=_refuse, parse_int=_number, object_pairs_hook=_unique)


def digest_of(envelope: dict[str, Any]) -> str:
    """SHA-256, in lower-case hexadecimal, of the canonical form without the member ``digest``."""
    return sha256(canonical({name: envelope[name] for name in envelope if name != "digest"})).hexdigest()


def sealed(envelope: dict[str, Any]) -> bytes:
    """The canonical line, without its newline, of this CloudEvents envelope with its digest added."""
    line = canonical(envelope | {"digest": _UNKNOWN})
    at = line.rfind(MARK)
    end = at + LENGTH
    digest = sha256(line[:at] + line[end:]).hexdigest().encode()
    return b"".join((line[:at], MARK, digest, line[end - 1 :]))
