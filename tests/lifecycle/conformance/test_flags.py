"""Flags: lawful, and worth a look by a rule and a threshold that are stated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from domain.values import PartUse
from lifecycle.conformance import Deviation, Thresholds
from lifecycle.handling import Engine
from tests.lifecycle.acts import OFFICER, SECOND_OFFICER, carry_out, command, do, register_plot
from tests.lifecycle.conformance.forging import deviations
from tests.lifecycle.story import contracted, given_plot, held, parts

NONE = Thresholds(idle_days=10**5, extensions=10**5, backdated_days=10**5, reassigned_days=0)


def flags(engine: Engine, **thresholds: int) -> list[Deviation]:
    some = deviations(engine, flags=NONE._replace(**thresholds))
    return [one for one in some if one.kind == "flag"]


def told(engine: Engine, **thresholds: int) -> list[tuple[str, str, Any]]:
    return [(one.problem, one.event, one.values) for one in flags(engine, **thresholds)]


def taken_back(engine: Engine) -> None:
    """P-1, which was A's, is free again since June 2017."""
    given_plot(engine)
    do(engine, "plot.open-reclaim", "P-1", "2017-03-01", ground="state-needs")
    do(engine, "plot.decide-return", "P-1", "2017-04-03")
    do(engine, "plot.reclaim", "P-1", "2017-06-01")
    do(engine, "plot.clear-right", "P-1", "2017-06-05")


def test_nothing_is_flagged_unless_it_is_asked_for(engine: Engine) -> None:
    given_plot(engine)
    assert deviations(engine) == []
    assert {one.kind for one in deviations(engine, flags=Thresholds())} == {"flag"}


def test_a_plot_held_and_not_used_for_long_is_flagged_until_it_is_used(engine: Engine) -> None:
    given_plot(engine)
    (one,) = flags(engine, idle_days=365)
    assert (one.problem, one.event, one.plots) == ("idle-plot", "plot-P-1@2", ("P-1",))
    assert one.values == {"days": 3637, "since": "2016-02-01", "threshold": 365}
    do(engine, "plot.start-construction", "P-1", "2017-01-09")
    assert flags(engine, idle_days=365) == []
    do(engine, "plot.interrupt-use", "P-1", "2020-01-06")
    assert [(one.event, one.values["days"]) for one in flags(engine, idle_days=365)] == [("plot-P-1@6", 2202)]


def test_time_given_again_and_again_is_flagged(engine: Engine) -> None:
    given_plot(engine)
    for day, until in (("2020-02-03", date(2039, 6, 30)), ("2021-02-03", date(2040, 6, 30))):
        do(engine, "plot.extend-lease", "P-1", day, until=until)
    assert flags(engine, extensions=2) == []
    (one,) = flags(engine, extensions=1)
    assert (one.problem, one.event, one.values) == (
        "repeated-extensions",
        "plot-P-1@6",
        {"count": 2, "threshold": 1},
    )


