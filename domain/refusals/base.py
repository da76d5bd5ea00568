"""Refusals: a rule said no. Each is named and carries values; the words for people live in `cli`."""

from __future__ import annotations

import re
from typing import Any, ClassVar, TypeVar, dataclass_transform

_Refusal = TypeVar("_Refusal", bound="type[Refused]")


class Refused(Exception):
    """A rule said no. `rule` and `basis` (the act and its article) are added where the law is known."""

    names: ClassVar[tuple[str, ...]] = ()
    rule: str = ""
    basis: str = ""

    def __init__(self, *values: Any, **named: Any) -> None:
        carried = dict(zip(self.names, values, strict=False)) | named
        if set(carried) != set(self.names) or len(values) + len(named) != len(self.names):
            msg = f"{type(self).__name__} carries {', '.join(self.names)}"
            raise TypeError(msg)
        super().__init__(*carried.values())
        self.__dict__.update(carried)

    @property
    def code(self) -> str:
        """The refusal's stable name, in kebab case."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()

    def values(self) -> dict[str, Any]:
        """The values the refusal carries, by name."""
        return {name: getattr(self, name) for name in self.names}

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Refused) and other.values() == self.values()

    def __hash__(self) -> int:
        return hash((type(self), *self.values().values()))

    def __str__(self) -> str:
        return f"{self.code} " + " ".join(f"{name}={value}" for name, value in self.values().items())


@dataclass_transform()
def refusal(cls: _Refusal) -> _Refusal:
    """A refusal that carries the values its class annotates.

    To a type checker a dataclass; a real one for each of so many would cost every command's start-up dearly.
    """
    cls.names = tuple(cls.__annotations__)
    return cls
