from __future__ import annotations

import ast
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from projections.exports import verify
from projections.exports.kept import bundle
from projections.exports.signed import Wrong, checkpoint
from projections.exports.standalone import program
from tests.projections.exports.small import ORIGIN, PAPER, Signing, Story, canonical, part, story, whole

VERIFIED, FINDINGS, MISUSED = 0, 6, 2
PLOTS = {"plot-Ә-1": 2, "plot-Ә-2": 1}
PLACES = (1, 3, 4, 5, 6)


def judged(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    code = verify.main([str(word) for word in words])
    return code, capsys.readouterr().out


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return whole(tmp_path / "log", story()[0])


@pytest.fixture
def plots(tmp_path: Path) -> Path:
    return part(tmp_path / "plots", *story(), PLOTS, *PLACES)


# -- what is in order --------------------------------------------------------------------------------


def test_a_whole_log_is_verified_and_it_is_said_what_was_not(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = judged(capsys, log)
    assert code == VERIFIED
    assert "records: all of them, none added or left out" in out
    assert "NOT VERIFIED\n  - whose key this is: it came with the records" in out
    assert out.endswith("Everything checked agrees.\n")


def test_a_key_that_was_learned_elsewhere_is_all_that_is_trusted(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "vkey").write_text(Signing().vkey + "\n", "utf-8")
    for given in (Signing().vkey, f"@{tmp_path / 'vkey'}"):
        code, out = judged(capsys, log, "--key", given)
        assert (code, "whose key this is" in out) == (VERIFIED, False)


def test_a_part_of_a_log_is_verified_by_its_proofs(plots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = judged(capsys, plots, "--key", Signing().vkey)
    assert code == VERIFIED, out
    assert "records: 5 of them, each by its own proof" in out
    assert "whole, from their beginning to record 5: plot-Ә-1, plot-Ә-2" in out


def test_an_earlier_checkpoint_of_the_same_log_agrees(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = tmp_path / "earlier"
    earlier.write_bytes(Signing().checkpoint(story()[0].lines[:3]))
    assert judged(capsys, log, "--checkpoint", earlier)[0] == VERIFIED
    earlier.write_bytes(Signing().checkpoint(story()[0].lines[1:4]))
    assert judged(capsys, log, "--checkpoint", earlier)[0] == FINDINGS
    earlier.write_bytes(Signing().checkpoint([*story()[0].lines, b"more"]))
    assert judged(capsys, log, "--checkpoint", earlier)[0] == FINDINGS


# -- every flipped bit -------------------------------------------------------------------------------


def findings_of(folder: Path, size: int, roots: dict[int, bytes], note: bytes) -> list[str]:
    found = verify.Findings()
    log = verify.Log(ORIGIN, None)
    try:
        verify.check_records(bundle(folder, {}, note, size), log, roots, found)
    except Wrong as error:
        found.append(str(error))
    return found


def test_every_flipped_bit_of_a_log_is_found(log: Path) -> None:
    note, written = (log / "checkpoint").read_bytes(), (log / "log.jsonl").read_bytes()
    size, root = checkpoint(note, Signing().vkey)
    assert findings_of(log, size, {size: root}, note) == []
    with (log / "log.jsonl").open("r+b", buffering=0) as file:
        for bit in range(len(written) * 8):
            place, mask = bit // 8, 1 << bit % 8
            os.pwrite(file.fileno(), bytes([written[place] ^ mask]), place)
            assert findings_of(log, size, {size: root}, note), bit
            os.pwrite(file.fileno(), written[place : place + 1], place)
    assert findings_of(log, size, {size: root}, note) == []


# -- what is not in order ----------------------------------------------------------------------------


def rewritten(folder: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    file = folder / "log.jsonl"
    file.write_bytes(b"".join(change(file.read_bytes().splitlines(keepends=True))))


CHANGES: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "cut off": lambda lines: lines[:-1],
    "cut within a line": lambda lines: [*lines[:-1], lines[-1][:-9]],
    "without its last byte": lambda lines: [*lines[:-1], lines[-1][:-1]],
    "empty": lambda lines: lines[:0],
    "reordered": lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
    "a record twice": lambda lines: [*lines[:2], lines[1], *lines[2:]],
    "a record twice instead of another": lambda lines: [*lines[:2], lines[1], *lines[3:]],
    "a record left out": lambda lines: [*lines[:2], *lines[3:]],
    "written with spaces": lambda lines: [json.dumps(json.loads(one)).encode() + b"\n" for one in lines],
    "written in other order": lambda lines: [
        canonical(dict(reversed(json.loads(one).items()))).replace(b"{", b"{ ", 1) + b"\n" for one in lines
    ],
    "with other line ends": lambda lines: [one.replace(b"\n", b"\r\n") for one in lines],
    "with a line of another log": lambda lines: [
        lines[0],
        canonical(json.loads(lines[1]) | {"command": "foreign"}) + b"\n",
        *lines[2:],
    ],
    "with nothing in a line": lambda lines: [b"\n", *lines[1:]],
    "with a list in a line": lambda lines: [b"[]\n", *lines[1:]],
    "with a number in a line": lambda lines: [b"9" * 9000 + b"\n", *lines[1:]],
    "with half a line more": lambda lines: [*lines, b"{"],
    "with zeros": lambda lines: [b"\0" * 99 + b"\n", *lines[1:]],
    "with depth": lambda lines: [b"[" * 60_000 + b"\n", *lines[1:]],
    "with an endless line": lambda lines: [b"x" * 200_000, *lines],
    "with a surrogate": lambda lines: [b'{"a":"\\ud800"}\n', *lines[1:]],
    "with a name twice": lambda lines: [b'{"a":1,"a":1}\n', *lines[1:]],
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("made", ["log", "plots"])
def test_a_log_that_was_changed_is_found_out(
    change: str, made: str, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = request.getfixturevalue(made)
    rewritten(folder, CHANGES[change])
    code, out = judged(capsys, folder)
    assert code == FINDINGS
    assert "FINDINGS\n" in out
    assert "DO NOT RELY ON IT" in out


def test_the_log_of_somebody_else_is_found_out_by_the_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = Signing(b"\1" * 32)
    folder = whole(tmp_path / "theirs", story()[0], theirs)
    assert judged(capsys, folder)[0] == VERIFIED, (
        "it agrees with itself, and says that it brought its key along"
    )
    assert judged(capsys, folder, "--key", Signing().vkey)[0] == FINDINGS
    other = Signing(name="example.kz/other")
    foreign = whole(tmp_path / "foreign", story()[0], other)
    code, out = judged(capsys, foreign, "--key", other.vkey)
    assert code == FINDINGS
    assert "does not found the log that the checkpoint names" in out


def signed_anew(tmp_path: Path, change: Callable[[Story], None]) -> Path:
    told, _heads = story()
    change(told)
    return whole(tmp_path / "anew", told)


def test_a_gap_a_clock_that_ran_backwards_and_false_heads_are_found_even_under_a_good_signature(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def gap(told: Story) -> None:
        del told.lines[2]

    def clock(told: Story) -> None:
        told.add("zone-KHG", "zone.ZoneExpired@1", recorded_at="2020-01-01T00:00:00.000000Z")

    def heads(told: Story) -> None:
        told.add("heads-main", "heads.HeadsCommitted@1", {"size": 6, "streams": 5, "root": "00" * 32})

    words = {gap: "is plot-Ә-1@2, and the one before it is plot-Ә-1@0", clock: "the clock went backwards"}
    words[heads] = "record 7 commits to other last versions"
    for change, said in words.items():
        code, out = judged(capsys, signed_anew(tmp_path, change))
        assert (code, said in out) == (FINDINGS, True), out
        shutil.rmtree(tmp_path / "anew")


def test_a_stream_that_lacks_its_end_or_a_plot_of_the_story_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shorter = part(tmp_path / "shorter", *story(), {"plot-Ә-1": 1, "plot-Ә-2": 1}, 1, 3, 5, 6)
    assert "stream plot-Ә-1 is not here up to its end" in judged(capsys, shorter)[1]
    gap = part(tmp_path / "gap", *story(), PLOTS, 1, 4, 5, 6)
    assert "is plot-Ә-1@2, and the one before it is plot-Ә-1@0" in judged(capsys, gap)[1]
    alone = part(tmp_path / "alone", *story(), {"plot-Ә-1": 2}, *PLACES)
    assert "names plot-Ә-2, which is part of the story" in judged(capsys, alone)[1]
    uncommitted = part(tmp_path / "uncommitted", *story(), PLOTS, 1, 3, 4, 5)
    assert judged(capsys, uncommitted)[0] == FINDINGS


def test_a_bundle_about_another_plot_than_it_says_is_found(
    plots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = json.loads((plots / "manifest.json").read_bytes())
    for key, code in (("Ә-1", VERIFIED), ("Ә-3", FINDINGS)):
        said = manifest | {"scope": {"kind": "plot", "key": key}}
        (plots / "manifest.json").write_text(json.dumps(said), "utf-8")
        assert judged(capsys, plots)[0] == code


def test_papers_that_are_missing_or_changed_are_found(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = log / "documents" / sha256(PAPER).hexdigest()
    file.write_bytes(PAPER.replace(b"decree", b"degree"))
    assert "has other bytes than those that were cited" in judged(capsys, log)[1]
    file.unlink()
    assert judged(capsys, log)[0] == FINDINGS
    (log / "elsewhere").write_bytes(PAPER)
    file.symlink_to(log / "elsewhere")
    assert judged(capsys, log)[0] == FINDINGS, "a link may lead anywhere"


def test_a_proof_for_another_place_or_checkpoint_is_found(
    plots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proofs = plots / "proofs"
    good = (proofs / "3.tlog-proof").read_bytes()
    for bad in (
        (proofs / "4.tlog-proof").read_bytes(),
        good.replace(b"index 2", b"index 1"),
        good.replace(b"index 2", b"index 02"),
        good[:-3],
        good.replace(b"\n\n", b"\nAAAA\n\n", 1),
        b"",
    ):
        (proofs / "3.tlog-proof").write_bytes(bad)
        assert judged(capsys, plots)[0] == FINDINGS


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        b'{"vkey": 7}',
        b'{"vkey": "%s", "positions": "../../etc"}',
        b'{"vkey": "%s", "positions": ["../../../../etc/passwd"], "streams": {"plot-1": 1}}',
        b'{"vkey": "%s", "positions": [1, 1], "streams": {"plot-1": 1}}',
        b'{"vkey": "%s", "positions": [true, 3], "streams": {"plot-1": 1}}',
        b'{"vkey": "%s", "positions": [1e999], "streams": {"plot-1": 1}}',
        b'{"vkey": "%s", "positions": [-1, 3], "streams": {"plot-1": 1}}',
        b'{"vkey": "%s", "positions": [1, 3], "streams": {}}',
        b'{"vkey": "%s", "positions": [1, 3], "streams": 7}',
        b'{"vkey": "%s", "positions": [1, 99999999999999999999999], "streams": {"plot-1": 1}}',
    ],
)
def test_a_hostile_manifest_leads_nowhere(
    plots: Path, manifest: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (plots / "manifest.json").write_bytes(manifest.replace(b"%s", Signing().vkey.encode()))
    assert judged(capsys, plots)[0] == FINDINGS


@pytest.mark.parametrize("name", ["manifest.json", "checkpoint", "log.jsonl", "proofs", "documents"])
@pytest.mark.parametrize("made", ["missing", "link", "pipe", "folder"])
def test_files_that_are_missing_or_none_are_found(
    plots: Path, name: str, made: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (plots / name).rename(plots / "moved")
    if made == "link":
        (plots / name).symlink_to(plots / "moved")
    elif made == "pipe":
        os.mkfifo(plots / name)
    elif made == "folder":
        (plots / name).mkdir()
    assert judged(capsys, plots)[0] == FINDINGS


def test_what_is_printed_cannot_act_upon_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told, _heads = story()
    told.add("plot-\x1b[2J\u202e", "plot.PlotRegistered@1", {"zone": "KHG"})
    del told.lines[0]
    out = judged(capsys, whole(tmp_path / "hostile", told))[1]
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_it_gives_up_after_many_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = Story()
    told.lines += [b"{}"] * 1000
    out = judged(capsys, whole(tmp_path / "much", told))[1]
    assert "and so on" in out
    assert len(out.splitlines()) < 100


def test_a_call_that_cannot_be_meant_is_misused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        [tmp_path / "absent"],
        [tmp_path, "--key", "nonsense"],
        [tmp_path, "--key", "@absent"],
        ["--store", tmp_path / "absent.db", "--key", Signing().vkey],
        ["--store", __file__],
        ["--what"],
    ):
        with pytest.raises(SystemExit) as ended:
            judged(capsys, *words)
        assert ended.value.code == MISUSED


# -- the program alone -------------------------------------------------------------------------------


def test_the_program_is_one_file_of_plain_python_that_needs_nothing_else() -> None:
    tree = ast.parse(program(), feature_version=(3, 9))
    names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
    assert program().startswith('"""Checks land records offline')
    assert len(program().splitlines()) < 800, "it is to be read in ten minutes"


# -- a store, on a machine without us ----------------------------------------------------------------


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("alone") / "verify.py"
    file.write_text(program(), "utf-8")
    return file


def run(file: Path, *words: object) -> tuple[int, str]:
    """Run the program with nothing but the standard library, from elsewhere."""
    line = [sys.executable, "-I", "-S", "-W", "error", str(file), *map(str, words)]
    done = subprocess.run(line, cwd="/", capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def sealed(store: Path, signing: Signing) -> None:
    with closing(sqlite3.connect(store)) as database:
        lines = [row[0] for row in database.execute("SELECT state FROM stored_events ORDER BY rowid")]
    store.with_suffix(".checkpoint").write_bytes(signing.checkpoint(lines))


@pytest.fixture(scope="module")
def demo(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    copy = tmp_path_factory.mktemp("copy") / "sez.db"
    with closing(sqlite3.connect(demo_store)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        (state,) = target.execute("SELECT state FROM stored_events WHERE rowid = 1").fetchone()
    signing = Signing(name=json.loads(state)["data"]["origin"])
    sealed(copy, signing)
    return copy, signing.vkey


def test_the_store_of_the_demo_is_verified_without_the_program(alone: Path, demo: tuple[Path, str]) -> None:
    store, vkey = demo
    beside = sorted(store.parent.iterdir())
    code, out = run(alone, "--store", store, "--key", vkey)
    assert code == VERIFIED, out
    assert sorted(store.parent.iterdir()) == beside, "it leaves nothing beside the store"


TAMPERED = {
    "a fact changed": "UPDATE stored_events SET state = CAST(replace(state, '\"2019-', '\"2018-') AS BLOB)",
    "a record deleted": "DELETE FROM stored_events WHERE rowid = 40",
    "the last record deleted": "DELETE FROM stored_events WHERE rowid = (SELECT MAX(rowid) FROM stored_events)",
    "two records exchanged": "UPDATE stored_events SET rowid = CASE rowid WHEN 40 THEN -41 ELSE -40 END "
    "WHERE rowid IN (40, 41)",
    "a row that says otherwise": "UPDATE stored_events SET topic = 'plot.PlotAnnulled@1' WHERE rowid = 40",
    "a state that is text": "UPDATE stored_events SET state = 7 WHERE rowid = 40",
    "a state that is nothing": "UPDATE stored_events SET state = NULL WHERE rowid = 40",
    "a view in its place": "ALTER TABLE stored_events RENAME TO hidden",
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_tampered_copy_of_the_demo_is_caught_by_verify_alone(
    how: str, alone: Path, demo: tuple[Path, str], tmp_path: Path
) -> None:
    store, vkey = demo
    copy = shutil.copyfile(store, tmp_path / "sez.db")
    shutil.copyfile(store.with_suffix(".checkpoint"), tmp_path / "sez.checkpoint")
    with closing(sqlite3.connect(copy)) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute(TAMPERED[how])
        database.commit()
    code, out = run(alone, "--store", copy, "--key", vkey)
    assert code == FINDINGS, out
