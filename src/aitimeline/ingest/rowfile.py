"""Files of rows, CSV or JSON lines, read row by row, each with the line that it begins on."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import count, islice
from os import SEEK_END
from pathlib import Path
from shlex import quote
from typing import IO, NamedTuple

from attrs import define

from aitimeline.ingest.letters import hint
from aitimeline.model.error import BadInputError
from aitimeline.model.seal import MAX_BYTES

_ENDINGS = {".csv": True, ".tsv": True, ".jsonl": False, ".ndjson": False, ".json": False}
_MARK = b"\xef\xbb\xbf"
_MARKS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = (",", ";", "\t")
_HEAD = 4096
_LONGEST = 2 * MAX_BYTES
_BLOCK = 1 << 19
_MOST_LOOKED_AT = 1 << 24
_PLAIN_NAME = re.compile("[A-Za-z_][A-Za-z0-9_]*")


class Row(NamedTuple):
    """One row as it was given.

    Attributes:
        line: the line that it begins on, from 1.
        given: its cells, of CSV; the bytes of a line of JSON.
    """

    line: int
    given: list[str] | bytes


class Block(NamedTuple):
    """Some lines of a file of JSON lines.

    Attributes:
        first: the number of the first line, from 1.
        offset: where it begins, in bytes.
        content: the bytes, up to the end of a line.
    """

    first: int
    offset: int
    content: bytes

    @property
    def line_count(self) -> int:
        """How many lines it has; the last line of a file may have no end."""
        return self.content.count(b"\n") + (not self.content.endswith(b"\n"))


def rows_of(block: Block) -> Iterator[Row]:
    """Every line of a block; a blank one is empty."""
    lines = block.content.split(b"\n")
    for number, line in enumerate(lines[: block.line_count], start=block.first):
        yield Row(number, b"" if line.isspace() else line.rstrip(b"\r"))


def _object_in(text: bytes) -> dict[str, object] | None:
    """The JSON object with which a text begins, or None where there is none that is whole."""
    try:
        found, _ = json.JSONDecoder().raw_decode(text.removeprefix(_MARK).decode(errors="replace").lstrip())
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _list_in(stated: Mapping[str, object]) -> str:
    """The name of the list of objects that an object holds, the longest; empty where it is a row, or has none."""
    if {"when", "title"} & stated.keys():
        return ""
    lists = {name: held for name, held in stated.items() if isinstance(held, list) and held and _are_objects(held)}
    return max(lists, key=lambda name: len(lists[name]), default="")


def _are_objects(held: list[object]) -> bool:
    return all(isinstance(each, dict) for each in held)


@define(slots=False)
class RowFile:
    """A file of rows, which can be read more than once.

    Attributes:
        path: its name, for messages and by its ending for its form.
        opened: the file, binary, which can be sought in.
        can_be_shared: True if others can open it by its name.
    """

    path: Path
    opened: IO[bytes]
    can_be_shared: bool = False

    @cached_property
    def is_csv(self) -> bool:
        """True if it is CSV, False if it is JSON lines: by its ending, else by how it begins.

        Raises:
            BadInputError: it is neither.
        """
        self.opened.seek(0)
        head = self.opened.read(_HEAD)
        begin = head.removeprefix(_MARK).lstrip()
        is_csv = _ENDINGS.get(self.path.suffix.lower(), begin[:1] not in (b"{", b"[", b""))
        if head.startswith(_MARKS_OF_UTF16) or b"\0" in head[:4]:  # UTF-16 without a mark has one there
            raise BadInputError(
                f"{self.path}:1: is not UTF-8 but UTF-16, as it seems; save it as UTF-8 "
                "('CSV UTF-8' in a spreadsheet), or add --encoding utf-16"
            )
        if not is_csv and begin.startswith(b"["):
            raise BadInputError(
                f"{self.path}: is one JSON array; give one object a line, as 'list -f jsonl' or jq -c '.[]' writes them"
            )
        if not is_csv and begin.startswith(b"{"):
            self._check_lines()
        return is_csv

    def _check_lines(self) -> None:
        """Raise BadInputError where an object is not a row of its own: it fills several lines, or holds the rows."""
        self.opened.seek(0)
        lines = iter(lambda: self.opened.readline(_MOST_LOOKED_AT), b"")
        line = next((line for line in lines if line.removeprefix(_MARK).strip()), b"")
        found = _object_in(line)
        is_spread = found is None
        if is_spread:
            found = _object_in(line + self.opened.read(_MOST_LOOKED_AT))
        what = "is JSON over several lines" if is_spread else "is one JSON object"
        if name := _list_in(found or {}):
            inner = f".{name}[]" if _PLAIN_NAME.fullmatch(name) else f".[{json.dumps(name, ensure_ascii=False)}][]"
            what = f"{what} with the list {name!r}"
            raise BadInputError(f"{self.path}: {what}; give one object a line, as jq -c {quote(inner)} writes them")
        if is_spread and (found is not None or line.removeprefix(_MARK).strip() == b"{"):
            raise BadInputError(f"{self.path}: {what}; give one object a line, as jq -c . writes them")

    def has_form_of(self, path: Path) -> bool:
        """True if a file of that name, with such rows, would be read in the form that they have here."""
        return _ENDINGS.get(path.suffix.lower(), self.is_csv) == self.is_csv

    @cached_property
    def heading(self) -> Row:
        """The first row of CSV, which names the columns.

        Raises:
            BadInputError: there is none.
        """
        if heading := next(self._cells(), None):
            return heading
        raise BadInputError(f"{self.path}: is empty; its first row names the columns, as in when,title,kind")

    @property
    def columns(self) -> list[str]:
        """The names in the first row of CSV; none of JSON lines."""
        return self.heading.given if self.is_csv else []  # type: ignore[return-value]

    @cached_property
    def size(self) -> int:
        """How many bytes it has."""
        return self.opened.seek(0, SEEK_END)

    @property
    def position(self) -> int:
        """How many bytes have been read."""
        return self.opened.tell()

    def rows(self) -> Iterator[Row]:
        """Every row, but for that with the names of columns.

        Raises:
            BadInputError: the file is not UTF-8, or not CSV, so that what follows cannot be trusted.
        """
        yield from islice(self._cells(), 1, None) if self.is_csv else self._objects()

    def blocks(self) -> Iterator[Block]:
        """All lines of a file of JSON lines, some hundreds of kilobytes at a time.

        Raises:
            BadInputError: a line is far too long.
        """
        self.opened.seek(0)
        start = self.opened.read(len(_MARK))
        pending, first, offset = (b"", 1, len(_MARK)) if start == _MARK else (start, 1, 0)
        while piece := self.opened.read(_BLOCK):
            content = pending + piece
            cut = content.rfind(b"\n") + 1
            block, pending = content[:cut], content[cut:]
            if block:
                yield Block(first, offset, block)
                first += block.count(b"\n")
                offset += cut
            if len(pending) >= _LONGEST:
                raise self._too_long(first)
        if pending:
            yield Block(first, offset, pending)

    def _objects(self) -> Iterator[Row]:
        for block in self.blocks():
            yield from (row for row in rows_of(block) if row.given)

    def _cells(self) -> Iterator[Row]:
        csv.field_size_limit(_LONGEST)
        sheet = csv.reader(self._text(), delimiter=self._delimiter(), strict=True)
        begin = 1
        try:
            for cells in sheet:
                if any(map(str.strip, cells)):
                    yield Row(begin, cells)
                begin = sheet.line_num + 1
        except csv.Error as failure:
            raise BadInputError(f"{self.path}:{begin}: the row that begins here is not CSV: {_hint(failure)}") from None

    def _delimiter(self) -> str:
        first = next(filter(str.strip, self._text()), "")
        return max(_DELIMITERS, key=first.count)

    def _text(self) -> Iterator[str]:
        for number, line in enumerate(self._lines(), start=1):
            try:
                yield line.decode()
            except UnicodeDecodeError:
                raise BadInputError(f"{self.path}:{number}: is not UTF-8; {hint(line)}") from None

    def _lines(self) -> Iterator[bytes]:
        """Lines with their ends, the first without the mark of UTF-8."""
        self.opened.seek(0)
        for number in count(1):
            line = self.opened.readline(_LONGEST)
            if not line:
                return
            if len(line) == _LONGEST:
                raise self._too_long(number)
            yield line if number > 1 else line.removeprefix(_MARK)

    def _too_long(self, line: int) -> BadInputError:
        return BadInputError(f"{self.path}:{line}: is longer than 2 MiB; a record has at most 1 MiB")


def _hint(failure: csv.Error) -> str:
    if "new-line" in str(failure):
        return "a line ends in CR alone, as on old Macs; save it as 'CSV UTF-8' in a spreadsheet and import that"
    return f"{failure}; look for a quotation mark that is not closed"
