"""The editions of the law: which is in force when, what was replaced, how a term is counted under each."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from domain.calendar.state import Calendar
from domain.refusals import NoLawInForce, UnknownToLaw
from lifecycle import packs
from lifecycle.deadlines import Step, Term, counted
from lifecycle.regulation import (
    BadRegulation,
    current,
    editions,
    family_of,
    in_force,
    newest,
    read,
    regulation,
    signed_under,
    stamped,
)

FAMILIES = tuple(dict.fromkeys(map(family_of, editions())))


def test_the_regulation_in_force_is_chosen_by_the_legal_date() -> None:
    assert in_force(date(2011, 1, 1)).stamp == "kz-2011@3"
    assert in_force(date(2019, 4, 2)).stamp == "kz-2011@3"
    assert in_force(date(2019, 4, 3)).stamp == "kz-2019@3"
    assert in_force(date.max).stamp == newest().stamp == "kz-2019@3"
    with pytest.raises(NoLawInForce):
        in_force(date(2010, 12, 31))


def test_each_body_of_law_has_its_own_regulation_in_force() -> None:
    assert set(FAMILIES) == {"kz", "resumption"}
    assert in_force(date(2010, 1, 1), "resumption").stamp == "resumption-2005@2"
    assert in_force(date(2016, 1, 1), "resumption").stamp == "resumption-2015@2"
    assert {e.family for family in FAMILIES for e in current(family)} == set(FAMILIES)
    with pytest.raises(NoLawInForce):
        in_force(date(2020, 1, 1), "nowhere")


def test_an_edition_that_was_replaced_is_read_and_no_longer_applied() -> None:
    assert [law.stamp for law in current("kz")] == ["kz-2011@3", "kz-2019@3"]
    for stamp in ("kz-2011@1", "kz-2011@2", "kz-2019@1", "kz-2019@2"):
        assert stamped(stamp).stamp == stamp
        assert stamp not in {law.stamp for law in current("kz")}
    assert regulation("kz-2019") == stamped("kz-2019@3")


def test_an_edition_takes_the_place_of_the_one_that_it_replaces_for_the_same_time() -> None:
    for law in map(regulation, editions()):
        if law.replaces:
            before = stamped(law.replaces)
            assert (law.in_force, law.until) == (before.in_force, before.until), law.stamp
            assert law.version == before.version + 1


@pytest.mark.parametrize("family", FAMILIES)
def test_laws_follow_one_another_without_a_gap_or_an_overlap(family: str) -> None:
    laws = current(family)
    assert [law.until for law in laws] == [*(law.in_force for law in laws[1:]), None]


def test_what_was_signed_under_an_edition_follows_the_one_that_took_its_place() -> None:
    assert signed_under("kz-2011@1") is signed_under("kz-2011@2") is stamped("kz-2011@3")
    assert signed_under("kz-2019@1") is signed_under("kz-2019@3") is stamped("kz-2019@3")
    assert signed_under("resumption-1990@1").stamp == "resumption-1990@2"
    with pytest.raises(BadRegulation, match="kz-2019@9"):
        signed_under("kz-2019@9")


def test_a_regulation_that_this_program_does_not_have_is_named() -> None:
    with pytest.raises(BadRegulation, match="kz-1999"):
        regulation("kz-1999")
    with pytest.raises(BadRegulation, match="kz-2019@9"):
        stamped("kz-2019@9")
    with pytest.raises(BadRegulation, match="cannot be read"):
        read("name = ")


def test_an_act_that_a_law_does_not_know_is_refused_under_it() -> None:
    for stamp in editions():
        with pytest.raises(UnknownToLaw) as refused:
            regulation(stamp).rule("zone.sell")
        assert refused.value == UnknownToLaw("zone.sell", stamp)


def counted_on(term: Term, start: date) -> list[Step]:
    """How a term is counted where no calendar is kept: Monday to Friday are worked."""
    return list(counted(term, start, Calendar()))


def test_terms_of_law_end_on_their_own_day_or_on_the_month_s_last() -> None:
    rules = regulation("kz-2019@1").rules
    (cure,) = rules["plot.serve-notice"].terms
    assert counted_on(cure, date(2025, 11, 30)) == [("months", date(2026, 2, 28), False)]
    (listing,) = rules["plot.order-reclaim"].terms
    assert counted_on(listing, date(2026, 1, 16)) == [("working_days", date(2026, 1, 23), True)]
    challenge, handed_back = rules["plot.decide-return"].terms
    assert counted_on(challenge, date(2026, 1, 31)) == [("months", date(2026, 2, 28), False)]
    assert counted_on(handed_back, date(2026, 1, 1)) == [("days", date(2026, 1, 31), False)]


def test_terms_of_law_roll_over_days_off_since_the_second_editions() -> None:
    rules = regulation("kz-2019@2").rules
    (cure,) = rules["plot.serve-notice"].terms
    assert counted_on(cure, date(2025, 11, 30)) == [
        ("months", date(2026, 2, 28), False), ("roll", date(2026, 3, 2), True),
    ]  # fmt: skip
    challenge, handed_back = rules["plot.decide-return"].terms
    assert counted_on(challenge, date(2026, 1, 31))[-1] == ("roll", date(2026, 3, 2), True)
    assert counted_on(handed_back, date(2026, 1, 1))[-1] == ("roll", date(2026, 2, 2), True)
    assert counted_on(handed_back, date(2026, 1, 5))[-1] == ("roll", date(2026, 2, 4), True)


def test_what_the_packs_hold_was_read_from_the_packs_themselves() -> None:
    written = (Path(packs.__file__).parent / "regulations" / packs.PARSED).read_text("utf-8")
    assert written == packs.rendered(), "run: python -m lifecycle.packs"


def test_a_pack_that_was_edited_is_read_itself() -> None:
    text = packs.text("kz-2019@2")
    assert packs.contents(text) == tomllib.loads(text)
    edited = text.replace("version = 2", "version = 3")
    assert packs.contents(edited) == tomllib.loads(edited)
