"""The desk: cases as a decision needs them, loaded in few reads and kept while acts are being decided.

A desk remembers the cases that its own acts led to, so that a batch decides each act on the ones before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from lifecycle.case import Case, fold
from lifecycle.errors import NotFound
from lifecycle.record import stream_name
from lifecycle.regulation import FAMILY, in_force
from lifecycle.settling import settled

if TYPE_CHECKING:
    from lifecycle.grammar import Consult, Row
    from lifecycle.record import Record
    from lifecycle.regulation import Regulation
    from lifecycle.store.log import Histories


class _Held(NamedTuple):
    case: Case
    last_on: date


class Desk:
    """Cases loaded from a log, as they stand on the legal date of the act at hand.

    `later` holds the whole history of each stream that has events after that date. `family` is the body of
    law that the log keeps to; `today` says on which day mandates count; None where none is asked for.
    """

    def __init__(
        self, log: Histories, *, family: str = FAMILY, today: Callable[[], date] | None = None
    ) -> None:
        self._log = log
        self.family, self.today = family, today
        self._held: dict[str, _Held] = {}
        self.later: dict[str, list[Record]] = {}

    def cases(self, streams: Iterable[str], on: date) -> dict[str, Case]:
        """The cases of streams as of a date; streams not begun are unborn cases."""
        found: dict[str, Case] = {}
        wanted: list[str] = []
        for stream in streams:
            held = self._held.get(stream)
            if held is not None and held.last_on <= on:
                found[stream] = held.case
            else:
                wanted.append(stream)
        if wanted:
            found |= self._load(wanted, on)
        return found

    def known(self, streams: Iterable[str]) -> dict[str, Case]:
        """The cases of streams as they are known now, whatever the legal date: of officers, of calendars."""
        return self.cases(streams, date.max)

    def histories(self, streams: Iterable[str]) -> dict[str, list[Record]]:
        """The whole histories of streams."""
        return self._log.read(streams)

    def _load(self, streams: list[str], on: date) -> dict[str, Case]:
        loaded: dict[str, Case] = {}
        for stream, records in self._log.read(streams).items():
            history = settled(records)
            limit = on.isoformat()
            whole, history = len(history), [r for r in history if r.effective_on <= limit]
            case = fold(stream, history, version=len(records))._replace(void=bool(records) and not whole)
            loaded[stream] = case
            if len(history) < whole:
                self.later[stream] = records
            else:
                last = date.fromisoformat(history[-1].effective_on) if history else date.min
                self._held[stream] = _Held(case, last)
        return loaded

    def keep(self, cases: Mapping[str, Case], on: date) -> None:
        """Remember the cases that an act of this desk led to."""
        for stream, case in cases.items():
            self._held[stream] = _Held(case, on)

    def __len__(self) -> int:
        return len(self._held)

    @property
    def is_fresh(self) -> bool:
        """Whether nothing is remembered yet: all that will be decided here is read from the log."""
        return not self._held

    # -- finding what a row consults -----------------------------------------------------------------

    def gather(
        self, row: Row, stream: str, terms: Mapping[str, Any], on: date, law: Regulation | None = None
    ) -> tuple[Case, dict[str, Any]]:
        """The subject and everything the row consults. Raises `NotFound` for a key that does not exist.

        `law` is the edition that the act is decided under where that is not the one in force.
        """
        consults = row.consults
        if row.limited:
            consults = row.consulted((law or in_force(on, self.family)).rule(row.act).limits)
        named = {n: keys_of(c, terms.get(n)) for n, c in consults.items() if not c.of}
        streams = {stream} | {stream_name(consults[n].category, k) for n, keys in named.items() for k in keys}
        cases = self.cases(streams, on)
        subject = cases[stream]
        found: dict[str, Any] = {}
        for name, keys in named.items():
            _place(found, name, consults[name], keys, cases)
        pending = {name: consult for name, consult in consults.items() if consult.of}
        while pending:
            ready = {n: c for n, c in pending.items() if c.of.partition(".")[0] not in pending}
            self._gather_round(ready, subject, terms, on, found)
            pending = {name: consult for name, consult in pending.items() if name not in ready}
        return subject, found

    def _gather_round(
        self,
        ready: Mapping[str, Consult],
        subject: Case,
        terms: Mapping[str, Any],
        on: date,
        found: dict[str, Any],
    ) -> None:
        keys = {name: keys_of(c, _follow(c.of, subject, terms, found)) for name, c in ready.items()}
        cases = self.cases(
            {stream_name(ready[name].category, key) for name, some in keys.items() for key in some}, on
        )
        for name, consult in ready.items():
            _place(found, name, consult, keys[name], cases)
            if consult.descend:
                self._descend(found[name], consult, on)

    def _descend(self, family: dict[str, Case], consult: Consult, on: date) -> None:
        generation = dict(family)
        while generation:
            named = [k for c in generation.values() for k in getattr(c.facts, consult.descend)]
            keys = [key for key in named if key not in family]
            cases = self.cases(sorted({stream_name(consult.category, key) for key in keys}), on)
            generation = {case.key: case for case in cases.values()}
            family |= generation


def keys_of(consult: Consult, value: Any) -> list[str]:
    """The keys that a value names for a consult, as its streams bear them."""
    if value is None or value == "":
        return []
    keys = [value] if isinstance(value, str) else sorted(value)
    return [key for key in map(consult.spelled, keys) if key] if consult.spelled else keys


def _follow(path: str, subject: Case, terms: Mapping[str, Any], found: Mapping[str, Any]) -> Any:
    root, _, attribute = path.partition(".")
    if root == "subject":
        return subject.key if attribute == "key" else getattr(subject.facts, attribute)
    value = found.get(root, terms.get(root))
    if not attribute:
        return value
    if isinstance(value, Case):
        return value.key if attribute == "key" else getattr(value.facts, attribute)
    several = value.values() if isinstance(value, Mapping) else value or ()
    return _flat(getattr(getattr(one, "facts", one), attribute) for one in several)


def _flat(values: Iterable[Any]) -> set[str]:
    flat: set[str] = set()
    for value in values:
        flat |= {value} if isinstance(value, str) else set(value or ())
    return flat - {""}


def _place(
    found: dict[str, Any], name: str, consult: Consult, keys: list[str], cases: Mapping[str, Case]
) -> None:
    chosen = {key: cases[stream_name(consult.category, key)] for key in keys}
    for key, case in chosen.items():
        if consult.born and not case.born:
            raise NotFound(category=consult.category, key=key)
    if consult.many:
        found[name] = chosen
    elif keys:
        found[name] = chosen[keys[0]]
