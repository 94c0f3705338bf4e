"""Reading the few types that our parameters have, without pydantic: typer's own reading would cost 60 ms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, get_args

from aitimeline.model.error import BadInputError


def _whole_number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadInputError(f"{text!r} is not a whole number") from None


_READ: dict[Any, Callable[[str], Any]] = {str: str, Path: Path, int: _whole_number, bool: bool}


class PlainReader:
    """Stands where typer would build a pydantic adapter for a parameter."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        self.read = read

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002 -- the signature is typer's
        """The value of the parameter's type; a parameter that takes many gives a tuple.

        Raises:
            BadInputError: it does not read as that type; the message names the parameter.
        """
        try:
            if param.multiple or param.nargs == -1:
                return tuple(map(self.read, value or ()))
            return value if value is None or isinstance(value, bool) else _large_enough(self.read(value), param)
        except BadInputError as failure:
            is_option = param.param_type_name == "option"
            raise BadInputError(f"{param.opts[-1] if is_option else param.metavar or param.name}: {failure}") from None


def _large_enough(value: Any, param: Any) -> Any:
    least = getattr(param, "min", None)
    if least is not None and value < least:
        raise BadInputError(f"cannot be {value}; give {least} or more")
    return value


def read_plainly(parameters: Iterable[Any]) -> None:
    """Let each parameter of a type that we know be read by us."""
    for parameter in parameters:
        annotation = parameter.type_descriptor.annotation
        read = _READ.get((*get_args(annotation), annotation)[0])
        if read is not None:
            reader = PlainReader(read)
            parameter.get_runtime_param = lambda reader=reader: reader
