"""A zone at work: the usual acts in their usual order, for tests that begin in the middle of a story."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.values import Duty, Money, Part
from lifecycle.case import Case
from lifecycle.handling import Done, Engine
from tests.lifecycle.acts import do, found_zone, register_plot

LEASE_END = date(2038, 12, 31)
APPROVED = ("proposal", "ProposalApproved")
"""What an act confirmed by a second officer writes last."""


def opened(engine: Engine, *parties: str) -> None:
    """A zone and the parties that will want its land."""
    found_zone(engine)
    for party in parties:
        do(engine, "party.register", party, "2015-02-01", name=f"Investor {party}")


def calendar_kept(engine: Engine, *days_off: date) -> None:
    """The working calendar of the country, the year of these days published in the one before: version 2."""
    year = days_off[0].year
    do(engine, "calendar.establish", "kz", "2015-01-01", title="Kazakhstan")
    do(engine, "calendar.publish", "kz", f"{year - 1}-12-01", year=year, days_off=days_off)


def contracted(engine: Engine, key: str, party: str, on: str = "2016-01-01", *, jobs_due: str = "") -> None:
    """A project under contract and begun, with one obligation, `KEY-1`."""
    due = date.fromisoformat(jobs_due) if jobs_due else date(int(on[:4]) + 2, 1, 1)
    do(
        engine, "project.submit", key, on,
        zone="KHG", party=party, name=f"Project {key}", investment=Money(minor=10**9, currency="KZT"), jobs=10,
        area_m2=10_000,
    )  # fmt: skip
    do(engine, "project.review", key, on)
    do(engine, "project.approve", key, on)
    duty = Duty(kind="jobs", target=10, unit="persons", due_on=due)
    do(engine, "project.sign-contract", key, on, obligations=(duty,))
    do(engine, "project.start", key, on)


def held(
    engine: Engine, plot: str, project: str, on: str = "2016-02-01", *, act: str = "plot.allocate"
) -> None:
    """A plot granted to a project, leased and handed over on one day."""
    do(engine, act, plot, on, project=project)
    do(engine, "plot.sign-lease", plot, on, until=LEASE_END)
    do(engine, "plot.hand-over", plot, on)


def given_plot(engine: Engine, plot: str = "P-1", project: str = "A") -> None:
    """Investors A and B under contract, a plot held by A's project since 2016-02-01."""
    opened(engine, "INV-A", "INV-B")
    contracted(engine, project, "INV-A")
    register_plot(engine, plot)
    held(engine, plot, project)


def bound_to_build(engine: Engine) -> None:
    """An obligation of A's project that concerns P-1 alone, `A-build`."""
    do(
        engine, "obligation.define", "A-build", "2016-03-01",
        of="project:A", kind="construction-start", target=1, unit="sites", due_on=date(2017, 1, 1), plot="P-1",
    )  # fmt: skip


def prescribed(
    engine: Engine, plot: str = "P-1", *, violation: str = "non-use", on: str = "2019-07-01"
) -> None:
    """A plot under an order to remedy."""
    do(engine, "plot.issue-prescription", plot, on, violation=violation)


def ordered_by_court(engine: Engine, plot: str = "P-1", *, violation: str = "non-use") -> None:
    """A plot whose return a court ordered on 2021-02-01, for non-use unless for another violation."""
    prescribed(engine, plot, violation=violation)
    do(engine, "plot.open-reclaim", plot, "2020-07-02", ground="court")
    do(engine, "plot.file-suit", plot, "2020-08-01")
    do(engine, "plot.order-reclaim", plot, "2021-02-01")


def reclaimed(engine: Engine, plot: str = "P-1") -> None:
    """A plot taken back by court on 2021-03-01, its right not yet cleared."""
    ordered_by_court(engine, plot)
    do(engine, "plot.reclaim", plot, "2021-03-01")


def reassigned(engine: Engine, plot: str = "P-1", project: str = "B") -> None:
    """A plot taken from A and given to B's project on 2021-04-05."""
    reclaimed(engine, plot)
    do(engine, "plot.clear-right", plot, "2021-04-01")
    contracted(engine, project, "INV-B", "2021-04-02")
    held(engine, plot, project, "2021-04-05", act="plot.reassign")


def parts(**areas: int) -> tuple[Part, ...]:
    """The children of a split, `P_2=4_000` for the key P-2."""
    return tuple(Part(key=key.replace("_", "-"), area_m2=area) for key, area in areas.items())


def case(engine: Engine, stream: str, on: str = "2026-01-16") -> Case:
    """A case as it stands on a date."""
    return engine.desk().cases([stream], date.fromisoformat(on))[stream]


def standing(engine: Engine, plot: str = "P-1", on: str = "2026-01-16") -> Mapping[str, str]:
    """Where a plot stands on a date."""
    return case(engine, f"plot-{plot}", on).standing


def types(done: Done) -> list[tuple[str, str]]:
    """The streams and event names that an act wrote; a proposal without its key, which is made up."""
    streams = [event["event"].rpartition("@")[0] for event in done.events]
    names = [event["type"].partition(".")[2].partition("@")[0] for event in done.events]
    return [
        ("proposal" if stream.startswith("proposal-") else stream, name)
        for stream, name in zip(streams, names, strict=True)
    ]


def facts(engine: Engine, stream: str) -> Any:
    """What decisions know of a subject."""
    return case(engine, stream).facts
