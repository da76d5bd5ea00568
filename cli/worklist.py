"""Answering what comes next: what is overdue, what falls due, which act each suggests, ready to be typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from cli import output, parsing, ready, stores
from cli.faults import FINDINGS
from cli.i18n import _, counted, noted, word
from cli.options import Settings
from cli.output import Sheet
from lifecycle.regulation import FAMILY, Regulation, in_force, signed_under
from projections.worklist import Wanted

if TYPE_CHECKING:
    from cli.covering import Covering
    from lifecycle.regulation import Rule
    from lifecycle.store.log import Log
    from projections.answers import Answer

AHEAD = timedelta(days=30)
"""How far ahead is looked unless it is said."""

COLUMNS = (
    *("due_on", "days_left", "overdue", "noun", "key", "kind", "name", "detail", "whose", "zone", "owner"),
    *("provisional", "acts", "commands", "second", "basis", "regulation", "calendar", "cause"),
    *("event", "act", "from_on", "suggest_before", "suggest_after"),
)
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
        covering = _covering(asked.log, officer, times.today)
        with stores.registers(settings.url, asked.log) as registers:
            answer = registers.work(_wanted(times.today, given), as_of=times.as_of, known_at=times.known_at)
        rows = list(_rows(answer.rows, in_force(times.today, asked.law or FAMILY), covering))
        recorded_at = asked.log.read_from(answer.position - 1, limit=1)[0].recorded_at
    if ics:
        _emit_calendar(rows, recorded_at)
    else:
        output.emit(_sheet(rows, answer, settings.format), settings.format)
    return FINDINGS if any(row["overdue"] for row in rows) else 0


def _times(asked: stores.Asked, given: Mapping[str, Any]) -> Times:
    """With `--now` it is as if it were that day; a day that is past is asked for as it was then."""
    on, known = parsing.day("--as-of", given["as_of"]), parsing.moment("--known-at", given["known_at"])
    now, present = parsing.day("--now", given["now"]), asked.today()
    today = now or on or present
    past = on or today
    return Times(today, past if past < present else None, known)


def _wanted(today: date, given: Mapping[str, Any]) -> Wanted:
    until = parsing.day("--until", given["until"])
    return Wanted(
        today,
        until or today + min(AHEAD, date.max - today),
        noun=given["noun"] or "",
        zone=parsing.key("zone", given["zone"]) if given["zone"] else "",
        overdue=given["overdue"],
        steps=given["steps"],
    )


def _covering(log: Log, officer: str | None, today: date) -> Covering | None:
    if officer is None:
        return None
    from cli.covering import Covering  # noqa: PLC0415 - whose mandate covers what is asked seldom

    return Covering(log, parsing.key("officer", officer), today)


# -- rows ------------------------------------------------------------------------------------------------


def _rows(
    found: Iterable[Mapping[str, Any]], law: Regulation, covering: Covering | None
) -> Iterator[dict[str, Any]]:
    for row in found:
        suggested = [*row["suggest_before"], *row["suggest_after"]]
        rules = {one["act"]: _rule(row, one["act"], law) for one in suggested}
        if covering is not None:
            zone = row["zone"] or ""
            rules = {a: rule for a, rule in rules.items() if rule and covering.covers(rule.recorded_by, zone)}
            if not rules and row["owner"] != covering.officer:
                continue
        yield _told(row, {act: rule for act, rule in rules.items() if rule})


def _rule(row: Mapping[str, Any], act: str, law: Regulation) -> Rule | None:
    """What the law says of an act: the law in force; for an obligation, the law of its signature."""
    of_obligation = act.startswith("obligation.") and row["regulation"]
    edition = signed_under(row["regulation"]) if of_obligation else law
    return edition.rules.get(act)


def _told(row: Mapping[str, Any], rules: Mapping[str, Rule]) -> dict[str, Any]:
    """A row as data: the acts that come next are those that answer it in time, or those that its end opens."""
    late = row["overdue"]
    next_ = (row["suggest_after"] or row["suggest_before"]) if late else row["suggest_before"]
    acts = [one for one in next_ if one["act"] in rules]
    told: dict[str, Any] = {name: row.get(name) for name in COLUMNS} | {
        "detail": row["detail"] or "",
        "acts": [one["act"] for one in acts],
        "commands": [_command(one, row["key"], rules[one["act"]]) for one in acts],
        "second": any(rules[one["act"]].second for one in acts),
    }
    return told | {name: [one["act"] for one in row[name]] for name in ("suggest_before", "suggest_after")}


def _command(suggested: Mapping[str, Any], key: str, rule: Rule) -> str:
    noun, _dot, verb = suggested["act"].partition(".")
    return ready.typed(noun, verb, key, suggested, rule)


# -- for people ------------------------------------------------------------------------------------------


def _sheet(rows: Sequence[Mapping[str, Any]], answer: Answer, style: str) -> Sheet:
    if style == "table":
        lines = [line for row in rows for line in _lines(row)]
        return Sheet(lines, SHOWN)
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
    return f"{text} ({_(row['basis'])})" if row["basis"] else text


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
