"""Answering "what may I do next, and if not, why not"."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli import faults, index, output, parsing, ready, screen, stores, tables
from cli.i18n import _, counted, word
from cli.options import Settings
from cli.tables import Column
from domain.refusals import Refused, WrongStatus
from lifecycle.desk import Desk
from lifecycle.permissions import Known, Permission, permissions
from lifecycle.record import stream_name
from lifecycle.regulation import FAMILY

MARGIN = "    "
ASKED = "sez can "
COLUMNS = (
    *("act", "permitted", "message", "rule", "basis", "missing", "documents", "terms", "choices", "code"),
    *("second", "hint"),
)


def permitted(
    settings: Settings,
    *,
    noun: str,
    key: str,
    actor: str | None,
    as_of: str | None,
    known_at: str | None,
    **_given: Any,
) -> int:
    """Print which acts are permitted, to an officer where one is named, and what stands against the others."""
    subject = parsing.key(noun, key)
    with stores.for_questions(settings.url) as asked:
        on, known = stores.times(asked, as_of, known_at)
        officer = parsing.line("--actor", actor)
        found = permissions(_desk(asked, known, officer), noun, subject, on=on, actor=officer)
        rows = [_row(noun, subject, one) for one in found]
        position = asked.log.position()
    title = f"{word('noun', noun)} {subject}, {on.isoformat()}"
    plain = _plain(title, rows) if settings.format == "table" else ""
    sheet = output.Sheet(rows, COLUMNS, noun, position, on, known, plain=plain)
    output.emit(sheet, settings.format)
    return 0


def _desk(asked: stores.Asked, known_at: str | None, officer: str) -> Desk:
    log = Known(asked.log, known_at) if known_at else asked.log
    return Desk(log, family=asked.law or FAMILY, today=asked.today if officer else None)


def _row(noun: str, key: str, one: Permission) -> dict[str, Any]:
    """One act as data. `missing` is what it lacks, `documents` and `terms` what it will ask for."""
    verb = one.row.verb
    against = [faults.refused(refusal, Settings(asked=(noun, verb, key))) for refusal in one.refusals]
    first = against[0] if against else None
    # To ask what may be done is no way out for somebody who just asked.
    way_out = first.hint if first and not first.hint.startswith(ASKED) else None
    return {
        "act": verb,
        "permitted": one.permitted,
        "message": "; ".join(fault.message for fault in against) or None,
        "rule": one.row.act,
        "basis": one.rule.basis,
        "missing": [lacked for refusal in one.refusals for lacked in _missing(noun, verb, key, refusal)],
        "documents": ["KIND" if paper.startswith("{") else paper for paper in one.papers],
        "terms": [index.option_of(noun, verb, term) for term in one.terms],
        "choices": {index.option_of(noun, verb, term): list(some) for term, some in one.choices.items()},
        "code": first.code if first else None,
        "second": one.second,
        "hint": way_out if first else _typed(noun, verb, key, one),
    }


def _missing(noun: str, verb: str, key: str, refusal: Refused) -> list[str]:
    """What an act lacks by a refusal: papers, options, or statuses as `region=one|another`."""
    if isinstance(refusal, WrongStatus):
        other = "" if refusal.subject == stream_name(noun, key) else f"{refusal.subject}."
        return [f"{other}{refusal.region}={'|'.join(refusal.allowed)}"]
    return [index.option_of(noun, verb, str(lacked)) for lacked in refusal.values().get("missing", ())]


def _typed(noun: str, verb: str, key: str, one: Permission) -> str:
    """The act as it is typed, its choices narrowed to those that are possible."""
    options = {o["term"]: o for o in index.act(noun, verb)["options"]}
    named = [_named(options[term], one.choices.get(term, ())) for term in one.terms]
    papers = [ready.paper(paper) for paper in one.papers]
    return " ".join(["sez", noun, verb, key, *named, *papers, *(["--propose"] if one.second else [])])


def _named(option: dict[str, Any], choices: Sequence[str]) -> str:
    """An option as it is typed: a flag alone, the one value that is possible, or what stands for a value."""
    if option["type"] == "flag":
        return str(option["name"])
    if len(choices) == 1:
        return f"{option['name']} {shlex.quote(choices[0])}"
    return index.placeholder(option, choices)


# -- for people --------------------------------------------------------------------------------------


def _plain(title: str, rows: Sequence[Mapping[str, Any]]) -> str:
    may = [row for row in rows if row["permitted"]]
    may_not = [row for row in rows if not row["permitted"]]
    limit = screen.columns()
    permits = counted("{count} act is permitted", "{count} acts are permitted", len(may))
    refuses = counted("{count} act is refused", "{count} acts are refused", len(may_not))
    columns = (Column("act", _("act")), Column("hint", _("to type"), folds=True))
    told = [{"act": row["act"], "hint": row["hint"]} for row in may]
    return "\n".join(
        [
            title,
            "",
            permits,
            *(tables.laid_out(columns, told, limit=limit).lines if told else []),
            "",
            refuses,
            *(line for row in may_not for line in _refusal(row, limit)),
        ]
    )


def _refusal(row: Mapping[str, Any], limit: int | None) -> Iterator[str]:
    """Why an act is refused: what stands against it, by which article, what comes next."""
    yield f"{row['act']} ({_(row['basis'])})"
    next_ = _("next: {command}").format(command=row["hint"]) if row["hint"] else ""
    for text in filter(None, (row["message"], next_)):
        room = max(tables.NARROWEST, limit - len(MARGIN)) if limit else None
        yield from (MARGIN + piece for piece in (tables.fold(text, room) if room else [text]))
