"""Between JSON values and the classes of the model, with cattrs, strictly: nothing is coerced.

Members that a class does not know are kept in its ``extra`` and written back.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from math import isfinite
from typing import Any, TypeVar

from attrs import AttrsInstance, evolve, fields, has
from cattrs import BaseValidationError, Converter, transform_error
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from aitimeline.model.canonical import canonical
from aitimeline.model.error import BadInputError
from aitimeline.model.event import Extra
from aitimeline.model.text import Names, Text
from aitimeline.model.when import When

T = TypeVar("T", bound=AttrsInstance)


def structure(value: Any, cls: type[T]) -> T:
    """Make an instance of ``cls`` of a JSON value.

    Raises:
        BadInputError: the value does not fit; every misfit is named with its place, as ``$.sources[0].url``.
    """
    try:
        return _CONVERTER.structure(value, cls)
    except (TypeError, ValueError, KeyError, BadInputError):
        raise BadInputError(_misfits(value, cls)) from None


def _misfits(value: Any, cls: type[T]) -> str:
    """All that is wrong with a value, found by a converter that looks on after the first misfit."""
    try:
        _converter(detailed_validation=True).structure(value, cls)
    except BaseValidationError as failure:
        return "; ".join(transform_error(failure, format_exception=_say))
    except (TypeError, ValueError, BadInputError) as failure:
        return str(failure)
    return "does not fit"


def unstructure(instance: AttrsInstance) -> dict[str, Any]:
    """The JSON object of an instance; members that say nothing (None, empty) are left out."""
    made: dict[str, Any] = _CONVERTER.unstructure(instance)
    return made


def _say(failure: BaseException, _: type | None) -> str:
    if isinstance(failure, KeyError):
        return f"{failure.args[0]!r} is missing"
    return str(failure)


def _strict(cls: type, name: str) -> Callable[[Any, Any], Any]:
    def take(value: Any, _: Any) -> Any:
        if type(value) is not cls:
            raise TypeError(f"expected {name}, found {json.dumps(value, ensure_ascii=False)[:60]}")
        return value

    return take


def _number(value: Any, _: Any) -> int | float:
    if type(value) not in (int, float):
        raise TypeError(f"expected a number, found {json.dumps(value, ensure_ascii=False)[:60]}")
    number: int | float = value
    if not isfinite(number):
        raise TypeError("expected a number that is finite")
    return number


def _when(value: Any, _: Any) -> When:
    return When.parse(_TEXT(value, str))


def _text(value: Any, _: Any) -> Text:
    return Text.of({language: _TEXT(text, str) for language, text in _object(value).items()})


def _names(value: Any, _: Any) -> Names:
    return Names.of({tag: [_TEXT(name, str) for name in _array(given)] for tag, given in _object(value).items()})


def _object(value: Any) -> dict[str, Any]:
    return _OBJECT(value, dict)  # type: ignore[no-any-return]


def _array(value: Any) -> list[Any]:
    return _ARRAY(value, list)  # type: ignore[no-any-return]


_TEXT, _OBJECT, _ARRAY = _strict(str, "text"), _strict(dict, "an object"), _strict(list, "an array")


def _structure_factory(cls: type[T], converter: Converter) -> Callable[[Any, Any], T]:
    known = frozenset(attribute.name for attribute in fields(cls)) - {"extra"}
    make = make_dict_structure_fn(cls, converter, extra=override(omit=True))

    def take(value: Any, _: Any) -> T:
        given = _object(value)
        made = make(given, cls)
        if unknown := given.keys() - known:
            kept = tuple((name, canonical(given[name]).decode()) for name in sorted(unknown))
            made = evolve(made, extra=kept)  # type: ignore[misc]  # mypy does not see that T is an attrs class
        return made

    return take


def _unstructure_factory(cls: type[T], converter: Converter) -> Callable[[T], dict[str, Any]]:
    make = make_dict_unstructure_fn(
        cls,
        converter,
        _cattrs_omit_if_default=True,
        extra=override(omit=True),
    )

    def give(instance: T) -> dict[str, Any]:
        made: dict[str, Any] = make(instance)
        for name, text in getattr(instance, "extra", ()):
            made[name] = json.loads(text)
        return made

    return give


def _converter(*, detailed_validation: bool) -> Converter:
    converter = Converter(detailed_validation=detailed_validation)
    converter.register_structure_hook(str, _TEXT)
    converter.register_structure_hook(int | float, _number)
    converter.register_structure_hook(When, _when)
    converter.register_structure_hook(Text, _text)
    converter.register_structure_hook(Names, _names)
    converter.register_structure_hook_factory(_is_row, _row_factory)
    converter.register_structure_hook_factory(has, _structure_factory)
    converter.register_structure_hook_func(_is_extra, lambda value, _: value)
    converter.register_unstructure_hook_factory(has, _unstructure_factory)
    converter.register_unstructure_hook(When, str)
    converter.register_unstructure_hook(Text, Text.to_dict)
    converter.register_unstructure_hook(Names, Names.to_dict)
    return converter


def _is_extra(cls: Any) -> bool:
    return bool(cls == Extra)


def _is_row(cls: Any) -> bool:
    arguments: tuple[Any, ...] = getattr(cls, "__args__", ())
    return getattr(cls, "__origin__", None) is tuple and len(arguments) == 2 and arguments[1] is ...  # noqa: PLR2004


def _row_factory(cls: Any, converter: Converter) -> Callable[[Any, Any], tuple[Any, ...]]:
    inner = cls.__args__[0]

    def take(value: Any, _: Any) -> tuple[Any, ...]:
        members = _array(value)
        if converter.detailed_validation:
            # cattrs' own reading of lists names the position of each misfit.
            rows: Any = list.__class_getitem__(inner)
            return tuple(converter.structure(members, rows))
        return tuple(converter.structure(member, inner) for member in members)

    return take


_CONVERTER = _converter(detailed_validation=False)
