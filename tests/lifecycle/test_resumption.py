"""Another body of law: an estate authority resumes plots that are not built up as their day's law demands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.refusals import (
    BelowLeast,
    DutyMissing,
    NotKnownToLaw,
    NotYetDue,
    PapersMissing,
    UnitMismatch,
    UnknownToLaw,
)
from domain.values import Duty, Money
from lifecycle.case import Case
from lifecycle.clock import SetClock
from lifecycle.command import Command, Document
from lifecycle.definitions import lifecycle_of
from lifecycle.handling import Done, Engine
from lifecycle.regulation import regulation
from lifecycle.store.sqlite import SqliteLog
from tests.lifecycle.acts import OFFICER, SECOND_OFFICER, carry_out

LAW = "resumption"
NEWEST = regulation("resumption-2015@2")
PAPERS = tuple(Document(kind, "1", date(1990, 1, 1)) for kind in NEWEST.papers)
ALLOTTED = {"1998": "resumption-1990@2", "2008": "resumption-2005@2", "2018": "resumption-2015@2"}
LEAST = {"1998": 10, "2008": 20, "2018": 40}
BUILT = 15
CRORE = Money(minor=10**9, currency="INR")


def command(act: str, key: str, on: str, **terms: Any) -> Command:
    noun, verb = act.split(".")
    return Command(noun, verb, key, terms, OFFICER, date.fromisoformat(on), PAPERS)


def do(engine: Engine, act: str, key: str, on: str, **terms: Any) -> Done:
    return carry_out(engine, command(act, key, on, **terms))


@pytest.fixture
def estate(tmp_path: Path) -> Iterator[Engine]:
    log = SqliteLog(tmp_path / "estate.db")
    engine = Engine(log, SetClock(datetime(2026, 1, 16, 7, 0, tzinfo=UTC)), "Asia/Kolkata")
    engine.found(origin="sez.test/estate", actor=OFFICER, law=LAW)
    do(engine, "officer.appoint", SECOND_OFFICER, "1990-01-01", roles=("estate-officer",))
    do(
        engine, "zone.establish", "NORTH", "1990-01-01", name="North Estate", kind="iz", region="North",
        area_m2=100_000, allocatable_m2=80_000, term_ends_on=date(2089, 12, 31),
    )  # fmt: skip
    yield engine
    log.close()


def applied(engine: Engine, year: str) -> None:
    """An applicant of a year whose project is approved, with the lease deed's frame signed."""
    do(engine, "party.register", f"CO-{year}", f"{year}-01-05", name=f"Company of {year}")
    do(
        engine, "project.submit", f"P-{year}", f"{year}-01-10",
        zone="NORTH", party=f"CO-{year}", name=f"Works of {year}", investment=CRORE,
        jobs=20, area_m2=10_000,
    )  # fmt: skip
    do(engine, "project.review", f"P-{year}", f"{year}-01-20")
    do(engine, "project.approve", f"P-{year}", f"{year}-02-01")
    do(engine, "project.sign-contract", f"P-{year}", f"{year}-03-01")
    do(engine, "project.start", f"P-{year}", f"{year}-03-01")


def laid_out(engine: Engine, year: str) -> None:
    """A plot for an applicant of a year."""
    applied(engine, year)
    do(
        engine, "plot.register", f"N-{year}", f"{year}-02-01",
        zone="NORTH", area_m2=10_000, cadastral_number=f"12-{year}", purpose="industry",
    )  # fmt: skip


def granted(engine: Engine, year: str) -> None:
    """A plot allotted in a year, leased and handed over."""
    do(engine, "plot.allocate", f"N-{year}", f"{year}-04-01", project=f"P-{year}")
    do(engine, "plot.sign-lease", f"N-{year}", f"{year}-05-01", until=date(2085, 1, 1))
    do(engine, "plot.hand-over", f"N-{year}", f"{year}-06-01")


