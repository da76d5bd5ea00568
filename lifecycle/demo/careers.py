"""How a project of the demo goes: application, contract, land, works, launch, reports, each on its day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from domain.values import Money
from lifecycle.demo.numbers import working
from lifecycle.demo.projects import LAUNCHED, TENGE
from lifecycle.demo.steps import Step
from lifecycle.demo.zones import registered

if TYPE_CHECKING:
    from lifecycle.demo.projects import Plan

REACHED = ("approved", "contracted", "in-progress", *LAUNCHED)
THIRD_QUARTER_REPORT = date(2025, 10, 20)
LONGEST_LEASE = date(2045, 12, 31)


def career(plan: Plan) -> Iterator[Step]:
    """The acts on a project and its plot, from the application as far as the plan says."""
    last = REACHED.index(plan.reached)
    yield from _application(plan)
    if last >= REACHED.index("contracted"):
        yield from _contract(plan)
    if last >= REACHED.index("in-progress"):
        yield from _works(plan)
    if plan.launched:
        yield from _launch(plan, plan.launched)


def _day(plan: Plan, days: int) -> date:
    return working(plan.submitted + timedelta(days=days))


def _project(plan: Plan, day: date, verb: str, terms: Mapping[str, Any] | None = None) -> Step:
    return Step(day, f"project.{verb}", plan.key, terms or {}, plan.site.key)


def _plot(plan: Plan, day: date, verb: str, terms: Mapping[str, Any] | None = None) -> Step:
    return Step(day, f"plot.{verb}", plan.site.plot_key(plan.number), terms or {}, plan.site.key)


def _application(plan: Plan) -> Iterator[Step]:
    terms: dict[str, Any] = {
        "zone": plan.site.key,
        "party": plan.party,
        "name": plan.name,
        "investment": plan.investment,
        "jobs": plan.jobs,
        "area_m2": plan.area_m2,
    }
    if plan.stages > 1:
        terms["stages"] = plan.stages
    if plan.off_territory:
        terms["off_territory"] = True
    if plan.rate:
        tenge = plan.investment.minor * int(plan.rate)
        terms |= {
            "equivalent": Money(minor=tenge, currency=TENGE),
            "rate": plan.rate,
            "rate_on": plan.submitted,
        }
    yield Step(plan.submitted, "project.submit", plan.key, terms, plan.site.key, plan.reason)
    yield _project(plan, _day(plan, 7), "review")
    yield _project(plan, _day(plan, 28), "approve")


def _contract(plan: Plan) -> Iterator[Step]:
    signed = plan.contract or _day(plan, 42)
    yield _project(plan, signed, "sign-contract", {"obligations": plan.duties} if plan.duties else {})
    if plan.participant:
        yield _project(plan, _day(plan, 49), "register-participant")
    if not plan.off_territory:
        yield registered(plan.site, plan.number, plan.area_m2, _day(plan, 56))
        yield _plot(plan, _day(plan, 63), "allocate", {"project": plan.key})


def _works(plan: Plan) -> Iterator[Step]:
    if not plan.off_territory:
        until = min(plan.site.term_ends, LONGEST_LEASE)
        yield _plot(plan, _day(plan, 84), "sign-lease", {"until": until})
        yield _plot(plan, _day(plan, 98), "hand-over")
    yield _project(plan, _day(plan, 105), "start")
    if plan.works:
        yield _plot(plan, _day(plan, 126), "start-construction")
    if plan.invested and not plan.launched:
        invested = {"investment": Money(minor=plan.invested, currency=TENGE)}
        yield _project(plan, THIRD_QUARTER_REPORT, "report", {"period": "2025-Q3"} | invested)


def _launch(plan: Plan, day: date) -> Iterator[Step]:
    if plan.works:
        yield _plot(plan, working(day - timedelta(days=14)), "complete-construction")
    yield _project(plan, day, "launch")
    if plan.works:
        yield _plot(plan, day, "start-operation")
    yield _project(plan, *_first_report(plan, day))
    if plan.reached == "operating":
        yield _project(plan, working(day + timedelta(days=45)), "operate")


def _first_report(plan: Plan, day: date) -> tuple[date, str, dict[str, Any]]:
    """The report for the month of the launch: people working, and in one sum all that was spent and made."""
    after = (day.replace(day=1) + timedelta(days=31)).replace(day=8)
    currency = plan.investment.currency
    terms: dict[str, Any] = {
        "period": f"{day:%Y-%m}",
        "jobs": plan.jobs_actual,
        "investment": Money(minor=plan.invested, currency=currency),
    }
    if plan.output:
        terms["output"] = Money(minor=plan.output, currency=currency)
    return working(after), "report", terms
