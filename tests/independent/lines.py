"""Ways in which bytes may be changed, and the lines of a log."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random

from tests.independent.bases import foreign
from tests.projections.exports.small import leaf

Lines = list[bytes]


def flipped(data: bytes, rng: Random) -> bytes:
    bit = rng.randrange(len(data) * 8)
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def cut(data: bytes, rng: Random) -> bytes:
    return data[: rng.randrange(len(data))]


def lengthened(data: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice([b"\n", b"\r", b"\0", b" ", b"\x0b", b"\x85", b"A", b"="]) + data[at:]


def shortened(data: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + data[at + 1 :]


BYTES = (flipped, flipped, flipped, cut, lengthened, shortened)


# -- lines -------------------------------------------------------------------------------------------


def line_changed(change: Callable[[bytes], bytes]) -> Callable[[Lines, Random], Lines]:
    """One line, changed."""

    def changed(lines: Lines, rng: Random) -> Lines:
        at = rng.randrange(len(lines))
        return [*lines[:at], change(lines[at]), *lines[at + 1 :]]

    return changed


def moved(lines: Lines, rng: Random) -> Lines:
    rest = list(lines)
    rest.insert(rng.randrange(len(lines)), rest.pop(rng.randrange(len(lines))))
    return rest


def twice(lines: Lines, rng: Random) -> Lines:
    rest = list(lines)
    rest.insert(rng.randrange(len(lines) + 1), rng.choice(lines))
    return rest


def instead(lines: Lines, rng: Random) -> Lines:
    rest = list(lines)
    rest[rng.randrange(len(lines))] = rng.choice([*lines, *foreign().lines])
    return rest


def left_out(lines: Lines, rng: Random) -> Lines:
    at, end = sorted(rng.sample(range(len(lines) + 1), 2))
    return [*lines[:at], *lines[end:]]


def spliced(lines: Lines, rng: Random) -> Lines:
    at = rng.randrange(len(lines))
    return [*lines[:at], *foreign().lines[at : len(lines)]]


def node_as_leaf(lines: Lines, rng: Random) -> Lines:
    """Two records replaced by what the node above them is made of."""
    at = rng.randrange(len(lines) - 1)
    return [*lines[:at], leaf(lines[at]) + leaf(lines[at + 1]), *lines[at + 2 :]]


LINES: dict[str, Callable[[Lines, Random], Lines]] = {
    "a line moved": moved,
    "a line twice": twice,
    "a line over another": instead,
    "lines left out": left_out,
    "the end of a foreign log": spliced,
    "a node as a leaf": node_as_leaf,
    "an empty line": line_changed(lambda line: line + b"\n"),
    "a line end within": line_changed(lambda line: line.replace(b",", b"\n", 1)),
    "a carriage return": line_changed(lambda line: line + b"\r"),
    "a form feed": line_changed(lambda line: line + b"\x0c"),
    "carriage returns": lambda lines, _rng: [line + b"\r" for line in lines],
    "spaces in JSON": line_changed(lambda line: json.dumps(json.loads(line), ensure_ascii=False).encode()),
    "JSON in ASCII": line_changed(lambda line: json.dumps(json.loads(line), separators=(",", ":")).encode()),
    "JSON out of order": line_changed(
        lambda line: json.dumps(dict(reversed(json.loads(line).items())), separators=(",", ":")).encode()
    ),
    "a mark of byte order": line_changed(lambda line: b"\xef\xbb\xbf" + line),
    "no record": line_changed(lambda _line: b"[]"),
    "an earlier clock": line_changed(lambda line: line.replace(b"T05:", b"T04:")),
    "another fact": line_changed(lambda line: line.replace(b"KHG", b"KHZ").replace(b"command", b"commend")),
}


def lines_of(log: bytes) -> Lines:
    return log.split(b"\n")[:-1]


def logged(lines: Lines) -> bytes:
    return b"".join(line + b"\n" for line in lines)
