"""A log of eleven events with one of every hard kind, for answers that are kept byte for byte.

Dates that are imprecise, local, timed, spans or known by order only; titles in two languages or one; an event with two
heads, one that was withdrawn, one that was revised; sources that differ; figures, camps, ties, a later name, an
alliance that is joined and left. Nothing has to be added to it: what is new in the shipped log changes no answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import rfc8785

from desk import CLOCK, TIMELINE, Desk, digest_of, event

ACTORS: dict[str, dict[str, Any]] = {
    "openai": {"type": "company", "names": {"en": ["OpenAI"], "ko": ["오픈AI"]}},
    "google": {
        "type": "company",
        "names": {"en": ["Google"], "ko": ["구글"]},
        "camps": [{"camp": "closed", "when": "2023-05", "sources": [{"publisher": "The Paper", "quote": "A moat"}]}],
    },
    "gemini": {"type": "model", "names": {"en": ["Gemini"], "ko": ["제미나이"]}, "made_by": [{"actor": "google"}]},
    "meta": {
        "type": "company",
        "names": {"en": ["Facebook"], "ko": ["페이스북"]},
        "renamed": [{"names": {"en": ["Meta", "Meta Platforms"], "ko": ["메타"]}, "when": "2021-10-28"}],
        "camps": [{"camp": "open", "when": "2023-07-18", "sources": [{"publisher": "Meta"}]}],
    },
    "aws": {"type": "company", "names": {"en": ["AWS"]}, "part_of": [{"actor": "amazon", "when": "2006-03/.."}]},
    "ibm": {"type": "company", "names": {"en": ["IBM"]}},
    "yonsei": {"type": "university", "names": {"en": ["Yonsei University"], "ko": ["연세대학교"]}},
    "ai-alliance": {"type": "alliance", "names": {"en": ["AI Alliance"], "ko": ["AI 얼라이언스"]}},
}
_GEMINI = event(
    "2023-12-06T07:00:00",
    {"en": "Google announces Gemini, in three sizes", "ko": "구글, 제미나이 공개"},
    zone="America/Los_Angeles",
    actors=[{"actor": "google", "role": "developer"}, {"actor": "gemini", "role": "subject"}],
    tags=["closed", "model", "multimodal"],
    sources=[
        {"url": "https://example.org/blog/gemini", "publisher": "Google", "title": "Introducing Gemini"},
        {
            "url": "https://example.org/ko/gemini",
            "publisher": "한국 신문",
            "language": "ko",
            "when": "2023-12-07",
            "zone": "Asia/Seoul",
        },
    ],
)
EVENTS: dict[str, dict[str, Any]] = {
    "chatgpt-launched": event(
        "2022-11-30",
        {"en": "OpenAI launches ChatGPT", "ko": "오픈AI, 챗GPT 공개"},
        zone="America/Los_Angeles",
        actors=[{"actor": "openai", "role": "developer"}],
        tags=["closed", "chatbot"],
    ),
    "bard-announced": event(
        "2023-02-06",
        "Google announces Bard",
        "announcement",
        actors=[{"actor": "google", "role": "announcer"}],
        sources=[{"publisher": "Google"}, {"publisher": "The Paper", "when": "2023-02-08"}],
    ),
    "cloud-share-2023q1": event(
        "2023-33",
        {"en": "Three providers hold 65 % of the cloud", "ko": "클라우드 3사 점유율 65%"},
        "market",
        figures=[{"name": "top-three share", "value": 65, "unit": "%", "period": "2023-33"}],
        sources=[{"publisher": "Analyst", "published": "2023-04-27"}],
    ),
    "llama-2-released": event(
        "2023-07-18",
        {"en": "Meta releases Llama 2", "ko": "메타, 라마 2 공개"},
        actors=[{"actor": "meta", "role": "developer"}],
        tags=["open", "model"],
        camps=[{"camp": "open", "when": "2023-07-18", "sources": [{"publisher": "Meta", "quote": "open source"}]}],
    ),
    "cloud-share-2023q2": event(
        "2023-34",
        "Three providers hold 66.5 % of the cloud",
        "market",
        figures=[{"name": "top-three share", "value": 66.5, "unit": "%", "period": "2023-34"}],
    ),
    "reinvent-2023": event(
        "2023-11-27/2023-12-01",
        {"en": "AWS re:Invent 2023", "ko": "AWS 리인벤트 2023"},
        "conference",
        zone="America/Los_Angeles",
        actors=[{"actor": "aws", "role": "host"}],
    ),
    "ai-alliance-formed": event(
        "2023-12-05T08:00:00-05:00",
        {"en": "Meta and IBM form the AI Alliance", "ko": "메타와 IBM, AI 얼라이언스 결성"},
        "alliance",
        zone="America/New_York",
        actors=[
            {"actor": "ai-alliance", "role": "subject"},
            *({"actor": actor, "role": "founder"} for actor in ("meta", "ibm")),
            {"actor": "yonsei", "role": "member"},
        ],
        tags=["open"],
        sources=[
            {
                "url": "https://example.org/alliance?a=1&b=2",
                "publisher": "IBM",
                "title": "AI Alliance | Launch",
                "published": "2023-12-05",
                "language": "en",
                "quote": "open, safe, responsible",
            }
        ],
    ),
    "gemini-announced": _GEMINI,
    "gemini-faked": event("2023-12-08", "The video is said to be faked", "statement"),
    "ultra-promised": event(
        "after:gemini-announced before:2024-02",
        {"ko": "제미나이 울트라 예고"},
        "statement",
        actors=[{"actor": "google", "role": "announcer"}],
    ),
    "ibm-leaves": event(
        "2024-02~",
        "IBM leaves the AI Alliance",
        "alliance",
        actors=[{"actor": "ai-alliance", "role": "subject"}, {"actor": "ibm", "role": "leaver"}],
    ),
}


def _identifier(number: int) -> str:
    return f"01a20de7-0000-7000-8000-{number:012d}"


def _line(number: int, record_type: str, subject: str, data: dict[str, Any], supersedes: Sequence[int] = ()) -> bytes:
    stated: dict[str, Any] = {
        "specversion": "1.0",
        "id": _identifier(number),
        "source": TIMELINE,
        "type": f"aitimeline.{record_type}.v1",
        "subject": subject,
        "time": f"2026-01-{2 + number // 100:02d}T03:04:{number % 60:02d}.000000Z",
        "recordedby": "김민지" if number >= 100 else "Hand",
        "data": data | ({"supersedes": list(map(_identifier, supersedes))} if supersedes else {}),
    }
    return rfc8785.dumps({**stated, "digest": digest_of(stated)}) + b"\n"


def hard_desk(folder: Path) -> Desk:
    """A desk with that log in ``events/``: what was recorded first, and a day later what was changed."""
    recorded = [
        *(("actor.recorded", key, data) for key, data in ACTORS.items()),
        *(("event.recorded", key, data) for key, data in EVENTS.items()),
    ]
    number = {key: at for at, (_, key, _) in enumerate(recorded, start=1)}
    bard, gemini = "bard-announced", "gemini-announced"
    lines = [_line(at, *each) for at, each in enumerate(recorded, start=1)]
    lines += [
        _line(100, "event.revised", bard, EVENTS[bard] | {"tags": ["chatbot"], "reason": "tagged"}, [number[bard]]),
        _line(101, "event.revised", gemini, _GEMINI | {"summary": {"en": "Ultra, Pro and Nano."}}, [number[gemini]]),
        _line(102, "event.revised", gemini, _GEMINI | {"tags": ["closed", "model"]}, [number[gemini]]),
        _line(103, "event.retracted", "gemini-faked", {"reason": "no source"}, [number["gemini-faked"]]),
    ]
    log = folder / "events"
    log.mkdir(parents=True)
    (log / "hand.jsonl").write_bytes(b"".join(lines))
    return Desk(folder, log, {"TEST_CLOCK": CLOCK})
