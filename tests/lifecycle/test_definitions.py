"""The definitions: every row of the law leads somewhere, and everything can be led back."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.zone import decisions, events
from lifecycle.amending import AMENDING
from lifecycle.definitions import CATEGORIES, NOUNS, lifecycle_of
from lifecycle.grammar import BadDefinition, Consult, Lifecycle, Row, from_
from lifecycle.regulation import ANY_RECORD, FAMILY, current, editions, families, read, regulation

Standing = tuple[tuple[str, str], ...]

EXPECTED_VERBS = {
    "zone": "establish extend-term change-boundary change-activities transfer-ownership accept-balance "
    "appoint-company supersede expire abolish close-gap",
    "party": "register rename succeed bar strike-listing unbar declare-insolvent end-insolvency liquidate "
    "record-listing close-gap move-deadline",
    "plot": "register recognise flag-gap close-gap correct-number assign-number move-to-zone split merge "
    "annul-grant annul exclude reserve lapse-reservation allocate reassign sign-lease extend-lease hand-over "
    "buy-out transfer surrender expire-lease revoke-allocation terminate-lease clear-right restore-grant "
    "restore-lease restore-possession restore-ownership start-design start-construction complete-construction "
    "start-operation interrupt-use resume-construction resume-operation clear-site encumber release "
    "exclude-time fix-clock-start move-deadline record-unmet serve-notice issue-prescription record-cure "
    "close-case open-reclaim file-suit return-claim decide-return contest record-ruling order-reclaim "
    "record-listing drop-reclaim reclaim record-claim reverse-reclaim close-dispute",
    "project": "submit review ask-clarification clarify approve reject withdraw lapse-approval sign-contract "
    "amend register-participant exclude leave restore-membership start launch-stage launch report operate "
    "complete suspend resume terminate reinstate-contract reinstate-works reinstate-launch "
    "reinstate-operation transfer-zone extend-to-zone close-gap move-deadline",
    "obligation": "define report record-met record-unmet serve-notice cure breach accept-late amend reschedule "
    "suspend-clock resume-clock waive close-gap move-deadline",
    "calendar": "establish publish amend",
    "officer": "appoint change-mandate delegate end-delegation dismiss reinstate",
    "proposal": "approve reject",
    "document": "add",
}


def standings(lifecycle: Lifecycle) -> set[Standing]:
    """Every standing that some run of rows leads to, from the births on."""
    births = [row for row in lifecycle.rows if row.births and not row.inherits]
    reached = {_frozen(row.target) for row in births}
    ahead = list(reached)
    while ahead:
        for after in _next(lifecycle, dict(ahead.pop())):
            if after not in reached:
                reached.add(after)
                ahead.append(after)
    return reached


def _next(lifecycle: Lifecycle, standing: dict[str, str]) -> Iterator[Standing]:
    for row in lifecycle.rows:
        if row.origin and any(a.admits(standing) for a in row.origin):
            yield _frozen({**standing, **row.target})


def _frozen(standing: Any) -> Standing:
    return tuple(sorted(standing.items()))


@pytest.mark.parametrize("noun", NOUNS)
def test_the_verbs_are_those_of_the_law(noun: str) -> None:
    assert set(lifecycle_of(noun).by_verb) == set(EXPECTED_VERBS[noun].split())


@pytest.mark.parametrize("noun", NOUNS)
def test_every_status_is_reachable(noun: str) -> None:
    lifecycle = lifecycle_of(noun)
    reached = {pair for standing in standings(lifecycle) for pair in standing}
    assert reached == {(region, s) for region, statuses in lifecycle.regions.items() for s in statuses}


@pytest.mark.parametrize("noun", NOUNS)
def test_every_row_applies_somewhere_that_can_be_reached(noun: str) -> None:
    lifecycle = lifecycle_of(noun)
    reached = [dict(s) for s in standings(lifecycle)]
    for row in lifecycle.rows:
        assert not row.origin or any(a.admits(s) for a in row.origin for s in reached), row.verb


def test_every_registered_plot_can_become_free_again() -> None:
    lifecycle = lifecycle_of("plot")
    reached = standings(lifecycle)
    onward = {standing: set(_next(lifecycle, dict(standing))) for standing in reached}
    free = {s for s in reached if ("tenure", "free") in s and ("record", "registered") in s}
    while True:
        more = {s for s, after in onward.items() if s not in free and after & free}
        if not more:
            break
        free |= more
    assert {s for s in reached if ("record", "registered") in s} == {
        s for s in free if ("record", "registered") in s
    }


@pytest.mark.parametrize("category", CATEGORIES)
def test_an_event_of_a_decision_holds_every_term(category: str) -> None:
    for row in lifecycle_of(category).rows:
        assert set(row.terms) <= set(row.event.model_fields), row.verb


@pytest.mark.parametrize("noun", NOUNS)
def test_every_decision_says_what_it_is_for(noun: str) -> None:
    for row in lifecycle_of(noun).by_verb.values():
        assert row.decision is not None
        assert inspect.getdoc(row.decision), row.verb


# -- a definition refuses to contradict itself -------------------------------------------------------

ZONE = lifecycle_of("zone")
OPERATING = (from_(status="operating"),)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (Row(events.ZoneExpired, (from_(status="asleep"),), {}, decisions.expire), "unknown status asleep"),
        (Row(events.ZoneExpired, OPERATING, {"status": "asleep"}, decisions.expire), "to unknown status"),
        (Row(events.ZoneExpired, OPERATING, {}, decisions.abolish), "abolish stands in two rows"),
        (Row(events.ZoneAbolished, OPERATING, {}, decisions.expire), "ZoneAbolished@1 stands in two rows"),
        (Row(events.ZoneExpired, None, {}, decisions.expire), "a birth sets every region"),
        (Row(events.ZoneExpired, OPERATING, {}, decisions.extend_term), "does not hold the term"),
        (
            Row(events.ZoneExpired, (from_({"ground": "x"}),), {}, decisions.expire),
            "no term ground",
        ),
        (
            Row(
                events.ZoneExpired, OPERATING, {}, decisions.expire, {"land": Consult("land", of="subject.key")}
            ),
            "consults land, which the decision does not take",
        ),
        (
            Row(
                events.ZoneBoundaryChanged,
                OPERATING,
                {},
                decisions.change_boundary,
                {"land": Consult("land", of="plot.zone")},
            ),
            "found by plot, which nothing supplies",
        ),
    ],
)
def test_a_definition_that_contradicts_itself_is_refused(row: Row, problem: str) -> None:
    kept = tuple(r for r in ZONE.rows if r.event is not row.event and r.event is not events.ZoneExpired)
    if "two rows" in problem:
        kept = tuple(r for r in ZONE.rows if r.event is not events.ZoneExpired)
    with pytest.raises(BadDefinition, match=problem):
        replace(ZONE, rows=(*kept, row))


def test_an_event_of_another_category_is_refused() -> None:
    with pytest.raises(BadDefinition, match="belongs to another category"):
        replace(ZONE, category="plot")


def test_an_unknown_category_has_no_lifecycle() -> None:
    with pytest.raises(KeyError):
        lifecycle_of("os")


# -- the law -----------------------------------------------------------------------------------------


BEGUN_WITH = ("zone", "party", "plot", "project", "obligation")
"""What the first editions knew of."""

ADDED = {
    "plot.record-listing", "party.record-listing",
    "zone.close-gap", "party.close-gap", "project.close-gap", "obligation.close-gap",
}  # fmt: skip
"""Acts on these that the second editions brought."""


AMENDING_ACTS = {f"{ANY_RECORD}.{verb}" for verb in AMENDING}
"""Acts on any record, which the newest editions brought."""


def acts_of(noun: str) -> set[str]:
    """Every act on a noun that a law speaks of: what a person asks for, and that a proposal is made."""
    asked = {row.act for row in lifecycle_of(noun).by_verb.values()}
    return asked | ({"proposal.propose"} if noun == "proposal" else set())


def ruled_by(stamp: str, noun: str) -> set[str]:
    """The acts on a noun that an edition has a rule for."""
    return {act for act in regulation(stamp).rules if act.startswith(f"{noun}.")}


@pytest.mark.parametrize("stamp", [law.stamp for law in current(FAMILY)])
@pytest.mark.parametrize("noun", NOUNS)
def test_every_act_has_a_rule_in_every_regulation_in_force(stamp: str, noun: str) -> None:
    assert ruled_by(stamp, noun) == acts_of(noun)


@pytest.mark.parametrize("stamp", ["kz-2011@1", "kz-2019@1"])
@pytest.mark.parametrize("noun", NOUNS)
def test_the_first_editions_know_what_there_was_when_they_were_released(stamp: str, noun: str) -> None:
    assert ruled_by(stamp, noun) == (acts_of(noun) - ADDED if noun in BEGUN_WITH else set())


@pytest.mark.parametrize("stamp", editions())
def test_no_regulation_has_a_rule_for_what_nobody_can_do(stamp: str) -> None:
    known = {act for noun in NOUNS for act in acts_of(noun)} | AMENDING_ACTS
    assert regulation(stamp).rules.keys() <= known


@pytest.mark.parametrize("stamp", editions())
def test_any_record_may_be_amended_under_every_law_that_is_applied(stamp: str) -> None:
    applied = stamp in {law.stamp for family in families() for law in current(family)}
    assert ruled_by(stamp, ANY_RECORD) == (AMENDING_ACTS if applied else set())
    for noun in NOUNS:
        for verb in AMENDING if applied else ():
            law = regulation(stamp)
            assert law.rule(f"{noun}.{verb}") is law.rules[f"{ANY_RECORD}.{verb}"]


def test_a_pack_may_stand_alone() -> None:
    pack = read('name = "x"\nversion = 1\ntitle = "X"\nin_force = { from = 2030-01-01 }\n')
    assert (pack.stamp, pack.rules, pack.until) == ("x@1", {}, None)


FIXTURES = Path(__file__).parents[1] / "fixtures" / "editions.toml"
FROZEN: dict[str, str] = tomllib.loads(FIXTURES.read_text("utf-8"))
"""Digests of the released packs: a released law is never edited, it is amended by a new version."""


@pytest.mark.parametrize("pack", FROZEN)
def test_a_released_regulation_is_frozen(pack: str) -> None:
    assert regulation(pack).digest == FROZEN[pack]


def test_every_regulation_is_frozen_once_it_is_released() -> None:
    """`python -m tests.lifecycle.test_definitions` writes the digests that lack."""
    assert not_frozen() == []


def not_frozen() -> list[str]:
    return [stamp for stamp in editions() if stamp not in FROZEN]


if __name__ == "__main__":
    with FIXTURES.open("a", encoding="utf-8") as fixtures:
        for stamp in not_frozen():
            fixtures.write(f'"{stamp}" = "{regulation(stamp).digest}"\n')
