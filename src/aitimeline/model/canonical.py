"""The canonical form of a record (RFC 8785) and its digest."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import rfc8785

from aitimeline.model.error import BadInputError

_MARK = b',"digest":"'
_HEX = 64
_SAFE = (1 << 53) - 1
_SAFE_DIGITS = 17


def canonical(value: Any) -> bytes:
    """The RFC 8785 form of a JSON value.

    Raises:
        BadInputError: the value has no such form: a number beyond IEEE 754, or text that is not Unicode.
    """
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as failure:
        raise BadInputError(f"this cannot be written as JSON: {failure}") from None


def parse_json(text: bytes | str) -> Any:
    """Read JSON strictly: no NaN or Infinity, no member twice.

    Raises:
        ValueError: the text is not such JSON.
    """
    return json.loads(text, parse_constant=_refuse, parse_int=_number, object_pairs_hook=_unique)


def parse_sealed(line: bytes) -> Any:
    """Read JSON whose digest has been found to fit: quicker, as repeated members were not written by us.

    Raises:
        ValueError: the text is not JSON.
    """
    return json.loads(line, parse_constant=_refuse, parse_int=_number)


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


def digest_of(envelope: dict[str, Any]) -> str:
    """SHA-256, in lower-case hexadecimal, of the canonical form without the member ``digest``."""
    return sha256(canonical({name: envelope[name] for name in envelope if name != "digest"})).hexdigest()


def sealed(envelope: dict[str, Any]) -> bytes:
    """The canonical line, without its newline, of this envelope with its digest added."""
    return canonical(envelope | {"digest": digest_of(envelope)})


def is_sealed(line: bytes) -> bool:
    """True if ``line`` is in canonical order and its digest fits: one hash, nothing parsed.

    Only strings, numbers and booleans can follow the member ``digest`` of a CloudEvents envelope, so its last
    occurrence is the envelope's own.
    """
    if b"\\ud" in line.lower():  # an escaped surrogate: not canonical, and perhaps not text
        return False
    at = line.rfind(_MARK)
    end = at + len(_MARK) + _HEX + 1
    if at < 0 or line[end - 1 : end] != b'"':
        return False
    stated = line[at + len(_MARK) : end - 1]
    return sha256(line[:at] + line[end:]).hexdigest().encode() == stated
