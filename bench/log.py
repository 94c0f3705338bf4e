"""Great logs that ``bench/query.py`` asks; the same seed gives the same bytes, and a smaller log begins a greater one.

``python -m bench.log --sizes 1000 1000000 --folder DIR`` makes ``DIR/log-1000`` and so on, each a log's folder with
one segment. A log that is there already is kept. The first 1,000 events lie in 1,000 days, about one a day, and all
others in the 122 years before them: so a question about those days has the same answer in every log.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import msgspec
from bench.rows import SEED, TIMELINE

from aitimeline.model.actor import Actor
from aitimeline.model.event import CampClaim, Event, Source
from aitimeline.model.instant import format_time
from aitimeline.model.kind import ACTOR_RECORDED, EVENT_RECORDED
from aitimeline.model.record import make_record
from aitimeline.model.seal import sealed_pieces
from aitimeline.model.structure import structure
from aitimeline.model.text import Names
from aitimeline.model.when import When

SPARSE = 1000
COMMON = "인공지능"
RARE = "얼라이언스"
SHORT = "공개"
_VERSION = 2  # of the bytes that are made
_WRITER = "Kim"
_SEGMENT = "kim.jsonl"
_MANY = 2000
_CHECKED = 300
_FIRST_DAY = date(2022, 11, 30)
_OLDEST_DAY = date(1900, 1, 1)
_OLD_DAYS = (date(2021, 12, 31) - _OLDEST_DAY).days + 1
_BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
_BEGIN_MILLISECONDS = int(_BEGIN.timestamp() * 1000)
_SHARE_COMMON, _RARE_EVERY, _SHARE_SUMMARY, _SHARE_MONTH, _SHARE_SPAN = 0.2, 2000, 0.1, 0.05, 0.01

_ACTORS = {
    "google": ("company", "Google", "구글"),
    "openai": ("start-up", "OpenAI", "오픈AI"),
    "meta": ("company", "Meta", "메타"),
    "amazon": ("company", "Amazon", "아마존"),
    "microsoft": ("company", "Microsoft", "마이크로소프트"),
    "anthropic": ("start-up", "Anthropic", "앤트로픽"),
    "nvidia": ("company", "NVIDIA", "엔비디아"),
    "ibm": ("company", "IBM", "아이비엠"),
    "naver": ("company", "NAVER", "네이버"),
    "kaist": ("university", "KAIST", "카이스트"),
}
_KEYS = tuple(_ACTORS)
_CAMPS = {"google": "closed", "openai": "closed", "meta": "open", "ibm": "open"}
_ALLIANCES, _FIRMS = 40, 2000
_JOINING_EVERY, _FIGURE_EVERY, _CLAIM_EVERY = 500, 100, 500
_KINDS = ("release", "announcement", "alliance", "investment")
_TAGS = ("multimodal", "open-weights", "cloud", "chips", "safety", "regulation")
_ZONES = ("America/New_York", "America/Los_Angeles", "Europe/London", "Asia/Seoul")
_ENDINGS = f"발표 출시 {SHORT} 체결 착수 도입 투자 협력 확대 개시"
_VERBS = ("release", "announce", "unveil", "sign", "start", "adopt", "fund", "join", "extend", "open")

_KOREAN = """
    모델 기술 서비스 생성형 언어 데이터 클라우드 반도체 기업 개발 연구 시장 플랫폼 국내 글로벌 차세대 로봇 학습 검색
    초거대 비서 챗봇 이미지 음성 번역 코딩 영상 자율주행 의료 교육 금융 보안 규제 정책 법안 정부 대학 연구소 협약
    파트너십 전략 사업 제품 기기 스마트폰 노트북 서버 메모리 그래픽 가속기 칩셋 공정 설계 생산 공장 전력 센터 네트워크
    통신 위성 양자 슈퍼컴퓨터 알고리즘 추론 성능 벤치마크 정확도 속도 비용 가격 구독 무료 유료 기능 업데이트 버전 경량
    온디바이스 멀티모달 에이전트 자동화 업무 생산성 협업 문서 요약 회의 일정 메일 브라우저 운영체제 앱 스토어 생태계
    개발자 도구 인터페이스 오픈소스 가중치 라이선스 저작권 소송 합의 윤리 안전 신뢰 투명성 편향 감독 위원회 정상회의
    선언 지침 표준 인증 평가 시험 대회 논문 학회 수상 특허 인재 채용 인수 합병 상장 주가 실적 매출 이익 손실 전망
    보고서 조사 점유율 고객 이용자 가입자 광고 쇼핑 물류 제조 농업 기후 에너지 우주 국방 게임 음악 영화 미디어 뉴스
    출판 도시
