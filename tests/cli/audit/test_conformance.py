"""`audit conformance`, as an auditor types it."""

from __future__ import annotations

import csv
import io
import re
import shlex
from pathlib import Path

import click
import pytest

from cli.audit.conformance import COLUMNS
from cli.audit.conformancewords import DESCRIBED, FOUND, TITLES
from cli.program import program
from lifecycle.clock import SystemClock
from lifecycle.conformance.deviation import FLAG, KINDS
from lifecycle.handling import Engine
from lifecycle.store.sqlite import SqliteLog
from tests.cli.harness import Result, sez
from tests.law.office import FIRST, Office
from tests.lifecycle.conformance.forging import GRANT, forge, grant

DEMANDED = "the law demands this paper, and the act neither cites it nor flags it as missing"
AS_OF = ("--as-of", "2016-06-01")
BY_HAND = {"actor": FIRST, "mandate": f"officer-{FIRST}@1"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A plot held by A since February 2016, and one that nobody has."""
    office = Office(tmp_path / "sez.db")
    office.open()
    office.given()
    office.registered("P-2", "2016-03-01")
    return office


def asked(office: Office, *words: str) -> Result:
    return sez("audit", "conformance", "--store", str(office.store), *words)


def handed_out_without_papers(office: Office) -> None:
    """A grant of P-2 that other software wrote, with no decision at all."""
    log = SqliteLog(office.store)
    forge(Engine(log, SystemClock()), "plot.allocate", "plot-P-2", GRANT, "2016-04-01", **BY_HAND, documents=[])
    log.close()


def test_a_lawful_store_has_no_deviation(office: Office) -> None:
    told = asked(office, *AS_OF)
    assert told.code == 0
    assert re.fullmatch(r"[0-9]+ acts held against the law of the day: no deviation\.\n", told.out)


def test_a_plot_given_out_without_papers_comes_first_with_what_to_do(office: Office) -> None:
    handed_out_without_papers(office)
    told = asked(office, *AS_OF)
    assert told.code == 6
    first, *_others = told.out.split("\n== ")[1:]
    store = shlex.quote(str(office.store))
    right = "--set document=decision=NUMBER@DATE --document evidence=NUMBER@DATE"
    assert first.splitlines() == [
        "Papers missing (no-document: 1)",
        "",
        "plot P-2, 2016-04-01, plot.allocate, plot-P-2@2, zone KHG",
        f"  {DEMANDED}: decision (Land Code 43, 92(2))",
        f"  Next: sez correct plot-P-2@2 {right} --reason TEXT --store {store}",
    ]


def test_what_is_said_to_be_next_is_taken_as_it_is_typed(office: Office) -> None:
    log = SqliteLog(office.store)
    grant(Engine(log, SystemClock()), "P-2", "2016-04-01", area_m2=50_000, **BY_HAND, documents=[])
    log.close()
    asked_for = (*AS_OF, "--kind", "no-document", "--format", "json")
    (row,) = asked(office, *asked_for).json["rows"]
    filled = row["command"].replace("NUMBER@DATE", "17@2016-04-01").replace("TEXT", "found")
    done = sez(*shlex.split(filled)[1:], "--actor", FIRST)
    assert done.code == 0, done.err
    assert asked(office, *asked_for).json["rows"] == []


def decided_by(office: Office, body: str) -> None:
    """A grant of P-2 that other software wrote, with its papers, decided by a body it should not have been."""
    log = SqliteLog(office.store)
    grant(Engine(log, SystemClock()), "P-2", "2016-04-01", area_m2=50_000, **BY_HAND, body=body)
    log.close()


@pytest.mark.parametrize(
    ("body", "problem"), [("ministry", "other-body"), ("Board of trustees", "unknown-body")]
)
def test_where_another_body_is_said_to_have_decided_the_papers_are_looked_at_first(
    office: Office, body: str, problem: str
) -> None:
    decided_by(office, body)
    (row,) = asked(office, *AS_OF, "--kind", "wrong-body", "--format", "json").json["rows"]
    assert (row["problem"], row["values"]) == (problem, {"stated": body, "decided_by": "akimat"})
    assert row["command"] == f"sez plot history P-2 --store {shlex.quote(str(office.store))}"
    assert "only if the papers show the record to be wrong is it to be corrected" in row["message"]


def test_the_answer_is_data_with_stable_keys(office: Office) -> None:
    handed_out_without_papers(office)
    told = asked(office, *AS_OF, "--kind", "no-document", "--format", "json")
    assert told.code == 6
    whole = told.json
    assert (whole["as_of"], whole["known_at"], whole["against"]) == ("2016-06-01", None, None)
    assert whole["counts"] == {"no-document": 1}
    (row,) = whole["rows"]
    assert tuple(row) == COLUMNS
    assert row | {"recorded_at": "", "message": "", "command": "", "regulation": ""} == {
        "kind": "no-document",
        "problem": "paper-missing",
        "subject": "plot:P-2",
        "plots": ["P-2"],
        "zone": "KHG",
        "event": "plot-P-2@2",
        "act": "plot.allocate",
        "effective_on": "2016-04-01",
        "basis": "Land Code 43, 92(2)",
        "message": "",
        "missing": ["decision"],
        "command": "",
        "regulation": "",
        "recorded_at": "",
        "values": {"paper": "decision"},
        "refusals": [],
    }
    rows = list(csv.DictReader(io.StringIO(asked(office, *AS_OF, "--format", "csv").out)))
    assert [rows[0]["kind"], rows[0]["event"]] == ["no-document", "plot-P-2@2"]


def test_only_the_zone_the_plot_and_the_kind_asked_for_are_told(office: Office) -> None:
    handed_out_without_papers(office)
    office.establish("PIT")
    for words in (["--zone", "PIT"], ["--plot", "P-1"], ["--kind", "double-holder"]):
        assert asked(office, *AS_OF, *words).code == 0
    for words in (["--zone", "KHG"], ["--plot", "P-2"], ["--kind", "no-document"]):
        assert asked(office, *AS_OF, *words).code == 6
    assert asked(office, "--zone", "NONE").code == asked(office, "--plot", "NONE").code == 4


def test_a_deadline_that_nothing_answered_is_told_with_the_next_act(office: Office) -> None:
    told = asked(office, "--as-of", "2019-03-01", "--plot", "P-1", "--format", "json")
    assert told.code == 6
    (row,) = told.json["rows"]
    assert (row["kind"], row["problem"], row["event"], row["basis"]) == (
        "deadline-missed",
        "unanswered",
        "plot-P-1@2",
        "Land Code 92(2)",
    )
    assert row["values"] == {"deadline": "non-use", "due": "2019-02-26", "days": 3}
    assert row["command"].startswith("sez plot issue-prescription P-1 --violation non-use ")
    assert asked(office, "--as-of", "2019-02-26", "--plot", "P-1").code == 0


def test_a_deadline_that_nothing_answered_is_told_at_the_date_of_its_event(office: Office) -> None:
    office.confirmed("plot recognise P-2 --party INV-B --granted 2015-02-02", "2016-05-02")
    told = asked(office, "--as-of", "2018-03-01", "--plot", "P-2", "--format", "json")
    (row,) = [row for row in told.json["rows"] if row["problem"] == "unanswered"]
    assert (row["event"], row["effective_on"], row["values"]["due"]) == (
        "plot-P-2@2",
        "2016-05-02",
        "2018-02-02",
    )
    shown = next(one for one in office.history("plot", "P-2") if one["event"] == row["event"])
    assert (shown["effective_on"], shown["recorded_at"]) == (row["effective_on"], row["recorded_at"])


def test_every_half_year_not_reported_is_told(office: Office) -> None:
    office.do("project start A", "2019-05-06")
    office.do("project report A --period 2020-H1 --jobs 5", "2020-07-20", "evidence")
    told = asked(office, "--as-of", "2021-08-02", "--kind", "deadline-missed", "--format", "json")
    (row,) = [row for row in told.json["rows"] if row["problem"] == "unreported"]
    assert (row["event"], row["effective_on"]) == ("project-A@6", "2019-05-06")
    later = ["2019-H2", "2020-H2", "2021-H1"]
    due = {"deadline": "report", "due": "2019-07-25", "days": 739}
    assert row["values"] == {**due, "period": "2019-H1", "later": later}
    assert row["message"] == (
        "no report for 2019-H1 is on record: it was due by 2019-07-25, 739 days ago (report); nor for "
        "3 half-years after it"
    )
    on_the_day = asked(office, "--as-of", "2021-07-25", "--kind", "deadline-missed", "--format", "json")
    (row,) = [row for row in on_the_day.json["rows"] if row["problem"] == "unreported"]
    assert row["values"]["later"] == later[:2]


def test_a_flag_states_its_rule_and_threshold_and_is_no_deviation(office: Office) -> None:
    told = asked(office, *AS_OF, "--flags", "--idle-days", "60", "--backdated-days", "100000")
    assert told.code == 0
    assert "held and not in use for 96 days, since 2016-02-26 (rule: more than 60 days)" in told.out
    assert "no deviation" in told.out
    narrow = asked(office, *AS_OF, "--kind", "flag", "--idle-days", "96", "--backdated-days", "100000")
    assert narrow.code == 0
    assert "== " not in narrow.out
    assert asked(office, "--flags", "--idle-days", "many").code == 2


def test_another_edition_is_named_and_one_that_there_is_not_is_not_found(office: Office) -> None:
    told = asked(office, *AS_OF, "--regulation", "kz-2019", "--format", "json")
    assert told.code == 0
    assert told.json["against"].startswith("kz-2019@")
    assert asked(office, "--regulation", "kz-1066").code == 4


def test_every_refusal_is_put_in_words(office: Office) -> None:
    handed_out_without_papers(office)
    told = asked(office, *AS_OF, "--kind", "impossible-now", "--format", "json")
    assert [refusal["code"] for row in told.json["rows"] for refusal in row["refusals"]] == []
    told = asked(office, *AS_OF, "--kind", "mandate-missing", "--regulation", "resumption-2015")
    assert "may not act as" in told.out


def test_every_kind_has_a_title_a_description_and_words() -> None:
    assert tuple(TITLES) == tuple(DESCRIBED) == (*KINDS, FLAG)
    assert all(words.message and words.hint.startswith("sez ") for words in FOUND.values())


def test_the_help_tells_what_each_kind_is() -> None:
    told = sez("audit", "conformance", "--help")
    assert all(kind in told.out for kind in DESCRIBED)


def test_the_commands_to_type_are_commands_of_the_program() -> None:
    named = {name: "x" for words in FOUND.values() for name in re.findall("{([a-z0-9_]+)}", words.hint)}
    for words in FOUND.values():
        _program, *typed = shlex.split(words.hint.format(**{**named, "noun": "plot"}))
        command: click.Command = program()
        while isinstance(command, click.Group):
            found = command.get_command(click.Context(command), typed.pop(0))
            assert found is not None, words.hint
            command = found
        known = {name for param in command.params for name in param.opts}
        assert {word for word in typed if word.startswith("--")} <= known, words.hint


def test_the_demo_is_told_kind_by_kind_papers_first(demo_store: Path) -> None:
    words = ("--as-of", "2026-01-16", "--zone", "MCPS", "--kind", "flag", "--kind", "no-document")
    told = sez("audit", "conformance", "--store", str(demo_store), *words, "--format", "json")
    assert [(row["kind"], row["act"]) for row in told.json["rows"]][:21] == [
        ("no-document", "plot.recognise")
    ] * 21
    assert {row["kind"] for row in told.json["rows"][21:]} == {"flag"}


def test_a_plot_of_the_demo_once_given_out_without_papers_is_found_after_it_was_given_again(
    demo_store: Path,
) -> None:
    words = ("--plot", "KHG-014", "--as-of", "2026-01-16")
    told = sez("audit", "conformance", "--store", str(demo_store), *words, "--format", "json")
    assert told.code == 6
    assert [(row["problem"], row["event"], row["missing"]) for row in told.json["rows"]] == [
        ("gap-never-closed", "plot-KHG-014@2", [paper]) for paper in ("decision", "contract", "handover-act")
    ]
    assert {row["values"]["ended"] for row in told.json["rows"]} == {"2024-06-24"}
