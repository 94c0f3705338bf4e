"""Membership in sentences, in English or Korean."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aitimeline.answer.block import many
from aitimeline.model.day import day_text
from aitimeline.query.alliance import Alliance, Membership

_NAMED = 5
_TYPES = {
    "company": ("company", "companies", "기업", "곳"),
    "start-up": ("start-up", "start-ups", "스타트업", "곳"),
    "university": ("university", "universities", "대학", "곳"),
    "government body": ("government body", "government bodies", "정부 기관", "곳"),
    "research institute": ("research institute", "research institutes", "연구 기관", "곳"),
    "non-profit": ("non-profit", "non-profits", "비영리 단체", "곳"),
    "alliance": ("alliance", "alliances", "연합체", "곳"),
    "product": ("product", "products", "제품", "개"),
    "model": ("model", "models", "모델", "개"),
    "person": ("person", "people", "인물", "명"),
    None: ("without a record", "without a record", "기록 없음", "곳"),
}
"""One of a type and several in English; its name in Korean, and how that is counted."""
Count = tuple[str | None, int, int]
"""A type, how many of it are certain, and how many there may be."""
Left = tuple[str, str, str]
"""Who has left: the name, when, and the key of the event."""


def members_sentence(
    found: Membership, name: str, counts: Sequence[Count], left: Sequence[Left], *, language: str, is_today: bool
) -> str:
    """How many members a body has, of which types in which order, and who has left; ``left`` are the first of these."""
    day, members = day_text(found.day), found.members
    least, most = sum(each.certain for each in members), len(members)
    gone = _left_text(left, len(found.left), language)
    types = ", ".join(type_words(*each, language) for each in counts)
    if language == "ko":
        if not most:
            why = "" if found.is_known else " 가입이나 탈퇴를 전하는 사건이 없음."
            return f"{day} 기준 {name} 구성원 없음(로그에 기록된 범위).{why}{gone}"
        return f"{day} 기준 {name} 구성원 {_range(least, most, language)}곳(로그에 기록된 범위): {types}.{gone}"
    has = "has" if is_today else "had"
    if not most:
        why = "" if found.is_known else " Nothing found says that anybody joined or left."
        return f"{name} {has} no members on {day}, as far as the log knows.{why}{gone}"
    number = f"{_range(least, most, language)} member{'' if most == 1 else 's'}"
    return f"{name} {has} {number} on {day}, as far as the log knows: {types}.{gone}"


def _range(least: int, most: int, language: str) -> str:
    """``12``, ``10 to 12``, ``up to 2``."""
    if least == most:
        return f"{most:,}"
    if language == "ko":
        return f"{least:,}~{most:,}" if least else f"최대 {most:,}"
    return f"{least:,} to {most:,}" if least else f"up to {most:,}"


def type_words(kind: str | None, least: int, most: int, language: str) -> str:
    """How many there are of a type: ``12 companies``, ``up to 2 people``."""
    other = f"of type “{kind}”", f"of type “{kind}”", f"‘{kind}’ 유형", "곳"
    one, several, korean, counter = _TYPES.get(kind, other)
    number = _range(least, most, language)
    return f"{korean} {number}{counter}" if language == "ko" else f"{number} {one if most == 1 else several}"


def _left_text(left: Sequence[Left], number: int, language: str) -> str:
    """How many had left by then, and in which events; nothing where nobody had."""
    if not number:
        return ""
    named = "; ".join(f"{name} ({', '.join(filter(None, (when, key)))})" for name, when, key in left)
    more = number - len(left)
    if language == "ko":
        rest = f" 외 {more:,}곳" if more else ""
        return f" 그때까지 탈퇴 {number:,}곳: {named}{rest}."
    rest = f"; and {more:,} more" if more else ""
    return f" By then {number:,} had left: {named}{rest}."


def may_note(language: str, *, can_be_left_out: bool = True) -> str:
    """What the question mark beside some members means."""
    if language == "ko":
        return "? 날짜가 정확하지 않아 그날 구성원이 아닐 수도 있음" + "(--certain으로 제외)" * can_be_left_out
    note = "? may not be a member on that day, as a date is imprecise"
    return f"{note}; --certain leaves these out" if can_be_left_out else note


def alliances_sentence(
    alliances: Sequence[Alliance], name: str, day: int | None, named: Callable[[str], str], language: str
) -> str:
    """What somebody has joined, or is in on a day."""
    bodies = list(dict.fromkeys(each.body for each in alliances if day is not None or each.stay.joined))
    left = {each.body for each in alliances if each.stay.left} if day is None else set()
    if day is not None:
        return _on_day(name, day_text(day) or "", alliances, _listed(bodies, named, language), language)
    if language == "ko":
        if not alliances:
            return f"{name}: 참여한 연합체 없음(로그에 기록된 범위)."
        gone = f" 탈퇴 {len(left):,}개." if left else ""
        joined = f"{len(bodies):,}개: {_listed(bodies, named, language)}" if bodies else "없음"
        return f"{name}: 참여한 연합체 {joined}.{gone}"
    if not bodies:
        gone = f", but has left {many(len(left), 'alliance')}" if left else ""
        return f"{name} has joined no alliance, as far as the log knows{gone}."
    gone = f" It has left {len(left):,}." if left else ""
    return f"{name} has joined {many(len(bodies), 'alliance')}: {_listed(bodies, named, language)}.{gone}"


def _on_day(name: str, day: str, alliances: Sequence[Alliance], listed: str, language: str) -> str:
    least, most = sum(bool(each.certain) for each in alliances), len(alliances)
    if language == "ko":
        if not alliances:
            return f"{day} 기준 {name}: 참여 중인 연합체 없음(로그에 기록된 범위)."
        return f"{day} 기준 {name}: 참여 중인 연합체 {_range(least, most, language)}개(로그에 기록된 범위): {listed}."
    if not alliances:
        return f"{name} was in no alliance on {day}, as far as the log knows."
    number = f"{_range(least, most, language)} alliance{'' if most == 1 else 's'}"
    return f"{name} was in {number} on {day}, as far as the log knows: {listed}."


def _listed(bodies: Sequence[str], named: Callable[[str], str], language: str) -> str:
    """The names of the first few, and how many more there are."""
    names, more = ", ".join(map(named, bodies[:_NAMED])), len(bodies[_NAMED:])
    if not more:
        return names
    return f"{names} 외 {more:,}개" if language == "ko" else f"{names} and {more:,} more"
