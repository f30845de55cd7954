"""Turn Vietnamese text of the years before Unicode into Unicode ("Céng hßa x· héi" gives "Cộng hòa xã hội").

Fonts such as .VnTime (TCVN3, also called ABC) and VNI-Times gave Western letters Vietnamese shapes, and careless
programs read UTF-8 as Western text ("Sá»Ÿ Ngoáº¡i vá»¥"). A program cannot see the font, so syllables vote: every way
of decoding is tried on each line, and one wins only if it makes more Vietnamese of it than leaving it alone does.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from .syllables import syllables


class Decoded(NamedTuple):
    """A text with the encoding it was in: "utf-8", "utf-16", "windows-1258", "windows-1252", "tcvn3", "vni",
    "mojibake" (UTF-8 once misread), or "" for text that needed nothing. `damaged` counts bytes that were lost."""

    text: str
    encoding: str = ""
    damaged: int = 0


# --- bytes --------------------------------------------------------------------------------------------------------

_BOMS = ((b"\xff\xfe\x00\x00", "utf-32"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1B})
_PROBE = 1 << 16


def decode(data: bytes) -> Decoded | None:
    """Decode bytes as text, or return None when they are no text. Legacy letters are already put right in the text."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            if name != "utf-8":
                text = data.decode(name, "replace")
                return _repaired(text, name, text.count("\ufffd"))
            data = data[len(mark) :]
            break
    wide = _wide(data)
    if wide:
        text = data.decode(wide, "replace")
        if (
            sum(character < " " and character not in "\t\n\x0b\x0c\r" for character in text[:_PROBE])
            > len(text[:_PROBE]) * 0.01
        ):
            return None
        return _repaired(text, "utf-16", text.count("\ufffd"))
    probe = data[:_PROBE]
    if len(probe) - len(probe.translate(None, _CONTROLS)) > len(probe) * 0.01:
        return None
    try:
        text = data.decode("utf-8")
        return _repaired(text, "utf-8", text.count("\ufffd"))
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    if (damaged - data.count(b"\xef\xbf\xbd")) * 20 < sum(character > "\x7f" for character in text):
        return _repaired(text, "utf-8", damaged)
    text = data.decode("latin-1").translate(_WESTERN)
    found = repair(text)
    return found if found.encoding else Decoded(text, "windows-1252")


def _repaired(text: str, name: str, damaged: int = 0) -> Decoded:
    found = repair(text)
    return Decoded(found.text, found.encoding or name, damaged)


def _wide(data: bytes) -> str:
    """Return the name of UTF-16 without a byte-order mark: the high bytes of a text are 0 or 1 nearly everywhere."""
    probe = data[: _PROBE & ~1]
    half = len(probe) // 2
    if half < 2 or b"\0" not in probe:
        return ""
    high, low = probe[1::2], probe[0::2]
    if high.count(0) > half * 0.3 and low.count(0) < half * 0.05:
        return "utf-16-le"
    if low.count(0) > half * 0.3 and high.count(0) < half * 0.05:
        return "utf-16-be"
    return ""


# --- the tables ---------------------------------------------------------------------------------------------------

_CP1252 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ"
_WESTERN = {0x80 + index: character for index, character in enumerate(_CP1252)}
_BYTE = {chr(code): code for code in range(256)} | {character: 0x80 + i for i, character in enumerate(_CP1252)}

# TCVN3, a letter for a letter; capitals with a tone have no code of their own (the fonts ending in H draw capitals)
_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)

