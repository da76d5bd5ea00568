"""Campaigns: many acts at once, all of them or none, or each as the law lets it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain import refusals as r
from lifecycle.campaign import Fate, each, tried, whole
from lifecycle.command import Command
from lifecycle.errors import Conflict, NotFound, StoreUnusable
from lifecycle.handling import ATTEMPTS, Engine
from lifecycle.play import play
from lifecycle.store.log import Act, Appended
from lifecycle.store.sqlite import SqliteLog
from tests.lifecycle.acts import command, do, found_zone, register_plot
from tests.lifecycle.test_play import Counted, plot, states

ROOT = Path(__file__).parents[2]


@pytest.fixture
def ready(engine: Engine) -> Engine:
    """An engine over a store with a zone of three hectares."""
    found_zone(engine, area_m2=30_000)
    return engine


def plots(*keys: str) -> list[Command]:
    return [plot(key, "2016-01-01") for key in keys]


def outcomes(fates: Sequence[Fate]) -> list[str]:
    return [fate.outcome for fate in fates]


def objections(fates: Sequence[Fate]) -> list[tuple[Exception, ...]]:
    return [fate.objections for fate in fates]


FOURTH = r.AreaExceeded("KHG", 10_000, 0)


class Busy(Counted):
    """The log, in use by somebody else whenever something is to be appended."""

    def append(self, acts: Sequence[Act]) -> list[Appended]:  # noqa: ARG002 - whatever they are
        raise Conflict(problem="busy", path="sez.db")


# -- all or nothing ----------------------------------------------------------------------------------


def test_a_campaign_is_one_append_and_says_where_each_act_stands(ready: Engine) -> None:
    ready.log = counted = Counted(ready)
    before = ready.log.position()
    fates = whole(ready, plots("P-1", "P-2", "P-3"))
    assert [(f.outcome, f.event, f.position) for f in fates] == [
        ("done", "plot-P-1@1", before + 1),
        ("done", "plot-P-2@1", before + 4),
        ("done", "plot-P-3@1", before + 7),
    ]
    assert counted.sizes == [3]
    assert [ready.log.read_from(f.position - 1, limit=1)[0].ref for f in fates if f.position] == [
        "plot-P-1@1",
        "plot-P-2@1",
        "plot-P-3@1",
    ]


def test_a_campaign_leaves_the_log_that_single_acts_leave(ready: Engine, tmp_path: Path) -> None:
    asked = [one.named(f"act-{n}") for n, one in enumerate(plots("P-1", "P-2", "P-3"))]
    assert isinstance(ready.log, SqliteLog)
    ready.log.backup(tmp_path / "single.db")
    whole(ready, asked)
    single = SqliteLog(tmp_path / "single.db")
    engine = replace(ready, log=single)
    for one in asked:
        engine.handle(one)
    assert states(ready.log) == states(single)
    single.close()


def test_one_refusal_in_the_middle_stores_nothing(ready: Engine) -> None:
    before = ready.log.position()
    asked = plots("P-1", "P-2")
    asked.insert(1, replace(plot("P-9", "2016-01-01"), documents=()))
    fates = whole(ready, asked)
    assert outcomes(fates) == ["permitted", "refused", "permitted"]
    assert isinstance(fates[1].objections[0], r.PapersMissing)
    assert ready.log.position() == before


def test_every_refusal_is_told_not_only_the_first(ready: Engine) -> None:
    asked = [*plots("P-1", "P-2", "P-3", "P-4"), command("plot.start-design", "NOPE"), *plots("P-5")]
    fates = whole(ready, asked)
    assert outcomes(fates) == ["permitted"] * 3 + ["refused"] * 3
    assert objections(fates)[3] == (FOURTH,)
    assert isinstance(objections(fates)[4][0], NotFound)
    assert objections(fates)[5] == (FOURTH,)


def test_each_act_is_decided_on_the_ones_before_it(ready: Engine) -> None:
    asked = [*plots("P-1"), command("plot.start-design", "P-1", "2016-02-01")]
    assert outcomes(whole(ready, asked)) == ["done", "done"]


def test_acts_on_falling_dates_are_one_append_too(ready: Engine) -> None:
    register_plot(ready, "P-1")
    register_plot(ready, "P-2")
    ready.log = counted = Counted(ready)
    late, early = "2018-05-01", "2017-05-01"
    asked = [
        command("plot.start-design", "P-1", late),
        command("plot.start-design", "P-2", early),
        plot("P-3", "2016-06-01"),
        command("zone.appoint-company", "KHG", "2016-03-01", company="Company"),
    ]
    assert outcomes(whole(ready, asked)) == ["done"] * 4
    assert counted.sizes == [4]


def test_a_backdated_act_may_not_undo_another_of_its_campaign(ready: Engine) -> None:
    register_plot(ready, "P-1")
    before = ready.log.position()
    asked = [
        command("plot.start-design", "P-1", "2018-05-01"),
        command("plot.start-design", "P-1", "2017-05-01"),
    ]
    fates = whole(ready, asked)
    assert objections(fates)[1] == (r.LaterActStands("plot-P-1@2", "plot.start-design"),)
    assert ready.log.position() == before


def test_a_repeated_campaign_does_nothing_and_says_so(ready: Engine) -> None:
    asked = [one.named(f"C/{one.key}") for one in plots("P-1", "P-2")]
    first = whole(ready, asked)
    position = ready.log.position()
    again = whole(ready, asked)
    assert outcomes(again) == ["repeated", "repeated"]
    assert [(f.event, f.position) for f in again] == [(f.event, f.position) for f in first]
    assert ready.log.position() == position


def test_a_campaign_goes_on_where_only_some_of_it_was_done(ready: Engine) -> None:
    asked = [one.named(f"C/{one.key}") for one in plots("P-1", "P-2", "P-3")]
    ready.handle(asked[1])
    assert outcomes(whole(ready, asked)) == ["done", "repeated", "done"]


def test_the_same_request_twice_in_a_campaign_is_done_once(ready: Engine) -> None:
    asked = [one.named("C") for one in plots("P-1", "P-1")]
    fates = whole(ready, asked)
    assert outcomes(fates) == ["done", "repeated"]
    assert fates[0].position == fates[1].position


def test_an_id_that_belongs_to_another_request_is_a_refusal(ready: Engine) -> None:
    ready.handle(plots("P-1")[0].named("C"))
    fates = whole(ready, [plots("P-2")[0].named("C")])
    assert str(objections(fates)[0][0]) == "conflict problem=command-id-taken command=C"


def test_an_act_that_changes_nothing_is_told_so(ready: Engine) -> None:
    fates = whole(ready, [command("zone.change-activities", "KHG", "2016-01-01", activities=())])
    assert fates == [Fate("unchanged")]


def test_a_campaign_of_nothing_stores_nothing(ready: Engine) -> None:
    assert whole(ready, []) == []


# -- others who write ---------------------------------------------------------------------------------


def test_a_campaign_is_decided_anew_when_somebody_wrote_in_between(ready: Engine) -> None:
    ready.log = counted = Counted(ready, times=2)
    assert outcomes(whole(ready, plots("P-1", "P-2"))) == ["done", "done"]
    assert counted.sizes == [2, 2, 2]


def test_where_others_keep_writing_nothing_is_stored_and_the_conflict_is_told(ready: Engine) -> None:
    ready.log = Counted(ready, times=ATTEMPTS)
    with pytest.raises(Conflict, match="stream=zone-KHG"):
        whole(ready, plots("P-1", "P-2"))
    assert ready.log.read(["plot-P-1", "plot-P-2"]) == {"plot-P-1": [], "plot-P-2": []}


def test_row_by_row_each_act_finds_its_turn_where_others_keep_writing(ready: Engine) -> None:
    counted: Any = Counted(ready, times=ATTEMPTS)
    assert outcomes(list(each(replace(ready, log=counted), plots("P-1", "P-2")))) == ["done", "done"]
    assert counted.sizes == [2] * ATTEMPTS + [1, 1]


@pytest.mark.parametrize("carry_out", [whole, lambda *given: list(each(*given))])
def test_a_store_in_use_is_no_refusal_of_an_act(ready: Engine, carry_out: Any) -> None:
    ready.log = Busy(ready)
    with pytest.raises(Conflict, match="busy"):
        carry_out(ready, plots("P-1"))


def test_a_store_that_cannot_be_written_is_no_refusal_of_an_act(ready: Engine, tmp_path: Path) -> None:
    reading = SqliteLog(tmp_path / "sez.db", write=False)
    with pytest.raises(StoreUnusable, match="read-only"):
        whole(replace(ready, log=reading), plots("P-1"))
    reading.close()


def test_acts_that_another_run_carries_out_meanwhile_are_not_done_twice(ready: Engine) -> None:
    class Twin(Counted):
        """The log, on which another run of the same campaign is always ahead."""

        def append(self, acts: Sequence[Act]) -> list[Appended]:
            self._log.append(acts)
            return super().append(acts)

    ready.log = Twin(ready)
    asked = [one.named(f"C/{one.key}") for one in plots("P-1", "P-2")]
    before = ready.log.position()
    assert outcomes(whole(ready, asked)) == ["repeated", "repeated"]
    assert ready.log.position() == before + 6


# -- row by row --------------------------------------------------------------------------------------


def test_row_by_row_what_can_be_done_is_done_and_the_rest_told(ready: Engine) -> None:
    asked = [*plots("P-1"), command("plot.start-design", "NOPE"), *plots("P-2", "P-3", "P-4")]
    fates = list(each(ready, asked))
    assert outcomes(fates) == ["done", "refused", "done", "done", "refused"]
    assert objections(fates)[4] == (FOURTH,)
    assert [len(records) for records in ready.log.read([f"plot-P-{n}" for n in range(1, 5)]).values()] == [
        1,
        1,
        1,
        0,
    ]


def test_row_by_row_every_batch_is_one_append(ready: Engine) -> None:
    ready.log = counted = Counted(ready)
    told: list[int] = []
    fates = list(each(ready, plots("P-1", "P-2", "P-3"), batch=2, progress=told.append))
    assert (outcomes(fates), counted.sizes, told) == (["done"] * 3, [2, 1], [1, 2, 3])


def test_a_batch_that_is_refused_whole_appends_nothing(ready: Engine) -> None:
    ready.log = counted = Counted(ready)
    fates = list(each(ready, [command("plot.start-design", "NOPE")]))
    assert (outcomes(fates), counted.sizes) == (["refused"], [])


# -- trying ------------------------------------------------------------------------------------------


def test_what_is_tried_is_decided_on_the_acts_before_it_and_stored_nowhere(ready: Engine) -> None:
    before = ready.log.position()
    asked = [*plots("P-1"), command("plot.start-design", "P-1", "2016-02-01"), *plots("P-2", "P-3", "P-4")]
    fates = tried(ready, asked)
    assert outcomes(fates) == ["permitted"] * 4 + ["refused"]
    assert objections(fates)[4] == (FOURTH,)
    assert ready.log.position() == before


def test_what_is_tried_tells_everything_that_stands_against_it(ready: Engine) -> None:
    register_plot(ready, "P-1")
    (fate,) = tried(ready, [replace(command("plot.sign-lease", "P-1", until=date(2030, 1, 1)), documents=())])
    assert [type(one) for one in fate.objections][:2] == [r.PapersMissing, r.WrongStatus]


def test_a_play_and_a_campaign_of_the_same_requests_are_one(ready: Engine) -> None:
    asked = [one.named(f"C/{one.key}") for one in plots("P-1", "P-2")]
    whole(ready, asked)
    assert play(ready, asked).repeated == 2
    do(ready, "plot.start-design", "P-1", "2017-01-01")
