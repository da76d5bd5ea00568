"""Rights to a plot: grants of the past, holders, pledges and arrests, leases, reservations."""

from __future__ import annotations

from datetime import date

import pytest

from domain import refusals as r
from lifecycle.handling import Engine
from tests.lifecycle.acts import do, found_zone, register_plot
from tests.lifecycle.story import (
    APPROVED,
    contracted,
    facts,
    given_plot,
    opened,
    parts,
    prescribed,
    standing,
    types,
)


def test_a_grant_of_the_past_is_recognised_and_its_own_date_starts_the_clock(engine: Engine) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A")
    register_plot(engine, "P-1")
    with pytest.raises(r.DatesOutOfOrder):
        do(engine, "plot.recognise", "P-1", "2018-01-01", party="INV-A", granted_on=date(2018, 1, 2))
    do(engine, "plot.recognise", "P-1", "2018-01-01", party="INV-A", project="A", granted_on=date(2012, 5, 1))
    plot = facts(engine, "plot-P-1")
    assert (plot.due["non-use"], plot.clock_start, plot.in_possession) == (
        date(2015, 5, 1), date(2012, 5, 1), True,
    )  # fmt: skip
    assert standing(engine)["tenure"] == "held"


def test_a_holding_without_a_project_stands_with_its_party(engine: Engine) -> None:
    opened(engine, "INV-A", "INV-B")
    register_plot(engine, "P-1")
    do(engine, "plot.recognise", "P-1", "2018-01-01", party="INV-A")
    with pytest.raises(r.PlotsStillHeld):
        do(engine, "party.liquidate", "INV-A", "2018-02-01")
    do(engine, "plot.split", "P-1", "2018-02-01", into=parts(P_2=4_000, P_3=6_000))
    assert facts(engine, "party-INV-A").holdings == {"P-2", "P-3"}
    do(engine, "party.succeed", "INV-A", "2018-03-01", by="INV-B")
    assert facts(engine, "party-INV-B").holdings == {"P-2", "P-3"}
    assert facts(engine, "plot-P-2").party == "INV-B"
    do(engine, "plot.surrender", "P-2", "2018-04-01")
    assert facts(engine, "party-INV-B").holdings == {"P-3"}


def test_a_holder_merged_into_another_takes_its_listings_along(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "party.bar", "INV-A", "2017-01-01", until=date(2020, 1, 1))
    done = do(engine, "party.succeed", "INV-A", "2017-02-01", by="INV-B")
    assert types(done) == [
        ("party-INV-A", "PartySucceeded"), ("party-INV-B", "SuccessionTaken"), ("project-A", "HolderChanged"),
        ("party-INV-A", "ProjectLeft"), ("party-INV-B", "ProjectTaken"), ("plot-P-1", "HolderSucceeded"),
        ("party-INV-B", "ListingsInherited"), APPROVED,
    ]  # fmt: skip
    assert facts(engine, "party-INV-B").barred_until(date(2019, 1, 1)) == date(2020, 1, 1)
    assert facts(engine, "plot-P-1").party == "INV-B"


