"""Answers on their way to standard output."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aitimeline.cli.outlet import led_out
from aitimeline.cli.pager import pour
from aitimeline.cli.run import Run
from aitimeline.model.error import ReaderGoneError
from strategies import words


class Terminal(io.StringIO):
    """A terminal that keeps what it is shown."""

    def isatty(self) -> bool:
        return True


@contextmanager
def unread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Standard output is a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe, monkeypatch.context() as changed:
        changed.setattr(sys, "stdout", led_out(pipe, must_arrive=True))
        yield
        sys.stdout.flush()  # of what is written after a failure nothing more is said


def pieces(number: int, taken: list[int]) -> Iterator[str]:
    """Many lines, each noted when it is taken."""
    for each in range(number):
        taken.append(each)
        yield f"line {each}\n" * 100


def shown(monkeypatch: pytest.MonkeyPatch, texts: Iterable[str]) -> str:
    """What a terminal of ten lines is shown."""
    screen = Terminal()
    with monkeypatch.context() as changed:
        changed.setattr(sys, "stdout", screen)
        for name, value in {"LINES": "10", "COLUMNS": "80"}.items():
            changed.setenv(name, value)
        pour(texts, Run.of_process())
    return screen.getvalue()


@pytest.fixture
def pager(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A pager that keeps what it is given in a file."""
    script = tmp_path / "keep"
    script.write_text(f"#!/bin/sh\ncat > '{tmp_path / 'paged'}'\n")
    script.chmod(0o755)
    monkeypatch.setenv("PAGER", str(script))
    monkeypatch.setenv("TERM", "xterm")
    return tmp_path / "paged"


@given(st.lists(words))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_gets_the_text_in_utf_8_as_it_is(monkeypatch: pytest.MonkeyPatch, texts: list[str]) -> None:
    raw = io.BytesIO()
    with monkeypatch.context() as changed:
        changed.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="latin-1", newline="\r\n"))
        pour(texts, Run.of_process())
        sys.stdout.flush()
        assert raw.getvalue().decode() == "".join(texts)


def test_a_long_answer_is_written_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    seen: list[int] = []

    class Watching(io.StringIO):
        def write(self, text: str) -> int:
            seen.append(len(taken))
            return super().write(text)

    monkeypatch.setattr(sys, "stdout", Watching())
    pour(pieces(500, taken), Run.of_process())
    assert len(seen) > 2
    assert seen[0] < 200


def test_a_reader_that_has_gone_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    with unread(monkeypatch):
        pour(["a"], Run.of_process())
        with pytest.raises(ReaderGoneError):
            sys.stdout.flush()


def test_no_more_is_asked_for_once_the_reader_has_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    with unread(monkeypatch), pytest.raises(ReaderGoneError):
        pour(pieces(5000, taken), Run.of_process())
    assert len(taken) < 200


def test_what_fits_the_terminal_is_shown_there(monkeypatch: pytest.MonkeyPatch, pager: Path) -> None:
    assert shown(monkeypatch, ["one\n", "two\n"]) == "one\ntwo\n"
    assert not pager.exists()


def test_what_outgrows_the_terminal_goes_whole_into_the_pager(monkeypatch: pytest.MonkeyPatch, pager: Path) -> None:
    texts = [f"{number} 줄\n" for number in range(40_000)]
    assert shown(monkeypatch, texts) == ""
    assert pager.read_bytes() == "".join(texts).encode()


@pytest.mark.parametrize(("name", "value"), [("PAGER", ""), ("PAGER", "nosuchpager"), ("TERM", "dumb")])
def test_without_a_pager_all_is_shown(monkeypatch: pytest.MonkeyPatch, pager: Path, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert shown(monkeypatch, ["a line\n"] * 30_000) == "a line\n" * 30_000
    assert not pager.exists()


def test_a_person_who_leaves_the_pager_has_seen_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "true")
    monkeypatch.setenv("TERM", "xterm")
    assert shown(monkeypatch, ["a line\n"] * 100_000) == ""


def test_no_more_is_asked_for_once_a_person_has_left_the_pager(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    monkeypatch.setenv("PAGER", "true")
    monkeypatch.setenv("TERM", "xterm")
    assert shown(monkeypatch, pieces(20_000, taken)) == ""
    assert len(taken) < 20_000


def test_the_pager_is_told_that_the_text_is_utf_8(monkeypatch: pytest.MonkeyPatch, pager: Path, tmp_path: Path) -> None:
    (tmp_path / "keep").write_text(f"#!/bin/sh\ncat > {os.devnull}\nprintf %s \"$LESSCHARSET\" > '{pager}'\n")
    shown(monkeypatch, ["a line\n"] * 20)
    assert pager.read_text() == "utf-8"


def test_nothing_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, []) == ""
