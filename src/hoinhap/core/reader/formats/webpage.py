"""Find the document on a web page, and the site around it that is no part of the document."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from hoinhap.core.reader.formats import furniture

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
NOTE_LINK = re.compile(r"#_?(?:ftn|edn|fn|note|sdfootnote)", re.I)
# fmt: off
_DROPPED = frozenset({
    "script", "style", "head", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video",
    "map", "button", "select", "option", "textarea", "input", "dialog", "del", "s", "strike", "datalist", "meter",
    "progress", "rt", "rp", "applet", "link", "meta", "title",
})
# fmt: on
_SITE = frozenset({"nav", "footer", "aside"})
# Only boxes are furniture by name: Word gives its paragraphs classes such as "MsoFooter".
_BOXES = frozenset({"div", "section", "ul", "ol", "dl", "form", "fieldset", "table", "center"})
_PARTS = frozenset({"p", "table", "tbody", "span", "font", "ul", "ol"})


class Page:
    """A parsed page: first what is left out is found, then the rest is written down."""

    def __init__(self, root: Any) -> None:
        body = root.find("body")
        self.root = root if body is None else body
        self.gone: set[Any] = set()
        self.plain: dict[Any, int] = {}
        self.linked: dict[Any, int] = {}
        self.links: dict[Any, int] = {}
        self._hide()
        self._measure()
        self._prune()

    # --- what is left out ---

    def _hide(self) -> None:
        for node in self.root.iter(etree.Element):
            tag = node.tag
            if tag in _DROPPED:
                self.gone.add(node)
                continue
            attributes = node.attrib
            if attributes and (
                "hidden" in attributes
                or attributes.get("aria-hidden") == "true"
                or ("style" in attributes and _HIDDEN.search(attributes["style"]))
            ):
                self.gone.add(node)
        self.gone.discard(self.root)

    def _measure(self) -> None:
        """Count for every node the letters within it, those within links, and the links."""
        plain, linked, links = self.plain, self.linked, self.links
        for event, node in etree.iterwalk(self.root, events=("start", "end")):
            if event == "start":
                plain[node] = len(node.text.strip()) if node.text and node not in self.gone else 0
                linked[node] = links[node] = 0
                continue
            parent = node.getparent()
            if node.tag == "a" and node.get("href") and not NOTE_LINK.search(node.get("href", "")):
                linked[node], links[node] = plain[node], 1
            if node is self.root or parent is None:
                break
            if node not in self.gone:
                plain[parent] = plain.get(parent, 0) + plain[node]
                linked[parent] = linked.get(parent, 0) + linked[node]
                links[parent] = links.get(parent, 0) + links[node]
            if node.tail and parent not in self.gone:
                plain[parent] = plain.get(parent, 0) + len(node.tail.strip())

    def _prune(self) -> None:
        """Find the furniture: by element, by name, by links; a page that is only a document has none."""
        total = self.plain.get(self.root, 0)
        if not total:
            return
        found = 0
        walk = etree.iterwalk(self.root, events=("start",))
        for _, node in walk:
            if node in self.gone:
                walk.skip_subtree()
                continue
            size = self.plain[node]
            if node is self.root or size * 5 > total * 2:
                continue  # what holds much of the words is not furniture, whatever it is called
            if self._is_furniture(node, size) and not self._holds_masthead(node):
                found += 1
                self.gone.add(node)
                walk.skip_subtree()
        if found or self.links[self.root] > 15:
            self._narrow()

    def _is_furniture(self, node: Any, size: int) -> bool:
        tag = node.tag
        if tag in _SITE or node.get("role") in ("navigation", "banner", "contentinfo", "search", "complementary"):
            return True
        if tag == "header":
            return not any(parent.tag in ("article", "main") for parent in node.iterancestors())
        if tag == "form":
            return size < 400
        name = _names(node)
        if name != " " and tag in _BOXES and furniture.is_furniture_name(name):
            return True
        # A list of links is a menu; a paragraph that cites laws by links is not.
        return tag in ("ul", "ol", "div", "table", "dl") and self.links[node] >= 4 and self.linked[node] * 10 > size * 7

    def _narrow(self) -> None:
        """On the page of a site, keep the part that holds the document and the head that may stand before it.

        The way down to most of the words is followed. Around the node that is named as the place of the document short
        texts go; within it ("Số: 12/KH-UBND" may be a block by itself) only buttons and counters do.
        """
        way, place = self._way_down()
        for depth, node in enumerate(way[:-1]):
            for child in node.iterchildren(etree.Element):
                if child is way[depth + 1] or child in self.gone:
                    continue
                text = "".join(child.itertext())
                short = depth < place and child.tag not in ("h1", "h2") and (len(text) < 200 or self.links[child] > 2)
                if (short or furniture.is_furniture_line(text)) and not self._holds_masthead(child):
                    self.gone.add(child)

    def _way_down(self) -> tuple[list[Any], int]:
        """Return the nodes from the body to the one in which the words part, and where the document is named."""
        way, place, kept = [self.root], 0, self._left(self.root)
        while True:
            node = way[-1]
            if node.tag in ("article", "main") or furniture.is_content_name(_names(node)):
                place = len(way) - 1
            rest = [child for child in node.iterchildren(etree.Element) if child not in self.gone]
            best = max(rest, key=self._left, default=None)
            if best is None or best.tag in _PARTS or self._left(best) * 10 < kept * 7:
                return way, place
            way.append(best)

    def _left(self, node: Any) -> int:
        return self.plain.get(node, 0) - self.linked.get(node, 0)

    def _holds_masthead(self, node: Any) -> bool:
        return self.plain.get(node, 0) < 6_000 and furniture.has_masthead("".join(node.itertext()))


def _names(node: Any) -> str:
    return f"{node.get('class', '')} {node.get('id', '')}"
