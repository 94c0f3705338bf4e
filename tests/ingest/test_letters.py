"""Letters of bytes that are no UTF-8: what speaks for which, and what is not guessed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aitimeline.ingest.letters import Evidence, check_encoding
from aitimeline.model.error import BadInputError

GUESSED = {
    "구글 제미나이 공개": "cp949",
    "똠방각하 펲시콜라": "cp949",
    "인천 ‘AI’ 행사 · 1차": "cp949",
    "OpenAI 챗GPT 출시 1주년": "cp949",
    "추석": "cp949",
    "Fête – Férié": "cp1252",
    "Frühling in Köln": "cp1252",
    "It’s Öl": "cp1252",
    "Ärger": "cp1252",
    "“Smart” – it’s new": "cp1252",
}


@pytest.mark.parametrize(("text", "sort"), GUESSED.items())
def test_korean_and_western_letters_are_told_apart(text: str, sort: str) -> None:
    assert Evidence.of(text.encode(sort)).sort == sort


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("人工智能联盟成立", "gbk"),
        ("農曆新年假期", "big5"),
        ("人工知能", "euc_jp"),
        ("誕生日", "euc_jp"),
        ("café", "cp1252"),
        ("ジェミニ発表", "shift_jis"),
        ("α και ω", "cp1253"),
        ("人工知能の新しいモデルを発表しました", "euc_jp"),
        ("人工知能の新しいモデルを発表しました", "shift_jis"),
        ("Открытое письмо", "cp1251"),
        ("KÄÄRIÄINEN", "cp1252"),
        ("plain", "ascii"),
    ],
)
def test_letters_that_nothing_speaks_for_are_not_guessed(text: str, encoding: str) -> None:
    assert Evidence.of(text.encode(encoding)).sort is None


texts = st.lists(st.sampled_from("구글제미나이공개얼라이언스é漢🎉 aA"), min_size=8, max_size=30).map("".join)


@given(texts, st.integers(0, 3))
@example("가나다라마바사아", 1)
def test_utf8_that_was_cut_stays_utf8(text: str, cut: int) -> None:
    content = text.encode()[: -cut or None]
    evidence = Evidence.of(content)
    if evidence.whole > evidence.broken and evidence.long:
        assert evidence.sort == "utf-8"


syllables = st.sampled_from("인공지능연합이한국에서구글대회를열고제미나이똠펲 1A")


@given(st.lists(syllables, min_size=1).map("".join))
def test_korean_is_read_as_that_or_not_at_all(text: str) -> None:
    assert Evidence.of(f"한국에서 {text}".encode("cp949")).sort in ("cp949", None)


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_evidence_of_lines_adds_up(first: bytes, second: bytes) -> None:
    both = Evidence.of(first).plus(Evidence.of(second))
    assert both == Evidence.of(second).plus(Evidence.of(first))
    assert Evidence.of(first).broken + len(first.decode("utf-8", "ignore").encode()) == len(first)


@pytest.mark.parametrize(("name", "found"), [("CP949", "cp949"), ("utf8", "utf-8"), ("EUC-KR", "euc_kr")])
def test_an_encoding_is_known_by_the_names_of_python(name: str, found: str) -> None:
    assert check_encoding(name) == found


@pytest.mark.parametrize("name", ["", "hex", "rot13", "idna", "undefined", "no such", "unicode_escape", "a\0b"])
def test_what_is_no_encoding_of_texts_is_refused(name: str) -> None:
    with pytest.raises(BadInputError, match="no encoding"):
        check_encoding(name)
