"""Files of rows: what form they have, where each row begins, and what is said of files that are none."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.ingest.rowfile import Row, RowFile
from aitimeline.model.error import BadInputError
from strategies import words

tables = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(words, min_size=width, max_size=width), max_size=5))


def file_of(content: bytes, name: str = "rows.csv") -> RowFile:
    """A file with these bytes."""
    return RowFile(Path(name), io.BytesIO(content))


def rows_of(content: bytes, name: str = "rows.csv") -> list[Row]:
    """Its rows."""
    return list(file_of(content, name).rows())


@pytest.mark.parametrize(
    ("name", "content", "is_csv"),
    [
        ("a.csv", b"", True),
        ("a.CSV", b'{"when":1}', True),
        ("a.tsv", b"when\ttitle", True),
        ("a.jsonl", b"when,title", False),
        ("a.ndjson", b"", False),
        ("a.json", b'{"when":1}', False),
        ("standard input", b"when,title", True),
        ("standard input", b' \n {"when":1}', False),
        ("standard input", b'\xef\xbb\xbf{"when":1}', False),
        ("standard input", b"", False),
    ],
)
def test_the_form_is_told_by_the_ending_else_by_the_beginning(name: str, content: bytes, is_csv: bool) -> None:
    assert file_of(content, name).is_csv is is_csv


@pytest.mark.parametrize(
    ("name", "has_form"),
    [("bad.csv", True), ("bad.tsv", True), ("bad", True), ("bad.txt", True), ("bad.jsonl", False), ("bad.JSON", False)],
)
def test_a_file_of_another_ending_would_be_read_in_another_form(name: str, has_form: bool) -> None:
    assert file_of(b"when,title\n").has_form_of(Path(name)) is has_form
    assert file_of(b"{}\n", "rows.jsonl").has_form_of(Path(name)) is (not name.endswith(("csv", "tsv")))


@given(tables, st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_every_cell_is_read_as_it_was_written(table: list[list[str]], delimiter: str, end: str, marked: bool) -> None:
    width = len(table[0]) if table else 1
    heading = ["when", *(f"c{number}" for number in range(1, width)), "last"]
    written = io.StringIO()
    sheet = csv.writer(written, csv.excel if end == "\r\n" else csv.unix_dialect, delimiter=delimiter)
    sheet.writerows([heading, *([*row, "x"] for row in table)])
    file = file_of(b"\xef\xbb\xbf" * marked + written.getvalue().encode())
    assert file.columns == heading
    assert [row.given for row in file.rows()] == [[*row, "x"] for row in table]


@given(tables)
def test_a_row_is_named_by_the_line_that_it_begins_on(table: list[list[str]]) -> None:
    written, begins = io.StringIO(), []
    sheet = csv.writer(written, csv.unix_dialect)
    sheet.writerow(["when", "last"])
    for row in table:
        begins.append(1 + written.getvalue().count("\n"))
        sheet.writerow([*row, "x"])
    assert [row.line for row in rows_of(written.getvalue().encode())] == begins


@given(st.lists(st.sampled_from([b'{"a":1}', b"", b"  ", b"not json"])))
def test_a_line_of_json_is_a_row_and_an_empty_one_is_none(lines: list[bytes]) -> None:
    expected = [Row(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    assert rows_of(b"\r\n".join(lines), "rows.jsonl") == expected


def test_rows_can_be_read_again() -> None:
    for file in (file_of(b"when,title\n2023,A\n"), file_of(b'\xef\xbb\xbf{"a":1}', "rows.jsonl")):
        assert list(file.rows()) == list(file.rows()) != []


def test_size_and_position_are_bytes() -> None:
    content = "when,title\n2023,구글\n".encode()
    file = file_of(content)
    assert (file.size, len(list(file.rows())), file.position) == (len(content), 1, len(content))


def test_empty_rows_are_passed_over_even_before_the_heading() -> None:
    file = file_of(b"\n ;\n\nwhen;title\n;\n2023;A, B\n")
    assert (file.heading.line, file.columns) == (4, ["when", "title"])
    assert list(file.rows()) == [Row(6, ["2023", "A, B"])]


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b" \r\n\r\n"])
def test_a_file_without_a_heading_is_said_to_be_empty(content: bytes) -> None:
    with pytest.raises(BadInputError, match=r"rows\.csv: is empty; its first row names the columns"):
        _ = file_of(content).columns


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "when,title\n2023,구글\n".encode("cp949"),
            "rows.csv:2: is not UTF-8; save it as UTF-8 .'CSV UTF-8'.*--encoding cp949",
        ),
        ("when,title\n".encode("utf-16"), "rows.csv:1: is not UTF-8 but UTF-16.*--encoding utf-16"),
        ("when,title\n".encode("utf-16-le"), "rows.csv:1: is not UTF-8 but UTF-16.*--encoding utf-16"),
        ("when,title\n".encode("utf-16-be"), "rows.csv:1: is not UTF-8 but UTF-16.*--encoding utf-16"),
        (b"when,title\n\xff\xfe", "rows.csv:2: is not UTF-8"),
        ("when,title\n2023,구글 제미나이\n".encode()[:-2], "rows.csv:2: is not UTF-8; it is broken within a character"),
        ("when,title\n2023,Fête\n".encode("cp1252"), "rows.csv:2: is not UTF-8; .* as in --encoding cp1252"),
        (b'when,title\n2023,A\n2023,"B\n2024,C\n', "rows.csv:3: .* not closed"),
        (b'when,title\n2023,"B" b\n', "rows.csv:2: .* not closed"),
        (b'when,title\n2023,"' + b"line\n" * 500_000, "rows.csv:2: .* not closed"),
        (b"when,title\r2023,A\r", "rows.csv:1: .* as on old Macs"),
        (b"when,title\n2023,A\rB\n", "rows.csv:2: .* as on old Macs"),
        (b"when,title\n2023," + b"x" * (2 << 20), "rows.csv:2: is longer than 2 MiB"),
    ],
)
def test_what_is_no_csv_is_told_with_its_line_and_what_to_do(content: bytes, message: str) -> None:
    with pytest.raises(BadInputError, match=message):
        rows_of(content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'[{"when":"2023"}]', "rows.jsonl: is one JSON array; give one object a line, as 'list -f jsonl'"),
        (b'\xef\xbb\xbf \n [\n{"when":"2023"}]', "is one JSON array"),
        (
            b'{\r\n  "when": "2023"\r\n}\n',
            "rows.jsonl: is JSON over several lines; give one object a line, as jq -c . w",
        ),
        (
            b'{"a": [1],\n "events": [{"when": "2023"}]}',
            r"lines with the list 'events'; .* as jq -c '.events\[\]' writes",
        ),
        (
            b'{"events": [{"when": "2023"}]}\n',
            r"is one JSON object with the list 'events'; .* as jq -c '.events\[\]' w",
        ),
        (
            b'{\n "\xec\x82\xac\xea\xb1\xb4": [{}],"b": []}',
            r"lines with the list '사건'; .* as jq -c '.\[\"사건\"\]\[\]' writes",
        ),
        (
            b'{"when":"2023","actors":[{"actor":"x"}],\n"title":"A"}',
            "over several lines; give one object a line, as jq -c . w",
        ),
        ('{"when":"2023"}'.encode("utf-16"), "rows.jsonl:1: is not UTF-8"),
        (b'{"a":1}\n{"b":"' + b"x" * (2 << 20) + b'"}', "rows.jsonl:2: is longer than 2 MiB"),
    ],
)
def test_what_are_no_lines_of_json_is_told_with_what_to_do(content: bytes, message: str) -> None:
    with pytest.raises(BadInputError, match=message):
        rows_of(content, "rows.jsonl")


@given(
    st.binary(max_size=200)
    | st.lists(st.sampled_from([b"when", b",", b'"', b"\n", b"\r", b"\0", b"{", b"[", b"\xff"])).map(b"".join),
    st.sampled_from(["rows.csv", "rows.jsonl", "standard input"]),
)
def test_any_bytes_are_rows_or_bad_input(content: bytes, name: str) -> None:
    with suppress(BadInputError):
        file = file_of(content, name)
        lines = [row.line for row in file.rows()]
        assert lines == sorted(set(lines))
        assert all(0 < line <= content.count(b"\n") + 1 for line in lines)
        assert file.columns or not file.is_csv
