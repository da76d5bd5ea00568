"""How a campaign is asked for, of whom it asks, and what ends it before its time."""

from __future__ import annotations

import os
import pty
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cli import subjects
from lifecycle import campaign
from lifecycle.errors import StoreUnusable
from tests.cli.harness import sez
from tests.cli.test_acts import position
from tests.cli.test_campaign import DESIGN, REGISTER, Piped, keys, outcomes, piped, plots
from tests.cli.test_processes import SEZ, environment

At = Callable[[str], Path]
__all__ = ["piped", "plots"]

# -- how it is asked for -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("A-1", "--each-from", "-"), "give either a key or --each-from, not both"),
        ((), "Missing argument 'KEY'"),
        (("--each-from", "-", "--expect-version", "1"), "--expect-version is for one subject"),
        (("A-1", "--per-row"), "--per-row is for many subjects"),
        (("--each-from", "absent.csv"), "there is no file absent.csv"),
        (("--each-from", "."), ". is no file"),
        (("--each-from", "-", "--reason", "{who} of {key}"), "is called who; it has key"),
        (("--each-from", "-", "--on", "{key}"), "line 1: --on 'A-1': expected a date"),
    ],
)
def test_what_cannot_be_meant_is_misused(plots: Path, piped: Piped, words: tuple[str, ...], told: str) -> None:
    before = position(plots)
    piped(keys("A-1"))
    misused = sez("plot", "start-design", *words)
    assert misused.code == 2
    assert told in misused.err
    assert position(plots) == before


def test_braces_are_written_twice_and_mean_nothing_for_one_subject(plots: Path, piped: Piped) -> None:
    piped(keys("A-1"))
    assert sez(*DESIGN, "--reason", "{{key}} is {key}", "--each-from", "-").code == 0
    assert sez("plot", "start-design", "A-2", "--on", "2020-02-03", "--reason", "{key}").code == 0
    told = [sez("plot", "history", key, "--format", "json").out for key in ("A-1", "A-2")]
    assert '"{key} is A-1"' in told[0]
    assert '"{key}"' in told[1]


# -- a person at a terminal --------------------------------------------------------------------------


def answered(answer: str, *words: str) -> tuple[int, str]:
    """Run a campaign with a terminal as its standard input, and an answer typed there."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*SEZ, *words],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(),
    )
    os.close(theirs)
    os.write(ours, answer.encode())
    said, _ = process.communicate(timeout=60)
    os.close(ours)
    return process.returncode, said


def test_a_person_is_asked_once_how_many_acts_are_to_be_recorded(plots: Path, tmp_path: Path) -> None:
    (tmp_path / "plots.txt").write_text(keys("A-1", "A-2"), "utf-8")
    before = position(plots)
    asked = (*DESIGN, "--each-from", "plots.txt", "--lang", "en")
    code, said = answered("n\n", *asked)
    assert (code, said.count("Record 2 acts? [y/N]")) == (2, 1)
    assert position(plots) == before
    assert "?" not in answered("", *asked, "--dry-run")[1]
    code, said = answered("y\n", *asked)
    assert (code, said.count("Record 2 acts? [y/N]")) == (0, 1)
    (tmp_path / "plots.txt").write_text(keys("A-3"), "utf-8")
    code, said = answered("", *asked, "--yes")
    assert (code, "?" in said) == (0, False)


# -- what ends it before its time ---------------------------------------------------------------------


def test_what_was_recorded_is_told_before_what_put_an_end_to_it(
    plots: Path, piped: Piped, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = campaign.each

    def broken_off(*given: Any, **more: Any) -> Iterator[Any]:
        yield next(iter(real(*given, **more)))
        raise StoreUnusable(problem="full", path="sez.db")

    monkeypatch.setattr(campaign, "each", broken_off)
    piped(keys("A-1", "A-2"))
    done = sez(*DESIGN, "--each-from", "-", "--per-row", "--format", "csv")
    assert done.code == 1
    assert outcomes(done) == [("A-1", "done"), ("A-2", "untried")]
    assert "no room is left" in done.err


# -- time --------------------------------------------------------------------------------------------


def test_a_thousand_acts_are_a_matter_of_seconds(at: At, tmp_path: Path) -> None:
    path = at("zone")
    text = "key,number,paper\n" + "".join(f"A-{n},{n:04d},{n}\n" for n in range(1000))
    (tmp_path / "plots.csv").write_text(text, "utf-8")
    before, started = position(path), time.monotonic()
    done = sez(*REGISTER, "--each-from", "plots.csv", "--format", "csv")
    assert time.monotonic() - started < 10
    assert done.err == "recorded 1000\n"
    assert position(path) == before + 3000


def test_no_more_keys_are_taken_than_can_be_carried_out_at_once(
    plots: Path, piped: Piped, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subjects, "MOST", 2)
    piped(keys("A-1", "A-2", "A-3"))
    assert "standard input holds more than 2 keys" in sez(*DESIGN, "--each-from", "-").err


# -- who may not act at all --------------------------------------------------------------------------


@pytest.mark.parametrize("more", [(), ("--per-row",), ("--dry-run",)])
def test_where_only_who_acts_is_at_fault_a_campaign_exits_as_a_single_act_does(
    more: tuple[str, ...], at: At
) -> None:
    at("plots")
    design = ("plot", "start-design", "--on", "2020-02-03", "--each-from", "keys.txt", "--yes", *more)
    Path("keys.txt").write_text("KHG-014\nKHG-015\n", "utf-8")
    by_nobody = sez(*design, "--actor", "nobody", "--format", "json")
    assert by_nobody.code == 7
    assert {row["code"] for row in by_nobody.json["rows"]} == {"not-authorised"}
    assert by_nobody.fault["code"] == "campaign-refused"
    Path("keys.txt").write_text("KHG-014\nKHG-999\n", "utf-8")
    mixed = sez(*design, "--actor", "nobody", "--format", "json")
    assert mixed.code == 3
    assert [row["code"] for row in mixed.json["rows"]] == ["not-authorised", "not-found"]
