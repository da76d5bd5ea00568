"""What the page of a bundle is made from: the settled histories of the streams in scope, as plain JSON values.

The page knows nothing else: no store, no law, no clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from lifecycle.diagrams import ANY, arrows
from projections.exports.naming import Names, named_in, naming
from projections.exports.telling import Teller
from projections.models import REGISTERS, model_of

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Histories
    from projections.models import Row

READ = 40_000
"""Records that are read for a page; streams beyond it are counted only."""

TOLD = 5_000
"""Events that a page tells in full."""

TOLD_OF_ONE = 500
"""Events of one subject that a page tells in full: its last ones."""

PORTION = 400
"""Streams read at a time."""

ORDER = ("zone", "plot", "project", "obligation", "party", "officer", "proposal", "calendar", "document")
"""Subjects in the order in which a page tells of them."""

Outline = list[list[list[float]]]
"""Rings of planar points, y upwards; the first ring is the outer one."""

Outlines = Mapping[str, Outline]
"""Plot's key -> its outline."""


class About(NamedTuple):
    """What a bundle is about, and when it was made.

    `size` and `root` (hex) are the signed checkpoint's; `position` is the log's when the page was made;
    `time_zone` is the store's, in which legal dates are counted.
    """

    scope_kind: str
    scope_key: str
    origin: str
    size: int
    root: str
    vkey: str
    made_at: str
    position: int
    as_of: date | None = None
    known_at: str | None = None
    time_zone: str = "UTC"


class Check(NamedTuple):
    """One thing that was verified when the bundle was made, and what was found."""

    what: str
    found: str
    ok: bool = True


def page_data(
    about: About,
    streams: Mapping[str, int],
    log: Histories,
    *,
    acts: Iterable[Record] = (),
    stored: Collection[str] = (),
    verified: Iterable[Check] = (),
    outlines: Outlines | None = None,
) -> dict[str, Any]:
    """The data of a page about streams, each up to a version.

    `acts` are primary records of acts in other streams that the bundle holds; `stored` the digests of the
    documents whose bytes it holds.
    """
    chosen, unread = _chosen(streams, about)
    histories = dict(_read(chosen, streams, log))
    primary = {record.command: record for record in acts}
    for records in histories.values():
        primary |= {record.command: record for record in records if "act" in record.body}
    names = Names(dict(_naming(histories, log, about.size)), about.known_at)
    teller = Teller(primary, stored, about.as_of, about.known_at, about.time_zone, names)
    subjects = list(_subjects(histories, teller))
    nouns = dict.fromkeys(subject["noun"] for subject in subjects)
    return {
        "about": {**about._asdict(), "as_of": about.as_of.isoformat() if about.as_of else None},
        "subjects": subjects,
        "lifecycles": {noun: lifecycle(noun) for noun in nouns},
        "land": land(subjects, outlines or {}),
        "others": others(streams),
        "unread": unread,
        "records": sum(streams.values()),
        "verified": [check._asdict() for check in verified],
    }


def _chosen(streams: Mapping[str, int], about: About) -> tuple[list[str], dict[str, int]]:
    """The streams of subjects in a page's order, while they are within what is read; and what is not read."""
    first = f"{about.scope_kind}-{about.scope_key}"
    kept = [name for name in streams if name.partition("-")[0] in REGISTERS]
    kept.sort(key=lambda name: (name != first, ORDER.index(name.partition("-")[0]), name.encode()))
    chosen, read = [], 0
    for name in kept:
        if read + streams[name] > READ:
            break
        read += streams[name]
        chosen.append(name)
    left = kept[len(chosen) :]
    return chosen, {"streams": len(left), "records": sum(streams[name] for name in left)}


def _read(chosen: list[str], versions: Mapping[str, int], log: Histories) -> Iterator[tuple[str, list[Record]]]:
    for start in range(0, len(chosen), PORTION):
        portion = chosen[start : start + PORTION]
        found = log.read(portion)
        yield from ((name, found[name][: versions[name]]) for name in portion)


def _naming(
    histories: Mapping[str, list[Record]], log: Histories, size: int
) -> Iterator[tuple[str, list[Record]]]:
    """The records under the checkpoint that name the parties and projects of which histories tell."""
    said = (record.body.get("data", {}) for records in histories.values() for record in records)
    streams = sorted({name for data in said for name in named_in(data)})
    for start in range(0, len(streams), PORTION):
        for name, records in log.read(streams[start : start + PORTION]).items():
            yield name, naming(record for record in records if record.position <= size)


def _subjects(histories: Mapping[str, list[Record]], teller: Teller) -> Iterator[Row]:
    """The subjects, each with its whole tale while the page has room for it."""
    room = TOLD
    for name, records in histories.items():
        subject = teller.told(name, records)
        count = len(subject["events"])
        take = min(count, TOLD_OF_ONE, room)
        room -= take
        if take < count:
            subject["events"] = subject["events"][count - take :]
            subject["known"] = subject["known"] if take else []
        subject["untold"] = count - take
        yield subject


def lifecycle(noun: str) -> list[Row]:
    """A lifecycle's regions with their statuses, and the arrows between them with what leads along each."""
    law = model_of(noun).law
    made = []
    for region, statuses in law.regions.items():
        found = [arrow for arrow in arrows(law, region) if arrow[0] != arrow[1]]
        made.append(
            {
                "region": region,
                "statuses": list(statuses),
                "arrows": [list(arrow) for arrow in found if arrow[0] != ANY],
                "from_any": [[target, names] for source, target, names in found if source == ANY],
            }
        )
    return made


def land(subjects: Iterable[Row], outlines: Outlines) -> list[Row]:
    """The registered plots by zone, with area, status and holder; premises stand in buildings and are apart."""
    zones: dict[str, Row] = {}
    known = {subject["key"]: subject["row"] for subject in subjects if subject["noun"] == "zone"}
    for subject in subjects:
        row = subject["row"]
        if subject["noun"] != "plot" or row["record"] != "registered":
            continue
        whole = known.get(row["zone"], {})
        zone = zones.setdefault(
            row["zone"],
            {"zone": row["zone"], "name": whole.get("name"), "area_m2": whole.get("area_m2"), "plots": []},
        )
        held = {
            name: row[name] for name in ("key", "area_m2", "tenure", "use", "compliance", "party", "premises")
        }
        zone["plots"].append({**held, "outline": outlines.get(row["key"])})
    return list(zones.values())


def others(streams: Mapping[str, int]) -> list[Row]:
    """Streams that keep the books and have no tale of their own, counted by category."""
    counts: dict[str, list[int]] = {}
    for name, version in streams.items():
        category = name.partition("-")[0]
        if category not in REGISTERS:
            held = counts.setdefault(category, [0, 0])
            held[0] += 1
            held[1] += version
    return [{"category": c, "streams": s, "records": r} for c, (s, r) in sorted(counts.items())]
