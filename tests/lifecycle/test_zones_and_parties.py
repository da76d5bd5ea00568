"""Zones and parties: what a decree, a register and a court may do, through the whole engine."""

from __future__ import annotations

from datetime import date

import pytest

from domain import refusals as r
from lifecycle.errors import Misused, NotFound
from lifecycle.handling import Engine
from tests.lifecycle.acts import FOUNDED, do, found_zone, register_plot
from tests.lifecycle.story import calendar_kept, case, contracted, facts, given_plot, opened, types

ZONE = {
    "name": "Khorgos – East Gate",
    "kind": "sez",
    "region": "Zhetisu",
    "area_m2": 50_000,
    "allocatable_m2": 40_000,
    "term_ends_on": date(2035, 1, 1),
}


def test_two_zones_may_bear_one_name_but_not_one_code(engine: Engine) -> None:
    do(engine, "zone.establish", "KHG", "2011-11-29", **ZONE)
    do(engine, "zone.establish", "KHN", "2025-07-03", **ZONE | {"term_ends_on": date(2050, 1, 1)})
    with pytest.raises(r.AlreadyExists, match="zone-KHG"):
        do(engine, "zone.establish", "KHG", "2025-07-03", **ZONE)


def test_keys_may_be_written_in_cyrillic(engine: Engine) -> None:
    do(engine, "zone.establish", "ХОРГОС", "2011-11-29", **ZONE)
    done = register_plot(engine, "Қ-14", zone="ХОРГОС")
    (record,) = engine.log.read_from(done.appended.first_position - 1, limit=1)
    assert record.body["reads"]["zone-ХОРГОС"] == 1


def test_a_park_lies_inside_a_zone_that_operates(engine: Engine) -> None:
    do(engine, "zone.establish", "KHG", "2011-11-29", **ZONE)
    park = do(engine, "zone.establish", "KHP", "2012-01-01", **ZONE | {"kind": "small-iz"}, parent="KHG")
    assert park.events[0]["parent"] == "KHG"
    do(engine, "zone.abolish", "KHG", "2021-01-01")
    with pytest.raises(r.WrongStatus, match="zone-KHG"):
        do(engine, "zone.establish", "KHX", "2022-01-01", **ZONE, parent="KHG")


def test_what_can_be_given_out_is_at_most_the_whole(engine: Engine) -> None:
    with pytest.raises(r.MoreThanTheWhole):
        do(engine, "zone.establish", "KHG", "2011-11-29", **ZONE | {"allocatable_m2": 50_001})


def test_a_term_ends_after_it_begins_and_is_only_extended(engine: Engine) -> None:
    with pytest.raises(r.DatesOutOfOrder):
        do(engine, "zone.establish", "KHG", "2011-11-29", **ZONE | {"term_ends_on": date(2011, 11, 29)})
    do(engine, "zone.establish", "KHG", "2011-11-29", **ZONE)
    with pytest.raises(r.DatesOutOfOrder):
        do(engine, "zone.extend-term", "KHG", "2020-01-01", term_ends_on=date(2035, 1, 1))
    do(engine, "zone.extend-term", "KHG", "2020-01-01", term_ends_on=date(2045, 1, 1))
    assert facts(engine, "zone-KHG").term_ends_on == date(2045, 1, 1)


def test_a_sublease_ends_within_the_head_lease_and_that_within_the_zone_s_term(engine: Engine) -> None:
    early = {"head_lease_ends_on": date(2030, 1, 1)}
    with pytest.raises(r.BeyondTerm, match="head_lease_ends_on"):
        do(engine, "zone.establish", "KHG", "2011-11-29", **ZONE | {"head_lease_ends_on": date(2035, 1, 2)})
    do(engine, "zone.establish", "KHG", "2011-11-29", **ZONE | early)
    do(engine, "party.register", "INV-A", "2015-02-01", name="A")
    contracted(engine, "A", "INV-A")
    register_plot(engine, "P-1")
    do(engine, "plot.allocate", "P-1", "2016-02-01", project="A")
    with pytest.raises(r.BeyondTerm, match="limit=2030-01-01"):
        do(engine, "plot.sign-lease", "P-1", "2016-02-02", until=date(2030, 1, 2))
    do(engine, "plot.sign-lease", "P-1", "2016-02-02", until=date(2030, 1, 1))
    longer = {"term_ends_on": date(2040, 1, 1), "head_lease_ends_on": date(2038, 1, 1)}
    do(engine, "zone.extend-term", "KHG", "2017-01-01", **longer)
    do(engine, "plot.extend-lease", "P-1", "2017-02-01", until=date(2038, 1, 1))


