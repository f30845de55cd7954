"""Turn old Word files into docx with LibreOffice, where it is installed ("phu-luc.doc", "to-trinh.rtf")."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from hoinhap.core.reader.model import Unreadable

TIME_LIMIT = 120  # seconds; the first start of a fresh profile takes a few on a slow machine
LARGEST_RESULT = 200 * 1024 * 1024
PACKAGE = "libreoffice-writer"

_FILTER = "docx:MS Word 2007 XML"
# LibreOffice names its readers; saying which one keeps a disguised file from choosing another.
_READERS = {
    ".doc": "MS Word 97",
    ".rtf": "Rich Text Format",
    ".odt": "writer8",
    ".xml": "",
}
# No macro runs whatever the file asks for, no link is followed, no picture is fetched.
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "2"),
    ("Common/Misc", "FirstRun", "false"),
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    + "</oor:items>"
)


def convert(data: bytes, suffix: str) -> bytes:
    """Return the docx that LibreOffice makes of a .doc, .rtf, .odt or Word .xml file.

    Each call has a folder and a profile of its own, so calls may run side by side. Raises Unreadable with
    "needs-libreoffice" (fact `package`), "damaged" or "too-slow" (fact `limit`, seconds).
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise Unreadable("needs-libreoffice", package=PACKAGE)
    if suffix not in _READERS:
        raise Unreadable("unknown-type")
    with tempfile.TemporaryDirectory(prefix="hoinhap-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"source{suffix}"
        source.write_bytes(data)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_PROFILE, "utf-8")
        outcome = folder / "outcome"
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard",
            *([f"--infilter={_READERS[suffix]}"] if _READERS[suffix] else []),
            "--convert-to", _FILTER, "--outdir", str(outcome), str(source),
        ]  # fmt: skip
        _run(command, folder)
        result = outcome / "source.docx"
        if not result.is_file() or not 0 < result.stat().st_size <= LARGEST_RESULT:
            raise Unreadable("damaged")
        return result.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    """Run a program with nothing of our own surroundings, and end it with all its children when it takes too long."""
    surroundings = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
    }
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        raise Unreadable("needs-libreoffice", package=PACKAGE) from None
    try:
        process.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired:
        raise Unreadable("too-slow", limit=TIME_LIMIT) from None
    finally:
        # soffice starts soffice.bin; both are in one group, and nothing of it may stay behind
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
