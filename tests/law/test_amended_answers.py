"""What a person is told of a store in which acts were corrected and voided."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import Result, sez
from tests.law.office import FIRST, SECOND, Office

BECAUSE = ("--reason", "never so")
DECISION = ("--document", "decision=5@2026-01-21")
TIGHT = "zone-administration"


def correct(office: Office, event: str, *fields: str) -> Any:
    sets = [word for one in fields for word in ("--set", one)]
    done = office.asked(
        "correct", event, *sets, "--document", "evidence=4@2026-01-20", *BECAUSE, "--actor", FIRST
    )
    assert done.code == 0, done.err
    return done.json


def voided(office: Office, event: str) -> Any:
    asked = office.asked("void", event, *DECISION, *BECAUSE, "--actor", FIRST, "--propose")
    assert asked.code == 0, asked.err
    key = asked.json["stream"].partition("-")[2]
    done = office.asked("proposal", "approve", key, "--actor", SECOND)
    assert done.code == 0, done.err
    return done.json


def told(office: Office, *words: str) -> Result:
    return sez(*words, "--store", str(office.store))


def defined(office: Office, key: str = "O-1") -> None:
    office.do(
        f"obligation define {key} --of project:A --kind investment --target 500m --unit KZT --due 2030-01-01",
        "2015-03-01",
        "contract",
    )


# -- subjects whose birth was voided -------------------------------------------------------------------


def zone(office: Office) -> str:
    return "zone-KHG@1"


def party(office: Office) -> str:
    office.do("party register INV-Q --name Q", "2015-01-05")
    return "party-INV-Q@1"


def plot(office: Office) -> str:
    office.registered("P-1")
    return "plot-P-1@1"


def project(office: Office) -> str:
    office.do(
        "project submit C --zone KHG --party INV-A --name C --investment 1bn --currency KZT --jobs 9"
        " --area-ha 5",
        "2015-03-03",
    )
    return "project-C@1"


def officer(office: Office) -> str:
    office.do(
        f"officer change-mandate {SECOND} --role {TIGHT} --role head-of-administration", "2015-01-01", "order"
    )
    office.do("officer appoint officer-x --role zone-administration", "2015-03-03")
    return "officer-officer-x@1"


def obligation(office: Office) -> str:
    defined(office)
    return "obligation-O-1@1"


@pytest.mark.parametrize("born", [zone, party, plot, project, officer, obligation])
def test_of_a_subject_whose_birth_was_voided_every_question_has_an_answer(born: Any, office: Office) -> None:
    event = born(office)
    noun, _, key = event.rpartition("@")[0].partition("-")
    voided(office, event)
    absent: list[tuple[str, ...]] = [
        (noun, "show", key),
        ("why", noun, key),
        ("can", noun, key),
        ("blame", noun, key),
    ]
    absent.append(("diff", noun, key, "2014-01-01", "2022-01-01"))
    if noun == "plot":
        absent.append(("lineage", key))
    for words in absent:
        assert (told(office, *words).code, words) == (4, words)
    whole = told(office, noun, "history", key)
    assert (whole.code, f"voided by {event[:-2]}@2: it does not count" in whole.out) == (0, True)
    whole_store: list[tuple[str, ...]] = [("due",), ("audit", "conformance"), (noun, "list")]
    for asked in (*whole_store, ("audit", "search", "--of", f"{noun}:{key}")):
        assert told(office, *asked).code in (0, 6), asked


def test_once_its_first_event_is_voided_nothing_stands_of_a_subject(office: Office) -> None:
    event = party(office)
    asked = office.asked("void", event, *DECISION, *BECAUSE, "--actor", FIRST, "--propose")
    done = told(office, "proposal", "approve", asked.json["stream"].partition("-")[2], "--actor", SECOND)
    assert "Now: nothing stands of it. Position " in done.out


def test_an_act_that_rests_on_what_is_not_there_any_more_says_so(office: Office) -> None:
    office.registered("P-1")
    voided(office, "zone-KHG@1")
    rows = office.asked("audit", "dependents", "zone-KHG@1").json["rows"]
    (registered,) = [row for row in rows if row["event"] == "plot-P-1@1"]
    assert (registered["outcome"], registered["why"]) == ("impossible", "there is no zone KHG")


# -- papers ----------------------------------------------------------------------------------------------


def found(office: Office, *words: str) -> list[tuple[str, list[str]]]:
    rows = office.asked("audit", "search", *words).json["rows"]
    return [(row["event"], row["corrected_by"]) for row in rows]


def test_an_act_is_found_by_its_papers_as_recorded_and_as_they_stand(office: Office) -> None:
    office.registered("P-1")
    number = str(office.numbers)
    first = correct(office, "plot-P-1@1", "document=extract=77@2015-01-04")["events"][0]["event"]
    second = correct(office, "plot-P-1@1", "purpose=logistics")["events"][0]["event"]
    whole = [("plot-P-1@1", [first, second])]
    asked = ("--of", "plot:P-1", "--act", "plot.register", "--document-number")
    assert found(office, *asked, number) == found(office, *asked, "77") == whole
    assert found(office, *asked, "78") == []


def test_the_papers_that_a_voided_act_had_by_a_correction_are_found_too(office: Office) -> None:
    office.registered("P-1")
    number = str(office.numbers)
    correct(office, "plot-P-1@1", "document=extract=77@2015-01-04")
    voided(office, "plot-P-1@1")
    asked = ("--of", "plot:P-1", "--act", "plot.register", "--document-number")
    for one in (number, "77"):
        assert [event for event, _ in found(office, *asked, one)] == ["plot-P-1@1"]


def test_a_stored_paper_of_a_voided_act_is_told_with_the_act(office: Office, tmp_path: Path) -> None:
    office.registered("P-1")
    paper = tmp_path / "decision.txt"
    paper.write_text("the decision", "utf-8")
    words = (
        "plot",
        "allocate",
        "P-1",
        "--project",
        "A",
        "--on",
        "2016-02-26",
        "--document",
        f"decision={paper}",
    )
    assert office.asked(*words, "--actor", FIRST).code == 0
    voided(office, "plot-P-1@2")
    digest = hashlib.sha256(paper.read_bytes()).hexdigest()
    (cited,) = office.asked("document", "show", digest).json["row"]["cited_by"]
    assert (cited["event"], cited["how"]) == ("plot-P-1@2", "voided")
    assert "voided" in told(office, "document", "show", digest[:12]).out


# -- what a person reads ---------------------------------------------------------------------------------


def test_a_correction_that_is_tried_shows_its_paper_its_body_and_its_date(office: Office) -> None:
    office.registered("P-1")
    number = office.numbers
    fields = ("document=extract=77@2015-01-04", "body=akimat", "on=2015-01-06", "area-ha=6")
    sets = [word for one in fields for word in ("--set", one)]
    words = ("correct", "plot-P-1@1", *sets, "--document", "evidence=4@2026-01-20", *BECAUSE, "--actor", FIRST)
    tried = told(office, *words, "--dry-run")
    assert tried.code == 0, tried.err
    assert (
        "sets right in plot-P-1@1: area, ha: 5.0000 -> 6.0000; effective: 2015-01-05 -> 2015-01-06; "
        "body: akimat; "
        f"documents: extract {number} of 2015-01-05 -> extract 77 of 2015-01-04"
    ) in tried.out
    data = office.asked(*words, "--dry-run").json["corrections"]["plot-P-1@1"]
    assert data["effective_on"] == ["2015-01-05", "2015-01-06"]


def test_what_an_obligation_promises_is_told_in_its_unit_everywhere(office: Office) -> None:
    defined(office)
    office.do("obligation amend O-1 --annex 2 --target 600m", "2016-03-01")
    for words in (
        ("obligation", "history", "O-1"),
        ("diff", "obligation", "O-1", "2014-01-01", "2022-01-01"),
        ("blame", "obligation", "O-1", "target"),
    ):
        out = told(office, *words).out
        assert "600 m KZT" in out, words
        assert "60000000000" not in out, words
    assert "target: 500 m KZT -> 600 m KZT" in told(office, "obligation", "history", "O-1").out


def test_an_empty_list_differs_from_nothing_in_nothing(office: Office) -> None:
    told_columns = [
        row["column"] for row in office.asked("diff", "zone", "KHG", "2014-01-01", "2022-01-01").json["rows"]
    ]
    assert "name" in told_columns
    assert "activities" not in told_columns


def test_open_deadlines_are_not_weighed_under_another_edition_and_that_is_said(office: Office) -> None:
    office.registered("P-1")
    office.do("plot allocate P-1 --project A", "2016-02-26")
    own = office.asked("audit", "conformance").json
    assert (own["counts"], own["open_deadlines"]) == ({"deadline-missed": 2}, True)
    other = office.asked("audit", "conformance", "--regulation", "kz-2019").json
    assert ("deadline-missed" in other["counts"], other["open_deadlines"]) == (False, False)
    said = "Deadlines that nothing has answered yet are weighed under the law of each day only."
    assert said in told(office, "audit", "conformance", "--regulation", "kz-2019").out


def test_a_claim_on_record_is_a_second_holder_while_the_dispute_lasts(office: Office) -> None:
    office.given()
    office.do("plot record-claim P-1 --party INV-B", "2018-03-01")
    (row,) = office.asked("audit", "conformance", "--kind", "double-holder").json["rows"]
    assert (row["problem"], row["values"]) == ("recorded-claim", {"party": "INV-B", "holder": "INV-A"})
    office.do("plot close-dispute P-1", "2018-06-01")
    assert office.asked("audit", "conformance", "--kind", "double-holder").json["rows"] == []


def test_a_report_that_was_not_made_is_told_by_its_period(office: Office) -> None:
    office.do("project start A", "2019-05-06")
    office.do("project report A --period 2019-H2 --jobs 5", "2020-01-20", "evidence")
    (row,) = [
        one
        for one in office.asked("audit", "conformance", "--as-of", "2020-02-01").json["rows"]
        if one["values"].get("deadline") == "report"
    ]
    assert (row["problem"], row["values"]["period"], row["values"]["due"]) == (
        "unreported",
        "2019-H1",
        "2019-07-25",
    )
    assert (
        row["message"] == "no report for 2019-H1 is on record: it was due by 2019-07-25, 191 days ago (report)"
    )
