"""What went wrong, for a person and for a program: the exit code, the words, the next command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cli import index
from cli.i18n import _, word
from cli.options import Settings
from cli.recordwords import NEVER_AMENDED
from cli.screen import safe
from cli.ways import first_step
from cli.wording import CAUSES, Words
from cli.words import CAN, COLUMN_WORDS, REFUSALS
from domain.identifiers import Malformed
from domain.refusals import (
    DelegationTooWide,
    NotAmended,
    NotAuthorised,
    NothingToName,
    OwnMandate,
    Refused,
    SameOfficer,
    SecondOfficerNeeded,
    WrongStatus,
)
from domain.values import in_hectares
from lifecycle.errors import LifecycleError

REFUSED, BROKEN, FINDINGS, NOT_PERMITTED = 3, 1, 6, 7
OF_PROOFS = dict.fromkeys(("unsigned", "bad-note", "bad-checkpoint", "bad-proof"), FINDINGS)
EXITS: Mapping[str, int] = {"misused": 2, "bad-key": 2, "not-found": 4, "conflict": 5, "stale": 8, **OF_PROOFS}
UNAUTHORISED = (NotAuthorised, SecondOfficerNeeded, SameOfficer, OwnMandate)
"""Refusals about who acts, not about what is done."""

ABSENT = "absent"


class Objections(Exception):
    """All that stands against an act that was only tried."""

    def __init__(self, refusals: Sequence[Refused]) -> None:
        super().__init__()
        self.refusals = refusals


@dataclass(frozen=True)
class Fault:
    """What went wrong, as it is printed."""

    exit: int
    code: str
    message: str
    rule: str = ""
    basis: str = ""
    missing: tuple[str, ...] = ()
    hint: str = ""
    others: tuple[Fault, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The fault for a program; with `objections` where several things stand against an act."""
        whole: dict[str, Any] = {
            "code": self.code,
            "message": self.message,
            "rule": self.rule or None,
            "basis": self.basis or None,
            "missing": list(self.missing),
            "hint": self.hint or None,
        }
        if self.others:
            whole["objections"] = [dict(whole), *(other.as_json() for other in self.others)]
        return whole

    def lines(self) -> list[str]:
        """The fault for a person."""
        told = [self.message]
        if self.rule:
            told.append(_("Rule: {rule}, {basis}").format(rule=self.rule, basis=self.basis))
        if self.hint:
            told.append(_("Next: {command}").format(command=self.hint))
        return told + [line for other in self.others for line in other.lines()]


def fault(error: Exception, settings: Settings) -> Fault | None:
    """The words for an error that has words; None for any other."""
    match error:
        case Refused():
            return refused(error, settings)
        case Objections():
            first, *others = [refused(one, settings) for one in error.refusals]
            return replace(first, others=tuple(others))
        case LifecycleError() if error.code == "stopped" and isinstance(error.__cause__, Exception):
            return fault(error.__cause__, settings)
        case LifecycleError() if error.code == "half-sealed" and isinstance(error.__cause__, Exception):
            return _half_sealed(error, settings)
        case LifecycleError():
            return _failed(error, settings)
        case Malformed():
            text = _("{what} {text}: expected {expected}").format(
                what=_(error.what), text=safe(repr(error.text)), expected=_(error.expected)
            )
            return Fault(2, "malformed", text)
        case OSError():
            text = _("the system refuses: {detail}").format(detail=safe(str(error)))
            return Fault(BROKEN, "system", text)
        case _:
            return None


# -- refusals ----------------------------------------------------------------------------------------


def refused(error: Refused, settings: Settings) -> Fault:
    """A rule's refusal: which rule, its article, what is missing, what to do next."""
    words = REFUSALS.get(type(error).__name__, Words(str(error)))
    if isinstance(error, NotAmended):
        words = NEVER_AMENDED.get(error.category, words)
    values = error.values()
    named = _named(settings, error.rule)
    shown = {name: _value(name, value, named["noun"]) for name, value in values.items()}
    if isinstance(error, NothingToName):
        shown["term"] = _option(named, error.term)
    if isinstance(error, WrongStatus):
        shown |= _standing_words(error)
    if isinstance(error, NotAuthorised):
        shown["cause"] = _cause(error).format(**shown)
    if isinstance(error, DelegationTooWide) and error.zones:
        shown["roles"] = f"{shown['roles']} ({shown['zones']})"
    missing = tuple(str(m) for m in values.get("missing", ()))
    return Fault(
        exit=NOT_PERMITTED if isinstance(error, UNAUTHORISED) else REFUSED,
        code=error.code,
        message=_(words.message).format(**shown),
        rule=error.rule,
        basis=_(error.basis),
        missing=missing,
        hint=_way_out(error, named) if isinstance(error, WrongStatus) else _hint(words.hint, named, values),
    )


def _named(settings: Settings, rule: str) -> dict[str, str]:
    noun, verb, key = settings.asked
    if rule and not verb:
        noun, _dot, verb = rule.partition(".")
    return {"noun": noun, "verb": verb, "key": key, "typed": settings.act or f"{noun} {verb} {key}"}


def _cause(error: NotAuthorised) -> str:
    lapsed = error.cause == "expired" and error.until is None
    return _(CAUSES["revoked" if lapsed else error.cause])


def _standing_words(error: WrongStatus) -> dict[str, str]:
    context = f"{error.subject.partition('-')[0]}.{error.region}"
    return {
        "region": word("region", error.region),
        "status": word(context, error.status) or _("none"),
        "allowed": ", ".join(word(context, status) for status in _in_order(context, error.allowed)),
    }


