"""Adding a paper: its digest, media type and size are read off the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli import acts, engines, stores, terms
from cli.commands import TERM
from cli.faults import Objections
from cli.options import Settings
from domain.refusals import AlreadyExists
from lifecycle.handling import Done
from lifecycle.record import stream_name
from lifecycle.store.log import Appended

if TYPE_CHECKING:
    from lifecycle.command import Command

NOUN = "document"


def add(settings: Settings, *, file: str, dry_run: bool, **given: Any) -> int:
    """Store a file and enter it among the papers; one that was added before stays as it is."""
    paper = terms.read(Path(file))
    settings.asked = (NOUN, "add", paper.sha256)
    given |= {f"{TERM}media_type": paper.media_type, f"{TERM}size": str(len(paper.content))}
    command = acts.asked(settings, NOUN, "add", paper.sha256, given)
    command = replace(command, papers=(*command.papers, paper))
    try:
        return acts.carried_out(settings, command, dry_run=dry_run)
    except (AlreadyExists, Objections) as objection:
        if not _there(objection):
            raise
    return _nothing_done(settings, command)


def _there(objection: Exception) -> bool:
    refusals = objection.refusals if isinstance(objection, Objections) else [objection]
    return any(isinstance(one, AlreadyExists) for one in refusals)


def _nothing_done(settings: Settings, command: Command) -> int:
    stream = stream_name(NOUN, command.key)
    with stores.for_questions(settings.url) as asked:
        engine = engines.over(asked)
        stood = engine.desk().cases([stream], engine.today())[stream]
        done = Done(Appended(command.command_id, 0, 0), stream, stood.version, ())
        acts.report(settings, engine, command, done)
    return 0
