"""One subject straight from the log: how it stands, and what happened to it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from lifecycle.clock import SetClock
from lifecycle.command import Gap
from lifecycle.errors import Misused, NotFound
from lifecycle.handling import Engine
from lifecycle.record import timestamp
from projections.answers import Answer, Row
from projections.lookup import history, show
from projections.story import COLUMNS
from tests.lifecycle.acts import FOUNDED, PAPERS, command, do, found_zone, register_plot
from tests.lifecycle.story import given_plot

TODAY = date(2026, 1, 16)


def last(answer: Answer) -> Row:
    return answer.rows[-1]


# -- show --------------------------------------------------------------------------------------------


def test_a_plot_is_shown_whole(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1")
    shown = show(engine.log, "plot", "P-1", as_of=TODAY)
    assert (shown.position, shown.as_of, shown.known_at) == (FOUNDED + 4, TODAY, None)
    assert shown.row == {
        "key": "P-1",
        "zone": "KHG",
        "cadastral_number": "03-046-P-1",
        "area_m2": 10_000,
        "area_ha": "1.0000",
        "purpose": "industry",
        "premises": False,
        "record": "registered",
        "tenure": "free",
        "use": "vacant",
        "compliance": "clear",
        "encumbrances": [],
        "project": None,
        "party": None,
        "free": True,
        "reserved_for": None,
        "reserved_until": None,
        "leased_until": None,
        "ground": None,
        "rivals": [],
        "former_holders": [],
        "gaps": [],
        "burdens": [],
        "parents": [],
        "children": [],
    }


def test_what_does_not_exist_or_did_not_yet_is_not_found(engine: Engine) -> None:
    found_zone(engine)
    with pytest.raises(NotFound, match="category=zone key=PIT"):
        show(engine.log, "zone", "PIT", as_of=TODAY)
    with pytest.raises(NotFound):
        show(engine.log, "zone", "KHG", as_of=date(2014, 12, 31))
    with pytest.raises(NotFound):
        show(engine.log, "zone", "KHG", as_of=TODAY, known_at="2026-01-16T06:59:59.999999Z")
    with pytest.raises(NotFound):
        history(engine.log, "zone", "KHG", as_of=date(2014, 12, 31))
    with pytest.raises(Misused, match="unknown-noun"):
        show(engine.log, "land", "KHG", as_of=TODAY)


def test_an_area_not_yet_known_is_no_area() -> None:
    from projections.models import complete, model_of  # noqa: PLC0415 - a row that no event has touched

    assert complete(model_of("zone").empty, as_of=TODAY)["area_ha"] is None


# -- history -----------------------------------------------------------------------------------------


def test_a_history_says_who_did_what_on_which_paper_and_article(engine: Engine) -> None:
    found_zone(engine)
    told = history(engine.log, "zone", "KHG")
    assert (told.position, told.as_of, told.known_at) == (FOUNDED + 1, None, None)
    assert told.row == {
        "position": FOUNDED + 1,
        "version": 1,
        "event": "zone-KHG@1",
        "type": "zone.ZoneEstablished@1",
        "recorded_at": "2026-01-16T07:00:00.000000Z",
        "effective_on": "2015-01-01",
        "act": "zone.establish",
        "actor": "officer",
        "second": None,
        "mandate": "officer-officer@1",
        "role": "zone-administration",
        "body": None,
        "regulation": "kz-2011@3",
        "basis": "SEZ law, establishment",
        "documents": [document.as_json() for document in PAPERS],
        "gaps": [],
        "reason": None,
        "data": {
            "allocatable_m2": 1_000_000,
            "area_m2": 1_000_000,
            "kind": "sez",
            "name": "Khorgos",
            "region": "Zhetisu",
            "term_ends_on": "2040-12-31",
        },
        "deadlines": [],
        "changes": {
            "name": [None, "Khorgos"],
            "kind": [None, "sez"],
            "region": [None, "Zhetisu"],
            "status": [None, "operating"],
            "area_m2": [None, 1_000_000],
            "allocatable_m2": [None, 1_000_000],
            "established_on": [None, "2015-01-01"],
            "term_ends_on": [None, "2040-12-31"],
        },
        "state": {"status": "operating"},
        "voided_by": None,
        "corrected_by": [],
        "as_recorded": {},
    }
    assert tuple(told.row) == COLUMNS


def test_an_event_that_another_subjects_act_wrote_tells_of_that_act(engine: Engine) -> None:
    given_plot(engine)
    row = last(history(engine.log, "project", "A"))
    assert (row["type"], row["act"]) == ("project.PlotGranted@1", "plot.allocate")
    assert (row["actor"], row["role"]) == ("officer", "zone-administration")
    assert [document["kind"] for document in row["documents"]] == [paper.kind for paper in PAPERS]
    assert (row["changes"], row["data"]) == ({"plots": [[], ["P-1"]]}, {"area_m2": 10_000, "plot": "P-1"})


def test_an_act_that_changes_no_column_changes_nothing(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.exclude-time", "P-1", "2019-01-01", from_on=date(2018, 1, 1), to_on=date(2018, 6, 1),
       ground="force-majeure")  # fmt: skip
    assert last(history(engine.log, "plot", "P-1"))["changes"] == {}


def test_a_paper_that_an_act_lacked_stays_on_the_plot_until_it_is_found(engine: Engine) -> None:
    given_plot(engine)
    asked = command("plot.buy-out", "P-1", "2017-01-01")
    lacking = Gap("contract", "land officer", date(2027, 1, 1))
    engine.handle(replace(asked, documents=(), gaps=(lacking,)))
    assert show(engine.log, "plot", "P-1", as_of=TODAY).row["gaps"] == ["contract"]
    row = last(history(engine.log, "plot", "P-1"))
    assert row["gaps"] == [lacking.as_json()]
    assert row["changes"] == {"gaps": [[], ["contract"]], "tenure": ["held", "owned"]}
    do(engine, "plot.close-gap", "P-1", "2018-01-01", kind="contract")
    assert show(engine.log, "plot", "P-1", as_of=TODAY).row["gaps"] == []


def test_what_was_recorded_late_stands_where_it_belongs_by_its_legal_date(
    engine: Engine, clock: SetClock
) -> None:
    found_zone(engine)
    register_plot(engine, "P-1")
    do(engine, "plot.encumber", "P-1", "2019-01-01", kind="servitude")
    before = timestamp(clock.moment)
    clock.moment = datetime(2026, 1, 20, tzinfo=UTC)
    do(engine, "plot.encumber", "P-1", "2018-01-01", kind="arrest")

    def told(known_at: str | None) -> list[tuple[int, list[str]]]:
        rows = history(engine.log, "plot", "P-1", known_at=known_at).rows[1:]
        return [(row["version"], row["changes"]["encumbrances"][1]) for row in rows]

    assert told(None) == [(3, ["arrest"]), (2, ["arrest", "servitude"])]
    assert told(before) == [(2, ["servitude"])]
    assert len(history(engine.log, "plot", "P-1", as_of=date(2018, 6, 1)).rows) == 2


# -- start-up ----------------------------------------------------------------------------------------

QUICK = ("answers", "history", "lookup", "models", "spans", *(f"models.{n}" for n in (
    "zones", "parties", "plots", "projects", "obligations"
)))  # fmt: skip


def test_what_show_and_history_need_loads_no_sqlalchemy() -> None:
    imports = "; ".join(f"import projections.{name}" for name in QUICK)
    shown = "print(*(name for name in sys.modules if name.startswith('sqlalchemy')))"
    found = subprocess.run(
        [sys.executable, "-c", f"import sys; {imports}; {shown}"], check=True, capture_output=True, text=True
    )
    assert found.stdout.strip() == ""
