"""One act over many subjects: all or nothing, or row by row, with a report of every one."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli import filling
from tests.cli.harness import Result, sez
from tests.cli.test_acts import ESTABLISH, position

At = Callable[[str], Path]
Piped = Callable[[str | bytes], None]

REGISTER = (
    *("plot", "register", "--zone", "KHG", "--area-ha", "1.5", "--purpose", "industry", "--on", "2020-01-06"),
    *("--cadastral-number", "03-046-123-{number}", "--document", "extract={paper}@2020-01-06"),
)
PLOTS = "key,number,paper\nA-1,0001,е-1\nA-2,0002,е-2\nA-3,0003,е-3\n"
DESIGN = ("plot", "start-design", "--on", "2020-02-03")


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> Piped:
    """Put text where the next run reads its standard input."""

    def put(text: str | bytes) -> None:
        content = text if isinstance(text, bytes) else text.encode("utf-8")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))

    return put


@pytest.fixture
def plots(at: At, piped: Piped) -> Path:
    """A store with three free plots, registered by a campaign."""
    path = at("zone")
    piped(PLOTS)
    assert sez(*REGISTER, "--each-from", "-").code == 0
    return path


def rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.out)))


def outcomes(result: Result) -> list[tuple[str, str]]:
    return [(row["key"], row["outcome"]) for row in rows(result)]


def keys(*some: str) -> str:
    return "".join(f"{key}\n" for key in some)


# -- a campaign --------------------------------------------------------------------------------------


def test_a_campaign_fills_each_row_into_the_options(plots: Path) -> None:
    shown = sez("plot", "show", "A-2", "--format", "json").json["row"]
    assert shown["cadastral_number"] == "03-046-123-0002"
    told = sez("plot", "history", "A-3", "--format", "json").json["rows"]
    assert told[0]["documents"] == [{"kind": "extract", "number": "е-3", "date": "2020-01-06"}]


def test_a_campaign_reports_every_subject(plots: Path, piped: Piped) -> None:
    before = position(plots)
    piped(keys("A-1", "A-3"))
    done = sez(*DESIGN, "--each-from", "-", "--format", "json")
    line = {"outcome": "done", "code": "", "message": "", "rule": "", "basis": "", "missing": []}
    assert done.code == 0
    assert done.json == {
        "format_version": 1,
        "position": before + 2,
        "as_of": None,
        "known_at": None,
        "outcomes": {"done": 2},
        "rows": [
            {"key": "A-1", "line": 1, **line, "event": "plot-A-1@2", "position": before + 1},
            {"key": "A-3", "line": 2, **line, "event": "plot-A-3@2", "position": before + 2},
        ],
    }
    assert done.err == "recorded 2\n"


def test_one_refusal_in_the_middle_records_nothing_and_every_refusal_is_told(plots: Path, piped: Piped) -> None:
    assert sez("plot", "start-design", "A-2", "--on", "2020-02-03").code == 0
    before = position(plots)
    piped(keys("A-1", "A-2", "NONE", "A-3"))
    done = sez(*DESIGN, "--each-from", "-", "--format", "csv")
    assert done.code == 3
    assert outcomes(done) == [
        ("A-1", "permitted"),
        ("A-2", "refused"),
        ("NONE", "refused"),
        ("A-3", "permitted"),
    ]
    refused = rows(done)[1]
    assert (refused["code"], refused["rule"], refused["basis"], refused["line"]) == (
        "wrong-status",
        "plot.start-design",
        "per contract",
        "2",
    )
    assert refused["message"] == "plot-A-2: use is design; the act needs vacant"
    assert rows(done)[2]["message"] == "there is no plot NONE"
    assert done.err == "nothing is recorded, as it is all or nothing: permitted 2, refused 2\n"
    assert position(plots) == before


def test_row_by_row_what_can_be_done_is_done(plots: Path, piped: Piped) -> None:
    before = position(plots)
    piped(keys("A-1", "NONE", "A-3"))
    done = sez(*DESIGN, "--each-from", "-", "--per-row", "--format", "csv")
    assert done.code == 3
    assert outcomes(done) == [("A-1", "done"), ("NONE", "refused"), ("A-3", "done")]
    assert done.err == "recorded 2, refused 1\n"
    assert position(plots) == before + 2


def test_row_by_row_without_a_refusal_is_a_success(plots: Path, piped: Piped) -> None:
    piped(keys("A-1", "A-3"))
    assert sez(*DESIGN, "--each-from", "-", "--per-row").code == 0


def test_a_trial_decides_everything_and_records_nothing(plots: Path, piped: Piped) -> None:
    before = position(plots)
    piped(keys("A-1", "A-2"))
    done = sez(*DESIGN, "--each-from", "-", "--dry-run", "--format", "csv")
    assert done.code == 0
    assert outcomes(done) == [("A-1", "permitted"), ("A-2", "permitted")]
    assert [(row["event"], row["position"]) for row in rows(done)] == [("", ""), ("", "")]
    assert done.err == "nothing is written: permitted 2\n"
    assert position(plots) == before


def test_a_trial_tells_all_that_stands_against_an_act_and_what_is_missing(plots: Path, piped: Piped) -> None:
    piped(keys("A-1"))
    done = sez(
        "plot", "sign-lease", "--until", "2030-12-31", "--each-from", "-", "--dry-run", "--format", "json"
    )
    assert done.code == 3
    (row,) = done.json["rows"]
    assert row["missing"] == ["contract"]
    assert "papers are missing: contract" in row["message"]
    assert "tenure is free" in row["message"]


def test_a_repeated_campaign_does_nothing_and_says_so(plots: Path, piped: Piped) -> None:
    def run() -> Result:
        piped(keys("A-1", "A-2"))
        return sez(*DESIGN, "--each-from", "-", "--command-id", "spring", "--format", "csv")

    first = run()
    before = position(plots)
    again = run()
    assert again.code == 0
    assert outcomes(again) == [("A-1", "repeated"), ("A-2", "repeated")]
    assert [row["position"] for row in rows(again)] == [row["position"] for row in rows(first)]
    assert again.err == "recorded before 2\n"
    assert position(plots) == before
    single = sez("plot", "start-design", "A-1", "--on", "2020-02-03", "--command-id", "spring/A-1")
    assert "recorded before under this command id" in single.out


def test_acts_of_a_campaign_may_be_backdated(plots: Path, piped: Piped) -> None:
    piped("key,day\nA-1,2021-05-03\nA-2,2020-05-04\nA-3,2020-04-06\n")
    assert sez("plot", "start-design", "--on", "{day}", "--each-from", "-").code == 0
    told = sez("plot", "history", "A-3", "--format", "json").json["rows"]
    assert [row["effective_on"] for row in told] == ["2020-01-06", "2020-04-06"]


def test_a_list_is_piped_into_an_act(at: At, piped: Piped) -> None:
    at("unmet")
    listed = sez("plot", "list", "--compliance", "unmet", "--format", "csv").out
    piped(listed)
    served = sez(
        *("plot", "serve-notice", "--each-from", "-", "--on", "2022-09-12", "--format", "csv"),
        *("--document", "notice=N-{key}@2022-09-12", "--document", "proof-of-delivery=P-{zone}@2022-09-14"),
    )
    assert (served.code, outcomes(served)) == (0, [("KHG-014", "done")])
    told = sez("plot", "history", "KHG-014", "--format", "json").json["rows"][-1]
    assert [paper["number"] for paper in told["documents"]] == ["N-KHG-014", "P-KHG"]


@pytest.mark.parametrize("style", ["csv", "json", "jsonl"])
def test_every_format_of_a_list_can_be_read(plots: Path, piped: Piped, style: str) -> None:
    piped(sez("plot", "list", "--zone", "KHG", "--format", style).out)
    done = sez(*DESIGN, "--reason", "{area_ha} ha: {premises}", "--each-from", "-", "--format", "csv")
    assert (done.code, len(outcomes(done))) == (0, 3), done.err
    told = sez("plot", "history", "A-1", "--format", "json").json["rows"][-1]
    assert "1.5000 ha: false" in json.dumps(told)


def test_what_an_obligation_is_counted_in_is_known_for_each(at: At, piped: Piped) -> None:
    at("contracted")
    piped("key,done\nP-1-1,90\nP-1-2,7.5bn\nP-9-9,1\n")
    report = ("obligation", "report", "--amount", "{done}", "--on", "2021-03-01", "--each-from", "-")
    papers = ("--document", "evidence={key}@2021-02-01", "--format", "csv")
    before = sez(*report, *papers)
    assert outcomes(before) == [("P-1-1", "permitted"), ("P-1-2", "permitted"), ("P-9-9", "refused")]
    piped("key,done\nP-1-1,90\nP-1-2,7.5bn\nP-9-9,1\n")
    done = sez(*report, *papers, "--per-row")
    assert outcomes(done) == [("P-1-1", "done"), ("P-1-2", "done"), ("P-9-9", "refused")]
    shown = sez("obligation", "show", "P-1-2", "--format", "json").json["row"]
    assert shown["reported"] == 750_000_000_000


def test_a_word_of_a_choice_may_come_from_the_file(at: At, piped: Piped) -> None:
    at("held")
    act = ("plot", "issue-prescription", "--violation", "{what}", "--on", "2022-11-01", "--each-from", "-")
    papers = ("--document", "prescription={key}@2022-11-01")
    piped("key,what\nKHG-014,noise\n")
    wrong = sez(*act, *papers)
    assert wrong.code == 2
    assert "line 2: --violation 'noise': expected non-use, other" in wrong.err
    piped("key,what\nKHG-014,non-use\n")
    assert sez(*act, *papers).code == 0


def test_a_file_that_many_acts_rest_on_is_read_and_stored_once(
    plots: Path, piped: Piped, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "order.pdf").write_bytes(b"%PDF order")
    (tmp_path / "A-2.txt").write_bytes(b"its own")
    piped(keys("A-1", "A-2"))
    (tmp_path / "A-1.txt").write_bytes(b"another")
    papers = ("--document", "order=order.pdf", "--document", "annex={key}.txt")
    assert sez(*DESIGN, *papers, "--each-from", "-").code == 0
    digests = [
        [
            paper["sha256"]
            for paper in sez("plot", "history", key, "--format", "json").json["rows"][-1]["documents"]
        ]
        for key in ("A-1", "A-2")
    ]
    assert digests[0][0] == digests[1][0]
    assert digests[0][1] != digests[1][1]
    monkeypatch.setattr(filling, "LARGEST_PAPERS_MB", 0)
    piped(keys("A-3"))
    assert "larger than 0 MB together" in sez(*DESIGN, *papers[:2], "--each-from", "-").err


def test_a_campaign_may_found_the_store_and_a_refused_one_makes_none(
    at: At, piped: Piped, tmp_path: Path
) -> None:
    at("")
    act = [word for word in ESTABLISH if word != "KHG"]
    piped(keys("KHG", "ALT"))
    refused = sez(*act, "--each-from", "-", "--format", "csv")
    assert (refused.code, outcomes(refused)) == (3, [("KHG", "refused"), ("ALT", "refused")])
    piped(keys("KHG", "ALT"))
    assert sez(*act, "--each-from", "-", "--per-row").code == 3
    piped(keys("KHG", "ALT"))
    tried = sez(
        *act, "--each-from", "-", "--document", "decree=401@2019-06-03", "--dry-run", "--command-id", "C"
    )
    assert tried.code == 0
    assert not (tmp_path / "sez.db").exists()
    piped(keys("KHG", "ALT"))
    assert sez(*act, "--each-from", "-", "--document", "decree=401@2019-06-03").code == 0


def test_a_refusal_is_told_to_a_program_too(plots: Path, piped: Piped) -> None:
    piped(keys("NONE"))
    refused = sez(*DESIGN, "--each-from", "-", "--format", "json")
    assert refused.code == 3
    assert refused.fault == {
        "code": "campaign-refused",
        "message": "nothing is recorded, as it is all or nothing: refused 1",
        "rule": None,
        "basis": None,
        "missing": [],
        "hint": None,
    }


def test_a_table_is_for_people(plots: Path, piped: Piped) -> None:
    piped(keys("A-1", "A-2"))
    done = sez(*DESIGN, "--each-from", "-")
    lines = done.out.splitlines()
    assert lines[0].split() == [
        *("key", "line", "outcome", "event", "position", "code", "message", "rule", "basis", "missing")
    ]
    assert [line.split()[:4] for line in lines[2:]] == [
        ["A-1", "1", "done", "plot-A-1@2"],
        ["A-2", "2", "done", "plot-A-2@2"],
    ]
