"""The story of a subject whose records were voided or corrected: what stands, what it was, and what says so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from lifecycle.clock import SetClock
from lifecycle.errors import NotFound
from lifecycle.handling import Engine
from lifecycle.record import timestamp
from projections.answers import Row
from projections.citations import Wanted
from projections.lookup import history, show
from projections.registers import Registers
from tests.lifecycle.acts import OFFICER, do, register_plot
from tests.lifecycle.story import contracted, opened

TODAY, PLOT = date(2026, 1, 16), "plot-P-1"


@pytest.fixture
def registered(engine: Engine) -> Engine:
    opened(engine, "INV-A")
    register_plot(engine, "P-1")
    return engine


def later(engine: Engine) -> str:
    """The moment that was, before a day passes."""
    assert isinstance(engine.clock, SetClock)
    moment = timestamp(engine.clock.moment)
    engine.clock.moment += timedelta(days=1)
    return moment


def correct(engine: Engine, event: str, *, moved_to: date | None = None, **changes: Any) -> None:
    noun, _, key = event.rpartition("@")[0].partition("-")
    right = {"moved_to": moved_to} if moved_to else {}
    do(engine, f"{noun}.correct", key, "2026-01-10", target=event, changes=changes, **right)


def void(engine: Engine, event: str) -> None:
    noun, _, key = event.rpartition("@")[0].partition("-")
    do(engine, f"{noun}.void", key, "2026-01-12", target=event)


def story(engine: Engine, key: str = "P-1", noun: str = "plot", **times: Any) -> dict[str, Row]:
    return {row["event"]: row for row in history(engine.log, noun, key, **times).rows}


# -- corrections -------------------------------------------------------------------------------------


def test_a_corrected_record_says_what_stands_what_was_recorded_and_what_corrected_it(
    registered: Engine,
) -> None:
    before = later(registered)
    correct(registered, f"{PLOT}@1", area_m2=12_000)
    row, correction = story(registered).values()
    assert (row["data"]["area_m2"], row["changes"]["area_m2"]) == (12_000, [None, 12_000])
    assert (row["voided_by"], row["corrected_by"]) == (None, [f"{PLOT}@2"])
    assert row["as_recorded"] == {"area_m2": 10_000}
    assert (correction["changes"], correction["state"]) == ({"area_m2": [10_000, 12_000]}, row["state"])
    assert (correction["act"], correction["actor"], correction["role"]) == (
        *("plot.correct", OFFICER),
        "zone-administration",
    )
    assert (correction["effective_on"], correction["voided_by"]) == ("2026-01-10", None)
    (as_it_was,) = story(registered, known_at=before).values()
    assert as_it_was["data"]["area_m2"] == 10_000
    assert (as_it_was["corrected_by"], as_it_was["as_recorded"]) == ([], {})


def test_each_of_several_corrections_says_what_it_changed_itself(registered: Engine) -> None:
    correct(registered, f"{PLOT}@1", area_m2=12_000)
    correct(registered, f"{PLOT}@1", area_m2=11_000, purpose="logistics")
    row, first, second = story(registered).values()
    assert row["corrected_by"] == [f"{PLOT}@2", f"{PLOT}@3"]
    assert row["as_recorded"] == {"area_m2": 10_000, "purpose": "industry"}
    assert first["changes"] == {"area_m2": [10_000, 12_000]}
    assert second["changes"] == {"area_m2": [12_000, 11_000], "purpose": ["industry", "logistics"]}


def test_a_record_moved_to_its_right_date_stands_there(registered: Engine) -> None:
    do(registered, "plot.encumber", "P-1", "2019-06-01", kind="servitude")
    do(registered, "plot.encumber", "P-1", "2020-01-01", kind="arrest")
    correct(registered, f"{PLOT}@2", moved_to=date(2021, 1, 1))
    told = story(registered)
    assert list(told) == [f"{PLOT}@{version}" for version in (1, 3, 2, 4)]
    assert told[f"{PLOT}@2"]["effective_on"] == "2021-01-01"
    assert told[f"{PLOT}@2"]["as_recorded"] == {"effective_on": "2019-06-01"}
    assert told[f"{PLOT}@4"]["changes"] == {"effective_on": ["2019-06-01", "2021-01-01"]}
    assert list(story(registered, as_of=date(2020, 6, 1))) == [f"{PLOT}@1", f"{PLOT}@3"]


def test_a_correction_is_told_with_what_it_corrects_whatever_its_own_date(registered: Engine) -> None:
    correct(registered, f"{PLOT}@1", area_m2=12_000)
    assert list(story(registered, as_of=date(2017, 1, 1))) == [f"{PLOT}@1", f"{PLOT}@2"]


# -- voids -------------------------------------------------------------------------------------------


def test_a_voided_record_stays_in_its_place_and_changes_nothing(registered: Engine) -> None:
    do(registered, "plot.encumber", "P-1", "2019-01-01", kind="servitude")
    before = later(registered)
    void(registered, f"{PLOT}@2")
    born, voided, by = story(registered).values()
    assert (voided["event"], voided["voided_by"], voided["changes"]) == (f"{PLOT}@2", f"{PLOT}@3", {})
    assert voided["data"] == {"kind": "servitude"}
    assert voided["state"] == by["state"] == born["state"]
    assert (by["type"], by["act"], by["changes"]) == ("plot.RecordVoided@1", "plot.void", {})
    assert [row["voided_by"] for row in story(registered, known_at=before).values()] == [None, None]
    assert list(story(registered, as_of=date(2018, 1, 1))) == [f"{PLOT}@1"]
    assert show(registered.log, "plot", "P-1", as_of=TODAY).row["encumbrances"] == []
    known = show(registered.log, "plot", "P-1", as_of=TODAY, known_at=before).row
    assert known["encumbrances"] == ["servitude"]


def test_what_an_act_wrote_elsewhere_is_voided_there_with_it(registered: Engine) -> None:
    contracted(registered, "A", "INV-A")
    do(registered, "plot.allocate", "P-1", "2016-02-01", project="A")
    void(registered, f"{PLOT}@2")
    granted, gone = list(story(registered, "A", "project").values())[-2:]
    assert (granted["type"], granted["voided_by"]) == ("project.PlotGranted@1", gone["event"])
    assert (granted["act"], gone["act"]) == ("plot.allocate", "plot.void")


def test_a_correction_that_is_voided_corrects_nothing_any_more(registered: Engine) -> None:
    correct(registered, f"{PLOT}@1", area_m2=12_000)
    void(registered, f"{PLOT}@2")
    born, correction, voided = story(registered).values()
    assert (born["data"]["area_m2"], born["corrected_by"], born["as_recorded"]) == (10_000, [], {})
    assert (correction["voided_by"], correction["changes"]) == (f"{PLOT}@3", {"area_m2": [10_000, 12_000]})
    assert voided["type"] == "plot.RecordVoided@1"


def test_a_subject_whose_birth_is_voided_has_a_story_and_stands_nowhere(
    registered: Engine, registers: Registers
) -> None:
    before = later(registered)
    void(registered, f"{PLOT}@1")
    assert [row["voided_by"] for row in story(registered).values()] == [f"{PLOT}@2", None]
    with pytest.raises(NotFound):
        show(registered.log, "plot", "P-1", as_of=TODAY)
    assert registers.list("plot", as_of=TODAY).rows == ()
    (row,) = registers.list("plot", as_of=TODAY, known_at=before).rows
    assert row == show(registered.log, "plot", "P-1", as_of=TODAY, known_at=before).row


# -- what follows at once ----------------------------------------------------------------------------


def test_a_register_at_any_known_time_is_what_was_known_then(registered: Engine, registers: Registers) -> None:
    before = later(registered)
    correct(registered, f"{PLOT}@1", area_m2=12_000)
    between = later(registered)
    correct(registered, f"{PLOT}@1", area_m2=11_000)

    def areas(known_at: str | None) -> tuple[int, int]:
        zone = registers.show("zone", "KHG", as_of=TODAY, known_at=known_at).row
        plot = registers.show("plot", "P-1", as_of=TODAY, known_at=known_at).row
        return plot["area_m2"], zone["free_m2"]

    assert [areas(known_at)[0] for known_at in (before, between, None)] == [10_000, 12_000, 11_000]
    assert areas(None)[1] == 1_000_000  # the plot is free


def test_the_papers_of_a_voided_act_stay_in_sight_as_a_voided_act_s(
    registered: Engine, registers: Registers
) -> None:
    do(registered, "plot.encumber", "P-1", "2019-01-01", kind="servitude")
    before = later(registered)
    void(registered, f"{PLOT}@2")

    def citing(known_at: str | None) -> set[tuple[str, str]]:
        rows = registers.papers(Wanted(noun="plot", key="P-1"), as_of=TODAY, known_at=known_at).rows
        return {(row["event"], row["how"]) for row in rows}

    born, voiding = (f"{PLOT}@1", "cited"), (f"{PLOT}@3", "cited")
    assert citing(before) == {born, (f"{PLOT}@2", "cited")}
    assert citing(None) == citing(later(registered)) == {born, (f"{PLOT}@2", "voided"), voiding}
    missing = Wanted(noun="plot", key="P-1", missing=True)
    assert registers.papers(missing, as_of=TODAY, known_at=None).rows == ()


def test_what_was_voided_stays_voided_whatever_is_amended_later(
    registered: Engine, registers: Registers
) -> None:
    do(registered, "plot.encumber", "P-1", "2019-01-01", kind="servitude")
    later(registered)
    void(registered, f"{PLOT}@2")
    later(registered)
    correct(registered, f"{PLOT}@1", purpose="logistics")
    rows = registers.papers(Wanted(noun="plot", key="P-1"), as_of=TODAY, known_at=None).rows
    assert {row["how"] for row in rows if row["event"] == f"{PLOT}@2"} == {"voided"}
    assert len([row for row in rows if row["event"] == f"{PLOT}@2" and row["kind"] == "extract"]) == 1


def test_a_corrected_paper_is_cited_in_place_of_the_wrong_one_from_then_on(
    registered: Engine, registers: Registers
) -> None:
    before = later(registered)
    right = ({"kind": "extract", "number": "77", "date": "2016-01-01"},)
    do(registered, "plot.correct", "P-1", "2026-01-10", target=f"{PLOT}@1", changes={}, documents=right)

    def numbers(known_at: str | None) -> list[str]:
        asked = Wanted(noun="plot", key="P-1", kinds=("extract",))
        rows = registers.papers(asked, as_of=TODAY, known_at=known_at).rows
        return [row["number"] for row in rows if row["event"] == f"{PLOT}@1"]

    assert (numbers(before), numbers(None)) == (["1"], ["77"])
    row = story(registered)[f"{PLOT}@1"]
    assert row["documents"] == list(right)
    assert [paper["number"] for paper in row["as_recorded"]["documents"] if paper["kind"] == "extract"] == ["1"]
