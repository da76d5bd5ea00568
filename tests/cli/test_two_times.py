"""Two times: every question about cases takes both, and says for which ones its answer holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from cli.index import nouns
from cli.options import Settings
from cli.program import program
from lifecycle.store.sqlite import SqliteLog
from tests.cli.harness import STANDS_IN, sez, typed

At = Callable[[str], Path]
SHOW = ("plot", "show", "KHG-014", "--format", "json")


def commands(group: click.Command, path: str = "sez") -> Iterator[tuple[str, Any]]:
    if isinstance(group, click.Group):
        with click.Context(group, info_name="sez", obj=Settings()) as context:
            for name in group.list_commands(context):
                found = group.get_command(context, name)
                assert found is not None
                yield from commands(found, f"{path} {name}")
    else:
        yield path, group


QUESTIONS = {
    path: command.example
    for path, command in commands(program())
    if {"as_of", "known_at"} <= {parameter.name for parameter in command.params}
}


def last_moment(path: Path) -> str:
    log = SqliteLog(path, write=False)
    (record,) = log.read_from(log.position() - 1, limit=1)
    log.close()
    return record.recorded_at


def test_every_question_about_cases_takes_two_times() -> None:
    of_nouns = {f"sez {noun} {verb}" for noun in nouns() for verb in ("list", "show", "history")}
    others = {"calendar days", "can", "due", "why", "report figures", "report schedule", "regulation diff"}
    assert QUESTIONS.keys() >= of_nouns | {f"sez {question}" for question in others}


DATED = {
    path: command.example
    for path, command in commands(program())
    if "as_of" in {parameter.name for parameter in command.params}
}


@pytest.mark.parametrize("path", DATED)
def test_a_question_about_the_first_or_the_last_day_there_is_is_answered_or_finds_nothing(
    path: str, at: At
) -> None:
    at(STANDS_IN.get(path.split()[1], "held"))
    asked = DATED[path].replace(" --format csv", "").replace("regulation show kz-2019", "regulation show")
    for day in ("0001-01-01", "9999-12-31"):
        run = typed(f"{asked} --as-of {day} --format json")
        assert run.code in (0, 4, 6), (run.code, run.err)
        assert run.code != 4 or run.fault["code"] == "not-found"


@pytest.mark.parametrize("path", QUESTIONS)
def test_an_answer_says_for_which_times_it_holds_and_where_the_log_stood(path: str, at: At) -> None:
    moment = last_moment(at(STANDS_IN.get(path.split()[1], "held")))
    asked = f"{QUESTIONS[path].replace(' --format csv', '')} --as-of 2025-12-31 --known-at {moment}"
    as_data = typed(f"{asked} --format json")
    assert as_data.code in (0, 6), as_data.err
    told = as_data.json
    assert (told["as_of"], told["known_at"]) == ("2025-12-31", moment)
    for_people = typed(asked)
    line = f"(as of 2025-12-31, as known at {moment}; log position {told['position']})"
    assert (for_people.code, for_people.err.count(line)) == (as_data.code, 1)


@pytest.mark.parametrize("style", ["table", "jsonl", "csv"])
def test_every_format_says_it_and_only_data_is_printed(style: str, at: At) -> None:
    at("held")
    told = sez("plot", "list", "--as-of", "2020-01-01", "--format", style)
    assert told.err == "(as of 2020-01-01, as known now; log position 32)\n"
    assert "as known" not in told.out


# -- which moment is meant ---------------------------------------------------------------------------


def test_a_moment_may_be_a_date_or_have_an_offset_or_a_fraction(at: At) -> None:
    at("held")
    meant = {
        "2999-06-30": "2999-06-30T23:59:59.999999Z",
        "2999-06-30T09:30": "2999-06-30T09:30:00.000000Z",
        "2999-06-30T09:30:00.25": "2999-06-30T09:30:00.250000Z",
        "2999-06-30T01:30:00+05:00": "2999-06-29T20:30:00.000000Z",
    }
    assert {typed: sez(*SHOW, "--known-at", typed).json["known_at"] for typed in meant} == meant


def test_what_is_known_at_a_moment_includes_what_was_recorded_at_it(at: At) -> None:
    moment = last_moment(at("held"))
    row = sez(*SHOW).json["row"]
    assert sez(*SHOW, "--known-at", moment).json["row"] == row
    before = f"{moment[:-4]}{int(moment[-4:-1]) - 1:03}Z" if moment[-4:-1] != "000" else moment
    if before != moment:
        assert sez(*SHOW, "--known-at", before).json["row"] != row


def test_a_moment_to_come_is_told_to_be_one(at: At) -> None:
    at("held")
    told = sez("plot", "show", "KHG-014", "--known-at", "2999-01-01")
    assert "as known at 2999-01-01T23:59:59.999999Z, which is yet to come; log position" in told.err
    assert sez(*SHOW, "--known-at", "2999-01-01").json["row"] == sez(*SHOW).json["row"]


def test_a_date_to_come_is_told_as_things_are_recorded(at: At) -> None:
    at("held")
    then = sez(*SHOW, "--as-of", "2999-01-01").json
    assert (then["as_of"], then["row"]) == ("2999-01-01", sez(*SHOW).json["row"])


def test_before_the_store_was_founded_nothing_was_known(at: At) -> None:
    at("held")
    early = ("--known-at", "2010-01-01T00:00:00Z")
    assert sez("plot", "list", "--format", "json", *early).json["rows"] == []
    assert sez("report", "schedule", "--format", "json", *early).json["rows"] == []
    assert sez("due", "--format", "json", *early).json["rows"] == []
    for words in (("plot", "show"), ("plot", "history"), ("can", "plot"), ("why", "plot")):
        told = sez(*words, "KHG-014", *early)
        assert told.code == 4
        assert told.err.startswith("there is no plot KHG-014, by --known-at 2010-01-01T00:00:00Z\n")
    told = sez("calendar", "days", "kz", *early, "--format", "json")
    assert (told.code, told.fault["code"]) == (4, "not-found")


def test_before_its_first_legal_date_a_subject_was_not_there(at: At) -> None:
    at("held")
    told = sez("plot", "show", "KHG-014", "--as-of", "2010-01-01", "--known-at", "2999-01-01")
    assert told.err.splitlines()[0] == "there is no plot KHG-014, by --as-of 2010-01-01 --known-at 2999-01-01"


FIRST = ("--as-of 0001-01-01", "--known-at 0001-01-01")
LAST = ("--known-at 9999-12-31T23:59:59.999999Z", "--as-of 9999-12-31 --known-at 9999-12-31")
OF_A_DATE = ("sez calendar show", "sez can")
"""Questions whose answers depend on the date beyond what is recorded."""


def answered(line: str) -> tuple[int, Any]:
    told = typed(line)
    assert told.code in (0, 6), told.err
    return told.code, told.json.get("rows", told.json.get("row"))


@pytest.mark.parametrize("path", QUESTIONS)
def test_the_first_and_the_last_times_that_can_be_asked_are_answered(path: str, at: At) -> None:
    at(STANDS_IN.get(path.split()[1], "held"))
    asked = f"{QUESTIONS[path].replace(' --format csv', '')} --format json"
    now = answered(asked)
    at_the_end, on_the_last_day = (answered(f"{asked} {times}") for times in LAST)
    assert at_the_end == now
    assert on_the_last_day == now or path in OF_A_DATE
    assert {typed(f"{asked} {times}").code for times in FIRST} <= {0, 4}


def test_a_zone_is_compared_from_the_first_day_to_the_last(at: At) -> None:
    at("held")
    line = "sez diff zone KHG 0001-01-01 {} --then-known-at 0001-01-01 --format json"
    today = answered(line.format("2999-12-31"))
    assert today[1]
    assert answered(line.format("9999-12-31")) == today
    assert answered(line.format("9999-12-31 --known-at 9999-12-31")) == today
    assert typed("sez diff zone KHG 0001-01-01 0001-01-01").code == 4


def test_before_any_law_there_is_no_work_and_nothing_amiss(at: At) -> None:
    at("held")
    early = ("--as-of", "0001-01-01")
    for words in (("due",), ("due", "--now", "0001-01-01"), ("due", "--overdue", *early)):
        told = sez(*words, *early, "--format", "json")
        assert (told.code, told.json["rows"]) == (0, [])
    told = sez("audit", "conformance", "--zone", "KHG", *early)
    assert (told.code, told.out) == (0, "0 acts held against the law of the day: no deviation.\n")


def test_on_a_day_before_any_law_what_is_recorded_suggests_no_act(at: At) -> None:
    at("held")
    told = sez(
        "due", "--now", "0001-01-01", "--as-of", "2019-12-01", "--until", "9999-12-31", "--format", "json"
    )
    assert told.code == 0
    assert told.json["rows"]
    assert not any(row["acts"] for row in told.json["rows"] if row["noun"] != "obligation")


def test_an_event_that_was_not_known_yet_has_no_dependents_and_is_not_there(at: At) -> None:
    at("held")
    told = sez("audit", "dependents", "plot-KHG-014@1", "--known-at", "0001-01-01")
    assert (told.code, told.err.splitlines()[0]) == (
        4,
        "there is no event plot-KHG-014@1, by --known-at 0001-01-01",
    )


# -- reports -----------------------------------------------------------------------------------------


def test_published_figures_are_compared_as_of_a_date_and_as_known_at_a_time(at: At) -> None:
    moment = last_moment(at("held"))
    figures = ("report", "figures", "--format", "json")
    every = sez(*figures).json["rows"]
    assert sez(*figures, "--as-of", "2010-01-01").json["rows"] == []
    first = min(row["as_of"] for row in every)
    assert sez(*figures, "--as-of", first).json["rows"] == [row for row in every if row["as_of"] == first]
    assert sez(*figures, "--known-at", moment).json["rows"] == every
    unknown = sez(*figures, "--known-at", "2010-01-01").json["rows"]
    assert not any(row["computed"] for row in unknown)
    assert any(row["computed"] for row in every)


def test_the_cases_that_a_new_edition_touches_are_those_of_the_two_times(at: At) -> None:
    at("held")
    asked = ("regulation", "diff", "kz-2019@1", "kz-2019@2", "--format", "json")
    cases = [row for row in sez(*asked).json["rows"] if row["kind"] != "change"]
    assert cases
    for early in (("--known-at", "2010-01-01"), ("--as-of", "2010-01-01")):
        told = sez(*asked, *early).json
        assert [row for row in told["rows"] if row["kind"] != "change"] == []
