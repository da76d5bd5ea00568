"""An administration at its terminal: acts typed with the papers they demand, and what is asked of the store."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lifecycle.clock import SystemClock
from lifecycle.handling import Engine
from lifecycle.play import play
from lifecycle.seeding import lacking
from lifecycle.store.sqlite import SqliteLog
from tests.cli.harness import Result, sez
from tests.law.given import SEEDED_UNTIL

FIRST, SECOND = "officer-land", "officer-legal"
CONFIRMED = ("propose",)

PAPERS: dict[str, tuple[str, ...]] = {
    "zone establish": ("decree",),
    "zone supersede": ("decree",),
    "party register": ("extract",),
    "party rename": ("extract",),
    "party succeed": ("extract",),
    "party liquidate": ("extract",),
    "party declare-insolvent": ("judgment",),
    "party record-listing": ("list-extract",),
    "plot register": ("extract",),
    "plot recognise": ("decision", "contract", "handover-act"),
    "plot correct-number": ("extract",),
    "plot assign-number": ("extract",),
    "plot move-to-zone": ("decree",),
    "plot split": ("extract",),
    "plot exclude": ("decree",),
    "plot annul-grant": ("judgment",),
    "plot allocate": ("decision",),
    "plot reassign": ("decision",),
    "plot sign-lease": ("contract",),
    "plot hand-over": ("handover-act",),
    "plot surrender": ("statement",),
    "plot revoke-allocation": ("decision",),
    "plot terminate-lease": ("decision",),
    "plot clear-right": ("extract",),
    "plot restore-possession": ("judgment",),
    "plot restore-lease": ("judgment",),
    "plot encumber": ("extract",),
    "plot release": ("extract",),
    "plot fix-clock-start": ("decision",),
    "plot transfer": ("contract",),
    "plot record-unmet": ("inspection-act",),
    "plot serve-notice": ("notice", "proof-of-delivery"),
    "plot issue-prescription": ("prescription",),
    "plot record-cure": ("evidence",),
    "plot close-case": ("decision",),
    "plot open-reclaim": ("decision",),
    "plot decide-return": ("decision",),
    "plot contest": ("claim",),
    "plot order-reclaim": ("judgment",),
    "plot record-listing": ("list-extract",),
    "plot reclaim": ("return-act",),
    "plot record-claim": ("extract",),
    "plot reverse-reclaim": ("judgment",),
    "plot close-dispute": ("judgment",),
    "project submit": ("application",),
    "project approve": ("minutes",),
    "project sign-contract": ("contract",),
    "project amend": ("annex",),
    "project transfer-zone": ("agreement",),
    "project extend-to-zone": ("agreement",),
    "project terminate": ("decision",),
    "obligation amend": ("annex",),
    "obligation reschedule": ("annex",),
    "calendar amend": ("decree",),
    "calendar publish": ("decree",),
    "officer appoint": ("order",),
}
"""The papers that an act brings along, where the scenario names no others."""


@dataclass
class Office:
    """A store and the two officers who keep it."""

    store: Path
    numbers: int = field(default=0)

    # -- acts ----------------------------------------------------------------------------------------

    def typed(self, line: str, on: str, *papers: str, actor: str = FIRST) -> Result:
        """Type an act with its papers, each of the act's own day; the answer is JSON."""
        words = shlex.split(line)
        kinds = papers or PAPERS.get(" ".join(words[:2]), ())
        self.numbers += 1
        brought = [w for kind in kinds for w in ("--document", f"{kind}={self.numbers}@{on}")]
        return self.asked(*words, "--on", on, *brought, "--actor", actor)

    def do(self, line: str, on: str, *papers: str) -> Any:
        """Carry out an act; what it recorded."""
        done = self.typed(line, on, *papers)
        assert done.code == 0, (line, done.err)
        return done.json

    def confirmed(self, line: str, on: str, *papers: str) -> Any:
        """Put an act before the second officer, who approves it; what the approval recorded."""
        proposed = self.do(f"{line} --propose", on, *papers)
        key = proposed["stream"].partition("-")[2]
        done = self.asked("proposal", "approve", key, "--actor", SECOND)
        assert done.code == 0, (line, done.err)
        return done.json

    def refused(self, line: str, on: str, *papers: str) -> Any:
        """An act that the law refuses: why, as JSON. Nothing changes."""
        before = self.position()
        done = self.typed(line, on, *papers)
        assert done.code == 3, (line, done.code, done.out, done.err)
        assert self.position() == before
        return done.fault

    def too_early(self, line: str, on: str, deadline: str, last: str) -> None:
        """An act that the law refuses on the last day of a term; it is in time that day."""
        fault = self.refused(line, on)
        told = f"the term ({deadline}) runs until {last}, that day included"
        assert (fault["code"], fault["message"]) == ("not-yet-due", told)

    # -- questions -----------------------------------------------------------------------------------

    def asked(self, *words: str) -> Result:
        """Type a line against this store."""
        return sez(*words, "--store", str(self.store), "--format", "json")

    def _answer(self, *words: str) -> Any:
        told = self.asked(*words)
        assert told.code == 0, (words, told.err)
        return told.json

    def position(self) -> int:
        """How many records the store holds."""
        return int(self._answer("officer", "list")["position"])

    def row(self, noun: str, key: str, *more: str) -> dict[str, Any]:
        """What the register says of a subject."""
        row: dict[str, Any] = self._answer(noun, "show", key, *more)["row"]
        return row

    def of(self, noun: str, key: str, *columns: str) -> tuple[Any, ...]:
        """Some columns of what the register says of a subject."""
        row = self.row(noun, key)
        return tuple(row[column] for column in columns)

    def history(self, noun: str, key: str) -> list[dict[str, Any]]:
        """What happened to a subject."""
        rows: list[dict[str, Any]] = self._answer(noun, "history", key)["rows"]
        return rows

    def why(self, noun: str, key: str, *more: str) -> list[dict[str, Any]]:
        """How the due dates of a subject came about."""
        rows: list[dict[str, Any]] = self._answer("why", noun, key, *more)["rows"]
        return rows

    def steps(self, noun: str, key: str, deadline: str) -> list[tuple[str, str]]:
        """How one due date came about: what each step is, the date it led to."""
        return [(row["step"], row["date"]) for row in self.why(noun, key, "--deadline", deadline)]

    def due(self, noun: str, key: str, deadline: str) -> str:
        """A due date as it stands."""
        own = [
            row for row in self.why(noun, key, "--deadline", deadline) if row["step"] != "by-the-calendar-now"
        ]
        return str(own[-1]["date"])

    def work(self, on: str, until: str) -> list[tuple[str, str, bool]]:
        """What has a date on the worklist of a day: what it is, when it falls due, whether it is overdue."""
        told = self.asked("due", "--as-of", on, "--until", until, "--no-steps")
        rows = [(row["name"], row["due_on"], row["overdue"]) for row in told.json["rows"]]
        assert told.code == (6 if any(overdue for _, _, overdue in rows) else 0), told.err
        return rows

    # -- how stories begin ---------------------------------------------------------------------------

    def open(self) -> None:
        """Found the store: a zone, a second officer, the calendar, investors A and B under contract."""
        self.establish("KHG")
        self.do(f"officer appoint {SECOND} --role zone-administration", "2015-01-01")
        self.seeded("kz")
        for letter in ("A", "B"):
            self.do(f"party register INV-{letter} --name 'Investor {letter}'", "2015-01-05")
            self.contracted(letter, f"INV-{letter}", "2015-02-02")

    def seeded(self, calendar: str) -> None:
        """A working calendar as it stood before the amendment of March 2026."""
        log = SqliteLog(self.store)
        acts = lacking(calendar, actor=FIRST, until=SEEDED_UNTIL)
        play(Engine(log, SystemClock()), acts, batch=len(acts))
        log.close()

    def establish(self, key: str, name: str = "Khorgos", on: str = "2015-01-01") -> None:
        """Establish a zone of 100 hectares until the end of 2040."""
        self.do(
            f"zone establish {key} --name {name} --kind sez --region Zhetisu --area-ha 100 --allocatable-ha 90"
            " --term-ends 2040-12-31",
            on,
        )

    def contracted(self, project: str, party: str, on: str, *duties: str, zone: str = "KHG") -> None:
        """A project from its application to its contract on one day."""
        self.do(
            f"project submit {project} --zone {zone} --party {party} --name 'Plant {project}' --investment 1bn"
            " --currency KZT --jobs 10 --area-ha 5",
            on,
        )
        self.do(f"project review {project}", on)
        self.do(f"project approve {project}", on)
        owed = " ".join(f"--obligation {duty}" for duty in duties)
        self.do(f"project sign-contract {project} {owed}", on)

    def registered(self, plot: str, on: str = "2015-01-05", *, ha: str = "5", zone: str = "KHG") -> None:
        """A plot on the register of a zone."""
        self.do(
            f"plot register {plot} --zone {zone} --area-ha {ha} --cadastral-number 03-046-{plot}"
            " --purpose industry",
            on,
        )

    def held(self, plot: str, project: str, on: str, *, verb: str = "allocate") -> None:
        """A plot granted to a project, leased until the end of 2038 and handed over on one day."""
        grant = self.confirmed if verb == "reassign" else self.do
        grant(f"plot {verb} {plot} --project {project}", on)
        self.do(f"plot sign-lease {plot} --until 2038-12-31", on)
        self.do(f"plot hand-over {plot}", on)

    def given(self, plot: str = "P-1", project: str = "A", on: str = "2016-02-26") -> None:
        """A plot held by a project since 26 February 2016."""
        self.registered(plot)
        self.held(plot, project, on)

    def ordered_by_court(self, plot: str = "P-1") -> None:
        """A plot whose return a court ordered on 26 August 2020, for non-use since 2016."""
        self.do(f"plot issue-prescription {plot} --violation non-use", "2019-03-20")
        self.confirmed(f"plot open-reclaim {plot} --ground court", "2020-04-01")
        self.do(f"plot file-suit {plot}", "2020-05-04", "claim", "penalty")
        self.do(f"plot order-reclaim {plot}", "2020-08-26")

    def reclaimed(self, plot: str = "P-1") -> None:
        """A plot taken back on 1 October 2020, its right not yet cleared."""
        self.ordered_by_court(plot)
        self.do(f"plot record-listing {plot}", "2020-09-01")
        self.confirmed(f"plot reclaim {plot}", "2020-10-01")

    def reassigned(self, plot: str = "P-1") -> None:
        """A plot taken from A's project and given to B's on 5 April 2021."""
        self.reclaimed(plot)
        self.do(f"plot clear-right {plot}", "2020-11-02")
        self.held(plot, "B", "2021-04-05", verb="reassign")
