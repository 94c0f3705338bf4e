"""Allen's relations in words."""

from __future__ import annotations

from collections.abc import Sequence

from aitimeline.model.relation import Relation

_ENGLISH = {
    Relation.BEFORE: "The first was over before the second began",
    Relation.MEETS: "The second began on the day after the first ended",
    Relation.OVERLAPS: "The first began before the second, and ended while that went on",
    Relation.STARTS: "Both began on one day, and the first ended earlier",
    Relation.DURING: "The first lay within the second",
    Relation.FINISHES: "Both ended on one day, and the first began later",
    Relation.EQUALS: "Both fill the same days",
    Relation.FINISHED_BY: "Both ended on one day, and the first began earlier",
    Relation.CONTAINS: "The second lay within the first",
    Relation.STARTED_BY: "Both began on one day, and the first ended later",
    Relation.OVERLAPPED_BY: "The second began before the first, and ended while that went on",
    Relation.MET_BY: "The first began on the day after the second ended",
    Relation.AFTER: "The second was over before the first began",
}
_KOREAN = {
    Relation.BEFORE: "첫째가 끝난 뒤에 둘째가 시작됐다",
    Relation.MEETS: "첫째가 끝난 다음 날 둘째가 시작됐다",
    Relation.OVERLAPS: "첫째가 먼저 시작해 둘째가 이어지는 동안 끝났다",
    Relation.STARTS: "같은 날 시작해 첫째가 먼저 끝났다",
    Relation.DURING: "첫째는 둘째의 기간 안에 있다",
    Relation.FINISHES: "같은 날 끝났고 첫째가 나중에 시작했다",
    Relation.EQUALS: "둘은 같은 날짜다",
    Relation.FINISHED_BY: "같은 날 끝났고 첫째가 먼저 시작했다",
    Relation.CONTAINS: "둘째는 첫째의 기간 안에 있다",
    Relation.STARTED_BY: "같은 날 시작해 첫째가 나중에 끝났다",
    Relation.OVERLAPPED_BY: "둘째가 먼저 시작해 첫째가 이어지는 동안 끝났다",
    Relation.MET_BY: "둘째가 끝난 다음 날 첫째가 시작됐다",
    Relation.AFTER: "둘째가 끝난 뒤에 첫째가 시작됐다",
}


def relation_words(possible: Sequence[Relation], language: str) -> str:
    """The relation that holds as a sentence; where several may, their names."""
    words = _KOREAN if language == "ko" else _ENGLISH
    if len(possible) == 1:
        return f"{words[possible[0]]}."
    if language == "ko":
        return "가능한 관계: " + " / ".join(words[each] for each in possible) + "."
    return f"Possible relations: {', '.join(each.value for each in possible)}."
