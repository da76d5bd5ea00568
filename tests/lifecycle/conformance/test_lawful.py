"""What was recorded lawfully conforms."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.refusals import Refused
from lifecycle.clock import SetClock
from lifecycle.command import Command, Gap
from lifecycle.conformance import Conformance, Scope, Thresholds
from lifecycle.definitions import lifecycle_of
from lifecycle.errors import NotFound
from lifecycle.handling import Engine
from lifecycle.record import Draft
from lifecycle.regulation import regulation
from lifecycle.store.log import Act
from lifecycle.store.sqlite import SqliteLog
from tests.lifecycle.acts import carry_out, command, do, found_zone, register_plot, with_officers
from tests.lifecycle.conformance.forging import TODAY, deviations, found, problems, the_one
from tests.lifecycle.story import contracted, given_plot, held, opened, parts, reassigned
from tests.projections.lives import in_memory, steps, written

GAP = Gap("contract", "officer-legal", date(2020, 6, 1))


def flagged(engine: Engine, on: str = "2020-01-01") -> None:
    """A plot leased without the contract at hand."""
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A", "2019-06-03", jobs_due="2030-01-01")
    register_plot(engine, "P-1")
    do(engine, "plot.allocate", "P-1", "2019-12-02", project="A")
    lease = command("plot.sign-lease", "P-1", on, until=date(2038, 12, 31))
    papers = tuple(paper for paper in lease.documents if paper.kind != GAP.kind)
    engine.handle(replace(lease, documents=papers, gaps=(GAP,)))


def test_a_plot_taken_back_by_court_and_given_again_conforms(engine: Engine) -> None:
    given_plot(engine)
    reassigned(engine)
    do(engine, "plot.split", "P-1", "2022-02-01", into=parts(P_2=4_000, P_3=6_000))
    assert deviations(engine) == []


def test_plots_joined_into_one_conform(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1")
    register_plot(engine, "P-2")
    do(engine, "plot.merge", "P-1", "2022-02-01", into="P-3", others=("P-2",))
    assert deviations(engine) == []


def test_a_gap_is_a_finding_until_it_is_closed(engine: Engine) -> None:
    flagged(engine)
    assert found(engine, as_of=date(2020, 6, 1)) == [("gap-open", "plot-P-1@3", "plot-P-1")]
    assert found(engine) == [("gap-overdue", "plot-P-1@3", "plot-P-1")]
    assert the_one(engine, "gap-overdue").values == {
        "paper": "contract",
        "owner": "officer-legal",
        "until": "2020-06-01",
    }
    do(engine, "plot.close-gap", "P-1", "2020-08-03", kind="contract")
    assert found(engine) == []
    assert found(engine, as_of=date(2020, 7, 1)) == [("gap-overdue", "plot-P-1@3", "plot-P-1")]


def test_a_part_has_the_gaps_of_the_whole_by_the_act_that_flagged_them(engine: Engine) -> None:
    flagged(engine)
    do(engine, "plot.split", "P-1", "2022-02-01", into=parts(P_2=4_000, P_3=6_000))
    assert found(engine) == [
        ("gap-overdue", "plot-P-1@3", "plot-P-2"),
        ("gap-overdue", "plot-P-1@3", "plot-P-3"),
    ]


def test_only_what_is_asked_about_is_told(engine: Engine) -> None:
    flagged(engine)
    found_zone(engine, "PIT")
    register_plot(engine, "P-9", zone="PIT")
    assert len(found(engine, scope=Scope(zone="KHG"))) == len(found(engine, scope=Scope(plot="P-1"))) == 1
    assert found(engine, scope=Scope(zone="PIT")) == found(engine, scope=Scope(plot="P-9")) == []
    check = Conformance(engine.log, TODAY, scope=Scope(plot="P-9"))
    assert list(check.deviations()) == []
    assert check.acts == 1


def test_what_was_not_known_yet_is_not_told(engine: Engine) -> None:
    assert isinstance(engine.clock, SetClock)
    before = engine.log.read_from(engine.log.position() - 1, limit=1)[0].recorded_at
    engine.clock.moment = datetime(2026, 1, 16, 9, 0, tzinfo=UTC)
    flagged(engine)
    assert found(engine, known_at=before) == []


def test_an_act_that_was_voided_never_was_so_and_conforms(engine: Engine) -> None:
    flagged(engine)
    do(engine, "plot.void", "P-1", "2026-01-16", target="plot-P-1@3")
    assert deviations(engine) == []


def test_a_corrected_area_conforms_as_it_was_corrected(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1")
    do(engine, "plot.correct", "P-1", "2026-01-16", target="plot-P-1@1", changes={"area_m2": 12_000})
    assert deviations(engine) == []


def test_a_correction_is_itself_held_against_the_law(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1")
    asked = command("plot.correct", "P-1", "2026-01-16", target="plot-P-1@1", changes={"area_m2": 12_000})
    engine.handle(asked)
    check = Conformance(engine.log, TODAY)
    assert list(check.deviations()) == []
    assert check.acts == len([r for r in engine.log.scan() if "act" in r.body]) - 1


def test_what_an_act_recorded_late_makes_of_those_that_only_read_it_is_told(engine: Engine) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    do(engine, "plot.reserve", "P-2", "2020-03-02", project="A", until=date(2020, 9, 1))
    do(engine, "plot.lapse-reservation", "P-2", "2020-04-01", ground="released")
    do(engine, "project.terminate", "A", "2020-02-03", ground="agreement")
    one = the_one(engine, "refused-now")
    assert (one.kind, one.event, one.act) == ("impossible-now", "plot-P-2@2", "plot.reserve")
    assert [refusal.code for refusal in one.refused] == ["wrong-status"]


def test_another_edition_tells_what_it_would_not_have_allowed(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.issue-prescription", "P-1", "2019-07-01", violation="non-use")
    do(engine, "plot.open-reclaim", "P-1", "2020-07-02", ground="court")
    suit = command("plot.file-suit", "P-1", "2020-08-01")
    papers = tuple(paper for paper in suit.documents if paper.kind != "pledgee-notice")
    engine.handle(replace(suit, documents=papers))
    assert deviations(engine) == []
    one = the_one(engine, "paper-missing", law=regulation("kz-2011@1"))
    assert (one.event, one.values, one.basis) == (
        "plot-P-1@7",
        {"paper": "pledgee-notice"},
        "Land Code 94(1), 94(2)",
    )


def test_another_law_does_not_know_every_act_or_not_on_every_ground(engine: Engine) -> None:
    given_plot(engine)
    reassigned(engine)
    other = deviations(engine, law=regulation("resumption-1990@1"))
    assert {one.act for one in other if one.problem == "not-in-law"} >= {
        "plot.issue-prescription",
        "plot.order-reclaim",
    }
    # Each is told of the act alone: how the house works needs no rule in every edition.
    assert not {"officer.appoint", "proposal.propose"} & {one.act for one in other if one.kind == "wrong-law"}


def test_under_another_edition_terms_are_counted_anew(engine: Engine) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    do(engine, "plot.allocate", "P-2", "2021-03-01", project="A")
    do(engine, "plot.sign-lease", "P-2", "2021-05-31", until=date(2038, 12, 31))
    assert deviations(engine) == []
    one = the_one(engine, "late", law=regulation("resumption-2005@1"))
    assert (one.event, one.values) == (
        "plot-P-2@3",
        {"deadline": "lease-signing", "due": "2021-05-30", "days": 1},
    )


def test_the_demo_lacks_the_papers_that_it_says_it_lacks_and_conforms_otherwise(demo_log: SqliteLog) -> None:
    check = Conformance(demo_log, TODAY)
    some = list(check.deviations())
    assert Counter((one.kind, one.problem) for one in some) == {
        ("no-document", "gap-overdue"): 18,
        ("no-document", "gap-never-closed"): 3,
        ("deadline-missed", "late"): 1,
    }
    assert {plot for one in some for plot in one.plots} == {
        *("KHG-014", "KHG-015", "KHG-016", "KHG-017", "KHG-021-1", "KHG-021-2", "KHG-022"),
    }
    assert check.acts > 14_000


# -- whatever is done through the engine ---------------------------------------------------------------

ACTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("plot.reserve", "P-1", {"project": "A", "until": date(2027, 1, 1)}),
    ("plot.lapse-reservation", "P-1", {"ground": "released"}),
    *(("plot.allocate", plot, {"project": project}) for plot in ("P-1", "P-2") for project in "AB"),
    *(("plot.reassign", plot, {"project": project}) for plot in ("P-1", "P-2") for project in "AB"),
    *(("plot.sign-lease", plot, {"until": date(2038, 12, 31)}) for plot in ("P-1", "P-2")),
    *(("plot.hand-over", plot, {}) for plot in ("P-1", "P-2")),
    *(("plot.surrender", plot, {}) for plot in ("P-1", "P-2")),
    *(("plot.clear-right", plot, {}) for plot in ("P-1", "P-2")),
    ("plot.transfer", "P-1", {"party": "INV-B", "project": "B"}),
    ("plot.encumber", "P-1", {"kind": "pledge", "holder": "Bank"}),
    ("plot.issue-prescription", "P-1", {"violation": "non-use"}),
    ("plot.issue-prescription", "P-2", {"violation": "other"}),
    ("plot.open-reclaim", "P-1", {"ground": "state-needs"}),
    ("plot.decide-return", "P-1", {}),
    ("plot.reclaim", "P-1", {}),
    ("plot.start-construction", "P-1", {}),
    ("plot.flag-gap", "P-2", {"kind": "boundary-plan", "owner": "officer", "due_on": date(2030, 1, 1)}),
    ("plot.merge", "P-1", {"into": "P-3", "others": ("P-2",)}),
    ("plot.split", "P-2", {"into": parts(P_4=4_000, P_5=6_000)}),
    ("zone.change-boundary", "KHG", {"area_m2": 20_000, "allocatable_m2": 20_000}),
    ("plot.register", "P-6", {"zone": "KHG", "area_m2": 5_000, "cadastral_number": "1-6", "purpose": "x"}),
    ("party.bar", "INV-A", {"until": date(2027, 1, 1)}),
    ("project.terminate", "A", {"ground": "agreement"}),
    ("obligation.record-met", "B-1", {}),
)
LAWFUL = {
    *(("no-document", problem) for problem in ("gap-open", "gap-overdue", "gap-never-closed")),
    ("deadline-missed", "late"),
}


@settings(max_examples=8)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 200)), max_size=14))
def test_what_is_recorded_through_the_engine_conforms_but_for_gaps_and_late_answers(
    acts: list[tuple[tuple[str, str, dict[str, Any]], int]],
) -> None:
    with in_memory() as log:
        engine = with_officers(Engine(log, SetClock(datetime(2026, 1, 16, 7, 0, tzinfo=UTC))))
        opened(engine, "INV-A", "INV-B")
        for project in "AB":
            contracted(engine, project, f"INV-{project}")
        register_plot(engine, "P-1")
        register_plot(engine, "P-2")
        held(engine, "P-1", "A")
        day = date(2016, 2, 2).toordinal()
        for (act, key, terms), later in acts:
            day += later
            _tried(
                engine, command(act, key, date.fromordinal(min(day, TODAY.toordinal())).isoformat(), **terms)
            )
        assert problems(deviations(engine)) <= LAWFUL


def _tried(engine: Engine, asked: Command) -> None:
    try:
        carry_out(engine, asked)
    except (Refused, NotFound):
        return


@settings(max_examples=15)
@given(st.lists(steps(), max_size=30))
def test_whatever_a_log_holds_it_can_be_held_against_the_law(history: list[Any]) -> None:
    with in_memory() as given_log, in_memory() as log:
        written(given_log, history)
        as_acts(given_log, log)
        for law in (None, regulation("kz-2019@1")):
            list(Conformance(log, TODAY, law=law, flags=Thresholds()).deviations())


def as_acts(given_log: SqliteLog, log: SqliteLog) -> None:
    """The same records, each said to be the act that its event comes of."""
    for record in given_log.scan():
        row = (
            None
            if record.category == "store"
            else lifecycle_of(record.category).by_event.get(record.body["type"])
        )
        envelope = {
            **record.body,
            "act": row.act if row and row.verb else "store.found",
            "regulation": "kz-2019@3",
        }
        draft = Draft(
            record.stream, record.version, record.event, date.fromisoformat(record.effective_on), envelope
        )
        log.append([Act(record.ref, "", lambda: datetime(2026, 1, 16, tzinfo=UTC), {}, [draft])])
