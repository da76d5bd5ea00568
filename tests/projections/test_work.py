"""The work ahead: a function of each stream's settled history, at any two times, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.values import Part
from lifecycle.handling import Engine
from lifecycle.record import STORE
from lifecycle.settling import settled
from lifecycle.store.log import Log
from projections.models import model_of
from projections.prospects import ahead
from projections.registers import Registers
from projections.worklist import Wanted
from tests.lifecycle.acts import do, register_plot
from tests.lifecycle.story import (
    contracted,
    given_plot,
    opened,
    prescribed,
    reassigned,
)
from tests.projections.ahead import FAR, lacking, of, one, rows, told
from tests.projections.lives import FIRST_DAY, in_memory, steps, written

# -- the laws --------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(steps(), max_size=10), min_size=1, max_size=3),
    st.integers(-1, 45),
    st.integers(0, 80),
)
def test_at_any_two_times_the_worklist_is_what_the_histories_then_lead_to(
    several: Any, day: int, hour: int
) -> None:
    with TemporaryDirectory() as folder, in_memory() as log:
        registers = Registers(log, Path(folder) / "views.db")
        for number, some in enumerate(several):
            written(log, some, since=number * 24)
            registers.runner.catch_up()
        as_of, known_at = (
            FIRST_DAY + timedelta(days=day),
            f"2020-06-{1 + hour // 24:02}T{hour % 24:02}:00:00.000000Z",
        )
        for times in ((None, None), (as_of, None), (None, known_at), (as_of, known_at)):
            found = registers.work(Wanted(FIRST_DAY, FAR), as_of=times[0], known_at=times[1]).rows
            assert sorted(shown(found)) == sorted(shown(folded(log, *times)))
        registers.close()


def folded(log: Log, as_of: date | None, known_at: str | None) -> Iterator[dict[str, Any]]:
    """The work ahead of every stream of a log, each folded from nothing."""
    for stream in log.streams_from(0, upto=log.position()):
        noun, _, key = stream.partition("-")
        if stream != STORE:
            history = settled(log.read([stream])[stream], as_of=as_of, known_at=known_at)
            model = model_of(noun)
            states = list(model.states(model.start(key), history))
            found = ahead(key, history, states[-1]) if states else []
            yield from (row for row in found if not row["target"] and not (row["closes"] and late(row)))


def late(row: dict[str, Any]) -> bool:
    return bool(row["due_on"]) and row["due_on"] < FIRST_DAY.isoformat()


def shown(found: Any) -> list[str]:
    names = (
        "noun",
        "key",
        "kind",
        "name",
        "detail",
        "due_on",
        "event",
        "regulation",
        "suggest_before",
        "owner",
    )
    return [repr([row[name] or "" for name in names]) for row in found if not late_step(row)]


def late_step(row: dict[str, Any]) -> bool:
    """A step on another subject is told of that one, and joined: other tests are about those."""
    return row["kind"] == "step" and ":" in (row["detail"] or "")


# -- deadlines -------------------------------------------------------------------------------------------


def test_a_grant_starts_two_clocks_and_each_is_over_once_it_is_answered(
    engine: Engine, registers: Registers
) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A")
    register_plot(engine, "P-1")
    do(engine, "plot.allocate", "P-1", "2016-02-01", project="A")
    assert told(of(rows(registers, "2016-02-01"), "P-1")) == [
        ("plot:P-1", "lease-signing", "2016-05-01", "sign-lease", "|", "revoke-allocation"),
        ("plot:P-1", "non-use", "2019-02-01", "start-construction", "|", "issue-prescription"),
    ]
    do(engine, "plot.sign-lease", "P-1", "2016-03-01", until=date(2038, 12, 31))
    assert told(of(rows(registers, "2016-03-01"), "P-1")) == [
        ("plot:P-1", "non-use", "2019-02-01", "start-construction", "|", "issue-prescription"),
        ("plot:P-1", "lease", "2038-12-31", "extend-lease", "|", "expire-lease"),
        ("plot:P-1", "not-handed-over", None, "hand-over", "|"),
    ]
    do(engine, "plot.hand-over", "P-1", "2016-03-02")
    do(engine, "plot.start-construction", "P-1", "2016-04-01")
    assert [row["name"] for row in of(rows(registers), "P-1")] == ["lease"]
    assert [row["name"] for row in of(rows(registers, "2016-03-31"), "P-1")] == ["non-use", "lease"]


def test_a_deadline_says_where_it_came_from_and_under_which_law(engine: Engine, registers: Registers) -> None:
    given_plot(engine)
    assert one(rows(registers, "2018-01-01"), "P-1", "non-use") == {
        "noun": "plot",
        "key": "P-1",
        "kind": "deadline",
        "name": "non-use",
        "detail": None,
        "due_on": "2019-02-01",
        "days_left": 396,
        "overdue": False,
        "from_on": "2016-02-01",
        "event": "plot-P-1@2",
        "act": "plot.allocate",
        "regulation": "kz-2011@3",
        "calendar": None,
        "provisional": False,
        "cause": None,
        "basis": "Land Code 92(2)",
        "suggest_before": [{"act": "plot.start-construction"}],
        "suggest_after": [{"act": "plot.issue-prescription", "terms": {"violation": "non-use"}}],
        "owner": None,
        "whose": "INV-A",
        "zone": "KHG",
    }


def test_a_deadline_moves_with_the_time_that_does_not_count_and_by_an_act(
    engine: Engine, registers: Registers
) -> None:
    given_plot(engine)
    do(
        engine, "plot.exclude-time", "P-1", "2017-03-01",
        from_on=date(2017, 1, 1), to_on=date(2017, 1, 31), ground="no-utility",
    )  # fmt: skip
    assert one(rows(registers), "P-1", "non-use")["due_on"] == "2019-03-04"
    do(
        engine, "plot.move-deadline", "P-1", "2018-01-01",
        target="plot-P-1@2", name="non-use", due=date(2020, 2, 1), cause="decision 7",
    )  # fmt: skip
    row = one(rows(registers), "P-1", "non-use")
    assert (row["due_on"], row["cause"], row["event"]) == ("2020-03-03", "decision 7", "plot-P-1@2")


def test_nobody_is_told_to_use_a_plot_whose_right_ended(engine: Engine, registers: Registers) -> None:
    given_plot(engine)
    do(engine, "plot.surrender", "P-1", "2017-01-01")
    assert told(of(rows(registers), "P-1")) == [("plot:P-1", "right-not-cleared", None, "clear-right", "|")]
    do(engine, "plot.clear-right", "P-1", "2017-01-02")
    assert of(rows(registers), "P-1") == []


def test_an_overdue_clock_is_silent_once_what_it_opens_is_under_way(
    engine: Engine, registers: Registers
) -> None:
    given_plot(engine)
    prescribed(engine)
    assert [row["name"] for row in of(rows(registers), "P-1")] == ["prescription-cure", "lease"]
    assert [row["name"] for row in of(rows(registers, "2019-06-30"), "P-1")] == ["non-use", "lease"]


def test_a_right_given_back_has_the_clock_that_it_had(engine: Engine, registers: Registers) -> None:
    given_plot(engine)
    reassigned(engine)
    do(engine, "plot.reverse-reclaim", "P-1", "2021-06-01")
    assert told(of(rows(registers, "2021-06-01"), "P-1"))[-1] == (
        *("plot:P-1", "disputed", None, "close-dispute", "restore-grant", "restore-lease"),
        *("restore-possession", "restore-ownership", "|"),
    )
    do(engine, "plot.restore-lease", "P-1", "2021-07-01", party="INV-A")
    row = one(rows(registers), "P-1", "non-use")
    assert (row["due_on"], row["event"], row["regulation"]) == ("2019-02-01", "plot-P-1@2", "kz-2011@3")


def test_a_part_of_a_plot_has_the_clocks_and_the_gaps_of_the_whole(
    engine: Engine, registers: Registers
) -> None:
    given_plot(engine)
    lacking(engine)
    into = (Part(key="P-2", area_m2=4_000), Part(key="P-3", area_m2=6_000))
    do(engine, "plot.split", "P-1", "2017-01-01", into=into)
    found = rows(registers)
    assert of(found, "P-1") == []
    assert [(row["name"], row["due_on"], row["event"]) for row in of(found, "P-2")] == [
        ("non-use", "2019-02-01", "plot-P-2@1"),
        ("lease", "2038-12-31", "plot-P-2@1"),
        ("decision", None, "plot-P-2@1"),
        ("without-a-number", None, "plot-P-2@1"),
    ]
    assert one(found, "P-2", "non-use")["basis"] == "Land Code 92(2)"


def test_the_edition_that_took_the_place_of_the_one_stamped_says_what_answers_a_deadline(
    engine: Engine, registers: Registers
) -> None:
    given_plot(engine)
    prescribed(engine, violation="other")
    row = one(rows(registers, "2019-07-02"), "P-1", "prescription-cure")
    assert (row["basis"], row["regulation"], row["from_on"]) == ("Land Code 93(4)", "kz-2019@3", "2019-07-01")
    assert row["suggest_after"] == [{"act": "plot.open-reclaim", "terms": {"ground": "court"}}]


# -- obligations -----------------------------------------------------------------------------------------


def test_an_obligation_is_work_until_it_is_found_met_and_then_no_more(
    engine: Engine, registers: Registers
) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A")
    assert told(of(rows(registers), "A-1")) == [
        ("obligation:A-1", "performance", "2018-01-01", "record-met", "report", "|", "record-unmet")
    ]
    row = one(rows(registers, "2017-01-01"), "A-1", "performance")
    assert (row["kind"], row["detail"], row["zone"], row["whose"]) == ("obligation", "jobs", "KHG", "INV-A")
    assert (row["event"], row["days_left"], row["overdue"]) == ("obligation-A-1@1", 365, False)
    do(engine, "obligation.record-met", "A-1", "2018-01-01")
    assert of(rows(registers), "A-1") == []


def test_an_unmet_obligation_waits_for_its_cure_and_without_one_for_a_notice(
    engine: Engine, registers: Registers
) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A")
    do(engine, "obligation.record-unmet", "A-1", "2020-02-03")
    assert told(of(rows(registers, "2020-02-03"), "A-1")) == [
        ("obligation:A-1", "cure", "2020-05-04", "cure", "|", "breach")
    ]
    do(engine, "obligation.reschedule", "A-1", "2020-04-01", annex="2", due_on=date(2020, 12, 31))
    assert [row["due_on"] for row in of(rows(registers, "2020-04-01"), "A-1")] == ["2020-12-31"]


def test_while_time_does_not_count_nothing_falls_due(engine: Engine, registers: Registers) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A")
    do(engine, "obligation.suspend-clock", "A-1", "2017-01-01", ground="force-majeure")
    assert told(of(rows(registers), "A-1")) == [
        ("obligation:A-1", "time-stands-still", None, "resume-clock", "|")
    ]
    do(engine, "obligation.resume-clock", "A-1", "2017-02-01")
    row = one(rows(registers), "A-1", "performance")
    assert (row["due_on"], row["event"]) == ("2018-02-01", "obligation-A-1@1")


def test_a_term_that_was_over_when_time_stopped_stays_overdue(engine: Engine, registers: Registers) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A")
    do(engine, "obligation.suspend-clock", "A-1", "2018-06-01", ground="force-majeure")
    row = one(rows(registers), "A-1", "performance")
    assert (row["overdue"], row["suggest_after"]) == (True, row["suggest_before"])


def test_a_notice_on_the_plot_starts_the_cure_of_its_obligations(engine: Engine, registers: Registers) -> None:
    given_plot(engine)
    do(engine, "plot.record-unmet", "P-1", "2018-02-01", obligations=("A-1",))
    assert [row["name"] for row in of(rows(registers), "A-1")] == ["unmet-without-a-cure"]
    assert told(of(rows(registers), "P-1", "found-unmet")) == [
        ("plot:P-1", "found-unmet", None, "serve-notice", "|")
    ]
    do(engine, "plot.serve-notice", "P-1", "2018-02-05")
    row = one(rows(registers), "A-1", "cure")
    assert (row["due_on"], row["event"], row["act"]) == ("2018-05-07", "obligation-A-1@3", None)
    assert told(of(rows(registers), "P-1", "notice-cure")) == [
        ("plot:P-1", "notice-cure", "2018-05-07", "record-cure", "|", "open-reclaim")
    ]
