"""Handling: what a request must be, and what a dry run tells."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain import refusals as r
from domain.values import Money
from lifecycle.command import Command, Document, Gap
from lifecycle.errors import Misused, NotFound
from lifecycle.handling import Engine
from lifecycle.store.log import Paper
from tests.lifecycle.acts import FOUNDED, carry_out, command, do, found_zone, register_plot
from tests.lifecycle.story import facts, given_plot


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


@pytest.mark.parametrize(
    ("act", "terms"),
    [
        ("plot.allocate", {"project": "A"}),
        ("plot.sign-lease", {"until": date(2030, 1, 1)}),
        ("plot.correct-number", {"cadastral_number": "03-046-1"}),
    ],
)
def test_a_dry_run_before_a_subject_existed_says_so_and_no_more(
    engine: Engine, act: str, terms: dict[str, Any]
) -> None:
    given_plot(engine)
    found = engine.try_(command(act, "P-1", "2015-01-02", **terms)).objections
    assert r.BeforeItExisted in [type(objection) for objection in found]


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