# VNI writes a letter and a mark after it: "HOØA" is H, O, O with a grave mark, A
_VNI_MARKS = {
    "a": {"ù": "á", "ø": "à", "û": "ả", "õ": "ã", "ï": "ạ", "ê": "ă", "é": "ắ", "è": "ằ", "ú": "ẳ", "ü": "ẵ", "ë": "ặ",
          "â": "â", "á": "ấ", "à": "ầ", "å": "ẩ", "ã": "ẫ", "ä": "ậ"},
    "e": {"ù": "é", "ø": "è", "û": "ẻ", "õ": "ẽ", "ï": "ẹ", "â": "ê", "á": "ế", "à": "ề", "å": "ể", "ã": "ễ", "ä": "ệ"},
    "o": {"ù": "ó", "ø": "ò", "û": "ỏ", "õ": "õ", "ï": "ọ", "â": "ô", "á": "ố", "à": "ồ", "å": "ổ", "ã": "ỗ", "ä": "ộ"},
    "ô": {"ù": "ớ", "ø": "ờ", "û": "ở", "õ": "ỡ", "ï": "ợ"},
    "u": {"ù": "ú", "ø": "ù", "û": "ủ", "õ": "ũ", "ï": "ụ"},
    "ö": {"ù": "ứ", "ø": "ừ", "û": "ử", "õ": "ữ", "ï": "ự"},
    "y": {"ù": "ý", "ø": "ỳ", "û": "ỷ", "õ": "ỹ"},
}  # fmt: skip
_VNI_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    table = {}
    for letter, marks in _VNI_MARKS.items():
        for mark, result in marks.items():
            table[letter + mark] = result
            for typed in (mark, mark.upper()):
                table[letter.upper() + typed] = result.upper()
    for letter, result in _VNI_SINGLE.items():
        table[letter], table[letter.upper()] = result, result.upper()
    return table


_VNI = _vni_table()
_VNI_LETTER = re.compile("[aeoôuöyAEOÔUÖY][ùøûõïêéèúüëâáàåãäÙØÛÕÏÊÉÈÚÜËÂÁÀÅÃÄ]|[ñôöíìæóòîÑÔÖÍÌÆÓÒÎ]")


# --- ways of decoding ---------------------------------------------------------------------------------------------


def _from_tcvn3(text: str) -> str:
    return text.translate(_TCVN3_TABLE)


def _from_vni(text: str) -> str:
    return _VNI_LETTER.sub(lambda match: _VNI.get(match[0], match[0]), text)


def _from_1258(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_CP1258_TABLE))


_TCVN3_TABLE = str.maketrans(_TCVN3)
_CP1258_TABLE = {
    ord(western): character
    for western, code in _BYTE.items()
    if code >= 0xC0 and (character := bytes([code]).decode("cp1258", "ignore")) and character != western
}
# Ă is the first byte of "à" where the misreader took the text for Windows-1258
_LEADS = {"Ă": 0xC3}
_TRAILS = {character: code for character, code in _BYTE.items() if 0x80 <= code <= 0xBF}
_TRAIL = "[" + re.escape("".join(_TRAILS)) + "]"
_MISREAD = re.compile(f"[\u00c2-\u00dfĂ]{_TRAIL}|[\u00e0-\u00ef]{_TRAIL}{{2}}")


def _from_mojibake(text: str) -> str:
    # the second byte of "à" is a no-break space, which many programs turn into a plain one
    text = text.replace("Ã  ", "à ").replace("Ã ", "à ")
    for _ in range(3):
        mended = _MISREAD.sub(_misread, text)
        if mended == text:
            break
        text = mended
    return text


def _misread(match: re.Match[str]) -> str:
    try:
        return bytes(_LEADS.get(character) or _BYTE[character] for character in match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


_WAYS: dict[str, Callable[[str], str]] = {
    "tcvn3": _from_tcvn3,
    "vni": _from_vni,
    "mojibake": _from_mojibake,
    "windows-1258": _from_1258,
}


# --- the vote -----------------------------------------------------------------------------------------------------

# Signs that Unicode Vietnamese hardly has: the rest of Latin-1, its accented letters that no syllable uses
_SUSPECT = re.compile("[\x80-\x9f¡-ª¬-¯±-¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ]")
_WESTERN_LETTER = re.compile("[\x80-\xff]")
_TOKEN = re.compile(r"[^\s\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e“”‘’…–—]+")
_DIGIT = re.compile("[0-9]")
_EDGES = "«»•·§®©™¬°\xad"
_SIGN = re.compile(r"(?<!\S)[^\w\s](?!\S)|(?<!\S)[Ðð](?!\S)")  # a lone "×" or "·" is a sign in every encoding
_VOWELLESS = re.compile("[B-DĐÐF-HJ-NP-TV-XZ§]+")  # "QĐ", "TTĐT": abbreviations speak for nothing
_SHORT = 4000
# beyond this character Western fonts and misread bytes have nothing: such a word is Unicode already
_BEYOND = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u0300-\u036f\u1ea0-\u1ef9]"
)