def allotted(engine: Engine, year: str, target: int) -> None:
    """A plot allotted in a year, with what is to be built on it within five years in percent of its area."""
    laid_out(engine, year)
    define(engine, year, target)
    granted(engine, year)
    do(engine, "obligation.report", f"B-{year}", f"{int(year) + 4}-12-31", amount=BUILT)


def define(
    engine: Engine, year: str, target: int, unit: str = "percent", *, of: str = "", on: str = ""
) -> Done:
    """What is to be built on a year's plot within five years, by its own project or by another later."""
    project, day = of or f"P-{year}", on or f"{year}-03-15"
    return do(
        engine, "obligation.define", f"B-{day[:4]}-{year}" if of else f"B-{year}", day,
        of=f"project:{project}", plot=f"N-{year}", kind="build-out", target=target, unit=unit,
        due_on=date(int(day[:4]) + 5, 6, 1),
    )  # fmt: skip


def case(engine: Engine, stream: str) -> Case:
    return engine.desk().cases([stream], date(2026, 1, 16))[stream]


def stamps(engine: Engine, stream: str) -> dict[str, tuple[str, str]]:
    """The deadlines of a stream as stamped: name, due date and law."""
    (records,) = engine.log.read([stream]).values()
    return {d["name"]: (d["due"], d["regulation"]) for r in records for d in r.body.get("deadlines", ())}


def test_each_allotment_keeps_the_least_build_out_of_its_day(estate: Engine) -> None:
    for year in ALLOTTED:
        allotted(estate, year, LEAST[year])
    assert {y: case(estate, f"obligation-B-{y}").facts.regulation for y in ALLOTTED} == ALLOTTED
    do(estate, "obligation.record-met", "B-1998", "2003-06-01")
    for year in ("2008", "2018"):
        resumed(estate, year)
    assert case(estate, "obligation-B-1998").standing["status"] == "met"
    for year in ("2008", "2018"):
        assert case(estate, f"obligation-B-{year}").standing["status"] == "superseded"
        assert case(estate, f"plot-N-{year}").standing["tenure"] == "allocated"
        assert case(estate, f"plot-N-{year}").facts.party == "CO-1998"


def resumed(engine: Engine, year: str) -> None:
    """The whole way from an unbuilt plot to a new allottee, in 2024, under the law then in force."""
    plot, obligation = f"N-{year}", f"B-{year}"
    do(engine, "plot.record-unmet", plot, "2024-01-10", obligations=(obligation,))
    assert case(engine, f"obligation-{obligation}").standing["status"] == "unmet"
    do(engine, "plot.serve-notice", plot, "2024-02-01")
    assert stamps(engine, f"plot-{plot}")["notice-cure"] == ("2024-03-02", "resumption-2015@2")
    assert case(engine, f"obligation-{obligation}").facts.due["cure"] == date(2024, 3, 2)
    with pytest.raises(NotYetDue):
        do(engine, "plot.open-reclaim", plot, "2024-03-02", ground="contract")
    do(engine, "plot.open-reclaim", plot, "2024-03-03", ground="contract")
    do(engine, "plot.decide-return", plot, "2024-04-01")
    assert stamps(engine, f"plot-{plot}")["challenge"] == ("2024-05-31", "resumption-2015@2")
    with pytest.raises(NotYetDue):
        do(engine, "plot.reclaim", plot, "2024-05-31")
    do(engine, "plot.reclaim", plot, "2024-06-01")
    assert case(engine, f"plot-{plot}").standing["compliance"] == "reclaimed"
    do(engine, "plot.clear-right", plot, "2024-06-15")
    with pytest.raises(DutyMissing) as refused:
        do(engine, "plot.reassign", plot, "2024-07-01", project="P-1998")
    assert refused.value == DutyMissing(plot, "P-1998", "build-out", 40, "percent")
    define(engine, year, 40, of="P-1998", on="2024-07-01")
    do(engine, "plot.reassign", plot, "2024-07-01", project="P-1998")
    assert stamps(engine, f"plot-{plot}")["lease-signing"] == ("2024-09-29", "resumption-2015@2")


