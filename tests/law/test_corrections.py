"""An event set right, an act taken back: registers, deadlines, the worklist and reports follow at once."""

from __future__ import annotations

from typing import Any

import pytest

from cli.recordwords import NEVER_AMENDED
from lifecycle.correcting import KEPT_OTHERWISE
from tests.law.office import Office

LATER, CURE = "2024-02-01", "prescription-cure"
PAPERS = ("decision", "extract")


def correct(office: Office, event: str, *fields: str) -> Any:
    told = " ".join(f"--set {field}" for field in fields)
    return office.do(f"correct {event} {told} --reason 'misread in the archive'", LATER, *PAPERS)


def void(office: Office, event: str) -> Any:
    return office.confirmed(f"void {event} --reason 'entered twice'", LATER, *PAPERS)


def refused(office: Office, line: str) -> tuple[str, str]:
    fault = office.refused(f"{line} --reason 'misread'", LATER, *PAPERS)
    return fault["code"], fault["message"]


def test_the_register_of_a_zone_follows_the_corrected_area_of_a_plot(office: Office) -> None:
    office.given()
    free = office.row("zone", "KHG")["free_m2"]
    correct(office, "plot-P-1@1", "area-ha=4.5")
    assert office.of("plot", "P-1", "area_m2", "area_ha") == (45_000, "4.5000")
    assert office.row("zone", "KHG")["free_m2"] == free + 5_000
    granted = next(r for r in office.history("project", "A") if r["type"] == "project.PlotGranted@1")
    assert granted["data"]["area_m2"] == 45_000


def test_what_was_known_before_a_correction_can_still_be_asked(office: Office) -> None:
    office.registered("P-1")
    known = office.history("plot", "P-1")[0]["recorded_at"]
    correct(office, "plot-P-1@1", "area-ha=4.5")
    assert office.row("plot", "P-1", "--known-at", known)["area_ha"] == "5.0000"
    assert office.row("plot", "P-1", "--as-of", "2015-01-05")["area_ha"] == "4.5000"


def test_a_corrected_date_moves_the_clock_and_says_why(office: Office) -> None:
    office.given()
    assert office.due("plot", "P-1", "non-use") == "2019-02-26"
    correct(office, "plot-P-1@2", "on=2016-01-20")
    assert office.due("plot", "P-1", "non-use") == "2019-01-20"
    assert office.steps("plot", "P-1", "non-use")[0] == ("started", "2016-01-20")
    started = next(row for row in office.history("plot", "P-1") if row["event"] == "plot-P-1@2")
    assert ("non-use", "2019-01-20") in [(d["name"], d["due"]) for d in started["deadlines"]]
    assert ("non-use", "2019-01-20", True) in office.work("2019-06-01", "2019-07-01")


def test_a_worklist_no_longer_shows_what_a_void_took_back(office: Office) -> None:
    office.given()
    office.do("plot issue-prescription P-1 --violation non-use", "2019-03-20")
    assert [name for name, _, _ in office.work("2020-01-01", "2020-12-31") if name == CURE] == [CURE]
    event = office.history("plot", "P-1")[-1]["event"]
    void(office, event)
    assert [name for name, _, _ in office.work("2020-01-01", "2020-12-31") if name == CURE] == []
    assert office.of("plot", "P-1", "compliance") == ("clear",)


def test_a_void_names_the_later_act_that_rests_on_it(office: Office) -> None:
    office.given()
    told = refused(office, "void plot-P-1@2 --propose")
    assert told == (
        "later-act-stands", "the act would make a later one impossible: plot-P-1@3 (plot.sign-lease)",
    )  # fmt: skip


def test_a_void_is_asked_for_by_any_event_of_the_act(office: Office) -> None:
    office.registered("P-1")
    void(office, "land-KHG@1")
    listed = office.asked("plot", "list", "--zone", "KHG").json["rows"]
    assert listed == []
    assert office.row("zone", "KHG")["free_m2"] == 900_000


