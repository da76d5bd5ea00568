"""Verifying finds whatever was changed in a store, names the place, and goes on after it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lifecycle.errors import StoreUnusable
from lifecycle.proof import parts
from lifecycle.proof.tree import beside
from lifecycle.proof.verifying import Unchecked, Vouched
from tests.lifecycle.proof.stores import (
    PLOT,
    add_plot,
    last,
    problems,
    reading,
    replaced,
    rewritten,
    row,
    seal,
    tampered,
    verified,
)

# -- what is in order --------------------------------------------------------------------------------


def test_a_sealed_store_is_verified_and_what_was_not_is_said(sealed: Path) -> None:
    done = verified(sealed)
    size = last(sealed)
    assert done.findings.told == []
    assert (done.position, done.records, done.documents) == (size, size, 1)
    assert done.vouched == [Vouched("published", size, signed=True)]
    assert done.unchecked == [Unchecked("requests")]


def test_what_cannot_be_checked_is_not_passed_over_in_silence(path: Path) -> None:
    done = verified(path)
    assert done.findings.told == []
    assert [one.what for one in done.unchecked] == ["requests", "never-sealed", "checkpoint", "tree-absent"]
    seal(path)
    size = last(path)
    add_plot(path, "KHG-900")
    done = verified(path, key=None)
    beyond = {"size": size, "position": last(path)}
    assert done.unchecked == [
        Unchecked("requests"),
        Unchecked("signature"),
        Unchecked("beyond", beyond),
        Unchecked("tree-shorter", {"size": size}),
    ]
    assert done.vouched == [Vouched("published", size, signed=False)]


def test_from_a_position_on_only_later_records_are_read(sealed: Path) -> None:
    rewritten(sealed, PLOT, actor="somebody-else")
    assert problems(sealed, since=300) == []
    done = verified(sealed, since=300)
    assert done.records == last(sealed) - 256
    assert done.unchecked[0] == Unchecked("before", {"position": 256})
    assert "heads" in [one.what for one in done.unchecked]
    assert done.vouched, "the tree is held against the checkpoint, by what is kept of the rest"
    whole = [("record-changed", PLOT), ("heads-differ", last(sealed)), ("checkpoint-differs", 0)]
    assert problems(sealed, since=10) == problems(sealed) == whole


def test_several_processes_find_what_one_finds(sealed: Path) -> None:
    rewritten(sealed, 300, actor="somebody-else")
    tampered(sealed, "DELETE FROM stored_events WHERE rowid = 30")
    told: list[tuple[str, int, int]] = []
    alone = verified(sealed)
    several = verified(sealed, processes=2, progress=lambda *said: told.append(said))
    assert several.findings.told == alone.findings.told
    assert several.findings.counts == alone.findings.counts
    assert several.streams == alone.streams
    assert {said[0] for said in told} == {"records", "documents"}


@pytest.mark.parametrize("after", [256, 258, 257])
def test_an_act_that_lies_across_two_parts_is_one_act(path: Path, after: int) -> None:
    with reading(path) as log:
        (record,) = log.read_from(255, limit=1)
        act = log.command(record.command)
        assert act is not None
        assert act.first_position <= 256 < act.last_position, "the first tile ends within an act"
        edges = [parts.Part(0, 256), parts.Part(256, after), parts.Part(after, log.position())]
        assert [parts.verified(log, one).findings.told for one in edges] == [[], [], []]


# -- a record ----------------------------------------------------------------------------------------

CHANGES: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "another actor": (lambda path: rewritten(path, PLOT, actor="somebody-else"), {"record-changed"}),
    "another date": (lambda path: rewritten(path, PLOT, effective_on="2016-01-02"), {"record-changed"}),
    "no such date": (
        lambda path: rewritten(path, PLOT, effective_on="2016-02-30"),
        {"record-changed", "unreadable"},
    ),
    "another command": (
        lambda path: rewritten(path, PLOT, command="another"),
        {"record-changed", "command-differs"},
    ),
    "another stream": (
        lambda path: rewritten(path, PLOT, stream="plot-KHG-999"),
        {"record-changed", "columns-disagree"},
    ),
    "an unknown type": (
        lambda path: rewritten(path, PLOT, type="plot.PlotSold@1"),
        {"record-changed", "columns-disagree", "unknown-type"},
    ),
    "data that are none": (
        lambda path: rewritten(path, PLOT, data={"area": 1}),
        {"record-changed", "unreadable"},
    ),
    "a newer format": (lambda path: rewritten(path, PLOT, format=2), {"record-changed", "newer"}),
    "a space": (
        lambda path: replaced(path, PLOT, row(path, PLOT)[4].replace(b",", b", ", 1)),
        {"record-changed", "not-canonical"},
    ),
    "a number otherwise written": (
        lambda path: replaced(path, PLOT, row(path, PLOT)[4].replace(b'"version":1', b'"version":1.0', 1)),
        {"record-changed", "not-canonical", "columns-disagree"},
    ),
    "names out of order": (
        lambda path: replaced(path, PLOT, b'{"zeta":1,' + row(path, PLOT)[4].replace(b"{", b"", 1)),
        {"record-changed", "not-canonical"},
    ),
    "a name said twice": (
        lambda path: replaced(path, PLOT, b'{"act":"plot.void",' + row(path, PLOT)[4].replace(b"{", b"", 1)),
        {"record-changed", "not-canonical"},
    ),
    "an escape that is not needed": (
        lambda path: replaced(path, PLOT, row(path, PLOT)[4].replace(b'"plot.', b'"\\u0070lot.', 1)),
        {"record-changed", "not-canonical"},
    ),
    "no JSON": (lambda path: replaced(path, PLOT, row(path, PLOT)[4][:-1]), {"record-changed", "damaged"}),
    "two records in one": (
        lambda path: replaced(path, PLOT, row(path, PLOT)[4] + b"," + row(path, PLOT + 1)[4]),
        {"record-changed", "damaged"},
    ),
    "another list": (lambda path: replaced(path, PLOT, b"[]"), {"record-changed", "damaged"}),
    "nothing": (lambda path: replaced(path, PLOT, b""), {"record-changed", "damaged"}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_record_that_was_changed_is_found_and_named(sealed: Path, name: str) -> None:
    change, expected = CHANGES[name]
    change(sealed)
    found = [(problem, position) for problem, position in problems(sealed)]
    here = {problem for problem, position in found if position == PLOT}
    assert here == expected | (here & {"version-gap"})
    assert {problem for problem, position in found if position != PLOT} - {"structure"} <= {
        "checkpoint-differs",
        "heads-differ",
        "version-gap",
        "command-differs",
        "command-unlisted",
    }
    assert ("checkpoint-differs", 0) in found


def test_a_flip_of_any_bit_of_a_record_is_found(sealed: Path) -> None:
    original = row(sealed, PLOT)[4]
    for place in range(0, 8 * len(original), 97):
        state = bytearray(original)
        state[place // 8] ^= 1 << place % 8
        replaced(sealed, PLOT, bytes(state))
        with reading(sealed) as log:
            told = parts.verified(log, parts.Part(0, 256, 0, beside(sealed)))
        assert told.differing == [PLOT]


def test_a_gap_is_one_finding_however_wide_it_is(sealed: Path) -> None:
    size = last(sealed)
    tampered(
        sealed,
        "DELETE FROM stored_events WHERE rowid BETWEEN 100 AND 105",
        "DELETE FROM stored_events WHERE rowid = 9",
    )
    tampered(sealed, f"UPDATE stored_events SET rowid = {2**63 - 1} WHERE rowid = {size}")
    expected = {(9, None), (100, 105), (size, 2**63 - 2)}
    for processes in (1, 2):
        done = verified(sealed, processes=processes)
        gaps = [one for one in done.findings.told if one.problem.startswith("missing")]
        assert {(one.position, one.values.get("until")) for one in gaps} == expected
        assert done.records == size - 7
        assert "checkpoint-differs" in done.findings.counts or "log-shorter" in done.findings.counts


def test_a_far_record_is_reached_over_whole_tiles_that_are_missing(sealed: Path) -> None:
    tampered(sealed, "UPDATE stored_events SET rowid = rowid + 1000000 WHERE rowid > 300")
    for processes in (1, 3):
        done = verified(sealed, processes=processes)
        found = [(one.problem, one.position) for one in done.findings.told]
        assert ("missing-until", 301) in found
        assert done.records == last(sealed) - 1_000_000
        assert done.findings.counts.total() < 20


def test_a_missing_record_is_not_laid_at_the_kept_trees_door(sealed: Path) -> None:
    tampered(sealed, "DELETE FROM stored_events WHERE rowid = 9")
    tampered(sealed, "UPDATE stored_events SET state = 'x' WHERE rowid = 60")
    found = {problem for problem, _position in problems(sealed)}
    assert {"missing", "damaged"} <= found
    assert "tree-damaged" not in found


def test_rows_out_of_order_are_not_read_for_ever(sealed: Path) -> None:
    with reading(sealed) as log:
        log._check_onward(3, 4)
        with pytest.raises(StoreUnusable, match="damaged"):
            log._check_onward(4, 4)


def test_after_a_damaged_record_the_others_are_still_read(sealed: Path) -> None:
    tampered(sealed, "UPDATE stored_events SET state = 7 WHERE rowid IN (8, 90, 270)")
    rewritten(sealed, 280, actor="somebody-else")
    found = problems(sealed)
    assert [place for problem, place in found if problem == "damaged"] == [8, 90, 270]
    assert ("record-changed", 280) in found


def test_a_ruined_log_is_told_in_bounded_space(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST", 5)
    tampered(sealed, "UPDATE stored_events SET state = CAST(substr(state, 2) AS BLOB) WHERE rowid > 4")
    done = verified(sealed)
    assert done.findings.counts["damaged"] == last(sealed) - 4
    assert sum(one.problem == "damaged" for one in done.findings.told) == 5
