"""Each way by which a plot comes back, typed from its first act until the land is given to somebody else."""

from __future__ import annotations

from tests.law.office import FIRST, SECOND, Office

GIVEN_TO_B = {"record": "registered", "tenure": "held", "compliance": "clear", "project": "B", "party": "INV-B"}


def given_on(office: Office, cleared: str, given: str) -> None:
    """Clear the ended right and give the plot to B's project, which a second officer confirms."""
    blocked = office.refused("plot reassign P-1 --project B --propose", cleared)
    assert (blocked["code"], blocked["message"]) == (
        "wrong-status",
        "plot-P-1: tenure is ended; the act needs free, reserved",
    )
    office.do("plot clear-right P-1", cleared)
    assert office.of("plot", "P-1", "free", "party") == (True, None)
    office.held("P-1", "B", given, verb="reassign")
    row = office.row("plot", "P-1")
    assert {name: row[name] for name in GIVEN_TO_B} == GIVEN_TO_B
    again = next(e for e in office.history("plot", "P-1") if e["act"] == "plot.reassign")
    assert (again["data"]["replaces"], again["actor"], again["second"]) == ("plot-P-1@2", FIRST, SECOND)


def events(office: Office) -> list[str]:
    """What happened to the plot after it was handed over, up to the last of it."""
    told = [row["type"].removeprefix("plot.").removesuffix("@1") for row in office.history("plot", "P-1")]
    return told[4:]


NEW_HOLDER = ["CadastralRightCancelled", "PlotReassigned", "SubleaseSigned", "PossessionHandedOver"]


def stood(office: Office) -> tuple[str, str, str]:
    """Where the plot stands, and that the person who lost it may or may not be given land."""
    (standing,) = office.of("party", "INV-A", "standing")
    return (*office.of("plot", "P-1", "tenure", "compliance"), standing)


# -- contract ----------------------------------------------------------------------------------------


def noticed(office: Office) -> None:
    """A plot whose holder was put on notice on 30 January 2018."""
    office.given()
    office.do(
        "obligation define A-jobs --of project:A --kind jobs --target 10 --unit persons --due 2018-01-15",
        "2016-03-01",
    )
    office.do("plot record-unmet P-1 --obligation A-jobs", "2018-01-16")
    office.do("plot serve-notice P-1", "2018-01-30")


def test_the_contract_track(office: Office) -> None:
    noticed(office)
    office.too_early(
        "plot open-reclaim P-1 --ground contract --propose", "2018-05-02", "notice-cure", "2018-05-02"
    )
    office.confirmed("plot open-reclaim P-1 --ground contract", "2018-05-03")
    office.do("plot decide-return P-1", "2018-05-21")
    assert office.due("plot", "P-1", "challenge") == "2018-06-21"
    assert office.due("plot", "P-1", "return") == "2018-06-20"
    office.too_early("plot reclaim P-1 --propose", "2018-06-21", "challenge", "2018-06-21")
    office.confirmed("plot reclaim P-1", "2018-06-22")
    assert stood(office) == ("ended", "reclaimed", "clear")
    given_on(office, "2018-07-09", "2018-08-01")
    assert events(office) == [
        "ObligationsUnmet", "NoticeServed", "ReclaimOpened", "ReturnDecided", "PlotReclaimed", *NEW_HOLDER,
    ]  # fmt: skip


def test_the_contract_track_without_a_notice_is_closed(office: Office) -> None:
    office.given()
    office.do("plot issue-prescription P-1 --violation other", "2018-01-16")
    fault = office.refused("plot open-reclaim P-1 --ground contract --propose", "2018-05-03")
    assert (fault["code"], fault["basis"]) == (
        "ground-not-ripe",
        "Land Code 81, 84, 92 to 94; Entrepreneurial Code 295",
    )


# -- court -------------------------------------------------------------------------------------------


