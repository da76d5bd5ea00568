"""The hard cases of who and where: numbers, holders, zones superseded, projects moved, bankrupts."""

from __future__ import annotations

from tests.law.office import Office

# -- cadastral numbers -------------------------------------------------------------------------------


def test_a_cadastral_number_is_corrected_and_the_plot_stays_the_same(office: Office) -> None:
    office.given()
    office.do("plot correct-number P-1 --cadastral-number 03-046-001-114", "2019-05-02")
    assert office.of("plot", "P-1", "cadastral_number", "party") == ("03-046-001-114", "INV-A")
    assert office.row("plot", "P-1", "--as-of", "2019-05-01")["cadastral_number"] == "03-046-P-1"
    assert office.due("plot", "P-1", "non-use") == "2019-02-26", "the clock is the plot's, not the number's"


def test_a_cadastral_number_in_use_is_refused_however_it_is_written_and_free_again_once_corrected(
    office: Office,
) -> None:
    office.given()
    register = "plot register P-2 --zone KHG --area-ha 1 --purpose trade --cadastral-number"
    fault = office.refused(f"{register} 03:046:P-1", "2019-05-02")
    assert (fault["code"], "P-1" in fault["message"]) == ("number-taken", True)
    office.do("plot correct-number P-1 --cadastral-number 03-046-001-114", "2019-05-02")
    office.do(f"{register} 03:046:P-1", "2019-05-03")
    found = office.asked("plot", "list", "--cadastral-number", "03-046-P-1", "--as-of", "2019-05-01").json[
        "rows"
    ]
    assert [row["key"] for row in found] == ["P-1"]


def test_the_parts_of_a_plot_have_numbers_of_their_own(office: Office) -> None:
    office.given()
    office.do("plot split P-1 --into P-1A=2 --into P-1B=3", "2018-06-01")
    assert office.of("plot", "P-1A", "cadastral_number") == (None,)
    office.do("plot assign-number P-1A --cadastral-number 03-046-P-1", "2018-06-04")
    fault = office.refused("plot assign-number P-1B --cadastral-number 03-046-P-1", "2018-06-04")
    assert fault["code"] == "number-taken"


# -- the holder --------------------------------------------------------------------------------------


def test_the_holder_merges_into_another_that_takes_over_plots_clocks_and_listings(office: Office) -> None:
    office.given()
    office.do("plot issue-prescription P-1 --violation non-use", "2018-12-24")
    office.confirmed("party bar INV-A --until 2022-05-02", "2019-05-02", "judgment")
    office.confirmed("party succeed INV-A --by INV-B", "2019-06-03")
    assert office.of("party", "INV-A", "status", "succeeded_by", "projects") == ("succeeded", "INV-B", [])
    assert office.of("party", "INV-B", "standing", "barred_until") == ("barred", "2022-05-02")
    assert office.of("plot", "P-1", "party", "project", "compliance", "encumbrances") == (
        "INV-B", "A", "prescribed", ["prescription"],
    )  # fmt: skip
    assert office.due("plot", "P-1", "prescription-cure") == "2019-12-24"
    office.registered("P-2")
    assert office.refused("plot allocate P-2 --project B", "2019-06-04")["code"] == "party-barred"
    office.confirmed("plot open-reclaim P-1 --ground court", "2019-12-25")
    office.do("plot file-suit P-1", "2020-01-20", "claim", "penalty")
    office.do("plot order-reclaim P-1", "2020-08-26")
    assert office.of("party", "INV-B", "barred_until") == ("2023-08-26",)


def test_the_holder_is_renamed_and_stays_the_holder(office: Office) -> None:
    office.given()
    office.do("party rename INV-A --name 'Investor A Holding'", "2019-05-02")
    assert office.of("party", "INV-A", "name", "projects") == ("Investor A Holding", ["A"])
    assert office.row("party", "INV-A", "--as-of", "2019-05-01")["name"] == "Investor A"
    assert office.of("plot", "P-1", "party") == ("INV-A",)


def test_the_holder_s_pledge_keeps_the_right_from_ending_and_the_bank_s_buyer_has_a_fresh_term(
    office: Office,
) -> None:
    office.given()
    office.do("plot encumber P-1 --kind pledge --holder Bank", "2017-03-01")
    for line in ("plot surrender P-1", "plot terminate-lease P-1 --ground agreement --propose"):
        fault = office.refused(line, "2018-03-01")
        assert fault["code"] == "encumbered"
    office.do("plot transfer P-1 --party INV-B --project B --enforcement", "2018-12-03", "pledge-enforcement")
    assert office.of("plot", "P-1", "party", "project") == ("INV-B", "B")
    assert office.due("plot", "P-1", "non-use") == "2021-12-03"


# -- zones -------------------------------------------------------------------------------------------


def superseded(office: Office) -> None:
    """A zone in whose place another of the same name was put, its plot not yet moved."""
    office.given()
    office.establish("KHG-2", on="2019-01-15")
    office.do("zone supersede KHG --by KHG-2", "2019-02-01")


