"""`audit conformance`: every stored act held against the law, and what is worth a person's look."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from cli import index, output, parsing, screen, stores
from cli.audit.conformancewords import FOUND, TITLES
from cli.audit.unanswered import unanswered
from cli.faults import FINDINGS, fault
from cli.i18n import _, counted, word
from cli.options import Settings
from cli.output import Sheet
from domain.values import in_hectares
from lifecycle.conformance import Conformance, Scope, Thresholds
from lifecycle.conformance.deviation import DEADLINE_MISSED, FLAG, NO_DOCUMENT, Deviation
from lifecycle.definitions import NOUNS
from lifecycle.errors import NotFound
from lifecycle.record import stream_name
from lifecycle.regulation import Regulation, editions, regulation

if TYPE_CHECKING:
    from collections.abc import Callable

    from lifecycle.store.log import Log

COLUMNS = (
    *("kind", "problem", "subject", "plots", "zone", "event", "act", "effective_on", "basis", "message"),
    *("missing", "command", "regulation", "recorded_at", "values", "refusals"),
)
PAPERS_FIRST = ("paper-missing", "gap-not-allowed", "gap-overdue", "gap-never-closed", "gap-open")
GRANTS = ("plot.recognise", "plot.allocate", "plot.reassign")
PERSONS = frozenset({"owner", "officer", "second", "party", "holder"})
LIMITS = {
    "idle_days": "--idle-days",
    "extensions": "--extensions",
    "backdated_days": "--backdated-days",
    "reassigned_days": "--reassigned-days",
}


def conforming(
    settings: Settings,
    *,
    zone: str | None,
    plot: str | None,
    regulation: str | None,
    kind: Sequence[str],
    flags: bool,
    as_of: str | None,
    known_at: str | None,
    **given: Any,
) -> int:
    """Print what does not conform to the law, papers first. Exit code 6 where anything does not."""
    law = _edition(regulation) if regulation else None
    limits = {name: parsing.number(option, given[name]) for name, option in LIMITS.items()}
    thresholds = Thresholds(**{name: limit for name, limit in limits.items() if limit is not None})
    with stores.for_questions(settings.url) as asked:
        on, known = stores.times(asked, as_of, known_at)
        scope = Scope(_there(asked.log, "zone", zone), _there(asked.log, "plot", plot))
        flagged = thresholds if flags or FLAG in kind else None
        check = Conformance(asked.log, on, known, scope, law, flagged, _progress())
        found = list(check.deviations())
        if check.progress:
            screen.say("")
        wanted = set(kind) or set(TITLES)
        if law is None and DEADLINE_MISSED in wanted:
            with stores.registers(settings.url, asked.log) as registers:
                found += unanswered(registers, scope, asked, on, known)
    rows = _rows([one for one in found if one.kind in wanted], settings)
    counts = Counter(row["kind"] for row in rows)
    told = _told(rows, counts, check.acts, law) if settings.format == "table" else ""
    if law is not None and DEADLINE_MISSED in wanted:
        told += "\n" + _("Deadlines that nothing has answered yet are weighed under the law of each day only.")
    more = {
        "counts": {name: counts[name] for name in TITLES if counts[name]},
        "acts": check.acts,
        "against": law.stamp if law else None,
        "open_deadlines": law is None and DEADLINE_MISSED in wanted,
        "thresholds": thresholds._asdict() if flagged else None,
    }
    output.emit(Sheet(rows, COLUMNS, "", check.position, on, known, plain=told, more=more), settings.format)
    return FINDINGS if set(counts) - {FLAG} else 0


def _edition(name: str) -> Regulation:
    known = {stamp.partition("@")[0] for stamp in editions()}
    if name not in editions() and name not in known:
        raise NotFound(category="regulation", key=name)
    return regulation(name)


def _there(log: Log, noun: str, typed: str | None) -> str:
    """The key of a subject that there is; empty where none was named. Raises `NotFound`."""
    if typed is None:
        return ""
    key = parsing.key(noun, typed)
    stream = stream_name(noun, key)
    if not log.read([stream])[stream]:
        raise NotFound(category=noun, key=key)
    return key


def _progress() -> Callable[[int, int], None] | None:
    """Tells how far the check has come, on a terminal only."""
    if not screen.interactive(sys.stderr):
        return None
    return lambda done, whole: screen.ask(f"\r{100 * done // max(whole, 1)} % ")


# -- rows --------------------------------------------------------------------------------------------


def _rows(found: Iterable[Deviation], settings: Settings) -> list[dict[str, Any]]:
    return [_row(one, settings) for one in sorted(found, key=_place)]


def _place(one: Deviation) -> tuple[Any, ...]:
    """By kind; grants and what lacks a paper altogether first, then by date."""
    kinds = list(TITLES)
    paper = PAPERS_FIRST.index(one.problem) if one.kind == NO_DOCUMENT else 0
    granted = one.act not in GRANTS if one.kind == NO_DOCUMENT else False
    problem = one.problem if one.kind == FLAG else ""
    return kinds.index(one.kind), granted, paper, problem, one.on, one.subject, one.event


def _row(one: Deviation, settings: Settings) -> dict[str, Any]:
    words, noun, key = FOUND[one.problem], one.subject.partition("-")[0], one.subject.partition("-")[2]
    values = {name: value for name, value in one.values.items() if name != "next"}
    shown = {name: _shown(name, value) for name, value in values.items()}
    about = {"noun": noun, "key": key, "event": one.event, "on": one.on, "zone": one.zone}
    plain = {name: _typed(name, value) for name, value in {**values, **about}.items()}
    about_it = replace(settings, asked=(noun if noun in NOUNS else "", one.act.partition(".")[2], key))
    return {
        "kind": one.kind,
        "problem": one.problem,
        "subject": f"{noun}:{key}",
        "plots": list(one.plots),
        "zone": one.zone,
        "event": one.event,
        "act": one.act,
        "effective_on": one.on,
        "basis": _(one.basis),
        "message": _(words.message).format(**shown),
        "missing": [values["paper"]] if "paper" in values else [],
        "command": (one.values.get("next") or words.hint.format(**plain)) + _there_again(settings),
        "regulation": one.regulation,
        "recorded_at": one.recorded_at,
        "values": values,
        "refusals": [
            {"code": told.code, "message": told.message}
            for error in one.refused
            if (told := fault(error, about_it)) is not None
        ],
    }


def _there_again(settings: Settings) -> str:
    """The store that was named by option, for the command to be typed."""
    return f" --store {shlex.quote(settings.store)}" if settings.store else ""


def _typed(name: str, value: Any) -> str:
    """A value in a command to be typed: of papers that do as well as each other, the first."""
    return screen.safe(str(value).partition("|")[0] if name == "paper" else str(value))


def _shown(name: str, value: Any) -> str:
    match value:
        case int() if name == "days":
            return counted("{count} day", "{count} days", value)
        case tuple() if name == "later":
            if not value:
                return ""
            return counted(
                "; nor for {count} half-year after it", "; nor for {count} half-years after it", len(value)
            )
        case tuple() | list():
            return ", ".join(_shown(name, item) for item in value) or _("nothing")
        case int() if name.endswith("_m2"):
            return _("{area} ha").format(area=in_hectares(value))
        case str() if name == "paper":
            return " / ".join(index.document(screen.safe(kind)) for kind in value.split("|"))
        case str() if name in ("deadline", "role"):
            return word(name, screen.safe(value))
        case str() if name == "decided_by":
            return word("role", screen.safe(value))
        case _:
            return screen.safe(str(value)) or (_("nobody") if name in PERSONS else _("nothing"))


# -- for people --------------------------------------------------------------------------------------


def _told(
    rows: Sequence[Mapping[str, Any]], counts: Mapping[str, int], acts: int, law: Regulation | None
) -> str:
    """How many of each kind, then each kind with its findings, those of one event together."""
    pieces = [f"{_(TITLES[kind])}: {counts[kind]}" for kind in TITLES if counts[kind]]
    parts = ["\n".join(pieces)] if pieces else []
    for kind, some in groupby(rows, key=lambda row: row["kind"]):
        lines = [f"== {_(TITLES[kind])} ({kind}: {counts[kind]})"]
        for _event, found in groupby(some, key=lambda row: (row["subject"], row["event"])):
            lines += ["", *_lines(list(found))]
        parts.append("\n".join(lines))
    held = counted("{count} act", "{count} acts", acts)
    against = law.stamp if law else _("the law of the day")
    deviations = sum(count for kind, count in counts.items() if kind != FLAG)
    verdict = (
        counted("{count} deviation", "{count} deviations", deviations) if deviations else _("no deviation")
    )
    told = _("{acts} held against {law}: {verdict}.").format(acts=held, law=against, verdict=verdict)
    return "\n\n".join([*parts, told])


def _lines(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    first = found[0]
    noun, _colon, key = first["subject"].partition(":")
    named = [f"{word('noun', noun)} {screen.safe(key)}", first["effective_on"], first["act"], first["event"]]
    placed = [_("zone {key}").format(key=first["zone"])] if first["zone"] and noun != "zone" else []
    yield ", ".join(filter(None, [*named, *placed]))
    for row in found:
        article = f" ({row['basis']})" if row["basis"] else ""
        yield f"  {row['message']}{article}"
        yield from (f"    {refusal['message']}" for refusal in row["refusals"])
        yield "  " + _("Next: {command}").format(command=row["command"])