def test_the_court_track_with_every_date_explained(office: Office) -> None:
    office.given()
    office.do(
        "plot exclude-time P-1 --from 2017-01-01 --to 2017-06-30 --ground no-utility",
        "2017-07-03",
        "utility-letter",
    )
    office.do(
        "plot exclude-time P-1 --from 2017-06-01 --to 2017-08-31 --ground force-majeure",
        "2017-09-04",
        "certificate",
    )
    why = office.why("plot", "P-1", "--deadline", "non-use")
    assert [(w["step"], w["date"], w["event"], w["basis"]) for w in why] == [
        ("started", "2016-02-26", "plot-P-1@2", "Land Code 43, 92(2)"),
        ("years", "2019-02-26", "plot-P-1@2", "Land Code 92(2)"),
        ("excluded", "2019-08-26", "plot-P-1@5", "Land Code 92(3-1)"),
        ("excluded", "2019-10-27", "plot-P-1@6", "Land Code 92(3-1)"),
    ]
    assert why[0]["detail"]["documents"][0]["kind"] == "decision"
    assert why[1]["detail"] == {"length": 3, "unit": "years", "yearly": []}
    assert [w["detail"]["days"] for w in why[2:]] == [181, 62], "June is excluded once"

    office.do("plot issue-prescription P-1 --violation non-use", "2018-12-14")
    assert office.row("plot", "P-1")["encumbrances"] == ["prescription"]
    cure = office.why("plot", "P-1", "--deadline", "prescription-cure")
    assert [(w["step"], w["date"], w["calendar"]) for w in cure] == [
        ("started", "2018-12-14", None),
        ("years", "2019-12-14", None),
        ("roll", "2019-12-18", "calendar-kz@21"),
    ]
    assert {w["regulation"] for w in cure} == {"kz-2011@3"}
    office.too_early(
        "plot open-reclaim P-1 --ground court --propose", "2019-12-18", "prescription-cure", "2019-12-18"
    )
    office.confirmed("plot open-reclaim P-1 --ground court", "2019-12-19")

    fault = office.refused("plot file-suit P-1", "2020-01-20", "claim")
    assert (fault["code"], fault["missing"]) == ("papers-missing", ["penalty"])
    office.do("plot encumber P-1 --kind pledge --holder Bank", "2020-01-20")
    fault = office.refused("plot file-suit P-1", "2020-01-21", "claim", "penalty")
    assert fault["missing"] == ["pledgee-notice"]
    office.do("plot file-suit P-1", "2020-01-21", "claim", "penalty", "pledgee-notice")
    office.do("plot record-ruling P-1", "2020-03-02", "ruling")
    judged = office.do("plot order-reclaim P-1", "2020-08-26")
    assert [e["type"] for e in judged["events"]] == ["plot.ReclaimOrdered@1", "party.PartyBarred@1"]
    assert judged["events"][1]["until"] == "2023-08-26"
    assert office.steps("plot", "P-1", "listing") == [
        ("started", "2020-08-26"), ("working_days", "2020-09-03"),
    ]  # fmt: skip
    assert office.work("2020-08-27", "2020-09-30") == [("listing", "2020-09-03", False)]
    assert stood(office) == ("held", "ordered", "barred")
    office.do("plot record-listing P-1", "2020-09-02")
    assert "listing" not in {w["deadline"] for w in office.why("plot", "P-1")}

    office.confirmed("plot reclaim P-1", "2020-10-01")
    assert office.of("plot", "P-1", "encumbrances", "party", "project") == (["pledge"], None, None)
    office.refused("plot clear-right P-1", "2020-11-02")
    office.do("plot release P-1 --kind pledge --holder Bank", "2020-11-02")
    given_on(office, "2020-11-03", "2021-04-05")
    assert events(office)[2:] == [
        "PrescriptionIssued", "ReclaimOpened", "EncumbrancePlaced", "SuitFiled", "RulingRecorded",
        "ReclaimOrdered", "ListingRecorded", "PlotReclaimed", "EncumbranceReleased", *NEW_HOLDER,
    ]  # fmt: skip
    barred = office.refused("plot transfer P-1 --party INV-A", "2023-08-26")
    assert (barred["code"], barred["message"]) == ("party-barred", "no land goes to INV-A until 2023-08-26")


def test_the_court_track_for_a_violation_other_than_non_use(office: Office) -> None:
    office.given()
    office.do("plot issue-prescription P-1 --violation other", "2019-12-23")
    assert office.steps("plot", "P-1", "prescription-cure") == [
        ("started", "2019-12-23"), ("months", "2020-03-23"), ("roll", "2020-03-26"),
    ]  # fmt: skip
    office.too_early(
        "plot open-reclaim P-1 --ground court --propose", "2020-03-26", "prescription-cure", "2020-03-26"
    )
    office.confirmed("plot open-reclaim P-1 --ground court", "2020-03-27")


# -- state needs, grant annulled, in-kind ------------------------------------------------------------


