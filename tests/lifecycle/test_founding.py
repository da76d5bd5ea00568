"""Founding: a store begins with its law and its first officer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain import refusals as r
from domain.officer.events import OfficerAppointed
from domain.store.events import StoreFounded, StoreOpened
from lifecycle.clock import SetClock
from lifecycle.command import Command, Document
from lifecycle.errors import Misused
from lifecycle.handling import Engine
from lifecycle.record import STORE, Draft, Record
from lifecycle.regulation import current
from lifecycle.store.log import Act, Appended
from lifecycle.store.sqlite import SqliteLog
from tests.lifecycle.acts import FOUNDED, OFFICER, command, do, found_zone


def last(engine: Engine) -> Record:
    *_, record = engine.log.scan()
    return record


def establish() -> Command:
    """What begins a zone."""
    terms = {"name": "Khorgos", "kind": "sez", "region": "Zhetisu", "term_ends_on": date(2040, 12, 31)}
    return command("zone.establish", "KHG", "2015-01-01", area_m2=100, allocatable_m2=100, **terms)


def test_the_first_to_act_in_a_new_store_is_its_first_officer_with_every_role(log: SqliteLog) -> None:
    engine = Engine(log, SetClock(datetime(2026, 1, 16, 7, 0, tzinfo=UTC)))
    engine.found(actor="бас-маман")
    assert [(record.ref, record.event) for record in log.scan()][1:] == [
        ("store-main@2", StoreOpened(law="kz", officer="бас-маман")),
        ("officer-бас-маман@1", OfficerAppointed(roles=current("kz")[-1].roles)),
    ]
    engine.found(actor="second")
    assert log.position() == FOUNDED - 1
    with pytest.raises(r.NotAuthorised, match="officer=second role=zone-administration zone=KHG cause=unknown"):
        engine.handle(replace(establish(), actor="second"))
    engine.handle(replace(establish(), actor="бас-маман"))


@pytest.mark.parametrize("origin", ["a name", "a+b", "a\nb", "a\x00b", "\ud800"])
def test_a_log_is_founded_under_no_name_that_the_key_of_its_checkpoints_cannot_bear(
    log: SqliteLog, origin: str
) -> None:
    engine = Engine(log, SetClock(datetime(2026, 1, 16, 7, 0, tzinfo=UTC)))
    with pytest.raises(Misused, match="term=origin"):
        engine.found(actor=OFFICER, origin=origin)
    assert log.position() == 0


@pytest.mark.parametrize("actor", ["", "two words", "е\u0301", "x" * 65])
def test_a_name_that_can_be_no_officer_s_founds_nothing(log: SqliteLog, actor: str) -> None:
    engine = Engine(log, SetClock(datetime(2026, 1, 16, 7, 0, tzinfo=UTC)))
    with pytest.raises(Misused, match="term=actor"):
        engine.found(actor=actor)
    with pytest.raises(Misused, match="unknown-law law=nowhere"):
        engine.found(actor=OFFICER, law="nowhere")
    assert log.position() == 0


class Overtaken:
    """The log, on which somebody else founds the store just before the first append."""

    def __init__(self, log: SqliteLog, law: str) -> None:
        self._log, self._law, self._founded = log, law, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def append(self, acts: Sequence[Act]) -> list[Appended]:
        if not self._founded:
            self._founded = True
            Engine(self._log, SetClock(datetime(2026, 1, 16, tzinfo=UTC))).found(actor="faster", law=self._law)
        return self._log.append(acts)


def test_who_is_overtaken_in_founding_is_no_officer_and_keeps_to_the_law_found(log: SqliteLog) -> None:
    overtaken: Any = Overtaken(log, "resumption")
    engine = Engine(overtaken, SetClock(datetime(2026, 1, 16, 7, 0, tzinfo=UTC)))
    engine.found(actor=OFFICER)
    assert engine.family == "resumption"
    assert [record.ref for record in log.scan()] == ["store-main@1", "store-main@2", "officer-faster@1"]
    with pytest.raises(r.NotAuthorised, match="officer=officer role=managing-director zone= cause=unknown"):
        do(engine, "officer.appoint", "x", "2026-01-01", roles=("estate-officer",))


def test_a_store_keeps_to_the_law_that_it_was_opened_under(log: SqliteLog) -> None:
    clock = SetClock(datetime(2026, 1, 16, 7, 0, tzinfo=UTC))
    Engine(log, clock).found(actor=OFFICER, law="resumption")
    engine = Engine(log, clock)
    engine.found(actor="somebody")
    law = current("resumption")[-1]
    order = Document("office-order", "1", date(2026, 1, 1))
    asked = command("officer.appoint", "x", "2026-01-01", roles=("estate-officer",))
    engine.handle(replace(asked, documents=(order,)))
    body = last(engine).body
    assert (body["regulation"], body["mandate"]) == (law.stamp, "officer-officer@1")
    assert law.rule("officer.appoint").recorded_by == "managing-director"


def test_a_store_founded_before_there_were_officers_is_opened_by_the_first_who_acts(log: SqliteLog) -> None:
    born = StoreFounded(origin="sez.test/old", time_zone="Asia/Aqtau", format=1)
    draft = Draft(STORE, 1, born, date(2026, 1, 15), {"act": "store.found", "actor": "founder"})
    clock = SetClock(datetime(2026, 1, 16, 7, 0, tzinfo=UTC))
    log.append([Act("C-0", "", clock.now, {STORE: 0}, [draft])])
    engine = Engine(log, clock)
    engine.found(actor=OFFICER, origin="sez.test/other")
    engine.found(actor="second")
    assert engine.time_zone == "Asia/Aqtau"
    assert [(record.ref, record.body.get("act"), record.body.get("actor")) for record in log.scan()] == [
        ("store-main@1", "store.found", "founder"),
        ("store-main@2", "store.open", OFFICER),
        ("officer-officer@1", None, None),
    ]
    found_zone(engine)
    assert last(engine).body["mandate"] == "officer-officer@1"
