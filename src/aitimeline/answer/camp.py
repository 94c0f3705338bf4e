"""Camps, for people and for programs: who is said to stand where, by whom, and what they launched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text as Styled

from aitimeline.answer.sentence import dated
from aitimeline.answer.value import brief_value, said_value
from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import day_text
from aitimeline.model.visible import quoted, visible
from aitimeline.query.camp import Claim, Outline, Said, Stand, claimants
from aitimeline.render.delimited import Cell
from aitimeline.render.drawing import draw, prose
from aitimeline.render.format import Paper

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

OUTLINE_HEADINGS = ("camp", "actors", "contested", "said_of_events", "events", "sources")
HEADINGS = ("camp", "actor", "key", "when", "zone", "title", "kind", "claimed_when", "claimed_by")
_CAMPS = {
    "en": {},
    "ko": {"open": "개방형", "closed": "폐쇄형", "policy": "정책", "infrastructure": "인프라"},
}
_INDENT = 2


def claim_value(claim: Claim) -> dict[str, Any]:
    """A claim as a JSON object; ``earliest`` and ``latest`` are null where its date has no such end."""
    start, end = claim.when.start.first, claim.when.end.last
    return {
        "camp": claim.camp,
        "when": claim.when.edtf,
        "zone": claim.zone,
        "earliest": day_text(start),
        "latest": day_text(end),
        "sources": list(map(said_value, claim.sources)),
    }


def claim_text(claim: Claim) -> str:
    """A claim in few words: ``closed, 2024-02-26; TechCrunch``."""
    return cited(f"{claim.camp}, {dated(claim.when.label, claim.zone)}", claim.sources)


def cited(text: str, sources: Iterable[Mapping[str, Any]]) -> str:
    """A fact with who says so: ``Google, 2023-02-06; HackerNoon``."""
    by = ", ".join(dict.fromkeys(filter(None, (each.get("publisher") or each.get("url") for each in sources))))
    return visible(f"{text}; {by}" if by else text)


def outline_value(outline: Outline, timeline: Timeline, language: str) -> dict[str, Any]:
    """A camp in short as a JSON object."""
    return {
        "camp": outline.camp,
        "actors": [
            {"actor": key, "name": timeline.actor_name(key, language), "contested": key in outline.contested}
            for key in outline.actors
        ],
        "said_of_events": outline.said,
        "events": outline.events,
        "sources": list(outline.sources),
    }


def outline_rows(outlines: Iterable[Outline]) -> Iterator[tuple[Cell, ...]]:
    """Flat rows under ``OUTLINE_HEADINGS``."""
    for each in outlines:
        actors, contested, sources = ("; ".join(many) for many in (each.actors, each.contested, each.sources))
        yield each.camp, actors, contested, each.said, each.events, sources


def outlines_text(outlines: Sequence[Outline], timeline: Timeline, paper: Paper) -> str:
    """For reading: a paragraph a camp."""
    korean = paper.language == "ko"
    parts = []
    for each in outlines:
        table = _grid()
        names = [_contested_name(key, each, timeline, paper.language) for key in each.actors]
        if names:
            table.add_row("행위자" if korean else "actors", ", ".join(names))
        table.add_row("사건" if korean else "events", _events_said(each, paper.language))
        table.add_row("출처" if korean else "say", visible(", ".join(each.sources)) or _nobody(paper.language))
        parts.append(draw(Styled(visible(_camp(each.camp, paper.language)), "bold"), paper) + draw(table, paper))
    if any(each.contested for each in outlines):
        parts.append(prose(_contested_note(paper.language), paper))
    return "\n".join(parts)


def _contested_name(key: str, outline: Outline, timeline: Timeline, language: str) -> str:
    return visible(timeline.actor_name(key, language)) + (" *" if key in outline.contested else "")


def _events_said(outline: Outline, language: str) -> str:
    if language == "ko":
        own = f"(사건 자체에 대한 주장이 있는 것 {outline.said:,}건)" if outline.said else ""
        return f"{outline.events:,}건{own}"
    own = f" ({outline.said:,} by a claim of their own)" if outline.said else ""
    return f"{outline.events:,}{own}"


def _contested_note(language: str) -> str:
    if language == "ko":
        return "* 반대 진영이라는 주장도 있음: 'aitimeline camp 진영'에 모두 표시"
    return "* is also said to stand in the opposed one; 'aitimeline camp CAMP' has who says what"


def _nobody(language: str) -> str:
    return "출처 없음" if language == "ko" else "nobody is cited"


def _camp(camp: str, language: str) -> str:
    word = _CAMPS[language].get(camp)
    return f"{word}({camp})" if word else camp


def stand_value(stand: Stand, timeline: Timeline, language: str, tz: ZoneInfo | None) -> dict[str, Any]:
    """An actor in a camp as a JSON object."""
    return {
        "actor": stand.key,
        "name": timeline.actor_name(stand.key, language),
        "type": stand.type,
        "claims": list(map(claim_value, stand.claims)),
        "other_claims": list(map(claim_value, stand.others)),
        "launched": [brief_value(each, language, tz) for each in stand.launched],
        "more": stand.has_more,
    }


def said_of_event_value(said: Said, language: str, tz: ZoneInfo | None) -> dict[str, Any]:
    """An event of which a camp is claimed, as a JSON object."""
    claims, others = (list(map(claim_value, each)) for each in (said.claims, said.others))
    return brief_value(said.entry, language, tz) | {"claims": claims, "other_claims": others}


def camp_rows(stands: Iterable[Stand], said: Iterable[Said], language: str) -> Iterator[tuple[Cell, ...]]:
    """Flat rows under ``HEADINGS``: what the actors launched, then the events of which it is said themselves."""
    for stand in stands:
        claimed = _claimed(stand.claims)
        for entry in stand.launched:
            yield stand.claims[0].camp, stand.key, *_facts(entry, language), *claimed
        if not stand.launched:
            yield stand.claims[0].camp, stand.key, "", "", "", "", "", *claimed
    for each in said:
        yield each.claims[0].camp, "", *_facts(each.entry, language), *_claimed(each.claims)


def _facts(entry: Entry, language: str) -> tuple[str, ...]:
    return entry.key, entry.when.edtf, entry.zone_name or "", entry.title(language), entry.data["kind"]


def _claimed(claims: Sequence[Claim]) -> tuple[str, str]:
    return "; ".join(claim.when.edtf for claim in claims), "; ".join(claimants(claims))


def camp_pieces(
    camp: str, stands: Iterable[Stand], said: Iterable[Said], timeline: Timeline, paper: Paper
) -> Iterator[str]:
    """For reading: each actor with who puts it there and what it launched, then the events of which it is said."""
    language = paper.language
    yield prose(_heading(camp, language), paper)
    for stand in stands:
        name = Styled.assemble((visible(timeline.actor_name(stand.key, language)), "bold"))
        yield f"\n{draw(name, paper)}{_claims_text(stand.claims, stand.others, paper)}"
        yield _events_text(stand.launched, paper)
        if stand.has_more:
            yield prose(_more(stand.key, camp, language), paper)
    is_first = True
    for each in said:
        if is_first:
            yield f"\n{draw(Styled(_events_heading(language), 'bold'), paper)}"
        is_first = False
        yield _events_text([each.entry], paper) + _claims_text(each.claims, each.others, paper)


def _heading(camp: str, language: str) -> str:
    name = visible(_camp(camp, language))
    if language == "ko":
        return f"{name} 진영: 아래 출처의 주장이며, 달리 보는 곳도 있을 수 있음."
    return f"{name}, as those cited below say; others may see it otherwise."


def _events_heading(language: str) -> str:
    return "사건 자체에 대한 주장" if language == "ko" else "Events of which it is said themselves"


def _more(key: str, camp: str, language: str) -> str:
    asked = f"'aitimeline list actor:{visible(key)} camp:{visible(camp)}'"
    return f"사건이 더 있음: {asked}" if language == "ko" else f"There are more: {asked} lists all"


def _claims_text(claims: Sequence[Claim], others: Sequence[Claim], paper: Paper) -> str:
    """Who says so, when and in which words; then who says otherwise."""
    also = "다른 주장" if paper.language == "ko" else "but also"
    stated = [*((claim, "") for claim in claims), *((claim, f"{also}: {claim.camp}, ") for claim in others)]
    lines = Styled("\n").join(Styled(f"{before}{_cited(claim, paper.language)}", "dim") for claim, before in stated)
    table = Table.grid(padding=(0, _INDENT, 0, 0))
    table.add_column(width=0)
    table.add_column(overflow="fold")
    table.add_row("", lines)
    return draw(table, paper)


def _cited(claim: Claim, language: str) -> str:
    by = ", ".join(claimants([claim])) or _nobody(language)
    quotes = [source["quote"] for source in claim.sources if source.get("quote")]
    said = f": {quoted(quotes[0])}" if quotes else ""
    return visible(f"{by}, {dated(claim.when.label, claim.zone)}{said}")


def _events_text(entries: Sequence[Entry], paper: Paper) -> str:
    if not entries:
        return ""
    table = Table.grid(padding=(0, _INDENT, 0, 0))
    table.add_column(width=0)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    between = "\n" if paper.width else "  "
    for entry in entries:
        title = Styled.assemble(visible(entry.title(paper.language)), between, (visible(entry.key), "green"))
        label = visible(entry.when.label)
        table.add_row("", Styled(label.replace("/", "/\n") if paper.width else label, "cyan"), title)
    return draw(table, paper)


def _grid() -> Table:
    table = Table.grid(padding=(0, _INDENT, 0, 0))
    table.add_column(style="dim", no_wrap=True, min_width=6)
    table.add_column(overflow="fold")
    return table
