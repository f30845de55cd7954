"""Read many files, side by side and within bounds: each result is written or shown as soon as it is there."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from hoinhap.core.reader import Unreadable, read, to_json
from hoinhap.core.reader.refusals import file_sentence, sentence

SUFFIXES = frozenset(
    (
        ".docx",
        ".doc",
        ".rtf",
        ".odt",
        ".pdf",
        ".html",
        ".htm",
        ".txt",
        ".md",
        ".zip",
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
    )
)
_EMPTY = {
    "vi": "Thư mục “{name}” không có văn bản nào đọc được. Thư mục và tệp ẩn không được đọc.",
    "en": "The folder “{name}” holds no document that can be read. Hidden folders and files are not read.",
}
# A process that has read this many documents is replaced, so that memory stays bounded whatever it has met.
_PER_PROCESS = 500


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read, or one member of a zip, and where its JSON goes (None: to the screen)."""

    path: str
    out: str | None
    lang: str
    member: int = -1


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a job: a reading to show, nothing (it was written), or the sentence that says why not."""

    name: str
    reading: dict | None = None
    refusal: str = ""


def gather(names: Iterable[str], out: Path | None, lang: str) -> tuple[list[Job], list[str]]:
    """List the jobs of files, folders and zips, and a sentence for each name that is not there."""
    jobs: list[Job] = []
    missing: list[str] = []
    taken: set[str] = set()
    for name in names:
        path = Path(name)
        try:
            found = _documents_under(path) if stat.S_ISDIR(path.stat().st_mode) else [path]
        except OSError as error:
            missing.append(file_sentence(error, lang, name))
            continue
        if not found:
            missing.append(_EMPTY[lang].format(name=name))
        for file in found:
            for member, label in _members(file):
                jobs.append(Job(str(file), _target(label, out, taken), lang, member))
    return jobs, missing


def _documents_under(folder: Path) -> list[Path]:
    """List the documents in a folder and those within it, hidden ones (".venv", ".git") left out."""
    found = []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(place, name) for name in files if not name.startswith(".")]
    return sorted(file for file in found if file.suffix.lower() in SUFFIXES and file.is_file())


def _members(file: Path) -> list[tuple[int, str]]:
    """Return the documents in a file: itself, or each of those in a zip."""
    if file.suffix.lower() != ".zip":
        return [(-1, file.name)]
    try:
        members = _unpacked(str(file))
    except (Unreadable, OSError):
        return [(-1, file.name)]  # the refusal is said when it is read
    return [(number, Path(name).name) for number, (name, _) in enumerate(members)] or [(-1, file.name)]


@lru_cache(maxsize=1)
def _unpacked(path: str) -> list[tuple[str, bytes]]:
    """Return the documents of a zip; kept for its next member, so that a process unpacks it once and not for each."""
    from hoinhap.core.reader.formats import archive

    return archive.members(Path(path).read_bytes())


def _target(label: str, out: Path | None, taken: set[str]) -> str | None:
    if out is None:
        return None
    name = Path(label).stem
    if name in taken:
        name = label
    number = 2
    while name in taken:
        name = f"{label}-{number}"
        number += 1
    taken.add(name)
    return str(out / f"{name}.json")


def run(jobs: list[Job], processes: int, *, keep: bool) -> Iterator[Result]:
    """Yield what becomes of each job, in order; a bar on stderr counts them when it is a terminal and they are many.

    With `keep` the readings come back to be shown, otherwise they are written where they are made.
    """
    if processes > 1 and len(jobs) > 1:
        results = _side_by_side(jobs, processes, keep)
    else:
        results = (_do(job, keep, alone=len(jobs) == 1) for job in jobs)
    if len(jobs) < 2 or not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(results, "Đang đọc", total=len(jobs), console=Console(stderr=True), transient=True)


def _side_by_side(jobs: list[Job], processes: int, keep: bool) -> Iterator[Result]:
    from multiprocessing import get_context

    with get_context("spawn").Pool(processes, maxtasksperchild=_PER_PROCESS // 8) as pool:
        yield from pool.imap(partial(_do, keep=keep), jobs, chunksize=8)


def _telling(name: str, lang: str) -> Callable[[int, int], None] | None:
    """Return what says at a terminal how far the pages of a scan are, None where nobody looks."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, pages: int) -> None:
        said = f"{name}: trang {done}/{pages}" if lang == "vi" else f"{name}: page {done}/{pages}"
        print(f"\r{said}", end="\r\033[K" if done == pages else "", file=sys.stderr, flush=True)

    return tell


def _do(job: Job, keep: bool, *, alone: bool = False) -> Result:
    """Read one job; one that is `alone` has the terminal for the pages of a scan, where many have a bar."""
    name = Path(job.path).name
    try:
        if job.member >= 0:
            name, data = _unpacked(job.path)[job.member]
        else:
            data = Path(job.path).read_bytes()
        reading = to_json(read(data, Path(name).name, _telling(name, job.lang) if alone else None))
    except Unreadable as error:
        return Result(name, refusal=f"{job.path}: {sentence(error, job.lang, Path(name).name)}")
    except OSError as error:
        return Result(name, refusal=file_sentence(error, job.lang, job.path))
    if job.out is None:
        return Result(name, reading if keep else None)
    # Written beside and moved into place: a file that is there is whole.
    part = Path(f"{job.out}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            json.dump(reading, file, ensure_ascii=False)
        part.replace(job.out)
    except OSError as error:
        part.unlink(missing_ok=True)
        return Result(name, refusal=file_sentence(error, job.lang, job.out))
    return Result(name)
