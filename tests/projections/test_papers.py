"""The papers over all streams: cited, added, missing; the same whether followed or built anew."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.values import Part
from lifecycle.clock import SetClock
from lifecycle.command import Command, Document, Gap
from lifecycle.handling import Engine
from lifecycle.store.log import Paper
from lifecycle.store.sqlite import SqliteLog
from projections import runner
from projections.citations import Wanted
from projections.papers import COLUMNS
from projections.registers import Registers
from projections.runner import Runner
from tests.lifecycle.acts import OFFICER, carry_out, command, do, found_zone, register_plot, with_officers
from tests.projections.looks import contents, opened_views

TODAY = date(2026, 1, 16)
PDF = b"%PDF-1.7\n%%EOF\n"
DIGEST = hashlib.sha256(PDF).hexdigest()
BROUGHT = Paper(DIGEST, "application/pdf", PDF)


@pytest.fixture
def engine(log: SqliteLog, clock: SetClock) -> Engine:
    return with_officers(Engine(log, clock))


def add(engine: Engine, **terms: Any) -> None:
    whole = {"kind": "decree", "media_type": "application/pdf", "size": len(PDF)} | terms
    engine.handle(Command("document", "add", DIGEST, whole, OFFICER, date(2020, 1, 1), papers=(BROUGHT,)))


def cite(engine: Engine, key: str = "KHG", *, on: str = "2021-01-01") -> None:
    documents = (Document("decree", "12", date(2020, 12, 1), DIGEST),)
    carry_out(engine, replace(command("zone.abolish", key, on), documents=documents, papers=(BROUGHT,)))


def without(engine: Engine, act: str, key: str, kind: str, on: str, **terms: Any) -> None:
    """An act that lacks a paper, which is flagged."""
    asked = command(act, key, on, **terms)
    kept = tuple(document for document in asked.documents if document.kind != kind)
    gap = Gap(kind, "officer-land", date(2027, 1, 1))
    carry_out(engine, replace(asked, documents=kept, gaps=(gap,)))


def missing(registers: Registers, **more: Any) -> list[tuple[str, str, str | None, str | None]]:
    times = {"as_of": TODAY} | more
    rows = registers.papers(Wanted(missing=True), **times).rows
    return [(row["subject"], row["kind"], row["owner"], row["until"]) for row in rows]


REGISTERED = {"zone": "KHG", "area_m2": 10_000, "cadastral_number": "03-046-P-1", "purpose": "industry"}


# -- cited and added ---------------------------------------------------------------------------------


def test_a_paper_is_told_with_every_event_that_cites_it(registers: Registers, engine: Engine) -> None:
    found_zone(engine)
    add(engine, number="12", dated_on=date(2019, 12, 31))
    cite(engine)
    rows = registers.papers(Wanted(sha256=DIGEST), as_of=TODAY).rows
    added = {
        "kind": "decree",
        "number": "12",
        "date": "2019-12-31",
        "sha256": DIGEST,
        "stored": True,
        "how": "added",
        "event": f"document-{DIGEST}@1",
        "subject": f"document:{DIGEST}",
        "effective_on": "2020-01-01",
        "owner": None,
        "until": None,
    }
    cited = {
        "date": "2020-12-01",
        "how": "cited",
        "event": "zone-KHG@2",
        "subject": "zone:KHG",
        "effective_on": "2021-01-01",
    }
    assert list(rows) == [added, added | cited]


def test_papers_known_by_number_alone_are_told_too(registers: Registers, engine: Engine) -> None:
    found_zone(engine)
    rows = registers.papers(Wanted(kinds=("decree",), noun="zone", key="KHG"), as_of=TODAY).rows
    assert [(row["number"], row["date"], row["sha256"], row["stored"]) for row in rows] == [
        ("1", "2015-01-01", None, False)
    ]


def test_papers_are_asked_for_by_kind_noun_and_key(registers: Registers, engine: Engine) -> None:
    found_zone(engine, "A")
    found_zone(engine, "B")
    register_plot(engine, "P-1", zone="A")

    def subjects(wanted: Wanted) -> set[str]:
        return {row["subject"] for row in registers.papers(wanted, as_of=TODAY).rows}

    assert subjects(Wanted(noun="zone")) == {"zone:A", "zone:B"}
    assert subjects(Wanted(noun="zone", key="B")) == {"zone:B"}
    assert {"zone:A", "zone:B", "plot:P-1"} <= subjects(Wanted(kinds=("decree", "extract")))
    assert subjects(Wanted(kinds=("letter",))) == set()


def test_papers_are_told_as_of_a_date_and_as_known_at_a_time(
    registers: Registers, engine: Engine, clock: SetClock
) -> None:
    found_zone(engine)
    known = "2026-01-16T07:00:00.000000Z"
    clock.moment = clock.moment.replace(hour=9)
    add(engine)
    cite(engine)

    def events(**times: Any) -> list[str]:
        return [row["event"] for row in registers.papers(Wanted(sha256=DIGEST), **times).rows]

    assert events(as_of=TODAY) == [f"document-{DIGEST}@1", "zone-KHG@2"]
    assert events(as_of=date(2020, 12, 31)) == [f"document-{DIGEST}@1"]
    assert events(as_of=date(2019, 12, 31)) == []
    assert events(as_of=TODAY, known_at=known) == []


def test_a_digest_is_found_by_its_beginning(registers: Registers, engine: Engine) -> None:
    found_zone(engine)
    cite(engine)
    assert registers.digests(DIGEST[:8]) == (DIGEST,)
    assert registers.digests(DIGEST) == (DIGEST,)
    assert registers.digests("0" * 8) == ()


def test_a_paper_entered_stands_in_its_register(registers: Registers, engine: Engine) -> None:
    add(engine, title="О зоне", number="12", dated_on=date(2019, 12, 31))
    assert registers.show("document", DIGEST, as_of=TODAY).row == {
        "key": DIGEST,
        "kind": "decree",
        "title": "О зоне",
        "number": "12",
        "dated_on": "2019-12-31",
        "media_type": "application/pdf",
        "size": len(PDF),
        "status": "added",
    }


# -- missing -----------------------------------------------------------------------------------------


def test_a_paper_flagged_as_missing_is_open_with_its_owner_and_date(
    registers: Registers, engine: Engine
) -> None:
    found_zone(engine)
    without(engine, "plot.register", "P-1", "extract", "2020-01-06", **REGISTERED)
    assert missing(registers) == [("plot:P-1", "extract", "officer-land", "2027-01-01")]
    assert missing(registers, as_of=date(2020, 1, 5)) == []
    ordinary = registers.papers(Wanted(noun="plot"), as_of=TODAY).rows
    assert "missing" not in {row["how"] for row in ordinary}


def test_a_gap_is_open_until_the_date_on_which_it_was_closed(
    registers: Registers, engine: Engine, clock: SetClock
) -> None:
    found_zone(engine)
    register_plot(engine, "P-1")
    do(engine, "plot.flag-gap", "P-1", "2020-01-06", kind="decision", owner="архив", due_on=date(2020, 6, 1))
    open_ = [("plot:P-1", "decision", "архив", "2020-06-01")]
    assert missing(registers) == open_
    known = "2026-01-16T07:00:00.000000Z"
    clock.moment = clock.moment.replace(hour=9)
    do(engine, "plot.close-gap", "P-1", "2020-05-04", kind="decision")
    assert missing(registers) == []
    assert missing(registers, as_of=date(2020, 5, 3)) == open_
    assert missing(registers, as_of=date(2020, 5, 4)) == []
    assert missing(registers, known_at=known) == open_


def test_a_gap_of_the_whole_is_a_gap_of_its_parts(registers: Registers, engine: Engine) -> None:
    found_zone(engine)
    without(engine, "plot.register", "P-1", "extract", "2020-01-06", **REGISTERED)
    parts = (Part(key="P-1a", area_m2=4_000), Part(key="P-1b", area_m2=6_000))
    do(engine, "plot.split", "P-1", "2020-02-03", into=parts)
    assert missing(registers) == [
        ("plot:P-1", "extract", "officer-land", "2027-01-01"),
        ("plot:P-1a", "extract", None, None),
        ("plot:P-1b", "extract", None, None),
    ]


def test_a_gap_where_no_register_tells_of_gaps_stays_open(registers: Registers, engine: Engine) -> None:
    found_zone(engine)
    without(engine, "zone.abolish", "KHG", "decree", "2021-01-01")
    assert missing(registers) == [("zone:KHG", "decree", "officer-land", "2027-01-01")]


# -- one law -----------------------------------------------------------------------------------------


def test_the_papers_followed_step_by_step_are_those_built_anew(
    engine: Engine, views: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "BATCH", 2)
    monkeypatch.setattr(runner, "STREAMS_AT_ONCE", 1)

    def followed() -> None:
        with opened_views(views) as file:
            Runner(engine.log, file).catch_up()

    found_zone(engine)
    followed()
    without(engine, "plot.register", "P-1", "extract", "2020-01-06", **REGISTERED)
    followed()
    do(engine, "plot.flag-gap", "P-1", "2020-01-06", kind="decision", owner="archive", due_on=date(2020, 6, 1))
    add(engine)
    followed()
    do(engine, "plot.close-gap", "P-1", "2020-05-04", kind="decision")
    do(engine, "plot.close-gap", "P-1", "2020-04-06", kind="extract")
    cite(engine)
    followed()
    with opened_views(tmp_path / "anew.db") as file:
        Runner(engine.log, file).rebuild()
    found = contents(views)
    assert found == contents(tmp_path / "anew.db")
    columns = [COLUMNS.index(name) for name in ("kind", "closed_on", "how")]
    told = [tuple(row[place] for place in columns) for row in found["papers"]]
    assert [row[:2] for row in told if row[2] == "missing"] == [
        ("extract", "2020-04-06"),
        ("decision", "2020-05-04"),
    ]
