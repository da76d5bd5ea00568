"""The packs of the law as files: which there are, their texts, and what these hold.

What the shipped packs hold lies beside them as JSON, read in a tenth of the time, and taken only for the very
text that it was made from: a pack put there, or edited, is read itself. `python -m lifecycle.packs` writes it.
"""

from __future__ import annotations

import json
import os
import zlib
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

PACKAGE = "lifecycle.regulations"
PARSED = "parsed.json"
ENDING = ".toml"


def _folder(package: str) -> str:
    return str(import_module(package).__path__[0])


def stamps(package: str = PACKAGE) -> list[str]:
    """The stamps of every pack that there is."""
    return [name.removesuffix(ENDING) for name in os.listdir(_folder(package)) if name.endswith(ENDING)]  # noqa: PTH208 - pathlib costs start-up


def text(stamp: str, package: str = PACKAGE) -> str:
    """The text of an edition's pack."""
    with open(os.path.join(_folder(package), f"{stamp}{ENDING}"), encoding="utf-8") as file:  # noqa: PTH118, PTH123 - the same
        return file.read()


def contents(pack: str) -> dict[str, Any]:
    """What the text of a pack holds. Raises `ValueError` for a text that is no TOML."""
    known = _parsed().get(_mark(pack))
    return _dated(known) if known is not None else _read(pack)


def _mark(pack: str) -> str:
    """By what a text is known again: its length and checksum."""
    encoded = pack.encode()
    return f"{len(encoded)}-{zlib.crc32(encoded):08x}"


def _read(pack: str) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - wanted only for packs that were not read beforehand

    return tomllib.loads(pack)


@cache
def _parsed() -> dict[str, Any]:
    path = os.path.join(_folder(PACKAGE), PARSED)  # noqa: PTH118 - pathlib costs start-up
    if not os.path.exists(path):  # noqa: PTH110 - the same
        return {}
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - the same
        return json.load(file)  # type: ignore[no-any-return]


def _dated(pack: dict[str, Any]) -> dict[str, Any]:
    """A pack as its TOML has it: JSON knows no dates."""
    return pack | {"in_force": {name: date.fromisoformat(on) for name, on in pack["in_force"].items()}}


def rendered() -> str:
    """What the shipped packs hold, as it stands in the file."""
    whole = {_mark(text(stamp)): _read(text(stamp)) for stamp in sorted(stamps())}
    return json.dumps(whole, ensure_ascii=False, indent=0, default=date.isoformat) + "\n"


if __name__ == "__main__":
    with open(os.path.join(_folder(PACKAGE), PARSED), "w", encoding="utf-8") as target:  # noqa: PTH118, PTH123 - as above
        target.write(rendered())
