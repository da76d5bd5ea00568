"""Playing many acts: each decided on the ones before it, whole batches appended in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING

from domain.refusals import Refused
from lifecycle.definitions import NOUNS, lifecycle_of
from lifecycle.desk import keys_of
from lifecycle.errors import Conflict, LifecycleError
from lifecycle.handling import new_command_id
from lifecycle.record import stream_name

if TYPE_CHECKING:
    from lifecycle.case import Case
    from lifecycle.clock import SetClock
    from lifecycle.command import Command
    from lifecycle.desk import Desk
    from lifecycle.handling import Engine
    from lifecycle.question import Decision
    from lifecycle.store.log import Act

BATCH = 500
"""Acts in one transaction unless told otherwise."""


class Stopped(LifecycleError):
    """An act in a row of acts was refused or failed: which one. Its cause is the refusal itself.

    Every act before it is stored whole; nothing of it or of the acts after it is.
    """

    code = "stopped"

    def __init__(self, command: Command, played: Played) -> None:
        super().__init__(
            command=command.command_id,
            act=command.act,
            key=command.key,
            on=command.on.isoformat() if command.on else "",
            played=played.acts,
        )
        self.command, self.played = command, played


@dataclass(slots=True)
class Played:
    """How much was played: acts carried out, events stored, acts found done by an earlier run."""

    acts: int = 0
    events: int = 0
    repeated: int = 0


def play(
    engine: Engine,
    commands: Iterable[Command],
    *,
    batch: int = BATCH,
    clock: SetClock | None = None,
    progress: Callable[[Played], None] | None = None,
) -> Played:
    """Carry out acts in their order, under every rule that a single act meets.

    `clock` is the engine's own where it is to follow the acts' legal dates (it never moves backwards). Acts
    whose command ids an earlier run carried out are passed over. Raises `Stopped`.
    """
    player = _Player(engine, clock, progress)
    remaining = iter(commands)
    while some := list(islice(remaining, batch)):
        player.look_up(some)
        for command in some:
            player.take(command if command.command_id else command.named(new_command_id()))
        player.flush()
    return player.played


@dataclass(slots=True)
class _Player:
    """A batch in the making.

    `latest` is the newest legal date on the desk; `resuming` lasts until an act is found that was not carried
    out before; `again` marks a batch being decided anew.
    """

    engine: Engine
    clock: SetClock | None
    progress: Callable[[Played], None] | None
    played: Played = field(default_factory=Played)
    latest: date = date.min
    resuming: bool = True
    again: bool = False
    acts: list[Act] = field(default_factory=list)
    waiting: list[Command] = field(default_factory=list)
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = self.engine.desk()

    def look_up(self, commands: list[Command]) -> None:
        """Read what a batch names in one go: most of it is not begun, which costs as much to find out."""
        on = max((command.on for command in commands if command.on is not None), default=self.engine.today())
        self.desk.cases({stream for command in commands for stream in _named(command)}, on)

    def take(self, command: Command) -> None:
        """Decide one act more of the batch."""
        if self.clock is not None and command.on is not None:
            self.clock.set_to(command.on, zone=self.engine.time_zone)
        if self.resuming and self._done_before(command):
            return
        on = command.on or self.engine.today()
        if on < self.latest:
            self._begin_afresh()
        self.latest = on
        self._decide(command, on)

    def _done_before(self, command: Command) -> bool:
        earlier = self.engine.log.command(command.command_id)
        if earlier is None:
            return False
        if earlier.request_hash != command.request_hash(command.on or self.engine.today()):
            raise Stopped(command, self.played) from Conflict(
                problem="command-id-taken", command=command.command_id
            )
        self.played.repeated += 1
        return True

    def _begin_afresh(self) -> None:
        """Append what waits, and forget: a backdated act needs its streams as they stood on its date."""
        self.flush()
        self.desk = self.engine.desk()

    def _decide(self, command: Command, on: date) -> None:
        try:
            found = self._found(command)
        except (Refused, LifecycleError):
            # The desk may be older than what somebody else wrote: a refusal is final when a fresh one gives it.
            self._begin_afresh()
            try:
                found = self._found(command)
            except (Refused, LifecycleError) as objection:
                raise Stopped(command, self.played) from objection
        if found is None:
            return
        decision, act, after = found
        self.resuming = False
        self.acts.append(act if self.clock is None else act._replace(now=_at(self.clock.now())))
        self.waiting.append(command)
        later = self.desk.later
        self.desk.keep({stream: case for stream, case in after.items() if stream not in later}, on)
        if decision.question.amends or not later.keys().isdisjoint(after):
            self._begin_afresh()

    def _found(self, command: Command) -> tuple[Decision, Act, Mapping[str, Case]] | None:
        """The decision, its act and the cases after it, or nothing where the act changes nothing."""
        decision = self.engine.decided(command, self.desk)
        return (decision, *self.engine.act_of(decision, self.desk)) if decision.events else None

    def flush(self) -> None:
        """Append the batch in one transaction; decide it anew, once, where somebody wrote in between."""
        if not self.acts:
            return
        acts, waiting = self.acts, self.waiting
        self.acts, self.waiting = [], []
        try:
            appended = self.engine.log.append(acts)
        except Conflict:
            if self.again:
                raise
            self._decide_anew(waiting)
            return
        if any(one.repeated for one in appended):
            self.desk = self.engine.desk()
        self.played.acts += len(appended)
        self.played.events += sum(one.count for one in appended)
        if self.progress is not None:
            self.progress(self.played)

    def _decide_anew(self, commands: list[Command]) -> None:
        self.again, self.desk = True, self.engine.desk()
        for command in commands:
            self._decide(command, command.on or self.engine.today())
        self.flush()
        self.again = False


def _at(moment: datetime) -> Callable[[], datetime]:
    """A clock that stands: an act played in a batch keeps the moment at which it was decided."""
    return lambda: moment


def _named(command: Command) -> Iterator[str]:
    """The streams that a request names, its subject's and those in its terms."""
    row = lifecycle_of(command.noun).by_verb.get(command.verb) if command.noun in NOUNS else None
    if row is None:
        return
    yield stream_name(command.noun, command.key)
    for name, consult in row.consults.items():
        for key in keys_of(consult, command.terms.get(consult.of or name)):
            yield stream_name(consult.category, key)
