from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

from cli import index
from cli.ways import AGAINST
from projections.models import model_of
from tests.cli.harness import STANDS_IN, sez, typed

At = Callable[[str], Path]


def test_a_list_says_what_it_holds_for(at: At) -> None:
    at("plots")
    answer = sez("plot", "list", "--format", "json", "--as-of", "2020-01-01").json
    assert answer.keys() == {"format_version", "position", "as_of", "known_at", "rows"}
    assert (answer["format_version"], answer["as_of"], answer["known_at"]) == (1, "2020-01-01", None)
    assert answer["position"] == 15
    assert [row["key"] for row in answer["rows"]] == ["KHG-014", "KHG-015"]


def test_the_rows_hold_what_the_contract_promises(at: At) -> None:
    at("held")
    promised = {
        "zone": "key name kind region status parent area_m2 allocatable_m2 free_m2 occupancy term_ends_on",
        "plot": "key zone cadastral_number area_m2 area_ha purpose premises record tenure use compliance "
        "encumbrances project party",
        "project": "key zone party name status stages stages_launched investment jobs_planned jobs_actual "
        "launched_on plots",
        "obligation": "key of kind status overdue target unit reported percent due_on",
        "party": "key name status standing",
    }
    keys = {"zone": "KHG", "plot": "KHG-014", "project": "P-1", "obligation": "P-1-1", "party": "050140001238"}
    for noun, names in promised.items():
        listed = sez(noun, "list", "--format", "json").json["rows"]
        shown = sez(noun, "show", keys[noun], "--format", "json").json["row"]
        assert set(names.split()) <= shown.keys(), noun
        assert shown in listed, noun
    history = sez("plot", "history", "KHG-014", "--format", "json").json["rows"][1]
    assert history.keys() >= {
        *("position", "version", "event", "type", "recorded_at", "effective_on", "actor", "role"),
        *("regulation", "basis", "documents", "changes", "state"),
    }


def test_the_index_names_every_column_that_a_list_prints(at: At) -> None:
    for noun in index.nouns().keys() - {"document"}:  # papers are listed, not only those that were added
        at(STANDS_IN.get(noun, "held"))
        rows = sez(noun, "list", "--format", "json").json["rows"]
        assert set(rows[0]) == set(index.nouns()[noun]["columns"]), noun
        assert {column.name for column in model_of(noun).columns} <= set(rows[0])


def test_a_list_is_filtered_by_its_columns(at: At) -> None:
    at("held")

    def keys(*filters: str) -> list[str]:
        return [row["key"] for row in sez("plot", "list", "--format", "json", *filters).json["rows"]]

    assert keys("--tenure", "held") == ["KHG-014"]
    assert keys("--tenure", "held", "--tenure", "free") == ["KHG-014", "KHG-015"]
    assert keys("--tenure", "held", "--zone", "ALT") == []
    assert keys("--project", "P-1", "--party", "050140001238") == ["KHG-014"]
    assert keys("--free") == ["KHG-015"]
    assert keys("--encumbrance", "pledge") == []
    assert keys("--status", "free") == ["KHG-015"]
    assert keys("--status", "vacant", "--tenure", "held") == ["KHG-014"]
    assert keys("--status", "held", "--status", "free") == ["KHG-014", "KHG-015"]
    assert [r["key"] for r in sez("zone", "list", "--kind", "sez", "--format", "json").json["rows"]] == [
        "ALT",
        "KHG",
    ]


def test_the_past_is_asked_for_by_its_date(at: At) -> None:
    at("held")

    def tenure(as_of: str) -> str:
        return str(sez("plot", "show", "KHG-014", "--as-of", as_of, "--format", "json").json["row"]["tenure"])

    days = ("2019-10-14", "2019-10-15", "2019-11-01", "2019-11-11")
    assert [tenure(day) for day in days] == ["free", "allocated", "leased", "held"]
    assert sez("plot", "show", "KHG-014", "--as-of", "2019-06-30").code == 4


