"""The program's door: settle the language, run the command, say what went wrong. Loads nothing else itself."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

from cli import i18n

SELDOM = 100_000
"""Objects made between two collections."""

JSON = ("json", "jsonl")
BROKEN, MISUSED, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141


def run() -> NoReturn:
    """The console script.

    A run is short and makes few cycles: collecting them rarely, and leaving without taking every module apart,
    saves a quarter of its time. All that was written is flushed, and stores are closed, before it leaves.
    """
    gc.set_threshold(SELDOM, 20, 50)
    code = main(sys.argv[1:])
    sys.stderr.flush()
    os._exit(code)


def main(argv: Sequence[str]) -> int:
    """Run a command line and return its exit code; nothing is ever raised."""
    i18n.settle(argv)
    # No installed package may take part in how records are validated; looking for such takes its time, too.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        code = _perform(argv)
        sys.stdout.flush()
    except BrokenPipeError:
        # Nobody reads on: what is left in the buffer goes nowhere, without a word.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as leaving:
        # Completion leaves this way.
        sys.stdout.flush()
        return leaving.code if isinstance(leaving.code, int) else BROKEN
    return code


def _perform(argv: Sequence[str]) -> int:
    click = import_module("click")
    settings = import_module("cli.options").Settings(format=i18n.given(argv, "--format") or "table")
    try:
        return import_module("cli.program").perform(argv, settings)  # type: ignore[no-any-return]
    except click.exceptions.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        return _misused(error, settings)
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:
        if os.environ.get("SEZ_DEBUG"):
            raise
        return _failed(error, settings)


def _misused(error: Any, settings: Any) -> int:
    """A command line that cannot be read."""
    context = getattr(error, "ctx", None)
    hint = f"{context.command_path} --help" if context else "sez --help"
    if settings.format not in JSON:
        error.show()
    else:
        _say_json({"code": "misused", "message": error.format_message(), "hint": hint})
    return MISUSED


def _failed(error: Exception, settings: Any) -> int:
    """Whatever else went wrong: in words where it has some, else as one line."""
    fault = import_module("cli.faults").fault(error, settings)
    if fault is None:
        message = i18n._("unexpected: {error}").format(error=f"{type(error).__name__}: {error}".splitlines()[0])
        fault = import_module("cli.faults").Fault(BROKEN, "broken", import_module("cli.screen").safe(message))
    if settings.format not in JSON:
        for line in fault.lines():
            import_module("cli.screen").say(line)
    else:
        _say_json(fault.as_json())
    return fault.exit  # type: ignore[no-any-return]


def _say_json(fault: dict[str, Any]) -> None:
    whole = {"code": "", "message": "", "rule": None, "basis": None, "missing": [], "hint": None} | fault
    print(import_module("cli.output").as_json(whole), file=sys.stderr)  # noqa: T201 - the program's own voice


if __name__ == "__main__":
    run()