def test_an_appeal_keeps_the_plot_until_it_is_dismissed(estate: Engine) -> None:
    allotted(estate, "2018", 40)
    do(estate, "plot.record-unmet", "N-2018", "2024-01-10", obligations=("B-2018",))
    do(estate, "plot.serve-notice", "N-2018", "2024-02-01")
    do(estate, "plot.open-reclaim", "N-2018", "2024-03-03", ground="contract")
    do(estate, "plot.decide-return", "N-2018", "2024-04-01")
    do(estate, "plot.contest", "N-2018", "2024-04-20")
    assert case(estate, "plot-N-2018").standing["compliance"] == "in-court"
    do(estate, "plot.order-reclaim", "N-2018", "2024-08-01")
    assert case(estate, "party-CO-2018").standing["standing"] == "clear"
    do(estate, "plot.reclaim", "N-2018", "2024-09-01")
    assert case(estate, "plot-N-2018").standing["tenure"] == "ended"


@pytest.mark.parametrize("year", ALLOTTED)
def test_a_plot_is_allotted_to_nobody_who_does_not_owe_the_build_out_of_the_day(
    year: str, estate: Engine
) -> None:
    laid_out(estate, year)
    with pytest.raises(DutyMissing) as refused:
        granted(estate, year)
    assert refused.value == DutyMissing(f"N-{year}", f"P-{year}", "build-out", LEAST[year], "percent")
    assert (refused.value.rule, refused.value.basis) == ("plot.allocate", "Estate rules, allotment")
    define(estate, year, LEAST[year])
    granted(estate, year)
    assert case(estate, f"plot-N-{year}").standing["tenure"] == "held"


def test_the_percentage_is_that_of_the_allotment_s_day_whatever_the_contract_was_signed_under(
    estate: Engine,
) -> None:
    laid_out(estate, "2008")
    define(estate, "2008", 20)
    with pytest.raises(DutyMissing) as refused:
        do(estate, "plot.allocate", "N-2008", "2015-04-01", project="P-2008")
    assert refused.value == DutyMissing("N-2008", "P-2008", "build-out", 40, "percent")
    do(estate, "obligation.amend", "B-2008", "2012-04-01", annex="1", target=40)
    do(estate, "plot.allocate", "N-2008", "2015-04-01", project="P-2008")
    assert case(estate, "obligation-B-2008").facts.regulation == "resumption-2005@2"


def test_what_is_owed_for_another_plot_or_not_owed_any_more_does_not_count(estate: Engine) -> None:
    laid_out(estate, "2018")
    do(
        estate, "plot.register", "N-2", "2018-02-01",
        zone="NORTH", area_m2=10_000, cadastral_number="12-2", purpose="industry",
    )  # fmt: skip
    define(estate, "2018", 40)
    with pytest.raises(DutyMissing):
        do(estate, "plot.allocate", "N-2", "2018-04-01", project="P-2018")
    do(estate, "obligation.waive", "B-2018", "2018-04-01")
    with pytest.raises(DutyMissing):
        granted(estate, "2018")


@pytest.mark.parametrize(("year", "promised"), [("1998", 9), ("2008", 19), ("2018", 39)])
def test_less_than_the_law_s_least_is_refused(year: str, promised: int, estate: Engine) -> None:
    with pytest.raises(BelowLeast) as refused:
        allotted(estate, year, promised)
    assert refused.value == BelowLeast("build-out", LEAST[year], promised)


