"""The heads: what is there is proven to be all there is, and what is not there to be absent."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle import canonical
from lifecycle.errors import StoreUnusable
from lifecycle.proof import merkle
from lifecycle.proof.errors import BadProof
from lifecycle.proof.heads import Heads, Proven, check_absence, check_presence, heads_of, latest
from tests.lifecycle.proof.stores import reading, seal, tampered

NAMES = st.text("abzA-яё0", min_size=1, max_size=4)


def heads(*streams: str) -> Heads:
    return Heads(99, {stream: (place, bytes([place]) * 32) for place, stream in enumerate(streams, start=1)})


def test_a_leaf_is_the_canonical_object_that_outsiders_recompute(path: Path) -> None:
    with reading(path) as log:
        found = heads_of(log, log.position())
        (record,) = (row for row in log.rows(0, upto=log.position()) if row[1] == "plot-KHG-007")
    proven = found.presence("plot-KHG-007")
    said = {"hash": merkle.leaf_hash(record[4]).hex(), "stream": "plot-KHG-007", "version": 1}
    assert canonical.decode(proven.head.leaf()) == said
    assert [head.stream for head in found.heads] == sorted(
        (head.stream for head in found.heads), key=str.encode
    )


def test_heads_cover_the_first_records_and_no_later_ones(path: Path) -> None:
    with reading(path) as log:
        early, late = heads_of(log, 6), heads_of(log, log.position())
    assert (early.size, len(early.heads)) == (6, 5)
    assert len(late.heads) > len(early.heads)
    assert early.root() != late.root()


@given(st.sets(NAMES, min_size=1), NAMES)
def test_of_any_streams_each_is_proven_present_and_any_other_absent(streams: set[str], other: str) -> None:
    some = heads(*streams)
    for stream in streams:
        check_presence(some.presence(stream), streams=len(streams), root=some.root())
        with pytest.raises(KeyError):
            some.absence(stream)
    if other not in streams:
        check_absence(other, some.absence(other), streams=len(streams), root=some.root())
        with pytest.raises(KeyError):
            some.presence(other)


def test_no_stream_that_is_there_passes_for_absent() -> None:
    some = heads("a", "b", "c", "d")
    a, b, c, d = (some.presence(stream) for stream in "abcd")
    for neighbours in (
        (a, b),
        (b, c),
        (a, c),
        (None, a),
        (d, None),
        (None, None),
        (b, None),
        (None, c),
        (c, b),
    ):
        with pytest.raises(BadProof):
            check_absence("b", neighbours, streams=4, root=some.root())


def test_a_head_passes_for_no_other_version_hash_or_place() -> None:
    some = heads("a", "b", "c")
    proven = some.presence("b")
    head = proven.head
    for other in (
        proven._replace(place=0),
        proven._replace(head=head._replace(version=9)),
        proven._replace(head=head._replace(hash=bytes(32))),
        proven._replace(head=head._replace(stream="bb")),
        Proven(proven.place, head, proven.path[:-1]),
    ):
        with pytest.raises(BadProof):
            check_presence(other, streams=3, root=some.root())


def test_a_seal_commits_to_the_end_of_every_stream(path: Path) -> None:
    with reading(path) as log:
        before = log.position()
        assert latest(log) is None
    sealed = seal(path)
    with reading(path) as log:
        record = latest(log)
        again = heads_of(log, before)
    assert record is not None
    assert (record.position, record.ref, record.body["act"]) == (before + 1, "heads-main@1", "heads.commit")
    assert record.event.data() == {"size": before, "streams": len(again.heads), "root": again.root().hex()}
    assert (sealed.size, sealed.streams, sealed.root) == (before, len(again.heads), again.root())


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE stored_events SET originator_id = 'plot-KHG-999' WHERE rowid = 9", "columns-disagree"),
        ("UPDATE stored_events SET topic = 'plot.PlotSplit@1' WHERE rowid = 9", "columns-disagree"),
        ("DELETE FROM stored_events WHERE rowid = 5", "gap"),
    ],
)
def test_no_heads_are_made_of_rows_that_say_otherwise_than_their_records(
    path: Path, statement: str, problem: str
) -> None:
    tampered(path, statement)
    with reading(path) as log, pytest.raises(StoreUnusable, match=problem):
        heads_of(log, log.position())
