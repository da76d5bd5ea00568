"""Acts told one by one in `story.toml` and `acts.toml`, read into steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from domain.values import duty, money, part, part_use
from lifecycle.demo.projects import TENGE
from lifecycle.demo.steps import Step
from lifecycle.demo.zones import data, square_metres

if TYPE_CHECKING:
    from collections.abc import Sequence


def _several(read: Callable[[str], Any]) -> Callable[[Sequence[str]], tuple[Any, ...]]:
    return lambda texts: tuple(read(text) for text in texts)


READ: Mapping[str, Callable[[Any], Any]] = {
    "investment": lambda text: money(text, TENGE),
    "into": _several(part),
    "uses": _several(part_use),
    "project.sign-contract obligations": _several(duty),
    "plot.record-unmet obligations": tuple,
}
"""How a term is read whose value TOML cannot hold: by its name, where that is not enough after its act."""


def told() -> Iterator[Step]:
    """The acts told one by one."""
    for given in (*data("acts.toml")["act"], *data("story.toml")["act"]):
        noun, verb, key = given["do"].split()
        act = f"{noun}.{verb}"
        yield Step(
            on=given["on"],
            act=act,
            key=key,
            terms=dict(_term(act, name, value) for name, value in given.get("terms", {}).items()),
            zone=given.get("zone", key if noun == "zone" else ""),
            reason=given.get("reason", ""),
            papers=tuple(given.get("papers", ())),
            gaps_until=given.get("gaps_until"),
            recorded=given.get("recorded"),
        )


def _term(act: str, name: str, value: Any) -> tuple[str, Any]:
    if name == "area_ha":
        return "area_m2", square_metres(value)
    read = READ.get(f"{act} {name}") or READ.get(name)
    return name, read(value) if read else value
