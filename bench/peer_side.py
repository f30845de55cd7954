"""Run one peer over one file and print the seconds; started by peers.py with the peer's own Python."""

import json
import sys
import time
from pathlib import Path


def underthesea_ner(path: Path):
    """Tag every line, as the package is meant to be used: one sentence at a time."""
    from underthesea import ner

    lines = path.read_text(encoding="utf-8").splitlines()
    ner(lines[0])
    return lambda: [ner(line) for line in lines if line.strip()]


def pdfplumber(path: Path):
    """Take the plain text of every page."""
    import pdfplumber as peer

    def call():
        with peer.open(path) as document:
            return [page.extract_text() for page in document.pages]

    call()
    return call


if __name__ == "__main__":
    work = {"underthesea_ner": underthesea_ner, "pdfplumber": pdfplumber}[sys.argv[1]](Path(sys.argv[2]))
    start = time.perf_counter()
    work()
    print(json.dumps({"seconds": time.perf_counter() - start}))
