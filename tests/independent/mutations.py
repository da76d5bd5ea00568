"""Ways in which an export may be changed by whoever hands it on; seeded: every run tries the same ones."""

from __future__ import annotations

import json
from random import Random
from typing import NamedTuple

from tests.independent import notes
from tests.independent.bases import PLOTS, Files, foreign, told
from tests.independent.lines import BYTES, LINES, cut, flipped, lines_of, logged
from tests.projections.exports.small import Signing, canonical

PARTIAL = "proofs/heads.json"
KEY = ""
"""Among the files of a changed export: the key to check it by, which is no file."""


class Mutant(NamedTuple):
    """A changed export, and the key that it is checked by.

    `content` says that nothing but what records, heads and papers say was changed, or was signed in good form
    after the change: there `verify.py` may see more than a tree shows.
    """

    kind: str
    files: Files
    vkey: str
    content: bool


def in_bytes(files: Files, rng: Random) -> tuple[str, Files]:
    """Bytes of any file that counts."""
    proofs = [name for name in files if name.endswith(".tlog-proof")]
    name = rng.choice(["log.jsonl", "checkpoint", rng.choice(proofs or ["log.jsonl"])])
    change = rng.choice(BYTES)
    return f"{change.__name__}: {name.rpartition('.')[2]}", files | {name: change(files[name], rng)}


def in_lines(files: Files, rng: Random) -> tuple[str, Files]:
    """Lines of the log."""
    kind = rng.choice([*LINES])
    return kind, files | {"log.jsonl": logged(LINES[kind](lines_of(files["log.jsonl"]), rng))}


def at_the_end(files: Files, rng: Random) -> tuple[str, Files]:
    """The end of a file: less or more than one line end, or two bytes instead of it."""
    name = rng.choice(
        [name for name in files if name.rpartition(".")[2] in ("jsonl", "checkpoint", "tlog-proof")]
    )
    data = files[name]
    more = rng.choice(
        [data[:-1], data + b"\n", data + b"\r\n", data.replace(b"\n", b"\r\n"), data[:-1] + b"\r\n"]
    )
    return "ends", files | {name: more}


def in_checkpoint(files: Files, rng: Random) -> tuple[str, Files]:
    """The checkpoint, its text changed and mostly signed anew, or the lines of its signatures."""
    kind, note = notes.changed(files["checkpoint"], rng)
    return kind, noted(files, note)


def noted(files: Files, note: bytes) -> Files:
    """The export with another checkpoint, in its proofs too."""
    head = {name: data.partition(b"\n\n")[0] for name, data in files.items() if name.endswith(".tlog-proof")}
    return files | {"checkpoint": note} | {name: data + b"\n\n" + note for name, data in head.items()}


def earlier(files: Files, rng: Random) -> tuple[str, Files]:
    """A checkpoint of fewer records, or of a foreign log; sometimes with as many records."""
    lines = rng.choice([told()[0], foreign()]).lines
    size = rng.randrange(1, len(lines) + 1)
    note = Signing().checkpoint(lines[:size])
    kept = rng.choice([files["log.jsonl"], logged(lines[:size])])
    return "another checkpoint", noted(files, note) | {"log.jsonl": kept}


def in_proof(files: Files, rng: Random) -> tuple[str, Files]:
    """A proof; a whole log has none, and is none the worse for it."""
    names = [name for name in files if name.endswith(".tlog-proof")] or ["proofs/1.tlog-proof"]
    name, other = rng.choice(names), rng.choice(names)
    data = files.get(name, b"")
    head, _blank, note = data.partition(b"\n\n")
    header, index, *hashes = [*head.split(b"\n"), b""] if not head else head.split(b"\n")
    kind = rng.choice(["of another", "missing", "hashes", "index", "header", "extra", "foreign", "empty"])
    if kind == "missing":
        return "proof missing", {one: found for one, found in files.items() if one != name}
    if kind == "hashes":
        hashes = rng.choice([hashes[:-1], hashes[1:], hashes[::-1], [*hashes, *hashes[:1]], [*hashes, b""], []])
    if kind == "index":
        index = rng.choice([index + b"0", index.replace(b" ", b" 0"), index.replace(b" ", b" +"), b"index 1"])
    if kind == "header":
        header = header.replace(b"@v1", b"@v2")
    if kind == "extra":
        index = b"extra AAAA\n" + index
    if kind == "foreign":
        note = Signing().checkpoint(foreign().lines)
    changed = b"\n".join([header, index, *hashes]) + b"\n\n" + note
    made = {"of another": files.get(other, b""), "empty": b""}.get(kind, changed)
    return f"proof: {kind}", files | {name: made}


