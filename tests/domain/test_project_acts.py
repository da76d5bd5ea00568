"""Whole acts on projects and obligations: the table, the law and the decisions together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.obligation.state import Obligation
from domain.project.state import Project
from domain.refusals import AlreadyExists, LimitReached, NotYetDue, PapersMissing, WrongStatus
from domain.values import Duty, Money
from lifecycle.command import Command
from lifecycle.definitions import lifecycle_of
from lifecycle.errors import Misused, NotFound
from lifecycle.handling import Engine
from lifecycle.regulation import regulation
from tests.lifecycle.acts import OFFICER, carry_out, do, found_zone

CONTRACT_ON = "2020-06-01"
JOBS = Duty(kind="jobs", target=120, unit="persons", due_on=date(2021, 6, 1))
WORKS = Duty(kind="commissioning", target=1, unit="object", due_on=date(2022, 6, 1))


def standing(engine: Engine, stream: str) -> dict[str, str]:
    return dict(engine.desk().cases([stream], engine.today())[stream].standing)


def status(engine: Engine, stream: str) -> str:
    return standing(engine, stream)["status"]


def project(engine: Engine) -> Project:
    facts: Project = engine.desk().cases(["project-P-1"], engine.today())["project-P-1"].facts
    return facts


def obligation(engine: Engine, key: str = "P-1-1") -> Obligation:
    stream = f"obligation-{key}"
    facts: Obligation = engine.desk().cases([stream], engine.today())[stream].facts
    return facts


def submit(engine: Engine, **terms: Any) -> None:
    found_zone(engine)
    do(engine, "party.register", "ACME", "2016-01-01", name="Acme")
    whole: dict[str, Any] = {
        "zone": "KHG",
        "party": "ACME",
        "name": "Glass works",
        "investment": Money(minor=1_250_000_000_000, currency="KZT"),
        "jobs": 120,
        "area_m2": 50_000,
        "off_territory": True,
    }
    do(engine, "project.submit", "P-1", "2020-01-10", **whole | terms)


def approve(engine: Engine) -> None:
    submit(engine)
    do(engine, "project.review", "P-1", "2020-01-20")
    do(engine, "project.approve", "P-1", "2020-02-01")


def contract(engine: Engine) -> None:
    approve(engine)
    do(engine, "project.sign-contract", "P-1", CONTRACT_ON, obligations=(JOBS, WORKS))


@pytest.mark.parametrize("noun", ["project", "obligation"])
@pytest.mark.parametrize("pack", ["kz-2011", "kz-2019"])
def test_the_law_has_a_rule_for_every_act_and_for_no_other(noun: str, pack: str) -> None:
    ruled = {act for act in regulation(pack).rules if act.startswith(f"{noun}.")}
    assert ruled == {row.act for row in lifecycle_of(noun).rows if row.verb}


def test_a_project_goes_from_application_to_completion(engine: Engine) -> None:
    contract(engine)
    do(engine, "project.register-participant", "P-1", "2020-06-10")
    for verb, after in (
        ("start", "in-progress"),
        ("launch", "launched"),
        ("operate", "operating"),
        ("complete", "completed"),
        ("leave", "completed"),
    ):
        do(engine, f"project.{verb}", "P-1", "2021-01-01")
        assert status(engine, "project-P-1") == after
    assert standing(engine, "project-P-1") == {
        "status": "completed",
        "activity": "active",
        "membership": "excluded",
    }


def test_the_contract_writes_every_obligation_in_one_act(engine: Engine) -> None:
    approve(engine)
    done = do(engine, "project.sign-contract", "P-1", CONTRACT_ON, obligations=(JOBS, WORKS))
    assert [(event["event"], event["type"]) for event in done.events] == [
        ("project-P-1@4", "project.ActivityContractSigned@1"),
        ("obligation-P-1-1@1", "obligation.ObligationDefined@1"),
        ("project-P-1@5", "project.ObligationAttached@1"),
        ("obligation-P-1-2@1", "obligation.ObligationDefined@1"),
        ("project-P-1@6", "project.ObligationAttached@1"),
    ]
    assert project(engine).obligations == {"P-1-1", "P-1-2"}


def test_an_approval_lapses_after_six_months(engine: Engine) -> None:
    approve(engine)
    with pytest.raises(NotYetDue) as refused:
        do(engine, "project.lapse-approval", "P-1", "2020-08-01")
    assert refused.value == NotYetDue("approval", date(2020, 8, 1))
    do(engine, "project.lapse-approval", "P-1", "2020-08-02")
    assert status(engine, "project-P-1") == "withdrawn"


def test_termination_and_reinstatement_carry_the_obligations_with_them(engine: Engine) -> None:
    contract(engine)
    do(engine, "project.start", "P-1", "2020-07-01")
    do(engine, "obligation.record-met", "P-1-2", "2020-08-01")
    do(engine, "project.terminate", "P-1", "2020-09-01", ground="breach")
    do(engine, "project.exclude", "P-1", "2020-10-01")
    assert status(engine, "obligation-P-1-1") == "superseded"
    do(engine, "project.reinstate-works", "P-1", "2021-01-01")
    do(engine, "project.restore-membership", "P-1", "2021-01-02")
    assert standing(engine, "project-P-1") == {
        "status": "in-progress",
        "activity": "active",
        "membership": "participant",
    }
    assert (status(engine, "obligation-P-1-1"), status(engine, "obligation-P-1-2")) == ("active", "met")


def test_a_suspended_project_is_not_suspended_again(engine: Engine) -> None:
    contract(engine)
    do(engine, "project.suspend", "P-1", "2020-07-01")
    with pytest.raises(WrongStatus) as refused:
        do(engine, "project.suspend", "P-1", "2020-07-02")
    assert refused.value == WrongStatus("project-P-1", "activity", "suspended", ("active",))
    do(engine, "project.resume", "P-1", "2020-07-03")
    assert standing(engine, "project-P-1")["activity"] == "active"


@pytest.mark.parametrize(("ground", "paper"), [("breach", "notice"), ("court", "judgment"), ("agreement", "")])
def test_termination_rests_on_the_papers_of_its_ground(engine: Engine, ground: str, paper: str) -> None:
    contract(engine)
    command = Command("project", "terminate", "P-1", {"ground": ground}, OFFICER, date(2020, 9, 1))
    with pytest.raises(PapersMissing) as refused:
        carry_out(engine, command)
    assert refused.value.missing == ("decision", *([paper] if paper else []))


def test_a_transfer_rests_on_an_agreement_or_on_the_decree(engine: Engine) -> None:
    contract(engine)
    found_zone(engine, "KHG-2")
    for by_decree, paper in ((False, "agreement"), (True, "decree")):
        terms = {"zone": "KHG-2"} | ({"by_decree": True} if by_decree else {})
        with pytest.raises(PapersMissing) as refused:
            engine.handle(Command("project", "transfer-zone", "P-1", terms, OFFICER, date(2020, 9, 1)))
        assert refused.value.missing == (paper,)
    do(engine, "project.transfer-zone", "P-1", "2020-09-01", zone="KHG-2")
    assert project(engine).zone == "KHG-2"


def test_annexes_are_limited_since_2019(engine: Engine) -> None:
    contract(engine)
    for annex in "12":
        do(engine, "project.amend", "P-1", "2020-09-01", annex=annex)
    with pytest.raises(LimitReached) as refused:
        do(engine, "project.amend", "P-1", "2020-09-01", annex="3")
    assert (refused.value.rule, refused.value.basis) == ("project.amend", "Entrepreneurial Code 296-2(2)")
    assert not regulation("kz-2011").rule("project.amend").limits


# -- obligations -------------------------------------------------------------------------------------


def define(engine: Engine, key: str, of: str, **terms: Any) -> None:
    whole: dict[str, Any] = {
        "kind": "instruction",
        "target": 1,
        "unit": "report",
        "due_on": date(2021, 1, 1),
    }
    do(engine, "obligation.define", key, "2020-07-01", of=of, **whole | terms)


def test_an_obligation_defined_for_a_project_is_attached_to_it(engine: Engine) -> None:
    contract(engine)
    define(engine, "EXTRA", "project:P-1")
    assert project(engine).obligations == {"P-1-1", "P-1-2", "EXTRA"}
    with pytest.raises(AlreadyExists):
        define(engine, "EXTRA", "project:P-1")


def test_whoever_owes_must_exist(engine: Engine) -> None:
    found_zone(engine)
    define(engine, "Z", "zone:KHG")
    define(engine, "A", "authority:Ministry of Industry")
    assert (obligation(engine, "Z").of, obligation(engine, "A").of) == (
        "zone:KHG",
        "authority:Ministry of Industry",
    )
    for of in ("zone:NONE", "project:NONE"):
        with pytest.raises(NotFound):
            define(engine, "N", of)
    with pytest.raises(Misused):
        define(engine, "N", "nobody")


def last_reads(engine: Engine) -> dict[str, int]:
    *_, last = engine.log.scan()
    reads: dict[str, int] = last.body["reads"]
    return reads


def test_what_was_read_for_an_obligation_is_on_record(engine: Engine) -> None:
    found_zone(engine)
    define(engine, "A", "authority:Ministry of Industry")
    assert last_reads(engine) == {"obligation-A": 0, "officer-officer": 1}
    define(engine, "Z", "zone:KHG")
    assert last_reads(engine) == {"obligation-Z": 0, "officer-officer": 1, "zone-KHG": 1}


def test_a_project_that_came_to_nothing_takes_on_no_obligation(engine: Engine) -> None:
    submit(engine)
    do(engine, "project.withdraw", "P-1", "2020-02-01")
    with pytest.raises(WrongStatus):
        define(engine, "LATE", "project:P-1")


def test_an_unmet_obligation_is_breached_three_months_later(engine: Engine) -> None:
    contract(engine)
    do(engine, "obligation.record-unmet", "P-1-1", "2021-06-02")
    with pytest.raises(NotYetDue) as refused:
        do(engine, "obligation.breach", "P-1-1", "2021-09-02")
    assert refused.value == NotYetDue("cure", date(2021, 9, 2))
    do(engine, "obligation.breach", "P-1-1", "2021-09-03")
    do(engine, "obligation.report", "P-1-1", "2021-09-04", amount=120)
    do(engine, "obligation.accept-late", "P-1-1", "2021-09-05")
    assert standing(engine, "obligation-P-1-1") == {"status": "cured", "clock": "running"}


def test_nothing_falls_due_while_time_is_stopped(engine: Engine) -> None:
    contract(engine)
    do(engine, "obligation.suspend-clock", "P-1-1", "2021-01-01", ground="no-utility")
    with pytest.raises(WrongStatus):
        do(engine, "obligation.record-unmet", "P-1-1", "2021-07-01")
    do(engine, "obligation.resume-clock", "P-1-1", "2021-07-01")
    assert obligation(engine).due_on == date(2021, 11, 29)
