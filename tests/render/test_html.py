"""HTML fragments: what comes from the log is text in them, never markup."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

from aitimeline.answer.answer import Answer
from aitimeline.answer.block import Break, Span, Style
from aitimeline.answer.event import events
from aitimeline.answer.showing import Showing
from aitimeline.model.event import Source
from aitimeline.model.text import Text
from aitimeline.model.visible import visible
from aitimeline.render.format import Paper, pieces_of
from answers import answer_of, answers
from strategies import event_of, record_of
from workbench import timeline_from

TAGS = {"table", "thead", "tbody", "tr", "th", "td", "br", "code", "a"}


class Reader(HTMLParser):
    """What a browser makes of a fragment: tags, their attributes, and the texts of rows of cells."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.rows: list[list[str]] = []
        self.feed(fragment)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "br":
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        """Hold tags to be closed in order."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note what is read, which stands in cells alone."""
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data
        else:
            assert not data.strip()

    def handle_comment(self, data: str) -> None:
        """Hold that there is none."""
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        """Hold that there is none."""
        raise AssertionError(decl)


def read(answer: Answer[Any], paper: Paper = Paper()) -> Reader:  # noqa: B008 -- it never changes
    """An answer as a browser reads it."""
    return Reader("".join(pieces_of(answer, "html", paper)))


def text_of(cell: Any) -> str:
    """What is read of a cell."""
    if isinstance(cell, list):
        return "".join(visible(part.text) for part in cell if isinstance(part, Span))
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else visible(str(cell))


@given(answers())
def test_any_answer_is_a_table_of_just_its_texts(made: tuple[Answer[Sequence[Any]], list[list[Any]]]) -> None:
    answer, rows = made
    found = read(answer)
    assert found.rows == [
        [visible(field.name) for field in answer.fields],
        *([text_of(cell) for cell in row] for row in rows),
    ]
    assert set(found.tags) <= TAGS
    assert not found.open


@given(answers())
def test_any_answer_links_to_web_addresses_alone(made: tuple[Answer[Sequence[Any]], list[list[Any]]]) -> None:
    attributes = read(made[0]).attributes
    assert {name for name, _ in attributes} <= {"lang", "scope", "href"}
    assert all(str(value).startswith(("https://", "http://")) for name, value in attributes if name == "href")


@pytest.mark.parametrize(
    ("cell", "html"),
    [
        ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#x27;"),
        ([Span("a", url='https://a.example/?b=1&c="')], '<a href="https://a.example/?b=1&amp;c=&quot;">a</a>'),
        ([Span("a", url="javascript:alert(1)")], "a"),
        ([Span("key", Style.KEY)], "<code>key</code>"),
        ([Span("a"), Break.ALWAYS, Span("b")], "a<br>b"),
        ("\x1b[31m", "␛[31m"),
        (None, ""),
        (-6, "-6"),
    ],
)
def test_a_cell_is_escaped_and_marked_up_by_what_it_is(cell: Any, html: str) -> None:
    assert f"<tr><td>{html}</td></tr>\n" in list(pieces_of(answer_of(["a"], [[cell]]), "html", Paper()))


def test_false_and_true_are_said_as_the_answer_says_them() -> None:
    assert read(answer_of(["a", "b"], [[False, True]], truth=("no", "yes"))).rows[1] == ["no", "yes"]


def test_the_table_names_its_language() -> None:
    assert ("lang", "ko") in read(answer_of(["a"], []), Paper(language="ko")).attributes


def test_events_have_a_title_that_is_text_and_sources_that_are_links() -> None:
    title = Text.of({"en": "<script>alert(1)</script>"})
    source = Source(url="https://a.example/(b)", publisher="A & B")
    timeline = timeline_from([record_of(evolve(event_of("2023-12-06"), title=title, sources=(source,)), 1)])
    found = read(events(timeline.select(), Showing(timeline, "en", None), ""))
    assert found.rows[1] == ["2023-12-06", "<script>alert(1)</script>", "gemini-announced", "A & B"]
    assert ("href", "https://a.example/(b)") in found.attributes
