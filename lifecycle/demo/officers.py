"""How the demo's officers, named by their role, were appointed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from lifecycle.demo.steps import Step, confirmed, confirmer, recorder

HEAD = "officer-head"
"""The first officer of the demo's store, who appoints all others."""

ROLES = ("zone-administration",)


def appointments(steps: Iterable[Step], on: date) -> Iterator[Step]:
    """One appointment for each officer whom steps need, for the zones that these concern."""
    zones: dict[str, set[str]] = {}
    for step in steps:
        for officer in (recorder(step), *([confirmer(step)] if confirmed(step) else [])):
            zones.setdefault(officer, set()).add(step.concern)
    for officer, some in sorted(zones.items()):
        if officer != HEAD:
            yield Step(on, "officer.appoint", officer, _mandate(officer, some))


def _mandate(officer: str, zones: set[str]) -> dict[str, object]:
    task = officer.partition("-")[2].replace("-", " ")
    terms: dict[str, object] = {"title": f"Officer, {task}", "roles": ROLES}
    return terms if "" in zones else terms | {"zones": tuple(sorted(zones))}
