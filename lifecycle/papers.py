"""Papers: what bytes a store takes, and whether those that it holds are whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from domain.document.values import media_type
from domain.identifiers import Malformed
from lifecycle.errors import Misused, StoreUnusable
from lifecycle.store.codec import to_record

if TYPE_CHECKING:
    from lifecycle.record import Draft, Record
    from lifecycle.store.log import Filed, Log, Paper

LARGEST_MB = 25
"""The largest paper a store takes, in MB of 1,048,576 bytes."""

LARGEST_BYTES = LARGEST_MB * 1024 * 1024
ADDED = "document-"
"""How the streams begin of papers that were added: after it stands the digest of the bytes."""

DIGESTS_AT_ONCE = 500


# -- what a store takes ------------------------------------------------------------------------------


def check(paper: Paper) -> None:
    """Refuse bytes that are none, more than the limit or not those of their digest; and what is no media type.

    Raises `Misused`.
    """
    size = len(paper.content)
    if not size:
        raise Misused(problem="document-empty", sha256=paper.sha256)
    if size > LARGEST_BYTES:
        raise Misused(problem="document-too-large", sha256=paper.sha256, limit=LARGEST_MB)
    if hashlib.sha256(paper.content).hexdigest() != paper.sha256:
        raise Misused(problem="document-mismatch", sha256=paper.sha256)
    try:
        media_type(paper.media_type)
    except Malformed as error:
        raise Misused(
            problem="document-media-type", sha256=paper.sha256, media_type=paper.media_type
        ) from error


def check_cited(drafts: Iterable[Draft], held: Mapping[str, int]) -> None:
    """Refuse records that cite bytes which are not held, or add them with a size that they do not have.

    `held` maps digests to sizes in bytes. Raises `Misused`.
    """
    for draft in drafts:
        for sha256 in cited_by(draft):
            if sha256 not in held:
                raise Misused(problem="document-absent", sha256=sha256)
        if draft.stream.startswith(ADDED):
            sha256 = draft.stream.removeprefix(ADDED)
            if getattr(draft.event, "size", held[sha256]) != held[sha256]:
                raise Misused(problem="document-mismatch", sha256=sha256)


def cited_by(draft: Draft) -> Iterator[str]:
    """The digests whose bytes a draft rests on: of the papers it cites, of the paper that it adds."""
    return cited(draft.stream, draft.envelope.get("documents"), draft.event)


def cited_in(record: Record) -> Iterator[str]:
    """The digests whose bytes a record rests on."""
    return cited(record.stream, record.body.get("documents"), record.event)


def cited(stream: str, documents: Iterable[Mapping[str, str]] | None, data: object) -> Iterator[str]:
    """The digests whose bytes a record rests on, of its stream, the documents of its envelope, and its data."""
    if stream.startswith(ADDED):
        yield stream.removeprefix(ADDED)
    # A proposal names the papers of the act that it asks for.
    for document in chain(documents or (), getattr(data, "documents", None) or ()):
        if document.get("sha256"):
            yield document["sha256"]


# -- what a store holds ------------------------------------------------------------------------------


class Finding(NamedTuple):
    """Something wrong with the papers of a store: what, with which digest, cited by which event."""

    problem: str
    sha256: str
    event: str = ""


Progress = Callable[[int], None]
"""Told how many papers were read so far."""


def findings(log: Log, progress: Progress | None = None) -> Iterator[Finding]:
    """All that is wrong with the papers of a store, in bounded memory.

    `document-mismatch`: bytes that are not those of their digest. `size-differs`: bytes of another number than
    is written beside them. `document-media-type`: no media type beside them. `document-unreadable`: the
    database cannot give them. `document-absent`: the log cites a digest whose bytes are not there.
    `record-unreadable`: nobody can say what a record cites.
    """
    yield from unsound(log, progress)
    yield from _absent(log)


def unsound(log: Log, progress: Progress | None = None) -> Iterator[Finding]:
    """What is wrong with the papers that are stored, whatever cites them."""
    for count, filed in enumerate(log.documents(), start=1):
        yield from _read(log, filed)
        if progress is not None:
            progress(count)


def _read(log: Log, filed: Filed) -> Iterator[Finding]:
    digest, size = hashlib.sha256(), 0
    try:
        for piece in log.content(filed.sha256):
            digest.update(piece)
            size += len(piece)
    except StoreUnusable:
        yield Finding("document-unreadable", filed.sha256)
        return
    if digest.hexdigest() != filed.sha256:
        yield Finding("document-mismatch", filed.sha256)
    if size != filed.size:
        yield Finding("size-differs", filed.sha256)
    try:
        media_type(filed.media_type)
    except Malformed:
        yield Finding("document-media-type", filed.sha256)


def _absent(log: Log) -> Iterator[Finding]:
    some: list[tuple[str, str]] = []
    for row in log.rows(0, upto=log.position()):
        try:
            record = to_record(*row)
        except (StoreUnusable, TypeError):
            yield Finding("record-unreadable", "", f"{row[1]}@{row[2]}")
            continue
        some += ((sha256, record.ref) for sha256 in cited_in(record))
        if len(some) >= DIGESTS_AT_ONCE:
            yield from _without_bytes(log, some)
            some = []
    yield from _without_bytes(log, some)


def _without_bytes(log: Log, some: list[tuple[str, str]]) -> Iterator[Finding]:
    stored = log.stored({sha256 for sha256, _ in some})
    yield from (Finding("document-absent", sha256, ref) for sha256, ref in some if sha256 not in stored)
