"""Handling: what a request must be, when it is tried again, and what a dry run tells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain import refusals as r
from domain.proposal.events import ActProposed
from domain.values import Money
from lifecycle import handling
from lifecycle.case import fold
from lifecycle.clock import SetClock
from lifecycle.command import Command, Document, Gap
from lifecycle.confirming import asked_for
from lifecycle.errors import Conflict, Misused, NotFound
from lifecycle.handling import ATTEMPTS, Engine
from lifecycle.record import Record
from lifecycle.redeciding import as_asked
from lifecycle.store.log import Act, Appended, Paper
from tests.lifecycle.acts import FOUNDED, OFFICER, carry_out, command, do, found_zone, register_plot
from tests.lifecycle.story import facts, given_plot, held, parts, standing


class Interrupted:
    """The log, with somebody else's act slipped in before each of the first appends."""

    def __init__(self, engine: Engine, times: int) -> None:
        self._log, self._engine, self._times = engine.log, Engine(engine.log, engine.clock), times

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def append(self, acts: Sequence[Act]) -> list[Appended]:
        if self._times:
            self._times -= 1
            number = self._engine.log.position()
            do(self._engine, "zone.appoint-company", "KHG", "2017-01-01", company=f"Company {number}")
        return self._log.append(acts)


def test_an_act_is_tried_again_when_somebody_wrote_first(engine: Engine) -> None:
    found_zone(engine)
    engine.log = Interrupted(engine, ATTEMPTS - 1)
    assert register_plot(engine, "P-1", on="2017-02-01").appended.count == 3


def test_an_act_that_never_gets_through_is_reported(engine: Engine) -> None:
    found_zone(engine)
    engine.log = Interrupted(engine, ATTEMPTS + 1)
    with pytest.raises(Conflict, match="stream=zone-KHG"):
        register_plot(engine, "P-1", on="2017-02-01")
    assert engine.log.read(["plot-P-1"]) == {"plot-P-1": []}


def test_what_an_engine_remembers_never_refuses_nor_skips_an_act(engine: Engine) -> None:
    found_zone(engine)
    do(engine, "zone.change-activities", "KHG", "2016-01-01", activities=("trade",))
    other = Engine(engine.log, engine.clock)
    do(other, "zone.extend-term", "KHG", "2017-01-01", term_ends_on=date(2050, 1, 1))
    do(other, "zone.change-activities", "KHG", "2017-01-02", activities=("logistics",))
    with pytest.raises(r.DatesOutOfOrder, match="after=2050-01-01"):
        do(engine, "zone.extend-term", "KHG", "2018-01-01", term_ends_on=date(2045, 1, 1))
    assert do(engine, "zone.change-activities", "KHG", "2018-01-02", activities=("trade",)).version == 5
    do(other, "zone.transfer-ownership", "KHG", "2018-02-01", owner="Akimat")
    assert do(engine, "zone.accept-balance", "KHG", "2018-03-01").version == 7


def test_an_engine_forgets_before_it_remembers_too_much(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handling, "REMEMBERED", 2)
    found_zone(engine)
    register_plot(engine, "P-1")
    assert len(engine._desk) == 0


def test_an_expected_version_is_checked_and_never_retried(engine: Engine) -> None:
    found_zone(engine)
    asked = command("zone.abolish", "KHG", "2021-01-01")
    with pytest.raises(Conflict, match="expected=2 stands=1"):
        engine.handle(replace(asked, expect_version=2))
    engine.log = Interrupted(engine, 1)
    with pytest.raises(Conflict, match="stream-moved"):
        engine.handle(replace(asked, expect_version=1))


class Unaware:
    """The log to somebody who asked for a command just before it was carried out."""

    def __init__(self, log: Any) -> None:
        self._log, self._asked = log, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def command(self, command_id: str) -> Appended | None:
        self._asked += 1
        return None if self._asked == 1 else self._log.command(command_id)


def test_a_command_carried_out_meanwhile_is_a_repeat(engine: Engine) -> None:
    found_zone(engine)
    asked = command("zone.abolish", "KHG", "2021-01-01").named("C-1")
    desk = engine.desk()
    act, _ = engine.act_of(engine.decided(asked, desk), desk)
    first, again = engine.log.append([act, act])
    assert (first.repeated, again.repeated) == (False, True)
    engine.log = Unaware(engine.log)
    assert engine.handle(asked).appended.repeated


