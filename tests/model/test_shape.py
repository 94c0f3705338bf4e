"""The tables of what data look like say the same as the classes of the model."""

from __future__ import annotations

import json
from math import inf, nan
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from attrs import NOTHING, AttrsInstance, fields
from hypothesis import example, given
from hypothesis import strategies as st

from aitimeline.model import shape
from aitimeline.model.actor import Actor, Rename, Tie
from aitimeline.model.error import BadInputError
from aitimeline.model.event import CampClaim, Event, Figure, Participation, Source
from aitimeline.model.shape import Member, shaped
from aitimeline.model.structure import structure, unstructure
from aitimeline.model.text import Names, Text
from aitimeline.model.when import When
from strategies import actors, events, json_values

CLASSES: dict[type[AttrsInstance], tuple[Member, ...]] = {
    Event: shape.EVENT,
    Actor: shape.ACTOR,
    Source: shape.SOURCE,
    Figure: shape.FIGURE,
    Participation: shape.PARTICIPATION,
    CampClaim: shape.CAMP_CLAIM,
    Tie: shape.TIE,
    Rename: shape.RENAME,
}
KINDS: dict[Any, str] = {
    str: shape.TEXT,
    When: shape.DATE,
    int | float: shape.NUMBER,
    Text: shape.TEXTS,
    Names: shape.NAMES,
    tuple[str, ...]: shape.WORDS,
}
ODD: st.SearchStrategy[Any] = json_values | st.sampled_from(
    [None, "", [], {}, [None], {"en": None}, {"en": [None]}, True, 1, 1.5, inf, nan, [[]], [{}]]
)


def kind_of(annotation: Any) -> str | tuple[Member, ...]:
    """The kind that the annotation of an attribute stands for."""
    if annotation in KINDS:
        return KINDS[annotation]
    if type(None) in get_args(annotation):
        return kind_of(next(each for each in get_args(annotation) if each is not type(None)))
    assert get_origin(annotation) is tuple
    return CLASSES[get_args(annotation)[0]]


@pytest.mark.parametrize("cls", CLASSES)
def test_a_table_has_the_members_of_its_class_and_of_the_same_kinds(cls: type[AttrsInstance]) -> None:
    hints = get_type_hints(cls)
    stated = {
        attribute.name: Member(attribute.name, kind_of(hints[attribute.name]), attribute.default is NOTHING)
        for attribute in fields(cls)
        if attribute.name != "extra"
    }
    assert {member.name: member for member in CLASSES[cls]} == stated


@pytest.mark.parametrize("members", [shape.EVENT, shape.ACTOR])
def test_what_a_change_says_of_itself_is_no_member_of_what_it_states(members: tuple[Member, ...]) -> None:
    assert not {member.name for member in members} & {member.name for member in shape.CHANGE}


@given(events | actors)
def test_what_the_model_writes_has_that_shape(payload: Event | Actor) -> None:
    stated = unstructure(payload)
    members = CLASSES[type(payload)]
    found = vars(shaped(stated, members))
    assert found.keys() == {member.name for member in members}
    plain = {member.name for member in members if isinstance(member.kind, str)}
    for name in stated.keys() & plain:
        assert found[name] == stated[name]


@given(events | actors, st.data())
def test_what_is_of_another_kind_is_refused_as_the_model_refuses_it(
    payload: Event | Actor, data: st.DataObject
) -> None:
    stated = json.loads(json.dumps(unstructure(payload)))
    members = CLASSES[type(payload)]
    holder: Any = stated
    while True:
        member = data.draw(st.sampled_from(members))
        inner = holder.get(member.name)
        if isinstance(member.kind, str) or not inner or data.draw(st.booleans()):
            break
        holder, members = data.draw(st.sampled_from(inner)), member.kind
    if data.draw(st.booleans()):
        holder.pop(member.name, None)
    else:
        holder[member.name] = data.draw(ODD)
    assert _fits(stated, type(payload)) == _is_structured(stated, type(payload))


def _fits(stated: Any, cls: type[Event | Actor]) -> bool:
    """True if it has the shape, and its dates, which a shape takes as text, are dates."""
    try:
        shaped(stated, CLASSES[cls])
        _read_dates(stated, CLASSES[cls])
    except (ValueError, BadInputError):
        return False
    return True


def _read_dates(stated: Any, members: tuple[Member, ...]) -> None:
    for member in members:
        value = stated.get(member.name)
        if member.kind == shape.DATE and value is not None:
            When.parse(value)
        elif not isinstance(member.kind, str):
            for each in value or ():
                _read_dates(each, member.kind)


def _is_structured(stated: Any, cls: type[Event | Actor]) -> bool:
    try:
        structure(stated, cls)
    except BadInputError:
        return False
    return True


@given(json_values)
@example([])
@example({"type": "company", "names": None})
@example({"type": None, "names": {}})
@example({"type": "company", "names": {"en": "Google"}})
def test_what_is_no_actor_is_refused(value: Any) -> None:
    assert _fits(value, Actor) == _is_structured(value, Actor)


@pytest.mark.parametrize("value", [inf, -inf, nan, True, "5", None])
def test_what_is_no_finite_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="not"):
        shaped({"name": "share", "value": value}, shape.FIGURE)


def test_what_is_not_there_is_none() -> None:
    found = shaped({"actor": "google", "more": 1}, shape.PARTICIPATION)
    assert vars(found) == {"actor": "google", "role": None}