def test_a_zone_is_superseded_by_one_of_the_same_name(office: Office) -> None:
    superseded(office)
    zones = office.asked("zone", "list").json["rows"]
    assert [(z["key"], z["name"], z["status"]) for z in zones] == [
        ("KHG", "Khorgos", "superseded"), ("KHG-2", "Khorgos", "operating"),
    ]  # fmt: skip
    for line in (
        "plot register P-9 --zone KHG --area-ha 1 --cadastral-number 03-046-009 --purpose industry",
        "project submit C --zone KHG --party INV-B --name C --investment 1 --currency KZT --jobs 1 --area-ha 1",
    ):
        fault = office.refused(line, "2019-02-04")
        assert (fault["code"], "superseded" in fault["message"]) == ("wrong-status", True)


def test_plots_move_to_the_successor_zone_and_projects_follow_by_decree(office: Office) -> None:
    superseded(office)
    move = "project transfer-zone A --zone KHG-2 --by-decree"
    fault = office.refused(move, "2019-02-04", "decree")
    assert (fault["code"], "P-1" in fault["message"]) == ("plots-still-held", True)
    moved = office.do("plot move-to-zone P-1 --zone KHG-2", "2019-02-04")
    assert [e["event"].partition("@")[0] for e in moved["events"]] == ["plot-P-1", "land-KHG", "land-KHG-2"]
    office.do(move, "2019-02-04", "decree")
    assert office.of("plot", "P-1", "zone", "tenure", "party") == ("KHG-2", "held", "INV-A")
    assert office.of("project", "A", "zone", "plots") == ("KHG-2", ["P-1"])
    assert office.due("plot", "P-1", "non-use") == "2019-02-26", "the clock goes on"
    assert (office.row("zone", "KHG")["free_m2"], office.row("zone", "KHG-2")["free_m2"]) == (900_000, 850_000)


def test_a_project_moves_between_zones_by_agreement_once_its_land_is_given_back(office: Office) -> None:
    office.given()
    office.establish("ALT", "Alatau", on="2015-03-02")
    move = "project transfer-zone A --zone ALT"
    assert office.refused(move, "2019-05-02")["code"] == "plots-still-held"
    office.do("plot surrender P-1", "2019-05-02")
    office.do(move, "2019-05-03")
    office.registered("ALT-1", "2019-05-06", zone="ALT")
    office.registered("P-2", "2019-05-06")
    fault = office.refused("plot allocate P-2 --project A", "2019-06-03")
    assert fault["code"] == "outside-zone"
    office.held("ALT-1", "A", "2019-06-03")
    assert office.of("project", "A", "zone", "plots") == ("ALT", ["ALT-1"])


def test_a_project_spreads_over_several_zones(office: Office) -> None:
    office.given()
    office.establish("ALT", "Alatau", on="2015-03-02")
    office.registered("ALT-1", "2019-05-06", zone="ALT")
    assert office.refused("plot allocate ALT-1 --project A", "2019-06-03")["code"] == "outside-zone"
    office.do("project extend-to-zone A --zone ALT", "2019-06-03")
    office.held("ALT-1", "A", "2019-06-03")
    assert office.of("project", "A", "zone", "plots") == ("KHG", ["ALT-1", "P-1"])


# -- bankruptcy --------------------------------------------------------------------------------------


def test_an_investor_is_bankrupt(office: Office) -> None:
    office.given()
    office.registered("P-2")
    office.do("plot allocate P-2 --project A", "2016-03-01")
    office.do("party declare-insolvent INV-A", "2019-05-02")
    office.registered("P-3")
    fault = office.refused("plot allocate P-3 --project A", "2019-05-03")
    assert (fault["code"], "insolvent" in fault["message"]) == ("wrong-status", True)
    fault = office.refused("party liquidate INV-A", "2019-05-03")
    assert (fault["code"], "P-1, P-2" in fault["message"]) == ("plots-still-held", True)

    office.do("plot revoke-allocation P-2 --ground bankruptcy", "2019-06-03")
    office.confirmed("plot terminate-lease P-1 --ground bankruptcy", "2019-06-03")
    office.confirmed("project terminate A --ground bankruptcy", "2019-06-03")
    office.do("party liquidate INV-A", "2019-07-01")
    assert office.of("party", "INV-A", "status", "standing") == ("liquidated", "clear")
    for plot in ("P-1", "P-2"):
        assert office.of("plot", plot, "tenure", "compliance", "party") == ("ended", "clear", None)
        office.do(f"plot clear-right {plot}", "2019-07-02")
        office.held(plot, "B", "2019-08-01", verb="reassign")


def test_a_bankrupt_s_pledged_plot_goes_to_the_bank_s_buyer_and_not_back(office: Office) -> None:
    office.given()
    office.do("plot encumber P-1 --kind pledge --holder Bank", "2017-03-01")
    office.do("party declare-insolvent INV-A", "2019-05-02")
    fault = office.refused("plot terminate-lease P-1 --ground bankruptcy --propose", "2019-06-03")
    assert (fault["code"], fault["basis"]) == ("encumbered", "Land Code 81(3), 35(4)")
    office.do("plot transfer P-1 --party INV-B --project B --enforcement", "2019-07-01", "pledge-enforcement")
    assert office.of("plot", "P-1", "party") == ("INV-B",)
