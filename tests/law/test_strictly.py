"""Strictly by the law: what no officer can do, whatever papers are brought, and what one notice starts."""

from __future__ import annotations

from datetime import date

import pytest

from domain import refusals as r
from domain.values import Duty
from lifecycle.command import Gap
from lifecycle.explaining import stamps
from lifecycle.handling import Engine
from tests.law.office import Office
from tests.lifecycle.acts import carry_out, command, do
from tests.lifecycle.story import facts, given_plot, prescribed, standing

# -- papers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "on", "kind", "terms"),
    [
        ("plot.open-reclaim", "2020-07-02", "decision", {"ground": "court"}),
        ("plot.issue-prescription", "2020-07-02", "prescription", {"violation": "non-use"}),
        ("party.bar", "2020-07-02", "judgment", {"until": date(2023, 7, 2)}),
    ],
)
def test_nothing_is_taken_from_anybody_without_its_papers(
    engine: Engine, act: str, on: str, kind: str, terms: dict[str, object]
) -> None:
    given_plot(engine)
    prescribed(engine)
    before = engine.log.position()
    asked = command(act, "P-1" if act.startswith("plot") else "INV-A", on, **terms)
    gap = Gap(kind, "officer", date(2027, 1, 1))
    brought = tuple(paper for paper in asked.documents if paper.kind != kind)
    with pytest.raises(r.GapNotAllowed) as refused:
        carry_out(engine, asked.__class__(**{**vars(asked), "documents": brought, "gaps": (gap,)}))
    assert refused.value == r.GapNotAllowed(kind)
    assert engine.log.position() == before


# -- use ---------------------------------------------------------------------------------------------


def test_a_plot_in_use_is_not_prescribed_for_non_use(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.start-construction", "P-1", "2017-01-09")
    with pytest.raises(r.WrongStatus) as refused:
        prescribed(engine)
    assert refused.value == r.WrongStatus("plot-P-1", "use", "construction", ("design", "idle", "vacant"))
    prescribed(engine, violation="other")


def test_a_plot_built_upon_within_the_cure_is_not_reclaimed_for_non_use(engine: Engine) -> None:
    given_plot(engine)
    prescribed(engine, on="2019-03-20")
    do(engine, "plot.start-construction", "P-1", "2019-04-20")
    with pytest.raises(r.WrongStatus) as refused:
        do(engine, "plot.open-reclaim", "P-1", "2020-04-01", ground="court")
    assert (refused.value.region, refused.value.status) == ("use", "construction")
    do(engine, "plot.interrupt-use", "P-1", "2020-04-02")
    do(engine, "plot.open-reclaim", "P-1", "2020-04-02", ground="court")
    assert standing(engine)["compliance"] == "reclaiming"


def test_a_further_order_never_shortens_a_running_cure(engine: Engine) -> None:
    given_plot(engine)
    prescribed(engine, on="2019-07-01")
    with pytest.raises(r.NotYetDue) as refused:
        prescribed(engine, on="2019-07-02", violation="other")
    assert refused.value == r.NotYetDue("prescription-cure", date(2020, 7, 1))
    prescribed(engine, on="2020-07-02", violation="other")
    assert facts(engine, "plot-P-1").due["prescription-cure"] == date(2020, 10, 2)


# -- one notice, one date ----------------------------------------------------------------------------


def noticed(office: Office) -> None:
    office.given()
    office.do(
        "obligation define A-9 --of project:A --kind jobs --target 5 --unit persons --due 2018-01-01",
        "2017-01-09",
    )
    office.do("plot record-unmet P-1 --obligation A-9", "2018-01-15")
    office.do("plot serve-notice P-1", "2026-05-29")


def test_the_cure_of_an_obligation_under_notice_is_stamped_and_explained(office: Office) -> None:
    noticed(office)
    explained = [
        (w["step"], w["date"], w["calendar"]) for w in office.why("obligation", "A-9", "--deadline", "cure")
    ]
    assert explained == [
        ("started", "2026-05-29", None),
        ("months", "2026-08-29", None),
        ("roll", "2026-09-01", "calendar-kz@21"),
    ]


def test_one_notice_has_one_date_also_when_the_calendar_changes(office: Office) -> None:
    noticed(office)
    office.typed("calendar amend kz --working-day 2026-08-31 --yes", "2026-06-01")
    assert office.due("plot", "P-1", "notice-cure") == "2026-08-31"
    assert office.due("obligation", "A-9", "cure") == "2026-08-31"


def test_the_stamp_stands_in_the_obligation_s_own_record(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.record-unmet", "P-1", "2019-01-09", obligations=("A-1",))
    do(engine, "plot.serve-notice", "P-1", "2019-05-29")
    record = engine.log.read(["obligation-A-1"])["obligation-A-1"][-1]
    (stamp,) = stamps(record)
    assert (stamp.act, stamp.term.name, stamp.due) == ("plot.serve-notice", "cure", date(2019, 8, 29))
    assert (stamp.term.before, stamp.term.after) == (("obligation.cure",), ("obligation.breach",))


# -- commissioning -----------------------------------------------------------------------------------


def test_a_date_of_commissioning_moves_twice_however_it_is_moved(engine: Engine) -> None:
    given_plot(engine)
    duty = Duty(kind="commissioning", target=1, unit="works", due_on=date(2021, 1, 1))
    do(
        engine, "obligation.define", "C", "2019-06-03",
        of="project:A", kind=duty.kind, target=1, unit="works", due_on=duty.due_on,
    )  # fmt: skip
    do(engine, "obligation.amend", "C", "2019-07-01", annex="1", due_on=date(2022, 1, 1))
    move = {"target": "obligation-C@1", "name": "performance", "cause": "order-7"}
    do(engine, "obligation.move-deadline", "C", "2020-07-01", due=date(2023, 1, 1), **move)
    with pytest.raises(r.LimitReached) as refused:
        do(engine, "obligation.move-deadline", "C", "2021-07-01", due=date(2024, 1, 1), **move)
    assert refused.value == r.LimitReached("commissioning_moves", 2)
