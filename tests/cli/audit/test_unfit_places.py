"""What is typed amiss, lies in the way or was changed is named, and nothing is lost, sealed or vouched for."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from errno import EFBIG, ENOSPC
from pathlib import Path

import pytest

from cli.audit.replacing import made_whole
from cli.audit.targets import written
from lifecycle.errors import Misused, StoreUnusable
from lifecycle.proof.tree import beside
from tests.cli.harness import done, typed
from tests.lifecycle.proof.stores import rewritten, tampered

DONE, BROKEN, MISUSED, FINDINGS = 0, 1, 2, 6
NEXT = "sez plot start-design KHG-014 --on 2020-01-06"
ROOT = Path(__file__).parents[3]
NOBODY = 65534


def position() -> int:
    with closing(sqlite3.connect("sez.db")) as database:
        return int(database.execute("SELECT MAX(rowid) FROM stored_events").fetchone()[0])


def place(event: str) -> int:
    stream, _at, version = event.rpartition("@")
    with closing(sqlite3.connect("sez.db")) as database:
        where = "originator_id = ? AND originator_version = ?"
        found = database.execute(f"SELECT rowid FROM stored_events WHERE {where}", (stream, version)).fetchone()
        return int(found[0])


def refused(line: str) -> tuple[int, str]:
    run = typed(f"{line} --format json")
    assert run.out == "", line
    return run.code, run.fault["code"]


# -- records that were changed -----------------------------------------------------------------------


def test_a_record_that_was_changed_is_not_proven_whatever_is_kept_of_its_tree(sealed: Path) -> None:
    rewritten(sealed, place("plot-KHG-014@1"), actor="somebody-else")
    run = typed("sez audit prove plot-KHG-014@1 -o proof --format json")
    assert (run.code, run.fault["code"], run.fault["hint"]) == (FINDINGS, "record-changed", "sez audit verify")
    assert run.fault["message"].startswith("plot-KHG-014@1: the record was changed after it was signed")
    assert not Path("proof").exists()
    assert typed("sez audit prove zone-KHG@1 -o other").code == DONE, "what is kept still proves the others"
    shutil.rmtree(beside(sealed))
    assert refused("sez audit prove plot-KHG-014@1") == (FINDINGS, "log-changed")
    assert refused("sez audit prove zone-KHG@1") == (FINDINGS, "log-changed")


def test_a_log_that_was_changed_is_not_said_to_have_only_grown(sealed: Path) -> None:
    shutil.copy("sez.checkpoint", "old")
    done(NEXT)
    assert typed("sez audit seal --key sez.key").code == DONE
    assert typed("sez audit consistency old").code == DONE
    rewritten(sealed, place("plot-KHG-014@1"), actor="somebody-else")
    assert refused("sez audit consistency old") == (FINDINGS, "log-changed")
    tampered(sealed, f"DELETE FROM stored_events WHERE rowid = {position()}")
    assert refused("sez audit consistency old") == (FINDINGS, "log-shorter")


def test_a_damaged_tree_of_a_sound_log_is_made_anew(sealed: Path) -> None:
    leaves = beside(sealed) / "0"
    sound = leaves.read_bytes()
    at = 32 * (place("plot-KHG-014@1") - 1)
    leaves.write_bytes(sound[:at] + bytes(32) + sound[at + 32 :])
    assert typed("sez audit prove plot-KHG-014@1 -o proof").code == DONE
    assert typed("sez audit prove zone-KHG@1 -o other").code == DONE
    assert leaves.read_bytes() == sound


# -- what is typed amiss -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "option"),
    [
        ("audit verify --vkey ''", "--vkey"),
        ("audit verify --key ''", "--key"),
        ("audit verify --checkpoint sez.checkpoint --checkpoint ''", "--checkpoint"),
        ("audit verify --from ''", "--from"),
        ("audit verify --store ''", "--store"),
        ("audit seal --key ''", "--key"),
        ("audit key show ''", "FILE"),
        ("audit export -o ''", "--output"),
        ("audit prove plot-KHG-014@1 -o ''", "--output"),
        ("audit consistency sez.checkpoint --vkey ''", "--vkey"),
        ("audit bundle -o out --plot ''", "--plot"),
        ("audit bundle -o out --zone ''", "--zone"),
        ("audit bundle -o out --key ''", "--key"),
        ("audit bundle -o ''", "--output"),
        ("audit search --zone ''", "--zone"),
        ("audit search --actor one --actor ''", "--actor"),
        ("audit conformance --zone ''", "--zone"),
        ("audit dependents plot-KHG-014@1 --as-of ''", "--as-of"),
        ("diff plot KHG-014 2020-01-01 2020-02-01 --then-known-at ''", "--then-known-at"),
        ("blame plot KHG-014 ''", "COLUMN"),
        ("lineage KHG-014 --known-at ''", "--known-at"),
    ],
)
def test_an_empty_value_is_not_taken_for_none(line: str, option: str, sealed: Path) -> None:
    before = position()
    run = typed(f"sez {line} --format json")
    assert (run.code, run.out, run.fault["code"]) == (MISUSED, "", "empty-value")
    assert run.fault["message"].startswith(f"{option} was given with nothing in it")
    assert position() == before
    assert not Path("out").exists()


@pytest.mark.parametrize("option", ["document-number", "article", "regulation", "reason", "zone", "actor"])
def test_what_is_no_text_is_not_looked_for(option: str, sealed: Path) -> None:
    assert refused(f"sez audit search --{option} '\udcff'") == (MISUSED, "malformed")


# -- what is in the way ------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["export", "prove plot-KHG-014@1", "bundle --key sez.key"])
def test_where_nothing_can_be_written_is_said_before_anything_is_done(command: str, sealed: Path) -> None:
    before = position()
    assert refused(f"sez audit {command} -o nowhere/it") == (MISUSED, "folder-absent")
    assert "there is no directory nowhere" in typed(f"sez audit {command} -o nowhere/it").err.replace(
        f"{Path.cwd()}/", ""
    )
    os.mkfifo("pipe")
    code, problem = refused(f"sez audit {command} -o pipe")
    assert (code, problem in ("file-not-plain", "not-a-directory")) == (MISUSED, True)
    assert position() == before


def test_a_disk_that_is_full_is_named_with_the_file(tmp_path: Path) -> None:
    target = tmp_path / "log.jsonl"
    for number, kind, problem in ((ENOSPC, StoreUnusable, "full"), (EFBIG, Misused, "file-unwritable")):
        with pytest.raises(kind) as said, written(str(target)):
            raise OSError(number, os.strerror(number))
        assert (said.value.values["problem"], said.value.values["path"]) == (problem, str(target))
        assert not list(tmp_path.iterdir())


def _environment() -> dict[str, str]:
    path = os.pathsep.join(p for p in (str(ROOT), os.environ.get("PYTHONPATH", "")) if p)
    return {**os.environ, "PYTHONPATH": path}


def test_pipes_in_the_place_of_a_key_or_a_checkpoint_are_not_waited_for(
    sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo("pipe", 0o600)
    assert refused("sez audit seal --key pipe") == (MISUSED, "key-unreadable")
    assert refused("sez audit verify --checkpoint pipe") == (MISUSED, "file-not-plain")
    Path("sez.checkpoint").unlink()
    Path("pipe").rename("sez.checkpoint")
    assert refused("sez audit prove plot-KHG-014@1") == (MISUSED, "file-not-plain")
    assert refused("sez audit seal --key sez.key") == (BROKEN, "checkpoint-unreadable")
    monkeypatch.setenv("SEZ_KEY", "sez.key")
    acted = typed(NEXT)
    assert acted.code == DONE
    assert "no checkpoint of it was signed: the published checkpoint sez.checkpoint cannot be read" in acted.err


def test_an_act_whose_checkpoint_could_not_be_published_was_signed_all_the_same(
    sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = "l" * 238
    shutil.move("sez.db", f"{store}.db")
    monkeypatch.setenv("SEZ_KEY", "sez.key")
    acted = typed(f"{NEXT} --store {store}.db")
    assert acted.code == DONE
    assert acted.err.startswith("it is recorded; the checkpoint was signed and is remembered, but ")
    assert f"{store}.checkpoint cannot be written: File name too long" in acted.err


# -- the directory of a bundle -----------------------------------------------------------------------


def _bundled(sealed: Path) -> Path:
    assert typed("sez audit bundle --plot KHG-014 -o out --key sez.key").code == DONE
    return Path("out")


@pytest.mark.parametrize(
    "strange", ["letters.txt", "documents/letters.txt", "proofs/x.tlog-proof", "documents/a/b"]
)
def test_a_directory_with_anything_of_somebody_else_is_left_as_it_is(strange: str, sealed: Path) -> None:
    file = _bundled(sealed) / strange
    file.parent.mkdir(exist_ok=True)
    file.write_text("mine", "utf-8")
    before = position()
    run = typed("sez audit bundle --plot KHG-014 -o out --key sez.key --yes --format json")
    assert (run.code, run.fault["code"], position()) == (MISUSED, "not-a-bundle", before)
    assert strange.removesuffix("/b") in run.fault["message"]
    assert file.read_text("utf-8") == "mine"


@pytest.mark.parametrize("manifest", [None, "{}", "[]", "no json", '{"format_version": "1"}'])
def test_a_directory_without_the_manifest_of_a_bundle_is_left_as_it_is(
    manifest: str | None, sealed: Path
) -> None:
    Path("out/documents").mkdir(parents=True)
    Path("out/log.jsonl").write_text("mine", "utf-8")
    if manifest is not None:
        Path("out/manifest.json").write_text(manifest, "utf-8")
    assert refused("sez audit bundle -o out --key sez.key --yes") == (MISUSED, "no-manifest")
    assert Path("out/log.jsonl").read_text("utf-8") == "mine"


def test_a_bundle_stays_where_another_cannot_be_put_in_its_place(sealed: Path) -> None:
    before = (_bundled(sealed) / "manifest.json").read_bytes()
    with pytest.raises(Misused, match="file-unwritable"), made_whole(Path("out").absolute()) as new:
        shutil.rmtree(new)  # so that moving the old one away succeeds, and moving the new one there does not
    assert (Path("out/manifest.json")).read_bytes() == before
    with pytest.raises(KeyboardInterrupt), made_whole(Path("out").absolute()):
        raise KeyboardInterrupt
    assert (Path("out/manifest.json")).read_bytes() == before
    assert not [file.name for file in Path().iterdir() if file.name.startswith(".")]


# -- readers without the right to write --------------------------------------------------------------

READER = """
import os, sys
from cli.__main__ import main
def run(store, key):
    for words in ("plot list", "audit search", "audit seal --key " + key,
                  "plot start-design KHG-014 --on 2020-01-06"):
        yield main([*words.split(), "--store", store, "--format", "json"])
