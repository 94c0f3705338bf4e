"""Where an answer comes from, for reading. What is copied (the question, addresses, the citation) is never broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.padding import Padding
from rich.text import Text as Styled

from aitimeline.answer.explanation import Explanation, short_time, sources_of, title_of
from aitimeline.answer.sentence import dated
from aitimeline.model.event import Event, Source
from aitimeline.model.instant import format_time
from aitimeline.model.record import Record
from aitimeline.model.visible import quoted, visible
from aitimeline.query.evidence import Cited, Evidence
from aitimeline.render.table import Paper, draw, prose

_TITLES = {
    "en": ("QUESTION", "RULE", "LOG", "RECORDS", "TO CITE"),
    "ko": ("질문", "규칙", "로그", "기록", "인용"),
}
_VERBS = {"recorded": "기록", "revised": "수정", "retracted": "철회"}
_DIGITS = 12
_INDENT = 2


def explanation_text(
    explanation: Explanation, evidence: Callable[[], tuple[Evidence, int | None]], paper: Paper
) -> Iterator[str]:
    """All of it, written as it comes."""
    question, rule, log, records, cite = (_heading(title, paper) for title in _TITLES[paper.language])
    yield f"{question}{visible(explanation.line)}\n"
    yield rule
    yield from (prose(visible(sentence), paper) for sentence in explanation.rule)
    yield log
    yield from _log(explanation, paper)
    yield records
    found, counted = evidence()
    if counted is not None:
        yield prose(_counted_text(counted, found.limit, paper.language), paper)
    is_one_folder = len(explanation.folders) == 1
    is_any = counted is not None
    was_short = False
    for each in found.records():
        is_short = each.record.is_about_actor and not sources_of(each)
        yield "\n" * (is_any and not (is_short and was_short))
        yield _record(each, paper, is_one_folder=is_one_folder)
        is_any, was_short = True, is_short
    if not is_any:
        yield prose(_none_text(paper.language), paper)
    if found.more:
        yield "\n" + prose(_more_text(found, paper.language), paper)
    if found.passed_over:
        yield "\n" + prose(_passed_over_text(found.passed_over, paper.language), paper)
    yield f"{cite}{visible(explanation.citation(paper.language))}\n"


def _heading(title: str, paper: Paper) -> str:
    return "\n" + draw(Styled(title, "bold"), paper)


def _log(explanation: Explanation, paper: Paper) -> Iterator[str]:
    for folder, uri in explanation.folders:
        yield "".join(f"{visible(each)}\n" for each in (uri, str(folder)) if each)
    held = explanation.held
    newest = short_time(format_time(held.newest)) if held.newest else None
    as_of = explanation.as_of if explanation.as_of != newest else None
    if paper.language == "ko":
        then = f"{as_of} 기준 " if as_of else ""
        text = f"{then}기록 {held.records:,}건, 마지막 기록 {newest}." if newest else f"{then}기록 없음."
    else:
        then = f" as of {as_of}" if as_of else ""
        number = f"{held.records:,} record{'' if held.records == 1 else 's'}"
        text = f"{number}{then}, the newest of {newest}." if newest else f"No record{then}."
    yield prose(visible(text), paper)


def _record(cited: Cited, paper: Paper, *, is_one_folder: bool) -> str:
    """A record: what it is about, who recorded it, where it stands, and who says so. Of an actor in fewer lines."""
    record, said = cited.record, cited.statement.payload if cited.statement else None
    title = title_of(cited, paper.language)
    is_event = isinstance(said, Event)
    when = f"  {dated(said.when.label, said.zone)}" if isinstance(said, Event) else ""
    beside = (when, "cyan") if is_event else f"  {visible(title)}"
    head = draw(Styled.assemble((visible(record.subject), "green"), beside), paper)
    lines = [_wrapped(title, paper)] if is_event else []
    lines.append(_wrapped(_act(record, cited.revision, paper), paper))
    lines.append(_kept(f"{record.id}  SHA-256 {record.digest[:_DIGITS]}"))
    if cited.place:
        segment, line = cited.place
        lines.append(_kept(f"{segment.name if is_one_folder else segment}:{line}"))
    return head + "".join(lines) + "".join(_source(each, paper) for each in sources_of(cited))


def _act(record: Record, revision: int, paper: Paper) -> str:
    """``revised (revision 2) 2026-11-25 03:40 UTC by an editor: the date in California``."""
    time = record.time.strftime("%Y-%m-%d %H:%M UTC")
    reason = f": {record.reason}" if record.reason else ""
    if paper.language == "ko":
        return f"{_VERBS.get(record.verb, record.verb)}(개정 {revision}) {time}, {record.recorded_by}{reason}"
    return f"{record.verb} (revision {revision}) {time} by {record.recorded_by}{reason}"


def _source(source: Source, paper: Paper) -> str:
    """A citation as ``show`` has it."""
    title = source.title and f"“{source.title}”"
    named = ", ".join(part for part in (source.publisher, title, source.published and source.published.label) if part)
    lines = [_wrapped(f"· {named}", paper) if named else ""]
    lines.append(_kept(source.url, deeper=True) if source.url else "")
    lines.append(_wrapped(quoted(source.quote), paper, deeper=True) if source.quote else "")
    return "".join(lines)


def _wrapped(text: str, paper: Paper, *, deeper: bool = False) -> str:
    indent = _INDENT * (2 if deeper else 1)
    if paper.width is None:
        return _kept(text, deeper=deeper)
    return draw(Padding(Styled(visible(text), overflow="fold"), (0, 0, 0, indent)), paper)


def _kept(text: str, *, deeper: bool = False) -> str:
    return f"{'':{_INDENT * (2 if deeper else 1)}}{visible(text)}\n"


def _counted_text(counted: int, limit: int, language: str) -> str:
    if language == "ko":
        part = "" if counted <= limit else f" 그 가운데 {limit:,}건을 보임."
        return f"이 답의 바탕은 사건 {counted:,}건.{part}"
    part = "" if counted <= limit else f", of which {limit:,} {'is' if limit == 1 else 'are'} shown"
    return f"The answer rests on {counted:,} event{'' if counted == 1 else 's'}{part}."


def _none_text(language: str) -> str:
    return "이 답에 나오는 사건이나 행위자가 없음." if language == "ko" else "The answer names no event and no actor."


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
