"""Find with whom the actor works and who gets the result ("phối hợp với Sở Tài chính", "báo cáo UBND tỉnh (qua Sở Ngoại vụ)")."""

from __future__ import annotations

from functools import cache

from .agencies import names_at
from .lexicon import cues
from .model import Name
from .words import Phrases, Words

_FAR = 26
_STOPS = frozenset(";.:")


class _Cues:
    def __init__(self) -> None:
        table = cues("duties")["relations"]
        self.fill = Phrases(table["cooperate_fill"])
        self.advise = Phrases(table["advise_fill"])
        self.send = Phrases(table["send"])
        self.direct = Phrases(table["direct"])
        self.toward = Phrases(table["toward"])


@cache
def _cues() -> _Cues:
    return _Cues()


# "Chỉ đạo các đơn vị chủ rừng phối hợp với …": it is they who work with the others.
_HAVING_DONE = frozenset((("tham", "mưu"), ("chỉ", "đạo"), ("hướng", "dẫn"), ("đôn", "đốc"), ("yêu", "cầu")))
_NOBODY = frozenset(
    (
        "lực lượng",
        "nước",
        "các nước",
        "đối tác",
        "các đối tác",
        "bên",
        "các bên",
        "cấp",
        "tỉnh",
        "tổ",
        "các cấp",
        "ban",
        "hội",
        "khu",
    )
)


def partners_in(words: Words, first: int, last: int, actors: tuple[Name, ...] = ()) -> list[Name]:
    """Return who is to work with the actor in words `first:last` ("phối hợp chặt chẽ, thường xuyên trao đổi với các Bộ")."""
    found: list[Name] = []
    low = words.low
    if "phối" not in low and "cùng" not in low:
        return []
    for k in range(first, last - 1):
        if low[k] == "phối" and low[k + 1] == "hợp":
            if _by_another(words, k, first, actors):
                continue
            found += _cooperating(words, k + 2, last)
        elif (
            low[k] == "cùng"
            and low[k + 1] in ("với", "các", "sở", "bộ")
            and k > first
            and low[k - 1] in ("trì", "hợp", ",")
        ):
            names = names_at(words, k + 2 if low[k + 1] == "với" else k + 1, limit=last)
            if names and low[k - 1] == "trì":
                found += names.names
    return [name for name in found if name.text.lower() not in _NOBODY]


def _by_another(words: Words, k: int, first: int, actors: tuple[Name, ...]) -> bool:
    """Say whether it is another that works with them ("Tham mưu UBND tỉnh phối hợp với Bộ Công an")."""
    low = words.low
    if k > first and low[k - 1] in ("sự", "chế", "việc", "tác") and low[k + 2 : k + 3] != ["với"]:
        return True
    if k > first + 1 and low[k - 2 : k] == ["quy", "chế"]:
        return True
    # The name just before "phối hợp" is told of by "tham mưu".
    m = k - 1
    back = max(first, k - 14)
    while m >= back and low[m] not in _STOPS:
        if m and (low[m - 1], low[m]) in _HAVING_DONE:
            names = names_at(words, m + 1 + (1 if low[m + 1] in ("cho", "với", "giúp") else 0), limit=k + 1)
            return bool(names and names.stop == k) and (low[m] == "mưu" or low[k + 2 : k + 3] == ["với"])
        m -= 1
    return False


def _cooperating(words: Words, k: int, last: int) -> list[Name]:
    cue = _cues()
    low = words.low
    helps = False
    linked = False
    start = k
    while k < last and k - start < 14:
        if low[k] in ("giữa", "của"):
            if low[k] == "của" and words.low[start - 3 : start - 2] == ["sự"]:
                k += 1
                continue
            return []
        if low[k] in ("với", "cùng"):
            linked = True
        size = cue.fill.at(words, k)
        names = None if size and low[k] in ("với", "cùng", ",", "và") else names_at(words, k, limit=last)
        if names and names.names:
            return [name for name in names.names if not (helps and not linked and _of_the_public(name))]
        if not size:
            return []
        if low[k] in ("hỗ", "hướng"):
            helps = True
        k += size
    return []