def test_a_boundary_never_cuts_into_live_plots(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1", m2=30_000)
    with pytest.raises(r.LandStillTaken) as refused:
        do(engine, "zone.change-boundary", "KHG", "2017-01-01", area_m2=29_999, allocatable_m2=1)
    assert refused.value.values() == {"zone": "KHG", "taken_m2": 30_000}
    do(engine, "zone.change-boundary", "KHG", "2017-01-01", area_m2=30_000, allocatable_m2=30_000)
    with pytest.raises(r.AreaExceeded):
        register_plot(engine, "P-2", on="2017-02-01", m2=1)


def test_the_same_list_of_activities_changes_nothing(engine: Engine) -> None:
    found_zone(engine)
    do(engine, "zone.change-activities", "KHG", "2017-01-01", activities=("logistics", "trade"))
    again = do(engine, "zone.change-activities", "KHG", "2017-01-02", activities=("trade", "logistics"))
    assert (again.events, again.version) == ((), 2)
    assert engine.log.position() == FOUNDED + 2


def test_a_balance_is_accepted_once_after_a_transfer(engine: Engine) -> None:
    found_zone(engine)
    with pytest.raises(r.NoTransferToAccept):
        do(engine, "zone.accept-balance", "KHG", "2023-10-01")
    do(engine, "zone.transfer-ownership", "KHG", "2023-06-01", owner="Akimat of Zhetisu")
    do(engine, "zone.accept-balance", "KHG", "2023-10-01")
    with pytest.raises(r.NoTransferToAccept):
        do(engine, "zone.accept-balance", "KHG", "2023-10-02")
    do(engine, "zone.appoint-company", "KHG", "2023-11-01", company="Managing company")


def test_a_zone_is_superseded_by_another(engine: Engine) -> None:
    found_zone(engine)
    found_zone(engine, "KHN")
    with pytest.raises(r.SamePerson):
        do(engine, "zone.supersede", "KHG", "2025-07-03", by="KHG")
    do(engine, "zone.supersede", "KHG", "2025-07-03", by="KHN")
    with pytest.raises(r.WrongStatus, match="status=superseded"):
        register_plot(engine, "P-1", on="2025-07-04")


def test_a_zone_expires_after_the_last_day_of_its_term(engine: Engine) -> None:
    do(engine, "zone.establish", "KHG", "2011-11-29", **ZONE | {"term_ends_on": date(2020, 12, 31)})
    with pytest.raises(r.NotYetDue):
        do(engine, "zone.expire", "KHG", "2020-12-31")
    do(engine, "zone.expire", "KHG", "2021-01-01")


# -- parties -----------------------------------------------------------------------------------------

BIN = "120940001234"


def valid_bin(stem: str = "12094000123") -> str:
    """A BIN with its checksum, for a stem of eleven digits."""
    from domain.identifiers import checksum_holds  # noqa: PLC0415

    return next(stem + d for d in "0123456789" if checksum_holds(stem + d))


def test_a_party_registered_by_its_bin_bears_it_alone(engine: Engine) -> None:
    number, other = valid_bin(), valid_bin("15014000001")
    assert do(engine, "party.register", number, name="ТОО «Инвестор»").events[0]["bin"] == number
    assert "bin" not in do(engine, "party.register", "INV-A", name="Жетісу").events[0]
    assert do(engine, "party.register", "INV-B", name="B", bin=other).events[0]["bin"] == other
    for key, terms in (("INV-C", {"bin": number}), (other, {}), ("INV-D", {"bin": other})):
        with pytest.raises(r.BinTaken):
            do(engine, "party.register", key, name="C", **terms)
    third = valid_bin("16014000001")
    with pytest.raises(r.BinDiffers):
        do(engine, "party.register", third, name="D", bin=number)
    do(engine, "party.register", third, name="D", bin=third)


@pytest.mark.parametrize(
    ("noun", "key"),
    [("zone", "K" * 65), ("zone", "a\u202eb"), ("zone", "K H"), ("party", "850101300124"), ("party", "123")],
)
def test_a_key_that_no_stream_may_bear_is_refused_whoever_asks(engine: Engine, noun: str, key: str) -> None:
    act, terms = ("zone.establish", ZONE) if noun == "zone" else ("party.register", {"name": "A"})
    with pytest.raises(Misused, match="term=key"):
        do(engine, act, key, **terms)
    assert engine.log.position() == FOUNDED


def test_a_name_with_hidden_characters_is_refused(engine: Engine) -> None:
    for name in ("A\u202eB", "A\x07B", "  ", "A\u200bB"):
        with pytest.raises(Misused, match="malformed"):
            do(engine, "party.register", "INV-A", name=name)
    with pytest.raises(Misused, match="12 digits"):
        do(engine, "party.register", "INV-A", name="A", bin="123")
    assert engine.log.position() == FOUNDED


def test_a_party_is_renamed_and_wound_up(engine: Engine) -> None:
    do(engine, "party.register", "INV-A", name="A")
    do(engine, "party.rename", "INV-A", "2020-02-01", name="Б")
    do(engine, "party.declare-insolvent", "INV-A", "2020-03-01")
    assert facts(engine, "party-INV-A").insolvent
    do(engine, "party.end-insolvency", "INV-A", "2020-04-01")
    assert not facts(engine, "party-INV-A").insolvent
    do(engine, "party.liquidate", "INV-A", "2020-05-01")
    with pytest.raises(r.WrongStatus, match="status=liquidated"):
        do(engine, "party.rename", "INV-A", "2020-06-01", name="C")


def test_a_party_whose_projects_hold_land_is_not_wound_up(engine: Engine) -> None:
    given_plot(engine)
    with pytest.raises(r.PlotsStillHeld, match="P-1"):
        do(engine, "party.liquidate", "INV-A", "2020-01-01")


def test_a_party_does_not_succeed_itself_nor_somebody_unknown(engine: Engine) -> None:
    do(engine, "party.register", "INV-A", name="A")
    with pytest.raises(r.SamePerson):
        do(engine, "party.succeed", "INV-A", by="INV-A")
    with pytest.raises(NotFound):
        do(engine, "party.succeed", "INV-A", by="INV-Z")


def test_a_listing_ends_with_its_term_or_its_judgment(engine: Engine) -> None:
    do(engine, "party.register", "INV-A", name="A")
    with pytest.raises(r.DatesOutOfOrder):
        do(engine, "party.bar", "INV-A", until=date(2020, 1, 1))
    do(engine, "party.bar", "INV-A", until=date(2021, 1, 1))
    do(engine, "party.bar", "INV-A", until=date(2022, 1, 1))
    with pytest.raises(r.NotListed):
        do(engine, "party.unbar", "INV-A", "2020-02-01", listing="party-INV-A@9", cancelled=True)
    with pytest.raises(r.OthersRemain):
        do(engine, "party.unbar", "INV-A", "2020-02-01", listing="party-INV-A@2", cancelled=True)
    with pytest.raises(r.NotYetDue):
        do(engine, "party.strike-listing", "INV-A", "2020-02-01", listing="party-INV-A@2")
    do(engine, "party.strike-listing", "INV-A", "2020-02-01", listing="party-INV-A@2", cancelled=True)
    with pytest.raises(r.TheLastListing):
        do(engine, "party.strike-listing", "INV-A", "2022-01-02", listing="party-INV-A@3")
    do(engine, "party.unbar", "INV-A", "2022-01-02", listing="party-INV-A@3")
    assert case(engine, "party-INV-A").standing["standing"] == "clear"


def test_a_party_s_due_date_is_moved(engine: Engine) -> None:
    do(engine, "party.register", "INV-A", name="A")
    do(engine, "party.bar", "INV-A", until=date(2021, 1, 1))
    assert facts(engine, "party-INV-A").due == {"listing": date(2020, 1, 8)}
    calendar_kept(engine, date(2020, 1, 2), date(2020, 1, 3), date(2020, 1, 7))
    moved = {"target": "party-INV-A@2", "name": "listing", "cause": "calendar-kz@2"}
    do(engine, "party.move-deadline", "INV-A", due=date(2020, 1, 13), **moved)
    assert facts(engine, "party-INV-A").due == {"listing": date(2020, 1, 13)}


def test_succession_without_listings_passes_projects_on(engine: Engine) -> None:
    opened(engine, "INV-A", "INV-B")
    contracted(engine, "A", "INV-A")
    names = [name for _, name in types(do(engine, "party.succeed", "INV-A", "2017-01-01", by="INV-B"))]
    assert names == [
        "PartySucceeded", "SuccessionTaken", "HolderChanged", "ProjectLeft", "ProjectTaken", "ProposalApproved",
    ]  # fmt: skip
