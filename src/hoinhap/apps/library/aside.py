"""Read a document beside the request: the reading runs in a thread, the request tells how far it has come."""

from __future__ import annotations

from collections.abc import Generator
from threading import Event, Thread

from hoinhap.core.reader import Reading, read

# How long a browser waits at most for a sign of life, in seconds.
BEAT = 0.1

Step = tuple[int, int] | None


class _Stopped(Exception):
    """Nobody waits for this reading any more."""


def read_aside(data: bytes, name: str) -> Generator[Step, None, Reading]:
    """Yield `(page being read, pages)`, or None while that is unknown, and return the Reading.

    Closing the generator stops the reading at its next page. The thread knows no database: the caller writes in its
    own thread what is returned here.
    """
    over, stop = Event(), Event()
    told: list[tuple[int, int]] = []
    made: list[Reading] = []
    failed: list[Exception] = []

    def progress(done: int, pages: int) -> None:
        if stop.is_set():
            raise _Stopped
        told.append((done, pages))

    def work() -> None:
        try:
            made.append(read(data, name, progress))
        except Exception as error:
            failed.append(error)
        finally:
            over.set()

    Thread(target=work, name="reading", daemon=True).start()
    try:
        while not over.wait(BEAT):
            yield _page(told)
    finally:
        stop.set()
    if failed:
        raise failed[0]
    return made[0]


def _page(told: list[tuple[int, int]]) -> Step:
    """Say which page is being read; a PDF of pictures is counted through once before its first page is recognised."""
    if not told:
        return None
    done, pages = told[-1]
    if done < pages:
        return done + 1, pages
    return (1 if len(told) <= pages else pages), pages
