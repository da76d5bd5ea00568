"""What records of a stored name look like, told to a reader of JSON that checks them while it reads many.

A shape is stricter than the event's own model, never laxer: what it takes, the model takes. What it does not
take may still be sound, and is then looked at by itself. A model that cannot be told so has no shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from itertools import chain
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le
from msgspec import Meta, MsgspecError, Struct, defstruct
from msgspec.json import Decoder, Encoder
from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from lifecycle.canonical import LARGEST_INTEGER, check_limits
from lifecycle.errors import StoreUnusable
from lifecycle.record import FORMAT
from lifecycle.store import names

ENCODER = Encoder(order="deterministic")
"""Writes what a shape has read: fields as they stand in the shape, sorted, and all other names sorted."""

REMEMBERED = 100_000
"""So many words found well-formed need not be looked at again: a log names the same ones many times."""

PLAIN = (str, bool, date, NoneType)

Step = Callable[[Iterable[Any]], Iterable[Any]]
"""From values to those that stand in them."""


class Unshaped(TypeError):
    """A model that cannot be told as a shape."""


# -- the envelope ------------------------------------------------------------------------------------


def _integer(low: int = -LARGEST_INTEGER, high: int = LARGEST_INTEGER) -> Any:
    return Annotated[int, Meta(ge=low, le=high)]


INTEGER = _integer()


def _struct(name: str, always: dict[str, Any], sometimes: dict[str, Any], **renamed: str) -> type[Struct]:
    """A JSON object with these names and no others, in canonical order."""
    fields: list[Any] = [*always.items(), *((field, kind | None, None) for field, kind in sometimes.items())]
    fields.sort(key=lambda field: renamed.get(field[0], field[0]))
    return defstruct(
        name,
        fields,
        rename=renamed or None,
        kw_only=True,
        forbid_unknown_fields=True,
        omit_defaults=True,
        gc=False,
    )


DEADLINE = _struct(
    "Deadline",
    {"name": str, "start": date, "due": date},
    {"regulation": str, "calendar": str, "provisional": bool},
    start="from",
)
GAP = _struct("Gap", {"kind": str, "owner": str, "until": date}, {})
ALWAYS: dict[str, Any] = {
    "command": str,
    "effective_on": date,
    "format": Literal[FORMAT],
    "recorded_at": str,
    "stream": str,
    "version": INTEGER,
}
SOMETIMES: dict[str, Any] = {
    **dict.fromkeys(("act", "actor", "body", "mandate", "regulation", "second"), str),
    "deadlines": tuple[DEADLINE, ...],  # type: ignore[valid-type]
    "documents": tuple[dict[str, str], ...],
    "gaps": tuple[GAP, ...],  # type: ignore[valid-type]
    "overrides_later": bool,
    "reads": dict[str, INTEGER],  # type: ignore[valid-type]
}
"""What stands in every envelope, and what may; `type` and `data` are added for each stored name."""


# -- the data ----------------------------------------------------------------------------------------


class Check(NamedTuple):
    """A rule for what stands at one place of data; `known` are words found to keep it, None for values."""

    steps: tuple[Step, ...]
    rule: Callable[[Any], object]
    known: set[str] | None

    def hold(self, values: Iterable[Any]) -> None:
        """Raise ValueError where a value at the place, in any of the data, breaks the rule."""
        for step in self.steps:
            values = step(values)
        found = list(values)
        if self.known is not None and self.known.issuperset(found):
            return
        for value in found:
            self.rule(value)
        if self.known is not None:
            if len(self.known) > REMEMBERED:
                self.known.clear()
            self.known.update(found)


def _at(name: str) -> Step:
    get = attrgetter(name)
    return lambda values: [value for value in map(get, values) if value is not None]


def _values(values: Iterable[dict[str, Any]]) -> Iterable[Any]:
    return chain.from_iterable(value.values() for value in values)


class _Shaping:
    """Tells a model as a shape, and gathers what the shape itself cannot check."""

    def __init__(self) -> None:
        self.checks: list[Check] = []

    def model(self, model: type[BaseModel], steps: tuple[Step, ...] = ()) -> type[Struct]:
        """A model's shape."""
        own = model.__pydantic_decorators__
        if own.field_validators or own.model_validators or model.model_config.get("extra") != "forbid":
            raise Unshaped
        always: dict[str, Any] = {}
        sometimes: dict[str, Any] = {}
        for name, field in model.model_fields.items():
            if field.alias or field.validation_alias:
                raise Unshaped
            kind: Any = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
            (always if field.is_required() else sometimes)[name] = self.kind(kind, (*steps, _at(name)))
        return _struct(model.__name__, always, sometimes)

    def kind(self, kind: Any, steps: tuple[Step, ...]) -> Any:
        """The type of what stands at a place. Raises `Unshaped`."""
        origin, inner = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self._constrained(kind, steps)
        if origin in (Union, UnionType):
            return Union[tuple(self.kind(one, steps) for one in inner)]  # noqa: UP007 - made at run time
        if origin is tuple and inner[1:] == (...,):
            return tuple[self.kind(inner[0], (*steps, chain.from_iterable)), ...]  # type: ignore[misc]
        if origin is dict and inner[0] is str:
            return dict[str, self.kind(inner[1], (*steps, _values))]  # type: ignore[misc]
        if kind is Any:
            self.checks.append(Check(steps, check_limits, None))
            return Any
        if kind is int:
            return INTEGER
        if kind in PLAIN or origin is Literal:
            return kind
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return self.model(kind, steps)
        raise Unshaped

    def _constrained(self, kind: Any, steps: tuple[Step, ...]) -> Any:
        base, *given = get_args(kind)
        rules = [rule for one in given for rule in (one.metadata if isinstance(one, FieldInfo) else [one])]
        if base is str:
            self.checks.append(Check(steps, *_words(tuple(rules))))
            return str
        if base is not int:
            raise Unshaped
        low, high = -LARGEST_INTEGER, LARGEST_INTEGER
        for rule in rules:
            match rule:
                case Ge(ge=int(least)):
                    low = max(low, least)
                case Gt(gt=int(below)):
                    low = max(low, below + 1)
                case Le(le=int(most)):
                    high = min(high, most)
                case _:
                    raise Unshaped
        return _integer(low, high)


