"""Running the program in this process, and stores in which its examples can be typed."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cli
from cli.__main__ import main
from lifecycle.proof import keys
from lifecycle.proof.signing import origin
from lifecycle.store.sqlite import SqliteLog

SECOND_OFFICER = "officer-second"
NOT_PERMITTED = 7

EXAMPLES = tomllib.loads((Path(cli.__file__).parent / "examples.toml").read_text("utf-8"))

STANDS_IN = {
    "calendar": "published",
    "document": "papered",
    "officer": "officers",
    "proposal": "proposed",
    "correct": "plot",
    "void": "gap",
}
"""The setup in which a noun's questions have an answer, or what a command names, where not the ordinary one."""


@dataclass(frozen=True)
class Result:
    """What a run came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def said(self) -> str:
        """What was told on stderr beside the line that says what an answer holds for."""
        return re.sub(r"^\(.*; log position [0-9]+\)\n", "", self.err, flags=re.MULTILINE)

    @property
    def fault(self) -> Any:
        return json.loads(self.err)


def sez(*words: str) -> Result:
    """Run a command line, as if piped: neither stream is a terminal."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    return Result(code, out.getvalue(), err.getvalue())


def typed(line: str) -> Result:
    """Run a line as a person types it."""
    program, *words = shlex.split(line)
    assert program == "sez"
    return sez(*words)


def approved(proposed: Result, place: str = "") -> Result:
    """Have a second officer approve what was proposed, appointed first where there was none."""
    order = "--role zone-administration --document order=2@2019-01-08"
    typed(f"sez officer appoint {SECOND_OFFICER} {order} {place}")
    proposal = proposed.json["stream"].partition("-")[2]
    return typed(f"sez proposal approve {proposal} --actor {SECOND_OFFICER} --format json {place}")


def done(line: str, place: str = "") -> Result:
    """Type a line that records an act; where the law demands a second officer, one is found who approves it."""
    alone = typed(f"{line} {place}")
    if alone.code != NOT_PERMITTED:
        return alone
    return approved(typed(f"{line} --propose --format json {place}"), place)


def keyed(store: Path) -> Path:
    """Make the key that a store's log is signed with: `sez.key` beside it."""
    log, file = SqliteLog(store, write=False), store.with_name("sez.key")
    keys.store(keys.generate(origin(log)), file)
    log.close()
    return file


def bring(given: Mapping[str, Any], folder: Path) -> None:
    """Put the files that a setup or an example speaks of into a folder."""
    for name, text in given.get("files", {}).items():
        (folder / name).write_text(text, "utf-8")


@dataclass
class Setups:
    """Stores prepared by the setups of the examples, each made once."""

    folder: Path
    made: dict[str, Path] = field(default_factory=dict)

    def store(self, name: str) -> Path:
        """The store that a setup leads to; do not write into it."""
        if name not in self.made:
            setup = EXAMPLES["setups"][name]
            path = self.folder / f"{name}.db"
            self.put(setup.get("after", ""), path)
            bring(setup, self.folder)
            with contextlib.chdir(self.folder):
                made = done(setup["line"], f"--store {path}")
            assert made.code == 0, (name, made.err)
            self.made[name] = path
        return self.made[name]

    def put(self, name: str, path: Path) -> Path:
        """Put a copy of a setup's store at a path."""
        if name:
            shutil.copyfile(self.store(name), path)
        return path