def request_behind(act: Sequence[Record]) -> Command:
    """What was asked for, from the records of what was done."""
    primary, last = act[0], act[-1]
    if "second" in primary.body:
        return Command("proposal", "approve", last.key, actor=primary.body["second"])
    if isinstance(primary.event, ActProposed):
        return replace(asked_for(fold(primary.stream, act).facts), propose=True)
    papers = tuple(
        Document(d["kind"], d.get("number", ""), date.fromisoformat(d["date"]))
        for d in primary.body.get("documents", ())
    )
    return replace(as_asked(primary), actor=primary.body["actor"], documents=papers)


def test_the_digest_of_a_request_can_be_made_again_from_the_log(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.split", "P-1", "2018-01-01", into=parts(P_2=4_000, P_3=6_000), uses=())
    do(engine, "plot.open-reclaim", "P-2", "2018-02-01", ground="state-needs")
    refused = engine.handle(
        replace(command("plot.open-reclaim", "P-3", "2018-02-01", ground="state-needs"), propose=True)
    )
    engine.handle(
        Command("proposal", "reject", refused.stream.partition("-")[2], {}, OFFICER, reason="P-3 stays")
    )
    seen = set()
    for record in engine.log.scan():
        act = engine.log.command(record.command)
        assert act is not None
        if record.position == act.first_position > FOUNDED - 1:
            records = engine.log.read_from(act.first_position - 1, limit=act.count)
            asked, on = request_behind(records), date.fromisoformat(record.effective_on)
            assert asked.request_hash(on) == act.request_hash
            seen.add(asked.act if not asked.propose else "proposed")
    assert {"proposed", "proposal.approve", "proposal.reject", "plot.split"} <= seen


def test_a_repeat_without_a_date_is_still_a_repeat_the_day_after(engine: Engine) -> None:
    found_zone(engine)
    asked = replace(command("zone.abolish", "KHG").named("C-1"), on=None)
    engine.handle(asked)
    assert isinstance(engine.clock, SetClock)
    engine.clock.moment += timedelta(days=1)
    assert engine.handle(asked).appended.repeated


def test_a_refusal_of_a_fresh_command_stays_a_refusal(engine: Engine) -> None:
    found_zone(engine)
    with pytest.raises(r.DatesOutOfOrder):
        engine.handle(
            command("zone.extend-term", "KHG", "2021-01-01", term_ends_on=date(2030, 1, 1)).named("C-1")
        )


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (Command("city", "build", "X"), "unknown-noun"),
        (Command("zone", "sell", "X"), "unknown-verb"),
        (command("zone.abolish", "KHG", price=1), r"unknown=\['price'\]"),
        (command("zone.extend-term", "KHG"), r"missing=\['term_ends_on'\]"),
        (command("zone.supersede", "KHG", by=""), r"missing=\['by'\]"),
        (replace(command("zone.abolish", "KHG"), actor="a\x1bb"), "term=actor"),
        (replace(command("zone.abolish", "KHG"), reason=" padded "), "term=reason"),
        (
            replace(command("zone.abolish", "KHG"), documents=(Document("decree", "\u202e1"),)),
            "number of decree",
        ),
        (replace(command("zone.abolish", "KHG"), reason="x" * 3_000), "at most|characters"),
    ],
)
def test_a_request_that_cannot_be_read_is_misuse(engine: Engine, asked: Command, problem: str) -> None:
    with pytest.raises(Misused, match=problem):
        engine.handle(asked)


def test_a_subject_that_does_not_exist_is_not_found(engine: Engine) -> None:
    with pytest.raises(NotFound, match="zone key=KHG"):
        do(engine, "zone.abolish", "KHG")
    with pytest.raises(NotFound, match="zone key=KHG"):
        register_plot(engine, "P-1")
    assert engine.log.position() == FOUNDED