def test_what_was_known_then_is_asked_for_by_its_moment(at: At) -> None:
    at("held")
    rows = sez("plot", "history", "KHG-014", "--format", "json").json["rows"]
    moment = rows[1]["recorded_at"]
    known = sez("plot", "show", "KHG-014", "--known-at", moment, "--format", "json").json
    assert (known["known_at"], known["row"]["tenure"]) == (moment, "allocated")
    told = sez("plot", "history", "KHG-014", "--known-at", moment, "--format", "json").json["rows"]
    assert [row["type"] for row in told] == ["plot.PlotRegistered@1", "plot.PlotAllocated@1"]
    assert sez("plot", "show", "KHG-014", "--known-at", "2019-12-31").code == 4
    assert sez("can", "plot", "KHG-014", "--known-at", moment, "--format", "json").code == 0


def test_a_history_tells_who_when_on_which_paper_by_which_article_and_what_it_changed(at: At) -> None:
    at("held")
    allocated = sez("plot", "history", "KHG-014", "--format", "json").json["rows"][1]
    assert {name: allocated[name] for name in ("event", "type", "effective_on", "act", "actor", "role")} == {
        "event": "plot-KHG-014@2",
        "type": "plot.PlotAllocated@1",
        "effective_on": "2019-10-15",
        "act": "plot.allocate",
        "actor": "officer-land",
        "role": "zone-administration",
    }
    assert allocated["documents"] == [{"kind": "decision", "number": "88", "date": "2019-10-14"}]
    assert allocated["changes"]["tenure"] == ["free", "allocated"]
    assert allocated["state"]["tenure"] == "allocated"
    told = sez("plot", "history", "KHG-014").out
    assert "2019-10-15  plot allocated  (plot-KHG-014@2)" in told
    assert "tenure: free -> allocated" in told
    assert "papers: decision 88 of 2019-10-14" in told


def test_csv_has_a_heading_and_a_row_for_each(at: At) -> None:
    at("plots")
    rows = list(csv.DictReader(io.StringIO(sez("plot", "list", "--format", "csv").out)))
    assert [row["key"] for row in rows] == ["KHG-014", "KHG-015"]
    assert (rows[0]["area_m2"], rows[0]["area_ha"], rows[0]["premises"]) == ("125000", "12.5000", "false")
    empty = sez("plot", "list", "--zone", "ALT", "--format", "csv").out.splitlines()
    assert empty == [",".join(index.nouns()["plot"]["columns"])]


def test_json_lines_are_a_row_each(at: At) -> None:
    at("plots")
    lines = sez("plot", "list", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["key"] for line in lines] == ["KHG-014", "KHG-015"]


def test_nothing_found_is_no_fault(at: At) -> None:
    at("plots")
    none = sez("plot", "list", "--zone", "ALT")
    assert (none.code, none.said) == (0, "Nothing was found.\n")
    assert sez("plot", "list", "--zone", "ALT", "--format", "json").json["rows"] == []


def test_a_question_writes_nothing_to_the_log(at: At) -> None:
    path = at("held")
    before = path.read_bytes()
    for asked in ("plot list", "plot show KHG-014", "plot history KHG-014", "can plot KHG-014"):
        assert typed(f"sez {asked}").code == 0
    assert path.read_bytes() == before


def test_amounts_are_read_in_words_and_kept_exact_as_data(at: At) -> None:
    at("submitted")
    assert "12.5 bn KZT" in sez("project", "show", "P-1").out
    row = sez("project", "show", "P-1", "--format", "json").json["row"]
    assert row["investment"] == {"minor": 1_250_000_000_000, "currency": "KZT"}


# -- what may be done --------------------------------------------------------------------------------


def can(noun: str, key: str) -> dict[str, dict[str, object]]:
    return {row["act"]: row for row in sez("can", noun, key, "--format", "json").json["rows"]}


def test_every_act_but_a_birth_is_permitted_or_refused_with_its_reason(at: At) -> None:
    at("plot")
    answers = can("plot", "KHG-014")
    births = {verb for verb, act in index.nouns()["plot"]["verbs"].items() if act.get("birth")}
    assert answers.keys() == index.nouns()["plot"]["verbs"].keys() - births
    for verb, answer in answers.items():
        assert answer["rule"] == f"plot.{verb}"
        assert answer["basis"]
        assert answer["hint"] or not answer["permitted"]
        assert bool(answer["message"]) != answer["permitted"]


