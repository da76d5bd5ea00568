"""A calendar that changes, and the deadlines that move with it: listed, confirmed, recorded, never silently."""

from __future__ import annotations

from tests.law.office import Office

PUBLISH = "calendar publish kz --year 2027 --day-off 2027-01-01 --day-off 2027-01-07"


def prescribed(office: Office, on: str) -> None:
    office.given()
    office.do("plot issue-prescription P-1 --violation non-use", on)


def ahead(office: Office) -> tuple[str, bool, str | None]:
    """The cure of a prescription on the worklist: its date, whether provisional, by which calendar."""
    rows = office.asked("due", "--until", "2028-01-01", "--no-steps").json["rows"]
    (cure,) = [row for row in rows if row["name"] == "prescription-cure"]
    return cure["due_on"], cure["provisional"], cure["calendar"]


def test_a_date_in_a_year_not_published_is_provisional(office: Office) -> None:
    prescribed(office, "2026-01-07")
    assert ahead(office) == ("2027-01-07", True, "calendar-kz@21")


def test_when_the_year_is_published_the_date_is_recorded_anew(office: Office) -> None:
    prescribed(office, "2026-01-07")
    (listed,) = office.typed(f"{PUBLISH} --dry-run", "2026-10-01").json["rows"]
    assert (listed["before"], listed["due_on"], listed["provisional"]) == ("2027-01-07", "2027-01-08", False)
    assert office.typed(f"{PUBLISH} --yes", "2026-10-01").code == 0
    assert ahead(office) == ("2027-01-08", False, "calendar-kz@22")
    assert office.history("plot", "P-1")[-1]["data"] == {
        "target": "plot-P-1@5",
        "name": "prescription-cure",
        "due": "2027-01-08",
        "cause": "calendar-kz@22",
    }


def test_a_date_that_stays_is_recorded_as_no_longer_provisional(office: Office) -> None:
    prescribed(office, "2026-01-05")
    (listed,) = office.typed(f"{PUBLISH} --dry-run", "2026-10-01").json["rows"]
    assert (listed["before"], listed["due_on"], listed["days"]) == ("2027-01-05", "2027-01-05", 0)
    office.typed(f"{PUBLISH} --yes", "2026-10-01")
    assert ahead(office) == ("2027-01-05", False, "calendar-kz@22")


def test_a_date_that_an_officer_moved_stays_where_it_was_put(office: Office) -> None:
    prescribed(office, "2026-01-07")
    office.confirmed(
        "plot move-deadline P-1 --target plot-P-1@5 --name prescription-cure --due 2027-03-01 --cause order-7",
        "2026-02-01",
        "decision",
    )
    assert office.typed(f"{PUBLISH} --dry-run", "2026-10-01").json.get("rows", []) == []
    office.do(PUBLISH, "2026-10-01")
    assert ahead(office)[0] == "2027-03-01"


def test_a_refused_move_leaves_the_calendar_as_it_was(office: Office) -> None:
    prescribed(office, "2026-01-07")
    area = "--area-ha 10 --allocatable-ha 8 --term-ends 2050-12-31"
    office.do(f"zone establish OTHER --name Other --kind sez --region R {area}", "2020-01-01")
    office.do("officer appoint clerk --role zone-administration --zone OTHER", "2026-01-01")
    before = office.position()
    refused = office.typed(f"{PUBLISH} --yes", "2026-10-01", actor="clerk")
    assert refused.code == 7
    assert office.position() == before


def test_a_calendar_is_not_changed_by_proposal_nor_by_campaign(office: Office) -> None:
    prescribed(office, "2026-01-07")
    before = office.position()
    assert office.typed(f"{PUBLISH} --propose", "2026-10-01").code == 2
    assert office.typed(f"{PUBLISH.replace('kz', '--each-from keys.txt')}", "2026-10-01").code == 2
    assert office.position() == before


def test_a_proposal_waiting_for_confirmation_does_not_hold_a_calendar_up(office: Office) -> None:
    prescribed(office, "2026-01-07")
    office.do("plot open-reclaim P-1 --ground state-needs --propose", "2026-02-02")
    assert office.typed(f"{PUBLISH} --yes", "2026-10-01").code == 0
