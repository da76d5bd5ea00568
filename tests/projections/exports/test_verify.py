from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.projections.exports.judging import FINDINGS, VERIFIED, judged
from tests.projections.exports.small import PAPER, Signing, Story, canonical, part, story, whole

PLOTS = {"plot-Ә-1": 2, "plot-Ә-2": 1}
PLACES = (1, 3, 4, 5, 6)


# -- what is in order --------------------------------------------------------------------------------


def test_a_whole_log_is_verified_and_it_is_said_what_was_not(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = judged(capsys, log)
    assert code == VERIFIED
    assert "records: 6 of them, none added or left out" in out
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


def test_two_checkpoints_of_one_size_and_two_roots_do_not_agree(
    log: Path, plots: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, other = story()[0].lines, tmp_path / "other"
    for folder in (log, plots):
        other.write_bytes(Signing().checkpoint(lines))
        assert judged(capsys, folder, "--checkpoint", other)[0] == VERIFIED
        other.write_bytes(Signing().checkpoint([*lines[:-1], b"another"]))
        code, out = judged(capsys, folder, "--checkpoint", other)
        assert (code, f"{other} is another log's" in out) == (FINDINGS, True), out


def test_a_part_is_compared_with_no_earlier_checkpoint(
    plots: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "earlier").write_bytes(Signing().checkpoint(story()[0].lines[:3]))
    code, out = judged(capsys, plots, "--checkpoint", tmp_path / "earlier")
    assert (code, "can be compared with a whole log only" in out) == (FINDINGS, True), out


def test_a_bundle_without_a_key_is_judged_by_one_that_is_given_only(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = json.loads((log / "manifest.json").read_bytes()) | {"vkey": ""}
    (log / "manifest.json").write_bytes(canonical(manifest))
    assert "no key came along: give one by --key" in judged(capsys, log)[1]
    assert judged(capsys, log, "--key", Signing().vkey)[0] == VERIFIED


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


MALFORMED: dict[str, tuple[dict[str, Any], str]] = {
    "too long": ({"note": "x" * 65_535}, "log.jsonl has no whole line for record 7"),
    "of no moment": ({"recorded_at": "2021-03-04"}, "lacks what no record lacks"),
    "of no command": ({"command": None}, "lacks what no record lacks"),
    "of no act": ({"data": ["KHG"]}, "lacks what no record lacks"),
    "resting on what is no paper": ({"documents": [{"sha256": "../../etc/passwd"}]}, ": is no digest"),
}


@pytest.mark.parametrize("how", MALFORMED)
def test_a_malformed_record_is_found_even_under_a_good_signature(
    how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changes, said = MALFORMED[how]
    more = {name: value for name, value in changes.items() if name != "data"}

    def malformed(told: Story) -> None:
        told.add("zone-KHG", "zone.ZoneExpired@1", changes.get("data"), **more)

    code, out = judged(capsys, signed_anew(tmp_path, malformed))
    assert (code, said in out) == (FINDINGS, True), out


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
        (plots / "manifest.json").write_bytes(canonical(said))
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
