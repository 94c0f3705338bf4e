"""Rows as others keep them, made into the data of events."""

from __future__ import annotations

import csv
from contextlib import suppress
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.ingest.rows import Defaults, Shaper
from aitimeline.model.error import BadInputError
from aitimeline.model.event import Event, Figure, Participation, Source
from aitimeline.model.structure import structure, unstructure
from aitimeline.model.text import Text, guess_language
from aitimeline.render.csv import csv_pieces
from strategies import edtf, json_values, keys, numbers, whens, zones

ACTORS = {
    "google": frozenset({"google"}),
    "구글": frozenset({"google"}),
    "apple": frozenset({"apple-corps", "apple-inc"}),
    "alphabet; google": frozenset({"google"}),
}
COLUMNS = ("key", "when", "zone", "title", "kind", "actors", "tags", "publishers", "urls")
NAMES = (*COLUMNS, "summary", "titles", "sources", "figures", "date", "actor", "tag", "url", "publisher", "id", "x")

plain = (
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]) | st.sampled_from("=+-@가나구글,\"'"), min_size=1)
    .map(str.strip)
    .filter(bool)
)
slugs = st.sampled_from(["release", "open-weights", "챗봇", "a1", "2023"])
languages = st.sampled_from(["en", "ko", "fr", "zh-Hant"])
addresses = st.sampled_from(["https://example.org/a;b", "http://예시.한국/가?나=다", "https://example.org/c?d=e,f"])
parts = st.builds(Participation, actor=slugs, role=st.none() | slugs)


def maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    """It, or nothing."""
    return st.none() | strategy


