"""How a list shows a finding: the address of its provision as officials cite it, its sentence by itself."""

from __future__ import annotations

import re

_BULLET = re.compile(r"^[-+*•–](?=\d)")
_PARAGRAPH = re.compile(r"^p\d+$")
_DECIMAL = re.compile(r"^\d+(?:\.\d+)+$")


def address(path: str) -> str:
    """Write a path as it is cited: "III/2/2.1/-1" is "III.2.1", "IV/4/a" is "IV.4 a", "II/Điều 5/2" is "Điều 5.2".

    A number that repeats those above it stands for them; articles are numbered through all chapters. The place of a
    bullet is left to `bullets`; what lies right in the text ("p3") is "¶ 3".
    """
    said = ""
    above = ""
    for step in path.split("/"):
        if _BULLET.match(step):
            continue
        if step.startswith("Điều ") or not said:
            said = f"¶ {step[1:]}" if _PARAGRAPH.match(step) else step
        elif _PARAGRAPH.match(step):
            said += f" ¶ {step[1:]}"
        elif len(step) == 1 and step.isalpha() and step.islower():
            said += f" {step}"
        elif _DECIMAL.match(step) and step.rpartition(".")[0] == above:
            said += f".{step.rpartition('.')[2]}"
        else:
            said += f".{step}"
        above = step
    return said


def bullets(path: str) -> tuple[int, ...]:
    """Return which bullets lead to a provision below its address: "III/2/2.1/-1" has (1,)."""
    return tuple(int(step[1:]) for step in path.split("/") if _BULLET.match(step) and step[1:].isdecimal())


def listed(text: str) -> str:
    """Write a sentence as it stands in a list by itself: "trình UBND tỉnh;" is "Trình UBND tỉnh".

    The mark that ends a document ("./.") is not of the sentence, nor is the one that leads to the next ("; ,").
    """
    text = text.strip()
    text = text[:-2] if text.endswith("./.") else text.rstrip(";, ")
    return text[:1].upper() + text[1:]
