"""Adding a paper: its digest, media type and size are read off the file."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli import acts, engines, index, stores, terms
from cli.commands import TERM
from cli.faults import Objections
from cli.options import Settings
from domain.refusals import AlreadyExists, RecordedOtherwise
from lifecycle.command import plain
from lifecycle.handling import Done
from lifecycle.record import stream_name
from lifecycle.store.log import Appended

if TYPE_CHECKING:
    from lifecycle.command import Command

NOUN = "document"
READ_OFF = ("media_type", "size")
"""What is read off the file, and said by nobody."""


def add(settings: Settings, *, file: str, dry_run: bool, **given: Any) -> int:
    """Store a file and enter it among the papers; one that was added before stays as it is.

    Refuses `RecordedOtherwise` where it was added as something else.
    """
    paper = terms.read(Path(file))
    settings.asked = (NOUN, "add", paper.sha256)
    given |= {f"{TERM}media_type": paper.media_type, f"{TERM}size": str(len(paper.content))}
    command = acts.asked(settings, NOUN, "add", paper.sha256, given)
    command = replace(command, papers=(*command.papers, paper))
    try:
        return acts.carried_out(settings, command, dry_run=dry_run)
    except (AlreadyExists, Objections) as objection:
        there = _there(objection)
        if there is None:
            raise
        _unless_otherwise(settings, command, there)
    return _nothing_done(settings, command)


def _there(objection: AlreadyExists | Objections) -> AlreadyExists | None:
    refusals = objection.refusals if isinstance(objection, Objections) else [objection]
    return next((one for one in refusals if isinstance(one, AlreadyExists)), None)


def _unless_otherwise(settings: Settings, command: Command, there: AlreadyExists) -> None:
    """Refuse to pass over in silence what is now said of a paper and was not recorded of it."""
    with stores.for_questions(settings.url) as asked:
        recorded = asked.log.read([there.subject])[there.subject][0].event.data()
    said = {name: plain(value) for name, value in command.terms.items() if name not in READ_OFF}
    if all(recorded.get(name) == value for name, value in said.items()):
        return
    known = {name: value for name, value in recorded.items() if name not in READ_OFF}
    told = (f"{index.option_of(NOUN, 'add', name)} {shlex.quote(str(value))}" for name, value in known.items())
    refusal = RecordedOtherwise(there.subject, tuple(told))
    refusal.rule, refusal.basis = there.rule, there.basis
    raise refusal


def _nothing_done(settings: Settings, command: Command) -> int:
    stream = stream_name(NOUN, command.key)
    with stores.for_questions(settings.url) as asked:
        engine = engines.over(asked)
        stood = engine.desk().cases([stream], engine.today())[stream]
        done = Done(Appended(command.command_id, 0, 0), stream, stood.version, ())
        acts.report(settings, engine, command, done)
    return 0
