"""Content lines of a calendar (RFC 5545 3.1) with the numbers of the lines of the file that they begin in.

Files are read as they are found: with any line ends, blank lines, a byte order mark, UTF-16, or 8-bit letters of
other sorts; and characters that were split by folding are put together again, as lines are joined before they are
decoded.
"""

from __future__ import annotations

import codecs
import quopri
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from aitimeline.ingest.calendar.decoding import Decoder
from aitimeline.ingest.letters import UTF8, Evidence, check_encoding, is_wide
from aitimeline.model.calendar_text import unescaped

LONGEST = 4 << 20
"""Bytes of a content line that are kept: more than a record may have."""
_CHUNK = 1 << 20
_ENDS = re.compile(rb"\r+\n|\n|\r")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"B\0E\0", "utf-16-le"),
    (b"\0B\0E", "utf-16-be"),
)
_REPLACED, _BROKEN = "\N{REPLACEMENT CHARACTER}".encode(), b"\xff"
_HEAD = re.compile(rb"[\s\0]*([A-Za-z0-9.-]+)\s*(?=[;:])")
_PLAIN = r"(?:\((?:UTC|GMT)[+-][0-9]{2}:[0-9]{2}\)|tzone://|[^\";:,])*"
"""A value without quotation marks; Microsoft's names of zones have colons in them that should have them."""
_PARAMETER = re.compile(
    rf';\s*([A-Za-z0-9-]+)\s*(?:=\s*((?:"[^"]*"|{_PLAIN})(?:\s*,\s*(?:"[^"]*"|{_PLAIN}))*))?\s*', re.ASCII
)
_VALUES = re.compile(r'"([^"]*)"|([^",]+)')
_CARET = re.compile(r"\^([n^'])")
_CARETS = {"n": "\n", "^": "^", "'": '"'}
_PIECE = re.compile(r"(?:[^\\,]|\\.|\\\Z)+", re.DOTALL)
_SOFT = b"QUOTED-PRINTABLE"
_LOOKED_AT = 400


class Readable(Protocol):
    """A file of bytes, as far as it is needed here."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""

    def seek(self, offset: int, /) -> int:
        """Go to a place."""

    def tell(self) -> int:
        """The place."""


class Line(NamedTuple):
    """A content line, unfolded.

    Attributes:
        number: the line of the file in which it begins, from 1.
        content: its bytes, in UTF-8 or what the file has.
        is_cut: True if it is so long that its end was passed over.
    """

    number: int
    content: bytes
    is_cut: bool = False

    @property
    def name(self) -> str:
        """The name of the property, in capitals; empty where the line is none."""
        found = _HEAD.match(self.content)
        return found[1].rpartition(b".")[2].decode("ascii").upper() if found else ""


class Property(NamedTuple):
    """A property of a component.

    Attributes:
        value: as it stands there, decoded, not yet unescaped.
        parameters: by name in capitals; each may have several values.
        line: the line of the file in which it begins.
    """

    name: str
    value: str
    parameters: dict[str, list[str]]
    line: int

    def parameter(self, name: str) -> str:
        """The first value of a parameter; empty where it has none."""
        return next(iter(self.parameters.get(name, ())), "")

    @property
    def text(self) -> str:
        """A TEXT value, unescaped."""
        return unescaped(self.value)


def property_of(line: Line, decoder: Decoder) -> Property | None:
    """The property that a line states; None where it has no name, or parameters that have no form (RFC 5545 3.2).

    Raises:
        BadInputError: nobody knows what letters it is in.
    """
    text = decoder.decoded(line.content, line.number)
    head, colon, value = text.partition(":")
    if colon and head.isascii() and head.replace("-", "a").isalnum():
        return Property(head.upper(), value, {}, line.number)
    found = _HEAD.match(line.content)
    if not found:
        return None
    parameters: dict[str, list[str]] = {}
    at = len(found[0].decode("ascii"))
    while part := _PARAMETER.match(text, at):
        values = [_uncaret(quoted or plain.strip()) for quoted, plain in _VALUES.findall(part[2] or "")]
        parameters.setdefault(part[1].upper(), []).extend(values)
        at = part.end()
    if text[at : at + 1] != ":":
        return None
    made = Property(line.name, text[at + 1 :], parameters, line.number)
    return _unquoted(made, line, decoder) if _is_quoted_printable(parameters) else made


def _is_quoted_printable(parameters: dict[str, list[str]]) -> bool:
    return "QUOTED-PRINTABLE" in parameters or "QUOTED-PRINTABLE" in map(str.upper, parameters.get("ENCODING", ()))


def _unquoted(given: Property, line: Line, decoder: Decoder) -> Property:
    """A value as vCalendar 1.0 has it (RFC 2045 6.7): its line ends and letters as ``=0D=0A``, ``=EC``."""
    content = quopri.decodestring(given.value.encode("utf-8", "surrogateescape"))
    text = decoder.decoded(content, line.number, given.parameter("CHARSET"))
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    return given._replace(value=kept.replace("\\", "\\\\").replace("\n", "\\n"))


def _uncaret(text: str) -> str:
    """A parameter's value as RFC 6868 writes it."""
    return _CARET.sub(lambda found: _CARETS[found[1]], text) if "^" in text else text


