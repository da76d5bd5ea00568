"""Who may do what, as the program tells it: exit 7 where the person may not, 3 where the act may not be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.harness import sez, typed

At = Callable[[str], Path]

RENAME = "sez party rename 050140001238 --name A --on 2024-03-04 --document extract=1@2024-03-04 --format json"
BAR = "sez party bar 050140001238 --until 2026-03-01 --on 2023-03-01 --document judgment=2-114@2023-02-20"
DELEGATE = "sez officer delegate officer-leases --on 2025-06-02 --document order=3-k@2025-05-30 --format json"


@pytest.mark.parametrize(
    ("actor", "message"),
    [
        ("nobody", "nobody may not act as zone-administration: there is no such officer"),
        ("officer-late", "officer-late may not act as zone-administration: the mandate ran out on 2025-01-31"),
        ("officer-other", "officer-other may not act as zone-administration: the role is not in the mandate"),
        ("officer-gone", "officer-gone may not act as zone-administration: dismissed"),
    ],
)
def test_who_holds_no_mandate_is_told_why(at: At, actor: str, message: str) -> None:
    at("party")
    appoint = "sez officer appoint {} --on 2025-01-13 --document order=1-k@2025-01-13"
    for line in (
        appoint.format("officer-late --role zone-administration --until 2025-01-31"),
        appoint.format("officer-other --role head-of-administration"),
        appoint.format("officer-gone --role zone-administration"),
        "sez officer dismiss officer-gone --on 2025-02-03 --document order=2-k@2025-02-03",
    ):
        assert typed(line).code == 0
    refused = typed(f"{RENAME} --actor {actor}")
    assert refused.code == 7
    assert refused.fault == {
        "code": "not-authorised",
        "message": message,
        "rule": "party.rename",
        "basis": refused.fault["basis"],
        "missing": [],
        "hint": "sez officer list --role zone-administration --status active",
    }


def test_a_mandate_for_one_zone_is_none_for_another(at: At) -> None:
    at("zones")
    line = "sez officer appoint officer-khg --role zone-administration --zone KHG --on 2025-01-13"
    assert typed(f"{line} --document order=1-k@2025-01-13").code == 0
    act = "sez zone appoint-company {} --company C --document decision=1@2025-02-03 --actor officer-khg"
    assert typed(act.format("KHG")).code == 0
    refused = typed(act.format("ALT"))
    assert (refused.code, refused.err.splitlines()[0]) == (
        7,
        "officer-khg may not act as zone-administration: the mandate is not for zone ALT",
    )


def test_what_came_from_an_officer_who_holds_it_no_more_is_worth_nothing(at: At) -> None:
    at("officer")
    order = "--document order=9-k@2025-06-03"
    delegate = "sez officer delegate officer-land --to officer-permits --role head-of-administration"
    assert typed(f"{delegate} --until 2099-12-31 {order}").code == 0
    assert typed(f"sez officer appoint officer-head --role head-of-administration {order}").code == 0
    change = f"sez officer change-mandate officer-land --role zone-administration {order}"
    assert typed(f"{change} --actor officer-head").code == 0
    refused = typed(f"sez officer dismiss officer-land {order} --actor officer-permits")
    assert refused.code == 7
    assert "the mandate came from an officer who holds it no more" in refused.err


def test_an_act_that_takes_two_officers_is_proposed_by_one_and_confirmed_by_another(at: At) -> None:
    at("second-officer")
    refused = typed(BAR)
    assert refused.code == 7
    assert "Next: sez party bar 050140001238 --propose" in refused.err
    assert typed(f"{BAR} --propose --command-id bar-050140001238").code == 0
    approve = "sez proposal approve 9b9915371182"
    own = typed(approve)
    assert (own.code, own.err.splitlines()[0]) == (
        7,
        "officer-land proposed the act: another officer must confirm it",
    )
    assert typed(f"{approve} --actor officer-leases").code == 0
    row = sez("proposal", "show", "9b9915371182", "--format", "json").json["row"]
    assert (row["act"], row["subject"], row["status"], row["proposer"], row["approver"]) == (
        "party.bar",
        "050140001238",
        "approved",
        "officer-land",
        "officer-leases",
    )
    again = typed(f"{approve} --actor officer-leases")
    assert again.code == 3


def test_what_cannot_be_delegated_is_a_refusal_of_the_act(at: At) -> None:
    at("officers")
    wide = typed(f"{DELEGATE} --to officer-permits --role head-of-administration --until 2025-12-31")
    assert (wide.code, wide.fault["message"]) == (
        3,
        "officer-leases does not hold what would be delegated: head-of-administration",
    )
    wide = typed(f"{DELEGATE} --to officer-permits --zone ALT --until 2025-12-31")
    assert (wide.code, wide.fault["message"]) == (
        3,
        "officer-leases does not hold what would be delegated: zone-administration (ALT)",
    )
    assert typed(f"{DELEGATE} --to officer-permits --until 2025-12-31").code == 0
    loop = typed(
        "sez officer delegate officer-permits --to officer-leases --until 2025-12-31 --on 2025-06-03 "
        "--document order=4-k@2025-06-03 --format json"
    )
    assert (loop.code, loop.fault["message"]) == (
        3,
        "officer-permits acts for officer-leases already, directly or through others",
    )
