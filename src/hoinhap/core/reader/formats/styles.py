"""Read what the styles of a Word file say of their paragraphs: list, level, bold, capitals, hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from hoinhap.core.reader.formats.numbering import Numbering, W, whole

PPR, RPR, VAL = W + "pPr", W + "rPr", W + "val"
BOLD, CAPS, VANISH = W + "b", W + "caps", W + "vanish"
OFF = ("0", "false", "off", "none")
_CONTENTS_STYLE = re.compile(r"toc ?\d|toc ?heading|table of figures", re.I)


@dataclass(slots=True)
class Style:
    """What the reader needs of a style: its own list, and whether its words are bold, capitals or hidden."""

    list_id: str | None = None
    depth: int | None = None
    bold: bool = False
    caps: bool = False
    hidden: bool = False
    contents: bool = False


def _on(node: Any) -> bool:
    return node is not None and node.get(VAL) not in OFF


def read_styles(root: Any) -> tuple[dict[str, Style], Style]:
    """Read the styles with what each inherits from the style that it is based on."""
    if root is None:
        return {}, Style()
    nodes = {node.get(W + "styleId", ""): node for node in root.iterchildren(W + "style")}
    found: dict[str, Style] = {}

    def style(key: str, depth: int) -> Style:
        if key in found:
            return found[key]
        node = nodes.get(key)
        if node is None or depth > 20:
            return Style()
        base = node.find(W + "basedOn")
        parent = style(base.get(VAL, ""), depth + 1) if base is not None and base.get(VAL) != key else Style()
        made = Style(parent.list_id, parent.depth, parent.bold, parent.caps, parent.hidden, parent.contents)
        name = node.find(W + "name")
        if name is not None and _CONTENTS_STYLE.match(name.get(VAL, "")):
            made.contents = True
        run = node.find(RPR)
        if run is not None:
            for tag, attribute in ((BOLD, "bold"), (CAPS, "caps"), (VANISH, "hidden")):
                mark = run.find(tag)
                if mark is not None:
                    setattr(made, attribute, _on(mark))
        list_node = node.find(f"{PPR}/{W}numPr")
        if list_node is not None:
            number, level = list_node.find(W + "numId"), list_node.find(W + "ilvl")
            if number is not None:
                made.list_id = number.get(VAL)
            if level is not None:
                made.depth = whole(level.get(VAL), 0)
        found[key] = made
        return made

    for key in nodes:
        style(key, 0)
    normal = Style()
    for key, node in nodes.items():
        if node.get(W + "default") in ("1", "true") and node.get(W + "type") == "paragraph":
            normal = found[key]
    return found, normal


def set_levels(styles: dict[str, Style], numbering: Numbering) -> None:
    """Give heading styles the level of their list: the style turns the list on, and a level of the list names the
    style."""
    for key, (list_id, depth) in numbering.styled.items():
        style = styles.get(key)
        if style is not None and style.list_id == list_id:
            style.depth = depth
