"""The exports that are changed: a small log, whole and in part, and the log of somebody else."""

from __future__ import annotations

import json
from pathlib import Path

from tests.projections.exports.small import Story, part, story, whole

PLOTS = {"plot-Ә-1": 2, "plot-Ә-2": 1}
PLACES = (1, 3, 4, 5, 6)

Files = dict[str, bytes]
"""A directory: the names of its files, and what they hold."""


def told() -> tuple[Story, dict[str, bytes]]:
    """Eight records; the sixth commits to the ends of the streams before it."""
    records, heads = story()
    records.add("plot-Ә-3", "plot.PlotRegistered@1", {"zone": "KHG"})
    records.add("party-INV-1", "party.PartyRegistered@1", {"name": "Шыны\u2028зауыты"})
    return records, heads


def exports(folder: Path) -> list[Files]:
    """A whole log, and the part of it that is about two plots."""
    records, heads = told()
    made = whole(folder / "whole", records), part(folder / "part", records, heads, PLOTS, *PLACES)
    return [
        {str(file.relative_to(one)): file.read_bytes() for file in sorted(one.rglob("*")) if file.is_file()}
        for one in made
    ]


def foreign() -> Story:
    """The log of somebody else: as long, of the same streams, and other commands."""
    theirs = Story()
    for number, line in enumerate(told()[0].lines):
        record = json.loads(line)
        if record["stream"] == "heads-main":
            theirs.commit()
        else:
            papers = {"documents": record["documents"]} if "documents" in record else {}
            theirs.add(
                record["stream"], record["type"], record.get("data"), command=f"foreign-{number}", **papers
            )
    return theirs


def written(files: Files, folder: Path) -> Path:
    """The directory, on a disk."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder
