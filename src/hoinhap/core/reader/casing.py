"""Give words set in capitals their right letters: "SỞ NGOẠI VỤ TỈNH THANH HÓA" → "Sở Ngoại vụ tỉnh Thanh Hóa"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from hoinhap.core.reader.lexicon import cues
from hoinhap.core.vi.symbols import KINDS

# The tone of "oa", "oe", "uy" may stand on either letter ("hoà", "hòa").
_TONE_PLACES = tuple(
    (plain + toned, marked + bare)
    for plain, bare, pairs in (("o", "a", "àòáóảỏãõạọ"), ("o", "e", "èòéóẻỏẽõẹọ"), ("u", "y", "ỳùýúỷủỹũỵụ"))
    for toned, marked in zip(pairs[::2], pairs[1::2], strict=True)
)
_EDGE = "()[]{}\"“”'‘’,.;:!?…/*"
_ROMAN = re.compile(r"(?:[IVXL]+)$")
_STOP = "¶"
_ENOUGH = 12_000  # characters of running text that repeat a title's words, if any do
_NUMBERED = (
    "vực",
    "vùng",
    "khu",
    "lần",
    "thứ",
    "khóa",
    "cấp",
    "phần",
    "chương",
    "lục",
    "loại",
    "hạng",
    "nhóm",
    "số",
    "quý",
)
_SYMBOL = re.compile(r"\d.*[/-].*[A-ZĐ]")


def names() -> dict[str, Any]:
    """Give lexicon/names.toml, proper names in their right letters ("Thừa Thiên Huế")."""
    return cues("names")


def loud(text: str) -> bool:
    """Say whether a line is written in capitals, allowing for "QĐ-TTg" or "IoT" among them."""
    if text.isupper():
        return True
    text = text[:400]  # no title is longer, and a line can have a million characters
    small = sum(map(str.islower, text[:24]))
    if small * 8 >= len(text):
        return False  # the first letters tell already
    small = sum(map(str.islower, text))
    return small * 8 < sum(map(str.isupper, text))


@lru_cache(maxsize=65_536)  # a document says the same words again and again
def key(words: str) -> str:
    """Fold case and tone placement, so that "UỶ BAN" and "Ủy ban" are one; the result is a key, no spelling."""
    return folded_text(words)


def folded_text(text: str) -> str:
    """Fold a long text as `key` folds words, without remembering it."""
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
    folded = folded_text(text)
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


class Running:
    """Hold how running text writes its words, to find a title's words in it.

    Of "HOẠT ĐỘNG KHOA HỌC VÀ CÔNG NGHỆ" the longest run that the text has decides, so that "Sở Khoa học và Công nghệ"
    elsewhere in the text does not.
    """

    def __init__(self, rows: Sequence[str]) -> None:
        kept, short = [], True
        for row in rows:
            if loud(row):
                short = True
                continue
            if short:
                kept.append(_STOP)
            kept.append(row)
            short = len(row) < 50
        text = " ".join(kept)[:_ENOUGH]
        # Folded as a whole: a call for each word would cost more than all the rest.
        self._words, self._folded = text.split(), folded_text(text).split()
        self.folded = [word.strip(_EDGE) for word in self._folded]
        self.pairs: dict[tuple[str, str], list[int]] = {}
        for at, pair in enumerate(pairwise(self.folded)):
            if pair in self.pairs:
                self.pairs[pair].append(at)
            else:
                self.pairs[pair] = [at]

    def _begins(self, at: int) -> bool:
        """Say whether a word begins a sentence or item, so that its capital tells nothing."""
        return at == 0 or self._words[at - 1].endswith((".", ":", "!", "?", "-", "+", "“", _STOP))

    def longest(self, folded: Sequence[str], at: int) -> list[str]:
        """Find the longest run of words from `at` on that the text has, in the text's letters."""
        if at + 1 >= len(folded):
            return []
        best, size = -1, 1
        for start in self.pairs.get((folded[at], folded[at + 1]), ())[:40]:
            length = 2
            while (
                at + length < len(folded)
                and start + length < len(self.folded)
                and self.folded[start + length] == folded[at + length]
            ):
                length += 1
            if length > size or (length == size and self._begins(best)):
                best, size = start, length
        if best < 0:
            return []
        found = [word.strip(_EDGE) for word in self._words[best : best + size]]
        if self._begins(best) and not found[0].isupper():
            # The capital of a sentence's first word is no evidence, but a name's is: "Sở Ngoại vụ chủ trì …".
            found[0] = found[0] if found[0] in _heads() else found[0].lower()
        return found


@cache
def _heads() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in (*names()["phrases"], *names()["provinces"]))


