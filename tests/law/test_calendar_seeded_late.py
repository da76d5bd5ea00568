"""A calendar seeded after deadlines were counted without one: what moves is listed, then recorded with it."""

from __future__ import annotations

import pytest

from tests.cli.harness import Result
from tests.law.office import FIRST, Office

SEED = ("calendar", "seed", "kz", "--actor", FIRST)


@pytest.fixture
def early(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A store that acted before it had a calendar: P-A is to be cured by a holiday, P-B a day later."""
    for name in ("SEZ_STORE", "SEZ_ACTOR", "SEZ_TIME_ZONE", "SEZ_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    office = Office(tmp_path_factory.mktemp("early") / "sez.db")
    office.establish("KHG")
    office.do("party register INV-A --name 'Investor A'", "2015-01-05")
    for letter, day in (("A", "2025-10-07"), ("B", "2025-10-08")):
        office.contracted(letter, "INV-A", "2015-02-02")
        office.given(f"P-{letter}", letter)
        office.do(f"plot issue-prescription P-{letter} --violation other", day)
    return office


def seed(office: Office, *more: str) -> Result:
    return office.asked(*SEED, *more)


def cure(office: Office, plot: str) -> tuple[str, str, bool]:
    """The last step of how the cure of a prescription was counted: its date, whether it is provisional."""
    last = office.why("plot", plot, "--deadline", "prescription-cure")[-1]
    return last["step"], last["date"], last["provisional"]


def test_what_a_seed_would_move_is_listed_and_recorded_when_confirmed(early: Office) -> None:
    before = early.position()
    assert cure(early, "P-A") == ("roll", "2026-01-07", True)
    listed = seed(early, "--dry-run").json["rows"]
    cures = [row for row in listed if row["name"] == "prescription-cure"]
    assert [(row["key"], row["before"], row["due_on"], row["provisional"]) for row in cures] == [
        ("P-A", "2026-01-07", "2026-01-08", False),
        ("P-B", "2026-01-08", "2026-01-08", False),
    ]
    assert {row["cause"] for row in listed} == {"calendar-kz@22"}

    refused = seed(early)
    assert (refused.code, refused.fault["hint"]) == (2, "--yes"), "nobody is there to confirm"
    assert f"{len(listed)} deadlines would move" in refused.fault["message"]
    assert early.position() == before, "nothing moves by itself, and no calendar is kept"

    done = seed(early, "--yes").json
    assert (len(done["rows"]), done["moves"]) == (22, listed)
    assert early.position() == before + 22 + len(listed)
    assert early.history("plot", "P-A")[-1]["data"]["cause"] == "calendar-kz@22"
    assert cure(early, "P-A") == ("changed", "2026-01-08", False)
    assert cure(early, "P-B") == ("changed", "2026-01-08", False)


def test_a_refused_move_leaves_no_calendar_behind(early: Office) -> None:
    early.establish("OTHER", "Other")
    early.do("officer appoint clerk --role zone-administration --zone OTHER", "2026-01-01")
    before = early.position()
    refused = early.asked("calendar", "seed", "kz", "--yes", "--actor", "clerk")
    assert refused.code == 7
    assert early.position() == before


def test_nothing_is_asked_where_nothing_moves(office: Office) -> None:
    done = seed(office)
    assert (done.code, [row["act"] for row in done.json["rows"]]) == (0, ["calendar.amend"])
    assert "moves" not in done.json
