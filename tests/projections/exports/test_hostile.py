"""What leads nowhere: manifests, files, texts and calls that want something else than to be checked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from projections.exports import verify
from projections.exports.kept import Bundle
from projections.exports.signed import checkpoint
from tests.projections.exports.judging import FINDINGS, MISUSED, judged
from tests.projections.exports.small import ORIGIN, Signing, Story, story, whole

# -- every flipped bit -------------------------------------------------------------------------------


def findings_of(source: Bundle, roots: dict[int, bytes]) -> list[str]:
    found: list[str] = []
    with verify.noting(found):
        verify.check_records(verify.Log(source, ORIGIN), roots, found)
    return found


def test_every_flipped_bit_of_a_log_is_found(log: Path) -> None:
    source, written = Bundle(log), (log / "log.jsonl").read_bytes()
    roots = dict([checkpoint(source.note, Signing().vkey)])
    assert findings_of(source, roots) == []
    with (log / "log.jsonl").open("r+b", buffering=0) as file:
        for bit in range(len(written) * 8):
            place, mask = bit // 8, 1 << bit % 8
            os.pwrite(file.fileno(), bytes([written[place] ^ mask]), place)
            assert findings_of(source, roots), bit
            os.pwrite(file.fileno(), written[place : place + 1], place)
    assert findings_of(source, roots) == []


# -- what is no bundle ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["manifest.json", "checkpoint", "log.jsonl", "proofs", "documents", "proofs/3.tlog-proof"]
)
@pytest.mark.parametrize("made", ["missing", "link", "pipe", "folder", "empty"])
def test_files_that_are_missing_or_none_are_found(
    name: str, made: str, plots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = plots / name
    file.rename(plots / "moved")
    if made == "link":
        file.symlink_to(plots / "moved")
    elif made == "pipe":
        os.mkfifo(file)
    elif made == "folder":
        file.mkdir()
    elif made == "empty":
        file.touch()
    code, out = judged(capsys, plots)
    told = f"is missing, or a link, or no plain file: {file}"
    assert (code, made == "empty" or name == "documents" or told in out) == (FINDINGS, True), out


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


@pytest.mark.parametrize(
    "words",
    [
        ["--key", ""],
        ["--key", "@{folder}/empty"],
        ["--key", Signing().vkey, "--checkpoint", "/missing"],
        ["--checkpoint", ""],
        ["--checkpoint", "{folder}"],
        ["--store", "", "--key", Signing().vkey],
    ],
)
def test_a_key_or_a_file_that_is_none_is_misuse(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    with pytest.raises(SystemExit) as ended:
        verify.main([str(tmp_path), *(word.format(folder=tmp_path) for word in words)])
    assert ended.value.code == MISUSED
