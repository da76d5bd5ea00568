"""Ways in which a checkpoint may be changed: its text, mostly signed anew by its own key; its signatures."""

from __future__ import annotations

import base64
from collections.abc import Callable
from random import Random

from projections.exports.signed import ORDER
from tests.projections.exports.small import ORIGIN, Signing

MARK = "\u2014 "
WITNESS = Signing(b"\2" * 32, "witness.example")

Texts = list[str]


def sizes(size: str, rng: Random) -> str:
    """Another size, or another way of writing it."""
    near = int(size) + rng.choice([-1, 1, rng.randrange(2, 1000)])
    odd = ["0", f"0{size}", f"+{size}", f"-{size}", f" {size}", f"{size} ", f"{size}.0", "\u0668", "0x8", ""]
    return rng.choice([str(near), str(2**63 - 1), str(2**63), "9" * 30, *odd])


def roots(root: str, rng: Random) -> str:
    """Another root, or another way of writing it."""
    data = base64.b64decode(root)
    other = bytearray(data)
    other[rng.randrange(32)] ^= 1 << rng.randrange(8)
    spare = root[:-2] + chr(ord(root[-2]) + 1) + "="
    texts = [root[:-1], spare, root.lower(), f"{root} ", f"{root[:20]} {root[20:]}", data.hex(), ""]
    return rng.choice(
        [*texts, *(base64.b64encode(one).decode() for one in (bytes(other), data[:-1], data + b"\0"))]
    )


def origins(origin: str, rng: Random) -> str:
    """Another origin than the key's name."""
    return rng.choice([origin.upper(), f"{origin} ", f"{origin}/", "other.kz/lands", f"{origin}\u00a0", ""])


def text_changed(lines: Texts, rng: Random) -> Texts:
    """The lines of a checkpoint's text, one of them changed, or others beside them."""
    origin, size, root = lines
    return rng.choice(
        [
            [origins(origin, rng), size, root],
            [origin, sizes(size, rng), root],
            [origin, sizes(size, rng), root],
            [origin, size, roots(root, rng)],
            [origin, size, roots(root, rng)],
            [origin, root, size],
            [origin, size],
            [*lines, f"extension {rng.randrange(100)}"],
            [*lines, "extension", f"another {rng.randrange(100)}"],
            [*lines, ""],
            [*lines, "", "behind an empty line"],
            ["", *lines],
            [f"{line}\r" for line in lines],
            [*lines, f"a control \x07 character {rng.randrange(100)}"],
        ]
    )


def signature(note: bytes) -> bytes:
    """The last line of a note."""
    return note.rpartition(b"\n\n")[2]


def rewritten(note: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A note, the bytes of its signature changed."""
    text, blank, line = note.rpartition(b"\n\n")
    data = change(base64.b64decode(line.split(b" ")[-1]))
    return text + blank + f"{MARK}{ORIGIN} {base64.b64encode(data).decode()}\n".encode()


def moved_by_order(data: bytes) -> bytes:
    """The same signature with S + L: it would hold where nobody asks how large S is."""
    return data[:36] + (int.from_bytes(data[36:], "little") + ORDER).to_bytes(32, "little")


def signatures_changed(note: bytes, rng: Random) -> bytes:
    """Signatures left out, repeated, spelled otherwise, by others."""
    text, blank, ours = note.rpartition(b"\n\n")
    number = rng.randrange(1, 100)
    witness = signature(WITNESS.note(f"anything {number}\n"))
    spare = ours[:-4] + bytes([ours[-4] + 1]) + ours[-3:]
    body = text + blank
    return rng.choice(
        [
            body + ours + witness,
            body + witness + ours,
            body + witness,
            body + ours + ours,
            body + ours + signature(Signing().note(f"other {number}\n")),
            body + signature(Signing().note(f"other {number}\n")) + ours,
            body + ours + witness * rng.randrange(2, 30),
            body + ours + witness.replace(b" witness", b" wit+ness"),
            body + ours + witness.replace(b" witness", b"  witness"),
            body + ours + f"{MARK}w\u2003x AAAAAAAAAAA=\n".encode(),
            body + ours + f"{MARK}w AAAA{'A' * (number % 5)}\n".encode(),
            body + ours + f"{MARK}w AAAAAAAAAAB=\n".encode(),
            body + ours + b"\n",
            body + ours.replace(MARK.encode(), b"- "),
            body + ours.replace(b" example", b" exemple"),
            body + ours[:-1] + b" \n",
            body + spare,
            body,
            rewritten(note, moved_by_order),
            rewritten(note, lambda data: data[:number]),
            rewritten(note, lambda data: data + bytes(number)),
            rewritten(note, lambda data: rng.randbytes(4) + data[4:]),
            rewritten(note, lambda data: data[:4] + rng.randbytes(64)),
            rewritten(note, lambda data: data[:4] + data[36:] + data[4:36]),
        ]
    )


def changed(note: bytes, rng: Random) -> tuple[str, bytes]:
    """A changed note, and in which way."""
    text = note.rpartition(b"\n\n")[0].decode()
    lines = text_changed(text.split("\n"), rng)
    body = "".join(f"{line}\n" for line in lines)
    match rng.randrange(8):
        case 0:
            return "text not signed", f"{body}\n".encode() + signature(note)
        case 1:
            signing = rng.choice([Signing(rng.randbytes(32)), Signing(name="other.kz/lands")])
            return "signed by another", signing.note(f"{text}\n")
        case 2 | 3 | 4:
            return "text signed anew", Signing().note(body)
        case _:
            return "signatures", signatures_changed(note, rng)
