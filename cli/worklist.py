"""Answering what comes next: what is overdue, what falls due, which act each suggests, ready to be typed."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from cli import output, parsing, ready, stores
from cli.faults import FINDINGS
from cli.i18n import _, counted, noted, word
from cli.options import Settings
from cli.output import Sheet
from lifecycle.citing import citations, together
from lifecycle.errors import NotFound
from lifecycle.record import stream_name
from lifecycle.regulation import FAMILY, rules_on, signed_under
from projections.work import DEADLINE, END, OBLIGATION, STEP
from projections.worklist import Wanted

if TYPE_CHECKING:
    from cli.covering import Covering
    from lifecycle.rule import Rule
    from lifecycle.store.log import Log
    from projections.answers import Answer

AHEAD = timedelta(days=30)
"""How far ahead is looked unless it is said."""

A_DAY = timedelta(days=1)

COLUMNS = (
    *("due_on", "days_left", "overdue", "noun", "key", "kind", "name", "detail", "whose", "zone", "owner"),
    *("provisional", "acts", "commands", "second", "basis", "regulation", "calendar", "cause"),
    *("event", "act", "from_on", "suggest_before", "suggest_after"),
)
SUGGESTED = ("suggest_before", "suggest_after")
SHOWN = ("due_on", "left", "subject", "what", "to_type", "whose", "zone", "owner")
HEADINGS = (
    *(noted("due"), noted("left"), noted("subject"), noted("what"), noted("to type"), noted("whose")),
    *(noted("zone"), noted("owner")),
)


class Times(NamedTuple):
    """The day that days are counted from, and the two times of the question; None is the present."""

    today: date
    as_of: date | None
    known_at: str | None


def due(settings: Settings, *, ics: bool, officer: str | None, **given: Any) -> int:
    """Print the worklist. Exit code 6 where anything is overdue."""
    with stores.for_questions(settings.url) as asked:
        times = _times(asked, given)
        wanted = _wanted(times.today, given)
        _there(asked.log, wanted.zone)
        covering = _covering(asked.log, officer, times.today)
        with stores.registers(settings.url, asked.log) as registers:
            answer = registers.work(wanted, as_of=times.as_of, known_at=times.known_at)
        rows = list(_rows(answer.rows, rules_on(times.today, asked.law or FAMILY), covering, settings.store))
        recorded_at = asked.log.read_from(answer.position - 1, limit=1)[0].recorded_at
    if ics:
        _emit_calendar(rows, recorded_at)
    else:
        output.emit(_sheet(rows, answer, settings.format), settings.format)
    stores.warn(trial=asked.trial)
    return FINDINGS if any(row["overdue"] for row in rows) else 0


def _times(asked: stores.Asked, given: Mapping[str, Any]) -> Times:
    """With `--now` it is as if it were that day; a day that is past is asked for as it was then."""
    on, known = parsing.day("--as-of", given["as_of"]), parsing.moment("--known-at", given["known_at"])
    now, present = parsing.day("--now", given["now"]), asked.today()
    today = now or on or present
    past = on or today
    return Times(today, past if past < present else None, known)


def _wanted(today: date, given: Mapping[str, Any]) -> Wanted:
    """What is overdue is told however near the end of what is asked for."""
    until = parsing.day("--until", given["until"]) or today + min(AHEAD, date.max - today)
    return Wanted(
        today,
        max(until, today - min(A_DAY, today - date.min)),
        noun=given["noun"] or "",
        zone=parsing.key("zone", given["zone"]) if given["zone"] else "",
        overdue=given["overdue"],
        steps=given["steps"],
    )


def _there(log: Log, zone: str) -> None:
    """See to it that there is such a zone, if one was named. Raises `NotFound`."""
    stream = stream_name("zone", zone)
    if zone and not log.read([stream])[stream]:
        raise NotFound(category="zone", key=zone)


def _covering(log: Log, officer: str | None, today: date) -> Covering | None:
    if officer is None:
        return None
    from cli.covering import Covering  # noqa: PLC0415 - whose mandate covers what is asked seldom

    return Covering(log, parsing.key("officer", officer), today)


# -- rows ------------------------------------------------------------------------------------------------


def _rows(
    found: Iterable[Mapping[str, Any]], law: Mapping[str, Rule], covering: Covering | None, store: str
) -> Iterator[dict[str, Any]]:
    for line in found:
        suggested = {one["act"]: _rule(line, one["act"], law) for name in SUGGESTED for one in line[name]}
        rules = {act: rule for act, rule in suggested.items() if rule}
        if line["kind"] == STEP and not rules:
            continue
        row = _under(law, line, rules)
        if covering is not None:
            law_of = {**law, **rules}
            rules = {act: rule for act, rule in rules.items() if covering.offers(row, act, law_of)}
            if not rules and row["owner"] != covering.officer:
                continue
        yield _told(row, rules, store)


def _under(law: Mapping[str, Rule], row: Mapping[str, Any], rules: Mapping[str, Rule]) -> dict[str, Any]:
    """A row with the acts that the law knows, and what it rests on: a deadline, or the acts to come."""
    known = {name: [one for one in row[name] if one["act"] in rules] for name in SUGGESTED}
    basis = row["basis"]
    if row["kind"] == DEADLINE and not row["regulation"]:
        # It came down from another record, which says under what law; the store keeps to one body of law.
        rules_there = (rule for act, rule in law.items() if act.startswith(f"{row['noun']}."))
        terms = (term for rule in rules_there for term in rule.terms if term.name == row["name"])
        basis = next((term.basis for term in terms), "")
    if row["kind"] in (STEP, END, OBLIGATION):
        next_ = _next({**row, **known}) or [one for some in known.values() for one in some]
        basis = together(rules[one["act"]].basis for one in next_)
    return {**row, **known, "basis": basis}


def _next(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The acts that come next: those that answer a row in time, or those that its end opens."""
    found: list[Mapping[str, Any]] = row["suggest_before"]
    return (row["suggest_after"] or found) if row["overdue"] else found


