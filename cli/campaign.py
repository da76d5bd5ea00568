"""A campaign: one act over many subjects, all or nothing or each as it may be, with a report of every one."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli import engines, faults, output, parsing, screen, stores, subjects
from cli.faults import NOT_PERMITTED, REFUSED
from cli.filling import Wanted, wanted
from cli.i18n import _, counted, noted, word
from cli.options import Settings
from cli.subjects import Row
from lifecycle import campaign
from lifecycle.campaign import Fate
from lifecycle.command import Command
from lifecycle.errors import LifecycleError, Misused
from lifecycle.handling import Engine

COLUMNS = ("key", "line", "outcome", "event", "position", "code", "message", "rule", "basis", "missing")
OUTCOMES: Mapping[str, str] = {
    "done": noted("recorded {count}"),
    "permitted": noted("permitted {count}"),
    "refused": noted("refused {count}"),
    "repeated": noted("recorded before {count}"),
    "unchanged": noted("unchanged {count}"),
    "untried": noted("not tried {count}"),
}
"""What may become of an act, in the words of a summary."""

A_WHILE = 500
"""How many acts are decided between two words on how far it has come."""


def perform(
    settings: Settings,
    *,
    noun: str,
    verb: str,
    each_from: str,
    per_row: bool,
    dry_run: bool,
    yes: bool,
    **given: Any,
) -> int:
    """Carry out an act over the subjects of a file and report each; with `dry_run`, what would become of it."""
    settings.asked = (noun, verb, "")
    settings.now = parsing.day("--now", given["now"])
    rows = subjects.read(noun, each_from)
    commands = wanted(settings, each_from, rows, given)
    _confirm(len(rows), needed=not (yes or dry_run or each_from == subjects.STDIN))
    fates: list[Fate] = []
    position = None
    try:
        for fate in _fates(settings, commands, per_row=per_row, dry_run=dry_run):
            fates.append(fate)
            settings.done |= fate.outcome == "done"
    except (LifecycleError, KeyboardInterrupt, OSError):
        if fates:
            # What was recorded stays so, and is told before what put an end to it.
            settings.done = False
            _report(settings, rows, fates, None)
        raise
    if stores.founded(settings.url):
        with stores.for_questions(settings.url) as asked:
            position = asked.log.position()
    _report(settings, rows, fates, position)
    return _summed(settings, fates, whole=not per_row, dry_run=dry_run)


def _confirm(count: int, *, needed: bool) -> None:
    """Ask a person once; where nobody can be asked, nothing is."""
    if not needed or not screen.interactive(sys.stdin):
        return
    if not screen.agreed(counted("Record {count} act? [y/N] ", "Record {count} acts? [y/N] ", count)):
        raise Misused(problem="declined")


# -- what becomes of it ------------------------------------------------------------------------------


def _fates(settings: Settings, asked: Sequence[Wanted], *, per_row: bool, dry_run: bool) -> Iterator[Fate]:
    """What becomes of every act, in order."""
    commands = [one for one in asked if isinstance(one, Command)]
    doomed = not per_row and len(commands) < len(asked)
    made = iter(_carried_out(settings, commands, per_row=per_row, dry_run=dry_run or doomed))
    for one in asked:
        yield next(made) if isinstance(one, Command) else Fate("refused", objections=(one,))


def _carried_out(
    settings: Settings, commands: Sequence[Command], *, per_row: bool, dry_run: bool
) -> Iterator[Fate]:
    progress = _progress()
    if not stores.founded(settings.url):
        # A refused act makes no store.
        fates = campaign.tried(engines.before_there_is_a_store(), commands, progress=progress)
        permitted = [fate.outcome == "permitted" for fate in fates]
        if dry_run or not (any(permitted) if per_row else all(permitted)):
            yield from fates
            return
    if dry_run:
        with stores.for_questions(settings.url) as asked:
            yield from campaign.tried(engines.over(asked, now=settings.now), commands, progress=progress)
        return
    actor = commands[0].actor if commands else ""
    with engines.for_acts(settings.url, actor, now=settings.now) as engine:
        yield from _engaged(engine, commands, per_row=per_row, progress=progress)


def _engaged(
    engine: Engine, commands: Sequence[Command], *, per_row: bool, progress: campaign.Progress | None
) -> Iterator[Fate]:
    if per_row:
        yield from campaign.each(engine, commands, progress=progress)
    else:
        yield from campaign.whole(engine, commands, progress=progress)


def _progress() -> campaign.Progress | None:
    """Tells how far the deciding has come, on a terminal only."""
    if not screen.interactive(sys.stderr):
        return None

    def tell(decided: int) -> None:
        if decided % A_WHILE == 0:
            screen.ask("\r" + counted("{count} act", "{count} acts", decided) + " ")

    return tell


# -- the report --------------------------------------------------------------------------------------


def _report(settings: Settings, rows: Sequence[Row], fates: Sequence[Fate], position: int | None) -> None:
    told = [_told(settings, row, fate) for row, fate in zip(rows, fates, strict=False)]
    told += [_line(row, "untried") for row in rows[len(fates) :]]
    if settings.format == "table":
        told = [{**one, "outcome": word("outcome", one["outcome"])} for one in told]
    counts = {"outcomes": dict(Counter(one["outcome"] for one in told))}
    sheet = output.Sheet(told, COLUMNS, settings.asked[0], position=position, more=counts)
    output.emit(sheet, settings.format)


def _line(row: Row, outcome: str) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(COLUMNS, "")
    given = {"key": row.key, "line": row.line, "outcome": outcome}
    return empty | {"position": None, "missing": []} | given


def _told(settings: Settings, row: Row, fate: Fate) -> dict[str, Any]:
    line = _line(row, fate.outcome)
    if fate.outcome != "permitted":
        # Where an act would have come to stand says nothing once it is not recorded.
        line |= {"event": fate.event, "position": fate.position}
    if not fate.objections:
        return line
    settings.asked = (*settings.asked[:2], row.key)
    told = [fault for one in fate.objections if (fault := faults.fault(one, settings)) is not None]
    missing = dict.fromkeys(one for fault in told for one in fault.missing)
    first = told[0]
    return line | {
        "code": first.code,
        "message": "; ".join(fault.message for fault in told),
        "rule": first.rule,
        "basis": first.basis,
        "missing": list(missing),
    }


def _summed(settings: Settings, fates: Sequence[Fate], *, whole: bool, dry_run: bool) -> int:
    """Say in one line what came of it. Returns the exit code."""
    counts: Counter[str] = Counter(fate.outcome for fate in fates)
    said = ", ".join(_(text).format(count=counts[name]) for name, text in OUTCOMES.items() if counts[name])
    refused = _refused(settings, fates)
    if dry_run:
        said = _("nothing is written: {counts}").format(counts=said)
    elif refused and whole:
        said = _("nothing is recorded, as it is all or nothing: {counts}").format(counts=said)
    if refused and settings.format in ("json", "jsonl"):
        fault = faults.Fault(refused, "campaign-refused", said)
        screen.say(output.as_json(fault.as_json()))
    else:
        screen.say(said)
    return refused


def _refused(settings: Settings, fates: Sequence[Fate]) -> int:
    """The exit code for the acts that were refused: where only who asked is at fault, as of a single act."""
    first = [faults.fault(fate.objections[0], settings) for fate in fates if fate.objections]
    exits = {fault.exit if fault else REFUSED for fault in first}
    return (NOT_PERMITTED if exits == {NOT_PERMITTED} else REFUSED) if exits else 0