def in_positions(files: Files, rng: Random) -> tuple[str, Files]:
    """The positions that a manifest states."""
    manifest = json.loads(files["manifest.json"])
    places = list(manifest.get("positions", range(1, 9)))
    at = rng.randrange(len(places))
    choices = [
        [*places[:at], *places[at + 1 :]],
        [*places[:at], places[at] + 1, *places[at + 1 :]],
        [*places, places[-1] + rng.randrange(1, 2**40)],
        [*places, 2**63 + at],
        places[::-1],
        [*places[:at], places[at], *places[at:]],
        [0, *places],
        [-1, *places],
        [*places[:at], str(places[at]), *places[at + 1 :]],
        [places],
        [],
        {},
        "1",
        8,
        None,
    ]
    return "positions", files | {"manifest.json": canonical(manifest | {"positions": rng.choice(choices)})}


def missing(files: Files, rng: Random) -> tuple[str, Files]:
    """Without one of the files that count, or with an empty one."""
    name = rng.choice(["log.jsonl", "checkpoint", "manifest.json"])
    rest = {one: data for one, data in files.items() if one != name}
    return f"{name} missing", rng.choice([rest, rest | {name: b""}])


def signed_anew(files: Files, rng: Random) -> tuple[str, Files]:
    """A whole log that was changed first and signed then: the tree is right, whatever the records say."""
    if PARTIAL in files:
        return in_said(files, rng)
    kind, changed = in_lines(files, rng)
    return f"signed: {kind}", noted(changed, Signing().checkpoint(lines_of(changed["log.jsonl"]) or [b""]))


def in_said(files: Files, rng: Random) -> tuple[str, Files]:
    """What stands beside the records: papers, ends of streams, sizes. No tree shows it."""
    manifest = json.loads(files["manifest.json"])
    paper = next(name for name in files if name.startswith("documents/"))
    size = rng.randrange(2, 9)
    choices: list[Files] = [
        {paper: flipped(files[paper], rng)},
        {paper: cut(files[paper], rng)},
        {"manifest.json": canonical(manifest | {"size": size})},
        {"manifest.json": canonical(manifest | {"origin": f"other.kz/{size}"})},
    ]
    if PARTIAL in files:
        heads = json.loads(files[PARTIAL])
        stream = rng.choice([*PLOTS])
        of = heads["streams"][stream]
        name, other = rng.choice(
            [("index", size), ("version", size + 1), ("hash", "00" * size), ("proof", of["proof"][:-1])]
        )
        choices.append(
            {PARTIAL: canonical(heads | {"streams": heads["streams"] | {stream: of | {name: other}}})}
        )
        streams = {"streams": manifest["streams"] | {f"plot-{size}": 1}}
        choices.append({"manifest.json": canonical(manifest | streams)})
    return "beside the records", files | rng.choice(choices)


def in_key(files: Files, rng: Random) -> tuple[str, Files]:
    """Another key, or another spelling of it."""
    right = Signing().vkey
    name, hashed, encoded = right.split("+", 2)
    flips = [
        text for _ in range(9) if (text := flipped(right.encode(), rng).decode(errors="replace")).isprintable()
    ]
    vkey = rng.choice(
        [
            *flips,
            Signing(rng.randbytes(32)).vkey,
            Signing(name=f"{name}{rng.randrange(99)}").vkey,
            f"{name}+{hashed.upper()}+{encoded}",
            f"{name}+{hashed}+{encoded}=",
            f"{name}+{hashed}+{encoded}AAAA",
            f"{name}+{hashed}",
            f"+{hashed}+{encoded}",
        ]
    )
    return "key", files | {KEY: vkey.encode()}


OFTEN = (in_bytes, in_bytes, in_bytes, in_lines, in_checkpoint, in_checkpoint, in_proof, signed_anew)
RARELY = (at_the_end, earlier, in_positions, missing, in_said, in_key)
OF_CONTENT = (signed_anew, in_said)


def mutants(bases: list[Files], count: int, seed: int) -> list[Mutant]:
    """So many changed exports, no two the same, every other one of a part of a log."""
    rng, found, seen = Random(seed), list[Mutant](), {repr((base, Signing().vkey)) for base in bases}  # noqa: S311 - no secret
    while len(found) < count:
        base = bases[len(found) % len(bases)]
        change = rng.choice([*OFTEN, rng.choice(RARELY)])
        kind, files = change(base, rng)
        vkey = files.pop(KEY, Signing().vkey.encode()).decode()
        if repr((files, vkey)) not in seen:
            seen.add(repr((files, vkey)))
            found.append(Mutant(kind, files, vkey, change in OF_CONTENT))
    return found