def _rule(row: Mapping[str, Any], act: str, law: Mapping[str, Rule]) -> Rule | None:
    """What the law says of an act: the law in force; for an obligation, the law of its signature."""
    of_obligation = act.startswith("obligation.") and row["regulation"]
    return (signed_under(row["regulation"]).rules if of_obligation else law).get(act)


def _told(row: Mapping[str, Any], rules: Mapping[str, Rule], store: str) -> dict[str, Any]:
    """A row as data; `rules` are those of the acts that are asked for."""
    acts = [one for one in _next(row) if one["act"] in rules]
    told: dict[str, Any] = {name: row.get(name) for name in COLUMNS} | {
        "detail": row["detail"] or "",
        "acts": [one["act"] for one in acts],
        "commands": [_command(one, row["key"], rules[one["act"]], store) for one in acts],
        "second": any(rules[one["act"]].second for one in acts),
    }
    return told | {name: [one["act"] for one in row[name]] for name in SUGGESTED}


def _command(suggested: Mapping[str, Any], key: str, rule: Rule, store: str) -> str:
    """The act as it is typed, on the store that was named by option."""
    noun, _dot, verb = suggested["act"].partition(".")
    line = ready.typed(noun, verb, key, suggested, rule)
    return f"{line} --store {shlex.quote(store)}" if store else line


# -- for people ------------------------------------------------------------------------------------------


def _sheet(rows: Sequence[Mapping[str, Any]], answer: Answer, style: str) -> Sheet:
    if style == "table":
        lines = [line for row in rows for line in _lines(row)]
        return Sheet(lines, SHOWN, "", answer.position, answer.as_of, answer.known_at)
    return Sheet(rows, COLUMNS, "", answer.position, answer.as_of, answer.known_at)


def _lines(row: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """A row, and a line for each further act to choose from."""
    due_on = row["due_on"] or ""
    first, *others = row["commands"] or [""]
    yield {
        "due_on": _("{date} (provisional)").format(date=due_on) if row["provisional"] else due_on,
        "left": _left(row["days_left"]),
        "subject": f"{word('noun', row['noun'])} {row['key']}",
        "what": said(row),
        "to_type": first,
        "whose": row["whose"] or "",
        "zone": row["zone"] or "",
        "owner": row["owner"] or "",
    }
    yield from ({"to_type": command} for command in others)


def _left(days: int | None) -> str:
    if days is None:
        return ""
    if days < 0:
        return _("late: {days}").format(days=counted("{count} day", "{count} days", -days))
    return counted("{count} day", "{count} days", days)


def said(row: Mapping[str, Any]) -> str:
    """What a row is about, in words, with its article."""
    text = _said(row["kind"], row["name"], row["detail"])
    basis = together(map(_, citations(row["basis"] or "")))
    return f"{text} ({basis})" if basis else text


def _said(kind: str, name: str, detail: str) -> str:
    match kind:
        case "gap":
            return _("missing paper: {kind}").format(kind=word("document", name))
        case "proposal":
            return _("to confirm: {act}").format(act=detail)
        case "obligation":
            return f"{word('deadline', name)}: {word('obligation.kind', detail)}"
        case "step":
            text = word("step", name)
        case _:
            text = word("deadline", name)
    return f"{text}: {detail}" if detail else text


def _emit_calendar(rows: Sequence[Mapping[str, Any]], recorded_at: str) -> None:
    from cli import ics  # noqa: PLC0415 - what makes calendar files is loaded where one is made

    text = ics.calendar(rows, [said(row) for row in rows], recorded_at=recorded_at)
    output.write(text.removesuffix("\n"))
