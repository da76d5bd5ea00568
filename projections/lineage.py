"""Lineage: what a plot came of and what became of it, over all generations, each identity with its days.

A plot's key is never used again, so that an identity is one key from its first day to the day on which it was
retired: `[from, to)`. Zone and cadastral number change within it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.values import in_hectares
from lifecycle.errors import NotFound
from lifecycle.record import stream_name
from lifecycle.settling import settled
from projections.models import model_of

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Log
    from projections.models import Row, State

PLOT = "plot"
SELF, ANCESTOR, DESCENDANT, KIN = "self", "ancestor", "descendant", "kin"
RETIRED = "retired"
GAP, OVERLAP, MISSING, UNEQUAL, UNNUMBERED = "gap", "overlap", "missing", "areas-differ", "no-number"
"""What may be amiss: days that neither has, days that both have, a plot that is named and does not exist, areas
that are not conserved, days without a cadastral number."""


class Life(NamedTuple):
    """One identity: its settled history, with the state after each record."""

    key: str
    history: list[Record]
    states: list[State]

    @property
    def row(self) -> Row:
        """Its row in the register."""
        return self.states[-1].row

    @property
    def begun(self) -> Record:
        """The record that begins it."""
        return self.history[0]

    @property
    def ended(self) -> Record | None:
        """The record that retired it."""
        retired = (r for r, s in zip(self.history, self.states, strict=True) if s.row["record"] == RETIRED)
        return next(retired, None)

    @property
    def to_on(self) -> str | None:
        """The first day on which it was no more."""
        ended = self.ended
        return ended.effective_on if ended else None

    def periods(self, column: str) -> list[Row]:
        """What a column held, from day to day; what held for no whole day is left out."""
        found: dict[str, Any] = {}
        for record, state in zip(self.history, self.states, strict=True):
            found[record.effective_on] = (state.row[column], record.ref)
        starts: list[tuple[str, Any, str]] = []
        to_on = self.to_on
        for day, (value, ref) in found.items():
            if day != to_on and (not starts or starts[-1][1] != value):
                starts.append((day, value, ref))
        ends = [*(day for day, _value, _ref in starts), to_on][1:]
        return [
            {column: value, "from_on": day, "to_on": end, "event": ref}
            for (day, value, ref), end in zip(starts, ends, strict=True)
        ]


class Passage(NamedTuple):
    """A split or a merge: which plots went into which, and their areas before and after in m2."""

    event: str
    effective_on: str
    parents: tuple[str, ...]
    children: tuple[str, ...]
    before_m2: int
    after_m2: int


class Amiss(NamedTuple):
    """What is not as it should be: which plots, and the days or the areas that differ."""

    problem: str
    plots: tuple[str, ...]
    before: Any
    after: Any


class Lineage(NamedTuple):
    """A family of plots as an answer; `amiss` is empty where days and areas leave no gap."""

    position: int
    rows: tuple[Row, ...]
    passages: tuple[Passage, ...]
    amiss: tuple[Amiss, ...]


def lineage(log: Log, key: str, *, as_of: date, known_at: str | None = None) -> Lineage:
    """The whole family of a plot at two times, in the order of time. Raises `NotFound`."""
    position = log.position()
    lives, generations = _family(log, key, position, as_of, known_at)
    if key not in lives:
        raise NotFound(category=PLOT, key=key)
    related = _related(key, lives)
    order = sorted(lives.values(), key=lambda life: (life.begun.effective_on, generations[life.key], life.key))
    rows = tuple(_row(life, related.get(life.key, KIN), generations[life.key]) for life in order)
    passages = tuple(_passages(lives))
    return Lineage(position, rows, passages, tuple(_amiss(lives, passages)))


# -- who belongs to it -------------------------------------------------------------------------------


def _family(
    log: Log, key: str, position: int, as_of: date, known_at: str | None
) -> tuple[dict[str, Life], dict[str, int]]:
    """Everything that splits and merges connect with a plot, and how many generations each is after it."""
    model, lives, generations = model_of(PLOT), dict[str, Life](), {key: 0}
    waiting = [key]
    while waiting:
        read = log.read([stream_name(PLOT, one) for one in waiting])
        reached: dict[str, int] = {}
        for one, records in zip(waiting, read.values(), strict=True):
            known = [record for record in records if record.position <= position]
            history = settled(known, as_of=as_of, known_at=known_at)
            life = Life(one, history, list(model.states(model.start(one), history)))
            if not history or not life.states[-1].standing:
                continue
            lives[one] = life
            reached |= dict.fromkeys(life.row["parents"], generations[one] - 1)
            reached |= dict.fromkeys(life.row["children"], generations[one] + 1)
        waiting = [one for one in reached if one not in generations]
        generations |= {one: reached[one] for one in waiting}
    return lives, generations


def _related(key: str, lives: Mapping[str, Life]) -> dict[str, str]:
    above, below = (_reached(key, lives, column) for column in ("parents", "children"))
    return {**dict.fromkeys(below, DESCENDANT), **dict.fromkeys(above, ANCESTOR), key: SELF}


def _reached(key: str, lives: Mapping[str, Life], column: str) -> set[str]:
    found: set[str] = set()
    waiting = [key]
    while waiting:
        named = [one for each in waiting if each in lives for one in lives[each].row[column]]
        waiting = [one for one in dict.fromkeys(named) if one not in found]
        found.update(waiting)
    return found


def _row(life: Life, relation: str, generation: int) -> Row:
    row, ended = life.row, life.ended
    return {
        "key": life.key,
        "relation": relation,
        "generation": generation,
        "from_on": life.begun.effective_on,
        "to_on": life.to_on,
        "area_m2": row["area_m2"],
        "area_ha": None if row["area_m2"] is None else in_hectares(row["area_m2"]),
        "parents": row["parents"],
        "children": row["children"],
        "zones": life.periods("zone"),
        "numbers": life.periods("cadastral_number"),
        "begun_by": life.begun.ref,
        "begun_as": life.begun.body["type"],
        "ended_by": ended.ref if ended else None,
        "ended_as": ended.body["type"] if ended else None,
    }


# -- how the one came of the other -------------------------------------------------------------------


def _passages(lives: Mapping[str, Life]) -> Iterator[Passage]:
    """Every split and merge, in the order of time: an act is told by what it ended and by what it formed."""
    acts: dict[str, tuple[Record, dict[str, None], dict[str, None]]] = {}
    for life in lives.values():
        for record, parents, children in _told(life):
            primary, above, below = acts.setdefault(record.command, (record, {}, {}))
            above |= dict.fromkeys(parents)
            below |= dict.fromkeys(children)
            if record.position < primary.position:
                acts[record.command] = (record, above, below)
    for primary, above, below in sorted(acts.values(), key=lambda a: (a[0].effective_on, a[0].position)):
        before, after = (_area(lives, keys) for keys in (above, below))
        yield Passage(primary.ref, primary.effective_on, tuple(above), tuple(below), before, after)


def _told(life: Life) -> Iterator[tuple[Record, list[str], list[str]]]:
    if life.row["parents"]:
        yield life.begun, life.row["parents"], [life.key]
    if life.row["children"] and (ended := life.ended):
        yield ended, [life.key], life.row["children"]


def _area(lives: Mapping[str, Life], keys: Mapping[str, None]) -> int:
    return sum(lives[key].row["area_m2"] or 0 for key in keys if key in lives)


def _amiss(lives: Mapping[str, Life], passages: tuple[Passage, ...]) -> Iterator[Amiss]:
    for passage in passages:
        named = (*passage.parents, *passage.children)
        lost = tuple(key for key in named if key not in lives)
        if lost:
            yield Amiss(MISSING, lost, passage.effective_on, passage.event)
        elif passage.before_m2 != passage.after_m2:
            yield Amiss(UNEQUAL, named, passage.before_m2, passage.after_m2)
        for one in passage.parents:
            for other in passage.children:
                if one in lives and other in lives:
                    yield from _between(lives[one], lives[other])
    for life in lives.values():
        for period in life.periods("cadastral_number"):
            if period["cadastral_number"] is None:
                yield Amiss(UNNUMBERED, (life.key,), period["from_on"], period["to_on"])


def _between(parent: Life, child: Life) -> Iterator[Amiss]:
    """The days that neither a plot nor what came of it has, or that both have."""
    to_on, from_on = parent.to_on or "", child.begun.effective_on
    if not to_on or to_on > from_on:
        yield Amiss(OVERLAP, (parent.key, child.key), from_on, to_on or None)
    elif to_on < from_on:
        yield Amiss(GAP, (parent.key, child.key), to_on, from_on)
