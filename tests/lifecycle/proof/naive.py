"""RFC 6962, section 2.1, word for word and without thought of speed: what the program's tree must meet.

`python -m tests.lifecycle.proof.naive` writes the vectors of our own making, `tests/fixtures/merkle.json`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

FIXTURE = Path(__file__).parents[2] / "fixtures" / "merkle.json"
LEAVES = 8


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def head(d: Sequence[bytes]) -> bytes:
    """MTH(D[n])."""
    if not d:
        return sha256().digest()
    if len(d) == 1:
        return sha256(b"\x00" + d[0]).digest()
    k = split(len(d))
    return sha256(b"\x01" + head(d[:k]) + head(d[k:])).digest()


def path(m: int, d: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n])."""
    if len(d) == 1:
        return []
    k = split(len(d))
    if m < k:
        return [*path(m, d[:k]), head(d[k:])]
    return [*path(m - k, d[k:]), head(d[:k])]


def proof(m: int, d: Sequence[bytes]) -> list[bytes]:
    """PROOF(m, D[n])."""
    return subproof(m, d, whole=True)


def subproof(m: int, d: Sequence[bytes], *, whole: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b)."""
    if m == len(d):
        return [] if whole else [head(d)]
    k = split(len(d))
    if m <= k:
        return [*subproof(m, d[:k], whole=whole), head(d[k:])]
    return [*subproof(m - k, d[k:], whole=False), head(d[:k])]


def records(count: int) -> list[bytes]:
    """Leaves that all differ; the first is empty."""
    return [b"", *(f"record {n}".encode() for n in range(1, count))][:count]


def vectors() -> dict[str, Any]:
    """Every root, audit path and consistency proof of the trees of up to eight leaves."""
    d = records(LEAVES)
    return {
        "leaves": [leaf.decode() for leaf in d],
        "roots": {str(n): head(d[:n]).hex() for n in range(LEAVES + 1)},
        "inclusion": {
            f"{m} in {n}": [one.hex() for one in path(m, d[:n])] for n in range(1, LEAVES + 1) for m in range(n)
        },
        "consistency": {
            f"{m} to {n}": [one.hex() for one in proof(m, d[:n])]
            for n in range(1, LEAVES + 1)
            for m in range(1, n + 1)
        },
    }


if __name__ == "__main__":
    FIXTURE.write_text(json.dumps(vectors(), indent=1) + "\n", encoding="utf-8")
