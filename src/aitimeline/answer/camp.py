"""Camps: who is said to stand where, by whom, and what they launched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from aitimeline.answer.answer import Answer, Basis, Field, Named, actors_named, attributes
from aitimeline.answer.block import (
    BLANK,
    SET_IN,
    Block,
    Break,
    Column,
    Grid,
    Line,
    Prose,
    Span,
    Style,
    dated_words,
    lines,
    set_in,
)
from aitimeline.answer.block import facts as facts_grid
from aitimeline.answer.event import facts_of
from aitimeline.answer.sentence import dated
from aitimeline.answer.showing import Showing
from aitimeline.answer.value import said_value
from aitimeline.index.condition import Condition
from aitimeline.index.entry import Entry
from aitimeline.model.day import day_text
from aitimeline.model.visible import quoted
from aitimeline.query.camp import Claim, Outline, Said, Stand, claimants

_CAMPS = {
    "en": {},
    "ko": {"open": "개방형", "closed": "폐쇄형", "policy": "정책", "infrastructure": "인프라"},
}
_LABEL = 6


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
    return f"{text}; {by}" if by else text


class _Line(NamedTuple):
    """A line of data of a camp: who stands in it, an event, and the claims; one of both may be missing."""

    actor: str
    entry: Entry | None
    claims: Sequence[Claim]


def camps_answer(outlines: Iterable[Outline], showing: Showing, counted: Condition) -> Answer[Outline]:
    """All camps in short."""
    return Answer(
        items=outlines,
        value=lambda each: _outline_value(each, showing),
        fields=(
            *attributes("camp"),
            Field("actors", lambda each: "; ".join(each.actors)),
            Field("contested", lambda each: "; ".join(each.contested)),
            Field("said_of_events", lambda each: each.said),
            *attributes("events"),
            Field("sources", lambda each: "; ".join(each.sources)),
        ),
        blocks=lambda items: _outlines(items, showing),
        cites=lambda each: actors_named(each.actors),
        basis=Basis(counted=counted, is_of_actors=True),
    )


def _outline_value(outline: Outline, showing: Showing) -> dict[str, Any]:
    """A camp in short as a JSON object."""
    actors = [
        {"actor": key, "name": showing.name(key), "contested": key in outline.contested} for key in outline.actors
    ]
    counts = {"said_of_events": outline.said, "events": outline.events}
    return {"camp": outline.camp, "actors": actors, **counts, "sources": list(outline.sources)}


def _outlines(outlines: Iterator[Outline], showing: Showing) -> Iterator[Block]:
    """A paragraph a camp."""
    language, korean = showing.language, showing.language == "ko"
    number, is_contested = 0, False
    for each in outlines:
        if number:
            yield BLANK
        number, is_contested = number + 1, is_contested or bool(each.contested)
        names = (showing.name(key) + (" *" if key in each.contested else "") for key in each.actors)
        rows = [("행위자" if korean else "actors", ", ".join(names))] if each.actors else []
        rows.append(("사건" if korean else "events", _events_said(each, language)))
        rows.append(("출처" if korean else "say", ", ".join(each.sources) or _nobody(language)))
        yield Prose([Span(_camp(each.camp, language), Style.STRONG)])
        yield facts_grid(rows, _LABEL)
    if is_contested:
        yield from (BLANK, Prose(_contested_note(language)))
    if not number:
        yield Line("No camp is claimed of anything yet; 'aitimeline claim' puts events and actors in one.")


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


def camp_answer(camp: str, stands: Iterable[Stand], said: Iterable[Said], showing: Showing) -> Answer[Stand | Said]:
    """A camp: its actors with what they launched, then the events of which it is claimed themselves."""
    every: Iterator[Stand | Said] = (each for some in (stands, said) for each in some)
    return Answer(
        items=every,
        value=lambda each: _item_value(each, showing),
        fields=_fields(camp, showing),
        lines=_lines,
        blocks=lambda items: _blocks(camp, items, showing),
        is_one=True,
        whole=lambda items: _whole(camp, items, showing),
        cites=_cited,
        basis=Basis(is_of_actors=True),
    )


def _whole(camp: str, items: Iterable[Stand | Said], showing: Showing) -> dict[str, Any]:
    actors: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    for each in items:
        (actors if isinstance(each, Stand) else events).append(_item_value(each, showing))
    return {"camp": camp, "actors": actors, "events": events}


def _item_value(each: Stand | Said, showing: Showing) -> dict[str, Any]:
    """An actor in a camp, or an event of which one is claimed, as a JSON object."""
    claims, others = (list(map(claim_value, made)) for made in (each.claims, each.others))
    claimed = {"claims": claims, "other_claims": others}
    if isinstance(each, Said):
        return showing.brief(each.entry) | claimed
    named = {"actor": each.key, "name": showing.name(each.key), "type": each.type}
    return named | claimed | {"launched": list(map(showing.brief, each.launched)), "more": each.has_more}


def _cited(each: Stand | Said) -> Iterator[Named]:
    if isinstance(each, Stand):
        yield Named(each.key, is_actor=True)
        yield from (Named(entry.key) for entry in each.launched)
    else:
        yield Named(each.entry.key)


def _lines(each: Stand | Said) -> Iterator[_Line]:
    if isinstance(each, Said):
        yield _Line("", each.entry, each.claims)
    else:
        yield from (_Line(each.key, entry, each.claims) for entry in each.launched or (None,))


def _fields(camp: str, showing: Showing) -> tuple[Field, ...]:
    return (
        Field("camp", lambda _: camp),
        Field("actor", lambda line: line.actor),
        *facts_of(showing, lambda line: line.entry),
        Field("claimed_when", lambda line: "; ".join(claim.when.edtf for claim in line.claims)),
        Field("claimed_by", lambda line: "; ".join(claimants(line.claims))),
    )


def _blocks(camp: str, items: Iterator[Stand | Said], showing: Showing) -> Iterator[Block]:
    """Each actor with who puts it there and what it launched, then the events of which it is said themselves."""
    language = showing.language
    yield Prose(_heading(camp, language))
    is_event = False
    for each in items:
        if isinstance(each, Stand):
            yield from (BLANK, Prose([Span(showing.name(each.key), Style.STRONG)]))
            yield _claims(each.claims, each.others, language)
            yield _events(each.launched, language)
            if each.has_more:
                asked = f"'aitimeline list actor:{each.key} camp:{camp}'"
                yield Prose(f"사건이 더 있음: {asked}" if language == "ko" else f"There are more: {asked} lists all")
            continue
        if not is_event:
            heading = "사건 자체에 대한 주장" if language == "ko" else "Events of which it is said themselves"
            yield from (BLANK, Prose([Span(heading, Style.STRONG)]))
        is_event = True
        yield _events([each.entry], language)
        yield _claims(each.claims, each.others, language)


def _heading(camp: str, language: str) -> str:
    name = _camp(camp, language)
    if language == "ko":
        return f"{name} 진영: 아래 출처의 주장이며, 달리 보는 곳도 있을 수 있음."
    return f"{name}, as those cited below say; others may see it otherwise."


def _claims(claims: Sequence[Claim], others: Sequence[Claim], language: str) -> Grid:
    """Who says so, when and in which words; then who says otherwise."""
    also = "다른 주장" if language == "ko" else "but also"
    stated = [*((claim, "") for claim in claims), *((claim, f"{also}: {claim.camp}, ") for claim in others)]
    words = lines((f"{before}{_claim_said(claim, language)}" for claim, before in stated), Style.FAINT)
    return set_in(words)


def _claim_said(claim: Claim, language: str) -> str:
    by = ", ".join(claimants([claim])) or _nobody(language)
    quotes = [source["quote"] for source in claim.sources if source.get("quote")]
    said = f": {quoted(quotes[0])}" if quotes else ""
    return f"{by}, {dated(claim.when.label, claim.zone)}{said}"


def _events(entries: Sequence[Entry], language: str) -> Grid:
    event = Column(lambda entry: [Span(entry.title(language)), Break.ROOM, Span(entry.key, Style.KEY)])
    return Grid([SET_IN, Column(lambda entry: dated_words(entry.when.label), is_whole=True), event], entries)