def test_a_void_takes_two_officers_and_says_how_it_is_typed(office: Office) -> None:
    office.registered("P-1")
    told = office.typed("void plot-P-1@1 --reason 'entered twice'", LATER, "decision")
    assert told.code == 7
    assert told.fault["hint"] == "sez void plot-P-1@1 --propose"


def test_a_correction_says_why_and_on_which_paper(office: Office) -> None:
    office.registered("P-1")
    bare = office.typed("correct plot-P-1@1 --set area-ha=4", LATER, "extract")
    assert (bare.code, bare.fault["code"], bare.fault["hint"]) == (3, "reason-missing", "--reason TEXT")
    paperless = office.typed("correct plot-P-1@1 --set area-ha=4 --reason x", LATER, "notice")
    assert (paperless.code, paperless.fault["code"]) == (3, "papers-missing")


MISUSED = [
    ("correct plot-P-1@1 --set area-ha", "no-such-field"),
    ("correct plot-P-1@1 --set acres=12", "no-such-field"),
    ("correct plot-P-1@1 --set area-ha=wide", "malformed"),
    ("correct plot-P-1@1 --set area-ha=", "malformed"),
    ("correct plot-P-1@1 --set on=yesterday", "malformed"),
    ("correct plot-P-1@1 --set premises=perhaps", "malformed"),
    ("correct plot-P-1@1 --set document=extract", "malformed"),
    ("correct plot-P-1 --set area-ha=1", "malformed"),
    ("correct plot-P-1@1 --set area-ha=1 --set area-ha=2", "field-twice"),
    ("correct plot-P-1@1 --set purpose=", "malformed"),
    ("correct plot-P-1@1 --set body=", "malformed"),
    ("correct project-A@1 --set currency=USD", "currency-alone"),
    ("void P-1@1", "malformed"),
]


@pytest.mark.parametrize(("line", "code"), MISUSED)
def test_what_cannot_be_read_is_named_and_changes_nothing(office: Office, line: str, code: str) -> None:
    office.registered("P-1")
    before = office.position()
    told = office.typed(f"{line} --reason misread", LATER, *PAPERS)
    assert (told.code, told.fault["code"]) == (2, code)
    assert office.position() == before


def test_only_what_can_be_set_right_is_offered(office: Office) -> None:
    office.registered("P-1")
    told = office.typed("correct plot-P-1@1 --set acres=12 --reason misread", LATER, *PAPERS)
    assert "it takes area-ha, premises, purpose, on, body, document, reason" in told.fault["message"]


def test_what_an_act_is_about_is_not_corrected(office: Office) -> None:
    office.registered("P-1")
    code, message = refused(office, "correct plot-P-1@1 --set zone=ALT")
    assert code == "not-correctable"
    assert "these are: area-ha, premises, purpose" in message


def test_an_event_that_is_not_there_is_not_found(office: Office) -> None:
    told = office.typed("void plot-P-9@1 --reason x", LATER, "decision")
    assert (told.code, told.fault["message"]) == (4, "there is no event plot-P-9@1")


def test_papers_sums_and_flags_are_set_right_as_they_are_typed(office: Office) -> None:
    submitted = office.history("project", "A")[0]
    done = correct(
        office,
        submitted["event"],
        "investment=2bn",
        "off-territory=yes",
        "document=application=77@2015-01-30",
        "body=commission",
    )
    assert done["events"][0]["changes"] == {
        "investment": {"currency": "KZT", "minor": 200_000_000_000},
        "off_territory": True,
    }
    right = office.history("project", "A")[0]
    assert [p["number"] for p in right["documents"] if p["kind"] == "application"] == ["77"]
    assert right["body"] == "commission"
    correct(office, submitted["event"], "off-territory=no")
    assert office.row("project", "A")["investment"] == {"currency": "KZT", "minor": 200_000_000_000}


