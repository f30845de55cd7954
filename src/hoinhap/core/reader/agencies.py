"""Read the names of agencies, classes of agencies and offices out of running text.

A name begins with a head ("Sở", "UBND", "Giám đốc", "các sở, ban, ngành") and goes on by a small grammar: capitalised
syllables with their partners ("Ngoại vụ"), "và" or a comma inside a name, modifiers ("cấp tỉnh", "có liên quan"). The
list ends where what they do begins ("… chủ trì", "… tham mưu"), or at a word that cannot belong to a name.
"""

from __future__ import annotations

from typing import NamedTuple

from .heads import Head, head_at, head_kind, lexicon
from .joining import (
    Item,
    as_names,
    bare_begins,
    deed_after,
    joins,
    members_end,
    members_follow,
    offices_end,
    orders,
    second_half,
)
from .model import Name
from .words import Words

_LONGEST_BRACKET = 160
_LONGEST_APPOSITION = 60
_MOST_LOOSE_WORDS = 5
_MOST_WORDS = 400


class Names(NamedTuple):
    """A list of names: `stop` is the word where it ended, `why` one of "predicate", "break", "colon", "comma",
    "semicolon", "period", "end", "dash", "loose" (a word of no lexicon), "mark"."""

    names: tuple[Name, ...]
    stop: int
    why: str


def names_at(words: Words, k: int, *, field: bool = False, limit: int | None = None) -> Names | None:
    """Read the list of names that begins at word k, or None when no name does.

    In a `field` ("Đơn vị phối hợp: Sở Nội vụ; các cơ quan liên quan.") semicolons part names and every part is a name;
    in a sentence the list must be made of heads.
    """
    head = head_at(words, k)
    n = min(len(words), limit if limit is not None else len(words), k + _MOST_WORDS)
    if head is None or k + head.size > n:
        return None
    if head.kind == "bare" and head.size == 2 and words.low[k : k + 2] == ["tổ", "chức"] and not field:
        # "tổ chức" opens a name only with "các", or as "Tổ chức, cá nhân …".
        listed = words.cap[k] and words.raw[k + 2 : k + 3] == [","]
        if not listed:
            return None
    return _List(words, n, field).read(k, head)