@cache
def _words(rules: tuple[Any, ...]) -> tuple[Callable[[Any], object], set[str]]:
    """How the models check such words, and the set of those already found to be right."""
    word: Any = Annotated[str, *rules]
    return TypeAdapter(word).validate_python, set()


# -- a stored name -----------------------------------------------------------------------------------


class Shape(NamedTuple):
    """How to read the records of one stored name, and what else their data must keep."""

    decoder: Decoder[Any]
    checks: Sequence[Check]

    def read(self, lines: bytes) -> list[Any]:
        """The records on lines. Raises ValueError where one is not of this shape, or not canonical."""
        try:
            found = self.decoder.decode_lines(lines)
            # Equal bytes have equally many line ends: every line is one record, whole and canonical.
            if ENCODER.encode_lines(found) != lines:
                raise ValueError
        except MsgspecError as error:
            raise ValueError from error
        if self.checks:
            data = [record.data for record in found if record.data is not None]
            for check in self.checks:
                check.hold(data)
        return found


@cache
def shape_of(stored: str) -> Shape | None:
    """The shape of the records of a stored name; None where there is none."""
    try:
        model = names.model(stored)
        shaping = _Shaping()
        data = {"data": shaping.model(model)}
        always, sometimes = ALWAYS | {"type": Literal[stored]}, SOMETIMES
        if any(field.is_required() for field in model.model_fields.values()):
            always |= data
        else:
            sometimes = sometimes | data
        return Shape(Decoder(_struct("Record", always, sometimes)), shaping.checks)
    except (TypeError, StoreUnusable):
        return None