def few(strategy: st.SearchStrategy[Any], **how: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    """A few of them."""
    return st.lists(strategy, max_size=3, **how).map(tuple)


sources = st.builds(
    Source,
    url=maybe(addresses),
    publisher=plain,
    title=maybe(plain),
    published=st.none() | whens,
    language=maybe(languages),
    quote=maybe(plain),
    when=st.none() | whens,
    zone=maybe(zones),
)
figures = st.builds(Figure, name=slugs, value=numbers, unit=maybe(plain), period=whens)
texts = st.dictionaries(languages, plain, max_size=3).map(Text.of)
stated_events = st.builds(
    Event,
    when=whens,
    title=texts.filter(bool),
    kind=slugs,
    zone=maybe(zones),
    summary=texts,
    actors=few(parts, unique_by=lambda part: part.actor),
    tags=few(slugs, unique=True),
    sources=few(sources),
    figures=few(figures),
)
"""Events such as our own commands make: texts of one line, kinds and tags that are words."""

unmarked = plain.filter(lambda text: not text.startswith("'"))
listed = unmarked.filter(lambda text: ";" not in text)
paired = st.builds(Source, url=maybe(addresses.filter(lambda url: ";" not in url)), publisher=listed)
flat_events = st.builds(
    Event,
    when=whens,
    title=unmarked.map(lambda text: Text.of({guess_language(text): text})),
    kind=slugs,
    zone=maybe(zones),
    actors=few(parts, unique_by=lambda part: part.actor),
    tags=few(slugs, unique=True),
    sources=few(paired),
)
"""Events that a row of CSV can hold."""


def find(name: str) -> frozenset[str]:
    """The actors with a name."""
    return ACTORS.get(name, frozenset())


def shaper(**defaults: Any) -> Shaper:
    """What makes data of rows, in a log that knows a few actors."""
    return Shaper(find, Defaults(**defaults))


def of_cells(stated: dict[str, str]) -> tuple[str, dict[str, Any]]:
    """The key and the data of a row of CSV."""
    made = shaper()
    return made.of_cells(made.columns(list(stated)), list(stated.values()))


def of_object(**stated: Any) -> dict[str, Any]:
    """The data of a row of JSON that has what each needs."""
    return shaper().of_object({"when": "2023", "title": "A title"} | stated)[1]


def cells_of(key: str, event: Event) -> dict[str, str]:
    """An event as cells, lists joined as in ``list -f csv``."""
    given = {
        "key": key,
        "when": event.when.edtf,
        "zone": event.zone or "",
        "title": event.title.best("en"),
        "kind": event.kind,
        "actors": "; ".join(f"{part.actor}={part.role}" if part.role else part.actor for part in event.actors),
        "tags": "; ".join(event.tags),
        "publishers": "; ".join(source.publisher or "" for source in event.sources),
        "urls": "; ".join(source.url or "" for source in event.sources),
    }
    return {name: f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell for name, cell in given.items()}


@given(keys, stated_events)
def test_any_event_as_a_row_of_json_is_the_same_event(key: str, event: Event) -> None:
    made, data = shaper().of_object({"key": key} | unstructure(event))
    assert (made, structure(data, Event)) == (key, event)


@given(keys, flat_events, st.permutations(COLUMNS))
def test_an_event_as_a_row_of_csv_is_the_same_event_in_any_order_of_columns(
    key: str, event: Event, order: list[str]
) -> None:
    cells = cells_of(key, event)
    made, data = of_cells({name: cells[name] for name in order})
    assert (made, structure(data, Event)) == (key, event)


@given(st.dictionaries(st.sampled_from(NAMES), edtf | plain | json_values))
def test_any_row_of_json_is_an_event_or_bad_input(row: dict[str, Any]) -> None:
    with suppress(BadInputError):
        _, data = shaper().of_object({"when": "2023", "title": "A title"} | row)
        structure(data, Event)


@given(st.lists(st.sampled_from(["when", "title", *NAMES, "title.ko", "Title.EN ", ""]) | plain), st.data())
def test_any_row_of_csv_is_an_event_or_bad_input(names: list[str], data: st.DataObject) -> None:
    made = shaper()
    with suppress(BadInputError):
        columns = made.columns(["when", "title", *names])
        row = data.draw(st.lists(edtf | plain | st.just(""), min_size=len(columns), max_size=len(columns)))
        structure(made.of_cells(columns, row)[1], Event)


def test_what_a_row_does_not_say_is_taken_from_the_defaults() -> None:
    _, data = shaper(kind="Big Release", zone="Asia/Seoul").of_object({"when": "2023-Q1", "title": "A"})
    assert data == {"when": "2023-33", "title": {"en": "A"}, "kind": "big-release", "zone": "Asia/Seoul"}


@pytest.mark.parametrize("defaults", [{"kind": ""}, {"kind": "!"}, {"zone": "Asia/Soul"}, {"kind": "\ud800"}])
def test_defaults_that_cannot_be_read_are_refused_before_any_row(defaults: dict[str, str]) -> None:
    with pytest.raises(BadInputError):
        Defaults(**defaults)


def test_columns_have_other_names_too_and_those_that_are_derived_are_passed_over() -> None:
    names = [" Date", "TITLE", "title.KO", "Actor", "tag", "url", "publisher", "", "recorded_at", "line", "reason"]
    known = shaper().columns(names)
    assert known == ["when", "title", "title.ko", "actors", "tags", "urls", "publishers", "", "", "", ""]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["when"], "there must be a column 'when' and a column 'title'"),
        (["title"], "there must be a column 'when'"),
        (
            ["wehn", "title"],
            "no column is known by the name 'wehn'; there are key, when, zone, kind, title, .*, publishers;",
        ),
        (["when", "headline"], "by the name 'headline'; .* what happened 'title', and take out what has no place here"),
        (["when", "title", "zone.ko"], "by the name 'zone.ko'"),
        (["when", "title.korean tongue"], "'korean tongue' is not a language tag"),
        (["when", "title", "date"], "the column 'when' stands twice"),
        (["when", "title.ko", "Title.KO"], "the column 'title.ko' stands twice"),
        (["when", "title", "k" * 100_000], r"by the name 'k{40}\.\.\.';"),
        (["year", "month", "headline"], "known by the name 'year', 'month', 'headline'; .* name the date 'when'"),
        ([f"c{number}" for number in range(100_000)], "'c7' and 99992 more; there are key, when"),
    ],
)
def test_columns_that_are_not_known_are_named_with_what_to_do(names: list[str], message: str) -> None:
    with pytest.raises(BadInputError, match=message):
        shaper().columns(names)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"when": "", "title": "A"}, "'when' is missing"),
        ({"when": "2023", "title": " "}, "'title' is missing"),
        ({"when": "2023", "title": "구글"}, "without an English title; give one as 'key', such as"),
        ({"when": "2023", "title": "A", "key": "Not A Key"}, "try 'not-a-key'"),
        ({"when": "2023", "title": "A", "title.en": "B"}, "two different texts as title in 'en'"),
        ({"when": "2023", "title": "A\nB"}, "line break"),
        ({"when": "2023", "title": "A", "zone": "Asia/Soul"}, "did you mean Asia/Seoul?"),
        ({"when": "2023", "title": "A", "actors": "Apple"}, "apple-corps, apple-inc"),
        ({"when": "2023", "title": "A", "actors": "=developer"}, "the actor is empty"),
        ({"when": "2023", "title": "A", "tags": "!"}, "the tag '!' has no letter"),
        ({"when": "2023", "title": "A", "urls": "javascript:alert(1)"}, "is not a web address"),
        ({"when": "2023", "title": "A", "urls": "https://a.example", "publishers": "A; B"}, "1 urls but 2 publishers"),
        ({"when": "soon", "title": "A"}, "cannot read the date 'soon'"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused(cells: dict[str, str], message: str) -> None:
    with pytest.raises(BadInputError, match=message):
        of_cells(cells)


@pytest.mark.parametrize(
    "date", ["12/7/2023", "7.12.2023", "2023/12/07", "2023. 12. 7.", "12/7/2023 10:00", "Dec-23", "7-Dec-23", "45267"]
)
def test_a_date_that_a_spreadsheet_has_changed_is_told_how_to_keep(date: str) -> None:
    with pytest.raises(BadInputError, match=r"write it as 2023-12-07\. A spreadsheet .* yyyy-mm-dd"):
        of_cells({"when": date, "title": "A"})


@pytest.mark.parametrize(
    ("cells", "message"),
    [(["2023"], "has 1 cell, .* need their commas"), (["2023", "A", "b"], "3 cells, .* quotation")],
)
def test_a_row_with_too_few_or_too_many_cells_is_refused(cells: list[str], message: str) -> None:
    with pytest.raises(BadInputError, match=message):
        shaper().of_cells(["when", "title"], cells)


def test_the_apostrophe_that_keeps_a_formula_from_running_is_taken_off() -> None:
    assert of_cells({"when": "2023", "title": "'=A1"})[1]["title"] == {"en": "=A1"}


@given(
    st.text(st.sampled_from("=+-@'a가 "), min_size=1, max_size=6).map(lambda text: " ".join(text.split())).filter(bool)
)
def test_a_title_that_was_exported_is_imported_as_it_was(title: str) -> None:
    (_, cells) = csv.reader(StringIO("".join(csv_pieces(("when", "title"), [("2023", title)])), newline=""))
    read = of_cells({"when": cells[0], "title": cells[1], "key": "made"})[1]["title"]
    assert list(read.values()) == [title]


def test_cells_of_lists_are_parted_at_semicolons_and_addresses_at_blanks_too() -> None:
    _, data = of_cells(
        {
            "when": "2023",
            "title": "A",
            "actors": "구글=Lead Developer; Foo;; foo=user",
            "urls": "https://a.example/x;y https://b.example;",
            "publishers": "A; B;",
        }
    )
    assert data["actors"] == [{"actor": "google", "role": "lead-developer"}, {"actor": "foo", "role": "user"}]
    assert data["sources"] == [
        {"url": "https://a.example/x;y", "publisher": "A"},
        {"url": "https://b.example", "publisher": "B"},
    ]


def test_actors_that_the_log_does_not_know_are_counted() -> None:
    made = shaper()
    for actors in (["Foo", "구글"], ["Foo"]):
        made.of_object({"when": "2023", "title": "A", "actors": actors})
    assert set(made.unknown) == {"Foo"}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"when": 2023}, "'when' is not text: 2023"),
        ({"title": ["A"]}, "'title' is not an object"),
        ({"title": {"??": "A"}}, "not a language tag"),
        ({"tags": {"a": 1}}, "'tags' is not a list"),
        ({"actors": [1]}, "'actors' is not text: 1"),
        ({"actors": [{}]}, "'actor' is not text: null"),
        (
            {"actors": [{"actor": "google", "since": "2023"}]},
            "no member of an actor is known by the name 'since'; there are actor, name, role",
        ),
        ({"sources": ["https://a.example"]}, "'source' is not an object"),
        ({"sources": [{"title": "A"}]}, "a source needs a url or a publisher"),
        ({"sources": [{"publisher": "A", "zone": "Mars"}]}, "no time zone 'Mars'"),
        ({"sources": [{"publisher": "A", "language": "!"}]}, "not a language tag"),
        ({"sources": [{"publisher": "A", "quote": "a\nb"}]}, "the quote has a line break"),
        ({"sources": [{"publisher": "\ud800"}]}, "the publisher has a character"),
        ({"sources": [{"publisher": "A", "pages": 1, "isbn": 2}]}, "by the name 'pages', 'isbn'; .* rename or take"),
        ({"figures": [{"name": "x", "value": 1, "period": "soon"}]}, "cannot read the date"),
        ({"figures": [{"name": "!", "value": 1}]}, "the figure '!' has no letter"),
        ({"date": "2023"}, "'when' stands twice"),
        ({"titles": {"en": "Another"}}, "'title' is none of the 'titles'"),
        ({"titles": ["A title"]}, "'titles' is not an object"),
        ({"message": "A"}, "no member is known by the name 'message'; there are key, when, .*, uid; name"),
        ({"message": "A", "datetime": "2023"}, "'message', 'datetime'; .* name the date 'when'"),
    ],
)
def test_a_member_that_cannot_be_read_is_refused(row: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInputError, match=message):
        of_object(**row)


def test_members_that_say_nothing_or_are_derived_are_passed_over() -> None:
    empty = {"zone": None, "summary": "", "tags": [], "sources": [], "id": "x", "heads": ["x"], "conflict": False}
    assert of_object(**empty, titles={"en": "A title", "ko": "제목"}) == {
        "when": "2023",
        "title": {"en": "A title", "ko": "제목"},
        "kind": "event",
    }


def test_a_figure_without_a_period_is_of_the_date_of_the_event() -> None:
    (figure,) = of_object(figures=[{"name": "Market share", "value": 65, "unit": ""}])["figures"]
    assert figure == {"name": "market-share", "value": 65, "period": "2023"}
