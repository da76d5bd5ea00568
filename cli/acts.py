"""Carrying out an act, or trying it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from cli import engines, index, output, parsing, screen, stores, terms
from cli.columns import heading, text
from cli.commands import standing
from cli.faults import Objections
from cli.i18n import _, word
from cli.options import Settings
from cli.stories import event_words
from lifecycle.command import Command
from lifecycle.errors import Misused
from lifecycle.identity import actor as who
from projections.lookup import show

if TYPE_CHECKING:
    from lifecycle.case import Case
    from lifecycle.command import Document
    from lifecycle.handling import Done, Engine, Tried
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
    if settings.format != "table":
        _emit_events(settings, result, done.events)
        return
    case = engine.desk().cases([done.stream], engine.today())[done.stream]
    for line in _lines(command, done, case, position):
        output.write(line)


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
            _("Now: {standing}. Position {position}.").format(standing=where, position=position),
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
        *_event_lines(done.events),
        _("Now: {standing}. Position {position}.").format(standing=where, position=position),
    ]


def _event_lines(events: Sequence[Mapping[str, Any]]) -> list[str]:
    margin = max((screen.width(e["event"]) for e in events), default=0)
    return [
        f"  {e['event']}{' ' * (margin - screen.width(e['event']))}  {event_words(e['type'])}" for e in events
    ]


def _emit_events(settings: Settings, result: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> None:
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
    if not stores.founded(settings.url):
        return _tell(settings, command, engines.before_there_is_a_store().try_(command))
    with stores.for_questions(settings.url) as asked_of:
        return _tell(settings, command, engines.over(asked_of, now=settings.now).try_(command))


def _tell(settings: Settings, command: Command, tried: Tried) -> int:
    if tried.objections:
        raise Objections(tried.objections)
    changes = difference(tried.before, tried.after)
    if settings.format != "table":
        stream = tried.before.stream
        result = {
            "dry_run": True,
            "stream": stream,
            "version": tried.after.version,
            "events": [dict(e) for e in tried.events],
        }
        _emit_events(settings, result | {"changes": changes}, tried.events)
        return 0
    output.write(
        _("Nothing is written. The act would record:") if tried.events else _("The act would change nothing.")
    )
    for line in (*_event_lines(tried.events), *_change_lines(command.noun, changes)):
        output.write(line)
    return 0


def _change_lines(noun: str, changes: Mapping[str, Sequence[Any]]) -> list[str]:
    nothing = _("none")
    return [
        f"  {heading(name)}: {text(noun, name, old) or nothing} -> {text(noun, name, new) or nothing}"
        for name, (old, new) in changes.items()
        if not _compound(old) and not _compound(new)
    ]


def _compound(value: Any) -> bool:
    """Whether a value has parts of its own, which no line of a table can tell."""
    return isinstance(value, Mapping) or (
        isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value)
    )


def difference(before: Case, after: Case) -> dict[str, list[Any]]:
    """What an act changes in its subject: region or fact -> [before, after]."""
    old, new = _told(before) if before.born else {}, _told(after)
    return {name: [old.get(name), value] for name, value in _both(old, new) if old.get(name) != value}


def _both(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from new.items()
    yield from ((name, None) for name in old if name not in new)


def _told(case: Case) -> dict[str, Any]:
    facts = {name: _plain(getattr(case.facts, name)) for name in case.facts._fields}
    return {**{name: value for name, value in facts.items() if name != "key" and value}, **case.standing}


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset | set):
        return sorted((_plain(item) for item in value), key=str)
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, str | int) or value is None:
        return value
    return None if value == date.min else str(value)
