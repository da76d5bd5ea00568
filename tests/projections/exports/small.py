"""Small logs and bundles made straight from the formats, with no code of the program."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ORIGIN = "example.kz/lands"
PAPER = b"A decree, in so many words.\n"


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def leaf(data: bytes) -> bytes:
    return sha256(b"\0" + data).digest()


def root(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, as it is defined there."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + root(leaves[:split]) + root(leaves[split:])).digest()


def path(index: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 6962, section 2.1.1."""
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return [*path(index, leaves[:split]), root(leaves[split:])]
    return [*path(index - split, leaves[split:]), root(leaves[:split])]


@dataclass
class Signing:
    """A key, and what is signed by it."""

    seed: bytes = b"\7" * 32
    name: str = ORIGIN

    @property
    def key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @property
    def data(self) -> bytes:
        return b"\1" + self.key.public_key().public_bytes_raw()

    @property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + self.data).digest()[:4]

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(self.data).decode()}"

    def note(self, text: str) -> bytes:
        signature = base64.b64encode(self.id + self.key.sign(text.encode())).decode()
        return f"{text}\n\u2014 {self.name} {signature}\n".encode()

    def checkpoint(self, lines: list[bytes]) -> bytes:
        encoded = base64.b64encode(root([leaf(line) for line in lines])).decode()
        return self.note(f"{self.name}\n{len(lines)}\n{encoded}\n")


@dataclass
class Story:
    """Records one after the other."""

    lines: list[bytes] = field(default_factory=list)
    heads: dict[str, tuple[int, bytes]] = field(default_factory=dict)

    def add(self, stream: str, kind: str, data: dict[str, Any] | None = None, **more: Any) -> bytes:
        version = self.heads.get(stream, (0, b""))[0] + 1
        record = {
            "format": 1,
            "stream": stream,
            "version": version,
            "type": kind,
            "recorded_at": f"2021-03-04T05:06:{len(self.lines):02}.000007Z",
            "effective_on": "2021-03-04",
            "command": f"command-{len(self.lines)}",
            "act": "an.act",
            "data": data or {},
            **more,
        }
        line = canonical({name: value for name, value in record.items() if value not in ({}, None)})
        self.lines.append(line)
        self.heads[stream] = (version, leaf(line))
        return line

    def head_leaves(self) -> dict[str, bytes]:
        return {
            stream: leaf(canonical({"stream": stream, "version": version, "hash": hashed.hex()}))
            for stream, (version, hashed) in sorted(self.heads.items(), key=lambda one: one[0].encode())
        }

    def commit(self) -> dict[str, bytes]:
        leaves = self.head_leaves()
        said = {"size": len(self.lines), "streams": len(leaves), "root": root([*leaves.values()]).hex()}
        self.add("heads-main", "heads.HeadsCommitted@1", said)
        return leaves


def story() -> tuple[Story, dict[str, bytes]]:
    """Six records: a plot is registered on a paper and divided. The heads that are committed to at its end."""
    told = Story()
    cited = [{"kind": "decree", "sha256": sha256(PAPER).hexdigest()}, {"kind": "extract", "number": "7"}]
    told.add("store-main", "store.StoreFounded@1", {"origin": ORIGIN, "time_zone": "Asia/Almaty", "format": 1})
    told.add("zone-KHG", "zone.ZoneEstablished@1", documents=cited)
    told.add("plot-Ә-1", "plot.PlotRegistered@1", {"zone": "KHG"}, documents=cited)
    told.add("plot-Ә-1", "plot.PlotSplit@1", {"into": [{"key": "Ә-2", "area_m2": 1}]})
    told.add("plot-Ә-2", "plot.PlotFormed@1", {"parents": ["Ә-1"]})
    return told, told.commit()


def whole(folder: Path, told: Story, signing: Signing | None = None) -> Path:
    """A bundle of the whole log."""
    signing = signing or Signing()
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / sha256(PAPER).hexdigest()).write_bytes(PAPER)
    (folder / "log.jsonl").write_bytes(b"".join(line + b"\n" for line in told.lines))
    (folder / "checkpoint").write_bytes(signing.checkpoint(told.lines))
    said = {"format_version": 1, "scope": {"kind": "log", "key": ""}, "vkey": signing.vkey}
    (folder / "manifest.json").write_bytes(canonical(said))
    return folder


def part(
    folder: Path,
    told: Story,
    heads: dict[str, bytes],
    streams: dict[str, int],
    *places: int,
    scope: tuple[str, str] | None = None,
    absent: Mapping[str, tuple[str | None, str | None]] | None = None,
) -> Path:
    """A bundle of some records, with a proof for each, and for the ends of some streams, the first a plot's.

    `absent` names streams that are not there, and the two between which each would stand.
    """
    whole(folder, told)
    note, leaves = Signing().checkpoint(told.lines), [leaf(line) for line in told.lines]
    (folder / "proofs").mkdir()
    for place in places:
        hashes = [base64.b64encode(one).decode() for one in path(place - 1, leaves)]
        text = "\n".join(["c2sp.org/tlog-proof@v1", f"index {place - 1}", *hashes, "", ""])
        (folder / "proofs" / f"{place}.tlog-proof").write_bytes(text.encode() + note)
    (folder / "log.jsonl").write_bytes(b"".join(told.lines[place - 1] + b"\n" for place in places))
    names, of_heads = [*heads], [*heads.values()]

    def head(name: str, version: int) -> dict[str, Any]:
        return {
            "stream": name,
            "index": names.index(name),
            "version": version,
            "hash": told.heads[name][1].hex(),
            "proof": [base64.b64encode(one).decode() for one in path(names.index(name), of_heads)],
        }

    said = {
        "position": places[-1],
        "streams": {name: head(name, version) for name, version in streams.items()},
        "absent": {
            name: [one and head(one, told.heads[one][0]) for one in pair]
            for name, pair in (absent or {}).items()
        },
    }
    (folder / "proofs" / "heads.json").write_bytes(canonical(said))
    kind, key = scope or ("plot", next(iter(streams)).removeprefix("plot-"))
    manifest = {"format_version": 1, "scope": {"kind": kind, "key": key}, "vkey": Signing().vkey}
    manifest |= {"streams": streams, "positions": [*places], "absent": [*(absent or {})]}
    (folder / "manifest.json").write_bytes(canonical(manifest))
    return folder
