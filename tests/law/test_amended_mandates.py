"""Officers whose mandate never was, and what nobody decides about their own."""

from __future__ import annotations

from tests.law.office import FIRST, SECOND, Office
from tests.law.test_amended_answers import BECAUSE, DECISION, TIGHT, obligation, officer, voided


def test_who_was_never_an_officer_is_named_when_refused(office: Office) -> None:
    event = officer(office)
    office.registered("P-1")
    voided(office, event)
    refused = office.typed("plot allocate P-1 --project A", "2016-02-26", actor="officer-x")
    message = "officer-x may not act as zone-administration: there is no such officer"
    assert (refused.code, refused.fault["message"]) == (7, message)


def test_an_act_of_who_was_never_an_officer_deviates(office: Office) -> None:
    event = officer(office)
    office.registered("P-1")
    assert office.typed("plot allocate P-1 --project A", "2016-02-26", actor="officer-x").code == 0
    kind = ("audit", "conformance", "--kind", "mandate-missing")
    assert office.asked(*kind).json["rows"] == []
    voided(office, event)
    (row,) = office.asked(*kind).json["rows"]
    assert (row["problem"], row["event"]) == ("mandate-voided", "plot-P-1@2")
    assert row["message"] == (
        "officer-x acted as zone-administration under officer-officer-x@1, "
        "and by officer-officer-x@2 there never was such a mandate"
    )
    known = office.row("plot", "P-1")
    assert known["tenure"] == "allocated"


def test_a_confirmation_by_who_was_never_an_officer_deviates(office: Office) -> None:
    event = officer(office)
    office.registered("P-1")
    asked = office.typed("plot encumber P-1 --kind servitude --propose", "2016-02-26").json["stream"]
    assert office.asked("proposal", "approve", asked.partition("-")[2], "--actor", "officer-x").code == 0
    voided(office, event)
    (row,) = office.asked("audit", "conformance", "--kind", "mandate-missing").json["rows"]
    assert (row["problem"], row["event"], row["values"]["officer"]) == (
        "mandate-voided",
        "plot-P-1@2",
        "officer-x",
    )


def test_an_obligation_that_never_was_is_voided_under_the_law_of_its_signature(office: Office) -> None:
    event = obligation(office)
    voided(office, event)
    assert office.asked("audit", "conformance").json["rows"] == []


def test_nobody_approves_that_their_own_mandate_never_was(office: Office) -> None:
    officer(office)
    asked = office.asked("void", f"officer-{SECOND}@2", *DECISION, *BECAUSE, "--actor", FIRST, "--propose")
    refused = office.asked("proposal", "approve", asked.json["stream"].partition("-")[2], "--actor", SECOND)
    assert (refused.code, refused.fault["code"]) == (7, "own-mandate")
    assert office.of("officer", SECOND, "status") == ("active",)


def test_nobody_corrects_or_voids_what_is_on_record_of_their_own_mandate(office: Office) -> None:
    officer(office)
    own = f"officer-{SECOND}@1"
    by = (*DECISION, *BECAUSE, "--actor")
    for words in (("correct", own, "--set", "title=Chief", *by), ("void", own, "--propose", *by)):
        refused = office.asked(*words, SECOND)
        assert (refused.code, refused.fault["code"]) == (7, "own-mandate")
    assert office.asked("correct", own, "--set", "title=Chief", *by, FIRST).code == 0


def test_who_delegated_may_correct_the_delegation_and_who_acts_by_it_may_not(office: Office) -> None:
    head = "head-of-administration"
    office.do(f"officer change-mandate {SECOND} --role {TIGHT} --role {head}", "2015-01-01", "order")
    office.do("officer appoint officer-x --role zone-administration", "2015-03-03")
    delegate = f"officer delegate {SECOND} --to officer-x --role {head} --until 2030-12-31"
    assert office.typed(delegate, "2015-04-01", "order").code == 0
    given = office.history("officer", SECOND)[-1]["event"]
    words = ("correct", given, "--set", "until=2031-12-31", *DECISION, *BECAUSE, "--actor")
    refused = office.asked(*words, "officer-x")
    assert (refused.code, refused.fault["code"]) == (7, "own-mandate")
    assert office.asked(*words, SECOND).code == 0
