"""Open the parts of a Word file and follow the links between them."""

from __future__ import annotations

from posixpath import dirname, join, normpath
from typing import Any

from lxml import etree

from hoinhap.core.reader.formats import archive
from hoinhap.core.reader.model import Unreadable

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# A tree takes some 150 bytes for each; a document of 3,000 pages has about two million.
MOST_TAGS = 3_000_000


def parse(xml: bytes) -> Any:
    """Parse a part without entities, DTDs or network; raises Unreadable."""
    head = xml[:4096]
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or "<!DOCTYPE".encode("utf-16-le") in head:
        raise Unreadable("unsafe")
    if xml.count(b"<") > MOST_TAGS:
        raise Unreadable("bomb")
    if _STRICT in head:
        xml = xml.replace(_STRICT, _USUAL)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("too-deep" if "depth" in str(error).lower() else "damaged") from None
    except ValueError:
        raise Unreadable("damaged") from None


def main_part(package: Any) -> str:
    xml = archive.part(package, "_rels/.rels")
    if xml is not None:
        for link in parse(xml):
            if str(link.get("Type", "")).endswith("/officeDocument"):
                return normpath(str(link.get("Target", "")).lstrip("/"))
    return "word/document.xml"


def links_of(package: Any, main: str) -> dict[str, tuple[str, str]]:
    folder, file = dirname(main), main.rpartition("/")[2]
    xml = archive.part(package, normpath(join(folder, "_rels", file + ".rels")))
    found: dict[str, tuple[str, str]] = {}
    if xml is not None:
        for link in parse(xml):
            target = str(link.get("Target", ""))
            if link.get("TargetMode") == "External":
                continue
            path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            found[str(link.get("Id", ""))] = (str(link.get("Type", "")).rpartition("/")[2], path)
    return found
