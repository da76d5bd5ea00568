"""What only a process can show: pipes, signals, two writers, a stdin that is no terminal."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.harness import sez, typed
from tests.cli.test_acts import EXTRACT, REGISTER, position

At = Callable[[str], Path]

ROOT = Path(__file__).parents[2]
SEZ = [sys.executable, "-m", "cli"]


def environment() -> dict[str, str]:
    path = os.pathsep.join(p for p in (str(ROOT), os.environ.get("PYTHONPATH", "")) if p)
    return {**os.environ, "PYTHONPATH": path}


def process(*words: str, stdin: int | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SEZ, *words], capture_output=True, text=True, check=False, env=environment(), stdin=stdin
    )


def test_the_exit_code_is_the_process_s_own(at: At) -> None:
    at("plot")
    assert process("plot", "show", "KHG-014").returncode == 0
    assert process("plot", "show", "NOPE").returncode == 4
    assert process("plot", "surrender", "KHG-014", "--document", "statement=1@2020-01-01").returncode == 3
    assert process("plot", "steal").returncode == 2


def test_a_reader_that_leaves_early_is_no_fault_of_ours(at: At) -> None:
    at("held")
    command = " ".join([*SEZ, "can", "plot", "KHG-014", "--format", "jsonl"])
    for ending in ("head -c 1", "true"):
        piped = subprocess.run(
            ["/bin/sh", "-c", f"{command} | {ending}"],
            capture_output=True,
            text=True,
            check=False,
            env=environment(),
        )
        # Whether the last lines were still taken depends on who was quicker; then the times are told of them.
        assert re.fullmatch(r"(\(as of [^\n]*\)\n)?", piped.stderr)


def shell(line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "-c", line], capture_output=True, text=True, check=False, env=environment()
    )


@pytest.mark.parametrize("words", ["--help", "can plot KHG-014"])
def test_a_pipe_that_is_closed_ends_with_141(words: str, at: At) -> None:
    at("held")
    piped = shell(f"({' '.join(SEZ)} {words}; echo $? > code) | true")
    assert (piped.stderr, Path("code").read_text().strip()) == ("", "141")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-", ">/dev/full", "2>/dev/full"])
def test_an_act_that_was_recorded_is_never_told_to_have_failed(closed: str, at: At) -> None:
    path = at("zone")
    done = shell(f"{shlex.join([*SEZ, *REGISTER, *EXTRACT])} {closed}")
    assert (done.returncode, position(path)) == (0, 7)
    assert ("recorded" in done.stderr) == (closed == ">/dev/full")


def test_a_refusal_that_cannot_be_heard_is_still_a_refusal(at: At) -> None:
    at("zone")
    for closed in ("2>&-", "2>/dev/full"):
        assert shell(f"{shlex.join([*SEZ, *REGISTER])} {closed}").returncode == 3
        assert shell(f"{shlex.join([*SEZ, 'plot', 'steal'])} {closed}").returncode == 2


def test_an_answer_that_cannot_be_printed_is_a_fault(at: At) -> None:
    at("zone")
    done = shell(f"{shlex.join([*SEZ, 'zone', 'show', 'KHG'])} >/dev/full")
    assert (done.returncode, "Traceback" in done.stderr, bool(done.stderr)) == (1, False, True)


def test_what_an_output_cannot_hold_is_escaped_and_json_stays_json(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("zone")
    appoint = "sez officer appoint Ә --role zone-administration --document order=1@2020-01-06"
    assert typed(appoint).code == 0
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    name = "Шыны зауыты 🏭"
    told = process(
        "party", "register", "INV-1", "--name", name, "--document", "extract=1@2020-01-01", "--actor", "Ә"
    )
    assert (told.returncode, told.stderr) == (0, "")
    shown = process("party", "show", "INV-1", "--format", "json").stdout
    assert shown.isascii()
    assert json.loads(shown)["row"]["name"] == name


def test_an_interrupt_ends_with_130_and_without_a_traceback(at: At, tmp_path: Path) -> None:
    at("")
    waiting = subprocess.Popen(
        [*SEZ, "demo", "--store", str(tmp_path / "d.db")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    while not (tmp_path / "d.db.partial").exists():
        time.sleep(0.05)
    waiting.send_signal(signal.SIGINT)
    _out, err = waiting.communicate(timeout=30)
    assert waiting.returncode == 130
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_of_two_writers_at_once_both_are_answered_and_one_key_is_born_once(at: At) -> None:
    path = at("zone")
    writers = [
        subprocess.Popen(
            [*SEZ, *REGISTER, *EXTRACT], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
        )
        for _ in range(3)
    ]
    for writer in writers:
        writer.communicate(timeout=60)
    assert sorted(writer.returncode for writer in writers) == [0, 3, 3]
    assert position(path) == 7


def test_a_question_that_nobody_can_answer_names_its_flag(at: At) -> None:
    path = at("plot")
    assert sez("store", "backup", "copy.db").code == 0
    assert (
        sez("plot", "annul", "KHG-014", "--on", "2021-02-01", "--document", "judgment=3@2021-01-25").code == 0
    )
    before = position(path)
    asked = process("store", "restore", "copy.db", stdin=subprocess.DEVNULL)
    assert (asked.returncode, "--yes" in asked.stderr) == (2, True)
    assert position(path) == before
    assert process("store", "restore", "copy.db", "--yes", stdin=subprocess.DEVNULL).returncode == 0
    assert position(path) < before


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_store_that_cannot_be_written_says_so(at: At) -> None:
    path = at("zone")
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        assert sez("zone", "show", "KHG", "--format", "json").code in (0, 8)
        assert sez("--format", "json", *REGISTER, *EXTRACT).fault["code"] == "read-only"
    finally:
        path.parent.chmod(0o755)


def test_the_words_of_a_person_are_kept_out_of_the_data(at: At) -> None:
    at("plot")
    done = process("plot", "list", "--zone", "ALT", "--format", "csv")
    assert done.stdout.count("\n") == 1
    assert [line[:6] for line in done.stderr.splitlines()] == ["(as of"]
