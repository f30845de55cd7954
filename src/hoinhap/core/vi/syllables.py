"""Know the syllables of Vietnamese, generated from onset, rhyme and tone ("ngh" + "iên" + nặng gives "nghiện").

The rules are those of the written language; a few rhymes and borrowed endings are tied to the onsets that really take
them. The same set tells a legacy encoding from Unicode and a good scan from a bad one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_MARKS = {"grave": "\u0300", "hook": "\u0309", "tilde": "\u0303", "acute": "\u0301", "dot": "\u0323"}
_LOAN = ("grave", "acute")
_STOPPED = ("acute", "dot")  # rhymes that end in c, ch, p, t take these two tones only

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_FRONT_ONLY = {"gh", "k", "ngh"}
_BACK_ONLY = {"c", "g", "ng"}
_LABIALS = {"b", "m", "p", "ph", "v"}  # take no glide, some loans apart: "voan", "phuy", "buýt"

_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eo ep et ê êch êm ên ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt
ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
"""
_GLIDED = "oa oac oai oan oang oanh oat oay oăn oăng oăt oe uân uât uê uy uyên uyêt"
_ALONE = "y yêm yên yêng yêt yêu oa oai oan oang oanh oat oăm oe uân uât uê uy uyên uynh uych"
_AFTER_QU = """
a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât âu ây e en eo et ê ên ênh êch êt êu
ơ ơi ơn y yn ynh yt yên yêt ych i in it ich ôc uôc a
"""
# rhymes that only some onsets take
_RARE = {
    "eng": "b k l x kh ph r th", "ooc": "m s r t đ c", "oong": "x b k g c l", "ôông": "c", "êng": "gi",
    "oach": "h kh x t l", "oam": "nh ng", "oap": "ng", "oăm": "h kh ng s x", "oăc": "h ng kh l", "oen": "h kh ng x nh",
    "oet": "l t kh x ng nh đ h", "oeo": "ng kh l", "oem": "ng nh", "oao": "ng",
    "uya": "kh", "uynh": "h kh s ph x", "uych": "h", "uyt": "h t s x b th", "uyu": "kh ng t", "uyn": "t l d v",
    "uyp": "t", "uâng": "kh b", "uây": "kh ng", "uêch": "x kh r ng", "uênh": "h ch kh x", "uơ": "th h", "ưm": "h",
    "ươu": "b h r kh", "ưn": "đ ch", "oan": "v b m", "oay": "m", "uy": "ph", "y": "h k l m s t v th n d đ", "ơng": "ph",
    "ec": "s m t v l kh e h th p x r gh", "âc": "b g h gi l n nh t th x ng đ s",
}  # fmt: skip
# forms outside the rules that every official text has: place names, the speech of figures, common loans
_EXTRA = "đắk lắk kạn kar plông kông pác păc gin gìn pi xtiêng pa pơ kơ krông đrăk kpă sê pô tà"


@cache
def syllables() -> frozenset[str]:
    """Return every written syllable in small letters, NFC, the tone mark in both accepted places ("hòa", "hoà")."""
    found: set[str] = set(_EXTRA.split())
    for base in _bases():
        found.update(_toned(base))
    return frozenset(found)


def is_syllable(word: str) -> bool:
    """Say whether a word in NFC is a written Vietnamese syllable, in small or capital letters ("NGHỊ")."""
    return word.lower() in syllables()


def _bases() -> set[str]:
    bases: set[str] = set()
    rare = {rhyme: set(onsets.split()) for rhyme, onsets in _RARE.items() if onsets}
    for onset in ["", *_ONSETS.split()]:
        if onset == "qu":
            bases.update("qu" + rhyme for rhyme in _AFTER_QU.split() if not rhyme.startswith("uô"))
            continue
        rhymes = [rhyme for rhyme in _RHYMES.split() if rhyme not in rare]
        rhymes += [rhyme for rhyme, onsets in rare.items() if onset in onsets]
        if not onset:
            rhymes = [rhyme for rhyme in rhymes if not rhyme.startswith("iê")] + _ALONE.split() + ["ec", "ech", "ưc"]
        elif onset not in _LABIALS and onset != "gi":
            rhymes += _GLIDED.split()
        for rhyme in rhymes:
            front = rhyme[0] in "eêiy"
            if (onset in _FRONT_ONLY and not front) or (onset in _BACK_ONLY and front):
                continue
            if onset == "gi" and rhyme[0] in "iy":
                continue
            if onset == "g" and rhyme.startswith("i"):
                continue
            bases.add(onset + rhyme)
    bases.update(("gi", "giêng", "giêt", "giêm", "quôc", "quyêt"))
    return bases


def _toned(base: str) -> set[str]:
    stopped = base.endswith(("c", "ch", "p", "t"))
    forms = set() if stopped else {base}
    places = tone_places(base)
    loan = base.endswith(("ooc", "oong", "ôông"))  # "xoong", "moóc", "goòng"
    for name, mark in _MARKS.items():
        if (stopped and name not in _STOPPED) or (loan and name not in _LOAN):
            continue
        for place in places:
            forms.add(unicodedata.normalize("NFC", base[: place + 1] + mark + base[place + 1 :]))
    return forms


_VOWELS = "aăâeêioôơuưy"
_MODIFIED = "ăâêôơ"


@lru_cache(maxsize=4096)
def tone_places(base: str) -> tuple[int, ...]:
    """Return where a toneless syllable takes its mark, the older place first: (1, 2) in "hoa", (2,) in "toan"."""
    start = 0
    if base.startswith(("qu", "gi")) and base[2:3] and base[2] in _VOWELS:
        start = 2  # the u and the i belong to the onset: "quý", "già"
    while start < len(base) and base[start] not in _VOWELS:
        start += 1
    end = start
    while end < len(base) and base[end] in _VOWELS:
        end += 1
    if start == end:
        return ()
    for place in range(end - 1, start - 1, -1):
        if base[place] in _MODIFIED:
            return (place,)
    count = end - start
    if count == 1:
        return (start,)
    if "ư" in base[start:end]:
        return (base.index("ư", start),)
    if end < len(base) or count == 3:
        return (start + 1,)
    if base[start:end] in ("oa", "oe", "uy"):
        return (start, start + 1)
    return (start,)


# --- quality ------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]{2,}")
_SAMPLE = 8_000
_SAMPLES = 8


def quality(text: str) -> float:
    """Return the share of the words of a text that are Vietnamese syllables, from 0 to 1; 1 for a text without words.

    Good documents stand above 0.95, text without marks near 0.65, undecoded legacy text below 0.4. Short capitals
    such as "UBND" are no words here. Of a long text eight stretches are looked at.
    """
    if len(text) > 2 * _SAMPLE * _SAMPLES:
        stride = len(text) // _SAMPLES
        text = " ".join(text[start : start + _SAMPLE] for start in range(0, stride * _SAMPLES, stride))
    known = syllables()
    good = bad = 0
    for word in _WORD.findall(unicodedata.normalize("NFC", text)):
        if word.lower() in known:
            good += 1
        elif not ((len(word) <= 6 and word.isupper() and word.isascii()) or word in ("NĐ", "QĐ", "HĐND", "ĐBQH")):
            bad += 1
    return good / (good + bad) if good + bad else 1.0
