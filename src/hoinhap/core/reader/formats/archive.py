"""Open zip containers within bounds: the parts of a docx and the documents in a zip."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath

from hoinhap.core.reader.model import Unreadable

MOST_MEMBERS = 2_000
MOST_BYTES = 400 * 1024 * 1024
LARGEST_PART = 100 * 1024 * 1024
# Text shrinks ten- to fiftyfold; what shrinks more, and is large, was made to fill the memory.
STEEPEST = 200
STEEP_FROM = 8 * 1024 * 1024
DEEPEST = 2

_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError)
_SKIPPED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def open_zip(data: bytes) -> zipfile.ZipFile:
    """Open a zip; raise Unreadable with "damaged" or "bomb" as soon as its table of contents is wrong."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except _BROKEN:
        raise Unreadable("damaged") from None
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise Unreadable("bomb")
    total = 0
    for info in infos:
        total += info.file_size
        if info.file_size > STEEP_FROM and info.file_size > STEEPEST * max(info.compress_size, 1):
            raise Unreadable("bomb")
    if total > MOST_BYTES:
        raise Unreadable("bomb")
    return archive


def part(archive: zipfile.ZipFile, name: str, limit: int = LARGEST_PART) -> bytes | None:
    """Return the bytes of one member, None when it is absent."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    if info.flag_bits & 0x1:
        raise Unreadable("password")
    if info.file_size > limit:
        raise Unreadable("bomb")
    try:
        return archive.read(info)
    except _BROKEN:
        raise Unreadable("damaged") from None
    except RuntimeError:
        raise Unreadable("password") from None


def members(data: bytes) -> list[tuple[str, bytes]]:
    """Return name and bytes of every document in a zip, folders and system files left out, inner zips opened.

    The name is only a label and never a path to write to: "../ke-hoach.docx" becomes "ke-hoach.docx".
    """
    found: list[tuple[str, bytes]] = []
    _collect(data, "", 1, found, MOST_BYTES)
    return found


def _collect(data: bytes, folder: str, depth: int, found: list[tuple[str, bytes]], room: int) -> int:
    from hoinhap.core.reader.sniff import sniff

    with open_zip(data) as archive:
        for info in archive.infolist():
            name = _name(info)
            if info.is_dir() or not name or info.filename.startswith(_SKIPPED) or name.endswith(_SKIPPED):
                continue
            room -= info.file_size
            if room < 0 or len(found) >= MOST_MEMBERS:
                raise Unreadable("bomb")
            inside = part(archive, info.filename) or b""
            if inside[:2] == b"PK":
                try:
                    inner = sniff(inside, name) == "zip"
                except Unreadable:
                    inner = False
                if inner:
                    if depth >= DEEPEST:
                        raise Unreadable("bomb")
                    room = _collect(inside, f"{folder}{name}/", depth + 1, found, room)
                    continue
            found.append((folder + name, inside))
    return room


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name without climbing parts; names without the UTF-8 flag are tried as UTF-8 all the same."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = info.filename
    parts = [piece for piece in PurePosixPath(name.replace("\\", "/")).parts if piece not in ("..", ".", "/")]
    return "/".join(piece.replace(":", "") for piece in parts)
