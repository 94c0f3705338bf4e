"""Which timeline a folder belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from aitimeline.log.disk import SystemDisk
from aitimeline.log.identity import FILE, Identity, check_uri, holds_log, name_of, read_identity, write_identity
from aitimeline.model.error import BadInputError, DamagedLogError
from strategies import event_of, lines_of, record_of


def test_an_identity_is_read_back_as_itself(tmp_path: Path) -> None:
    identity = Identity("https://example.org/경주", "AI 경주")
    write_identity(tmp_path, identity, SystemDisk())
    assert read_identity(tmp_path) == identity


def test_a_folder_without_the_file_has_none(tmp_path: Path) -> None:
    assert read_identity(tmp_path) is None


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"null", b'{"uri": ""}', b'{"uri": 1}', b"\xff", b"[" * 100_000]
)
def test_an_identity_that_cannot_be_read_is_damage(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(DamagedLogError):
        read_identity(tmp_path)


@pytest.mark.parametrize("uri", ["https://example.org/timeline", "urn:uuid:019a0000-0000-7000-8000-000000000000"])
def test_an_absolute_uri_is_taken(uri: str) -> None:
    assert check_uri(uri) == uri


@pytest.mark.parametrize("uri", ["", "timeline", "//example.org", "https://a b", "https://a\n"])
def test_what_is_no_uri_is_refused(uri: str) -> None:
    with pytest.raises(BadInputError):
        check_uri(uri)


def test_a_folder_with_an_identity_holds_a_log(tmp_path: Path) -> None:
    write_identity(tmp_path, Identity("https://example.org/a"), SystemDisk())
    assert holds_log(tmp_path)


def test_a_folder_with_a_record_of_ours_holds_a_log(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines_of([record_of(event_of("2023"))]))
    assert holds_log(tmp_path)


def test_a_folder_with_other_lines_holds_none(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"type":"other"}\n')
    assert not holds_log(tmp_path)


@pytest.mark.parametrize(
    ("stated", "name"),
    [('{"uri": "urn:x", "name": "A\\n  log"}', "A log"), ('{"uri": "urn:x"}', ""), ("broken", ""), (None, "")],
)
def test_the_name_of_a_log_is_one_line_or_none(tmp_path: Path, stated: str | None, name: str) -> None:
    if stated is not None:
        (tmp_path / FILE).write_text(stated)
    assert name_of(tmp_path) == name
