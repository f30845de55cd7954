"""Give words set in capitals their right letters: "SỞ NGOẠI VỤ TỈNH THANH HÓA" → "Sở Ngoại vụ tỉnh Thanh Hóa"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from hoinhap.core.reader.signature import loud

_TONE_PLACES = (("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("oã", "õa"), ("oạ", "ọa"), ("oè", "òe"), ("oé", "óe"), ("oẻ", "ỏe"),
                ("uỳ", "ùy"), ("uý", "úy"), ("uỷ", "ủy"), ("uỹ", "ũy"), ("uỵ", "ụy"))  # fmt: skip
_EDGE = "()[]{}\"“”'‘’,.;:!?…/*"
_ROMAN = re.compile(r"(?:[IVXL]+)$")
_SYMBOL = re.compile(r"\d.*[/-].*[A-ZĐ]")


@cache
def names() -> dict[str, Any]:
    """Load lexicon/names.toml, proper names in their right letters ("Thừa Thiên Huế")."""
    return tomllib.loads((Path(__file__).parent / "lexicon" / "names.toml").read_text("utf-8"))


def key(text: str) -> str:
    """Fold case and tone placement, so that "UỶ BAN" and "Ủy ban" are one."""
    text = text.casefold()
    for old, new in _TONE_PLACES:
        if old in text:
            text = text.replace(old, new)
    # "quỳ", "quý" keep their tone on the y: what the rule above moved is moved back.
    return re.sub(r"q([ùúủũụ])y", lambda m: "qu" + "ỳýỷỹỵ"["ùúủũụ".index(m.group(1))], text)


@cache
def _phrases() -> tuple[dict[tuple[str, ...], tuple[str, ...]], int]:
    table = {}
    for phrase in (*names()["phrases"], *names()["provinces"]):
        table[tuple(word.strip(_EDGE) for word in key(phrase).split())] = tuple(phrase.split())
    return table, max(map(len, table))


@cache
def _provinces() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((key(name), name) for name in names()["provinces"]), key=lambda pair: -len(pair[0])))


def province_in(text: str) -> str | None:
    """Find the first province or city that a text names, as in "tỉnh Thanh Hóa" → "Thanh Hóa"."""
    folded = key(text)
    best: tuple[int, str] | None = None
    for folded_name, name in _provinces():
        at = folded.find(folded_name)
        while at >= 0:
            end = at + len(folded_name)
            if not folded[at - 1 : at].isalpha() and not folded[end : end + 1].isalpha():
                if best is None or at < best[0]:
                    best = at, name
                break
            at = folded.find(folded_name, end)
    return best[1] if best else None


def with_unit(province: str) -> str:
    """Put the unit before the name of a province, as in "Huế" → "thành phố Huế", "Sơn La" → "tỉnh Sơn La"."""
    return f"{'thành phố' if province in names()['cities'] else 'tỉnh'} {province}"


def quiet(text: str, evidence: dict[tuple[str, str], str] | None = None, *, title: bool = False) -> str:
    """Write capitals in small letters but for names, with the letters that the running text uses where it has them.

    With `title` the words are a title ("TRIỂN KHAI NGHỊ QUYẾT SỐ 21/NQ-CP" → "Triển khai Nghị quyết số 21/NQ-CP"), else
    the name of an agency, whose unknown words after a unit are a place ("XÃ SÔNG MÂY" → "xã Sông Mây").
    """
    words = text.split()
    folded = [key(word.strip(_EDGE)) for word in words]
    table, longest = _phrases()
    out: list[str] = []
    at = 0
    place = False
    units = {unit.split()[-1] for unit in names()["units"]}
    while at < len(words):
        for size in range(min(longest, len(words) - at), 0, -1):
            proper = table.get(tuple(folded[at : at + size])) if size > 1 or not title else None
            # A comma inside the words parts them, unless the phrase has it too.
            if proper and size > 1 and evidence and _otherwise(proper, folded[at], folded[at + 1], evidence):
                continue
            if proper and not any(words[at + i].endswith((",", ";")) and "," not in proper[i] for i in range(size - 1)):
                out += [_around(words[at + i], proper[i].strip(",")) for i in range(size)]
                at += size
                place = False
                break
        else:
            before = folded[at - 1] if at else ""
            after = folded[at + 1] if at + 1 < len(folded) else ""
            word = words[at]
            if evidence and (seen := evidence.get((before, folded[at])) or evidence.get((folded[at] + " ", after))):
                out.append(_around(word, seen))
            elif _keeps(word):
                out.append(word.replace("TTG", "TTg").replace("CTR-", "CTr-").replace("TTR-", "TTr-"))
            elif place:
                out.append(_around(word, word.strip(_EDGE).capitalize()))
            else:
                out.append(_around(word, word.strip(_EDGE).lower()))
            if not title:
                place = (place or folded[at] in units) and not word.endswith(("-", ","))
            at += 1
    result = " ".join(out)
    return capitalise(result)


def _otherwise(proper: tuple[str, ...], first: str, second: str, evidence: dict[tuple[str, str], str]) -> bool:
    """Say whether the text itself writes the two first words of a name small, as in "bí mật nhà nước"."""
    before, after = evidence.get((first + " ", second)), evidence.get((first, second))
    return bool((before and before.islower() and not proper[0].islower()) or (after and after.islower() and not proper[1].islower()))


def _keeps(word: str) -> bool:
    bare = word.strip(_EDGE)
    if _SYMBOL.search(word) or bare in names()["capitals"]:
        return True
    if _ROMAN.match(bare) and len(bare) > 1:
        return True
    letters = [c for c in bare if c.isalpha()]
    # No syllable of Vietnamese is without a vowel: "TNHH", "KHCN" are short forms.
    return len(letters) > 1 and not any(c in "AĂÂEÊIOÔƠUƯYÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴ" for c in bare.upper())


def _around(word: str, proper: str) -> str:
    """Put a word in its right letters back between its brackets, quotes and commas."""
    bare = word.strip(_EDGE)
    return word.replace(bare, proper, 1) if bare else word


def capitalise(text: str) -> str:
    """Set the first letter of a text in capitals, past a quotation mark."""
    for index, character in enumerate(text):
        if character.isalpha():
            return text[:index] + character.upper() + text[index + 1 :]
    return text


def evidence_of(rows: Sequence[str]) -> dict[tuple[str, str], str]:
    """Note how running text writes each word after and before its neighbour; lines in capitals say nothing."""
    counts: dict[tuple[str, str], dict[str, int]] = {}
    before, ended = "", True
    for row in rows:
        if loud(row):
            before, ended = "", True
            continue
        words = row.split()
        bare = [word.strip(_EDGE) for word in words]
        for index, word in enumerate(bare):
            if not word:
                ended = True
                continue
            folded = key(word)
            first = ended or (index == 0 and before == "")
            if not first or not word[:1].isupper() or word[1:2].isupper():
                forms = counts.setdefault((before, folded), {})
                forms[word] = forms.get(word, 0) + 1
                if index + 1 < len(bare):
                    forms = counts.setdefault((folded + " ", key(bare[index + 1])), {})
                    forms[word] = forms.get(word, 0) + 1
            before, ended = folded, words[index].endswith((".", ":", "!", "?", "-", "+"))
    return {pair: max(forms, key=lambda form: forms[form]) for pair, forms in counts.items()}


@cache
def _offices() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((key(name), name) for name in names()["offices"]), key=lambda pair: -len(pair[0])))


def office_case(words: str) -> str:
    """Write an office in its right letters, as in "PHÓ BÍ THƯ THƯỜNG TRỰC" → "Phó Bí thư Thường trực"."""
    folded = key(words)
    for folded_name, name in _offices():
        if folded == folded_name:
            return name
        if folded.startswith(folded_name + " "):
            rest = words[len(folded_name) + 1 :]
            lower = key(rest)
            tail = next((proper for folded_tail, proper in _offices() if lower == folded_tail), None)
            return f"{name} {tail or quiet(rest)}"
    return quiet(words)
