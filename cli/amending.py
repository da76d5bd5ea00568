"""Correcting an event, voiding an act: what was typed, as the act of the table that it asks for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cli import acts, index, parsing, stores, terms
from cli.i18n import noted
from cli.options import Settings
from cli.parsing import told
from domain import identifiers
from domain.corrections import Amendment, correctable
from domain.refusals import NotAmended, NotCorrectable
from lifecycle.amending import CORRECT, VOID
from lifecycle.command import Command, plain
from lifecycle.definitions import NOUNS
from lifecycle.errors import Misused
from lifecycle.redeciding import act_of
from lifecycle.settling import settled

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Log

EVENT = re.compile(r"[a-z]+-.+@[1-9][0-9]*")
ON, BODY, PAPER, REASON = "on", "body", "document", "reason"
"""What a correction may set besides an act's own terms: its legal date, its body, a paper of it, its reason."""

YES, NO = "yes", "no"


def correcting(settings: Settings, *, event: str, fields: Sequence[str], dry_run: bool, **given: Any) -> int:
    """Set fields of an earlier event right and print what happened; with `dry_run`, what would."""
    return _carried_out(settings, CORRECT, event, given, dry_run=dry_run, fields=fields)


def voiding(settings: Settings, *, event: str, dry_run: bool, **given: Any) -> int:
    """Take back the act that an event belongs to and print what happened; with `dry_run`, what would."""
    return _carried_out(settings, VOID, event, given, dry_run=dry_run)


def _carried_out(
    settings: Settings,
    verb: str,
    event: str,
    given: Mapping[str, Any],
    *,
    dry_run: bool,
    fields: Sequence[str] = (),
) -> int:
    settings.now = parsing.day("--now", given["now"])
    with stores.for_questions(settings.url) as asked:
        record, own = named(asked.log, event)
        amended = _as_it_stands(asked.log, own if verb == VOID else record)
    noun, key = own.category, own.key
    if noun not in NOUNS:
        raise NotAmended(own.ref, noun)
    settings.asked, settings.act = (noun, verb, key), f"{verb} {amended.ref}"
    said: dict[str, Any] = {"target": amended.ref}
    if verb == CORRECT:
        said |= _right(amended, fields)
    documents, contents = terms.papers(given["document"])
    command = Command(
        noun=noun,
        verb=verb,
        key=key,
        terms=said,
        actor=acts.signed(given["actor"]),
        on=parsing.day("--on", given["on"]),
        documents=documents,
        papers=contents,
        body=parsing.line("--body", given["body"]),
        reason=parsing.line("--reason", given["reason"]),
        command_id=parsing.line("--command-id", given["command_id"]),
        expect_version=parsing.number("--expect-version", given["expect_version"]),
        propose=given["propose"],
    )
    return acts.carried_out(settings, command, dry_run=dry_run)


def named(log: Log, event: str) -> tuple[Record, Record]:
    """The record of an event, and the own record of the act that it belongs to.

    Raises `Misused` for what is no event's name, `NotFound` for an event that is not there.
    """
    if not EVENT.fullmatch(event):
        expected = noted("an event such as plot-KHG-014@7")
        raise Misused(problem="malformed", term="EVENT", text=event, expected=expected)
    record, act = act_of(log, event)
    return record, act[0]


def _as_it_stands(log: Log, record: Record) -> Record:
    """A record with the corrections of it that stand; as it was recorded where its act was voided."""
    history = settled(log.read([record.stream])[record.stream])
    return next((one for one in history if one.ref == record.ref), record)


# -- what is set -------------------------------------------------------------------------------------


def _right(record: Record, fields: Sequence[str]) -> dict[str, Any]:
    """The terms of a correction: what the event's fields are to say. Raises `Misused`."""
    if not record.body.get("act") or isinstance(record.event, Amendment):
        return {"changes": {}}  # it is refused for what it is, whatever was to be set
    options = {option["name"].lstrip("-"): option for option in _options(record)}
    several = {PAPER, *(name for name, option in options.items() if option.get("multiple"))}
    takes = _takes(record, options)
    typed = _typed(record, fields, {*options, *takes}, several, takes)
    for name in typed:
        if name not in takes:  # it says what the act is about
            raise NotCorrectable(record.ref, name, takes)
    said: dict[str, Any] = {"changes": _changes(record, options, typed)}
    if ON in typed:
        said["moved_to"] = parsing.day("--set on", typed[ON][-1])
    if BODY in typed:
        said["body"] = told("--set body", identifiers.name, typed[BODY][-1])
    if PAPER in typed:
        said["documents"] = _papers(record, typed[PAPER])
    return said


