"""What a question gives: items as they come, what programs read of them, what people read, and what it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from aitimeline.answer.block import Block, Words
from aitimeline.index.condition import Condition

Item = TypeVar("Item")
Cell = str | int | float | bool | None


class Named(NamedTuple):
    """An event or actor that an answer names; ``id`` is that of a record of it, or empty where what stands is meant."""

    key: str
    is_actor: bool = False
    id: str = ""


class Field(NamedTuple):
    """A column of data: its name, and how its cell is had of an item (or of a line of one).

    Where a reader sees the column and a program does not, the cell is ``Words``.
    """

    name: str
    cell: Callable[[Any], Cell | Words]


class Basis(NamedTuple):
    """What an answer rests on beyond what its items cite.

    Attributes:
        about: the events and actors that are asked about.
        counted: what holds of the events that it counts without naming them; None where it names all.
        is_of_actors: whether it rests on what the records of actors say; else these only give it names.
    """

    about: Sequence[Named] = ()
    counted: Condition | None = None
    is_of_actors: bool = False


def attributes(*names: str) -> tuple[Field, ...]:
    """Columns of the attributes that have these names."""
    return tuple(Field(name, attrgetter(name)) for name in names)


def named_members(*names: str) -> tuple[Field, ...]:
    """Columns of the members that an object has under these names."""
    return tuple(Field(name, itemgetter(name)) for name in names)


def actors_named(keys: Iterable[str]) -> Iterator[Named]:
    """These actors."""
    return (Named(key, is_actor=True) for key in keys)


def object_of(fields: Sequence[Field]) -> Callable[[Any], dict[str, Any]]:
    """What makes an object of an item that has just the members that its fields are."""
    return lambda item: {field.name: field.cell(item) for field in fields}


def _nothing(*_: Any) -> tuple[()]:
    return ()


def _itself(item: Item) -> tuple[Item]:
    return (item,)


class Answer(NamedTuple, Generic[Item]):
    """An answer, to be written once in any format.

    Attributes:
        items: read once, as they are written.
        value: an item as a JSON value.
        fields: the columns of data, of the lines of each item.
        lines: the lines that an item has there: usually itself.
        blocks: what a person reads of the items.
        shown: the columns of a document (Markdown, HTML), where these are others than the data's.
        truth: how a document says false and true.
        is_one: whether it is one object rather than an array.
        whole: makes of the items the object that JSON has, where that is more than their array; where it gives pairs of
            name and value, a value that is an iterator is an array, and read when it is its turn.
        cites: the events and actors that an item names.
        basis: what else it rests on.
        notices: what is to be told once it is written, beside it.
    """

    items: Iterable[Item]
    value: Callable[[Item], Any]
    fields: Sequence[Field]
    blocks: Callable[[Iterator[Item]], Iterable[Block]]
    lines: Callable[[Item], Iterable[Any]] = _itself
    shown: Sequence[Field] = ()
    truth: tuple[str, str] = ("false", "true")
    is_one: bool = False
    whole: Callable[[Iterable[Item]], Any] | None = None
    cites: Callable[[Item], Iterable[Named]] = _nothing
    basis: Basis = Basis()
    notices: Callable[[], Iterable[str]] = _nothing

    def watched(self, watch: Callable[[Item], object]) -> Answer[Item]:
        """The same answer, of which each item is seen by ``watch`` when it is read."""

        def seen() -> Iterator[Item]:
            for item in self.items:
                watch(item)
                yield item

        return self._replace(items=seen())
