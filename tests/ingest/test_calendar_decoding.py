"""The letters of calendars: never made worse, and told where they are guessed."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.ingest.calendar.line import decoder_for
from aitimeline.model.error import BadInputError
from calendars import Read, calendar, event, read

KOREAN = "구글이 제미나이를 공개한다"


def titled(*titles: bytes, encoding: str | None = None, head: str = "") -> Read:
    """What is read of events with these titles."""
    made = calendar(*(event(uid=str(number)) for number in range(len(titles))), head=head).encode()
    for title in titles:
        made = made.replace(b"SUMMARY:The AI Alliance is formed", b"SUMMARY:" + title.replace(b"\n", b""), 1)
    return read(made, encoding=encoding)


def titles(found: Read) -> list[str]:
    """The titles that were taken."""
    return [title for proposal in found.proposals for title in proposal.data["title"].values()]


@pytest.mark.parametrize("cut", [1, 2])
def test_a_title_that_was_cut_inside_a_character_stays_utf8(cut: int) -> None:
    found = titled(KOREAN.encode()[:-cut])
    assert titles(found) == [KOREAN[:-1] + "\N{REPLACEMENT CHARACTER}"]
    assert [each.line for each in found.noted] == [7]
    assert "broken within a character, which is marked with U+FFFD: '구글이" in found.noted[0].reason


@pytest.mark.parametrize("cut", [1, 2])
def test_what_is_left_of_a_character_is_told_by_the_rest_of_the_file(cut: int) -> None:
    found = titled(KOREAN.encode(), b"AI " + "제".encode()[:-cut])
    assert titles(found) == [KOREAN, "AI \N{REPLACEMENT CHARACTER}"]
    assert "U+FFFD" in found.noted[0].reason


@pytest.mark.parametrize("title", [KOREAN, "똠방각하 펲시콜라", "인천 행사"])
def test_korean_letters_of_windows_are_read_and_told(title: str) -> None:
    found = titled(title.encode("cp949"))
    assert titles(found) == [title]
    assert found.noted[0].reason.startswith(f"is not UTF-8, and was read as CP949: {title!r}; --encoding NAME")


def test_hangul_that_looks_like_latin_letters_is_hangul_among_hangul() -> None:
    assert "천".encode("cp949").decode() == "õ"
    assert titles(titled(KOREAN.encode("cp949"), "천".encode("cp949"), b"plain")) == [KOREAN, "천", "plain"]
    assert titles(titled(KOREAN.encode("cp949"), "인공 천하".encode("cp949"))) == [KOREAN, "인공 천하"]


def test_a_line_in_other_letters_is_read_in_those() -> None:
    found = titled(KOREAN.encode(), "한국 대회".encode("cp949"))
    assert titles(found) == [KOREAN, "한국 대회"]


def test_western_letters_are_read_and_told() -> None:
    found = titled("Fête – Férié".encode("cp1252"))
    assert titles(found) == ["Fête – Férié"]
    assert "read as Windows-1252: 'Fête – Férié'" in found.noted[0].reason


def test_letters_that_nothing_tells_are_refused_until_they_are_named() -> None:
    content = "Открытое письмо".encode("cp1251")
    found = titled(content)
    (why,) = found.bad.values()
    assert why.startswith("its SUMMARY in line 7 is not UTF-8, and nothing tells what it is; name it, as in --encoding")
    assert titles(titled("제".encode()[:-1], encoding="utf8")) == ["\N{REPLACEMENT CHARACTER}"]
    assert titles(titled(content, encoding="windows-1251")) == ["Открытое письмо"]


def test_named_letters_count_and_what_is_not_in_them_is_refused() -> None:
    found = titled("제미나이".encode("cp949"), b"\xff", encoding="euc-kr")
    assert (titles(found), found.noted) == (["제미나이"], [])
    assert list(found.bad.values()) == ["its SUMMARY in line 12 is not euc_kr, which --encoding says it is"]


@pytest.mark.parametrize("name", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_letters_can_be_named(name: str) -> None:
    content = calendar(event()).replace("The AI Alliance", KOREAN).encode(name)
    assert titles(read(content, encoding=name)) == [f"{KOREAN} is formed"]


def test_utf16_that_is_broken_is_marked_and_told() -> None:
    content = calendar(event()).replace("The AI Alliance", "제미\ud800나이").encode("utf-16", "surrogatepass")
    found = read(content)
    assert titles(found) == ["제미\N{REPLACEMENT CHARACTER}나이 is formed"]
    assert "U+FFFD" in found.noted[0].reason


def test_a_file_with_the_mark_of_utf8_is_utf8() -> None:
    content = b"\xef\xbb\xbf" + calendar(event()).encode().replace(b"The AI Alliance", b"\xb1\xb8\xb1\xdb")
    assert titles(read(content)) == ["\N{REPLACEMENT CHARACTER}" * 4 + " is formed"]


def test_the_name_of_a_calendar_in_letters_that_nothing_tells_is_passed_over_and_told() -> None:
    content = calendar(event(), head="X-WR-CALNAME:?\n").encode().replace(b"NAME:?", b"NAME:\xcf\xf0\xe8")
    found = read(content)
    assert (len(found.proposals), "nothing tells what it is" in found.reasons[4]) == (1, True)


def test_an_encoding_that_there_is_not_is_refused() -> None:
    with pytest.raises(BadInputError, match="no encoding 'klingon'"):
        decoder_for(io.BytesIO(b""), "klingon")


texts = st.lists(st.sampled_from("구글제미나이공개인공지능연합 AI1é漢🎉"), min_size=3, max_size=20).map("".join)


@given(texts, st.integers(1, 3))
def test_text_is_never_made_worse(text: str, cut: int) -> None:
    whole = f"인공지능 연합 {text}".encode()
    content = whole[:-cut]
    (title,) = titles(titled(content))
    assert title.startswith(content.decode("utf-8", "ignore").split()[0])
    kept = content.decode("utf-8", "replace")
    assert title == " ".join(kept.split())
