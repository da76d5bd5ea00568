"""What may be done next, as `can` answers it: nothing is offered that is refused when it is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import Result, sez, typed

At = Callable[[str], Path]

PROPOSAL = "9b9915371182"


def can(line: str) -> Mapping[str, Mapping[str, Any]]:
    return {row["act"]: row for row in typed(f"sez can {line} --format json").json["rows"]}


def typed_as(hint: str, *, on: str) -> Result:
    """A line that was offered, its files named by number."""
    return typed(f"{hint.replace('=FILE', '=1@2020-01-01')} --on {on}")


# -- who approves ------------------------------------------------------------------------------------


def test_nobody_is_offered_to_approve_what_they_proposed(at: At) -> None:
    at("proposed")
    own = can(f"proposal {PROPOSAL} --actor officer-land")["approve"]
    assert (own["permitted"], own["code"], own["hint"]) == (
        False,
        "same-officer",
        "sez officer list --role zone-administration --status active",
    )
    assert typed(f"sez proposal approve {PROPOSAL} --actor officer-land").code == 7
    other = can(f"proposal {PROPOSAL} --actor officer-leases")["approve"]
    assert (other["permitted"], other["hint"]) == (True, f"sez proposal approve {PROPOSAL}")
    assert can(f"proposal {PROPOSAL}")["approve"]["permitted"]


def test_who_has_no_mandate_for_the_act_is_not_offered_to_approve_it(at: At) -> None:
    at("proposed")
    order = "--document order=9-k@2025-01-13"
    assert typed(f"sez officer appoint officer-head --role head-of-administration {order}").code == 0
    approve = can(f"proposal {PROPOSAL} --actor officer-head")["approve"]
    assert (approve["permitted"], approve["code"]) == (False, "not-authorised")


def test_what_can_no_longer_be_done_is_not_offered_to_be_approved(at: At) -> None:
    at("proposed")
    late = "sez party liquidate 050140001238 --on 2023-02-01 --document extract=1@2023-02-01"
    assert typed(f"{late} --document judgment=1@2023-02-01").code == 0
    approve = can(f"proposal {PROPOSAL}")["approve"]
    tried = typed(f"sez proposal approve {PROPOSAL} --actor officer-leases")
    assert approve["permitted"] is (tried.code == 0)


def test_a_proposal_that_is_closed_is_told_by_its_status(at: At) -> None:
    at("proposed")
    assert typed(f"sez proposal reject {PROPOSAL}").code == 0
    approve = can(f"proposal {PROPOSAL}")["approve"]
    assert (approve["code"], approve["missing"]) == ("wrong-status", ["status=open"])


def test_the_worklist_of_who_proposed_offers_no_approval(at: At) -> None:
    at("proposed")
    asked = "sez due --until 2100-01-01 --noun proposal --format json --officer"
    (own,) = typed(f"{asked} officer-land").json["rows"]
    assert own["commands"] == [f"sez proposal reject {PROPOSAL}"]
    (other,) = typed(f"{asked} officer-leases").json["rows"]
    assert f"sez proposal approve {PROPOSAL}" in other["commands"]


def test_nobody_is_offered_to_decide_about_their_own_mandate(at: At) -> None:
    at("officer")
    own = can("officer officer-land --actor officer-land")["dismiss"]
    assert (own["permitted"], own["code"], own["missing"]) == (False, "own-mandate", [])
    assert typed("sez officer dismiss officer-land --document order=1@2025-01-13").code == 7
    assert can("officer officer-permits --actor officer-land")["dismiss"]["permitted"]


# -- what is on record -------------------------------------------------------------------------------


def test_where_no_paper_is_flagged_none_can_be_found(at: At) -> None:
    at("plot")
    close = can("plot KHG-014")["close-gap"]
    assert (close["permitted"], close["code"], close["message"]) == (
        False,
        "nothing-to-name",
        "there is nothing on plot-KHG-014 that --kind could name",
    )
    assert (close["documents"], close["missing"]) == (["KIND"], [])
    assert "inspect" not in sez("can", "plot", "KHG-014").out


def test_a_paper_that_is_flagged_is_named_and_brought(at: At) -> None:
    at("gap")
    close = can("plot KHG-014")["close-gap"]
    assert close["hint"] == "sez plot close-gap KHG-014 --kind boundary-plan --document boundary-plan=FILE"
    assert (close["documents"], close["choices"]) == (["boundary-plan"], {"--kind": ["boundary-plan"]})
    assert typed_as(close["hint"], on="2020-02-03").code == 0


def test_of_several_papers_flagged_each_names_its_own(at: At) -> None:
    at("gap")
    flag = "sez plot flag-gap KHG-014 --kind 'act of 1998' --owner O --due 2020-01-31 --on 2019-12-03"
    assert typed(flag).code == 0
    close = can("plot KHG-014")["close-gap"]
    assert close["hint"] == "sez plot close-gap KHG-014 --kind act of 1998|boundary-plan --document KIND=FILE"
    assert (close["documents"], close["choices"]) == (["KIND"], {"--kind": ["act of 1998", "boundary-plan"]})


def test_only_what_burdens_a_plot_is_released(at: At) -> None:
    at("plot")
    assert can("plot KHG-014")["release"]["code"] == "nothing-to-name"
    burden = "sez plot encumber KHG-014 --kind arrest --holder 'A bank' --on 2020-02-03"
    papers = "--document judgment=1@2020-02-03 --document extract=2@2020-02-03"
    assert typed(f"{burden} {papers}").code == 0
    release = can("plot KHG-014")["release"]
    assert release["choices"] == {"--kind": ["arrest"], "--holder": ["A bank"]}
    assert release["hint"].startswith("sez plot release KHG-014 --kind arrest --holder 'A bank'")
    assert typed_as(release["hint"], on="2020-03-02").code == 0


@pytest.mark.parametrize(
    ("setup", "struck", "unbarred"),
    [("party", "nothing-to-name", "nothing-to-name"), ("barred", "the-last-listing", None)],
)
def test_a_listing_is_struck_or_ended_by_its_event(
    setup: str, struck: str, unbarred: str | None, at: At
) -> None:
    at(setup)
    answers = can("party 050140001238")
    if setup == "party":
        # Who is not barred at all is told so.
        assert {answers[verb]["code"] for verb in ("strike-listing", "unbar")} == {"wrong-status"}
        assert answers["unbar"]["missing"] == ["standing=barred"]
        return
    assert (answers["strike-listing"]["code"], answers["unbar"]["code"]) == (struck, unbarred)


def test_before_its_term_is_over_a_listing_ends_only_with_its_judgment(at: At) -> None:
    at("barred")
    unbar = can("party 050140001238 --as-of 2024-01-15")["unbar"]
    listing = "party-050140001238@2"
    assert unbar["hint"] == (
        f"sez party unbar 050140001238 --listing {listing} --cancelled --document judgment=FILE"
    )
    assert unbar["choices"] == {"--listing": [listing]}
    assert typed_as(unbar["hint"], on="2024-01-15").code == 0


def test_a_delegation_is_ended_where_there_is_one(at: At) -> None:
    at("delegated")
    end = can("officer officer-permits --as-of 2025-06-10")["end-delegation"]
    assert end["hint"] == "sez officer end-delegation officer-permits --to officer-leases --document order=FILE"
    assert can("officer officer-leases --as-of 2025-06-10")["end-delegation"]["code"] == "nothing-to-name"


# -- what is missing ---------------------------------------------------------------------------------


def test_what_is_missing_are_statuses_and_options_not_sentences(at: At) -> None:
    at("plot")
    answers = can("plot KHG-014")
    assert answers["sign-lease"]["missing"] == ["tenure=allocated"]
    for answer in answers.values():
        assert all(" " not in lacked for lacked in answer["missing"]), answer
        assert answer["message"] not in answer["missing"]


def test_a_status_of_another_subject_is_told_with_the_subject(at: At) -> None:
    at("plot")
    assert typed("sez zone abolish KHG --on 2024-07-03 --document decree=94@2024-07-03").code == 0
    allocate = can("plot KHG-014")["allocate"]
    assert allocate["missing"] == ["zone-KHG.status=operating"]
