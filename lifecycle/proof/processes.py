"""Reading a large log by several processes, each a part of it."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from typing import TYPE_CHECKING, Any, Protocol

from lifecycle.proof.merkle import TILE_WIDTH
from lifecycle.proof.parts import Part, Told, verified

if TYPE_CHECKING:
    from lifecycle.store.log import Log

WORTH_A_PROCESS = 100_000
"""Records; starting a process takes as long as reading some 20,000."""

A_MOMENT = 0.2
read_so_far: Any = None
"""Records read by all processes together, in a process that reads."""


class Wish(Protocol):
    """How to read: by how many processes, 0 for as many as pay; and who is told how far it has come."""

    processes: int
    progress: Callable[[str, int, int], None] | None


def in_parts(log: Log, again: Callable[[], Log], whole: Part, wish: Wish) -> list[Told]:
    """Verify a part of a log, split over processes where that pays; the parts in order."""
    records = whole.upto - whole.after
    processes = wish.processes or min(os.cpu_count() or 1, max(1, records // WORTH_A_PROCESS))
    if processes == 1:
        return [verified(log, whole, _counter(wish, records))]
    context = multiprocessing.get_context("spawn")
    counter = context.Value("q", 0)
    with ProcessPoolExecutor(processes, context, _begin, (counter,)) as pool:
        futures = [pool.submit(_apart, again, part) for part in _split(whole, processes)]
        while wait(futures, timeout=A_MOMENT).not_done:
            if wish.progress is not None:
                wish.progress("records", counter.value, records)
        return [future.result() for future in futures]


def _counter(wish: Wish, records: int) -> Callable[[int], None] | None:
    progress = wish.progress
    if progress is None:
        return None
    read = 0

    def count(more: int) -> None:
        nonlocal read
        read += more
        progress("records", read, records)

    return count


def _split(whole: Part, processes: int) -> Sequence[Part]:
    """Parts of about the same size that begin where a tile does."""
    tiles = (whole.upto - whole.after + TILE_WIDTH - 1) // TILE_WIDTH
    edges = [whole.after + tiles * n // processes * TILE_WIDTH for n in range(processes)]
    return [
        whole._replace(after=after, upto=upto)
        for after, upto in zip(edges, [*edges[1:], whole.upto], strict=True)
        if after < upto
    ]


def _begin(counter: Any) -> None:
    global read_so_far  # noqa: PLW0603 - how a process is given what it shares
    read_so_far = counter


def _apart(again: Callable[[], Log], part: Part) -> Told:
    """Verify a part in a process of its own."""
    log = again()
    try:
        return verified(log, part, _count)
    finally:
        log.close()


def _count(more: int) -> None:
    with read_so_far.get_lock():
        read_so_far.value += more
