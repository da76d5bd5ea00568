"""Files that are papers, made by hand, and how they are handed in."""

from __future__ import annotations

import hashlib
import sqlite3
import struct
import zlib
from contextlib import closing
from pathlib import Path

from tests.cli.harness import Result, sez

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
REGISTER = (
    *("plot", "register", "KHG-099", "--zone", "KHG", "--area-ha", "1.5", "--purpose", "industry"),
    *("--cadastral-number", "03-046-123-9999", "--on", "2020-01-06"),
)


def png() -> bytes:
    """One grey dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    dot = zlib.compress(b"\x00\x80")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dot) + chunk(b"IEND", b"")


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def write(name: str, content: bytes = PDF) -> str:
    Path(name).write_bytes(content)
    return name


def add(name: str, content: bytes = PDF, *more: str) -> Result:
    return sez("document", "add", write(name, content), "--kind", "decision", "--on", "2024-02-01", *more)


def said(*words: str) -> tuple[int, str]:
    """The exit code and the code of what stands against a command."""
    done = sez(*words, "--format", "json")
    return done.code, done.fault["code"]


def tamper(path: Path, statement: str) -> None:
    """Change documents past the store's guards."""
    with closing(sqlite3.connect(path)) as connection:
        for name in ("documents_update", "documents_delete"):
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        connection.commit()