"""
_ENGLISH = """
    model assistant research data cloud chip platform language service market team system tool agent search developer
    image voice video code translation robot vehicle health education finance security policy rule bill government
    university laboratory agreement partnership strategy business product device phone laptop server memory graphics
    accelerator process design factory power centre network satellite quantum supercomputer algorithm reasoning
    performance benchmark accuracy speed cost price subscription free paid feature update version light edge multimodal
    automation work productivity collaboration document summary meeting calendar mail browser operating store ecosystem
    interface open weights licence copyright lawsuit settlement ethics safety trust transparency bias oversight
    committee summit declaration guidance standard certificate evaluation trial contest paper conference prize patent
    talent hiring takeover merger listing share result revenue profit loss outlook report survey customer user
    advertising shopping logistics manufacturing farming climate energy space defence game music film media news
    publishing city frontier foundation generative neural training inference token context window small large global
"""
_ENCODER = msgspec.json.Encoder(order="sorted")


class Made(NamedTuple):
    """A log that was made.

    Attributes:
        folder: its folder.
        size: how many events it holds, beside its actors.
        octets: the size of its segment.
    """

    folder: Path
    size: int
    octets: int

    @property
    def segment(self) -> Path:
        """Its only segment, to which records can be added."""
        return self.folder / _SEGMENT


class _Words:
    """Words in a fixed order, the first drawn most often: as Zipf and Mandelbrot have it, 1 / (rank + 5)."""

    def __init__(self, words: str) -> None:
        self.words = words.split()
        self.weights = list(accumulate(1 / (rank + 5) for rank in range(1, len(self.words) + 1)))

    def draw(self, random: Random, number: int) -> list[str]:
        return random.choices(self.words, cum_weights=self.weights, k=number)


_KOREAN_WORDS, _ENGLISH_WORDS, _LAST_WORDS = _Words(_KOREAN), _Words(_ENGLISH), _Words(_ENDINGS)


def events() -> Iterator[tuple[str, dict[str, Any]]]:
    """Keys and data of events without end."""
    random = Random(SEED)  # noqa: S311 -- not for secrets
    number = 0
    while True:
        yield f"made-{number:08}", _event(random, number)
        number += 1


def _event(random: Random, number: int) -> dict[str, Any]:
    first, second = random.sample(_KEYS, 2)
    kind = random.choice(_KINDS)
    if number < SPARSE:
        day = _FIRST_DAY + timedelta(days=random.randrange(SPARSE))
    else:
        day = _OLDEST_DAY + timedelta(days=random.randrange(_OLD_DAYS))
    data = {
        "actors": [{"actor": first, "role": "developer"}, {"actor": second}],
        "kind": kind,
        "sources": [{"publisher": "Example News", "url": f"https://news.example/{day.year}/{kind}-{number}"}],
        "tags": [random.choice(_TAGS)],
        "title": _title(random, number, first, second),
        "when": _when(random, day),
        "zone": random.choice(_ZONES),
    }
    if number % _JOINING_EVERY == 1:
        alliance, firm = (
            f"{name}-{random.randrange(many)}" for name, many in (("alliance", _ALLIANCES), ("firm", _FIRMS))
        )
        role = random.choice(("member", "member", "leaver"))
        data |= {"kind": "alliance", "actors": [{"actor": alliance, "role": "subject"}, {"actor": firm, "role": role}]}
    if number % _FIGURE_EVERY == 2:
        data["figures"] = [{"name": f"share-{random.randrange(20)}", "unit": "percent", "value": random.randrange(100)}]
    if number % _CLAIM_EVERY == 3:
        said = {"camp": random.choice(("open", "closed")), "sources": data["sources"], "when": day.isoformat()}
        data["camps"] = [said]
    if random.random() < _SHARE_SUMMARY:
        data["summary"] = {
            "en": " ".join(_ENGLISH_WORDS.draw(random, 14)).capitalize() + ".",
            "ko": " ".join(_KOREAN_WORDS.draw(random, 12)) + ".",
        }
    return data


def _title(random: Random, number: int, first: str, second: str) -> dict[str, str]:
    korean = _KOREAN_WORDS.draw(random, random.randrange(2, 6))
    if random.random() < _SHARE_COMMON:
        korean.insert(len(korean) // 2, COMMON)
    if number % _RARE_EVERY == _RARE_EVERY // 4:
        korean.append(RARE)
    korean += _LAST_WORDS.draw(random, 1)
    english = _ENGLISH_WORDS.draw(random, random.randrange(3, 7))
    return {
        "en": f"{_ACTORS[first][1]} and {_ACTORS[second][1]} {random.choice(_VERBS)} {' '.join(english)}",
        "ko": f"{_ACTORS[first][2]} · {_ACTORS[second][2]}, {' '.join(korean)}",
    }


def _when(random: Random, day: date) -> str:
    drawn = random.random()
    if drawn < _SHARE_MONTH:
        return f"{day:%Y-%m}"
    if drawn < _SHARE_MONTH + _SHARE_SPAN:
        return f"{day}/{day + timedelta(days=random.randrange(1, 5))}"
    return day.isoformat()


def middle() -> tuple[str, date]:
    """The event that all are asked about: of a plain day amid the sparse ones, the same in every log."""
    for key, data in islice(events(), SPARSE):
        when = data["when"]
        if len(when) == len("2022-11-30") and 400 < (date.fromisoformat(when) - _FIRST_DAY).days < 600:
            return key, date.fromisoformat(when)
    raise AssertionError("no event of the sparse days has a plain day")


def lines() -> Iterator[bytes]:
    """The lines of a log without end, each with its newline: actors, then events."""
    random = Random(SEED + 1)  # noqa: S311 -- not for secrets
    number = -1
    for number, (key, (kind, english, korean)) in enumerate(_ACTORS.items()):
        said = Source(publisher="Example News")
        claims = [CampClaim(_CAMPS[key], When.parse("2023"), sources=(said,))] if key in _CAMPS else []
        actor = Actor(kind, Names.of({"en": [english], "ko": [korean]}), camps=tuple(claims))
        yield _record(actor, key, _id(random, number), number, ACTOR_RECORDED)
    head, middle, tail = (
        b'{"data":',
        f'","recordedby":"{_WRITER}","source":"{TIMELINE}","specversion":"1.0",',
        EVENT_RECORDED,
    )
    for count, (key, data) in enumerate(events()):
        number += 1
        record_id = _id(random, number)
        rest = f',"id":"{record_id}{middle}"subject":"{key}","time":"{_time(number)}","type":"{tail}"}}'
        line = sealed_pieces(head + _ENCODER.encode(data), rest.encode())[0] + b"\n"
        if count < _CHECKED and line != _record(structure(data, Event), key, record_id, number, EVENT_RECORDED):
            raise AssertionError(f"make_record makes another line of {key}")
        yield line


def added(number: int) -> bytes:
    """One more line that can be appended to any of the logs; its event is of the time before the sparse days."""
    key, data = next(islice(events(), SPARSE, None))
    random = Random(SEED + 2 + number)  # noqa: S311 -- not for secrets
    later = 1_000_000_000 + number
    return _record(structure(data, Event), f"added-{number}-{key}", _id(random, later), later, EVENT_RECORDED)


def _record(payload: Event | Actor, key: str, record_id: str, number: int, record_type: str) -> bytes:
    made = make_record(
        payload,
        record_id=record_id,
        timeline=TIMELINE,
        record_type=record_type,
        subject=key,
        time=_BEGIN + timedelta(milliseconds=number),
        recorded_by=_WRITER,
    )
    return made.line + b"\n"


def _time(number: int) -> str:
    return format_time(_BEGIN + timedelta(milliseconds=number))


def _id(random: Random, number: int) -> str:
    """A UUID of version 7 (RFC 9562 5.7)."""
    drawn = random.getrandbits(74)
    value = (_BEGIN_MILLISECONDS + number) << 80 | 7 << 76 | (drawn >> 62) << 64 | 2 << 62 | drawn & ((1 << 62) - 1)
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def make_log(above: Path, size: int) -> Made:
    """The log of so many events in ``above``; made if it is not there, or is not what would be made."""
    folder = above / f"log-{size}"
    segment, identity = folder / _SEGMENT, folder / "timeline.json"
    told = f"bench.log {_VERSION}, seed {SEED}: {size} events"
    if identity.exists() and segment.exists():
        octets = segment.stat().st_size
        if json.loads(identity.read_bytes())["name"] == f"{told}, {octets} bytes":
            return Made(folder, size, octets)
    folder.mkdir(parents=True, exist_ok=True)
    identity.unlink(missing_ok=True)  # it is written last, as it says that all the rest is there
    wanted = islice(lines(), size + len(_ACTORS))
    with segment.open("wb") as opened:
        while piece := b"".join(islice(wanted, _MANY)):
            opened.write(piece)
    octets = segment.stat().st_size
    stated = {"name": f"{told}, {octets} bytes", "uri": TIMELINE}
    identity.write_text(json.dumps(stated, indent=2) + "\n", encoding="utf-8")
    return Made(folder, size, octets)


def main() -> None:
    """Make the logs, and say what they are."""
    parser = argparse.ArgumentParser(prog="python -m bench.log", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 100_000, 1_000_000])
    parser.add_argument("--folder", type=Path, required=True)
    asked = parser.parse_args()
    for size in asked.sizes:
        begun = time.perf_counter()
        made = make_log(asked.folder, size)
        print(f"{made.folder}: {size:,} events, {made.octets / 1e6:,.1f} MB, {time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    main()