def quiet(text: str, running: Running | None = None, *, title: bool = False) -> str:
    """Write capitals in small letters but for names, with the letters that the running text uses where it has them.

    With `title` the words are a title ("TRIỂN KHAI NGHỊ QUYẾT SỐ 21/NQ-CP" → "Triển khai Nghị quyết số 21/NQ-CP"), else
    the name of an agency, whose unknown words after a unit are a place ("XÃ SÔNG MÂY" → "xã Sông Mây").
    """
    words = text.split()
    folded = [key(word.strip(_EDGE)) for word in words]
    out: list[str] = []
    place = False
    while (at := len(out)) < len(words):
        proper = _phrase_at(words, folded, at)
        seen = _cut(running.longest(folded, at), words, folded, at, title) if running else []
        if (title and len(seen) > max(len(proper), 2)) or (len(seen) > 1 and not proper and (title or not place)):
            proper = seen
        if proper:
            out += [_around(words[at + i], word.strip(_EDGE)) for i, word in enumerate(proper)]
            place = not title and _is_unit(folded, len(out) - 1)
            continue
        word = words[at]
        if _keeps(word) or (_ROMAN.match(word.strip(_EDGE)) and at and folded[at - 1] in _NUMBERED):
            out.append(word.replace("TTG", "TTg").replace("CTR-", "CTr-").replace("TTR-", "TTr-"))
        elif place:
            out.append(_around(word, word.strip(_EDGE).capitalize()))
        else:
            out.append(_around(word, word.strip(_EDGE).lower()))
        if not title:
            place = (place or _is_unit(folded, at)) and not word.endswith(("-", ",")) and folded[at] != "và"
    return capitalise(" ".join(_named_kinds(out)))


@cache
def _units() -> frozenset[str]:
    return frozenset(key(unit) for unit in names()["units"])


def _is_unit(folded: Sequence[str], at: int) -> bool:
    """Say whether a word ends the name of a kind of place, as "xã" or "khu kinh tế" do; a name in capitals follows."""
    return any(" ".join(folded[max(at - size + 1, 0) : at + 1]) in _units() for size in (1, 2, 3))


def _cut(seen: list[str], words: Sequence[str], folded: Sequence[str], at: int, title: bool) -> list[str]:
    """Cut a run of words before a known name that goes on behind it, as "tỉnh Bắc" before "BẮC NINH"."""
    for index in range(1, len(seen)):
        size = len(_phrase_at(words, folded, at + index))
        if size > 1 and (index + size > len(seen) or not title):
            return seen[:index]
    return seen


def _phrase_at(words: Sequence[str], folded: Sequence[str], at: int) -> Sequence[str]:
    """Find the longest known name that begins at a word."""
    table, longest = _phrases()
    for size in range(min(longest, len(words) - at), 0, -1):
        proper = table.get(tuple(folded[at : at + size]))
        # A comma inside the words parts them, unless the name has it too.
        if proper and not any(words[at + i].endswith((",", ";")) and "," not in proper[i] for i in range(size - 1)):
            return proper
    return ()


@cache
def _kinds() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(key(kind).split()) for kind in {*KINDS.values(), "Luật"})


def _named_kinds(words: list[str]) -> list[str]:
    """Set the first letter of a kind that is named: "Nghị quyết số 21/NQ-CP", "ban hành Kế hoạch …"."""
    for at in range(1, len(words)):
        numbered = at > 1 and words[at - 1] == "số" and words[at][:1].isdigit()
        issued = words[at - 1].lower() == "ban" and words[at] == "hành"
        for size in (3, 2, 1):
            first = at - 1 - size if numbered else at + 1
            if (numbered or issued) and first >= 0 and tuple(map(key, words[first : first + size])) in _kinds():
                words[first] = words[first].capitalize()
                break
    return words


def _keeps(word: str) -> bool:
    bare = word.strip(_EDGE)
    if _SYMBOL.search(word) or bare in names()["capitals"]:
        return True
    if _ROMAN.match(bare) and len(bare) > 1:
        return True
    letters = [c for c in bare if c.isalpha()]
    # No syllable of Vietnamese is without a vowel: "TNHH", "KHCN" are short forms.
    return len(letters) > 1 and not any(
        c in "AĂÂEÊIOÔƠUƯYÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴ" for c in bare.upper()
    )


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


@cache
def _offices() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((key(name), name) for name in names()["offices"]), key=lambda pair: -len(pair[0])))


def office_case(words: str) -> str:
    """Write an office in its right letters, as in "PHÓ BÍ THƯ THƯỜNG TRỰC" → "Phó Bí thư Thường trực"."""
    folded = key(words)
    for folded_name, name in _offices():
        if folded == folded_name:
            return name
        if folded.startswith((folded_name + " ", folded_name + ",")):
            rest = words[len(folded_name) :].lstrip(" ,")
            lower = key(rest)
            tail = next((proper for folded_tail, proper in _offices() if lower == folded_tail), None)
            joint = ", " if folded[len(folded_name)] == "," else " "
            return f"{name}{joint}{tail or quiet(rest)}"
    return quiet(words)