def recipients_in(words: Words, first: int, last: int, actors: tuple[Name, ...] = ()) -> list[Name]:
    """Return who gets the result or the advice in words `first:last` ("tham mưu cho UBND tỉnh", "về Sở Ngoại vụ")."""
    found: list[Name] = []
    low = words.low
    send, toward = _cues().send.firsts, _cues().toward.firsts
    own = {name.text.lower() for name in actors}
    sending = -1
    k = first
    cue = _cues()
    while k < last:
        word = low[k]
        if word in _STOPS:
            sending = -1
        elif word == "tham" and low[k + 1 : k + 2] == ["mưu"]:
            found += _advised(words, k + 2, last)
            sending = k
        elif word in send and cue.send.at(words, k):
            sending = k
            size = cue.direct.at(words, k)
            if size:
                found += _given(words, k + size, last)
        elif sending >= 0 and word in toward and k - sending <= _FAR and cue.toward.at(words, k):
            size = cue.toward.at(words, k)
            if word not in ("với", "cho") or (k - sending <= 10 and _reports(words, sending, k)):
                found += _named(words, k + size, last)
        k += 1
    seen: set[str] = set()
    kept = []
    for name in found:
        plain = name.text.lower()
        if plain in seen or plain in own or plain in _NOBODY:
            continue
        seen.add(plain)
        kept.append(name)
    return kept


def _reports(words: Words, sending: int, k: int) -> bool:
    """Say whether "với" or "cho" leads to a recipient: after a report or a proposal, not after "phối hợp"."""
    between = words.low[sending:k]
    return "hợp" not in between[-2:] and words.low[sending] in ("báo", "đề", "kiến", "trình", "gửi", "cung", "phản")


def _advised(words: Words, k: int, last: int) -> list[Name]:
    cue = _cues()
    start = k
    while k < last and k - start < 10:
        size = cue.advise.at(words, k)
        names = None if size else names_at(words, k, limit=last)
        if names:
            return _superior(names.names)
        if not size:
            return []
        k += size
    return []


def _given(words: Words, k: int, last: int) -> list[Name]:
    """Return the names right after a verb of reporting, over "với", "cho", "về"."""
    cue = _cues()
    start = k
    while k < last and k - start < 5:
        if words.low[k] in (",", "với", "cho", "về", "lên", "đến", "tới", "và", "lãnh"):
            if words.low[k] == "lãnh":
                break
            k += 1
            continue
        size = cue.direct.at(words, k)
        if size:
            k += size
            continue
        break
    return _named(words, k, last)


def _named(words: Words, k: int, last: int) -> list[Name]:
    names = names_at(words, k, limit=last)
    return _superior(names.names) if names else []


def _superior(names: tuple[Name, ...]) -> list[Name]:
    """Leave out what is no agency by itself in a place where only a recipient makes sense."""
    return [name for name in names if not _of_the_public(name)]


def _of_the_public(name: Name) -> bool:
    """Say whether a name is of those who are served, not of those who are reported to ("các đối tác", "người dân")."""
    words = [word for word in name.text.lower().split() if word not in ("các", "mọi", "những")]
    if not words or (len(words) == 1 and name.text[0].islower() and words[0] not in ("cấp",)):
        return True
    if words[0] in ("trung", "tổ") and name.text[0].islower():
        return True
    return words[0] in (
        "cán",
        "công" if words[:2] == ["công", "chức"] else "cán",
        "hội" if words[:2] == ["hội", "viên"] else "cán",
        "thành" if words[:2] == ["thành", "viên"] else "cán",
        "hợp",
        "doanh",
        "người",
        "nhân",
        "hộ",
        "đối",
        "nhà",
        "cá",
        "bên",
        "nước",
        "chuyên",
        "khối",
    )
