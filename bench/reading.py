"""Take the figures of the reader: text, Word and PDF to Reading, many files, growth with length, two documents."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.figures import Figure, run, seconds
from bench.papers import as_docx, as_pdf, as_text, pages, paper

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
MANY = 1000


def figures(out: Path, *, quick: bool = False) -> Iterator[Figure | str]:
    """Take all figures of the reader; `quick` reads a tenth of the many files."""
    yield importing()
    yield text()
    yield word()
    yield pdf()
    yield from growth()
    yield from two_documents()
    yield from many(out, MANY // 10 if quick else MANY)


def importing() -> Figure:
    """Import the reader in a fresh process; the start of Python itself is not counted."""
    code = "import time; t = time.perf_counter(); import hoinhap.core.reader; print(time.perf_counter() - t)"
    taken = [float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(7)]
    return Figure("reader.import", median(taken), "s", 0.2, at_least=False)


def text() -> Figure:
    """Read the corpus of real documents, or invented ones where it is not at hand."""
    from hoinhap.core.reader import read

    files = [(file.name, file.read_bytes()) for file in sorted(CORPUS.glob("*"))] if CORPUS.exists() else []
    note = f"{len(files)} real documents" if files else "11 invented documents"
    files = files or [(f"{seed}.txt", as_text(paper(seed))) for seed in range(11)]
    characters = sum(len(data.decode(errors="replace")) for _, data in files)
    taken = seconds(lambda: [read(data, name) for name, data in files])
    return Figure("reader.text", characters / taken, "chars/s", 500_000, note=note)


def word() -> Figure:
    """Read Word documents; their pages are those of the same papers typeset."""
    from hoinhap.core.reader import read

    papers = [paper(seed) for seed in range(3)]
    files = [as_docx(one) for one in papers]
    count = sum(pages(as_pdf(one)) for one in papers)
    return Figure("reader.docx", count / seconds(lambda: [read(data, "a.docx") for data in files]), "pages/s", 500)


def pdf() -> Figure:
    """Read PDF documents with a text layer."""
    from hoinhap.core.reader import read

    files = [as_pdf(paper(seed)) for seed in range(3)]
    count = sum(map(pages, files))
    return Figure("reader.pdf", count / seconds(lambda: [read(data, "a.pdf") for data in files]), "pages/s", 400)


def growth() -> Iterator[Figure]:
    """Compare the time for ten times the length: 10 is in proportion, 100 is the square."""
    from hoinhap.core.reader import read

    def taken(data: bytes) -> float:
        return seconds(lambda: read(data, "a.txt"), times=1 if len(data) > 5_000_000 else 3, warm=False)

    read(as_text(paper(0)), "a.txt")
    one, ten = (as_text(paper(1, size)) for size in (780_000, 7_800_000))
    note = f"{len(one) / 1e6:.1f} MB and {len(ten) / 1e6:.1f} MB of text"
    yield Figure(
        "reader.growth.text", taken(ten) / taken(one) * len(one) / len(ten) * 10, "times", 15, at_least=False, note=note
    )
    line = as_text(paper(2, 1_100_000)).decode().replace("\n", " ")
    short, long = line[:100_000].encode(), line[:1_000_000].encode()
    slow = taken(long)
    yield Figure(
        "reader.growth.line", slow / taken(short), "times", 15, at_least=False, note="lines of 0.1 and 1 million"
    )
    yield Figure("reader.line", slow, "s", 4, at_least=False, note="one line of 1 million characters")


def two_documents() -> Iterator[Figure]:
    """Align a directive of some hundred sentences with a plan of some three hundred."""
    from hoinhap.core.reader import read
    from hoinhap.core.reader.align import align

    parent, child = read(as_text(paper(3, 16_000)), "a.txt"), read(as_text(paper(4, 48_000)), "b.txt")
    note = f"{len(align(parent, child))} sentences, {len(child.outline)} provisions"
    yield Figure("reader.align", seconds(lambda: align(parent, child)), "s", 0.3, at_least=False, note=note)


def many(out: Path, count: int) -> Iterator[Figure | str]:
    """Read many files with two processes, as `hoinhap read --jobs 2` does: half of them Word."""
    folder = out / f"many-{count}"
    if not folder.exists():
        draft = out / f"draft-{count}"
        draft.mkdir(parents=True, exist_ok=True)
        makers = [(as_docx, "docx")] * 5 + [(as_pdf, "pdf")] * 3 + [(as_text, "txt")] * 2
        for number in range(count):
            maker, ending = makers[number % 10]
            # Typesetting is slow and is not what we measure: thirty PDF files are made, and copied.
            seed = number % 100 if ending == "pdf" else number
            (draft / f"{number:04}.{ending}").write_bytes(_made(maker, seed))
        draft.rename(folder)
    files = [str(file) for file in sorted(folder.iterdir())]
    command = [
        sys.executable,
        "-m",
        "hoinhap.cli",
        "read",
        *files,
        "--json",
        "--jobs",
        "2",
        "--out",
        str(out / "readings"),
    ]
    cost = run(command)
    if cost.status:
        yield f"`hoinhap read` ended with {cost.status}, so reading many files is not measured."
        return
    note = f"{count} files of some 9 pages"
    yield Figure("reader.many.time", cost.seconds, "s", 60 * count / MANY, at_least=False, note=note)
    yield Figure("reader.many.memory", cost.megabytes, "MB", 500, at_least=False, note="all processes together")


_kept: dict[tuple[str, int], bytes] = {}


def _made(maker: object, seed: int) -> bytes:
    key = (getattr(maker, "__name__", ""), seed)
    if key not in _kept:
        _kept[key] = maker(paper(seed, 14_000))  # type: ignore[operator]
    return _kept[key]
