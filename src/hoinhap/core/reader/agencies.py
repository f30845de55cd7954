"""Read the names of agencies, classes of agencies and offices out of running text.

A name begins with a head ("Sở", "UBND", "Giám đốc", "các sở, ban, ngành") and goes on by a small grammar: capitalised
syllables with their partners ("Ngoại vụ"), "và" or a comma inside a name, modifiers ("cấp tỉnh", "có liên quan"). A list
of names ends where what they do begins ("… chủ trì", "… tham mưu"), or at a word that cannot belong to a name.
"""

from __future__ import annotations

from typing import NamedTuple

from .heads import Head, head_at, head_kind, lexicon
from .joining import Item, bare_begins, inside_name, joins, orders
from .model import Name, Span
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
        if not (words.cap[k] and words.raw[k + 2 : k + 3] == [","]):
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
        return Names(tuple(self._names()), self.stopped if self.stopped >= 0 else k, why)

    def _begin(self, k: int, head: Head) -> int:
        item = Item(k, head.kind, k + head.size)
        last = item.last - 1
        item.units = bool(self.lex.units.at(self.words, last)) or self.words.low[last] in ("ubnd", "dân")
        self.items.append(item)
        return item.last

    def _step(self, k: int) -> int | str:
        """Take the word k into the list and return the next one, or say why the list ends."""
        words, item, lex = self.words, self.items[-1], self.lex
        low = words.low[k]
        if not low[0].isalnum():
            return self._mark(k, low)
        if low in self.set["and"]:
            return self._and(k)
        size = lex.modifiers.at(words, k)
        if size and (low != "được" or item.kind in ("class", "bare")):
            item.open = False
            return self._extend(k, size)
        if words.cap[k]:
            inner = head_at(words, k) if item.kind == "office" and item.last == k else None
            if inner and inner.kind in ("class", "bare"):  # "Thủ trưởng Cơ quan ngang Bộ"
                item.kind = "class"
                return self._extend(k, inner.size)
            size = lex.units.at(words, k) if item.kind in ("class", "bare") else 0
            if size and lex.proper.at(words, k) <= size:
                # "các sở, ban, ngành Tỉnh": whose they are.
                item.open = False
                return self._extend(k, size)
            if (
                self.field
                and item.kind != "office"
                and item.last == k
                and words.low[k] in ("sở", "ubnd", "các")
                and words.low[item.first] in self.set["alone"]
            ):
                # The names of a cell stand under each other without a comma.
                head = head_at(words, k)
                if head:
                    return self._begin(k, head)
            head = head_at(words, k) if item.listed and not item.units else None
            if head and head.kind in ("proper", "office"):
                return self._begin(k, head)
            if item.kind in ("proper", "office", "class") and orders(words, item, k):
                return "predicate"
            return self._extend(k, max(1, lex.tails.at(words, k)) if item.kind in ("proper", "office") else 1)
        if low.isdigit() and item.last == k:
            if words.low[k - 1] in self.set["numbered"]:
                return self._extend(k, 1)
            size = lex.units.at(words, k + 1)
            if size:  # "UBND 04 xã: …"
                item.units, item.kind = True, "class"
                return self._extend(k, 1 + size)
        just_head = item.last == k and item.kind in ("class", "bare") and item.open
        if just_head and not item.units:
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
        if self.lex.nouns.at(words, k - 1) == 2 or self.lex.nouns.at(words, k) == 2:
            return self._extend(k, 1)
        after_capital = words.cap[k - 1] and item.last == k
        if after_capital and self._compound(k):
            return self._extend(k, 1)
        tail = lex.tails.at(words, k)
        predicate = lex.predicates.at(words, k)
        if tail and item.kind != "bare" and (not predicate or tail > predicate or (item.tailed and tail >= predicate)):
            item.tailed = True
            return self._extend(k, tail)
        if low in self.set["quantifiers"] and item.last == k and item.kind in ("proper", "office", "class"):
            # "Liên hiệp các tổ chức hữu nghị", "UBND các xã", "Thủ trưởng các sở, ban, ngành"
            inner = head_at(words, k)
            if inner and inner.kind == "class":
                item.units = bool(lex.units.at(words, k + inner.size - 1))
                item.kind = "class"
                return self._extend(k, inner.size)
        if low in self.set["quantifiers"]:
            return "break"
        if item.kind == "office" and item.last == k:
            inner = head_at(words, k)
            if inner:
                item.kind = "class" if inner.kind in ("class", "bare") else item.kind
                item.units = bool(lex.units.at(words, k + inner.size - 1))
                return self._extend(k, inner.size)
        if low in ("của", "thuộc", "kiêm"):
            # "các Ban của Hội đồng nhân dân", "… thuộc các bộ, ngành Trung ương", "Ủy viên kiêm Chánh Văn phòng"
            owner = head_at(words, k + 1)
            if owner and owner.kind != "bare" and k + 1 + owner.size <= self.n:
                item.open = owner.kind == "class"
                return self._extend(k, 1 + owner.size)
        if (
            tail
            and tail >= predicate
            and item.last == k
            and words.low[k - 1] in self.set["bodies"]
            and words.cap[item.first]
        ):
            item.tailed = True
            return self._extend(k, tail)  # "Hội đồng thi đua"
        if predicate:
            if words.low[k - 2 : k] == ["chỉ", "đạo"] and words.cap[k - 2] and low in self.set["matters"]:
                return self._matter(k)
            return "predicate"
        if lex.breaks.at(words, k):
            return "break"
        if item.kind in ("class", "bare") and item.open:
            inner = lex.classes.at(words, k)
            if inner and item.last == k:
                return self._extend(k, inner)
        person = item.kind == "office" and k >= 2 and words.cap[k - 1] and words.cap[k - 2]
        allowed = 0 if person else 1 if item.kind in ("proper", "office") else _MOST_LOOSE_WORDS
        if (after_capital or item.kind in ("class", "bare")) and item.loose < allowed:
            item.loose += 1
            item.open = False
            return self._extend(k, 1, loose=True)
        return "loose"

    def _matter(self, k: int) -> int | str:
        """Go on over what a steering committee steers, if what it does comes after ("Ban Chỉ đạo phát triển du lịch … cử")."""
        words = self.words
        for m in range(k + 2, min(self.n, k + 14)):
            if words.raw[m] in ".;:(":
                return "predicate"
            if self.lex.predicates.at(words, m) and words.low[m] in self.set["deeds"] and not words.cap[m]:
                return self._extend(k, m - k)
        return "predicate"

    def _compound(self, k: int) -> bool:
        """Say whether the word k is the second half of a word whose first half is capitalised ("Đào tạo")."""
        return self.lex.compounds.at(self.words, k - 1) == 2

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
        if low == ".":
            if words.low[k - 1] in self.set["abbreviations"] and after < self.n and words.cap[after]:
                return self._extend(k, 1)
            return "period"
        if low in "…" or (low == "*"):
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
        if words.low[after] in ("và", "cùng"):
            return self._and(after)
        size = lex.modifiers.at(words, after)
        if size and words.low[after] == "cấp" and words.low[k - 2] == "cấp" and item.last == k:
            # "Ban Chỉ huy … cấp tỉnh, cấp xã"
            return self._extend(after, size)
        head = head_at(words, after)
        if head and after + head.size <= self.n:
            if (
                words.low[item.first] == "phòng"
                and head.kind == "proper"
                and words.low[after] in ("sở", "công", "văn", "ubnd", "cục")
            ):
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
            if head.kind == "bare" and item.kind in ("class", "bare") and item.open:
                apart = item.kind == "bare" and not item.listed and words.low[after] not in self.set["core"]
                if apart and bare_begins(words, head, after, field=self.field):
                    # "chính quyền địa phương và lực lượng Kiểm lâm": two, where "các sở, ban, ngành và địa phương" is one.
                    return self._begin(after, head)
                if joins(words, item, head, after, field=self.field) and bare_begins(
                    words, head, after, field=self.field
                ):
                    item.listed = True
                    return self._extend(after, head.size)
                if not bare_begins(words, head, after, field=self.field):
                    return (
                        self._extend(after, head.size)
                        if joins(words, item, head, after, field=self.field)
                        else "predicate"
                    )
            if head.kind != "bare" or bare_begins(words, head, after, field=self.field):
                return self._begin(after, head)
        if words.cap[after] and item.kind in ("proper", "office"):
            return self._extend(after, 1)
        if item.kind in ("proper", "office"):
            size = lex.tails.at(words, after)
            if size:
                return self._extend(after, size)
            if words.low[after] in self.set["quantifiers"]:
                size = lex.tails.at(words, after + 1) or int(
                    words.low[after + 1 : after + 2] in (["kcn"], ["kkt"], ["ccn"])
                )
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
        inner = names_at(words, k + 1, field=True, limit=close)
        if (
            inner
            and inner.stop >= close
            and item.kind == "class"
            and (len(inner.names) > 1 or head_kind(words, k + 1) == "proper")
        ):
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
            m = after
            while (
                m < self.n
                and words.raw[m] not in ";.:"
                and not (words.low[m] == "và" and head_kind(words, m + 1) == "class")
            ):
                m += 1
            return self._extend(k, m - k)
        if (
            item.kind == "class"
            and after + 1 < self.n
            and words.cap[after]
            and item.last == k
            and (item.units or words.low[k - 1] in self.set["colon_classes"])
            and not head_at(words, after)
            and not self.lex.predicates.at(words, after)
        ):
            m = after
            while m < self.n:
                low = words.low[m]
                if low == "," or (low == "và" and not inside_name(words, m)):
                    # "Công an" and "Quốc phòng" in a list of ministries are their short names, no new heads.
                    new = head_at(words, m + 1) and not (words.low[k - 1] == "bộ" and words.low[m + 1] == "công")
                    if m + 1 >= self.n or not words.cap[m + 1] or new:
                        break
                elif not (words.cap[m] or (low[0].isalnum() and words.cap[m - 1] and not self._ends(m)) or low == "và"):
                    break
                m += 1
            item.open = False
            item.last = m
            return m
        return "colon"

    def _ends(self, k: int) -> bool:
        return bool(self.lex.predicates.at(self.words, k)) and not self._compound(k)

    def _names(self) -> list[Name]:
        words, text = self.words, self.words.text
        found: list[Name] = []
        for item in self.items:
            if item.members:
                spans = item.members
            else:
                if words.low[item.first : item.first + 2] == ["đồng", "chí"] and item.last > item.first + 2:
                    item.first += 2
                last = item.last
                while last > item.first + 1 and not words.low[last - 1][0].isalnum():
                    last -= 1
                spans = [(words.start[item.first], words.end[last - 1])]
            found.extend(Name(text[a:b], Span(a, b)) for a, b in spans)
        return found
