"""A corrected record on the page of a bundle: its deadlines before and after."""

from __future__ import annotations

from typing import Any

from domain.corrections import amending
from lifecycle.store.sqlite import SqliteLog
from projections.exports.page import page
from tests.projections.exports import drawn


def test_deadlines_that_a_correction_moved_stand_struck_beside_the_right_ones(demo_log: SqliteLog) -> None:
    history = demo_log.read([drawn.PLOT])[drawn.PLOT]
    started = next(record for record in history if record.body.get("deadlines"))
    was: list[dict[str, Any]] = started.body["deadlines"]
    now = tuple({**one, "due": "2031-05-17"} for one in was)
    correction = amending("plot").corrected(target=started.ref, deadlines=now, reason="Counted wrongly")
    history.append(drawn.said(history, correction, "2026-01-10T06:00:00.000000Z"))
    markup = page(drawn.data(history))
    old = "<br>".join(f"<s>{_said(one)}</s>" for one in was)
    assert f"<td>{old}</td><td>{'<br>'.join(map(_said, now))}</td>" in markup


def _said(deadline: dict[str, Any]) -> str:
    said = f"{deadline['name']} until {deadline['due']}"
    return said + (f", counted by {deadline['calendar']}" if "calendar" in deadline else "")
