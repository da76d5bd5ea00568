"""Who held the land: a part of a log names the parties and projects whose keys it shows, and no more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from lifecycle.clock import SetClock
from lifecycle.command import Document
from lifecycle.handling import Engine
from lifecycle.proof import keys, signing
from lifecycle.record import Record
from lifecycle.store.log import Paper
from lifecycle.store.sqlite import SqliteLog
from projections.exports import bundle
from projections.exports.naming import Names, named_in, naming
from projections.exports.scope import Scope
from tests.lifecycle.acts import OFFICER, carry_out, command, do, found_zone, register_plot, with_officers
from tests.projections.exports.judging import VERIFIED, judged

BIN, EXTRACT = "050140001238", b"An extract that names who stands behind the investor.\n"
CLOCK = SetClock(datetime(2026, 1, 16, 7, 0, tzinfo=UTC))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plot held since 2016 by a party that was renamed in 2018; its first name was corrected."""
    path = tmp_path_factory.mktemp("named") / "sez.db"
    log = SqliteLog(path)
    engine = with_officers(Engine(log, CLOCK))
    found_zone(engine)
    register_plot(engine, "P-1")
    extract = Paper(sha256(EXTRACT).hexdigest(), "text/plain", EXTRACT)
    asked = command("party.register", "INV-A", "2015-06-01", name="Turan Stel", bin=BIN)
    papers = (Document("extract", "1", date(2015, 1, 1), extract.sha256),)
    carry_out(engine, replace(asked, documents=papers, papers=(extract,)))
    do(engine, "party.register", "INV-B", "2015-06-01", name="Not of this story")
    do(engine, "plot.recognise", "P-1", "2016-02-01", party="INV-A")
    do(engine, "party.rename", "INV-A", "2018-03-01", name="Turan Holding")
    do(engine, "party.correct", "INV-A", "2019-01-01", target="party-INV-A@1", changes={"name": "Turan Steel"})
    do(engine, "party.bar", "INV-A", "2020-01-01", until=date(2023, 1, 1))
    log.close()
    return path


@pytest.fixture(scope="module")
def log(store: Path) -> Iterator[SqliteLog]:
    log = SqliteLog(store, write=False)
    yield log
    log.close()


@pytest.fixture(scope="module")
def made(store: Path) -> Path:
    """The plot's bundle."""
    key, folder = store.with_name("key"), store.with_name("bundle")
    keys.store(keys.generate("sez.test/1"), key)
    log = SqliteLog(store)
    signing.seal(log, store, key, actor=OFFICER, on=date(2026, 1, 16), clock=CLOCK)
    seal = bundle.seal_of(log, store, str(keys.load(key).verifier))
    folder.mkdir()
    scope = Scope("plot", "P-1")
    whole = bundle.write(log, scope, folder, seal=seal)
    bundle.tell(log, scope, folder, seal=seal, made=whole, made_at="2026-01-16T07:00:00.000000Z")
    log.close()
    return folder


def told(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_bytes().splitlines()]


def test_a_plot_comes_with_the_records_that_name_its_holder_and_with_no_others_of_that_party(
    made: Path,
) -> None:
    of_parties = [record for record in told(made) if record["stream"].startswith("party-")]
    assert [(one["stream"], one["type"]) for one in of_parties] == [
        ("party-INV-A", "party.PartyRegistered@1"),
        # What the plot's own act wrote of the party, as ever.
        ("party-INV-A", "party.HoldingTaken@1"),
        ("party-INV-A", "party.PartyRenamed@1"),
        ("party-INV-A", "party.RecordCorrected@1"),
    ]


def test_the_papers_behind_a_name_stay_behind_and_it_is_said(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sha256(EXTRACT).hexdigest() in (made / "log.jsonl").read_text("utf-8")
    assert list((made / "documents").iterdir()) == []
    code, out = judged(capsys, made)
    assert code == VERIFIED, out
    assert "renamed in records that are not here; the papers behind names" in out.partition("NOT VERIFIED")[2]


def test_the_page_names_the_holder_as_of_each_date_shown(made: Path) -> None:
    page = (made / "index.html").read_text("utf-8")
    assert f"<td>INV-A · Turan Steel, BIN {BIN}</td>" in page, "in the event of 2016, by the right first name"
    assert f"<dd>INV-A · Turan Holding, BIN {BIN}</dd>" in page, "where the plot stands now"
    assert "Turan Stel," not in page


def test_names_are_those_borne_on_a_date_as_known_at_a_time(log: SqliteLog) -> None:
    history = log.read(["party-INV-A"])["party-INV-A"]
    names = Names({"party-INV-A": history})

    def on(day: str, names: Names = names) -> Any:
        return names.into({"deep": [{"party": "INV-A"}]}, day)["deep"][0]["party"]["name"]

    assert [on(day) for day in ("2014-01-01", "2016-02-01", "2018-02-28", "2018-03-01")] == [
        *("Turan Steel", "Turan Steel", "Turan Steel"),
        "Turan Holding",
    ]
    early = Names({"party-INV-A": history}, known_at="2000-01-01T00:00:00.000000Z")
    assert early.into({"party": "INV-A", "rivals": ["INV-B"]}, "2020-01-01") == {
        "party": "INV-A",
        "rivals": ["INV-B"],
    }


def test_a_number_that_is_the_key_is_not_said_twice(log: SqliteLog) -> None:
    first = log.read(["party-INV-A"])["party-INV-A"][:1]
    moved = [Record(one.position, {**one.body, "stream": f"party-{BIN}"}, one.event) for one in first]
    names = Names({f"party-{BIN}": moved})
    said = names.into({"former_holders": [BIN]}, "2020-01-01")
    assert said == {"former_holders": [{"named": BIN, "name": "Turan Stel", "bin": ""}]}


def test_keys_of_parties_and_projects_are_found_however_deep(log: SqliteLog) -> None:
    data = {
        "party": "",
        "endings": [{"party": "A", "project": "P"}],
        "rivals": ["B"],
        "changes": {"party": "C"},
    }
    assert sorted(named_in(data)) == ["party-A", "party-B", "party-C", "project-P"]
    versions = [record.version for record in naming(log.read(["party-INV-A"])["party-INV-A"])]
    assert versions == [1, 3, 4]