def test_the_track_of_state_needs(office: Office) -> None:
    office.given()
    office.do("plot start-construction P-1", "2017-03-01")
    office.do("plot complete-construction P-1", "2018-03-01")
    office.confirmed("plot open-reclaim P-1 --ground state-needs", "2020-01-15")
    office.do("plot decide-return P-1", "2020-02-21")
    assert office.steps("plot", "P-1", "challenge") == [
        ("started", "2020-02-21"), ("months", "2020-03-21"), ("roll", "2020-03-26"),
    ]  # fmt: skip
    office.do("plot contest P-1", "2020-03-20")
    judged = office.do("plot order-reclaim P-1", "2020-06-15")
    assert [e["type"] for e in judged["events"]] == ["plot.ReclaimOrdered@1"]
    fault = office.refused("plot reclaim P-1 --buildings compensated --propose", "2020-07-01")
    assert fault["missing"] == ["compensation"]
    fault = office.refused("plot reclaim P-1 --propose", "2020-07-01", "return-act", "compensation")
    assert (fault["code"], fault["missing"]) == ("terms-missing", ["buildings"])
    office.confirmed("plot reclaim P-1 --buildings compensated", "2020-07-01", "return-act", "compensation")
    assert stood(office) == ("ended", "reclaimed", "clear")
    given_on(office, "2020-08-03", "2020-09-01")


def test_the_track_of_a_grant_annulled(office: Office) -> None:
    office.given()
    fault = office.refused("plot open-reclaim P-1 --ground annulled --propose", "2019-06-03")
    assert fault["missing"] == ["judgment"]
    office.confirmed("plot open-reclaim P-1 --ground annulled", "2019-06-03", "decision", "judgment")
    office.do("plot decide-return P-1", "2019-07-01")
    assert office.due("plot", "P-1", "challenge") == "2019-08-01"
    office.confirmed("plot reclaim P-1", "2019-08-02")
    assert stood(office) == ("ended", "reclaimed", "clear")
    given_on(office, "2019-09-02", "2019-10-01")


def test_the_track_of_a_grant_in_kind(office: Office) -> None:
    office.given()
    fault = office.refused("plot open-reclaim P-1 --ground in-kind --propose", "2020-02-03")
    assert fault["missing"] == ["statement"]
    office.confirmed("plot open-reclaim P-1 --ground in-kind", "2020-02-03", "decision", "statement")
    office.do("plot decide-return P-1", "2020-02-24")
    assert office.steps("plot", "P-1", "return") == [
        ("started", "2020-02-24"), ("days", "2020-03-25"), ("roll", "2020-03-26"),
    ]  # fmt: skip
    office.confirmed("plot reclaim P-1", "2020-03-27")
    assert stood(office) == ("ended", "reclaimed", "clear")
    given_on(office, "2020-05-04", "2020-06-01")


# -- surrender and expiry ----------------------------------------------------------------------------


def test_the_track_of_a_surrender(office: Office) -> None:
    office.given()
    office.do("plot surrender P-1", "2019-05-02")
    assert stood(office) == ("ended", "clear", "clear")
    given_on(office, "2019-06-03", "2019-07-01")
    assert events(office) == ["PlotSurrendered", *NEW_HOLDER]


def test_the_track_of_an_expiry(office: Office) -> None:
    office.registered("P-1")
    office.do("plot allocate P-1 --project A", "2016-02-26")
    office.do("plot sign-lease P-1 --until 2019-02-26", "2016-02-26")
    office.do("plot hand-over P-1", "2016-02-26")
    office.too_early("plot expire-lease P-1", "2019-02-26", "lease", "2019-02-26")
    office.do("plot expire-lease P-1", "2019-02-27")
    assert stood(office) == ("ended", "clear", "clear")
    given_on(office, "2019-06-03", "2019-07-01")
    assert events(office) == ["LeaseExpired", *NEW_HOLDER]


# -- two officers ------------------------------------------------------------------------------------


def test_what_takes_land_takes_two_officers(office: Office) -> None:
    office.given()
    alone = office.typed("plot open-reclaim P-1 --ground state-needs", "2020-01-15")
    assert (alone.code, alone.fault["code"]) == (7, "second-officer-needed")
    proposed = office.do("plot open-reclaim P-1 --ground state-needs --propose", "2020-01-15")
    key = proposed["stream"].removeprefix("proposal-")
    own = office.asked("proposal", "approve", key, "--actor", FIRST)
    assert own.code == 7, own.out
    assert office.of("plot", "P-1", "compliance") == ("clear",)
    assert office.asked("proposal", "approve", key, "--actor", SECOND).code == 0
    opened = office.history("plot", "P-1")[-1]
    assert (opened["actor"], opened["second"], opened["effective_on"]) == (FIRST, SECOND, "2020-01-15")
