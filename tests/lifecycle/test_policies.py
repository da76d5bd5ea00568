"""The tables of suggestions: they name what exists, suggest what the table of acts admits, rest on the law."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from domain.plot.events import PlotSurrendered
from domain.zone.events import ZoneAbolished
from lifecycle.definitions import lifecycle_of
from lifecycle.ends import ANSWERS, ENDS, EXPIRED, RUNS, TAKEN_UP, ends_of
from lifecycle.policies import POLICIES, policies_of
from lifecycle.regulation import editions, regulation
from lifecycle.suggesting import (
    ABSENT,
    GIVEN,
    ONE,
    SEVERAL,
    BadPolicy,
    Condition,
    Each,
    End,
    Policy,
    Suggestion,
    admitted,
    checked,
    holds,
    known,
    met,
    on,
    problems,
    row_of,
)

UNMET: Mapping[str, frozenset[str]] = {"compliance": frozenset({"unmet"})}


def test_every_act_suggested_is_known_to_the_law() -> None:
    suggested = {s.act for policy in POLICIES for s in policy.acts}
    suggested |= {s.act for end in ENDS for s in (*end.before, *end.after)}
    assert suggested <= regulation("kz-2019").rules.keys()


def test_what_is_said_of_deadlines_beside_the_law_is_about_deadlines_that_the_law_sets() -> None:
    named = {
        (act.partition(".")[0], term.name): set(term.acts)
        for stamp in editions()
        for act, rule in regulation(stamp).rules.items()
        for term in rule.terms
        if term.acts
    }
    assert {*RUNS, *TAKEN_UP, *EXPIRED} <= named.keys()
    for (name, act), terms in ANSWERS.items():
        assert act in named[act.partition(".")[0], name]
        row = row_of(act)
        assert row is not None
        assert terms.keys() <= row.terms.keys()


def test_policies_and_ends_are_found_by_their_noun() -> None:
    assert [
        policy for noun in ("plot", "project", "obligation", "zone", "party") for policy in policies_of(noun)
    ] == [*POLICIES]
    assert {end.name for end in ends_of("plot")} == {"reservation", "lease"}
    assert policies_of("calendar") == ()


@pytest.mark.parametrize(
    ("condition", "so", "not_so"),
    [
        (Condition("is", "court"), "court", "contract"),
        (Condition("is-not", "court"), "contract", "court"),
        (Condition("holds", "cure"), {"cure": 1}, {}),
        (Condition("lacks", "cure"), {}, {"cure": 1}),
        (GIVEN, ("a",), ()),
        (ABSENT, "", "a"),
        (ONE, {"a"}, {"a", "b"}),
        (SEVERAL, {"a", "b"}, {"a"}),
    ],
)
def test_a_condition_says_what_a_fact_must_be(condition: Condition, so: object, not_so: object) -> None:
    assert condition.met(so)
    assert not condition.met(not_so)


def test_an_act_is_admitted_by_the_ways_that_fit_what_is_known_of_its_terms() -> None:
    noticed = {"record": "registered", "tenure": "leased", "compliance": "noticed", "use": "vacant"}
    assert len(admitted("plot.open-reclaim", noticed)) == 4
    assert admitted("plot.open-reclaim", noticed, {"ground": "contract"})
    assert not admitted("plot.open-reclaim", noticed, {"ground": "court"})
    assert not admitted("plot.register", {})
    assert not admitted("plot.conjure", noticed)
    assert not admitted("road.build", noticed)
    assert holds(noticed, {"tenure": frozenset({"leased"})})
    assert not holds(noticed, UNMET)


def test_facts_on_which_papers_turn_are_known_and_terms_are_as_if_not_given() -> None:
    plot = lifecycle_of("plot").initial._replace(ground="court", key="P")
    assert known("plot.file-suit", plot) == {"ground": "court", "pledged": False}
    assert known("plot.transfer", plot) == {"enforcement": False}
    assert known("plot.open-reclaim", plot) == {}
    assert met(plot, {"ground": Condition("is", "court")})


GOOD = Policy("found-unmet", "plot", on("plot", "serve-notice"), UNMET)


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ([GOOD, GOOD], "plot found-unmet: stands twice"),
        ([GOOD._replace(noun="road")], "road found-unmet: unknown noun road"),
        ([GOOD._replace(standing={})], "plot found-unmet: it would hold for ever"),
        ([GOOD._replace(standing={"mood": frozenset({"sad"})})], "plot found-unmet: unknown mood sad"),
        (
            [GOOD._replace(standing={"compliance": frozenset({"bad"})})],
            (
                "plot found-unmet: unknown compliance bad; "
                "plot found-unmet: plot.serve-notice is not admitted from compliance bad"
            ),
        ),
        ([GOOD._replace(acts=on("plot", "conjure"))], "plot found-unmet: no act plot.conjure on plot"),
        ([GOOD._replace(acts=on("zone", "expire"))], "plot found-unmet: no act zone.expire on plot"),
        (
            [GOOD._replace(acts=on("plot", "clear-right"))],
            "plot found-unmet: plot.clear-right is not admitted from compliance unmet",
        ),
        ([GOOD._replace(when={"mood": GIVEN})], "plot found-unmet: no fact mood"),
        (
            [GOOD._replace(acts=(Suggestion("plot.serve-notice", {"mood": "sad"}),))],
            "plot found-unmet: plot.serve-notice has no term mood",
        ),
        (
            [GOOD._replace(acts=(Suggestion("plot.serve-notice", when={"mood": GIVEN}),))],
            "plot found-unmet: no fact mood",
        ),
        ([GOOD._replace(after=ZoneAbolished)], "plot found-unmet: no event zone.ZoneAbolished@1"),
        (
            [GOOD._replace(after=PlotSurrendered, until=(ZoneAbolished,))],
            "plot found-unmet: no event zone.ZoneAbolished@1",
        ),
        ([GOOD._replace(each=Each("road", fact="zone"))], "plot found-unmet: unknown noun road"),
        (
            [GOOD._replace(acts=on("zone", "expire"), each=Each("zone"))],
            "plot found-unmet: each is found by a fact of one side",
        ),
        (
            [GOOD._replace(acts=on("zone", "expire"), each=Each("zone", fact="mood"))],
            "plot found-unmet: no fact mood",
        ),
        (
            [GOOD._replace(acts=on("zone", "expire"), each=Each("zone", by="mood"))],
            "plot found-unmet: no fact mood",
        ),
        (
            [
                GOOD._replace(
                    acts=on("zone", "expire"),
                    each=Each("zone", fact="zone", standing={"status": frozenset({"expired"})}),
                )
            ],
            "plot found-unmet: zone.expire is not admitted from status expired",
        ),
        ([End("end", "plot", "mood")], "plot end: no fact mood"),
        (
            [
                End(
                    "end",
                    "plot",
                    "leased_until",
                    after=on("plot", "expire-lease"),
                    standing=UNMET,
                )
            ],
            "",
        ),
    ],
)
def test_a_table_that_names_what_is_not_there_is_told_so(table: list[Policy | End], problem: str) -> None:
    assert "; ".join(problems(table)) == problem


def test_a_table_that_is_not_sound_cannot_be_loaded() -> None:
    checked(POLICIES)
    with pytest.raises(BadPolicy, match="plot found-unmet: stands twice"):
        checked([GOOD, GOOD])