def list_of(value: str) -> list[str]:
    """The texts of a list (RFC 5545 3.1.1), which stand between commas that are not escaped."""
    pieces = (found[0] for found in _PIECE.finditer(value))
    return [unescaped(piece) for piece in pieces if piece]


def decoder_for(stream: Readable, encoding: str | None = None) -> Decoder:
    """What decodes the lines of a file; it looks at the whole file only if that is not all UTF-8.

    Raises:
        BadInputError: there is no such encoding.
    """
    if encoding is not None:
        name = check_encoding(encoding)
        if is_wide(name) or name == UTF8:
            return Decoder(is_marked=True, wide=name if is_wide(name) else "")
        return Decoder(name)
    start = stream.tell()
    is_marked = bool(_mark_of(stream))
    try:
        if is_marked or _is_utf8(stream):
            return Decoder(is_marked=is_marked)
        stream.seek(start)
        evidence = Evidence()
        for line in content_lines(stream):
            evidence = evidence.plus(Evidence.of(line.content))
    finally:
        stream.seek(start)
    return Decoder(sort=evidence.sort)


def _is_utf8(stream: Readable) -> bool:
    decoder = codecs.getincrementaldecoder(UTF8)()
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def content_lines(stream: Readable, decoder: Decoder | None = None) -> Iterator[Line]:
    """The content lines of a file, never more than a few of them in memory; what is UTF-16 there is UTF-8 here."""
    wide = decoder.wide if decoder else ""
    first, pieces, size, is_cut = 1, [b""], 0, False
    for number, (physical, was_cut) in enumerate(_physical_lines(_chunks(stream, wide)), start=1):
        if not physical:
            continue
        is_soft = pieces[-1][-1:] == b"=" and _SOFT in pieces[0][:_LOOKED_AT].upper()
        if physical[:1] in b" \t" or is_soft:
            if is_soft:
                pieces[-1] = pieces[-1][:-1]
            piece = physical.lstrip(b" \t") if is_soft else physical[1:]
            is_cut = is_cut or was_cut or size + len(piece) > LONGEST
            if not is_cut:
                pieces.append(piece)
                size += len(piece)
            continue
        if size:
            yield Line(first, b"".join(pieces), is_cut)
        first, pieces, size, is_cut = number, [physical], len(physical), was_cut
    if size:
        yield Line(first, b"".join(pieces), is_cut)


def _physical_lines(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The lines of a file without their ends, and whether they were too long to be kept whole."""
    rest, is_cut = b"", False
    for chunk in chunks:
        whole = rest + chunk
        held = whole[len(whole.rstrip(b"\r")) :]  # it may be half of a line end
        parts = _ENDS.split(whole[: len(whole) - len(held)])
        rest = parts.pop()
        for part in parts:
            yield part[:LONGEST], is_cut or len(part) > LONGEST
            is_cut = False
        if len(rest) > LONGEST:
            rest, is_cut = rest[:LONGEST], True
        rest += held[-2:]
    if rest := rest.rstrip(b"\r"):
        yield rest, is_cut


def _mark_of(stream: Readable) -> str:
    """The sort of Unicode that a file says it is, by its mark or its zeros; empty where it does not say."""
    start = stream.tell()
    head = stream.read(4)
    stream.seek(start)
    return next((name for mark, name in _MARKS if head.startswith(mark)), "")


def _chunks(stream: Readable, wide: str = "") -> Iterator[bytes]:
    """A file's bytes without a byte order mark; of UTF-16 and UTF-32, the same in UTF-8.

    What is broken there is broken in UTF-8 too, so that whoever decodes it sees it.
    """
    name = wide or _mark_of(stream)
    if not is_wide(name):
        stream.seek(stream.tell() + (len(codecs.BOM_UTF8) if name else 0))
        yield from iter(lambda: stream.read(_CHUNK), b"")
        return
    decoder = codecs.getincrementaldecoder(name)("replace")
    is_first, is_last = True, False
    while not is_last:
        chunk = stream.read(_CHUNK)
        is_last = not chunk
        text = decoder.decode(chunk, final=is_last)
        text = text.removeprefix("\ufeff") if is_first else text
        is_first = False
        yield text.encode().replace(_REPLACED, _BROKEN)
