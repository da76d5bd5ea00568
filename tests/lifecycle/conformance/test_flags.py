"""Flags: lawful, and worth a look by a rule and a threshold that are stated."""

from __future__ import annotations

from datetime import date

from lifecycle.conformance import Deviation, Thresholds
from lifecycle.handling import Engine
from tests.lifecycle.acts import OFFICER, do, register_plot
from tests.lifecycle.conformance.forging import deviations
from tests.lifecycle.story import contracted, given_plot, held

NONE = Thresholds(idle_days=10**5, extensions=10**5, backdated_days=10**5, reassigned_days=0)


def flags(engine: Engine, **thresholds: int) -> list[Deviation]:
    some = deviations(engine, flags=NONE._replace(**thresholds))
    return [one for one in some if one.kind == "flag"]


def test_nothing_is_flagged_unless_it_is_asked_for(engine: Engine) -> None:
    given_plot(engine)
    assert deviations(engine) == []
    assert {one.kind for one in deviations(engine, flags=Thresholds())} == {"flag"}


def test_a_plot_held_and_not_used_for_long_is_flagged_until_it_is_used(engine: Engine) -> None:
    given_plot(engine)
    (one,) = flags(engine, idle_days=365)
    assert (one.problem, one.event, one.plots) == ("idle-plot", "plot-P-1@2", ("P-1",))
    assert one.values == {"days": 3637, "threshold": 365}
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
    given_plot(engine)
    do(engine, "plot.open-reclaim", "P-1", "2017-03-01", ground="state-needs")
    do(engine, "plot.decide-return", "P-1", "2017-04-03")
    do(engine, "plot.reclaim", "P-1", "2017-06-01")
    do(engine, "plot.clear-right", "P-1", "2017-06-05")
    held(engine, "P-1", "A", "2017-07-03", act="plot.reassign")
    assert [(one.problem, one.values) for one in flags(engine, reassigned_days=90)] == [
        ("rapid-reassignment", {"days": 32, "threshold": 90}),
        ("same-party-again", {"party": "INV-A", "since": "2017-06-01"}),
    ]
    assert [one.problem for one in flags(engine, reassigned_days=32)] == ["same-party-again"]
