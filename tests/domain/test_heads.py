"""The heads of the streams: each seal commits to all of them anew, so that nothing is known of earlier ones."""

from __future__ import annotations

from domain.heads.events import HeadsCommitted
from domain.heads.state import Heads
from tests.domain.given import given


def test_a_seal_leaves_nothing_for_later_decisions_to_know() -> None:
    committed = HeadsCommitted(size=4, streams=3, root="ab" * 32)
    assert given("heads-main", committed, committed) == Heads()
