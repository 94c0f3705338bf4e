"""Text from the web made safe to look at."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.visible import escaped, quoted, steerless, visible, visible_lines
from aitimeline.render.json import json_text
from aitimeline.render.jsonl import jsonl_pieces
from strategies import json_values, words

STEERING = {"Cc", "Cs", "Zl", "Zp"}
BIDIRECTIONAL = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


SMUGGLING = "\u200b\u200c\u200d\u2060\u2062\xad\u034f\u180e\u3164\ufe00\ufe0f\U000e0001\U000e0041\U000e0101"


def is_hidden(char: str) -> bool:
    """Whether a character may leave no trace: of the category of formats, or one of those that have none to see."""
    is_format = unicodedata.category(char) == "Cf" and char not in BIDIRECTIONAL and not _is_sign(char)
    return is_format or bool(
        re.match("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]", char)
    )


def _is_sign(char: str) -> bool:
    """Marks of Arabic, Syriac, Kaithi and Egyptian are formats, and are seen."""
    return "\u0600" <= char <= "\u08e2" or "\U000110bd" <= char <= "\U00013455" or "\U0001bca0" <= char <= "\U0001bca3"


def steers(text: str) -> bool:
    return any(unicodedata.category(each) in STEERING for each in text) or bool(BIDIRECTIONAL & set(text))


@given(words | st.text())
def test_nothing_that_is_shown_steers_a_terminal(text: str) -> None:
    assert not steers(visible(text))


@given(words | st.text())
def test_lines_are_shown_as_they_end(text: str) -> None:
    shown = visible_lines(text)
    assert shown.count("\n") == text.count("\n")
    assert not steers(shown.replace("\n", ""))


@given(words | st.text())
def test_what_was_made_visible_stays_as_it_is(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]).filter(lambda each: not is_hidden(each))))
def test_what_neither_steers_nor_hides_is_shown_as_it_is(text: str) -> None:
    assert visible(text) == text


SEEN_EMOJI = [
    *("🎉", "👩‍🔬", "🇰🇷", "❤️", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "👁️‍🗨️", "5️⃣", "🧑🏻‍🤝‍🧑🏿"),
    *("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "葛\U000e0100", "☃\ufe0e"),
]


@given(st.lists(st.one_of(st.sampled_from(SEEN_EMOJI), st.sampled_from(["a", "가", " ", "구글"])), max_size=8))
def test_emoji_and_the_forms_of_ideographs_are_shown_as_they_are(pieces: list[str]) -> None:
    assert visible(" ".join(pieces)) == " ".join(pieces)


HIDING = st.text(st.sampled_from([*"ab가 ❤🏴", *SMUGGLING, *map(chr, range(0xE0020, 0xE0080))]), max_size=20)


@given(
    st.text(st.sampled_from("ab가 .,\"'"), max_size=3),
    HIDING,
    st.text(st.characters(min_codepoint=0xE0000, max_codepoint=0xE00FF)),
)
def test_nothing_hides_in_what_is_shown(before: str, hiding: str, tags: str) -> None:
    shown = visible(before + hiding + "x" + tags)
    kept = re.sub("\U0001f3f4[\U000e0030-\U000e007a]{3,6}\U000e007f", "", shown)
    assert not [each for each in kept if is_hidden(each) and each not in "\u200d\ufe0e\ufe0f"]
    assert "\u200dx" not in shown
    assert not re.search("(?<![❤🏴])[\u200d\ufe0e\ufe0f](?<!❤[\ufe0e\ufe0f]\u200d)(?<!🏴[\ufe0e\ufe0f]\u200d)", kept)


@given(words | st.text())
def test_data_keep_what_hides_and_show_what_steers(text: str) -> None:
    kept = steerless(text)
    assert not steers(kept)
    assert [each for each in kept if is_hidden(each)] == [each for each in text if is_hidden(each) and each != "\ufeff"]


@pytest.mark.parametrize("char", SMUGGLING)
def test_what_has_no_width_is_shown(char: str) -> None:
    assert visible(f"Gem{char}ini") == f"Gem<U+{ord(char):04X}>ini"
    assert json.loads(json_text(f"Gem{char}ini")) == steerless(f"Gem{char}ini") == f"Gem{char}ini"


@pytest.mark.parametrize(
    ("text", "shown"), [("\x1b[31m", "␛[31m"), ("a\nb", "a␊b"), ("\u202e", "<U+202E>"), ("\x7f", "<U+007F>")]
)
def test_a_control_character_is_shown_as_a_picture(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(json_values)
def test_escaped_json_has_the_same_value(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False)
    assert json.loads(escaped(text)) == value
    assert not steers(escaped(text))


@given(json_values)
def test_printed_json_has_the_same_value_and_steers_nothing(value: Any) -> None:
    text = json_text(value)
    assert json.loads(text) == value
    assert not steers(text.replace("\n", ""))


@given(st.lists(json_values, max_size=4))
def test_each_line_of_jsonl_is_a_value(values: list[Any]) -> None:
    assert [json.loads(line) for line in "".join(jsonl_pieces(values)).split("\n")[:-1]] == values


@pytest.mark.parametrize(
    ("said", "shown"),
    [("open", "“open”"), ("“open”", "“open”"), ('"', '“"”'), ("‘a’ or b", "“‘a’ or b”"), ("", "“”")],
)
def test_what_somebody_said_stands_in_quotation_marks_once(said: str, shown: str) -> None:
    assert quoted(said) == shown
