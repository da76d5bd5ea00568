"""Carrying out an act, or trying it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cli import engines, index, output, parsing, screen, stores, terms
from cli.commands import standing
from cli.eventwords import event_words
from cli.i18n import _, word
from cli.options import Settings
from domain.corrections import Amendment
from lifecycle.command import Command
from lifecycle.errors import Misused
from lifecycle.identity import actor as who
from lifecycle.record import timestamp

if TYPE_CHECKING:
    from lifecycle.case import Case
    from lifecycle.command import Document
    from lifecycle.dependents import Dependent
    from lifecycle.handling import Done, Engine
    from lifecycle.record import Record
    from lifecycle.store.log import Paper

Papers = Callable[[Sequence[str]], "tuple[tuple[Document, ...], tuple[Paper, ...]]"]
"""What turns the papers that were typed into documents, and the bytes of those that are files."""

ENVELOPE = ("event", "type", "effective_on")


def perform(settings: Settings, *, noun: str, verb: str, key: str, dry_run: bool, **given: Any) -> int:
    """Carry out an act and print what happened; with `dry_run`, what would."""
    settings.asked = (noun, verb, key)
    subject = parsing.key(noun, key)
    settings.asked = (noun, verb, subject)
    settings.now = parsing.day("--now", given["now"])
    return carried_out(settings, asked(settings, noun, verb, subject, given), dry_run=dry_run)


def carried_out(settings: Settings, command: Command, *, dry_run: bool) -> int:
    """Carry out a command and print what happened; with `dry_run`, what would."""
    _have_the_papers(settings, command)
    if dry_run:
        return _try(settings, command)
    if not stores.founded(settings.url):
        # A refused act makes no store.
        tried = engines.before_there_is_a_store().try_(command)
        if tried.objections:
            raise tried.objections[0]
    with engines.for_acts(settings.url, command.actor, now=settings.now) as engine:
        done = engine.handle(command)
        settings.done = True
        report(settings, engine, command, done)
    return 0


def _have_the_papers(settings: Settings, command: Command) -> None:
    """Refuse papers cited by a digest under which nothing is stored, before anything is. Raises `Misused`."""
    brought = {paper.sha256 for paper in command.papers}
    cited = {document.sha256 for document in command.documents} - brought - {""}
    if not cited:
        return
    if stores.founded(settings.url):
        with stores.for_questions(settings.url) as asked_of:
            cited -= asked_of.log.stored(cited).keys()
    for sha256 in sorted(cited):
        raise Misused(problem="document-absent", sha256=sha256)


def asked(
    settings: Settings,
    noun: str,
    verb: str,
    key: str,
    given: Mapping[str, Any],
    *,
    unit: Callable[[str], str] | None = None,
    papers: Papers = terms.papers,
) -> Command:
    """The command that was typed. Raises `Misused`.

    `unit` says what an obligation is counted in, `papers` reads documents: a campaign remembers both.
    """
    known = index.act(noun, verb)
    documents, contents = papers(given["document"])
    return Command(
        noun=noun,
        verb=verb,
        key=key,
        terms=terms.terms(known["options"], given, lambda: unit(key) if unit else _unit(settings, noun, key)),
        actor=signed(given["actor"]),
        on=parsing.day("--on", given["on"]),
        documents=documents,
        gaps=terms.gaps(given["without"], given["gap_owner"], given["gap_until"]),
        papers=contents,
        body=parsing.line("--body", given["body"]),
        reason=parsing.line("--reason", given["reason"]),
        command_id=parsing.line("--command-id", given["command_id"]),
        expect_version=parsing.number("--expect-version", given["expect_version"]),
        propose=given["propose"],
    )


def signed(actor: str | None) -> str:
    """Who records: the one named, or who the system says the person is. Raises `Misused`."""
    return parsing.line("--actor", actor or _who())


def _who() -> str:
    """Who the system says the person is. Raises `Misused` where it does not say."""
    try:
        return who()
    except (KeyError, OSError) as error:
        raise Misused(problem="no-actor") from error


def _unit(settings: Settings, noun: str, key: str) -> str:
    """What an obligation is counted in, as its record says. Raises `NotFound`."""
    from projections.lookup import show  # noqa: PLC0415 - most acts count nothing

    with stores.for_questions(settings.url) as asked_of:
        return str(show(asked_of.log, noun, key, as_of=asked_of.today()).row["unit"])


# -- an act that was done ----------------------------------------------------------------------------


def report(settings: Settings, engine: Engine, command: Command, done: Done) -> None:
    """Print what was done, and where the subject now stands."""
    position = done.appended.last_position if done.events else engine.log.position()
    versions = [v for s, v in (_placed(e) for e in done.events) if s == done.stream]
    result = {
        "position": position,
        "stream": done.stream,
        "version": max(versions, default=done.version),
        "events": [dict(event) for event in done.events],
    }
    if done.appended.repeated:
        result["repeated"] = True
    act = _recorded(engine, done)
    if act and act[0].recorded_at > timestamp(engine.clock.now()):
        told = _("The clock of this machine is behind the log: the act is recorded at {moment}, not before it.")
        screen.say(told.format(moment=act[0].recorded_at))
    resting = _resting(engine, act)
    if settings.format != "table":
        emit_events(settings, result | _findings(settings, resting), done.events)
        return
    case = engine.desk().cases([done.stream], engine.today())[done.stream]
    for line in _lines(command, done, case, position):
        output.write(line)
    if resting:
        from cli.audit.dependents import say  # noqa: PLC0415 - few acts change what was read

        for line in say(resting):
            screen.say(line)


def _recorded(engine: Engine, done: Done) -> list[Record]:
    """The records that an act wrote just now."""
    if not done.events or done.appended.repeated:
        return []
    return engine.log.read_from(done.appended.first_position - 1, limit=done.appended.count)


def _resting(engine: Engine, act: Sequence[Record]) -> list[Dependent]:
    """The earlier acts that read something else: of an act recorded late, a correction, a void."""
    if not act:
        return []
    late = act[0].effective_on < engine.today().isoformat()
    if not late and not isinstance(act[0].event, Amendment):
        return []
    from lifecycle.dependents import consequences  # noqa: PLC0415 - most acts are recorded on their day

    return consequences(engine.log, act)


def _findings(settings: Settings, resting: Sequence[Dependent]) -> dict[str, Any]:
    if not resting:
        return {}
    from cli.audit.dependents import told  # noqa: PLC0415 - few acts change what was read

    return {"findings": told(settings, resting)}


def _placed(event: Mapping[str, Any]) -> tuple[str, int]:
    stream, _at, version = event["event"].rpartition("@")
    return stream, int(version)


def _lines(command: Command, done: Done, case: Case, position: int) -> list[str]:
    subject = f"{word('noun', command.noun)} {command.key}"
    where = standing(case.category, {region: [status] for region, status in case.standing.items()})
    if command.propose and done.events:
        return [
            _("{subject}: {verb} is proposed; another officer confirms it:").format(
                subject=subject, verb=command.verb
            ),
            f"  sez proposal approve {case.key}",
            _stands(case, where, position),
        ]
    if done.appended.repeated:
        said = _("{subject}: {verb} was recorded before under this command id; nothing was done")
    elif not done.events:
        said = _("{subject}: {verb} changes nothing; nothing was recorded")
    else:
        said = _("{subject}: {verb} is recorded, effective {date}")
    effective = done.events[0]["effective_on"] if done.events else ""
    return [
        said.format(subject=subject, verb=command.verb, date=effective),
        *event_lines(done.events),
        _stands(case, where, position),
    ]


def _stands(case: Case, where: str, position: int) -> str:
    """Where the subject stands; once its first event was voided, nothing does."""
    if not case.exists:
        return _("Now: nothing stands of it. Position {position}.").format(position=position)
    return _("Now: {standing}. Position {position}.").format(standing=where, position=position)


def event_lines(events: Sequence[Mapping[str, Any]]) -> list[str]:
    """Events with their names, in two columns."""
    margin = max((screen.width(e["event"]) for e in events), default=0)
    return [
        f"  {e['event']}{' ' * (margin - screen.width(e['event']))}  {event_words(e['type'])}" for e in events
    ]


def emit_events(settings: Settings, result: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> None:
    """Print what was recorded, or would be, as data."""
    if settings.format == "csv":
        rows = [
            {n: e[n] for n in ENVELOPE} | {"data": {n: v for n, v in e.items() if n not in ENVELOPE}}
            for e in events
        ]
        output.emit(output.Sheet(rows, (*ENVELOPE, "data")), "csv")
    else:
        output.write(output.as_json(result))


# -- an act that is only tried -----------------------------------------------------------------------


def _try(settings: Settings, command: Command) -> int:
    from cli.trying import tell  # noqa: PLC0415 - most acts are carried out

    if not stores.founded(settings.url):
        return tell(settings, command, engines.before_there_is_a_store(), founded=False)
    with stores.for_questions(settings.url) as asked_of:
        return tell(settings, command, engines.over(asked_of, now=settings.now))