def test_nothing_is_dated_before_the_zone_existed_nor_after_today(engine: Engine) -> None:
    found_zone(engine)
    with pytest.raises(r.BeforeItExisted, match="zone-KHG on=2014-12-31"):
        register_plot(engine, "P-1", on="2014-12-31")
    with pytest.raises(r.BeforeItExisted):
        do(engine, "zone.abolish", "KHG", "2014-12-31")
    with pytest.raises(r.DateInFuture):
        register_plot(engine, "P-1", on="2026-01-17")
    with pytest.raises(r.NoLawInForce):
        do(engine, "party.register", "INV-A", "2010-12-31", name="A")


def test_a_paper_may_be_younger_than_what_it_tells_of_and_never_than_today(engine: Engine) -> None:
    found_zone(engine)
    told = command("zone.appoint-company", "KHG", "2020-01-01", company="C")
    of_tomorrow = replace(told, documents=(Document("decision", "1", date(2026, 1, 17)),))
    for asked in (of_tomorrow, replace(of_tomorrow, propose=True)):
        with pytest.raises(r.PaperInFuture) as refused:
            engine.handle(asked)
        assert refused.value == r.PaperInFuture("decision", date(2026, 1, 17), date(2026, 1, 16))
    assert engine.handle(replace(told, documents=(Document("decision", "1", date(2026, 1, 16)),))).events


def test_an_act_without_a_date_is_of_today(engine: Engine) -> None:
    found_zone(engine)
    done = engine.handle(replace(command("zone.abolish", "KHG"), on=None))
    assert done.events[0]["effective_on"] == "2026-01-16"


