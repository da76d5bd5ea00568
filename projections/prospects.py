"""Prospects: what a case has ahead. Its deadlines, the ends of its terms, missing papers, the next steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from domain.event import NOTHING
from domain.periods import next_to_report
from lifecycle.case import Case
from lifecycle.clocks import running
from lifecycle.definitions import lifecycle_of
from lifecycle.ends import ANSWERS, EXPIRED, RUNS, TAKEN_UP, ends_of
from lifecycle.explaining import Stamp, current_term
from lifecycle.moving import BY_CALENDAR
from lifecycle.policies import policies_of
from lifecycle.regulation import current, families, family_of
from lifecycle.suggesting import End, Policy, Suggestion, holds, met, row_of
from projections.offers import Seen, offered, suggested, terms_of
from projections.tracing import traced
from projections.work import DEADLINE, EMPTY, GAP, OBLIGATION, PROPOSAL, STEP

if TYPE_CHECKING:
    from lifecycle.deadlines import Term
    from lifecycle.grammar import Standing
    from lifecycle.record import Record
    from projections.models import Row, State


def ahead(key: str, history: Sequence[Record], state: State) -> list[Row]:
    """What lies ahead of a case; `state` is what its settled history leads to."""
    if not history or not state.standing:
        return []
    noun = history[0].category
    trace = traced(noun, history, [end.fact for end in ends_of(noun)])
    case = Case(history[0].stream, len(history), state.standing, trace.facts)
    seen = Seen(case, state.row, trace, history)
    found = [*_deadlines(seen), *_ends(seen), *_gaps(seen), *_steps(seen)]
    if not found:
        return []
    place = {"noun": noun, "key": key, **_place(seen)}
    return [{**EMPTY, **place, "place": number, **row} for number, row in enumerate(found)]


def awaited(key: str, history: Sequence[Record], state: State, on: date) -> frozenset[str]:
    """The deadlines about which somebody has something to do on a date: those that the worklist tells of."""
    dated = (row for row in ahead(key, history, state) if row["due_on"])
    return frozenset(row["name"] for row in dated if not row["closes"] or row["due_on"] >= on.isoformat())


def _place(seen: Seen) -> Row:
    """Whose the case is, and where it lies."""
    case, row = seen.case, seen.row
    whose = row.get("obligor") or row.get("party") or row.get("reserved_for") or row.get("proposer") or ""
    noun, _, key = case.lifecycle.place(case.key, case.facts, NOTHING).partition(":")
    if case.category == PROPOSAL:
        noun, key = _about(case)
    return {"whose": whose, **({"zone": key} if noun == "zone" else {"of_noun": noun, "of_key": key})}


def _about(case: Case) -> tuple[str, str]:
    """What a proposal is about: its subject; where that is not begun, what the act would place it in."""
    noun, _, verb = case.facts.act.partition(".")
    law = lifecycle_of(noun)
    row = law.by_verb.get(verb)
    if row is None or not row.births:
        return noun, case.facts.subject
    noun, _, key = law.place(case.facts.subject, law.initial, case.facts.terms).partition(":")
    return noun, key


# -- deadlines -------------------------------------------------------------------------------------------


def _deadlines(seen: Seen) -> Iterator[Row]:
    noun, facts = seen.case.category, seen.case.facts
    named = {end.name for end in ends_of(noun)}
    # While time stands still, a clock is asked for as it was when it stopped.
    clocks = running(seen.case, getattr(facts, "suspended_on", None) or date.min)
    for name, due in clocks.items():
        if name in named:
            continue
        if _stands_still(facts, due) or not met(facts, RUNS.get((noun, name), NOTHING)):
            continue
        stamp, term = _stamp(seen, name)
        before = offered(seen, _acts(name, term.before if term else ()))
        after = offered(seen, _acts(name, term.after if term else ()) or EXPIRED.get((noun, name), ()))
        if before or (after and not (term and term.before)):
            yield {
                "kind": PROPOSAL if noun == PROPOSAL else DEADLINE,
                "name": name,
                "detail": f"{facts.act} {facts.subject}" if noun == PROPOSAL else _period(facts, term),
                "due_on": due.isoformat(),
                **_moved(
                    _since(seen.trace.since.get(name), stamp),
                    seen.trace.cause(name, seen.trace.since.get(name)),
                ),
                "basis": term.basis if term else "",
                "suggest_before": before,
                "suggest_after": after,
                "closes": int(bool(term and term.after) and (not after or _taken_up(seen, name))),
            }


def _period(facts: Any, term: Term | None) -> str:
    """The half-year that a report is awaited of; empty for every other deadline."""
    if term is None or not term.period or facts.reports_since is None:
        return ""
    return next_to_report(facts.reported, since=facts.reports_since)


def _taken_up(seen: Seen, name: str) -> bool:
    """Whether what the end of a deadline opens is under way."""
    standing, conditions = TAKEN_UP.get((seen.case.category, name), (NOTHING, NOTHING))
    return bool(standing) and holds(seen.case.standing, standing) and met(seen.case.facts, conditions)


def _acts(name: str, acts: Sequence[str]) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(act, ANSWERS.get((name, act), NOTHING)) for act in acts)


def _stands_still(facts: Any, due: date) -> bool:
    """Whether time does not count, and stopped before the date: nobody knows yet when it will be."""
    stopped = getattr(facts, "suspended_on", None)
    return stopped is not None and due >= stopped


def _stamp(seen: Seen, name: str) -> tuple[Stamp | None, Term | None]:
    """The stamp of a deadline, and its term in the edition that now stands for the one stamped."""
    stamp = seen.trace.stamp(name)
    if stamp is not None:
        return stamp, current_term(stamp)
    stamps = (record.body["regulation"] for record in seen.history if "regulation" in record.body)
    family = family_of(next(stamps, ""))
    terms = (_term_of(seen.case.category, name, one) for one in ([family] if family else families()))
    return None, next((term for term in terms if term), None)


@cache
def _term_of(noun: str, name: str, family: str) -> Term | None:
    """A deadline by its name alone: one that came down from a parent plot bears no stamp of its own."""
    rules = (rule for law in reversed(current(family)) for act, rule in law.rules.items() if _is_on(noun, act))
    terms = (term for rule in rules for term in rule.terms)
    return next((term for term in terms if term.name == name and term.acts), None)


def _is_on(noun: str, act: str) -> bool:
    return act.startswith(f"{noun}.")


def _since(record: Record | None, stamp: Stamp | None = None) -> Row:
    """Where a thing began: which event, by which act, under which law, from when."""
    began = stamp.record if stamp else record
    if began is None:
        return {}
    row: Row = {"event": began.ref, "from_on": began.effective_on, "act": began.body.get("act", "")}
    if stamp is None:
        return {**row, "regulation": began.body.get("regulation", "")}
    return {
        **row,
        "from_on": stamp.start.isoformat(),
        "regulation": stamp.regulation,
        "calendar": stamp.calendar,
        "provisional": int(stamp.provisional),
    }


def _moved(row: Row, cause: str) -> Row:
    """A date that was counted anew by a published calendar is provisional no more."""
    anew = {"calendar": cause, "provisional": 0} if cause.startswith(BY_CALENDAR) else {}
    return {**row, **anew, "cause": cause}


# -- the ends of terms -----------------------------------------------------------------------------------


def _ends(seen: Seen) -> Iterator[Row]:
    for end in ends_of(seen.case.category):
        fact = getattr(seen.case.facts, end.fact)
        if not fact or not holds(seen.case.standing, end.standing):
            continue
        several = fact if isinstance(fact, Mapping) else {"": fact}
        for each, ends in several.items():
            due = getattr(ends, "until", ends)
            if isinstance(due, date) and not _stands_still(seen.case.facts, due):
                yield _end(seen, end, each, due)


def _end(seen: Seen, end: End, each: str, due: date) -> Row:
    record = seen.trace.since.get(each or end.fact)
    facts = seen.case.facts
    began = {**_since(record), **_signed(seen)}
    before = offered(seen, end.before, each)
    return {
        "kind": end.kind,
        "name": end.name,
        "detail": facts.kind if end.kind == OBLIGATION else each,
        "due_on": due.isoformat(),
        **began,
        "cause": seen.trace.cause(end.name, record),
        "suggest_before": before,
        "suggest_after": offered(seen, end.after, each) or before,
    }


def _signed(seen: Seen) -> Row:
    """The law of a signature, which an obligation keeps."""
    return {"regulation": seen.case.facts.regulation} if seen.case.category == OBLIGATION else {}


# -- missing papers --------------------------------------------------------------------------------------


def _gaps(seen: Seen) -> Iterator[Row]:
    """Papers still missing, each with who is to find it and by when.

    Where an act closes gaps, the facts say which are open; elsewhere a paper that was cited since was found.
    """
    act, trace = f"{seen.case.category}.close-gap", seen.trace
    closable = row_of(act) is not None
    kinds = seen.case.facts.gaps if closable else trace.gaps.keys() - trace.cited
    for kind in sorted(kinds):
        gap = trace.gaps.get(kind, trace.inherited)
        acts = offered(seen, (Suggestion(act, {"kind": kind}),)) if closable else []
        if acts or not closable:
            yield {
                "kind": GAP,
                "name": kind,
                "due_on": gap.until,
                **_since(gap.record),
                "owner": gap.owner,
                "suggest_before": acts,
                "suggest_after": acts,
            }


# -- steps -----------------------------------------------------------------------------------------------


def _steps(seen: Seen) -> Iterator[Row]:
    for policy in policies_of(seen.case.category):
        if not holds(seen.case.standing, policy.standing) or not met(seen.case.facts, policy.when):
            continue
        began = _began(seen, policy)
        if began is not None:
            row = {"kind": STEP, "name": policy.name, **_since(began), **_signed(seen)}
            yield from ({**row, **what} for what in _what(seen, policy))


def _what(seen: Seen, policy: Policy) -> Iterator[Row]:
    """What a policy suggests: acts on the case itself, or on each of others."""
    if policy.each is None:
        acts = offered(seen, policy.acts)
        if acts:
            yield {"suggest_before": acts}
        return
    each = policy.each
    acts = [suggested(one.act, terms_of(seen, one, ""), [], NOTHING) for one in policy.acts]
    row = {
        "target": each.noun,
        "target_standing": {region: sorted(some) for region, some in each.standing.items()},
        "suggest_before": acts,
    }
    if each.by:
        yield {**row, "target_by": each.by}
        return
    fact = getattr(seen.case.facts, each.fact)
    yield from ({**row, "target_key": key} for key in ([fact] if isinstance(fact, str) else sorted(fact)))


def _began(seen: Seen, policy: Policy) -> Record | None:
    """The event after which a policy holds; None where one that ends it came later."""
    law = seen.case.lifecycle
    if policy.after is not None:
        turns = [r for r in seen.history if isinstance(r.event, (policy.after, *policy.until))]
        return turns[-1] if turns and isinstance(turns[-1].event, policy.after) else None
    standing: Standing = {}
    began: Record | None = None
    for record in seen.history:
        standing = law.stands(standing, record.event)
        if not holds(standing, policy.standing):
            began = None
        elif began is None:
            began = record
    return began
