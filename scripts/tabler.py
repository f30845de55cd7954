"""Cut Tabler down to the parts that the pages use: third_party/tabler/tabler.min.css → static/vendor/tabler/tabler.css.

The whole sheet weighs 79 kB compressed, most of a page's budget; what the pages use weighs a twentieth. A rule is kept
when every class in its selector is listed below, a custom property when a kept rule asks for it. All of it goes into a
cascade layer, so that the sheets of the site win whatever the specificity of Tabler's selectors.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WHOLE = ROOT / "third_party" / "tabler" / "tabler.min.css"
PART = ROOT / "src" / "hoinhap" / "site" / "static" / "vendor" / "tabler" / "tabler.css"

CLASSES = set("btn btn-primary btn-sm disabled active form-control form-select form-label form-hint table".split())  # noqa: SIM905
ELEMENTS = {
    "html",
    "body",
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "a",
    "b",
    "strong",
    "small",
    "code",
    "kbd",
    "pre",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "caption",
    "label",
    "input",
    "select",
    "textarea",
    "button",
    "option",
    "optgroup",
    "fieldset",
    "legend",
    "img",
    "svg",
    "hr",
    "abbr",
    "progress",
    "summary",
    "details",
}
_STATES = re.compile(r"::?[\w-]+(\((?:[^()]|\([^()]*\))*\))?|\[[^\]]*\]")
_DATA = re.compile(r"[\w-]+:[^;{}\"]*url\((?:\"data:[^\"]*\"|data:[^)]*)\)[^;{}]*;?")
_USES = re.compile(r"var\((--[\w-]+)")


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield each top-level (prelude, body); braces in strings and data addresses are skipped."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    place = 0
    while place < len(css):
        opening = css.find("{", place)
        if opening < 0:
            return
        ended = css.find(";", place, opening)
        if css[place:opening].lstrip().startswith(("@charset", "@import")) and ended >= 0:
            place = ended + 1
            continue
        depth, at, quote = 1, opening + 1, ""
        while depth:
            letter = css[at]
            if quote:
                quote = "" if letter == quote else quote
            elif letter in "\"'":
                quote = letter
            elif letter in "{}":
                depth += 1 if letter == "{" else -1
            at += 1
        yield css[place:opening].strip(), css[opening + 1 : at - 1]
        place = at


def wanted(selector: str) -> bool:
    """Say whether one selector speaks of listed classes and elements only."""
    # Dark ground, floating layouts, a calendar: none of it is in use.
    if any(word in selector for word in ("[data-", ":host", "[dir=", "[class", ".theme-", "scrollbar", ":has(")):
        return False
    bare = _STATES.sub("", selector)
    classes = set(re.findall(r"\.((?:[\w-]|\\.)+)", bare))
    elements = set(re.findall(r"(?:^|[\s>+~])([a-z][a-z0-9]*)", bare))
    if "*" in bare and not classes:
        return False
    return classes <= CLASSES and elements <= ELEMENTS and bool(classes or elements)


def kept(css: str) -> list[tuple[str, str]]:
    """Keep the wanted rules; media queries keep what is wanted in them."""
    out: list[tuple[str, str]] = []
    for prelude, body in rules(css):
        if prelude.startswith(("@media", "@supports")):
            if "print" in prelude or "prefers-color-scheme" in prelude:
                continue
            inner = kept(body)
            if inner:
                out.append((prelude, "".join(f"{name}{{{text}}}" for name, text in inner)))
        elif not prelude.startswith("@"):
            selectors = [one for one in re.split(r",(?![^(]*\))", prelude) if wanted(one)]
            if selectors:
                # The security policy lets no picture come from a data address.
                out.append((",".join(selectors), _DATA.sub("", body)))
    return out


def properties(css: str) -> dict[str, str]:
    """Gather the custom properties of :root, the last one winning."""
    found: dict[str, str] = {}
    for prelude, body in rules(css):
        if ":root" in prelude and "dark" not in prelude and not prelude.startswith("@"):
            for declaration in re.split(r";(?![^(\"]*[)\"])", body):
                name, colon, value = declaration.partition(":")
                if colon and name.strip().startswith("--"):
                    found[name.strip()] = value.strip()
    return found


def cut(css: str) -> str:
    """Write the part that is used."""
    parts = kept(css)
    text = "".join(f"{prelude}{{{body}}}\n" for prelude, body in parts)
    known, needed = properties(css), set()
    waiting = set(_USES.findall(text))
    while waiting:
        name = waiting.pop()
        if name in known and name not in needed:
            needed.add(name)
            waiting |= set(_USES.findall(known[name]))
    root = ";".join(f"{name}:{value}" for name, value in known.items() if name in needed)
    return (
        "/* Tabler 1.6.1, MIT licence, the parts that the pages use; made by scripts/tabler.py. */\n"
        f"@layer tabler{{\n:root{{{root}}}\n{text}}}\n"
    )


if __name__ == "__main__":
    PART.parent.mkdir(parents=True, exist_ok=True)
    PART.write_text(cut(WHOLE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{PART.relative_to(ROOT)}: {PART.stat().st_size} bytes\n")