def test_papers_demanded_are_named_together(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.record-unmet", "P-1", "2018-01-02", obligations=("A-1",))
    asked = replace(command("plot.serve-notice", "P-1", "2018-01-03"), documents=())
    with pytest.raises(r.PapersMissing) as refused:
        engine.handle(asked)
    assert refused.value.missing == ("notice", "proof-of-delivery")
    assert (refused.value.rule, refused.value.basis) == (
        "plot.serve-notice", "Entrepreneurial Code 295, 296-2",
    )  # fmt: skip


def test_a_gap_stands_for_a_paper_when_it_is_owned(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1")
    do(engine, "party.register", "INV-A", name="A")
    asked = replace(command("plot.recognise", "P-1", party="INV-A"), documents=())
    gaps = tuple(Gap(kind, "archive", date(2027, 1, 1)) for kind in ("decision", "contract", "handover-act"))
    with pytest.raises(r.GapIncomplete, match="decision"):
        carry_out(engine, replace(asked, gaps=(gaps[0]._replace(owner=""), *gaps[1:])))
    carry_out(engine, replace(asked, gaps=gaps))
    assert facts(engine, "plot-P-1").gaps == ("contract", "decision", "handover-act")
    do(engine, "plot.close-gap", "P-1", "2020-02-01", kind="decision")
    assert facts(engine, "plot-P-1").gaps == ("contract", "handover-act")


def test_only_a_paper_that_is_demanded_can_be_flagged_as_missing(engine: Engine) -> None:
    found_zone(engine)
    asked = command("zone.abolish", "KHG", "2021-01-01")
    with pytest.raises(r.GapNotDemanded, match="kind=map"):
        engine.handle(replace(asked, gaps=(Gap("map", "archive", date(2027, 1, 1)),)))


def test_a_subject_that_does_not_exist_is_named_before_papers(engine: Engine) -> None:
    with pytest.raises(NotFound):
        engine.handle(replace(command("zone.abolish", "KHG", "2021-01-01"), documents=()))


def test_a_reason_is_kept_with_the_primary_event(engine: Engine) -> None:
    found_zone(engine)
    engine.handle(replace(command("zone.abolish", "KHG", "2021-01-01"), reason="decree 12"))
    assert list(engine.log.scan())[-1].body["data"] == {"reason": "decree 12"}


def test_a_dry_run_shows_events_and_standing_and_writes_nothing(engine: Engine) -> None:
    given_plot(engine)
    before = engine.log.position()
    tried = engine.try_(command("plot.surrender", "P-1", "2018-01-01"))
    assert [e["type"] for e in tried.events] == ["plot.PlotSurrendered@1", "project.PlotLost@1"]
    assert (tried.before.standing["tenure"], tried.after.standing["tenure"]) == ("held", "ended")
    assert engine.log.position() == before
    assert engine.try_(command("plot.correct-number", "P-1", cadastral_number="03-046-P-1")).events == ()


def test_a_dry_run_tells_everything_that_stands_against_an_act(engine: Engine) -> None:
    given_plot(engine)
    asked = replace(command("plot.open-reclaim", "P-1", "2018-01-01", ground="court"), documents=(), gaps=())
    found = [type(o) for o in engine.try_(asked).objections]
    assert found == [r.SecondOfficerNeeded, r.PapersMissing, r.WrongStatus, r.GroundNotRipe]


def test_a_malformed_term_is_named_with_what_was_expected(engine: Engine) -> None:
    found_zone(engine)
    asked = command("plot.register", "P-1", zone="KHG", area_m2=0, cadastral_number="1-1", purpose="x")
    with pytest.raises(Misused) as error:
        engine.handle(asked)
    assert error.value.values["term"] == "area_m2"


def test_the_currency_of_a_report_is_that_of_its_project(engine: Engine) -> None:
    given_plot(engine)
    with pytest.raises(r.CurrencyMismatch, match="expected=KZT given=USD"):
        do(
            engine, "project.report", "A", "2017-01-01",
            period="2016", investment=Money(minor=1, currency="USD"),
        )  # fmt: skip


# -- backdating --------------------------------------------------------------------------------------


def effective(records: Iterable[Record]) -> list[str]:
    return [r.effective_on for r in records]


def test_a_fact_learned_late_is_recorded_at_its_own_date(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.start-construction", "P-1", "2018-01-01")
    do(engine, "plot.start-design", "P-1", "2017-01-01")
    records = engine.log.read(["plot-P-1"])["plot-P-1"]
    assert effective(records)[-2:] == ["2018-01-01", "2017-01-01"]
    assert standing(engine, on="2017-06-01")["use"] == "design"
    assert standing(engine)["use"] == "construction"


def test_a_backdated_act_that_makes_a_later_one_impossible_is_refused(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.buy-out", "P-1", "2018-01-01")
    with pytest.raises(r.LaterActStands) as refused:
        do(engine, "plot.surrender", "P-1", "2017-01-01")
    assert refused.value.values() == {"event": "plot-P-1@5", "act": "plot.buy-out"}


def test_plots_may_be_entered_in_any_order_of_their_dates(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1", on="2020-01-01")
    register_plot(engine, "P-2", on="2016-01-01")
    assert facts(engine, "land-KHG").taken_m2 == 20_000


def test_a_fact_imposed_from_outside_is_recorded_whatever_came_later(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.buy-out", "P-1", "2018-01-01")
    done = do(engine, "plot.annul-grant", "P-1", "2017-01-01")
    (record,) = engine.log.read_from(done.appended.first_position - 1, limit=1)
    assert record.body["overrides_later"] is True


def test_a_later_holder_is_not_displaced_by_a_late_allocation(engine: Engine) -> None:
    given_plot(engine)
    register_plot(engine, "P-2", on="2015-06-01")
    held(engine, "P-2", "A", "2020-01-01")
    with pytest.raises(r.LaterActStands, match="plot-P-2@2"):
        do(engine, "plot.allocate", "P-2", "2016-06-01", project="A")


def test_a_document_is_known_by_number_or_by_digest(engine: Engine) -> None:
    found_zone(engine)
    plan = Paper(hashlib.sha256(b"a map").hexdigest(), "text/plain", b"a map")
    documents = (Document("decree", "12", date(2021, 1, 1)), Document("map", sha256=plan.sha256))
    asked = replace(command("zone.abolish", "KHG", "2021-01-01"), documents=documents)
    with pytest.raises(Misused, match="document-absent"):
        engine.handle(asked)
    engine.handle(replace(asked, papers=(plan,)))
    assert list(engine.log.scan())[-1].body["documents"] == [
        {"date": "2021-01-01", "kind": "decree", "number": "12"}, {"kind": "map", "sha256": plan.sha256},
    ]  # fmt: skip
