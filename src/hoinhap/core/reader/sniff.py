"""Tell what kind of file some bytes are: by what they hold first, by the name only where they do not say."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath

from hoinhap.core.reader.model import Unreadable

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
)
# Files that are something else for certain; the name of the kind goes into the refusal.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"\x1f\x8b", "GZIP"),
    (b"BZh", "BZIP2"),
    (b"\xfd7zXZ\x00", "XZ"),
    (b"\x28\xb5\x2f\xfd", "ZSTD"),
    (b"%!PS", "PostScript"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"ID3", "MP3"),
    (b"OggS", "OGG"),
    (b"fLaC", "FLAC"),
    (b"\x1aE\xdf\xa3", "MKV"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"AT&TFORM", "DjVu"),
    (b"8BPS", "PSD"),
)
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*)*"
    rb"<(?:!doctype\s{1,20}html|html|head|body|title|meta|div|p|table|article|section|h[1-6]|span|font|center|br|ul|ol)\b",
    re.I,
)
_HTML_TAG = re.compile(rb"<(?:p|div|br|td|span|body|table|html)\b[^<>]{0,400}>", re.I)
_MHT_START = re.compile(rb"(?:[A-Za-z-]{1,40}:[^\n]{0,400}\r?\n[ \t]?){0,20}MIME-Version:", re.I)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CONTROLS = bytes(range(9)) + bytes(range(14, 32)) + b"\x7f"
_TEXT_NAMES = frozenset({".txt", ".text", ".md", ".markdown", ".csv", ".log"})


def sniff(data: bytes, name: str = "") -> str:
    """Return "docx", "pdf", "html", "mht", "txt", "doc", "rtf", "odt", "zip" or the kind of an image.

    Raises Unreadable with "empty", "password", "damaged", "unsupported-type" (fact `kind`) or "unknown-type", as for
    the spreadsheet "phan-cong.xlsx".
    """
    if not data:
        raise Unreadable("empty")
    head = data[:4096]
    for start, kind in _STARTS:
        if head.startswith(start):
            return _ole(data) if kind == "ole" else kind
    if head[:2] == b"PK" and head[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
        return _zip(data, name)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[:4] == b"RIFF" and len(head) >= 12:
        if head[8:12] == b"WEBP":
            return "webp"
        raise Unreadable("unsupported-type", kind="RIFF")
    if head[:2] == b"BM" and len(data) > 30 and int.from_bytes(data[2:6], "little") == len(data):
        return "bmp"
    if head[4:8] == b"ftyp":
        heic = head[8:12] in (b"heic", b"heix", b"mif1", b"hevc")
        raise Unreadable("unsupported-type", kind="HEIC" if heic else "MP4")
    for start, kind in _OTHERS:
        # "MZ" and "BZh" may also open a plain text, so only bytes that are no text are taken for such a file.
        if head.startswith(start) and not _is_text(data):
            raise Unreadable("unsupported-type", kind=kind)
    if not _is_text(data):
        raise Unreadable("unknown-type")
    return _text(head, name)


def _text(head: bytes, name: str) -> str:
    suffix = PurePosixPath(name.lower()).suffix
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if plain[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in plain:
        plain = plain.replace(b"\x00", b"")[2 if plain[:2] in (b"\xff\xfe", b"\xfe\xff") else 0 :]
    if b"<w:wordDocument" in plain or b"<pkg:package" in plain:
        return "wordxml"
    if _MHT_START.match(plain):
        return "mht"
    if suffix in _TEXT_NAMES and not re.match(rb"\s*<(?:!doctype|html)", plain, re.I):
        return "txt"
    if _HTML_START.match(plain) or len(_HTML_TAG.findall(plain)) >= 8:
        return "html"
    if suffix in (".html", ".htm", ".xhtml") and b"<" in plain:
        return "html"
    return "txt"


def _is_text(data: bytes) -> bool:
    """Say whether the bytes may be text in some encoding: hardly a control character, no zero but in UTF-16."""
    sample = data[:65536]
    if sample[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    zeros = sample.count(0)
    if zeros * 1000 > len(sample):
        # UTF-16 without a mark: zeros on one side of each pair only. Vietnamese has about half of its letters there.
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        return min(even, odd) * 20 <= max(even, odd) and max(even, odd) * 8 >= len(sample) // 2
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls * 50 > len(sample):
        return False
    if controls == 0:
        return True
    try:
        sample[: len(sample) - 4].decode("utf-8") if len(sample) == 65536 else sample.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(sample) == 65536 and error.start > 65500:
            return True
        return controls * 200 <= len(sample)  # TCVN3 writes a few capitals as control characters
    return True


def _zip(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
                if kind == "application/vnd.oasis.opendocument.text":
                    return "odt"
                if kind.startswith("application/"):
                    raise Unreadable("unsupported-type", kind=PurePosixPath(name).suffix.lstrip(".").upper() or "ODF")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError, zlib.error):
        # The end of the file, where a zip keeps its contents, is missing or wrong.
        raise Unreadable("damaged") from None
    held = set(names)
    if "[Content_Types].xml" in held:
        if any(entry.startswith("word/") for entry in names):
            return "docx"
        for folder, kind in (("xl/", "XLSX"), ("ppt/", "PPTX"), ("visio/", "VSDX")):
            if any(entry.startswith(folder) for entry in names):
                raise Unreadable("unsupported-type", kind=kind)
        if any(entry.endswith("document.xml") for entry in names):
            return "docx"
    if "META-INF/MANIFEST.MF" in held or "AndroidManifest.xml" in held:
        raise Unreadable("unsupported-type", kind="JAR")
    return "zip"


def _ole(data: bytes) -> str:
    """Look into the old Office container; a new Office file with a password is wrapped in one too."""
    if _ENCRYPTED in data:
        raise Unreadable("password")
    if "WordDocument".encode("utf-16-le") in data:
        if data[512:514] == b"\xec\xa5" and data[523:524] and data[523] & 0x01:
            raise Unreadable("password")
        return "doc"
    for stream, kind in (
        ("Workbook", "XLS"),
        ("Book", "XLS"),
        ("PowerPoint Document", "PPT"),
        ("VisioDocument", "VSD"),
        ("__substg1.0", "MSG"),
    ):
        if stream.encode("utf-16-le") in data:
            raise Unreadable("unsupported-type", kind=kind)
    raise Unreadable("damaged" if len(data) < 1536 else "unsupported-type", kind="OLE")
