"""Find who is told to act at the beginning of a clause ("Sở Ngoại vụ chủ trì …", "Đề nghị Hiệp hội … phối hợp …")."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from .agencies import Names, names_at
from .heads import head_at, lexicon
from .lexicon import cues
from .model import Name, Span
from .words import Phrases, Words, phrase_set, word_set

# All in words.
_LONGEST_OPENING = 90
_LONGEST_PLACE = 25
_LONGEST_DEED = 20
_LONGEST_CLAUSE = 400
_LONGEST_LIST = 120
_LABEL = 10  # words of a label before its colon
_MARKS = frozenset(".;()!?")


class Clause(NamedTuple):
    """A stretch of words `first:last` up to a full stop, a semicolon or the end of a paragraph.

    `after` is what closed the clause before it: "", ";", "." or "paragraph".
    """

    first: int
    last: int
    after: str = ""


class Actor(NamedTuple):
    """Who acts in a clause. `how`: "subject", "request", "colon" ("Sở Tư pháp: …"), "heading" (names and nothing else),
    "bracket" ("… (Sở Tư pháp chủ trì)"). `after` is the word where what they do begins."""

    names: tuple[Name, ...]
    how: str
    first: int
    after: int
    sure: bool = True


class _Cues:
    def __init__(self) -> None:
        table = cues("duties")
        self.openings = Phrases(table["openings"]["words"])
        self.skipped = Phrases(table["openings"]["skipped"])
        self.weak = Phrases((*table["openings"]["weak"], *table["openings"]["never"]))
        self.never = Phrases(table["openings"]["never"])
        self.requests = Phrases(cues("agencies")["requests"])
        told = table["actors"]
        self.served = tuple(f"{phrase} " for phrase in told["served"])
        self.acting = tuple(told["acting"])
        self.places = frozenset(told["places"])
        self.own_verbs = phrase_set(told["own_verbs"])
        self.wishes = Phrases(told["wishes"])
        self.later = Phrases(told["later"])
        self.conditions = Phrases(told["conditions"])
        self.must = Phrases(told["must"])
        self.responsible = Phrases(told["responsible"])
        self.told_by = Phrases(told["told_by"])
        self.brackets = Phrases(told["brackets"])
        self.by_office = Phrases(told["by_office"])
        # Single words, each set with its meaning in the lexicon.
        self.set = {name: word_set(words) for name, words in told["walk"].items()}


@cache
def _cues() -> _Cues:
    return _Cues()


def clauses(words: Words, breaks: frozenset[int] = frozenset()) -> list[Clause]:
    """Cut words into clauses ("Sở A chủ trì; Sở B phối hợp.": two); `breaks` are the words that begin a paragraph."""
    found: list[Clause] = []
    first = 0
    after = ""
    n = len(words)
    depth = 0
    marks = [k for k, word in enumerate(words.raw) if word in _MARKS]
    for k in sorted({*marks, *breaks}) if breaks else marks:
        low = words.raw[k]
        mark = ""
        last = k + 1
        if k in breaks and k > first:
            mark, last, depth = "paragraph", k, 0
        elif low == "(":
            depth += 1
        elif low == ")":
            depth = max(0, depth - 1)
        elif depth and k - first < _LONGEST_CLAUSE:
            continue
        elif low == ";":
            mark = "" if _in_list(words, first, k) else ";"
        elif low in ".!?" and _ends_sentence(words, k, n):
            mark = "."
        if mark:
            found.append(Clause(first, last, after))
            first, after = last, mark
    if first < n:
        found.append(Clause(first, n, after))
    return [clause for clause in found if clause.last - clause.first > 4 or _has_words(words, clause)]


def _has_words(words: Words, clause: Clause) -> bool:
    return any(words.low[k][0].isalnum() for k in range(clause.first, clause.last))


def _in_list(words: Words, first: int, k: int) -> bool:
    """Say whether the semicolon at k only parts the names of who acts ("Đề nghị Sở A; thủ trưởng các đơn vị …")."""
    if k - first > _LONGEST_LIST:
        return False
    start = _skip(words, first, k)
    start += _cues().requests.at(words, start)
    names = names_at(words, start)
    if names and names.stop > k:
        return True
    requests = _cues().requests
    for m in range(first + 1, min(k, first + 40)):
        size = words.low[m] in requests.firsts and requests.at(words, m)
        if size:
            names = names_at(words, m + size)
            if names and names.stop > k:
                return True
    for m in range(k - 1, max(first, k - 40), -1):
        if words.low[m] == "hợp" and words.low[m - 1] == "phối":
            # "phối hợp với Ban Quản lý …; các đơn vị liên quan rà soát …"
            names = names_at(words, m + 1 + (words.low[m + 1] in _cues().set["with"]))
            return bool(names and names.stop > k)
    return False


def _ends_sentence(words: Words, k: int, n: int) -> bool:
    if k + 1 >= n:
        return True
    if words.raw[k + 1] == "”":
        return k + 2 >= n or words.cap[k + 2]
    after = words.start[k + 1]
    if after == words.end[k]:
        return False
    before = words.low[k - 1] if k else ""
    numbered = before.isdigit() and len(before) <= 2 and k >= 2 and words.raw[k - 2] == "."
    if numbered or before in _cues().set["abbreviations"]:
        return False
    return words.cap[k + 1] or words.raw[k + 1].isdigit() or not words.raw[k + 1][0].isalpha()


def actor_of(words: Words, clause: Clause, *, strict: bool = False) -> Actor | None:
    """Return who is told to act in a clause ("Giao Sở Nội vụ …"), None when it names nobody.

    `strict` asks for a predicate that surely instructs, as for a further sentence of a provision that has its actor.
    """
    cue = _cues()
    strict = strict and clause.after != "paragraph"
    k = _skip(words, clause.first, clause.last)
    found = _at(words, k, clause, strict)
    if found:
        return (_in_bracket(words, clause) or found) if found.how == "heading" else found
    if k < clause.last and cue.openings.at(words, k):
        return _after_opening(words, k, clause)
    return _after_colon(words, k, clause) or _in_bracket(words, clause) or _therefore(words, clause)


def _therefore(words: Words, clause: Clause) -> Actor | None:
    """Look for a request that follows from what is said before it ("Hồ sơ còn thiếu nên đề nghị Công ty bổ sung …")."""
    cue = _cues()
    for m in range(clause.first + 1, clause.last - 2):
        if words.low[m] in cue.set["therefore"]:
            size = cue.requests.at(words, m + 1)
            if size:
                return _requested(words, m + 1, m + 1 + size, clause)
    return None


def _in_bracket(words: Words, clause: Clause) -> Actor | None:
    """Look for the actor in a bracket at the end ("Thành lập Đoàn kiểm tra … (Giao Công an tỉnh tham mưu)")."""
    if "(" not in words.raw[clause.first : clause.last]:
        return None
    for m in range(clause.last - 3, max(clause.first, clause.last - 80), -1):
        if words.raw[m] == "(":
            size = _cues().requests.at(words, m + 1)
            if size:
                found = _requested(words, m + 1, m + 1 + size, clause)
                return found._replace(how="bracket") if found else None
            names = names_at(words, m + 1, limit=clause.last)
            told = names and names.why == "predicate" and _cues().brackets.at(words, names.stop)
            closes = ")" in words.raw[clause.last - 2 : clause.last]
            return Actor(names.names, "bracket", m + 1, names.stop) if names and told and closes else None
    return None


def _after_colon(words: Words, k: int, clause: Clause) -> Actor | None:
    """Look for the actor behind the colon of a topic ("Kiến nghị về kinh phí dự án: Giao Bộ Tài chính …")."""
    if ":" not in words.raw[clause.first : clause.last]:
        return None
    for m in range(k + 1, min(clause.last - 1, k + _LONGEST_OPENING)):
        if words.raw[m] == ":":
            size = _cues().requests.at(words, m + 1)
            if size:
                return _requested(words, m + 1, m + 1 + size, clause)
            names = names_at(words, m + 1, limit=clause.last) if words.cap[m + 1] else None
            return _judge(words, m + 1, names, clause, True) if names and names.why == "predicate" else None
    return None


def opens_with_time(words: Words, k: int) -> bool:
    """Say whether a clause opens with a time, ground or condition ("Trên cơ sở kết quả …") and not with the work."""
    return words.low[k] in _cues().set["grounds"]


def _skip(words: Words, k: int, last: int) -> int:
    cue = _cues()
    while k < last:
        size = 1 if words.raw[k] == "”" else cue.skipped.at(words, k)
        if not size:
            break
        k += size
    return k


def _at(words: Words, k: int, clause: Clause, strict: bool) -> Actor | None:
    cue = _cues()
    size = cue.requests.at(words, k)
    if size:
        return _requested(words, k, k + size, clause)
    names = names_at(words, k, limit=clause.last)
    return _judge(words, k, names, clause, strict) if names else None


def _requested(words: Words, first: int, k: int, clause: Clause) -> Actor | None:
    if k < clause.last and words.raw[k] in (":", ",", "-"):
        k += 1
    names = names_at(words, k, limit=clause.last)
    if not names or (names.why == "break" and words.low[names.stop] == "về"):
        return None
    if not can_act(names.names):
        return None
    how = "heading" if _nothing_after(words, names.stop, clause) else "request"
    return Actor(names.names, how, first, names.stop)


def can_act(names: tuple[Name, ...]) -> bool:
    """Say whether a list names somebody who can be told to act, and not only those who are served ("người dân")."""
    cue = _cues()
    plain = [_plain(name.text) for name in names]
    told = any(not one.startswith(cue.served) or one.startswith(cue.acting) for one in plain)
    return told or any(name.text in cue.places for name in names)


def _plain(text: str) -> str:
    """Return a name in small letters without its quantifier and with a space behind ("Các nước": "nước ")."""
    first, _, rest = text.lower().partition(" ")
    return f"{rest} " if rest and first in lexicon().set["quantifiers"] else f"{text.lower()} "


def _nothing_after(words: Words, k: int, clause: Clause) -> bool:
    return all(not words.low[j][0].isalnum() for j in range(k, clause.last))


def _judge(words: Words, k: int, names: Names, clause: Clause, strict: bool) -> Actor | None:
    """Say whether a list of names at the start of a clause is the subject of an instruction."""
    cue, lex = _cues(), lexicon()
    if not can_act(names.names):
        return None
    head = head_at(words, k)
    if (
        head
        and head.kind == "bare"
        and lex.units.at(words, k)
        and (names.names[0].text not in cue.places or cue.wishes.at(words, names.stop))
    ):
        return None  # "Tỉnh tổ chức thực hiện …" in a notice, not "tỉnh chú trọng …" in an article
    if head and words.low[k] in cue.set["persons"]:
        return None  # "Ông Nguyễn Văn A - Phó Chủ tịch: Tổ trưởng"
    stop = names.stop
    if head and head.kind == "bare" and head.size == 2 and ":" in words.raw[stop : stop + _LABEL]:
        return None  # "Cơ quan trực tiếp thực hiện thủ tục: …" is a label
    # "Cơ sở" by itself is a class, too.
    a_class = head and (head.kind in ("class", "bare") or (head.kind == "proper" and stop - k == head.size))
    responsible = _responsible(words, k, names, clause) if a_class else None
    if responsible:
        return responsible
    if names.why == "predicate":
        request = cue.requests.at(words, stop)
        if request:
            # "Ủy ban nhân dân tỉnh yêu cầu các sở …": who is asked acts, not who asks.
            asked = _requested(words, k, stop + request, clause)
            if asked:
                return asked
        if words.low[stop] == "là" and not cue.by_office.at(words, stop + 1):
            return None  # "Trưởng đoàn là lãnh đạo Sở Y tế" says who he is
        if not _instructs(words, stop, head.kind if head else "") and (strict or not cue.later.at(words, stop)):
            return None
        return Actor(names.names, "subject", k, stop)
    if names.why == "colon":
        if strict and not words.cap[k]:
            return None
        if _nothing_after(words, stop, clause):
            return Actor(names.names, "heading", k, stop + 1)
        acts = _instructs(words, stop + 1, "proper") or cue.later.at(words, stop + 1) > 1
        if not (acts or cue.openings.at(words, stop + 1) or cue.requests.at(words, stop + 1)):
            # "Ủy ban bầu cử của tỉnh: Không quá 05 cá nhân" tells nobody to act.
            return None
        return Actor(names.names, "colon", k, stop + 1)
    if _nothing_after(words, stop, clause):
        return Actor(names.names, "heading", k, stop)
    if names.why in ("comma", "mark"):
        after = stop + 1
        if strict and not words.cap[k]:
            return None
        if lex.predicates.at(words, after) or cue.openings.at(words, after):
            return Actor(names.names, "subject", k, stop, sure=False)
        return None
    kind = head.kind if head else ""
    capital = words.cap[k]
    if names.why == "break":
        placed = kind in ("class", "bare") and words.low[stop] in cue.set["placing"]
        return _placed(words, k, names, clause) if placed and (capital or not strict) else None
    if names.why == "loose" and capital and not strict and kind != "bare":
        return Actor(names.names, "subject", k, stop, sure=False)
    return None


def _instructs(words: Words, k: int, kind: str) -> bool:
    """Say whether the words at k tell the ones before them to act ("… có trách nhiệm"; not "… được hỗ trợ")."""
    cue = _cues()
    strong = lexicon().predicates.at(words, k)
    weak = (cue.weak if kind in ("class", "bare") else cue.never).at(words, k)
    return strong > weak


def _responsible(words: Words, k: int, names: Names, clause: Clause) -> Actor | None:
    """Return the actor whose class is told by what it does ("Cơ sở khám bệnh, chữa bệnh có trách nhiệm …")."""
    cue = _cues()
    end = names.stop
    if words.low[end : end + 1] and (words.low[end] in cue.set["concerning"] or cue.told_by.at(words, end)):
        return None
    for m in range(names.stop, min(clause.last, names.stop + _LONGEST_DEED)):
        if m > names.stop and cue.responsible.at(words, m):
            if words.low[m - 1] in cue.set["whoever"]:
                return None  # "… báo cáo người có trách nhiệm"
            last = names.names[-1]
            place = words.end[(end if end > names.stop else m) - 1]
            longer = Name(words.text[last.span.start : place], Span(last.span.start, place))
            return Actor((*names.names[:-1], longer), "subject", k, m)
        head = head_at(words, m) if m > names.stop else None
        if words.raw[m] in ".;:(" or (head and head.kind != "bare"):
            return None
        if end == names.stop and m > names.stop and cue.told_by.at(words, m):
            end = m  # "… quy định tại Thông tư này có trách nhiệm": the name ends before it
    return None


def _placed(words: Words, k: int, names: Names, clause: Clause) -> Actor | None:
    """Return the actor whose class is told by a place ("Các nhà đầu tư trong các khu công nghiệp chủ động …")."""
    cue, lex = _cues(), lexicon()
    stop = min(clause.last, names.stop + _LONGEST_PLACE)
    for m in range(names.stop + 1, stop):
        if words.raw[m] in ".;:(":
            return None
        acts = cue.must.at(words, m) or (lex.predicates.at(words, m) and words.low[m] in cue.set["sure_verbs"])
        if words.cap[m - 1] or not acts:
            continue
        if words.low[names.stop] in cue.set["concerning"]:
            # "… có liên quan tới việc thực hiện Kế hoạch này có trách nhiệm": the name ends before it.
            return Actor(names.names, "subject", k, m, sure=False)
        last = names.names[-1]
        end = words.end[m - 1] if words.raw[m - 1] != "," else words.end[m - 2]
        longer = Name(words.text[last.span.start : end], Span(last.span.start, end))
        return Actor((*names.names[:-1], longer), "subject", k, m, sure=False)
    return None


def _after_opening(words: Words, k: int, clause: Clause) -> Actor | None:
    """Look for the actor behind an opening ("Căn cứ Kế hoạch này, các sở …", "… nếu có vướng mắc đề nghị các …")."""
    cue, lex = _cues(), lexicon()
    stop = min(clause.last, k + _LONGEST_OPENING)
    conditional = cue.conditions.at(words, k) > 0
    m = k
    while m < stop:
        if words.raw[m] in ",:":
            after = _skip(words, m + 1, stop)
            if words.raw[m] == ":" and lex.predicates.at(words, after) and not words.cap[after]:
                return None  # "Về thi công: chỉ đạo các nhà thầu …": who acts is named above
            if words.raw[m] == "," and tuple(words.low[after : after + 2]) in cue.own_verbs:
                return None  # "Trên cơ sở đề xuất của các sở, chủ trì tổng hợp …": who acts is named above
            if after < stop:
                asked = cue.requests.at(words, after)
                if asked and (words.raw[m] == ":" or words.low[after] == "giao"):
                    found = _requested(words, after, after + asked, clause)
                    if found:
                        return found
                names = names_at(words, after, limit=clause.last)
                head = head_at(words, after)
                if names and head and names.why == "predicate":
                    inside = clause.after == ";" and head.kind == "class"
                    named = words.cap[after] or head.kind in ("class", "proper") or cue.must.at(words, names.stop)
                    found = _judge(words, after, names, clause, True) if named and not inside else None
                    if found:
                        return found
                elif names and names.why in ("comma", "colon") and words.cap[after]:
                    return _judge(words, after, names, clause, False)
        if conditional and m > k and words.low[m] == "các" and words.raw[m - 1] not in ",:":
            # "… nếu thấy cần sửa đổi, bổ sung các sở, ngành chủ động đề xuất …": no comma before who acts.
            names = names_at(words, m, limit=clause.last)
            prompt = names and names.why == "predicate" and words.low[names.stop] in cue.set["prompt"]
            if names and prompt and can_act(names.names):
                return Actor(names.names, "subject", m, names.stop, sure=False)
        request = cue.requests.at(words, m) if m > k else 0
        if request and words.low[m] != "giao" and words.low[m - 1] not in cue.set["own_request"]:
            found = _requested(words, m, m + request, clause)
            if found and found.how == "request":
                return found
        m += 1
    return None
