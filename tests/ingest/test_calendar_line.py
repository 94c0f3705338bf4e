"""Content lines of calendars, whatever their ends, folds and letters."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aitimeline.ingest.calendar.decoding import Decoder
from aitimeline.ingest.calendar.line import (
    LONGEST,
    Line,
    content_lines,
    list_of,
    property_of,
)
from aitimeline.model.calendar_text import clean, unescaped
from aitimeline.model.error import BadInputError
from strategies import words


def lines_of(content: bytes) -> list[tuple[int, bytes]]:
    """Content lines with their numbers."""
    return [(line.number, line.content) for line in content_lines(io.BytesIO(content))]


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r", b"\r\r\n"])
def test_lines_end_as_they_do(end: bytes) -> None:
    content = end.join([b"A:1", b" 2", b"", b"B:3", b"\t4", b" 5", b"C:6"])
    assert lines_of(content) == [(1, b"A:12"), (4, b"B:345"), (7, b"C:6")]


def test_a_line_end_split_between_two_reads_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aitimeline.ingest.calendar.line._CHUNK", 4)
    assert lines_of(b"A:1\r\nB:2\r\n 3\rC:4") == [(1, b"A:1"), (2, b"B:23"), (4, b"C:4")]


def test_letters_split_by_folding_are_joined() -> None:
    whole = "SUMMARY:제미나이".encode()
    folded = b"\r\n ".join(whole[at : at + 1] for at in range(len(whole)))
    assert lines_of(folded) == [(1, whole)]


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_sorts_of_unicode_are_read(name: str) -> None:
    assert lines_of("BEGIN:VEVENT\r\nSUMMARY:얼라\r\n 이언스".encode(name))[1] == (2, "SUMMARY:얼라이언스".encode())


def test_a_line_of_many_megabytes_is_cut_and_said_to_be() -> None:
    lines = list(content_lines(io.BytesIO(b"ATTACH:" + b"A" * (LONGEST + 10) + b"\r\nUID:1\r\n")))
    assert [(line.number, line.is_cut) for line in lines] == [(1, True), (2, False)]
    folded = list(content_lines(io.BytesIO(b"ATTACH:" + b"\r\n A" * 100 + b"\r\nUID:1\r\n")))
    assert [(line.number, line.is_cut) for line in folded] == [(1, False), (102, False)]


def test_parameters_are_read_with_quotes_and_carets() -> None:
    line = Line(1, b'dtstart ; tzid = "A;B:C,D" ; x=a,"b^nc^^d^\'e";LONE:20231206')
    stated = property_of(line, Decoder())
    assert stated is not None
    assert (stated.name, stated.value) == ("DTSTART", "20231206")
    assert stated.parameters == {"TZID": ["A;B:C,D"], "X": ["a", 'b\nc^d"e'], "LONE": []}


@pytest.mark.parametrize("content", [b"", b"no colon", b";:", b'A;B="c:d', b":"])
def test_what_has_no_form_is_no_property(content: bytes) -> None:
    assert property_of(Line(1, content), Decoder()) is None


def test_quoted_printable_of_vcalendar_is_read_over_soft_line_ends() -> None:
    content = b"SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=EC=A0=9C=EB=\r\n=AF=B8; a,b\\c=0D=0Ad\r\nUID:1\r\n"
    first, second = content_lines(io.BytesIO(content))
    stated = property_of(first, Decoder())
    assert stated is not None
    assert (stated.text, second.number) == ("제미; a,b\\c\nd", 3)


def test_texts_are_unescaped() -> None:
    assert unescaped(r"a\, b\; c\\n d\n\N\"e\"") == 'a, b; c\\n d\n\n"e"'
    assert list_of(r"a\,b,c,,d\\,e\;" + "\\") == ["a,b", "c", "d\\", "e;\\"]


@given(words)
@example("\\")
@example("a\\\\")
def test_escaping_and_unescaping_gives_the_text(text: str) -> None:
    plain = clean(text)
    escaped = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    assert unescaped(escaped) == plain
    assert list_of(escaped) == ([plain] if plain else [])
    assert list_of(f"{escaped},{escaped}") == ([plain, plain] if plain else [])


@given(st.text(st.sampled_from("a\\;:n\n"), max_size=6))
def test_a_list_of_one_is_that_text(value: str) -> None:
    assert list_of(value) == ([unescaped(value)] if value else [])


@given(st.binary(max_size=300))
def test_every_byte_is_in_a_line_or_an_end(content: bytes) -> None:
    lines = lines_of(b"X" + content)
    assert all(content_line for _, content_line in lines)
    assert [number for number, _ in lines] == sorted({number for number, _ in lines})
    for line in content_lines(io.BytesIO(content)):
        with suppress(BadInputError):
            property_of(line, Decoder())
