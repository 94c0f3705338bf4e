"""The syntax of queries."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from aitimeline.model.error import BadInputError
from aitimeline.query.syntax import DATED, DEEPEST, LONGEST, All, Either, Node, Not, Term, Word, parse, text_of
from stopwatch import at_most
from strategies import words

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "query.md").read_text(encoding="utf-8")
A, B, C, D = (Word(each, is_phrase=False) for each in "abcd")


def phrase(text: str) -> Word:
    return Word(text, is_phrase=True)


def plain(text: str) -> Word:
    return Word(text, is_phrase=False)


def refusal(*arguments: str) -> str:
    with pytest.raises(BadInputError) as caught:
        parse(arguments)
    return str(caught.value)


def blocks(sort: str) -> list[str]:
    """What the page shows as that sort."""
    return re.findall(rf"^```{sort}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("arguments", [[], [""], ["  "], ["", "\t\n"]])
def test_nothing_is_the_empty_query(arguments: list[str]) -> None:
    assert parse(arguments) == All(())


@pytest.mark.parametrize("text", ["google", "제미나이", "x-y", "one,two", "it's", ":x", "1:2", "한:글", "a\x00b"])
def test_a_word_is_kept_as_typed(text: str) -> None:
    assert parse([text]) == plain(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"AI Alliance"', "AI Alliance"),
        ('"since:2023"', "since:2023"),
        ('"OR"', "OR"),
        ('"-"', "-"),
        ('"(a) b,c"', "(a) b,c"),
        ('""', ""),
        ('"the ""open"" model"', 'the "open" model'),
        ('""""', '"'),
    ],
)
def test_what_stands_between_quotation_marks_is_a_phrase(text: str, expected: str) -> None:
    assert parse([text]) == phrase(expected)


def test_a_quotation_mark_ends_the_word_before_it() -> None:
    assert parse(['a"b c"d']) == All((A, phrase("b c"), D))


@pytest.mark.parametrize(
    ("text", "field", "values"),
    [
        ("actor:google", "actor", ("google",)),
        ("ACTOR:Google", "actor", ("Google",)),
        ("kind:release,announcement", "kind", ("release", "announcement")),
        ('publisher:"The Verge","AP"', "publisher", ("The Verge", "AP")),
        ('actor:"AI Alliance",meta', "actor", ("AI Alliance", "meta")),
        ('actor:meta,"AI Alliance"', "actor", ("meta", "AI Alliance")),
        ('tag:"a ""b"", c"', "tag", ('a "b", c',)),
        ("kind:,release,,alliance,", "kind", ("release", "alliance")),
        ('kind:"",release', "kind", ("release",)),
        ("re:Invent", "re", ("Invent",)),
        ("https://example.org/?a=(b)", "https", ("//example.org/?a=(b)",)),
        ("key:gemini*", "key", ("gemini*",)),
        ("kind:-release", "kind", ("-release",)),
        ("x:f(a,b),c", "x", ("f(a,b)", "c")),
        ("recorded-since:2026-03-01T12:00Z", "recorded-since", ("2026-03-01T12:00Z",)),
        ('since:"late November"', "since", ("late November",)),
    ],
)
def test_a_term_has_a_field_and_values(text: str, field: str, values: tuple[str, ...]) -> None:
    assert parse([text]) == Term(field, values)


@pytest.mark.parametrize("text", ["ſince:2023", "unt\u0131l:2023"])
def test_a_letter_that_only_resembles_one_makes_no_field(text: str) -> None:
    assert parse([text]) == plain(text)


def test_all_must_hold_of_what_blanks_part() -> None:
    assert parse(["a b\t\u3000c"]) == All((A, B, C))


def test_the_arguments_are_one_query() -> None:
    assert parse(["(a", "OR", "b)", "c d"]) == parse(["(a OR b) c d"])


def test_or_binds_looser_than_blanks() -> None:
    assert parse(["a b OR c d"]) == Either((All((A, B)), All((C, D))))


def test_parentheses_group() -> None:
    assert parse(["a (b OR c) d"]) == All((A, Either((B, C)), D))


def test_parentheses_may_stand_right_against_terms() -> None:
    assert parse(["a(b OR c)d"]) == parse(["a (b OR c) d"])


def test_a_parenthesis_ends_a_value() -> None:
    assert parse(["(kind:release OR kind:alliance)"]) == Either(
        (Term("kind", ("release",)), Term("kind", ("alliance",)))
    )


