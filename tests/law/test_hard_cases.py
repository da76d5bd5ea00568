"""The hard cases of land and of rights to it, as they are typed."""

from __future__ import annotations

from tests.law.office import FIRST, Office

BLOCKED = "plot-P-1: tenure is ended; the act needs free, reserved"


# -- a right ended but not cleared -------------------------------------------------------------------


def test_a_right_ended_but_not_cleared_blocks_the_plot_for_years(office: Office) -> None:
    office.given()
    office.reclaimed()
    for on in ("2020-10-02", "2023-03-01", "2026-01-15"):
        fault = office.refused("plot reassign P-1 --project B --propose", on)
        assert (fault["code"], fault["message"]) == ("wrong-status", BLOCKED)
        assert fault["hint"].startswith("sez plot clear-right P-1")
    assert office.of("plot", "P-1", "free", "party", "tenure") == (False, None, "ended")
    assert office.row("zone", "KHG")["free_m2"] == 850_000, "the land of a right not cleared is not free"
    office.do("plot clear-right P-1", "2026-01-15")
    office.held("P-1", "B", "2026-01-16", verb="reassign")


def test_a_pledge_or_an_arrest_keeps_the_right_from_being_cleared(office: Office) -> None:
    office.given()
    office.reclaimed()
    for kind in ("pledge", "arrest"):
        office.do(f"plot encumber P-1 --kind {kind}", "2021-01-15")
        fault = office.refused("plot clear-right P-1", "2021-02-01")
        assert (fault["code"], fault["basis"]) == ("encumbered", "Land Code 81")
        office.do(f"plot release P-1 --kind {kind}", "2021-02-01")
    office.do("plot clear-right P-1", "2021-02-01")


# -- a court reverses a reclaim ----------------------------------------------------------------------


def reversed_after_reassignment(office: Office) -> None:
    """A reclaim overturned on 5 July 2023, two years after the plot went to B."""
    office.given()
    office.reassigned()
    assert office.of("party", "INV-A", "standing", "barred_until") == ("barred", "2023-08-26")
    office.confirmed("plot reverse-reclaim P-1", "2023-07-05")


def test_a_court_reverses_a_reclaim_after_the_plot_was_given_to_another(office: Office) -> None:
    reversed_after_reassignment(office)
    assert office.of("plot", "P-1", "tenure", "compliance", "party", "project") == (
        "held",
        "disputed",
        "INV-B",
        "B",
    )
    assert office.of("party", "INV-A", "standing", "barred_until") == ("clear", None)
    assert office.steps("plot", "P-1", "delisting") == [
        ("started", "2023-07-05"), ("working_days", "2023-07-10"),
    ]  # fmt: skip
    assert office.work("2023-07-06", "2023-07-31") == [("delisting", "2023-07-10", False)]
    assert office.work("2023-07-11", "2023-07-31") == [("delisting", "2023-07-10", True)]
    struck = office.history("party", "INV-A")[-1]
    assert (struck["type"], struck["data"]["cancelled"]) == ("party.PartyUnbarred@1", True)


def test_a_plot_in_dispute_names_the_holder_who_lost_it(office: Office) -> None:
    reversed_after_reassignment(office)
    assert office.of("plot", "P-1", "party", "rivals") == ("INV-B", ["INV-A"])


def test_while_it_is_disputed_nothing_is_done_about_the_plot_for_either_holder(office: Office) -> None:
    reversed_after_reassignment(office)
    for line in (
        "plot issue-prescription P-1 --violation other",
        "plot open-reclaim P-1 --ground state-needs --propose",
        "plot split P-1 --into P-2=2 --into P-3=3",
        "plot reverse-reclaim P-1 --propose",
    ):
        assert office.refused(line, "2023-08-01")["code"] == "wrong-status"
    fault = office.refused("plot restore-possession P-1 --party INV-B --project B --propose", "2023-08-01")
    assert fault["code"] == "nothing-to-restore"


