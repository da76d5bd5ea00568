"""What `verify.py` knows of records by themselves, and of acts. It becomes part of that file."""

from __future__ import annotations

import json
import re
from typing import Any

from projections.exports.kept import LONGEST_RECORD, wrong

FIELDS = {"stream": str, "version": int, "type": str, "recorded_at": str, "command": str, "data": dict}
MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
PAPER = "document-"
PLOTS_IN = {
    "plot.PlotFormed@1": ("parents",),
    "plot.PlotSplit@1": ("into",),
    "plot.PlotMerged@1": ("into", "others"),
    "land.LandTaken@1": ("plot",),
}
"""Where records name plots of the same story: what a plot came of, what it became, the plots of a zone."""

CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def parsed(line: bytes) -> dict[str, Any]:
    """The record of a line. Raises `Wrong` for one that is not written in the one canonical way."""
    record = json.loads(line.decode())
    if CANONICAL.encode(record).encode() != line or len(line) > LONGEST_RECORD:
        wrong("is not written in the one canonical way")
    record.setdefault("data", {})
    if any(type(record.get(name)) is not kind for name, kind in FIELDS.items()):
        wrong("lacks what no record lacks")
    if not re.fullmatch(MOMENT, record["recorded_at"]):
        wrong("does not say when it was recorded")
    return dict(record)


def cited(record: dict[str, Any]) -> list[str]:
    """The digests of the papers that a record rests on, or adds. One known by its number and date has none."""
    papers = [*record.get("documents", []), *record["data"].get("documents", [])]
    added = [record["stream"][len(PAPER) :]] if record["stream"].startswith(PAPER) else []
    return added + [paper["sha256"] for paper in papers if paper.get("sha256")]


def plots_in(kind: str, data: dict[str, Any]) -> set[str]:
    """The streams of the plots that a record names as belonging to the same story."""
    said = [data.get(name, []) for name in PLOTS_IN.get(kind, ())]
    named = [one for some in said for one in (some if isinstance(some, list) else [some])]
    return {f"plot-{one['key'] if isinstance(one, dict) else one}" for one in named}


def head_of(stream: str, version: int, hashed: str) -> bytes:
    """A leaf of the tree of heads: where a stream ends."""
    return CANONICAL.encode({"hash": hashed, "stream": stream, "version": version}).encode()


class Acts:
    """Which acts records belong to. Those of one stand one after the other; the first says which act it is."""

    def __init__(self) -> None:
        self.ends: dict[str, int] = {}
        self.begins: set[int] = set()

    def take(self, position: int, record: dict[str, Any]) -> None:
        """Check that nothing is left out of an act, before a record. Raises `Wrong`."""
        end = self.ends.get(record["command"])
        self.ends[record["command"]] = position
        if "act" in record:
            self.begins.add(position)
        if (end is None) != ("act" in record):
            wrong("belongs to an act that does not begin here with its own record")
        if end is not None and position != end + 1:
            wrong(f"goes on with an act whose records {end + 1} to {position - 1} are not here")

    def open(self, size: int) -> int:
        """Of how many acts it cannot be seen where they end: what came next in the log is not here."""
        return sum(end < size and end + 1 not in self.begins for end in self.ends.values())