@pytest.mark.parametrize("text", ["f(x)", "f()", "f(x)y(z)", "GPT-4(o)"])
def test_a_pair_of_parentheses_within_a_word_is_part_of_it(text: str) -> None:
    assert parse([f"({text} OR a)"]) == Either((plain(text), A))


def test_groups_of_the_same_sort_are_one() -> None:
    assert parse(["((a)) (b c)"]) == All((A, B, C))
    assert parse(["(a OR b) OR (c)"]) == Either((A, B, C))


@pytest.mark.parametrize("operand", ["a", "kind:figure", '"x y"', "(a OR b)", "(a b)"])
def test_a_hyphen_excludes_what_it_stands_right_before(operand: str) -> None:
    assert parse([f"c -{operand}"]) == All((C, Not(parse([operand]))))


def test_not_is_the_same_as_a_hyphen() -> None:
    assert parse(["NOT a NOT (b c)"]) == parse(["-a -(b c)"])


def test_exclusion_binds_tighter_than_all_else() -> None:
    assert parse(["-a b OR c"]) == Either((All((Not(A), B)), C))


def test_and_is_the_same_as_a_blank() -> None:
    assert parse(["a AND b OR c AND -d"]) == parse(["a b OR c -d"])


@pytest.mark.parametrize("text", ["or", "and", "Not", "ORbit", "x-OR", "OR,"])
def test_signs_are_capital_letters_that_stand_alone(text: str) -> None:
    assert parse([text]) == plain(text)


def test_signs_may_stand_right_against_parentheses_and_phrases() -> None:
    assert parse(['(a)OR(b)OR"c"AND NOT(d)']) == Either((A, B, All((phrase("c"), Not(D)))))


@pytest.mark.parametrize("field", DATED)
def test_a_date_may_have_several_words(field: str) -> None:
    assert parse([f"{field}:late November google"]) == All((Term(field, ("late November",)), plain("google")))


def test_a_date_takes_as_many_words_as_it_can() -> None:
    assert parse(["since:late November 2023 a"]) == All((Term("since", ("late November 2023",)), A))


@pytest.mark.parametrize("value", ["[2023,2024]", "{2023..2024}", "{2023-11,2024-01}", "2004-06~-11", "-0044", ","])
def test_a_date_is_one_value_whatever_commas_it_has(value: str) -> None:
    assert parse([f"since:{value}"]) == Term("since", (value,))


def test_a_date_does_not_go_on_in_the_next_argument() -> None:
    assert parse(["since:late", "November"]) == All((Term("since", ("late",)), plain("November")))


def test_only_dates_have_several_words() -> None:
    assert parse(["tag:late November"]) == All((Term("tag", ("late",)), plain("November")))


def test_a_date_ends_at_a_parenthesis() -> None:
    assert parse(["(a OR since:late November)"]) == Either((A, Term("since", ("late November",))))


def test_a_date_ends_at_a_sign() -> None:
    assert parse(["since:December 5 AND 6"]) == All((Term("since", ("December 5",)), plain("6")))


@pytest.mark.parametrize("rest", ["AND May", '"May"', "(May)", "-May"])
def test_a_date_ends_before_what_is_no_plain_word(rest: str) -> None:
    assert parse([f"since:2023 {rest}"]) == All((Term("since", ("2023",)), parse([rest.removeprefix("AND ")])))


