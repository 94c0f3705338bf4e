"""Alliances for people: who is a member on a day, and what somebody has joined or left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rich.table import Table
from rich.text import Text as Styled

from aitimeline.answer.alliance import by_type, role_in
from aitimeline.answer.membership import alliances_sentence, may_note, members_sentence, type_words
from aitimeline.answer.sentence import dated
from aitimeline.answer.showing import Showing
from aitimeline.answer.value import said_by
from aitimeline.index.entry import Entry
from aitimeline.model.visible import visible
from aitimeline.query.alliance import Alliance, Change, Member, Membership
from aitimeline.render.drawing import draw, prose
from aitimeline.render.format import Paper

_COLUMNS = {"en": ("MEMBER", "ROLE", "SINCE"), "ko": ("구성원", "역할", "참여")}
_ALLIANCE_COLUMNS = {"en": ("ALLIANCE", "ROLE", "JOINED", "LEFT"), "ko": ("연합체", "역할", "참여", "탈퇴")}
_TOGETHER = 500
_CITED = 10


def members_pieces(
    found: Membership, showing: Showing, paper: Paper, *, in_types: bool, is_today: bool
) -> Iterator[str]:
    """For reading: how many, of which types; who, in which role and since when; and by whom it is said."""
    counts = [(kind, sum(each.certain for each in its), len(its)) for kind, its in by_type(found.members)]
    left = [(showing.name(each.key), *_when_and_key(each.change, showing)) for each in found.left[:_CITED]]
    name = showing.name(found.body)
    sentence = members_sentence(found, name, counts, left, language=paper.language, is_today=is_today)
    yield prose(sentence, paper)
    if not found.members:
        return
    yield "\n"
    yield from _type_lists(found, showing, paper) if in_types else _member_tables(found.members, showing, paper)
    yield from _citations([each.since for each in found.members], showing, paper)
    if not all(each.certain for each in found.members):
        yield "\n" + prose(may_note(paper.language), paper)


def _when_and_key(change: Change, showing: Showing) -> tuple[str, str]:
    entry = showing.entry(change.event)
    return (entry.when.label if entry else ""), change.event


def _member_tables(members: Sequence[Member], showing: Showing, paper: Paper) -> Iterator[str]:
    rest, has_headings = iter(members), True
    while piece := list(islice(rest, _TOGETHER)):
        table = _table(_COLUMNS[paper.language], has_headings=has_headings)
        for each in piece:
            below = (each.key, each.type or "")
            cells = (_named(showing.name(each.key), below, paper), Styled(visible(each.since.role)))
            table.add_row(*cells, _dated(each.since, showing, paper, is_sure=each.certain))
        yield draw(table, paper)
        has_headings = False


def _table(columns: Sequence[str], *, has_headings: bool = True) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", show_header=has_headings)
    for heading in columns:
        table.add_column(heading, overflow="fold")
    return table


def _named(name: str, below: Iterable[str], paper: Paper) -> Styled:
    """A name, and in green and dim letters what else there is to say, below it where there is little room."""
    key, *more = map(visible, below)
    rest = Styled("  ").join([Styled(key, "green"), *(Styled(each, "dim") for each in more if each)])
    return Styled.assemble(visible(name), "\n" if paper.width else "  ", rest)


def _dated(change: Change | None, showing: Showing, paper: Paper, *, is_sure: bool = True) -> Styled:
    entry = showing.entry(change.event) if change else None
    if entry is None:
        return Styled()
    when = visible(entry.when.label) + ("" if is_sure else " ?")
    return Styled.assemble((when, "cyan"), "\n" if paper.width else "  ", (visible(entry.key), "dim"))


def _type_lists(found: Membership, showing: Showing, paper: Paper) -> Iterator[str]:
    for kind, members in by_type(found.members):
        names = ", ".join(visible(showing.name(each.key)) + ("" if each.certain else " ?") for each in members)
        least = sum(each.certain for each in members)
        heading = Styled(visible(type_words(kind, least, len(members), paper.language)), "bold")
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(width=0)
        table.add_column(overflow="fold")
        table.add_row("", Styled(names))
        yield draw(heading, paper) + draw(table, paper)


def _citations(changes: Iterable[Change], showing: Showing, paper: Paper) -> Iterator[str]:
    """The events in which members joined, ten at most, each with its first source."""
    keys = list(dict.fromkeys(each.event for each in changes))
    entries = filter(None, map(showing.entry, keys[:_CITED]))
    lines = [Styled(f"{visible(each.key)}: {_cited(each, paper.language)}", "dim") for each in entries]
    if more := len(keys[_CITED:]):
        korean = paper.language == "ko"
        lines.append(
            Styled(f"외 사건 {more:,}건(-f json에 모두 표시)" if korean else f"and {more:,} more; -f json has all")
        )
    yield "\n" + draw(Styled("\n").join(lines), paper)


def _cited(entry: Entry, language: str) -> str:
    said = filter(None, said_by(entry))
    nobody = "출처 없음" if language == "ko" else "no source"
    title = f"“{entry.title(language)}”, {dated(entry.when.label, entry.zone_name)}"
    return visible(f"{title}. {', '.join(said) or nobody}")


def alliances_text(alliances: Sequence[Alliance], actor: str, day: int | None, showing: Showing, paper: Paper) -> str:
    """For reading: what somebody joined, in a sentence, then each with role and dates."""
    text = prose(alliances_sentence(alliances, showing.name(actor), day, showing.name, paper.language), paper)
    if not alliances:
        return text
    table = _table(_ALLIANCE_COLUMNS[paper.language])
    for each in alliances:
        cells = (_named(showing.name(each.body), [each.body], paper), Styled(visible(role_in(each) or "")))
        ends = (
            _dated(each.stay.joined, showing, paper, is_sure=each.certain is not False),
            _dated(each.stay.left, showing, paper),
        )
        table.add_row(*cells, *ends)
    changes = [change for each in alliances for change in (each.stay.joined, each.stay.left) if change]
    text += "\n" + draw(table, paper) + "".join(_citations(changes, showing, paper))
    if any(each.certain is False for each in alliances):
        text += "\n" + prose(may_note(paper.language, can_be_left_out=False), paper)
    return text