def test_an_act_recorded_long_after_its_date_is_flagged(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.start-construction", "P-1", "2026-01-12")
    late = {one.event: one.values for one in flags(engine, backdated_days=90)}
    assert late["plot-P-1@2"] == {"days": 3637, "threshold": 90}
    assert "plot-P-1@5" not in late


def test_who_granted_a_plot_and_judges_its_use_is_flagged_once(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.issue-prescription", "P-1", "2019-07-01", violation="non-use")
    do(engine, "plot.record-cure", "P-1", "2019-09-02")
    assert [(one.problem, one.event, one.values) for one in flags(engine)] == [
        ("same-officer-on-both-sides", "plot-P-1@5", {"officer": OFFICER, "other": "plot.allocate"})
    ]


def test_an_officer_who_grants_to_a_party_of_the_same_name_is_flagged(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "party.register", "INV-O", "2016-02-01", name=OFFICER.title())
    contracted(engine, "O", "INV-O", "2016-02-01", jobs_due="2030-01-01")
    register_plot(engine, "P-2")
    do(engine, "plot.allocate", "P-2", "2016-03-01", project="O")
    assert [(one.problem, one.event, one.values) for one in flags(engine)] == [
        ("officer-is-party", "plot-P-2@2", {"officer": OFFICER, "party": "INV-O"})
    ]


def test_a_plot_given_again_soon_and_to_whom_it_was_taken_from_is_flagged(engine: Engine) -> None:
    taken_back(engine)
    held(engine, "P-1", "A", "2017-07-03", act="plot.reassign")
    assert [(one.problem, one.values) for one in flags(engine, reassigned_days=90)] == [
        ("rapid-reassignment", {"days": 32, "threshold": 90}),
        ("same-party-again", {"party": "INV-A", "since": "2017-06-01"}),
    ]
    assert [one.problem for one in flags(engine, reassigned_days=32)] == ["same-party-again"]


# -- one officer takes and gives -----------------------------------------------------------------------


def test_who_took_a_plot_away_and_gives_it_to_another_is_flagged(engine: Engine) -> None:
    taken_back(engine)
    contracted(engine, "B", "INV-B", "2017-07-01", jobs_due="2030-01-01")
    held(engine, "P-1", "B", "2017-07-03", act="plot.reassign")
    assert told(engine) == [
        ("same-officer-on-both-sides", "plot-P-1@9", {"officer": OFFICER, "other": "plot.reclaim"})
    ]


def test_a_plot_that_another_officer_gives_is_not_flagged(engine: Engine) -> None:
    taken_back(engine)
    contracted(engine, "B", "INV-B", "2017-07-01", jobs_due="2030-01-01")
    do(engine, "officer.appoint", "third", "2015-01-01", roles=("zone-administration",))
    again = command("plot.reassign", "P-1", "2017-07-03", project="B")
    carry_out(engine, replace(again, actor="third"))
    assert told(engine) == []


def test_a_reclaim_that_was_dropped_took_nothing(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.open-reclaim", "P-1", "2017-03-01", ground="state-needs")
    do(engine, "plot.drop-reclaim", "P-1", "2017-04-03")
    do(engine, "plot.surrender", "P-1", "2017-06-01")
    do(engine, "plot.clear-right", "P-1", "2017-06-05")
    contracted(engine, "B", "INV-B", "2017-07-01", jobs_due="2030-01-01")
    held(engine, "P-1", "B", "2017-07-03", act="plot.reassign")
    assert told(engine) == []


# -- what was given out long before it came on the books -----------------------------------------------


def test_a_holding_found_at_a_stock_taking_lies_idle_since_it_was_granted(engine: Engine) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    do(engine, "plot.recognise", "P-2", "2022-11-14", party="INV-B", granted_on=date(2014, 12, 15))
    (_a_s, one) = flags(engine, idle_days=365)
    assert (one.event, one.on) == ("plot-P-2@2", "2022-11-14")
    assert one.values == {"days": 4050, "since": "2014-12-15", "threshold": 365}


def test_a_holding_found_at_a_stock_taking_does_not_lie_idle_since_before_it_was_last_used(
    engine: Engine,
) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    do(engine, "plot.start-construction", "P-2", "2017-03-01")
    do(engine, "plot.interrupt-use", "P-2", "2020-03-02")
    do(engine, "plot.recognise", "P-2", "2022-11-14", party="INV-B", granted_on=date(2014, 12, 15))
    (_a_s, one) = flags(engine, idle_days=365)
    assert (one.event, one.values["since"]) == ("plot-P-2@4", "2020-03-02")


# -- parts remember what the whole was, and a whole what its parts were ----------------------------------


def test_parts_lie_idle_since_the_whole_did(engine: Engine) -> None:
    given_plot(engine)
    into, uses = parts(P_2=4_000, P_3=6_000), (PartUse(key="P-3", use="construction"),)
    do(engine, "plot.split", "P-1", "2022-02-01", into=into, uses=uses)
    do(engine, "plot.split", "P-2", "2023-02-01", into=parts(P_4=1_000, P_5=3_000))
    since = {"days": 3637, "since": "2016-02-01", "threshold": 365}
    assert told(engine, idle_days=365) == [
        ("idle-plot", "plot-P-4@1", since),
        ("idle-plot", "plot-P-5@1", since),
    ]


def test_a_whole_lies_idle_since_the_first_of_its_parts_did(engine: Engine) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    held(engine, "P-2", "A", "2018-02-01")
    do(engine, "plot.merge", "P-2", "2022-02-01", into="P-3", others=("P-1",))
    assert told(engine, idle_days=365) == [
        ("idle-plot", "plot-P-3@1", {"days": 3637, "since": "2016-02-01", "threshold": 365})
    ]


def test_time_given_to_the_whole_counts_for_its_parts(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.extend-lease", "P-1", "2020-02-03", until=date(2039, 6, 30))
    do(engine, "plot.split", "P-1", "2022-02-01", into=parts(P_2=4_000, P_3=6_000))
    assert told(engine, extensions=0) == [
        ("repeated-extensions", "plot-P-2@1", {"count": 1, "threshold": 0}),
        ("repeated-extensions", "plot-P-3@1", {"count": 1, "threshold": 0}),
    ]
    do(engine, "plot.extend-lease", "P-3", "2023-02-03", until=date(2040, 6, 30))
    assert told(engine, extensions=1) == [("repeated-extensions", "plot-P-3@2", {"count": 2, "threshold": 1})]


def test_a_part_given_again_soon_after_the_right_to_the_whole_ended_is_flagged(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.surrender", "P-1", "2017-11-01")
    do(engine, "plot.clear-right", "P-1", "2017-11-02")
    do(engine, "plot.split", "P-1", "2017-11-03", into=parts(P_2=4_000, P_3=6_000))
    do(engine, "plot.reassign", "P-2", "2017-11-04", project="A")
    assert told(engine, reassigned_days=90) == [
        ("rapid-reassignment", "plot-P-2@2", {"days": 3, "threshold": 90})
    ]


def test_a_part_of_what_was_taken_away_is_flagged_where_the_officer_or_the_party_is_the_same(
    engine: Engine,
) -> None:
    taken_back(engine)
    contracted(engine, "B", "INV-B", "2017-07-01", jobs_due="2030-01-01")
    do(engine, "plot.split", "P-1", "2017-07-03", into=parts(P_2=4_000, P_3=6_000))
    do(engine, "plot.reassign", "P-2", "2018-01-08", project="A")
    do(engine, "plot.reassign", "P-3", "2018-01-08", project="B")
    assert told(engine) == [
        ("same-party-again", "plot-P-2@2", {"party": "INV-A", "since": "2017-06-01"}),
        ("same-officer-on-both-sides", "plot-P-3@2", {"officer": OFFICER, "other": "plot.reclaim"}),
    ]


def test_who_granted_the_whole_and_judges_a_part_is_flagged(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.split", "P-1", "2018-02-01", into=parts(P_2=4_000, P_3=6_000))
    do(engine, "plot.issue-prescription", "P-2", "2019-07-01", violation="non-use")
    assert told(engine) == [
        ("same-officer-on-both-sides", "plot-P-2@2", {"officer": OFFICER, "other": "plot.allocate"})
    ]


def test_who_granted_one_of_the_plots_joined_and_judges_the_whole_is_flagged(engine: Engine) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    granted = command("plot.allocate", "P-2", "2018-02-01", project="A")
    engine.handle(replace(granted, actor=SECOND_OFFICER))
    do(engine, "plot.sign-lease", "P-2", "2018-02-01", until=date(2038, 12, 31))
    do(engine, "plot.hand-over", "P-2", "2018-02-01")
    do(engine, "plot.merge", "P-1", "2018-03-01", into="P-3", others=("P-2",))
    judged = command("plot.issue-prescription", "P-3", "2021-07-01", violation="non-use")
    engine.handle(replace(judged, actor=SECOND_OFFICER))
    assert told(engine) == [
        (
            "same-officer-on-both-sides",
            "plot-P-3@2",
            {"officer": SECOND_OFFICER, "other": "plot.allocate"},
        )
    ]