def test_the_dispute_ends_by_judgment_for_the_earlier_holder(office: Office) -> None:
    reversed_after_reassignment(office)
    office.do("plot record-listing P-1", "2023-07-10")
    restored = office.confirmed("plot restore-possession P-1 --party INV-A --project A", "2023-10-02")
    assert [e["type"] for e in restored["events"]] == [
        "plot.PossessionRestored@1", "project.PlotLost@1", "project.PlotGranted@1",
        "proposal.ProposalApproved@1",
    ]  # fmt: skip
    assert office.of("plot", "P-1", "tenure", "compliance", "party", "leased_until") == (
        "held", "clear", "INV-A", "2038-12-31",
    )  # fmt: skip
    assert (office.row("project", "A")["plots"], office.row("project", "B")["plots"]) == (["P-1"], [])


def test_the_dispute_ends_with_the_present_holder_staying(office: Office) -> None:
    reversed_after_reassignment(office)
    office.do("plot close-dispute P-1", "2023-10-02", "settlement")
    assert office.of("plot", "P-1", "tenure", "compliance", "party") == ("held", "clear", "INV-B")
    assert office.row("plot", "P-1")["rivals"] == []
    fault = office.refused("plot reverse-reclaim P-1 --propose", "2023-10-03")
    assert fault["code"] == "nothing-to-reverse"


def test_what_was_known_before_the_reversal_can_still_be_asked(office: Office) -> None:
    reversed_after_reassignment(office)
    before = office.row("plot", "P-1", "--as-of", "2023-07-04")
    assert (before["compliance"], before["party"]) == ("clear", "INV-B")
    assert office.row("party", "INV-A", "--as-of", "2023-07-04")["standing"] == "barred"
    types = [row["type"] for row in office.history("plot", "P-1")]
    assert types.count("plot.PlotReclaimed@1") == 1, "nothing is rolled back"


# -- the same land leased twice ----------------------------------------------------------------------


def test_the_same_land_leased_twice(office: Office) -> None:
    office.given()
    assert office.refused("plot record-claim P-1 --party INV-A", "2020-03-02")["code"] == "same-person"
    office.do("plot record-claim P-1 --party INV-B", "2020-03-02")
    assert office.of("plot", "P-1", "tenure", "compliance", "party", "rivals") == (
        "held", "disputed", "INV-A", ["INV-B"],
    )  # fmt: skip
    office.do("party register INV-C --name 'Investor C'", "2020-03-02")
    fault = office.refused("plot restore-lease P-1 --party INV-C --propose", "2020-06-01")
    assert fault["code"] == "nothing-to-restore"
    office.confirmed("plot restore-lease P-1 --party INV-B --project B", "2020-06-01")
    assert office.of("plot", "P-1", "tenure", "compliance", "party", "rivals") == (
        "leased",
        "clear",
        "INV-B",
        [],
    )
    assert office.row("project", "A")["plots"] == []


# -- papers missing ----------------------------------------------------------------------------------

RECOGNISE = "plot recognise P-1 --party INV-A --project A --granted 2012-05-02"
FLAGGED = "--without decision --without handover-act --gap-owner 'officer, archive' --gap-until 2020-12-31"


def test_a_plot_given_out_with_papers_missing_is_recognised_with_its_gaps_named(office: Office) -> None:
    office.registered("P-1")
    fault = office.refused(f"{RECOGNISE} --propose", "2020-03-02", "contract")
    assert (fault["code"], fault["missing"]) == ("papers-missing", ["decision", "handover-act"])
    unowned = FLAGGED.replace("--gap-owner 'officer, archive'", "")
    assert office.typed(f"{RECOGNISE} {unowned} --propose", "2020-03-02", "contract").code == 2
    office.confirmed(f"{RECOGNISE} {FLAGGED}", "2020-03-02", "contract")
    recognised = office.history("plot", "P-1")[-1]
    assert recognised["gaps"] == [
        {"kind": kind, "owner": "officer, archive", "until": "2020-12-31"}
        for kind in ("decision", "handover-act")
    ]
    assert office.of("plot", "P-1", "tenure", "gaps") == ("held", ["decision", "handover-act"])
    assert office.due("plot", "P-1", "non-use") == "2015-05-02"
    assert office.work("2020-07-01", "2020-12-31") == [
        ("non-use", "2015-05-02", True),
        ("decision", "2020-12-31", False),
        ("handover-act", "2020-12-31", False),
    ]


