"""An estate under a law of its own: what is due rests on its articles only, and its house is in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lifecycle.citing import citations
from lifecycle.regulation import current
from tests.cli.harness import sez, typed

At = Callable[[str], Path]
LAWS = current("resumption")
OWN = {article for law in LAWS for article in law.articles}
FOREIGN = {article for law in current("kz") for article in law.articles}

STORY = """
zone establish NORTH --name North --kind iz --region North --area-ha 10 --allocatable-ha 8
  --term-ends 2026-02-01 --on 1990-01-01 +notification;
party register CO-1 --name Looms --on 2018-01-05 +registration-extract;
project submit P-1 --zone NORTH --party CO-1 --name Looms --investment 1m --currency INR --jobs 20 --area-ha 1
  --on 2018-01-10 +application;
project review P-1 --on 2018-01-20;
project approve P-1 --on 2018-02-01 +committee-minutes;
plot register N-1 --zone NORTH --area-ha 1 --cadastral-number 12-1 --purpose industry --on 2018-02-01
  +layout-plan;
plot register N-2 --zone NORTH --area-ha 2 --cadastral-number 12-2 --purpose industry --on 2018-02-01
  +layout-plan;
plot register N-3 --zone NORTH --area-ha 1 --cadastral-number 12-3 --purpose industry --on 2018-02-01
  +layout-plan;
obligation define B-1 --of project:P-1 --plot N-1 --kind build-out --target 40 --unit percent --due 2023-06-01
  --on 2018-03-15;
obligation define B-2 --of project:P-1 --plot N-2 --kind build-out --target 40 --unit percent --due 2024-06-01
  --on 2018-03-15;
plot allocate N-1 --project P-1 --on 2018-04-01 +allotment-letter;
plot allocate N-2 --project P-1 --on 2018-04-01 +allotment-letter;
plot sign-lease N-1 --until 2026-02-01 --on 2018-05-01 +lease-deed;
plot hand-over N-1 --on 2018-06-01 +possession-certificate;
plot split N-2 --into N-21=1 --into N-22=1 --on 2018-05-01 +layout-plan;
plot record-unmet N-1 --obligation B-1 --on 2024-01-10 +inspection-report
"""
"""An estate with work ahead of every kind; `+` stands before the papers."""


@pytest.fixture
def estate(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    at("")
    monkeypatch.setenv("SEZ_LAW", "resumption")
    told(STORY)
    monkeypatch.delenv("SEZ_LAW")


def told(story: str) -> None:
    for line in story.split(";"):
        done = typed("sez " + re.sub(r"\+(\S+)", r"--document \1=1@2018-01-01", line))
        assert done.code == 0, (line, done.err)


def rows(*words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = sez("due", "--format", "json", *words).json["rows"]
    return found


@pytest.mark.parametrize("now", ["2018-05-10", "2023-01-01", "2026-01-16", "2030-01-01"])
@pytest.mark.usefixtures("estate")
def test_what_is_due_in_an_estate_rests_on_the_estate_s_articles_and_on_no_others(now: str) -> None:
    found = [row for row in rows("--now", now, "--until", "2100-01-01") if row["kind"] != "gap"]
    assert {row["kind"] for row in found} > {"deadline", "end", "step"}
    cited = {article for row in found for article in citations(row["basis"])}
    assert cited <= OWN
    assert all(row["basis"] for row in found)
    printed = sez("due", "--now", now, "--until", "2100-01-01").out
    assert not [article for article in FOREIGN - OWN if f"({article}" in printed or f"; {article}" in printed]


@pytest.mark.usefixtures("estate")
def test_no_act_is_suggested_in_an_estate_that_its_law_does_not_know() -> None:
    found = rows("--until", "2100-01-01")
    suggested = {act for row in found for name in ("suggest_before", "suggest_after") for act in row[name]}
    assert suggested <= LAWS[-1].rules.keys()
    assert "plot.serve-notice" in suggested


@pytest.mark.usefixtures("estate")
def test_what_a_part_of_a_plot_took_over_rests_on_the_estate_s_articles_too() -> None:
    (row,) = [
        one for one in rows("--now", "2018-06-20") if (one["key"], one["name"]) == ("N-21", "lease-signing")
    ]
    assert (row["basis"], row["regulation"]) == ("Estate rules, allotment", None)


@pytest.mark.usefixtures("estate")
def test_a_plot_is_allotted_to_nobody_who_owes_no_build_out_and_the_words_say_what_to_type() -> None:
    done = typed("sez plot allocate N-3 --project P-1 --document allotment-letter=1@2018-01-01 --format json")
    assert (done.code, done.fault["code"]) == (3, "duty-missing")
    assert done.fault["message"] == (
        "the law grants land only to a project that owes 40 percent of build-out at least, and P-1 does not"
    )
    hint = done.fault["hint"]
    assert hint == (
        "sez obligation define KEY --of project:P-1 --plot N-3 --kind build-out --target 40 "
        "--unit percent --due DATE"
    )
    assert typed(hint.replace("KEY", "B-3").replace("DATE", "2031-01-01")).code == 0
    assert typed("sez plot allocate N-3 --project P-1 --document allotment-letter=1@2018-01-01").code == 0


@pytest.mark.usefixtures("estate")
def test_a_calendar_is_seeded_under_any_body_of_law_by_its_own_body_and_paper() -> None:
    done = sez("calendar", "seed", "kz")
    assert done.code == 0, done.err
    history = sez("calendar", "history", "kz", "--format", "json").json["rows"]
    published = [row for row in history if row["act"] == "calendar.publish"]
    assert {row["body"] for row in published} == {"state-government"}
    assert {paper["kind"] for row in published for paper in row["documents"]} == {"notification"}
    assert sez("calendar", "seed", "kz").code == 0


@pytest.mark.usefixtures("estate")
def test_an_estate_is_run_under_a_law_of_its_own() -> None:
    told("""obligation report B-1 --amount 15 --on 2024-01-10 +evidence;
    plot serve-notice N-1 --on 2024-02-01 +show-cause-notice +proof-of-service""")
    row = sez("obligation", "show", "B-1", "--format", "json").json["row"]
    assert (row["status"], row["percent"], row["regulation"]) == ("unmet", "37.5", "resumption-2015@2")
    done = typed(
        "sez obligation define B-3 --of project:P-1 --kind build-out --target 39 --unit percent "
        "--due 2030-01-01 --format json"
    )
    assert (done.code, done.fault["code"]) == (3, "below-least")
    assert done.fault["message"] == "the law demands 40 at least of build-out, and 39 is promised"
    done = typed("sez plot issue-prescription N-1 --violation non-use --format json")
    assert (done.code, done.fault["code"]) == (3, "unknown-to-law")
    acts = {row["act"]: row for row in sez("can", "plot", "N-1", "--format", "json").json["rows"]}
    assert "plot.issue-prescription" not in acts
    history = sez("plot", "history", "N-1").out
    assert "show-cause-notice" in history
    assert "Estate rules, show cause" in history


def test_a_body_of_law_that_there_is_not_founds_no_store(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    path = at("")
    monkeypatch.setenv("SEZ_LAW", "moon")
    done = typed("sez party register CO-1 --name X --document extract=1@2020-01-01 --format json")
    assert (done.code, done.fault["code"]) == (2, "unknown-law")
    assert done.fault["message"] == "there is no body of law moon; there are: kz, resumption"
    assert not path.exists()
