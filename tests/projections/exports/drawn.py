"""Pages to look at: of a plot of the demo, of the same with corrections and hostile names, of land."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.corrections import amending
from domain.event import Event
from lifecycle.record import Record
from projections.exports.pagedata import About, Check, page_data

PLOT = "plot-KHG-014"
HOSTILE = '<img src="http://{host}/x" onerror="document.title=1"></script><script>document.title=2</script>&lt;'
STEERING = "\u202egnp.exe\u2028\u2066"
SPELLED = "\\u202egnp.exe\\u2028\\u2066"
"""Characters that steer a display, and how the page shows them."""


class Kept:
    """A log of a few histories."""

    def __init__(self, *histories: list[Record]) -> None:
        self.histories = {records[0].stream: records for records in histories}

    def read(self, streams: Iterable[str]) -> dict[str, list[Record]]:
        return {name: self.histories.get(name, []) for name in streams}

    @property
    def streams(self) -> dict[str, int]:
        return {name: len(records) for name, records in self.histories.items()}


def about(kind: str = "plot", key: str = "KHG-014", **more: Any) -> About:
    """What a bundle of the demo is about."""
    made = {
        "origin": "example.kz/lands",
        "size": 20181,
        "root": "9f" * 32,
        "vkey": "example.kz/lands+1a2b3c4d+AQ==",
    }
    times = {"made_at": "2026-01-16T09:12:44.123456Z", "position": 20181, "time_zone": "Asia/Almaty"}
    return About(kind, key, **{**made, **times, **more})


def said(history: list[Record], event: Event, recorded_at: str, **more: Any) -> Record:
    """A record that comes after a history."""
    last = history[-1]
    body = {
        "stream": last.stream,
        "version": last.version + 1,
        "type": event.stored,
        "recorded_at": recorded_at,
        "effective_on": recorded_at[:10],
        "command": f"late-{last.version}",
        "act": f"{event.category}.correct",
        "actor": "officer-legal",
        "data": event.data(),
    }
    return Record(last.position + 1, {**body, **more}, event)


def amended(history: list[Record], host: str = "127.0.0.1:9") -> list[Record]:
    """The plot's history: one record corrected, to a hostile name, one voided, one correction taken back."""
    plot, name = amending("plot"), HOSTILE.format(host=host)
    told = list(history)
    right = {"purpose": name, "area_m2": 12500}
    said_so = plot.corrected(target=f"{PLOT}@1", changes=right, reason=f"The extract says so {STEERING}{name}")
    told.append(said(told, said_so, "2026-01-10T06:00:00.000000Z", second="officer-second"))
    told.append(
        said(
            told, plot.voided(target=f"{PLOT}@7", reason="Another plot's ruling"), "2026-01-11T06:00:00.000000Z"
        )
    )
    wrong = plot.corrected(target=f"{PLOT}@3", changes={"ground": "force-majeure"}, reason="A slip")
    told.append(said(told, wrong, "2026-01-12T06:00:00.000000Z"))
    told.append(
        said(told, plot.voided(target=told[-1].ref, reason="The slip was ours"), "2026-01-13T06:00:00.000000Z")
    )
    return told


def data(history: list[Record], **more: Any) -> dict[str, Any]:
    """What the page of one plot is made from."""
    log = Kept(history)
    return page_data(about(**more), log.streams, log, verified=[Check("Records in the tree", "all of them")])


def plot(key: str, area_m2: int, tenure: str = "free", **more: Any) -> dict[str, Any]:
    """A plot as the drawing of land takes it."""
    stands = {"use": "vacant", "compliance": "clear", "party": None, "premises": False, "outline": None}
    return {"key": key, "area_m2": area_m2, "tenure": tenure, **stands, **more}