def _options(record: Record) -> Sequence[Mapping[str, Any]]:
    noun, _dot, verb = record.body["act"].partition(".")
    known = index.nouns().get(noun, {}).get("verbs", {}).get(verb, {})
    return known.get("options", ())  # type: ignore[no-any-return]


def _typed(
    record: Record,
    fields: Sequence[str],
    known: Collection[str],
    several: Collection[str],
    takes: Sequence[str],
) -> dict[str, list[str]]:
    """What was typed of each field, once but for those that take several values. Raises `Misused`."""
    found: dict[str, list[str]] = {}
    for text in fields:
        name, equals, value = text.partition("=")
        if not equals or name not in known:
            raise Misused(problem="no-such-field", text=text, known=", ".join(takes), event=record.ref)
        found.setdefault(name, []).append(value)
    for name, values in found.items():
        if len(values) > 1 and name not in several:
            raise Misused(problem="field-twice", name=name)
    return found


def _takes(record: Record, options: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """What of a record can be set right, in the words in which it is typed."""
    right = {*correctable(type(record.event)), "currency"}
    fields = sorted(name for name, option in options.items() if option["term"] in right)
    return (*fields, ON, BODY, PAPER, REASON)


def _changes(
    record: Record, options: Mapping[str, Mapping[str, Any]], typed: Mapping[str, list[str]]
) -> dict[str, Any]:
    """Field by field what is right, as the event would hold it; nothing for one that was not known."""
    data = record.event.data()
    given: dict[str, Any] = {"currency": _currency(data, typed), "term_unit": data.get("unit")}
    cleared: dict[str, Any] = {}
    for name, values in typed.items():
        option = options.get(name)
        if option is None or option["type"] == "currency":
            continue
        if values[-1] == "" or (option["type"] == "flag" and values[-1] == NO):
            cleared[option["term"]] = None
        else:
            given[f"term_{option['term']}"] = values if option.get("multiple") else _one(option, values[-1])
    amounts = {name for name, option in options.items() if option["type"] == "money"}
    if "currency" in typed and not amounts & typed.keys():
        raise Misused(problem="currency-alone", amounts=", ".join(sorted(amounts)))
    found = terms.terms(list(options.values()), given, lambda: str(data.get("unit", "")))
    right = {name: plain(value) for name, value in found.items() if name not in ("currency", "unit")}
    if "unit" in typed:
        right["unit"] = plain(found["unit"])
    if REASON in typed:
        right["reason"] = parsing.line("--set reason", typed[REASON][-1]) or None
    return dict(sorted({**right, **cleared}.items()))


def _one(option: Mapping[str, Any], text: str) -> Any:
    """A single value; a flag is set by yes. Raises `Misused`."""
    if option["type"] == "flag":
        if text != YES:
            raise Misused(problem="malformed", term=option["name"], text=text, expected=f"{YES} or {NO}")
        return True
    if option["type"] == "choice" and text not in option["choices"]:
        expected = ", ".join(option["choices"])
        raise Misused(problem="malformed", term=option["name"], text=text, expected=expected)
    return text


def _currency(data: Mapping[str, Any], typed: Mapping[str, list[str]]) -> str | None:
    """The currency in which amounts were typed: the one given, else the one in which the event counts."""
    counted = (value["currency"] for value in data.values() if isinstance(value, dict) and "currency" in value)
    return typed["currency"][-1] if "currency" in typed else next(counted, None)


def _papers(record: Record, typed: Sequence[str]) -> tuple[dict[str, str], ...]:
    """All of the act's papers, those set right in the place of the ones of their kind."""
    documents, contents = terms.papers(typed)
    if contents:
        expected = noted("KIND=NUMBER@DATE or KIND=sha256:DIGEST; a file is added with sez document add")
        raise Misused(problem="malformed", term="--set document", text=typed[0], expected=expected)
    right = {document.kind: document.as_json() for document in documents}
    stood = [right.pop(paper["kind"], paper) for paper in record.body.get("documents", ())]
    return (*stood, *right.values())
