"""The program's door: settle the language, run the command, say what went wrong. Loads nothing else itself."""

from __future__ import annotations

import codecs
import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Any, NoReturn

from cli import i18n

SELDOM = 100_000
"""Objects made between two collections."""

JSON = ("json", "jsonl")
DONE, BROKEN, MISUSED, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141


def run() -> NoReturn:
    """The console script.

    A run is short and makes few cycles: collecting them rarely, and leaving without taking every module apart,
    saves a quarter of its time. All that was written is flushed, and stores are closed, before it leaves.
    """
    gc.set_threshold(SELDOM, 20, 50)
    _settle_streams()
    code = main(sys.argv[1:])
    with contextlib.suppress(OSError):
        sys.stderr.flush()
    os._exit(code)


def main(argv: Sequence[str]) -> int:
    """Run a command line and return its exit code; nothing is ever raised."""
    i18n.settle(argv)
    _bar_plugins()
    out = sys.stdout
    try:
        return _perform(argv)
    except BrokenPipeError:
        # Nobody reads on: what is left in the buffer goes nowhere, without a word.
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as leaving:
        # Completion leaves this way; so does click where a pipe is closed, having put away our stream.
        if sys.stdout is not out:
            return PIPE_CLOSED
        sys.stdout.flush()
        return leaving.code if isinstance(leaving.code, int) else BROKEN


def _bar_plugins() -> None:
    """No installed package may take part in how records are validated, and none is looked for.

    Told so, pydantic still loads all that would look: mail, archives and sockets.
    """
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    nobody = ModuleType("pydantic.plugin._loader")
    vars(nobody)["get_plugins"] = tuple
    sys.modules[nobody.__name__] = nobody


def _settle_streams() -> None:
    """See to it that printing cannot fail for a stream that is closed, or a character that it cannot hold."""
    codecs.register_error("sez.escaped", _escaped)
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - open to the end
        elif name != "stdin":
            stream.reconfigure(errors="sez.escaped")


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """What an encoding cannot hold, escaped as JSON has it, so that JSON stays JSON."""
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 - the streams only write
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)), error.end


def _perform(argv: Sequence[str]) -> int:
    click = import_module("click")
    settings = import_module("cli.options").Settings(format=i18n.given(argv, "--format") or "table")
    try:
        code: int = import_module("cli.program").perform(argv, settings)
        sys.stdout.flush()
    except click.exceptions.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        return _misused(error, settings, argv)
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:
        if os.environ.get("SEZ_DEBUG"):
            raise
        return _unprinted(error) if settings.done else _failed(error, settings)
    return code


def _misused(error: Any, settings: Any, argv: Sequence[str]) -> int:
    """A command line that cannot be read."""
    context = getattr(error, "ctx", None)
    hint = f"{context.command_path} --help" if context else "sez --help"
    message = error.format_message()
    safe = import_module("cli.screen").safe
    if any(word != safe(word) for word in argv):
        # What was typed would act upon the terminal. click's own line breaks are escaped with it.
        message = safe(message)
    if settings.format in JSON:
        _say_json({"code": "misused", "message": message, "hint": hint})
    else:
        error.format_message = lambda: message
        with contextlib.suppress(OSError):
            error.show()
    return MISUSED


def _unprinted(error: Exception) -> int:
    """What was asked for is done, and stays done, though its result cannot be shown."""
    screen = import_module("cli.screen")
    text = i18n._("it is done and recorded, but the result could not be printed: {error}")
    screen.say(text.format(error=screen.safe(str(error))))
    return DONE


def _failed(error: Exception, settings: Any) -> int:
    """Whatever else went wrong: in words where it has some, else as one line."""
    screen = import_module("cli.screen")
    fault = import_module("cli.faults").fault(error, settings)
    if fault is None:
        message = i18n._("unexpected: {error}").format(error=f"{type(error).__name__}: {error}".splitlines()[0])
        fault = import_module("cli.faults").Fault(BROKEN, "broken", screen.safe(message))
    if settings.format not in JSON:
        for line in fault.lines():
            screen.say(line)
    else:
        _say_json(fault.as_json())
    return fault.exit  # type: ignore[no-any-return]


def _say_json(fault: dict[str, Any]) -> None:
    whole = {"code": "", "message": "", "rule": None, "basis": None, "missing": [], "hint": None} | fault
    import_module("cli.screen").say(import_module("cli.output").as_json(whole))


if __name__ == "__main__":
    run()
