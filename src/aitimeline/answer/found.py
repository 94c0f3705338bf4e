"""What a search has found, and where the words stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aitimeline.answer.answer import Answer, Field
from aitimeline.answer.block import Span, Style, Words, pairs
from aitimeline.answer.event import event_cited, facts_of, listed
from aitimeline.answer.showing import Showing
from aitimeline.index.entry import Entry
from aitimeline.query.finding import Finding

Found = tuple[Entry, list[Finding]]


def search_answer(found: Iterable[Found], showing: Showing) -> Answer[Found]:
    """Events, and below each the words with what stands around them; a line of data for each place."""
    language = showing.language
    return Answer(
        items=found,
        value=lambda each: (
            showing.value(each[0]) | {"found": [{"in": finding.place, "text": finding.text} for finding in each[1]]}
        ),
        fields=[
            *facts_of(showing, lambda line: line[0], ("key", "when", "title")),
            Field("found_in", lambda line: line[1].place),
            Field("text", lambda line: line[1].text),
        ],
        lines=lambda each: ((each[0], finding) for finding in each[1]),
        blocks=lambda items: listed(items, lambda some: pairs(_rows(some, language)), "No event matches."),
        cites=lambda each: event_cited(each[0]),
    )


def _rows(found: Iterable[Found], language: str) -> Iterator[tuple[Words, Words]]:
    for entry, findings in found:
        head = [Span(entry.title(language)), Span(f"  {entry.key}", Style.KEY)]
        yield [Span(entry.when.label, Style.DATE)], head
        for each in findings:
            yield "", [Span(f"{each.place}: ", Style.FAINT), *_marked(each)]


def _marked(finding: Finding) -> list[Span]:
    excerpt, word = finding.excerpt, finding.text[finding.start : finding.end]
    before, found, after = excerpt.partition(word) if word else (excerpt, "", "")
    return [Span(before), Span(found, Style.STRONG), Span(after)]