@pytest.mark.parametrize(
    ("arguments", "place", "advice"),
    [
        (['a "b c'], 3, "not closed; add"),
        (['"a', 'b"'], 1, "not closed; add"),
        (['since:"late'], 7, "not closed; add"),
        (['kind:"a","b'], 10, "not closed; add"),
        (["a (b c"], 3, "not closed; add"),
        (["a b("], 4, "has no term right after it"),
        (["((a) b"], 1, "not closed; add"),
        (["f(x y"], 2, "not closed; add"),
        (["a) b"], 2, "no parenthesis is open"),
        (["(a))"], 4, "no parenthesis is open"),
        ([")"], 1, "has no term before it"),
        (["a ()"], 4, "has no term before it"),
        (["OR a"], 1, "OR at character 1 has no term before it"),
        (["a OR"], 3, "OR at character 3 has no term right after it"),
        (["a OR OR b"], 3, "OR at character 3 has no term right after it"),
        (["(OR a)"], 2, "OR at character 2 has no term before it"),
        (["(a OR) b"], 4, "OR at character 4 has no term right after it"),
        (["a AND"], 3, "AND at character 3 has no term right after it"),
        (["a", "-"], 3, "write '\"-\"' to look for it"),
        (["- a"], 1, "write '\"-\"' to look for it"),
        (["-", "a"], 1, "write '\"-\"' to look for it"),
        (["(a -)"], 4, "write '\"-\"' to look for it"),
        (["--a"], 1, "no term right after it"),
        (["NOT -a"], 1, "no term right after it"),
        (["-OR a"], 1, "no term right after it"),
        (["a kind:"], 3, "kind: at character 3 has no value"),
        (["kind: release"], 1, "has no value; write one right after the colon"),
        (["kind:,,"], 1, "has no value"),
        (['kind:""'], 1, "has no value"),
        (["since: late November"], 1, "has no value"),
        (["kind:(a OR b)"], 1, "several with commas between"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(arguments: list[str], place: int, advice: str) -> None:
    told = refusal(*arguments)
    assert f"character {place} " in told
    assert advice in told


def test_a_query_that_is_too_long_is_refused() -> None:
    assert parse(["a" * LONGEST]) == plain("a" * LONGEST)
    assert "10001 characters; shorten it to 10000" in refusal("a" * LONGEST, "b")


def test_parentheses_may_stand_as_deep_as_is_said() -> None:
    nested = "(a OR b -" * DEEPEST + "c" + ")" * DEEPEST
    assert text_of(parse([nested])) == "a OR b -" + nested.removeprefix("(a OR b -").removesuffix(")")
    assert f"more than {DEEPEST} parentheses" in refusal(f"({nested})")


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE event; --",
        'NEAR("a b", 5) title:x* ^y + z',
        "(" * 5_000,
        ")" * 5_000,
        "(" * 5_000 + "a" + ")" * 5_000,
        "-" * LONGEST,
        "NOT " * 2_500,
        "-(" * 5_000,
        '"' * (LONGEST - 1),
        "a(" * 5_000,
        "kind:" + "a(" * 4_990,
        "kind:" + "," * 9_990,
        "since:a " + "b " * 4_990,
        ("since:late" + " 3" * 50 + " ") * 89,
        "\x00\x1b[31m\u202e\ud800",
        "a" * 1_000_000,
        "(" * 1_000_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_text_is_read_or_refused_at_once(text: str) -> None:
    with at_most(2), suppress(BadInputError):
        parse([text])


pieces = st.sampled_from(
    [
        "a",
        "b",
        "OR",
        "AND",
        "NOT",
        "-",
        "(",
        ")",
        '"',
        ",",
        ":",
        " ",
        "  ",
        "kind:",
        "since:",
        "late November",
        "2023",
        "*",
    ]
)
texts = st.lists(pieces | words, max_size=25).map("".join)


@given(st.lists(texts, max_size=3))
@example(['since:"a",b'])
def test_any_text_is_read_or_is_bad_input_and_what_is_read_can_be_written(arguments: list[str]) -> None:
    try:
        node = parse(arguments)
    except BadInputError:
        return
    written = text_of(node)
    assume(len(written) <= LONGEST)
    assert parse([written]) == node


def is_word(text: str) -> bool:
    return re.fullmatch(r'(?![A-Za-z][A-Za-z-]*:|(AND|NOT|OR)\Z)[^\s"()-][^\s"()]*', text) is not None


bare = (st.sampled_from(["google", "May", "2023", "f(x)", "one,two"]) | words.filter(is_word)).map(plain)
fields = st.sampled_from([*DATED, "kind", "actor", "re", "x-y"])
values = st.lists(st.sampled_from(["release", "late November", "2023", "[2023,2024]"]) | words.filter(bool), min_size=1)
leaves = bare | words.map(phrase) | st.builds(Term, fields, values.map(tuple))


def several(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Groups as the parser makes them: of two at least, none of its own sort in it."""
    parts = st.lists(nodes, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        nodes.map(Not),
        parts.filter(lambda each: not any(isinstance(part, All) for part in each)).map(All),
        parts.filter(lambda each: not any(isinstance(part, Either) for part in each)).map(Either),
    )


trees: st.SearchStrategy[Node] = st.recursive(leaves, several, max_leaves=12)


@given(trees)
@example(All((Not(Term("since", ("late",))), plain("November"))))
@example(All((Term("since", ("2023",)), Not(Not(plain("May"))))))
@example(Term("since", ("2023", "2024")))
def test_what_is_written_is_read_as_the_same(node: Node) -> None:
    written = text_of(node)
    assume(len(written) <= LONGEST)
    assert parse([written]) == node


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a b OR -c (d OR e)",
        '-kind:figure -(a OR b) -"x y"',
        'publisher:"The Verge","AP"',
        'kind:release,announcement "OR"',
        'since:"late November" google',
        "google since:[2023,2024]",
        '"the ""open"" model"',
    ],
)
def test_quotation_marks_and_parentheses_are_written_only_where_they_are_needed(text: str) -> None:
    assert text_of(parse([text])) == text


@given(trees, trees, trees)
def test_precedence_is_as_if_parentheses_stood_there(one: Node, other: Node, third: Node) -> None:
    a, b, c = (f"({text_of(each)})" for each in (one, other, third))
    assume(len(a + b + c) < LONGEST - 50)
    assert parse([f"{a} {b} OR {c}"]) == parse([f"({a} {b}) OR {c}"])
    assert parse([f"{a} OR {b} {c}"]) == parse([f"{a} OR ({b} {c})"])
    assert parse([f"-{a} {b}"]) == parse([f"(-{a}) {b}"])
    assert parse([f"{a} AND {b}", f"OR NOT {c}"]) == parse([f"{a} {b} OR -{c}"])


def test_a_blank_is_what_unicode_holds_for_one() -> None:
    for sign in filter(str.isspace, map(chr, range(sys.maxunicode + 1))):
        assert parse([f"a{sign}b"]) == All((A, B))


@pytest.mark.parametrize("query", [line for block in blocks("query") for line in block.splitlines()])
def test_every_example_of_the_page_is_read(query: str) -> None:
    assert parse([query]) != All(())


Rule: TypeAlias = "str | tuple[str, list[Rule]]"
"""A terminal, special sequence or name as it stands; or an operator of EBNF and what it is about."""


def rules_of(text: str) -> dict[str, Rule]:
    """The grammar of the page."""
    signs = re.findall(r"\"[^\"]*\"|'[^']*'|\?[^?]*\?|\w+|[^\s\w]", text)[::-1]

    def choice() -> Rule:
        found = [sequence()]
        while signs[-1] == "|":
            signs.pop()
            found.append(sequence())
        return ("|", found)

    def sequence() -> Rule:
        found: list[Rule] = []
        while not found or signs[-1] == ",":
            if found:
                signs.pop()
            sign = signs.pop()
            found.append((sign, [choice()]) if sign in "([{" else sign)
            if sign in "([{":
                signs.pop()
        return (",", found)

    rules = {}
    while signs:
        name = signs.pop()
        assert signs.pop() == "="
        rules[name] = choice()
        assert signs.pop() == ";"
    return rules


RULES = rules_of(blocks("ebnf")[0])
SPECIAL = {
    "inner": words.map(lambda text: text.replace('"', "")[:1] or " "),
    "letter": st.sampled_from("abcXYZ"),
    "blank": st.sampled_from([" ", "  ", "\t", "\u3000"]),
    "word": bare.map(lambda word: word.text),
    "plain": st.sampled_from(["release", "a:b", "f(x)", "메타"]),
}


@st.composite
def sentences(draw: st.DrawFn, name: str = "query") -> str:
    """What the grammar of the page allows."""

    def made(rule: Rule, depth: int, name: str) -> str:
        if isinstance(rule, tuple):
            sign, parts = rule
            if sign == "|":
                few = parts[:1] if depth > 40 else parts
                return made(draw(st.sampled_from(few)), depth + 1, name)
            times = {"[": st.integers(0, 1), "{": st.integers(0, 2)}.get(sign, st.just(1))
            return "".join(made(part, depth + 1, name) for _ in range(draw(times)) for part in parts)
        if rule[0] in "\"'":
            return rule[1:-1]
        return draw(SPECIAL[name]) if rule[0] == "?" else made(RULES[rule], depth + 1, rule)

    return made(RULES[name], 0, name)


@given(sentences())
def test_what_the_grammar_of_the_page_allows_is_read(sentence: str) -> None:
    assume(len(sentence) <= LONGEST)
    parse([sentence])
