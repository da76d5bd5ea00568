"""The text of a pack: every table, every key in it, what each may hold. Nothing is known of the law yet."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from lifecycle.deadlines import ROLLS, UNITS
from lifecycle.lawcheck.problem import Problem, problem

LONGEST: Mapping[str, int] = {"years": 100, "months": 1_200, "days": 36_500, "working_days": 25_000}
"""What no period of law exceeds, by its unit."""

YEARLY = "yearly"
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
WORD = re.compile(r"[a-z][a-z0-9-]*")
TWICE = ("Cannot overwrite a value", "Cannot declare", "Duplicate inline table key")
"""How the reader of TOML says that something stands twice."""

Found = Iterator[Problem]
Check = Callable[[Any, str], Found]


def parsed(text: str) -> tuple[Mapping[str, Any], list[Problem]]:
    """The tables of a pack, and whatever keeps it from being read."""
    try:
        pack = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        code = "twice" if str(error).startswith(TWICE) else "unreadable"
        return {}, [problem(code, "", detail=str(error) or type(error).__name__)]
    return pack, [*_keys(pack, "", PACK, PACK_NEEDS), *_order(pack)]


def _keys(table: Mapping[str, Any], place: str, known: Mapping[str, Check], needed: tuple[str, ...]) -> Found:
    for name in needed:
        if name not in table:
            yield problem("missing-key", place, key=name)
    for name, value in table.items():
        if name in known:
            yield from known[name](value, _within(place, name))
        else:
            yield problem("unknown-key", place, key=name, known=sorted(known))


def _within(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


# -- what a key may hold -----------------------------------------------------------------------------


def _text(value: Any, place: str) -> Found:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        yield problem("wrong-kind", place, expected="text")


def _texts(value: Any, place: str) -> Found:
    if not isinstance(value, list):
        yield problem("wrong-kind", place, expected="list")
        return
    for item in value:
        yield from _text(item, place)
    for item in {str(item) for item in value if value.count(item) > 1}:
        yield problem("listed-twice", place, name=item)


def _flag(value: Any, place: str) -> Found:
    if not isinstance(value, bool):
        yield problem("wrong-kind", place, expected="flag")


def _day(value: Any, place: str) -> Found:
    if type(value) is not date:
        yield problem("wrong-kind", place, expected="date")


def _whole(value: Any, place: str) -> Found:
    if type(value) is not int:
        yield problem("wrong-kind", place, expected="number")
    elif value < 1:
        yield problem("not-positive", place, given=value)


def _length(unit: str) -> Check:
    def check(value: Any, place: str) -> Found:
        yield from _whole(value, place)
        if type(value) is int and value > LONGEST[unit]:
            yield problem("too-long", place, given=value, longest=LONGEST[unit])

    return check


def _table(value: Any, place: str) -> Found:
    if not isinstance(value, dict):
        yield problem("wrong-kind", place, expected="table")


def _each(check: Check) -> Check:
    """A table of any names, each of which holds the same."""

    def every(value: Any, place: str) -> Found:
        yield from _table(value, place)
        if isinstance(value, dict):
            for name, item in value.items():
                yield from check(item, _within(place, name))

    return every


def _kept(known: Mapping[str, Check], *needed: str) -> Check:
    """A table of known names."""

    def check(value: Any, place: str) -> Found:
        yield from _table(value, place)
        if isinstance(value, dict):
            yield from _keys(value, place, known, needed)

    return check


def _list(check: Check) -> Check:
    def every(value: Any, place: str) -> Found:
        if not isinstance(value, list):
            yield problem("wrong-kind", place, expected="list")
            return
        for number, item in enumerate(value, start=1):
            yield from check(item, _named(place, number, item))

    return every


def _named(place: str, number: int, item: Any) -> str:
    """Where an item of a list stands: by its own name if it has one."""
    name = item.get("name") or item.get("kind") if isinstance(item, dict) else None
    return _within(place, name if isinstance(name, str) else str(number))


def _either(plain: Check, table: Check) -> Check:
    return lambda value, place: (table if isinstance(value, dict) else plain)(value, place)


def _pattern(pattern: re.Pattern[str]) -> Check:
    def check(value: Any, place: str) -> Found:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            yield problem("malformed-name", place, given=str(value))

    return check


# -- deadlines ---------------------------------------------------------------------------------------


def _roll(value: Any, place: str) -> Found:
    if value not in ROLLS:
        yield problem("unknown-roll", place, given=str(value), known=list(ROLLS))


def _yearly(value: Any, place: str) -> Found:
    yield from _texts(value, place)
    if value == []:
        yield problem("wrong-kind", place, expected="list")
    for item in value if isinstance(value, list) else ():
        if isinstance(item, str) and not _is_day_of_every_year(item):
            yield problem("impossible-day", place, given=item)


def _is_day_of_every_year(text: str) -> bool:
    try:
        return re.fullmatch(r"\d\d-\d\d", text) is not None and bool(date.fromisoformat(f"2001-{text}"))
    except ValueError:
        return False


def _deadline(value: Any, place: str) -> Found:
    yield from _kept(DEADLINE, "name", "basis")(value, place)
    if isinstance(value, dict):
        units = [unit for unit in UNITS if unit in value]
        if len(units) != 1:
            yield problem("one-length", place, given=units, known=list(UNITS))


def _order(pack: Mapping[str, Any]) -> Found:
    """Rules inherit the defaults, so what they need is looked for in both; a law ends after it begins."""
    time, defaults, acts = pack.get("in_force"), pack.get("defaults"), pack.get("acts")
    begins, ends = (time.get("from"), time.get("until")) if isinstance(time, dict) else (None, None)
    if type(begins) is date and type(ends) is date and ends <= begins:
        yield problem("ends-before-it-begins", "in_force", begins=begins, ends=ends)
    given = defaults.keys() if isinstance(defaults, dict) else set()
    for noun, rules in acts.items() if isinstance(acts, dict) else ():
        for verb, rule in rules.items() if isinstance(rules, dict) else ():
            for name in RULE_NEEDS if isinstance(rule, dict) else ():
                if name not in rule and name not in given:
                    yield problem("missing-key", f"acts.{noun}.{verb}", key=name)


# -- every table -------------------------------------------------------------------------------------

DEADLINE: Mapping[str, Check] = {
    "name": _pattern(WORD),
    **{unit: _length(unit) for unit in LONGEST},
    YEARLY: _yearly,
    "basis": _text,
    "from": _text,
    "period": _text,
    "when": _table,
    "roll": _roll,
    "suspended_by": _texts,
    "before": _texts,
    "after": _texts,
}
PAPER: Mapping[str, Check] = {"kind": _text, "when": _table}
RULE: Mapping[str, Check] = {
    "recorded_by": _pattern(WORD),
    "decided_by": _pattern(WORD),
    "basis": _text,
    "documents": _list(_either(_text, _kept(PAPER, *PAPER))),
    "deadlines": _list(_deadline),
    "limits": _each(_whole),
    "second": _either(_flag, _kept({"when": _table}, "when")),
    "choices": _each(_texts),
    "gaps": _flag,
    "assumed": _flag,
}
RULE_NEEDS = ("recorded_by", "decided_by", "basis")
PACK: Mapping[str, Check] = {
    "name": _pattern(NAME),
    "version": _whole,
    "title": _text,
    "in_force": _kept({"from": _day, "until": _day}, "from"),
    "assumed": _text,
    "amends": _text,
    "replaces": _text,
    "calendar": _pattern(WORD),
    "days_off": _text,
    "without": _texts,
    "roles": _list(_pattern(WORD)),
    "bodies": _list(_pattern(WORD)),
    "papers": _list(_pattern(WORD)),
    "articles": _each(_text),
    "defaults": _kept(RULE),
    "acts": _each(_each(_kept(RULE))),
}
PACK_NEEDS = ("name", "version", "title", "in_force")