def repair(text: str) -> Decoded:
    """Put legacy letters and misread UTF-8 right, line by line; line ends stay, so lines can be told apart afterwards.

    The encoding is that of most lines that needed it, "" when none did: such a text comes back unchanged.
    """
    if text.isascii() or not (_SUSPECT if len(text) > _SHORT else _WESTERN_LETTER).search(text):
        return Decoded(text)
    lines = text.split("\n")
    verdicts: dict[int, str | None] = {}
    for index, line in enumerate(lines):
        if _SUSPECT.search(line):
            verdicts[index] = _verdict(line)
    if not any(verdicts.values()) and len(text) > _SHORT:
        return Decoded(text)
    for index, line in enumerate(lines):
        if index not in verdicts and _WESTERN_LETTER.search(line):
            verdicts[index] = _verdict(line)
    _settle(lines, verdicts)
    counted = Counter(name for name in verdicts.values() if name)
    if not counted:
        return Decoded(text)
    usual = counted.most_common(1)[0][0]
    for index, name in verdicts.items():
        if name:
            lines[index] = _mended(lines[index], name)
    if counted["tcvn3"] and "\xad" not in text:
        lines = [_horned(line) if verdicts.get(index) == "tcvn3" else line for index, line in enumerate(lines)]
    return Decoded("\n".join(lines), usual)


def _verdict(line: str) -> str | None:
    """Return the way of decoding that makes most of a line, "" for leaving it alone, None where it cannot be told."""
    phrase = _unicode_apart(line)
    if phrase is None:
        return ""
    phrase = _SIGN.sub(" ", phrase)
    plain = best = _score(phrase, as_typed=True)
    found = ""
    tie = False
    for name, way in _WAYS.items():
        mended = way(phrase)
        if mended != phrase:
            score = _score(mended)
            if score > best:
                found, best, tie = name, score, False
            elif score == best:
                tie = True
    if best > 0:
        return None if tie else found
    # a line such as "Sè: 12/Q§-UBND" says little by itself: its neighbours decide
    return None if best > plain or (best == 0 and tie) else ""


def _settle(lines: list[str], verdicts: dict[int, str | None]) -> None:
    """Decide the lines that could be read two ways: as the decided lines before and after, else as most lines."""
    undecided = [index for index, name in verdicts.items() if name is None]
    if not undecided:
        return
    order = sorted(verdicts)
    following: dict[int, str] = {}
    name: str | None = None
    for index in reversed(order):
        if verdicts[index] is not None:
            name = verdicts[index]
        following[index] = name or ""
    usual = Counter(name for name in verdicts.values() if name is not None).most_common(1)
    name = None
    for index in order:
        if verdicts[index] is not None:
            name = verdicts[index]
            continue
        before = following[index] if name is None else name
        choice = before if before == following[index] else (usual[0][0] if usual else "")
        if choice and _fits(lines[index], choice):
            verdicts[index] = choice
        else:
            verdicts[index] = "" if usual else _first_best(lines[index])


def _first_best(line: str) -> str:
    """Return the likelier of two ways that both beat leaving a line alone, where no other line helps."""
    phrase = _SIGN.sub(" ", _unicode_apart(line) or "")
    scores = {name: _score(way(phrase)) for name, way in _WAYS.items()}
    name = max(scores, key=lambda way: scores[way])
    return name if scores[name] > max(_score(phrase, as_typed=True), 0) else ""