def test_a_missing_paper_is_found(office: Office) -> None:
    office.registered("P-1")
    office.confirmed(f"{RECOGNISE} {FLAGGED}", "2020-03-02", "contract")
    fault = office.refused("plot close-gap P-1 --kind decision", "2020-09-01")
    assert (fault["code"], fault["missing"]) == ("papers-missing", ["decision"])
    office.do("plot close-gap P-1 --kind decision", "2020-09-01", "decision")
    assert office.row("plot", "P-1")["gaps"] == ["handover-act"]
    again = office.refused("plot close-gap P-1 --kind decision", "2020-09-02", "decision")
    assert again["code"] == "gap-unknown"


def test_a_paper_that_is_never_found_is_a_ground(office: Office) -> None:
    office.registered("P-1")
    office.confirmed(f"{RECOGNISE} {FLAGGED}", "2020-03-02", "contract")
    office.confirmed("plot open-reclaim P-1 --ground annulled", "2021-02-01", "decision", "judgment")
    office.do("plot decide-return P-1", "2021-03-01")
    office.confirmed("plot reclaim P-1", "2021-04-02")
    office.do("plot clear-right P-1", "2021-05-04")
    office.held("P-1", "B", "2021-06-01", verb="reassign")
    assert office.row("plot", "P-1")["gaps"] == [], "a new grant rests on its own papers"


# -- division ----------------------------------------------------------------------------------------


def test_only_the_unbuilt_remainder_is_taken(office: Office) -> None:
    office.given()
    office.do("plot start-construction P-1", "2017-03-01")
    office.do("plot complete-construction P-1", "2018-03-01")
    office.do("plot split P-1 --into P-1A=2 --into P-1B=3 --use P-1B=vacant", "2018-06-01")
    assert office.due("plot", "P-1B", "non-use") == "2019-02-26", "a child keeps its parent's clock"
    office.ordered_by_court("P-1B")
    office.confirmed("plot reclaim P-1B", "2020-10-01")
    assert office.of("plot", "P-1A", "tenure", "use", "party", "area_m2") == ("held", "built", "INV-A", 20_000)
    assert office.of("plot", "P-1B", "tenure", "use", "party", "area_m2") == ("ended", "vacant", None, 30_000)
    assert office.of("plot", "P-1", "record", "children") == ("retired", ["P-1A", "P-1B"])
    assert office.row("project", "A")["plots"] == ["P-1A"]


def test_a_grant_is_annulled_after_the_plot_was_split_into_83(office: Office) -> None:
    office.given()
    sizes = {f"C-{n:02}": "0.06" for n in range(82)} | {"C-82": "0.08"}
    office.do("plot split P-1 " + " ".join(f"--into {key}={ha}" for key, ha in sizes.items()), "2017-03-01")
    office.do("plot split C-00 --into D-1=0.03 --into D-2=0.03", "2018-03-01")
    office.do("plot surrender C-01", "2019-03-01")
    annulled = office.confirmed("plot annul-grant P-1", "2021-03-01")
    struck = [e["event"].partition("@")[0] for e in annulled["events"] if e["type"] == "plot.GrantAnnulled@1"]
    assert (struck[0], len(struck)) == ("plot-P-1", 1 + 81 + 2)
    assert "plot-C-01" not in struck, "its right had ended"
    assert {"plot-C-82", "plot-D-1", "plot-D-2"} <= set(struck)
    assert office.of("plot", "D-2", "tenure", "party") == ("ended", None)
    assert office.row("project", "A")["plots"] == []
    assert {row["actor"] for row in office.history("plot", "C-82")} == {FIRST}