def test_a_contract_promises_no_less_either(estate: Engine) -> None:
    applied(estate, "2018")
    do(estate, "party.register", "CO-2", "2018-01-05", name="Another")
    duty = Duty(kind="build-out", target=20, unit="percent", due_on=date(2023, 1, 1))
    do(
        estate, "project.submit", "P-2", "2018-01-10", zone="NORTH", party="CO-2", name="Other works",
        investment=CRORE, jobs=20, area_m2=10_000,
    )  # fmt: skip
    do(estate, "project.review", "P-2", "2018-01-20")
    do(estate, "project.approve", "P-2", "2018-02-01")
    with pytest.raises(BelowLeast):
        do(estate, "project.sign-contract", "P-2", "2018-03-01", obligations=(duty,))
    enough = duty.model_copy(update={"target": 40})
    do(estate, "project.sign-contract", "P-2", "2018-03-01", obligations=(enough,))
    assert case(estate, "obligation-P-2-1").facts.regulation == "resumption-2015@2"


def test_what_is_amended_stays_above_the_least_of_the_signature(estate: Engine) -> None:
    allotted(estate, "2008", 30)
    do(estate, "obligation.amend", "B-2008", "2016-01-01", annex="1", target=20)
    with pytest.raises(BelowLeast) as refused:
        do(estate, "obligation.amend", "B-2008", "2016-01-02", annex="2", target=19)
    assert refused.value == BelowLeast("build-out", 20, 19)


def test_a_build_out_is_counted_in_percent(estate: Engine) -> None:
    laid_out(estate, "2018")
    with pytest.raises(UnitMismatch) as refused:
        define(estate, "2018", 40, unit="ha")
    assert refused.value == UnitMismatch("build-out", "percent", "ha")


@pytest.mark.parametrize(
    ("act", "terms"),
    [
        ("plot.issue-prescription", {"violation": "non-use"}),
        ("plot.exclude-time", {"from_on": date(2020, 1, 1), "to_on": date(2020, 2, 1), "ground": "no-utility"}),
        ("plot.buy-out", {}),
        ("plot.file-suit", {}),
    ],
)
def test_acts_of_another_body_of_law_are_unknown_to_this_one(
    act: str, terms: dict[str, Any], estate: Engine
) -> None:
    allotted(estate, "2018", 40)
    with pytest.raises(UnknownToLaw) as refused:
        do(estate, act, "N-2018", "2024-01-01", **terms)
    assert refused.value == UnknownToLaw(act, "resumption-2015@2")


def test_a_ground_of_another_body_of_law_is_unknown_too(estate: Engine) -> None:
    allotted(estate, "2018", 40)
    with pytest.raises(NotKnownToLaw):
        do(estate, "plot.open-reclaim", "N-2018", "2024-03-03", ground="annulled")


def test_the_papers_are_those_of_this_law(estate: Engine) -> None:
    allotted(estate, "2018", 40)
    asked = command("plot.record-unmet", "N-2018", "2024-01-10", obligations=("B-2018",))
    with pytest.raises(PapersMissing) as refused:
        estate.handle(replace(asked, documents=(Document("inspection-act", "1", date(2024, 1, 1)),)))
    assert refused.value == PapersMissing(("inspection-report",))


def test_what_a_project_owes_is_read_for_an_allotment_only_where_the_law_asks_for_it(estate: Engine) -> None:
    laid_out(estate, "2018")
    define(estate, "2018", 40)
    do(estate, "plot.allocate", "N-2018", "2018-04-01", project="P-2018")
    (records,) = estate.log.read(["plot-N-2018"]).values()
    assert "obligation-B-2018" in records[-1].body["reads"]
    row, desk = lifecycle_of("plot").by_verb["allocate"], estate.desk()
    terms, day = {"project": "P-2018"}, date(2018, 4, 1)
    _plot, asked = desk.gather(row, "plot-N-2018", terms, day)
    assert asked["obligations"].keys() == {"B-2018"}
    _plot, asked = desk.gather(row, "plot-N-2018", terms, day, regulation("kz-2019@3"))
    assert asked.keys() == {"project", "zone", "party"}