class _List:
    """One pass over the words of one list."""

    def __init__(self, words: Words, n: int, field: bool) -> None:
        self.words = words
        self.n = n
        self.field = field
        self.lex = lexicon()
        self.set = self.lex.set
        self.items: list[Item] = []
        self.stopped = -1  # where an apposition ended, when that is not where the names did

    def read(self, k: int, head: Head) -> Names:
        k = self._begin(k, head)
        why = "end"
        while k < self.n:
            step = self._step(k)
            if isinstance(step, str):
                why = step
                break
            k = step
        return Names(tuple(as_names(self.words, self.items)), self.stopped if self.stopped >= 0 else k, why)

    def _begin(self, k: int, head: Head) -> int:
        item = Item(k, head.kind, k + head.size)
        last = item.last - 1
        item.units = bool(self.lex.units.at(self.words, last)) or self.words.low[last] in ("ubnd", "dân")
        self.items.append(item)
        return item.last

    def _step(self, k: int) -> int | str:
        """Take the word k into the list and return the next one, or say why the list ends."""
        words, item = self.words, self.items[-1]
        low = words.low[k]
        if low in self.set["and"]:
            return self._and(k)
        if not low[0].isalnum():
            return self._mark(k, low)
        size = self.lex.modifiers.at(words, k)
        if size and (low != "được" or item.kind in ("class", "bare")):
            item.open = False
            return self._extend(k, size)
        return self._capital(k) if words.cap[k] else self._small(k)

    def _capital(self, k: int) -> int | str:
        """Go on over a capitalised word, or begin the next name with it."""
        words, item, lex = self.words, self.items[-1], self.lex
        group = item.kind in ("class", "bare")
        inner = head_at(words, k) if item.kind == "office" and item.last == k else None
        if inner and inner.kind != "proper":  # "Thủ trưởng Cơ quan ngang Bộ", "Đồng chí Phó Chủ tịch UBND tỉnh"
            item.kind = item.kind if inner.kind == "office" else "class"
            return self._extend(k, inner.size)
        size = lex.units.at(words, k) if group else 0
        if size and lex.proper.at(words, k) <= size:
            # "các sở, ban, ngành Tỉnh": whose they are.
            item.open = False
            return self._extend(k, size)
        if self.field and item.kind != "office" and item.last == k and words.low[k] in self.set["stacked"]:
            # The names of a cell stand under each other without a comma.
            head = head_at(words, k) if words.low[item.first] in self.set["alone"] else None
            if head:
                return self._begin(k, head)
        head = head_at(words, k) if item.listed and not item.units else None
        if head and head.kind in ("proper", "office"):
            return self._begin(k, head)
        if item.kind != "bare" and orders(words, item, k):
            return "predicate"
        return self._extend(k, 1 if group else max(1, lex.tails.at(words, k)))

    def _small(self, k: int) -> int | str:
        """Go on over a small-written word if the grammar of names lets it belong to one."""
        words, item, lex = self.words, self.items[-1], self.lex
        low = words.low[k]
        fresh = item.last == k
        if fresh and low.isdigit():
            if words.low[k - 1] in self.set["numbered"]:
                return self._extend(k, 1)
            size = lex.units.at(words, k + 1)
            if size:  # "UBND 04 xã: …"
                item.units, item.kind = True, "class"
                return self._extend(k, 1 + size)
        if fresh and item.kind in ("class", "bare") and item.open and not item.units:
            size = lex.nounable.at(words, k)
            if size:
                item.open = False
                return self._extend(k, size)
        size = lex.units.at(words, k)
        if size:
            longer = lex.proper.at(words, k)
            if longer > size:  # "Bí thư tỉnh ủy"
                return self._extend(k, longer)
            item.units = True
            item.tailed = False
            return self._extend(k, size)
        if lex.nouns.at(words, k - 1) == 2 or lex.nouns.at(words, k) == 2:
            return self._extend(k, 1)
        if fresh and words.cap[k - 1] and second_half(words, k):
            return self._extend(k, 1)
        tail = lex.tails.at(words, k)
        predicate = lex.predicates.at(words, k)
        made_of_verbs = fresh and k >= 2 and words.cap[k - 2] and lex.named_by_verbs.at(words, k - 2) == 2
        goes_on = item.tailed or made_of_verbs  # "Trung tâm Xúc tiến đầu tư": what it promotes belongs to its name
        longer = tail > predicate and words.low[item.first] not in self.set["closed"]
        if tail and item.kind != "bare" and (not predicate or longer or (goes_on and tail >= predicate)):
            item.tailed = True
            return self._extend(k, tail)
        if low in self.set["quantifiers"]:
            # "Liên hiệp các tổ chức hữu nghị", "UBND các xã", "Thủ trưởng các sở, ban, ngành"
            inner = head_at(words, k) if fresh and item.kind != "bare" else None
            return self._inner(k, inner) if inner and inner.kind == "class" else "break"
        if fresh and item.kind == "office":
            inner = head_at(words, k)
            if inner:
                return self._inner(k, inner)
        if low in self.set["owned_by"]:
            # "các Ban của Hội đồng nhân dân", "… thuộc các bộ, ngành Trung ương", "Ủy viên kiêm Chánh Văn phòng"
            owner = head_at(words, k + 1)
            if lex.units.at(words, k + 1) == 1 and k + 2 < self.n and words.cap[k + 2]:
                return self._extend(k, 2)  # "cơ quan Thuế tại tỉnh Đồng Tháp"
            if low == "tại" and k + 1 < self.n and words.cap[k + 1] and lex.missions.at(words, item.first):
                return self._extend(k, 2)  # "Đại sứ quán Việt Nam tại Lào"
            if owner and owner.kind != "bare" and k + 1 + owner.size <= self.n:
                item.open = owner.kind == "class"
                return self._extend(k, 1 + owner.size)
        body = fresh and words.cap[item.first] and words.low[k - 1] in self.set["bodies"]
        if body and tail and tail >= predicate:  # "Hội đồng thi đua"
            item.tailed = True
            return self._extend(k, tail)
        if predicate:
            deed = deed_after(words, k, self.n) if low in self.set["matters"] else 0
            return self._extend(k, deed - k) if deed else "predicate"
        return "break" if lex.breaks.at(words, k) else self._loose(k)

    def _inner(self, k: int, head: Head) -> int:
        """Go on over the agencies of an office, or the class that a name goes on with ("Thủ trưởng các sở")."""
        item = self.items[-1]
        if head.kind in ("class", "bare"):
            item.kind = "class"
        item.units = bool(self.lex.units.at(self.words, k + head.size - 1))
        return self._extend(k, head.size)

    def _loose(self, k: int) -> int | str:
        """Go on over a word of no lexicon, as long as a name may have some."""
        words, item = self.words, self.items[-1]
        fresh, group = item.last == k, item.kind in ("class", "bare")
        if fresh and group and item.open:
            size = self.lex.classes.at(words, k)
            if size:
                return self._extend(k, size)
        person = item.kind == "office" and k >= 2 and words.cap[k - 1] and words.cap[k - 2]
        allowed = _MOST_LOOSE_WORDS if group else 0 if person else 1
        if (group or (fresh and words.cap[k - 1])) and item.loose < allowed:
            item.loose += 1
            item.open = False
            return self._extend(k, 1, loose=True)
        return "loose"

    def _extend(self, k: int, size: int, *, loose: bool = False) -> int:
        item = self.items[-1]
        item.last = k + size
        if self.words.cap[k] and not loose:
            item.loose = 0
            item.tailed = False
        return k + size

    def _mark(self, k: int, low: str) -> int | str:
        words, item, lex = self.words, self.items[-1], self.lex
        after = k + 1
        if low == ",":
            return self._comma(k)
        if low == ";":
            head = head_at(words, after)
            if self.field or (head and head.kind != "bare"):
                return self._next_item(after) or "semicolon"
            return "semicolon"
        if low == "(":
            return self._bracket(k)
        if low == "[" and words.raw[after + 1 : after + 2] == ["]"] and words.raw[after].isdigit():
            return after + 2  # the mark of a footnote
        if low == "-":
            spaced = words.start[k] > words.end[k - 1]
            if not spaced:
                return self._extend(k, 1)
            if lex.appositions.at(words, after):
                return self._apposition(after)
            if after < self.n and words.cap[after] and item.kind in ("proper", "office"):
                return self._extend(k, 1)
            return "dash"
        if low == "/":
            return self._extend(k, 1)
        if low == ":":
            return self._colon(k)
        if low == "." and words.raw[after : after + 1] == ["."]:
            return after + 1  # an ellipsis
        if low == ".":
            if words.low[k - 1] in self.set["abbreviations"] and after < self.n and words.cap[after]:
                return self._extend(k, 1)
            return "period"
        if low in "…*":
            return k + 1
        return "mark"

    def _next_item(self, k: int) -> int | None:
        head = head_at(self.words, k) if k < self.n else None
        if head and k + head.size <= self.n:
            return self._begin(k, head)
        if self.field and k < self.n and self.words.low[k][0].isalnum():
            self.items.append(Item(k, "class", k + 1))
            return k + 1
        return None

    def _comma(self, k: int) -> int | str:
        words, item, lex = self.words, self.items[-1], self.lex
        after = k + 1
        if after >= self.n:
            return "comma"
        if item.units:
            size = lex.units.at(words, after)
            if size and not words.cap[after]:
                return self._extend(after, size)
        if words.low[after] in self.set["and_after_comma"]:
            return self._and(after)
        size = lex.modifiers.at(words, after)
        if size and words.low[after] == "cấp" and words.low[k - 2] == "cấp" and item.last == k:
            # "Ban Chỉ huy … cấp tỉnh, cấp xã"
            return self._extend(after, size)
        head = head_at(words, after)
        if head and after + head.size <= self.n:
            if words.low[item.first] == "phòng" and head.kind == "proper" and words.low[after] in self.set["houses"]:
                # "Phòng An ninh chính trị nội bộ, Công an tỉnh": the office and the agency that it is part of.
                return self._extend(after, head.size)
            if joins(words, item, head, after, field=self.field):
                item.listed = True
                return self._extend(after, head.size)
            if head.kind != "bare" or bare_begins(words, head, after, field=self.field):
                return self._begin(after, head)
            return "comma"
        if words.cap[after] and item.kind in ("proper", "office") and item.last == k:
            return self._extend(after, 1)
        small = not words.cap[after] and not lex.predicates.at(words, after)
        size = lex.tails.at(words, after) or (lex.nounable.at(words, after) if item.kind in ("class", "bare") else 0)
        if size and small and item.last == k and item.kind in ("proper", "class", "bare"):
            # "các Ban quản lý rừng đặc dụng, rừng phòng hộ", "các cơ quan truyền thông, báo chí"
            return self._extend(after, size)
        if self.field:
            return self._next_item(after) or "comma"
        return "comma"

    def _and(self, k: int) -> int | str:
        words, item, lex = self.words, self.items[-1], self.lex
        after = k + 1
        if words.low[k] == "cùng" and words.low[after : after + 1] == ["với"]:
            after += 1
        if after >= self.n:
            return "end"
        if item.units and not words.cap[after]:
            size = lex.units.at(words, after)
            if size:
                return self._extend(after, size)
        head = head_at(words, after)
        if head and after + head.size <= self.n:
            begins = head.kind != "bare" or bare_begins(words, head, after, field=self.field)
            if head.kind == "bare" and item.kind in ("class", "bare") and item.open:
                if begins and item.kind == "bare" and not item.listed and words.low[after] not in self.set["core"]:
                    # "chính quyền địa phương và lực lượng Kiểm lâm" are two, "các sở, ban, ngành và địa phương" one.
                    return self._begin(after, head)
                joined = joins(words, item, head, after, field=self.field)
                if joined:
                    item.listed = item.listed or begins
                    return self._extend(after, head.size)
                if not begins:
                    return "predicate"
            if begins:
                return self._begin(after, head)
        if words.cap[after] and item.kind in ("proper", "office"):
            return self._extend(after, 1)
        if item.kind in ("proper", "office"):
            size = lex.tails.at(words, after)
            if size:
                return self._extend(after, size)
            if words.low[after] in self.set["quantifiers"]:
                zone = after + 1 < len(words) and words.low[after + 1] in self.set["zones"]
                size = lex.tails.at(words, after + 1) or int(zone)
                if size:
                    return self._extend(after, 1 + size)
        return "predicate" if lex.predicates.at(words, after) else "break"

    def _bracket(self, k: int) -> int | str:
        """Skip a bracket, or take its members when it lists the members of a class ("các sở (Sở A, Sở B)")."""
        words, item = self.words, self.items[-1]
        close = k + 1
        deepest = min(self.n, k + _LONGEST_BRACKET)
        while close < deepest and words.low[close] != ")":
            close += 1
        if close >= deepest:
            return "mark"
        inner = names_at(words, k + 1, field=True, limit=close) if item.kind == "class" else None
        if inner and inner.stop >= close and (len(inner.names) > 1 or head_kind(words, k + 1) == "proper"):
            item.members = [(name.span.start, name.span.end) for name in inner.names]
        return close + 1

    def _apposition(self, k: int) -> int | str:
        """Skip what only describes the name before it, to the comma, colon or bracket that closes it."""
        words = self.words
        stop = min(self.n, k + _LONGEST_APPOSITION)
        while k < stop:
            low = words.low[k]
            self.stopped = k
            if low == ":":
                return "colon"
            if low in (".", ";"):
                return "period"
            if low == ",":
                self.stopped = -1
                return self._comma(k)
            if not words.cap[k] and self.lex.predicates.at(words, k) and low in self.set["apposition_ends"]:
                return "predicate"
            k += 1
        self.stopped = -1
        return "dash"

    def _colon(self, k: int) -> int | str:
        """Go on after the colon of "các tỉnh: Gia Lai, Đắk Lắk": its parts are no agencies by themselves."""
        words, item = self.words, self.items[-1]
        after = k + 1
        if item.kind == "office" and item.last == k and head_kind(words, after) == "proper":
            # "Giám đốc: Trung tâm Công báo, Trung tâm Phục vụ hành chính công; Chủ tịch …"
            return self._extend(k, offices_end(words, after, self.n) - k)
        if (
            item.kind == "class"
            and after + 1 < self.n
            and words.cap[after]
            and item.last == k
            and (item.units or words.low[k - 1] in self.set["colon_classes"])
            and not head_at(words, after)
            and members_follow(words, after, self.n)
        ):
            item.open = False
            item.last = members_end(words, after, self.n)
            return item.last
        return "colon"
