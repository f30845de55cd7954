"""Where the index lies: a folder for each time it was built whole, a file that names the one in use, a lock.

`HOME/current` holds {"schema": 1, "folder": "7"}. It is replaced in one step when a new index stands, so that whoever
asks meets the old or the new one whole. What it names may be missing, broken or of another form: that is `Absent`, and
the next `drain` builds again.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import tantivy

from hoinhap.core.search.engine import SCHEMA, make

# Memory for a writer that takes up a few records, and for one that takes up all.
LITTLE, MUCH = 32_000_000, 256_000_000


class Absent(Exception):
    """There is no index to ask: none was built yet, it has another form, or it is broken."""


class _Opened(NamedTuple):
    folder: Path
    stamp: tuple[int, int]
    engine: tantivy.Index


_opened: dict[Path, _Opened] = {}
_opening = threading.Lock()


def opened(home: Path) -> tantivy.Index:
    """Open the index in use as it was last committed, or as it was opened before where nothing changed since."""
    folder = _in_use(home)
    try:
        return _at(home, folder)
    except Absent:
        # Somebody may have put a new one in its place just now.
        if _in_use(home) == folder:
            raise
        return _at(home, _in_use(home))


def _at(home: Path, folder: Path) -> tantivy.Index:
    try:
        meta = (folder / "meta.json").stat()
        stamp = (meta.st_ino, meta.st_mtime_ns)
        with _opening:
            held = _opened.get(home)
            if held is None or held.folder != folder:
                held = _opened[home] = _Opened(folder, stamp, _open(folder))
            elif held.stamp != stamp:
                held.engine.reload()
                held = _opened[home] = held._replace(stamp=stamp)
            return held.engine
    except (OSError, ValueError) as error:
        raise Absent from error


@contextmanager
def asking(home: Path) -> Iterator[tantivy.Searcher]:
    """Give a searcher; an index that breaks while it is asked is not trusted again, and absent."""
    searcher = opened(home).searcher()
    try:
        yield searcher
    except BaseException as error:
        # The engine says that a file is damaged by ValueError, or by a panic, which is no Exception.
        if isinstance(error, ValueError) or type(error).__name__ == "PanicException":
            distrust(home)
            raise Absent from error
        raise


def distrust(home: Path) -> None:
    """Take the index out of use."""
    (home / "current").unlink(missing_ok=True)
    with _opening:
        _opened.pop(home, None)


@contextmanager
def alone(home: Path, *, wait: bool) -> Iterator[bool]:
    """Be the only writer, of this process and of all others; without `wait`, give False where somebody else is."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        # Closing the file gives the lock back, and so does the end of the process, however it ends.
        yield True


@contextmanager
def writing(home: Path) -> Iterator[tantivy.IndexWriter]:
    """Change the index in use; what was written is seen at the end, all of it or, after an error, nothing."""
    with _committed(opened(home), LITTLE, 1) as writer:
        yield writer


@contextmanager
def replacing(home: Path) -> Iterator[tantivy.IndexWriter]:
    """Write a new index, which takes the place of the one in use at the end; after an error the old one stays."""
    home.mkdir(parents=True, exist_ok=True)
    before = [path for path in home.iterdir() if path.name.isdecimal()]
    folder = home / str(max((int(path.name) for path in before), default=0) + 1)
    try:
        with _committed(make(folder), MUCH, 2) as writer:
            yield writer
        draft = home / "current.new"
        draft.write_text(json.dumps({"schema": SCHEMA, "folder": folder.name}), encoding="utf-8")
        draft.replace(home / "current")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    for path in before:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _committed(index: tantivy.Index, memory: int, threads: int) -> Iterator[tantivy.IndexWriter]:
    writer = index.writer(memory, threads)
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        # Gives the engine's own lock back.
        writer.wait_merging_threads()


def _open(folder: Path) -> tantivy.Index:
    index = tantivy.Index.open(str(folder))
    index.config_reader("manual")
    index.reload()
    return index


def _in_use(home: Path) -> Path:
    try:
        named = json.loads((home / "current").read_text(encoding="utf-8"))
        if named["schema"] != SCHEMA:
            raise Absent
        return home / str(named["folder"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Absent from error
