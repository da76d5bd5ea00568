"""Campaigns: many acts asked for at once, each decided on the ones before it.

All of them are stored or none, or each as the law lets it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from domain.refusals import Refused
from lifecycle.ahead import Ahead
from lifecycle.errors import Conflict, LifecycleError, StoreUnusable
from lifecycle.handling import ATTEMPTS
from lifecycle.play import BATCH

if TYPE_CHECKING:
    from lifecycle.command import Command
    from lifecycle.handling import Engine
    from lifecycle.store.log import Act, Appended, Log

Outcome = Literal["done", "permitted", "refused", "repeated", "unchanged"]
Progress = Callable[[int], None]
"""Told, act by act, how many were decided."""

BUSY = "busy"


class Fate(NamedTuple):
    """What became of an act: its primary event and where it stands, or what stood against it.

    `permitted` is an act that nothing stands against and that was not stored all the same; `repeated` one that
    had been carried out before under its command id; `unchanged` one that changes nothing.
    """

    outcome: Outcome
    command: str = ""
    event: str = ""
    position: int | None = None
    objections: tuple[Exception, ...] = ()


def whole(engine: Engine, commands: Sequence[Command], *, progress: Progress | None = None) -> list[Fate]:
    """Carry out acts in one transaction, all or none: where one is refused, nothing is stored.

    Every act is decided all the same, so that all refusals are known. Raises `Conflict` where others keep
    writing what the acts read, `StoreUnusable`; then nothing is stored either.
    """
    attempts = ATTEMPTS
    while True:
        ahead, fates = _decided(engine, commands, progress)
        if any(fate.outcome == "refused" for fate in fates):
            return fates
        try:
            return _stored(engine, ahead.acts, fates)
        except Conflict as conflict:
            attempts -= 1
            if not attempts or _busy(conflict):
                raise


def each(
    engine: Engine, commands: Sequence[Command], *, batch: int = BATCH, progress: Progress | None = None
) -> Iterator[Fate]:
    """Carry out what can be, batch by batch, each batch in one transaction; what is refused is told.

    What was yielded is stored, whatever is raised later. Raises `StoreUnusable`, and `Conflict` where the store
    stays in use by others.
    """
    for start in range(0, len(commands), batch):
        yield from _batch(engine, commands[start : start + batch], _after(progress, start))


def _batch(engine: Engine, commands: Sequence[Command], progress: Progress | None) -> Iterator[Fate]:
    for _ in range(ATTEMPTS):
        ahead, fates = _decided(engine, commands, progress)
        try:
            stored = _stored(engine, ahead.acts, fates)
        except Conflict as conflict:
            if _busy(conflict):
                raise
        else:
            yield from stored
            return
    # Others write what these acts read faster than a batch is decided: act by act, they find their turn.
    yield from (_done(_fate(engine, command)) for command in commands)


def tried(engine: Engine, commands: Sequence[Command], *, progress: Progress | None = None) -> list[Fate]:
    """What would become of acts, each with everything that stands against it. Nothing is stored."""
    return _decided(engine, commands, progress, fully=True)[1]


# -- deciding ----------------------------------------------------------------------------------------


def _decided(
    engine: Engine, commands: Sequence[Command], progress: Progress | None, *, fully: bool = False
) -> tuple[Ahead, list[Fate]]:
    """Every act decided on those before it, and what waits to be stored."""
    ahead = Ahead(engine.log)
    thought = replace(engine, log=cast("Log", ahead))
    fates = []
    for number, command in enumerate(commands, start=1):
        fates.append(_fate(thought, command, fully=fully))
        if progress is not None:
            progress(number)
    return ahead, fates


def _fate(engine: Engine, command: Command, *, fully: bool = False) -> Fate:
    try:
        done = engine.handle(command)
    except Refused as objection:
        every = engine.try_(command).objections if fully else ()
        return Fate("refused", command.command_id, objections=every or (objection,))
    except LifecycleError as objection:
        if isinstance(objection, StoreUnusable) or _busy(objection):
            raise
        return Fate("refused", command.command_id, objections=(objection,))
    if not done.events:
        return Fate("unchanged", command.command_id)
    event, appended = str(done.events[0]["event"]), done.appended
    outcome: Outcome = "repeated" if appended.repeated else "permitted"
    return Fate(outcome, appended.command, event, appended.first_position)


def _busy(error: LifecycleError) -> bool:
    """Whether the store itself is held by somebody else, which says nothing of the act."""
    return bool(error.values.get("problem") == BUSY)


def _after(progress: Progress | None, start: int) -> Progress | None:
    return None if progress is None else lambda number: progress(start + number)


# -- storing -----------------------------------------------------------------------------------------


def _stored(engine: Engine, acts: Sequence[Act], fates: Sequence[Fate]) -> list[Fate]:
    """Append what was decided, in one transaction, and say where each act came to stand."""
    appended = engine.log.append(_papers_once(acts)) if acts else []
    places = {one.command: one for one in appended}
    return [_done(fate, places) for fate in fates]


def _papers_once(acts: Sequence[Act]) -> list[Act]:
    """A paper that many acts rest on is handed over with the first of them."""
    seen: set[str] = set()
    once = []
    for act in acts:
        new = tuple(paper for paper in act.papers if paper.sha256 not in seen)
        seen |= {paper.sha256 for paper in new}
        once.append(act._replace(papers=new))
    return once


def _done(fate: Fate, places: Mapping[str, Appended] | None = None) -> Fate:
    stands = (places or {}).get(fate.command)
    if stands is not None:
        fate = fate._replace(position=stands.first_position)
    if fate.outcome != "permitted":
        return fate
    return fate._replace(outcome="repeated" if stands is not None and stands.repeated else "done")
