"""Running the program in this process, and stores in which its examples can be typed."""

from __future__ import annotations

import contextlib
import io
import json
import shlex
import shutil
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cli
from cli.__main__ import main

EXAMPLES = tomllib.loads((Path(cli.__file__).parent / "examples.toml").read_text("utf-8"))


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
            done = typed(f"{setup['line']} --store {path}")
            assert done.code == 0, (name, done.err)
            self.made[name] = path
        return self.made[name]

    def put(self, name: str, path: Path) -> Path:
        """Put a copy of a setup's store at a path."""
        if name:
            shutil.copyfile(self.store(name), path)
        return path
