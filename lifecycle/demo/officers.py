"""How the demo's officers, named by their role, were appointed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from lifecycle.demo.steps import Step, confirmed, confirmer, recorder
from lifecycle.demo.zones import sites

HEAD = "officer-head"
"""The first officer of the demo's store, who appoints all others."""

ROLES = ("zone-administration",)


def concerns(steps: Iterable[Step]) -> Mapping[str, set[str]]:
    """The zones that the steps of each officer concern; the empty one for steps that concern none."""
    zones: dict[str, set[str]] = {}
    for step in steps:
        for officer in (recorder(step), *([confirmer(step)] if confirmed(step) else [])):
            zones.setdefault(officer, set()).add(step.concern)
    return {officer: some for officer, some in sorted(zones.items()) if officer != HEAD}


def appointed_for_all(zones: Mapping[str, set[str]], on: date) -> Iterator[Step]:
    """One appointment for each officer whose acts concern no zone."""
    for officer, some in zones.items():
        if "" in some:
            yield Step(on, "officer.appoint", officer, {"title": _title(officer), "roles": ROLES})


def appointed_for_zones(zones: Mapping[str, set[str]]) -> Iterator[Step]:
    """An appointment for an officer's first zone once it is established, and a wider mandate for each other."""
    for officer, some in zones.items():
        held: tuple[str, ...] = ()
        for site in sorted((sites()[key] for key in some if "" not in some), key=lambda one: one.established):
            terms = {"roles": ROLES, "zones": (*held, site.key)}
            verb, title = ("change-mandate", {}) if held else ("appoint", {"title": _title(officer)})
            yield Step(site.established, f"officer.{verb}", officer, title | terms)
            held = (*held, site.key)


def _title(officer: str) -> str:
    return f"Officer, {officer.partition('-')[2].replace('-', ' ')}"
