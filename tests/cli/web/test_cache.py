"""What is kept, and for how long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest

from aitimeline.cli.web.cache import MOST_WAITING, BusyError, Kept
from aitimeline.cli.web.site import CALENDAR, EVENTS, Ask, Made, Site
from cli.web.conftest import Stand
from desk import event, write_log

EVERYTHING = Ask(EVENTS, "en")


def find(stand: Stand, *asks: Ask) -> list[Kept]:
    """The answers to what is asked for at once."""

    async def all_at_once() -> list[Kept]:
        return await asyncio.gather(*map(stand.cache.find, asks))

    return asyncio.run(all_at_once())


def counted(made: list[Ask]) -> Callable[..., Made]:
    make = Site.make

    def counting(self: Site, ask: Ask, *rest: object) -> Made:
        made.append(ask)
        return make(self, ask, *rest)  # type: ignore[arg-type]

    return counting


def test_an_answer_is_made_once_for_each_state_of_the_log(stand: Stand) -> None:
    made: list[Ask] = []
    with patch.object(Site, "make", counted(made)):
        for _ in range(3):
            find(stand, EVERYTHING, EVERYTHING, Ask(CALENDAR, "ko"))
        assert sorted(made) == sorted([EVERYTHING, Ask(CALENDAR, "ko")])
        write_log(stand.log, {"x": event("2024", "X")}, writer="x", first=50)
        find(stand, EVERYTHING)
        assert made.count(EVERYTHING) == 2


def test_an_answer_is_made_once_more_when_what_it_was_made_of_has_settled(stand: Stand) -> None:
    made: list[Ask] = []
    with patch.object(Site, "make", counted(made)):
        for time in (0, 0, 1 << 62, 1 << 62):
            stand.disk.time = time
            find(stand, EVERYTHING)
        assert made == [EVERYTHING] * 2
    assert stand.cache._kept[EVERYTHING].modified == int(stand.clock.time.timestamp())


def test_what_asks_for_today_is_made_anew_tomorrow(stand: Stand) -> None:
    ask = Ask(EVENTS, "en", words=("since:today",))
    stand.site.run.given["today"] = "2023-12-07"
    stand.clock.time = stand.clock.time.replace(year=2023, month=12, day=7)
    (before,) = find(stand, ask)
    assert before.day == stand.clock.today()
    stand.clock.time += timedelta(days=1)
    stand.site.run.given["today"] = "2023-12-08"
    (after,) = find(stand, ask)
    assert after.answer.plain.etag != before.answer.plain.etag
    assert after.modified > before.modified


def test_what_is_kept_is_bounded_by_number_and_bytes(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aitimeline.cli.web.cache.MOST_ANSWERS", 5)
    for number in range(20):
        find(stand, Ask(EVENTS, "en", words=(f"word{number}",)))
    assert len(stand.cache._kept) == 5
    monkeypatch.setattr("aitimeline.cli.web.cache.MOST_BYTES", 1)
    find(stand, EVERYTHING)
    assert list(stand.cache._kept) == [EVERYTHING]
    assert stand.cache._bytes == sum(each.answer.size for each in stand.cache._kept.values())


def test_no_more_than_so_many_wait_at_once(stand: Stand) -> None:
    asks = [Ask(EVENTS, "en", words=(f"word{number}",)) for number in range(MOST_WAITING + 1)]
    with pytest.raises(BusyError):
        find(stand, *asks)


def test_nothing_stays_open_between_answers(stand: Stand) -> None:
    before = list(stand.site.run.stores)
    find(stand, EVERYTHING)
    assert stand.site.run.stores == before


def test_what_is_being_made_ends_with_the_server(stand: Stand) -> None:
    stand.cache.close()
    with pytest.raises(RuntimeError):
        find(stand, EVERYTHING)
