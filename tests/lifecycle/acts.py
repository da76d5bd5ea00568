"""Acts that many tests need, with the papers the law demands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from domain.refusals import SecondOfficerNeeded
from lifecycle.amending import AMENDING
from lifecycle.command import Command, Document
from lifecycle.handling import Done, Engine

OFFICER, SECOND_OFFICER = "officer", "second-officer"
FOUNDED = 4
"""The records of a store with two officers: founded, opened, one officer appointed, and the other."""

KINDS = """
acceptance-act agreement akimat-letter annex application certificate claim commissioning-act contract decision
decree evidence extract handover-act inspection-act judgment minutes notice penalty pledge-enforcement
pledgee-notice prescription proof-of-delivery return-act ruling statement utility-letter compensation
list-extract order
"""

PAPERS = tuple(Document(kind, "1", date(2015, 1, 1)) for kind in KINDS.split())


def command(act: str, key: str, on: str = "2020-01-01", **terms: Any) -> Command:
    """An act with every paper there is."""
    noun, verb = act.split(".")
    reason = "entered wrongly" if verb in AMENDING else ""
    return Command(noun, verb, key, terms, OFFICER, date.fromisoformat(on), PAPERS, reason=reason)


def do(engine: Engine, act: str, key: str, on: str = "2020-01-01", **terms: Any) -> Done:
    """Carry out an act with every paper there is, confirmed by a second officer where the law demands one."""
    return carry_out(engine, command(act, key, on, **terms))


def carry_out(engine: Engine, asked: Command) -> Done:
    """An act by one officer, or by two where the law demands it."""
    try:
        return engine.handle(asked)
    except SecondOfficerNeeded:
        put = engine.handle(replace(asked, propose=True))
        proposal = put.stream.partition("-")[2]
        return engine.handle(Command("proposal", "approve", proposal, actor=SECOND_OFFICER))


def with_officers(engine: Engine) -> Engine:
    """A store founded by one officer, who appointed a second."""
    engine.found(origin="sez.test/1", actor=OFFICER)
    do(engine, "officer.appoint", SECOND_OFFICER, "2015-01-01", roles=("zone-administration",))
    return engine


def found_zone(engine: Engine, key: str = "KHG", *, area_m2: int = 1_000_000) -> None:
    """A zone with room for plots."""
    do(
        engine,
        "zone.establish",
        key,
        "2015-01-01",
        name="Khorgos",
        kind="sez",
        region="Zhetisu",
        area_m2=area_m2,
        allocatable_m2=area_m2,
        term_ends_on=date(2040, 12, 31),
    )


def register_plot(
    engine: Engine, key: str, *, zone: str = "KHG", on: str = "2016-01-01", m2: int = 10_000
) -> Done:
    """A plot on the register of a zone."""
    return do(
        engine,
        "plot.register",
        key,
        on,
        zone=zone,
        area_m2=m2,
        cadastral_number=f"03-046-{key}",
        purpose="industry",
    )