assert not any(run("sez.db", "sez.key")), "and all that is needed is loaded now"
assert main(["plot", "list", "--store", "none.db", "--format", "json"]) == 4
if os.getuid() == 0:
    os.setgid({nobody}); os.setuid({nobody})
for code in run(*sys.argv[1:]):
    print(code, file=sys.stderr)
"""


@pytest.fixture
def kept(sealed: Path) -> Iterator[Path]:
    """A store with read models, sealed once more, in a folder that nobody may write into."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "vault").mkdir()
        assert typed("sez plot list").code == DONE
        for name in ("sez.db", "sez.views.db", "sez.checkpoint"):
            shutil.copy(name, folder / name)
        store = folder / "sez.db"
        shutil.copy("sez.key", folder / "vault/key")
        assert typed(f"sez audit seal --key {folder}/vault/key --store {store}").code == DONE
        if os.getuid() == 0:
            for file in (folder / "vault", *(folder / "vault").iterdir()):
                os.chown(file, NOBODY, NOBODY)
        for file in folder.iterdir():
            file.chmod(0o755 if file.is_dir() else 0o444)
        folder.chmod(0o555)
        yield store
        folder.chmod(0o755)


def test_after_a_seal_whoever_may_only_read_is_answered_and_told_what_stops_an_act(kept: Path) -> None:
    program = [sys.executable, "-c", READER.format(nobody=NOBODY), str(kept), str(kept.parent / "vault/key")]
    run = subprocess.run(program, capture_output=True, text=True, check=False, env=_environment())
    codes = [line for line in run.stderr.splitlines() if line.isdigit()]
    assert codes == [str(DONE), str(DONE), str(BROKEN), str(BROKEN)], run.stderr
    assert run.stderr.count('"code": "read-only"') == 2
    assert f"the store {kept} is read-only" in run.stderr