def test_what_is_permitted_is_shown_as_it_is_typed(at: At) -> None:
    at("plot")
    allocate = can("plot", "KHG-014")["allocate"]
    assert allocate["permitted"] is True
    assert (allocate["documents"], allocate["terms"]) == (["decision"], ["--project"])
    assert allocate["hint"] == "sez plot allocate KHG-014 --project KEY --document decision=FILE"


def test_a_refused_act_says_what_is_missing_and_what_comes_first(at: At) -> None:
    at("plot")
    lease = can("plot", "KHG-014")["sign-lease"]
    assert lease["permitted"] is False
    assert lease["code"] == "wrong-status"
    assert lease["missing"] == ["tenure=allocated"]
    assert lease["hint"] == "sez plot allocate KHG-014 --project KEY --document decision=FILE"


def test_nobody_is_led_to_end_a_right_or_to_dispute_one(at: At) -> None:
    at("held")
    answers = can("plot", "KHG-014")
    assert answers["allocate"]["hint"] is None
    assert answers["hand-over"]["hint"] is None
    for noun, key in (("plot", "KHG-014"), ("project", "P-1"), ("zone", "KHG"), ("party", "050140001238")):
        for answer in can(noun, key).values():
            if not answer["permitted"] and str(answer["hint"]).startswith(f"sez {noun} "):
                assert str(answer["hint"]).split()[2] not in AGAINST


def test_papers_any_one_of_which_will_do_are_told_as_such(at: At) -> None:
    at("held")
    assert can("plot", "KHG-014")["clear-site"]["documents"] == ["demolition-act|inspection-act"]
    told = sez("plot", "clear-site", "KHG-014", "--dry-run", "--format", "json").fault["objections"][0]
    assert (told["code"], told["missing"]) == ("papers-missing", ["demolition-act|inspection-act"])
    assert told["message"] == "papers are missing: demolition-act or inspection-act"
    assert told["hint"] == "--document demolition-act=FILE"
    assert "demolition-act or inspection-act" in sez("plot", "clear-site", "--help").out
    assert "the paper named by --kind" in sez("plot", "close-gap", "--help").out


def test_facts_are_tried_where_no_term_is_needed(at: At) -> None:
    at("pledged")
    surrender = can("plot", "KHG-014")["surrender"]
    assert (surrender["permitted"], surrender["code"]) == (False, "encumbered")


def test_each_choice_is_tried_and_only_the_possible_ones_are_offered(at: At) -> None:
    at("held")
    reclaim = can("plot", "KHG-014")["open-reclaim"]
    assert reclaim["choices"] == {"--ground": ["state-needs", "annulled", "in-kind"]}
    at("plot")
    assert can("plot", "KHG-014")["open-reclaim"]["permitted"] is False


def test_where_another_subject_stands_counts_too(at: At) -> None:
    at("plot")
    assert typed("sez zone abolish KHG --on 2024-07-03 --document decree=94@2024-07-03").code == 0
    allocate = can("plot", "KHG-014")["allocate"]
    assert allocate["permitted"] is False
    assert allocate["message"] == "zone-KHG: status is abolished; the act needs operating"


def test_permitted_and_refused_acts_are_told_apart_for_people(at: At) -> None:
    at("plot")
    told = sez("can", "plot", "KHG-014").out
    assert "acts are permitted" in told
    assert "acts are refused" in told
    assert "sign-lease (Land Code 35(2))" in told


def test_what_is_permitted_can_be_done(at: At) -> None:
    """Of the acts that need no term, those permitted are accepted on a dry run, the others refused."""
    at("noticed")
    for verb, answer in can("plot", "KHG-014").items():
        if not answer["terms"]:
            papers = [f"--document={kind.partition('|')[0]}=1@2024-01-01" for kind in answer["documents"]]  # type: ignore[attr-defined]
            proposed = ["--propose"] if answer["second"] else []
            tried = sez("plot", verb, "KHG-014", *papers, *proposed, "--dry-run")
            assert (tried.code == 0) is answer["permitted"], (verb, tried.err)