def test_acts_that_only_read_what_was_corrected_are_told_of(office: Office) -> None:
    office.registered("P-1", ha="50")
    office.registered("P-2", ha="30")
    done = correct(office, "zone-KHG@1", "area-ha=70", "allocatable-ha=60")
    assert [(one["event"], one["outcome"]) for one in done["findings"]] == [("plot-P-2@1", "impossible")]
    told = office.asked("audit", "dependents", "zone-KHG@1")
    assert told.code == 6
    assert [(r["event"], r["outcome"]) for r in told.json["rows"] if r["act"] == "plot.register"] == [
        ("plot-P-1@1", "same"),
        ("plot-P-2@1", "impossible"),
    ]


def test_a_second_correction_keeps_what_the_first_set_right(office: Office) -> None:
    event = office.history("project", "A")[0]["event"]
    correct(office, event, "investment=5bn", "currency=USD", "document=plan=77@2015-01-30")
    correct(office, event, "investment=7bn", "document=application=88@2015-01-30")
    right = office.history("project", "A")[0]
    assert right["data"]["investment"] == {"currency": "USD", "minor": 700_000_000_000}
    assert {p["kind"]: p["number"] for p in right["documents"]} == {"application": "88", "plan": "77"}


def test_who_corrects_an_appointment_takes_the_role_that_appoints(office: Office) -> None:
    order = "--role zone-administration --zone KHG"
    office.do(f"officer appoint officer-plots {order}", "2016-01-01")
    told = office.asked(
        *["correct", "officer-officer-plots@1", "--set", "role=head-of-administration", "--reason", "x"],
        *["--document", "decision=1@2024-02-01", "--actor", "officer-plots"],
    )
    assert (told.code, told.fault["code"]) == (7, "not-authorised")
    told = office.asked(
        *["correct", "officer-officer-legal@1", "--set", "role=head-of-administration", "--reason", "x"],
        *["--document", "decision=1@2024-02-01", "--actor", "officer-plots"],
    )
    assert (told.code, told.fault["code"]) == (7, "not-authorised")


def test_no_paper_is_set_right_to_one_of_the_future(office: Office) -> None:
    office.registered("P-1")
    told = refused(office, "correct plot-P-1@1 --set document=extract=9@2999-01-01")
    assert told[0] == "paper-in-future"


def test_what_stands_in_the_way_is_what_the_hint_leads_to(office: Office) -> None:
    office.registered("P-1", ha="50")
    office.registered("P-2", ha="30")
    line = "correct plot-P-1@1 --set area-ha=80 --reason x"
    assert office.refused(line, LATER, *PAPERS)["hint"] == "sez plot history P-2"


def test_what_is_never_amended_says_what_is_done_instead(office: Office) -> None:
    office.given()
    put = office.do("plot open-reclaim P-1 --ground state-needs --propose", "2020-01-10")["events"][0]["event"]
    proposal = put.removeprefix("proposal-").removesuffix("@1")
    for event, hint in {
        "store-main@1": "sez doctor",
        "calendar-kz@1": "sez calendar amend kz --help",
        put: f"sez proposal reject {proposal}",
    }.items():
        told = office.typed(f"void {event} --reason x --propose", LATER, "decision")
        assert (told.code, told.fault["code"], told.fault["hint"]) == (3, "not-amended", hint)
        assert told.fault["message"].startswith(f"{event} stays as it is: ")


def test_whatever_is_never_amended_has_words_for_it() -> None:
    assert NEVER_AMENDED.keys() == KEPT_OTHERWISE


def test_acts_under_a_mandate_that_never_was_are_told_of(office: Office) -> None:
    office.do("officer appoint officer-plots --role zone-administration", "2016-01-01")
    line = "plot register P-7 --zone KHG --area-ha 1 --cadastral-number 1-7 --purpose industry"
    assert office.typed(line, "2016-02-01", "extract", actor="officer-plots").code == 0
    office.do("officer appoint officer-head --role head-of-administration", "2016-01-01")
    put = office.do("void officer-officer-plots@1 --reason 'never appointed' --propose", LATER, "decision")
    done = office.asked("proposal", "approve", put["stream"].partition("-")[2], "--actor", "officer-head").json
    assert [(one["event"], one["outcome"]) for one in done["findings"]] == [("plot-P-7@1", "impossible")]
