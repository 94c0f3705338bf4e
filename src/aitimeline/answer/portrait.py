"""An actor closely, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text as Styled

from aitimeline.answer.actor import no_record
from aitimeline.answer.alliance import alliance_value
from aitimeline.answer.camp import cited, claim_text, claim_value
from aitimeline.answer.sentence import dated
from aitimeline.answer.series import number_text, reading_value
from aitimeline.answer.showing import Showing
from aitimeline.answer.value import brief_value, said_value
from aitimeline.index.timeline import Timeline
from aitimeline.model.visible import visible
from aitimeline.query.alliance import Alliance
from aitimeline.query.portrait import Bond, Description, LaterName, Portrait, Sources, roles_of
from aitimeline.query.series import Reading
from aitimeline.render.delimited import Cell
from aitimeline.render.drawing import draw, prose
from aitimeline.render.format import Paper

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

EVENT_HEADINGS = ("key", "when", "zone", "title", "kind", "roles")
_LABEL = 9
_NAMES = (
    *("key", "type", "names", "renamed", "part_of", "made_by", "parts", "products", "camp"),
    *("events", "first", "last", "roles", "no role", "with", "alliance", "figure"),
)
_KOREAN = (
    *("키", "유형", "이름", "개명", "소속", "만든 곳", "산하", "제품", "진영"),
    *("사건", "처음", "마지막", "역할", "역할 없음", "함께", "연합체", "수치"),
)
_LABELS = {
    "en": {name: name.replace("_", " ") for name in _NAMES},
    "ko": dict(zip(_NAMES, _KOREAN, strict=True)),
}
_Fact = tuple[str, str | Styled]


def portrait_value(found: Portrait, timeline: Timeline, language: str, tz: ZoneInfo | None) -> dict[str, Any]:
    """An actor as a JSON object."""
    return {
        **_description_value(found.description, timeline, language),
        "events": found.events,
        "first": brief_value(found.first, language, tz) if found.first else None,
        "last": brief_value(found.last, language, tz) if found.last else None,
        "roles": [{"role": role, "events": number} for role, number in found.roles],
        "with": [
            {"key": key, "name": timeline.actor_name(key, language), "events": number}
            for key, number in found.companions
        ],
        "alliances": [alliance_value(each, Showing(timeline, language, tz)) for each in found.alliances],
        "figures": [reading_value(each, timeline, language, tz) for each in found.figures],
        "newest": [
            brief_value(entry, language, tz) | {"roles": list(roles_of(entry, found.description.key))}
            for entry in found.newest
        ],
    }


def _description_value(found: Description, timeline: Timeline, language: str) -> dict[str, Any]:
    def named(keys: Iterable[str]) -> list[dict[str, str]]:
        return [{"key": key, "name": timeline.actor_name(key, language)} for key in keys]

    def bonds(stated: Iterable[Bond]) -> list[dict[str, Any]]:
        return [
            {"key": each.actor, "name": timeline.actor_name(each.actor, language)}
            | {"when": each.when.edtf if each.when else None, "zone": each.zone, "sources": _sources(each.sources)}
            for each in stated
        ]

    return {
        "key": found.key,
        "name": timeline.actor_name(found.key, language),
        "type": found.type,
        "names": found.names,
        "recorded": found.names is not None,
        "renamed": [
            {"names": each.names, "when": each.when.edtf, "zone": each.zone, "sources": _sources(each.sources)}
            for each in found.renamed
        ],
        "part_of": bonds(found.part_of),
        "made_by": bonds(found.made_by),
        "parts": named(found.parts),
        "products": named(found.products),
        "camps": list(map(claim_value, found.camps)),
    }


def _sources(sources: Sources) -> list[dict[str, Any]]:
    return list(map(said_value, sources))


def portrait_rows(found: Portrait, language: str) -> Iterator[tuple[Cell, ...]]:
    """Its newest events as flat rows under ``EVENT_HEADINGS``."""
    for entry in found.newest:
        roles = "; ".join(roles_of(entry, found.description.key))
        zone, title = entry.zone_name or "", entry.title(language)
        yield entry.key, entry.when.edtf, zone, title, entry.data["kind"], roles


def portrait_text(found: Portrait, timeline: Timeline, paper: Paper) -> str:
    """For reading: what it is, whom it appears with, what was stated of it, and its newest events."""
    facts = [*_described(found.description, timeline, paper.language), *_facts(found, timeline, paper.language)]
    return _headed(found.description, facts, timeline, paper) + _events_text(found, paper)


def description_text(found: Description, timeline: Timeline, paper: Paper) -> str:
    """For reading: what an actor is."""
    return _headed(found, _described(found, timeline, paper.language), timeline, paper)


def _headed(found: Description, facts: Iterable[_Fact], timeline: Timeline, paper: Paper) -> str:
    name = visible(timeline.actor_name(found.key, paper.language))
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True, min_width=_LABEL)
    grid.add_column(overflow="fold")
    for label, fact in facts:
        grid.add_row(label, fact)
    return f"{draw(Styled(name, 'bold'), paper)}\n{draw(grid, paper)}"


def _described(found: Description, timeline: Timeline, language: str) -> Iterator[_Fact]:
    label = _LABELS[language]
    yield label["key"], Styled(visible(found.key), "green")
    yield label["type"], visible(found.type) if found.type is not None else no_record(language)
    for tag, names in (found.names or {}).items():
        yield f"{label['names']} {visible(tag)}", visible(", ".join(names))
    yield from ((label["renamed"], _renamed(name)) for name in found.renamed)
    yield from ((label["part_of"], _bond(bond, timeline, language)) for bond in found.part_of)
    yield from ((label["made_by"], _bond(bond, timeline, language)) for bond in found.made_by)
    for name, keys in (("parts", found.parts), ("products", found.products)):
        if keys:
            yield label[name], visible(", ".join(timeline.actor_name(key, language) for key in keys))
    yield from ((label["camp"], claim_text(claim)) for claim in found.camps)


def _renamed(name: LaterName) -> str:
    names = ", ".join(dict.fromkeys(each for given in name.names.values() for each in given))
    return cited(f"{names}, {dated(name.when.label, name.zone)}", name.sources)


def _bond(bond: Bond, timeline: Timeline, language: str) -> str:
    when = f", {dated(bond.when.label, bond.zone)}" if bond.when else ""
    return cited(f"{timeline.actor_name(bond.actor, language)}{when}", bond.sources)


def _facts(found: Portrait, timeline: Timeline, language: str) -> Iterator[_Fact]:
    label = _LABELS[language]
    yield label["events"], f"{found.events:,}"
    for name, entry in (("first", found.first), ("last", found.last)):
        if entry:
            yield label[name], f"{dated(entry.when.label, entry.zone_name)}: {visible(entry.title(language))}"
    if found.roles:
        said = (f"{role or label['no role']} {number:,}" for role, number in found.roles)
        yield label["roles"], visible(", ".join(said))
    if found.companions:
        named = ((timeline.actor_name(key, language), number) for key, number in found.companions)
        yield label["with"], visible(", ".join(f"{name} {number:,}" for name, number in named))
    yield from ((label["alliance"], _alliance(each, timeline, language)) for each in found.alliances)
    yield from ((label["figure"], _figure(reading)) for reading in found.figures)


def _alliance(found: Alliance, timeline: Timeline, language: str) -> str:
    """The alliance, and each event by which it was joined or left, with the role there."""
    changes = (f"{each.role} ({each.event})" for each in (found.stay.joined, found.stay.left) if each)
    return visible(f"{timeline.actor_name(found.body, language)}: {', '.join(changes)}")


def _figure(reading: Reading) -> str:
    series = reading.mark.series
    value = f"{series.name}: {number_text(reading.mark.value)} {series.unit}".rstrip()
    return visible(f"{value} ({reading.mark.key})")


def _events_text(found: Portrait, paper: Paper) -> str:
    if not found.newest:
        return ""
    key = found.description.key
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for entry in found.newest:
        roles = visible(", ".join(roles_of(entry, key)))
        below = Styled.assemble("\n", (visible(entry.key), "green"), (f"  {roles}", "dim"))
        table.add_row(
            Styled(visible(entry.when.label), "cyan"), Styled.assemble(visible(entry.title(paper.language)), below)
        )
    left = found.events - len(found.newest)
    more = "" if not left else "\n" + prose(_left_text(left, key, paper.language), paper)
    return f"\n{draw(table, paper)}{more}"


def _left_text(left: int, key: str, language: str) -> str:
    if language == "ko":
        return f"이전 사건 {left:,}건이 더 있음: 'aitimeline list actor:{visible(key)}'"
    earlier = "1 earlier event is" if left == 1 else f"{left:,} earlier events are"
    return f"{earlier} not shown; 'aitimeline list actor:{visible(key)}' lists all, --limit N shows more."