def test_a_pledge_stands_in_the_way(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.encumber", "P-1", "2016-06-01", kind="pledge", holder="Bank")
    assert do(engine, "plot.encumber", "P-1", "2016-06-02", kind="pledge", holder="Bank").events == ()
    with pytest.raises(r.Encumbered, match="pledge"):
        do(engine, "plot.surrender", "P-1", "2017-01-01")
    with pytest.raises(r.Encumbered, match="pledge"):
        do(engine, "plot.terminate-lease", "P-1", "2017-01-01", ground="bankruptcy")
    with pytest.raises(r.NotEncumbered):
        do(engine, "plot.release", "P-1", "2017-01-01", kind="pledge")
    do(engine, "plot.release", "P-1", "2017-01-01", kind="pledge", holder="Bank")
    do(engine, "plot.terminate-lease", "P-1", "2017-01-02", ground="bankruptcy")


def test_a_pledge_stops_the_contract_track_at_its_end(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.record-unmet", "P-1", "2018-01-02", obligations=("A-1",))
    do(engine, "plot.serve-notice", "P-1", "2018-01-10")
    do(engine, "plot.open-reclaim", "P-1", "2018-04-11", ground="contract")
    do(engine, "plot.decide-return", "P-1", "2018-05-01")
    do(engine, "plot.encumber", "P-1", "2018-05-02", kind="pledge")
    with pytest.raises(r.Encumbered):
        do(engine, "plot.reclaim", "P-1", "2018-07-01")


def test_an_arrest_forbids_a_transfer_and_a_bank_s_buyer_gets_a_fresh_term(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.encumber", "P-1", "2017-01-01", kind="arrest")
    with pytest.raises(r.Encumbered, match="arrest"):
        do(engine, "plot.transfer", "P-1", "2018-01-01", party="INV-B")
    do(engine, "plot.release", "P-1", "2018-01-01", kind="arrest")
    with pytest.raises(r.SamePerson):
        do(engine, "plot.transfer", "P-1", "2018-01-01", party="INV-A")
    contracted(engine, "B", "INV-B", "2018-01-01")
    done = do(engine, "plot.transfer", "P-1", "2018-01-02", party="INV-B", project="B", enforcement=True)
    assert types(done) == [
        ("plot-P-1", "PlotTransferred"), ("project-A", "PlotLost"), ("project-B", "PlotGranted"),
    ]  # fmt: skip
    assert facts(engine, "plot-P-1").due["non-use"] == date(2021, 1, 2)


def test_a_prescription_follows_a_buyer(engine: Engine) -> None:
    given_plot(engine)
    prescribed(engine, on="2018-01-01")
    do(engine, "plot.transfer", "P-1", "2018-02-01", party="INV-B")
    assert facts(engine, "plot-P-1").bearing("prescription") == ("prescription",)
    assert facts(engine, "plot-P-1").due["non-use"] == date(2019, 2, 1)
    assert standing(engine)["compliance"] == "prescribed"


def test_a_lease_ends_within_the_zone_s_term(engine: Engine) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    do(engine, "plot.allocate", "P-2", "2016-02-01", project="A")
    for until, refused in (
        (date(2041, 1, 1), r.BeyondTerm), (date(2016, 2, 1), r.DatesOutOfOrder),
    ):  # fmt: skip
        with pytest.raises(refused):
            do(engine, "plot.sign-lease", "P-2", "2016-02-01", until=until)
    do(engine, "plot.sign-lease", "P-2", "2016-02-01", until=date(2020, 1, 1))
    with pytest.raises(r.DatesOutOfOrder):
        do(engine, "plot.extend-lease", "P-2", "2016-02-01", until=date(2020, 1, 1))
    do(engine, "plot.extend-lease", "P-2", "2016-02-02", until=date(2021, 1, 1))
    with pytest.raises(r.NotYetDue, match="lease due=2021-01-01"):
        do(engine, "plot.expire-lease", "P-2", "2021-01-01")
    do(engine, "plot.expire-lease", "P-2", "2021-01-02")


def test_a_lease_of_unknown_end_is_extended_before_it_expires(engine: Engine) -> None:
    opened(engine, "INV-A")
    register_plot(engine, "P-1")
    do(engine, "plot.recognise", "P-1", "2018-01-01", party="INV-A")
    with pytest.raises(r.DeadlineUnknown, match="lease"):
        do(engine, "plot.expire-lease", "P-1", "2018-01-02")
    do(engine, "plot.extend-lease", "P-1", "2018-01-02", until=date(2018, 6, 1))
    do(engine, "plot.expire-lease", "P-1", "2019-01-01")


def test_a_grant_is_revoked_before_the_sublease_is_signed(engine: Engine) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    do(engine, "plot.allocate", "P-2", "2016-02-01", project="A")
    do(engine, "plot.revoke-allocation", "P-2", "2017-01-01", ground="agreement")
    assert standing(engine, "P-2")["tenure"] == "ended"


def test_a_reservation_is_kept_for_its_project_until_its_date(engine: Engine) -> None:
    given_plot(engine)
    contracted(engine, "B", "INV-B")
    register_plot(engine, "P-2")
    with pytest.raises(r.DatesOutOfOrder):
        do(engine, "plot.reserve", "P-2", "2016-02-01", project="B", until=date(2016, 2, 1))
    do(engine, "plot.reserve", "P-2", "2016-02-01", project="B", until=date(2016, 8, 1))
    with pytest.raises(r.ReservedForAnother):
        do(engine, "plot.allocate", "P-2", "2016-03-01", project="A")
    with pytest.raises(r.NotYetDue):
        do(engine, "plot.lapse-reservation", "P-2", "2016-08-01", ground="date-passed")
    with pytest.raises(r.WrongStatus, match="subject=project-B"):
        do(engine, "plot.lapse-reservation", "P-2", "2016-08-01", ground="project-ended")
    do(engine, "plot.lapse-reservation", "P-2", "2016-08-02", ground="date-passed")


def test_a_project_of_another_zone_gets_no_land_here(engine: Engine) -> None:
    given_plot(engine)
    found_zone(engine, "KHN")
    do(
        engine, "plot.register", "N-1", "2016-01-01",
        zone="KHN", area_m2=100, cadastral_number="9-9", purpose="industry",
    )  # fmt: skip
    with pytest.raises(r.OutsideZone):
        do(engine, "plot.allocate", "N-1", "2016-02-01", project="A")


def test_a_holder_may_buy_the_plot(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.buy-out", "P-1", "2018-01-01")
    assert standing(engine)["tenure"] == "owned"
