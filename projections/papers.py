"""Papers: what each record of a stream rests on, and the papers that it says are missing.

A row is one paper cited, added, or missing. A missing one is open until its stream says that it was found, or
that it matters no more: until the register's row names its kind no longer. Where records were voided or
corrected, a row holds as long as it was known so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from domain.corrections import Amendment
from lifecycle.settling import marks, settled

if TYPE_CHECKING:
    from lifecycle.record import Record
    from projections.models import Model, State
    from projections.spans import Told

VERSION = 3
"""Of the model; a new one has it rebuilt."""

PLACE = ("noun", "key", "version", "place", "since")
"""The columns by which a row is told from others: the record, the paper's place in it, and from when it was
known so; empty from the record on."""

TIMES = ("position", "effective_on", "recorded_at")
CITED = ("how", "kind", "number", "date", "sha256")
MISSING = ("owner", "until", "closed_on", "closed_at")
"""`how` says whether a paper is cited, added or missing, or was by an act that is voided. A missing one has who
is to find it and by when, the date and the moment from which it is missing no more."""

COLUMNS = (*PLACE, *TIMES, *CITED, *MISSING, "until_known")
"""`until_known` is when a void or a correction had the row be so no more."""

KIND, SINCE, HOW, VERSION_OF = map(COLUMNS.index, ("kind", "since", "how", "version"))
CLOSED_FROM = COLUMNS.index("closed_on")
CITES, ADDS, MISSED, VOIDED = "cited", "added", "missing", "voided"
GAPS = "gaps"
ADDED, FLAGGED, FORMED = "document.DocumentAdded@1", "plot.DocumentGapFlagged@1", "plot.PlotFormed@1"
CLOSED = ".DocumentGapClosed@1"
"""Events by their stored names, or how those end: no question about papers loads the models of all events."""

NOTHING = ""
Row = list[Any]
"""The values of the columns, an empty text where there is nothing."""

Said = tuple[str, Mapping[str, str]]


def papers(model: Model, key: str, told: Told, records: Sequence[Record]) -> Iterable[Row]:
    """The papers of a stream, in the order of its settled history; `records` is the whole of it."""
    if len(records) == len(told.history):
        return _papers(told.history, told.states)
    return _over_time(model, key, records)


def _over_time(model: Model, key: str, records: Sequence[Record]) -> Iterator[Row]:
    """The papers of a stream with voids or corrections: as they were known before, between and after these."""
    amended = [record.recorded_at for record in records if isinstance(record.event, Amendment)]
    known_so: dict[tuple[Any, ...], Row] = {}
    gone: dict[tuple[Any, ...], Row] = {}
    for since, until in pairwise([NOTHING, *dict.fromkeys(amended), NOTHING]):
        known = [record for record in records if not until or record.recorded_at < until]
        history, said = settled(known), marks(known)
        own = _papers(history, list(model.states(model.start(key), history)))
        of_amendments = [
            _row(record, place, how, paper)
            for record in known
            if isinstance(record.event, Amendment) and not (record.ref in said and said[record.ref].voided_by)
            for place, (how, paper) in enumerate(_said(record))
        ]
        now = {tuple(row): row for row in (*own, *of_amendments)}
        taken_back = {r.body["version"] for r in known if r.ref in said and said[r.ref].voided_by}
        for ended in known_so.keys() - now.keys() - gone.keys():
            row = known_so.pop(ended)
            yield _known_so(row, until=since)
            if row[VERSION_OF] in taken_back and row[HOW] != MISSED:
                left = _voided(row)
                gone[tuple(left)] = left
        now |= gone
        for same, row in now.items():
            known_so.setdefault(same, _known_so(row, since=since))
    yield from known_so.values()


def _known_so(row: Row, *, since: str = NOTHING, until: str = NOTHING) -> Row:
    """A row with the times at which it was known so."""
    return [*row[:SINCE], since or row[SINCE], *row[SINCE + 1 : -1], until]


def _voided(row: Row) -> Row:
    """A paper as its act cited it until it was voided."""
    return [*row[:SINCE], NOTHING, *row[SINCE + 1 : HOW], VOIDED, *row[HOW + 1 : -1], NOTHING]


def _papers(history: Sequence[Record], states: Sequence[State]) -> list[Row]:
    rows: list[Row] = []
    open_: list[Row] = []
    for record, after in zip(history, states, strict=True):
        if open_:
            open_ = _still_open(open_, record, after)
        for place, (how, paper) in enumerate(_said(record)):
            row = _row(record, place, how, paper)
            rows.append(row)
            if how == MISSED:
                open_.append(row)
    return rows


def _row(record: Record, place: int, how: str, paper: Mapping[str, str]) -> Row:
    body = record.body
    said = paper.get
    return [
        *(record.category, record.key, body["version"], place, NOTHING),
        *(record.position, body["effective_on"], body["recorded_at"]),
        *(how, paper["kind"], said("number", NOTHING), said("date", NOTHING), said("sha256", NOTHING)),
        *(said("owner", NOTHING), said("until", NOTHING), NOTHING, NOTHING, NOTHING),
    ]


def _said(record: Record) -> Iterator[Said]:
    """Every paper that a record speaks of."""
    body = record.body
    event: Any = record.event
    for document in body.get("documents", ()):
        yield CITES, document
    for gap in body.get("gaps", ()):
        yield MISSED, gap
    # A proposal names the papers of the act that it asks for; what a correction lists belongs to its target.
    for document in () if isinstance(event, Amendment) else getattr(event, "documents", ()):
        yield CITES, document
    if body["type"] == ADDED:
        dated = event.dated_on.isoformat() if event.dated_on else NOTHING
        named = {"kind": event.kind, "number": event.number or NOTHING, "date": dated}
        yield ADDS, named | {"sha256": record.key}
    elif body["type"] == FLAGGED:
        yield MISSED, {"kind": event.kind, "owner": event.owner, "until": event.due_on.isoformat()}
    elif body["type"] == FORMED:
        # A part has the gaps of the whole; who is to close them stands in the whole's own history.
        for kind in event.gaps:
            yield MISSED, {"kind": kind}


def _still_open(open_: list[Row], record: Record, after: State) -> list[Row]:
    """The gaps that a record leaves open; the others are closed by it."""
    left = []
    for row in open_:
        if _missing_still(row[KIND], record, after):
            left.append(row)
        else:
            row[CLOSED_FROM : CLOSED_FROM + 2] = [record.effective_on, record.recorded_at]
    return left


def _missing_still(kind: str, record: Record, after: State) -> bool:
    """Whether a paper is missing after a record: a plot's row lists what is; elsewhere an event closes it."""
    lacked = after.row.get(GAPS)
    if lacked is not None:
        return kind in lacked
    return not (record.body["type"].endswith(CLOSED) and record.body["data"]["kind"] == kind)