def _in_order(context: str, statuses: Sequence[str]) -> list[str]:
    noun, _dot, region = context.partition(".")
    known = index.nouns().get(noun, {}).get("regions", {}).get(region, ())
    return [status for status in known if status in statuses] or list(statuses)


def _value(name: str, value: Any, noun: str) -> str:
    match value:
        case tuple() | list():
            return ", ".join(_value(name, item, noun) for item in value)
        case int() if name.endswith("_m2"):
            return _("{area} ha").format(area=in_hectares(value))
        case date():
            return value.isoformat()
        case str() if name == "name":
            return _(COLUMN_WORDS.get(value, value))
        case str() if name in ("missing", "kind", "kinds"):
            return index.document(safe(value))
        case str() if name in ("deadline", "role"):
            return word(name, safe(value))
        case str() if name == "roles":
            return word("role", safe(value))
        case _:
            return safe(str(value))


def _hint(template: str, named: Mapping[str, str], values: Mapping[str, Any]) -> str:
    if not template:
        return ""
    first = {n: v[0] for n, v in values.items() if isinstance(v, tuple) and v}
    singular = {name.removesuffix("s"): value for name, value in first.items()}
    papers = " ".join(index.paper_option(str(kind)) for kind in values.get("missing", ()))
    event = str(values.get("event", "")).rpartition("@")[0]
    of, _dash, whose = str(values.get("subject", event)).partition("-")
    known = {
        **named,
        "of": of,
        "whose": safe(whose),
        **{n: safe(str(v)) for n, v in {**values, **singular}.items()},
        "papers": papers,
    }
    return template.format(**known)


def _way_out(error: WrongStatus, named: Mapping[str, str]) -> str:
    """The act that leads towards where this one is possible, if there is one."""
    noun, _dash, key = error.subject.partition("-")
    verb = first_step(named["verb"], noun, error.region, error.status, error.allowed)
    if verb:
        return index.typed(noun, verb, key)
    return CAN.format(noun=noun, key=key) if noun in index.nouns() else CAN.format(**named)


PROVES_NOTHING = frozenset({"bad-proof", "bad-note", "bad-checkpoint", "bad-key"})
"""Codes of what is offered as a proof and proves nothing."""


# -- errors ------------------------------------------------------------------------------------------


def _failed(error: LifecycleError, settings: Settings) -> Fault:
    values = error.values
    problem = values.get("problem", "") or (values.get("category", "") if error.code == "not-found" else "")
    from cli.errorwords import ERRORS  # noqa: PLC0415 - most commands fail of nothing, or of a rule

    of_a_record = ERRORS.get(f"{error.code}.{problem}-record") if "event" in values else None
    words = of_a_record or ERRORS.get(f"{error.code}.{problem}") or ERRORS.get(error.code) or Words(str(error))
    named = _named(settings, "")
    shown = (
        {"path": safe(settings.url)}
        | named
        | {name: _value(name, value, named["noun"]) for name, value in values.items()}
    )
    if error.code in PROVES_NOTHING:
        shown |= _cause_of_no_proof(problem, {n: v for n, v in shown.items() if n in values})
    if problem == "malformed":
        shown |= _malformed(values, named)
    if problem == "terms":
        options = {n: tuple(_option(named, t) for t in values[n]) for n in ("missing", "unknown")}
        shown |= {name: ", ".join(terms) or _("none") for name, terms in options.items()}
    absent = error.code == "store-unusable" and problem == ABSENT
    message = _(words.message).format_map(shown)
    if error.code == "not-found" and settings.times:
        message = _("{message}, by {times}").format(message=message, times=safe(" ".join(settings.times)))
    return Fault(
        exit=EXITS["not-found"] if absent else EXITS.get(error.code, BROKEN),
        code="store-absent" if absent else values.get("problem", "") or error.code,
        message=message,
        missing=tuple(str(m) for m in values.get("missing", ())),
        hint=_next(words.hint, shown),
    )


def _next(hint: str, shown: Mapping[str, Any]) -> str:
    """The next command; none where it is about a subject and there is none at hand."""
    return "" if "{noun}" in hint and not shown.get("noun") else hint.format_map(shown)


def _half_sealed(error: LifecycleError, settings: Settings) -> Fault:
    """Why nothing was signed of heads that are recorded. They stand, and so does what was said before them."""
    assert isinstance(error.__cause__, Exception)  # noqa: S101 - asked before
    cause = fault(error.__cause__, settings) or Fault(BROKEN, "broken", safe(repr(error.__cause__)))
    text = _("{why}. The heads are recorded, at position {position}, and stay; sealing can be repeated")
    message = text.format(why=cause.message, position=error.values["position"])
    return replace(cause, message=message, hint=cause.hint or "sez audit seal --key FILE")


def _cause_of_no_proof(problem: str, shown: Mapping[str, str]) -> dict[str, str]:
    """Why something proves nothing, in words, with the file that it stands in."""
    from cli.proofcauses import CAUSES  # noqa: PLC0415 - few commands prove anything

    if problem not in CAUSES:
        return {}
    told = {"path": _("what was given"), **shown}
    return told | {"cause": _(CAUSES[problem]).format_map(told)}


def _option(named: Mapping[str, str], term: str) -> str:
    return index.option_of(named["noun"], named["verb"], term)


def _malformed(values: Mapping[str, Any], named: Mapping[str, str]) -> dict[str, str]:
    return {
        "option": _option(named, str(values.get("term", ""))),
        "text": safe(repr(values.get("text", ""))),
        "expected": _(str(values.get("expected", ""))),
    }
