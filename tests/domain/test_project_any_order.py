"""Whatever is asked, in whatever order: an act is refused by name or carried out, and every history folds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.refusals import Refused
from domain.values import OBLIGATION_KINDS, Duty, Money
from lifecycle.clock import SetClock
from lifecycle.definitions import lifecycle_of
from lifecycle.errors import Misused
from lifecycle.handling import Engine
from lifecycle.settling import settled
from lifecycle.store import open_log
from tests.lifecycle.acts import do, found_zone, with_officers

NUMBERS = count(1)

days = st.dates(date(2018, 1, 1), date(2026, 1, 1))
later = st.dates(date(2018, 1, 1), date(9999, 12, 31))
texts = st.text("абвabc 123", min_size=1, max_size=8)
sums = st.builds(Money, minor=st.integers(0, 10**12), currency=st.sampled_from(["KZT", "KZT", "USD"]))
targets = st.integers(0, 1000)
duties = st.builds(
    Duty,
    kind=st.sampled_from(OBLIGATION_KINDS),
    target=targets,
    unit=st.sampled_from(["persons", "KZT"]),
    due_on=later,
)
moves = {
    "target": st.sampled_from(["project-P-1@1", "obligation-P-1-1@1"]),
    "name": st.sampled_from(["approval", "cure", "performance"]),
    "due": later,
}
moves |= {"cause": texts}

TERMS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "project.clarify": {"activity": st.none() | texts},
    "project.sign-contract": {"obligations": st.lists(duties, max_size=3).map(tuple)},
    "project.amend": {"annex": texts, "commissioning_on": st.none() | later, "investment": st.none() | sums},
    "project.terminate": {"ground": st.sampled_from(["breach", "agreement", "court"])},
    "project.launch-stage": {"stage": st.integers(0, 3)},
    "project.report": {"period": st.just("2020-H1"), "jobs": st.none() | targets, "taxes": st.none() | sums},
    "project.transfer-zone": {"zone": st.sampled_from(["KHG", "AST"])},
    "project.extend-to-zone": {"zone": st.sampled_from(["KHG", "AST"])},
    "project.move-deadline": moves,
    "obligation.report": {"amount": targets},
    "obligation.amend": {"annex": texts, "target": st.none() | targets, "due_on": st.none() | later},
    "obligation.reschedule": {"annex": texts, "due_on": later},
    "obligation.suspend-clock": {"ground": st.sampled_from(["no-utility", "force-majeure"])},
    "obligation.move-deadline": moves,
}
NOT_AGAIN = {"project.submit", "obligation.define"}
ACTS = sorted(
    row.act
    for noun in ("project", "obligation")
    for row in lifecycle_of(noun).rows
    if row.verb and row.act not in NOT_AGAIN
)


@st.composite
def act(draw: st.DrawFn) -> tuple[str, date, dict[str, Any]]:
    name = draw(st.sampled_from(ACTS))
    return name, draw(days), {term: draw(values) for term, values in TERMS.get(name, {}).items()}


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    log = open_log(str(tmp_path_factory.mktemp("any") / "sez.db"))
    engine = with_officers(Engine(log, SetClock(datetime(2026, 1, 16, 7, 0, tzinfo=UTC))))
    for zone in ("KHG", "AST"):
        found_zone(engine, zone)
    do(engine, "party.register", "ACME", "2016-01-01", name="Acme")
    yield engine
    log.close()


def begin(engine: Engine, key: str, stages: int) -> None:
    do(
        engine,
        "project.submit",
        key,
        "2018-01-01",
        zone="KHG",
        party="ACME",
        name="Works",
        investment=Money(minor=10**9, currency="KZT"),
        jobs=10,
        area_m2=1_000,
        stages=stages,
        off_territory=True,
    )
    do(engine, "project.review", key, "2018-01-01")
    do(engine, "project.approve", key, "2018-01-01")
    promise = Duty(kind="commissioning", target=1, unit="object", due_on=date(2019, 1, 1))
    do(engine, "project.sign-contract", key, "2018-01-01", obligations=(promise,))


@settings(max_examples=40, deadline=None)
@given(stages=st.integers(1, 2), acts=st.lists(act(), max_size=15), ordered=st.booleans())
def test_every_act_is_refused_by_name_or_leads_to_a_history_that_folds(
    busy: Engine, stages: int, acts: list[tuple[str, date, dict[str, Any]]], *, ordered: bool
) -> None:
    key = f"P-{next(NUMBERS)}"
    begin(busy, key, stages)
    for name, on, terms in sorted(acts, key=lambda a: a[1]) if ordered else acts:
        subject = key if name.startswith("project.") else f"{key}-1"
        with suppress(Refused, Misused):
            do(busy, name, subject, on.isoformat(), **terms)
    streams = [f"project-{key}", f"obligation-{key}-1"]
    found = busy.log.read(streams)
    for stream, case in busy.desk().cases(streams, busy.today()).items():
        assert case.version == len(settled(found[stream]))
        assert set(case.standing) == set(case.lifecycle.regions)