def _fits(line: str, name: str) -> bool:
    """Say whether a way of decoding makes at least as much of a line as leaving it alone does."""
    if name == "mojibake":
        return _MISREAD.search(line) is not None
    phrase = _SIGN.sub(" ", _unicode_apart(line) or "")
    plain, score = _score(phrase, as_typed=True), _score(_WAYS[name](phrase))
    return score > plain or score == plain >= 0


def _unicode_apart(line: str) -> str | None:
    """Return what of a line may be legacy, the words without letters that only Unicode has; None when there is none."""
    if not _BEYOND.search(line):
        return line
    rest = " ".join(word for word in line.split(" ") if not _BEYOND.search(word))
    return rest if _WESTERN_LETTER.search(rest) else None


def _score(phrase: str, *, as_typed: bool = False) -> int:
    """Count the syllables among the words with letters beyond ASCII, less the words that are none.

    `as_typed` asks for sensible capitals too: "tÕ" is no word, whatever its letters are.
    """
    known = syllables()
    score = 0
    for token in _TOKEN.findall(phrase):
        if token.isascii() or _DIGIT.search(token):
            continue
        small = token.lower().replace("ð", "đ") if as_typed else token.lower()  # old keyboards typed an eth
        if small in known and not (as_typed and token != small and not token.isupper() and not token.istitle()):
            score += 1
        elif _odd(token, known, as_typed):
            score -= 1
    return score


def _odd(token: str, known: frozenset[str], as_typed: bool) -> bool:
    inner = token.strip(_EDGES)
    if inner.lower() in known:
        return as_typed and inner == token
    return not _VOWELLESS.fullmatch(token)


def _mended(line: str, name: str) -> str:
    way = _WAYS[name]
    if _BEYOND.search(line) and name != "mojibake":
        return " ".join(word if _BEYOND.search(word) else _cased(word, way(word), name) for word in line.split(" "))
    return _cased(line, way(line), name)


# --- capitals and lost letters ------------------------------------------------------------------------------------

_ASCII_LETTER = re.compile("[A-Za-z]")
_SMALL = re.compile("[a-z]")
_COMMITTEE = re.compile(r"\bủy ban\b")  # a name in official texts, and its capital has no code
_CAPITALS = re.compile(
    r"(?<![^\s(])[^\s0-9/A-Za-z]*[A-Z][^\s0-9/A-Za-z]*[A-Z][^\s0-9/]*(?!\S)"
)  # a word in capitals, no symbol


def _cased(line: str, mended: str, name: str) -> str:
    """Give the capitals back that TCVN3 leaves to the font: "CéNG HßA" is "CỘNG HÒA"."""
    if name != "tcvn3":
        return mended
    if _CAPITALS.search(line) and not _SMALL.search(line):
        return mended.upper()
    mended = _COMMITTEE.sub("Ủy ban", mended)
    return " ".join(_cased_word(word) for word in mended.split(" "))


def _cased_word(word: str) -> str:
    typed = _ASCII_LETTER.findall(word)
    if len(typed) > 1 and all(letter < "a" for letter in typed):
        return word.upper()
    return word


_LOST = re.compile(r"[^\W\d_]+")
_UNITS = frozenset(("cm", "km", "kg", "mm", "ml", "tr", "ng", "kv"))


def _horned(line: str) -> str:
    """Put back the ư that was U+00AD and so fell out as a soft hyphen: "thờng" is "thường", "nhng" is "nhưng"."""
    return _LOST.sub(_with_horn, line)


def _with_horn(match: re.Match[str]) -> str:
    word = match[0]
    small = word.lower()
    known = syllables()
    if small in known or small in _UNITS or len(small) < 2 or (word not in (small, small.title()) and word.isascii()):
        return word
    tries = [small[:place] + "ư" + small[place:] for place in range(1, len(small) + 1)]
    fitting = [found for found in tries if found in known]
    if len(fitting) != 1:
        return word
    place = tries.index(fitting[0]) + 1
    return word[:place] + ("Ư" if word.isupper() else "ư") + word[place:]
