"""Where an answer comes from, for reading. What is copied (the question, addresses, the citation) is never broken."""

from __future__ import annotations

from collections.abc import Iterator

from aitimeline.answer.block import BLANK, Block, Line, Prose, Span, Style, many
from aitimeline.answer.evidence import Cited, Evidence
from aitimeline.answer.explanation import Explanation, short_time, sources_of, title_of
from aitimeline.answer.sentence import dated, source_named
from aitimeline.model.event import Event, Source
from aitimeline.model.instant import format_time
from aitimeline.model.record import Record
from aitimeline.model.visible import quoted

_TITLES = {
    "en": ("QUESTION", "RULE", "LOG", "RECORDS", "TO CITE"),
    "ko": ("질문", "규칙", "로그", "기록", "인용"),
}
_VERBS = {"recorded": "기록", "revised": "수정", "retracted": "철회"}
_DIGITS = 12
_INDENT = 2


def explanation_blocks(explanation: Explanation, found: Evidence, language: str) -> Iterator[Block]:
    """All of it, as it comes."""
    question, rule, log, records, cite = _TITLES[language]
    yield from _heading(question)
    yield Line(explanation.line)
    yield from _heading(rule)
    yield from map(Prose, explanation.rule)
    yield from _heading(log)
    yield from _log(explanation, language)
    yield from _heading(records)
    yield from _records(found, language, is_one_folder=len(explanation.folders) == 1)
    yield from _heading(cite)
    yield Line(explanation.citation(language))


def _heading(title: str) -> Iterator[Block]:
    yield from (BLANK, Prose([Span(title, Style.STRONG)]))


def _log(explanation: Explanation, language: str) -> Iterator[Block]:
    for folder, uri in explanation.folders:
        yield from (Line(each) for each in (uri, str(folder)) if each)
    held = explanation.held
    newest = short_time(format_time(held.newest)) if held.newest else None
    as_of = explanation.as_of if explanation.as_of != newest else None
    if language == "ko":
        then = f"{as_of} 기준 " if as_of else ""
        yield Prose(f"{then}기록 {held.records:,}건, 마지막 기록 {newest}." if newest else f"{then}기록 없음.")
    else:
        then = f" as of {as_of}" if as_of else ""
        number = many(held.records, "record")
        yield Prose(f"{number}{then}, the newest of {newest}." if newest else f"No record{then}.")


def _records(found: Evidence, language: str, *, is_one_folder: bool) -> Iterator[Block]:
    is_any = found.counted is not None
    if found.counted is not None:
        yield Prose(_counted_text(found.counted, found.limit, language))
    was_short = False
    for each in found.records():
        is_short = each.record.is_about_actor and not sources_of(each)
        if is_any and not (is_short and was_short):
            yield BLANK
        yield from _record(each, language, is_one_folder=is_one_folder)
        is_any, was_short = True, is_short
    if not is_any:
        none = (
            "이 답에 나오는 사건이나 행위자가 없음." if language == "ko" else "The answer names no event and no actor."
        )
        yield Prose(none)
    if found.more:
        yield from (BLANK, Prose(_more_text(found, language)))
    if found.passed_over:
        yield from (BLANK, Prose(_passed_over_text(found.passed_over, language)))


def _record(cited: Cited, language: str, *, is_one_folder: bool) -> Iterator[Block]:
    """A record: what it is about, who recorded it, where it stands, and who says so. Of an actor in fewer lines."""
    record, said = cited.record, cited.said
    title = title_of(cited, language)
    if isinstance(said, Event):
        beside = Span(f"  {dated(said.when.label, said.zone)}", Style.DATE)
        yield Prose([Span(record.subject, Style.KEY), beside])
        yield Prose(title, _INDENT)
    else:
        yield Prose([Span(record.subject, Style.KEY), Span(f"  {title}")])
    yield Prose(_act(record, cited.revision, language), _INDENT)
    yield Line(f"{record.id}  SHA-256 {record.digest[:_DIGITS]}", _INDENT)
    if cited.place:
        segment, line = cited.place
        yield Line(f"{segment.name if is_one_folder else segment}:{line}", _INDENT)
    for source in sources_of(cited):
        yield from _source(source)


def _act(record: Record, revision: int, language: str) -> str:
    """``revised (revision 2) 2026-11-25 03:40 UTC by an editor: the date in California``."""
    time = record.time.strftime("%Y-%m-%d %H:%M UTC")
    reason = f": {record.reason}" if record.reason else ""
    if language == "ko":
        return f"{_VERBS.get(record.verb, record.verb)}(개정 {revision}) {time}, {record.recorded_by}{reason}"
    return f"{record.verb} (revision {revision}) {time} by {record.recorded_by}{reason}"


def _source(source: Source) -> Iterator[Block]:
    """A citation as ``show`` has it."""
    if named := source_named(source):
        yield Prose(f"· {named}", _INDENT)
    if source.url:
        yield Line(source.url, _INDENT * 2)
    if source.quote:
        yield Prose(quoted(source.quote), _INDENT * 2)


def _counted_text(counted: int, limit: int, language: str) -> str:
    if language == "ko":
        part = "" if counted <= limit else f" 그 가운데 {limit:,}건을 보임."
        return f"이 답의 바탕은 사건 {counted:,}건.{part}"
    part = "" if counted <= limit else f", of which {limit:,} {'is' if limit == 1 else 'are'} shown"
    return f"The answer rests on {many(counted, 'event')}{part}."


def _more_text(found: Evidence, language: str) -> str:
    if language == "ko":
        least = " 이상" if found.is_least else ""
        return f"기록 {found.more:,}건{least}이 더 있음: 'aitimeline explain --limit N 명령 ...'으로 더 표시"
    least = "At least " if found.is_least else ""
    verb = "is" if found.more == 1 else "are"
    return f"{least}{found.more:,} more {verb} not shown; 'aitimeline explain --limit N COMMAND ...' shows more."


def _passed_over_text(number: int, language: str) -> str:
    if language == "ko":
        return f"이름만 나오는 행위자 {number:,}곳의 기록은 -f json에 있음."
    if number == 1:
        return "The record of an actor that is only named is left out here; -f json has it."
    return f"The records of {number:,} actors that are only named are left out here; -f json has them."
