"""Find who is told to do what, with whom, for whom and until when, in the outline of a document.

A duty sits at the lowest provision that carries the instruction. Its actor stands in its own sentence ("Sở Ngoại vụ chủ
trì …"), in a field line ("Đơn vị chủ trì: …"), in the heading above ("3.1. Sở Ngoại vụ:"), or in the words before the
first label ("… yêu cầu các cấp ủy … thực hiện các nhiệm vụ sau:").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from .actors import Actor, Clause, actor_of, clauses, opens_with_time
from .agencies import lexicon, names_at
from .cooperation import partners_in, recipients_in
from .deadlines import deadlines
from .fieldlines import FieldLine, Held, fields_in, held_fields
from .lexicon import cues
from .model import Due, Duty, Grade, Masthead, Name, Provision, Span
from .sections import sections
from .words import Phrases, Words

_SILENT = frozenset(("purpose", "goals", "viewpoint", "scope", "situation", "time"))
_OPTIONAL = frozenset(("tasks", "requirement", "requirement_and_purpose", "organisation"))
_DIRECTIVES = frozenset(("Chỉ thị", "Công điện", "Công văn", "Thông báo"))
_FIRST_WORDS = 6


@dataclass(slots=True)
class _Node:
    """What is known of a provision while its duties are sought."""

    provision: Provision
    words: Words
    breaks: frozenset[int]
    section: str = ""
    leads: tuple[Name, ...] = ()  # inherited from above
    partners: tuple[Name, ...] = ()
    fields: list[tuple[str, Name, Words, int]] = field(default_factory=list)
    parent: bool = False
    group: bool = False  # the leads are the group that the preamble addresses


@cache
def _ahead() -> Phrases:
    return Phrases(("trong thời gian tới", "thời gian tới", "trong thời gian còn lại", "để phát huy"))


@cache
def _trouble() -> Phrases:
    return Phrases(("trường hợp", "trong quá trình", "quá trình", "nếu có", "khi có"))


@cache
def _openers() -> dict[str, Phrases]:
    table = cues("duties")["tasks"]
    return {
        "performatives": Phrases(table["performatives"]),
        "impersonal": Phrases(table["impersonal"]),
    }


class _Duties:
    def __init__(self, outline: Sequence[Provision], masthead: Masthead, preamble: str, preamble_start: int) -> None:
        self.outline = outline
        self.masthead = masthead
        self.year = int(masthead.date[:4]) if masthead.date else None
        self.children: dict[int, list[int]] = {}
        for k, provision in enumerate(outline):
            self.children.setdefault(provision.parent, []).append(k)
        self.own: dict[int, list[FieldLine]] = {}
        for k, provision in enumerate(outline):
            lines = fields_in(provision)
            if lines:
                self.own[k] = lines
        self.held, self.only_fields = held_fields(outline, self.children, self.own)
        self.kinds = sections(outline, frozenset(k for k in self.children if k >= 0))
        self.nodes: list[_Node] = []
        self.found: list[Duty] = []
        self.roles: dict[int, str] = {}
        self.group = self._group(preamble, preamble_start)

    def run(self) -> tuple[Duty, ...]:
        for k in range(len(self.outline)):
            self._visit(k)
        return tuple(self.found)

    # --- what a provision gets from above ---------------------------------------------------------------------------

    def _group(self, preamble: str, start: int) -> tuple[Name, ...]:
        """Return the group that the words before the first label address ("… yêu cầu các cấp ủy … sau đây:")."""
        if not preamble:
            return ()
        words = Words(preamble)
        requests = Phrases(("yêu cầu", "đề nghị", "giao", "chỉ thị", "quán triệt"))
        best: tuple[Name, ...] = ()
        for k in range(max(0, len(words) - 160), len(words)):
            size = requests.at(words, k)
            if not size:
                continue
            j = k + size
            while j < len(words) and words.raw[j] in (":", ","):
                j += 1
            names = names_at(words, j)
            if names and names.why in ("predicate", "colon", "comma", "break", "end", "period", "loose"):
                best = tuple(Name(name.text, Span(name.span.start + start, name.span.end + start)) for name in names.names)
        return best

    def _visit(self, k: int) -> None:
        provision = self.outline[k]
        words = Words(provision.text)
        above = self.nodes[provision.parent] if provision.parent >= 0 else None
        node = _Node(provision, words, _breaks(provision, words), self.kinds[k])
        self.nodes.append(node)
        node.parent = bool(self.children.get(k))
        if above is not None:
            node.leads, node.partners, node.group = above.leads, above.partners, above.group
            node.fields = above.fields
        elif self.group and provision.scope == 0 and not provision.label_annex and node.section not in _SILENT:
            node.leads, node.group = self.group, True
        if provision.kind == "row":
            self._row(k, node)
            return
        if k in self.only_fields:
            self.roles[k] = "field"
            self._whole_sentences(k, node)
            return
        if k in self.held:
            node.fields = self._read_fields(self.held[k])
            if node.parent and not self._work_below(k):
                node.parent = False
        if node.parent:
            self._heading(k, node)
        else:
            self._leaf(k, node)

    def _work_below(self, k: int) -> bool:
        return any(kid not in self.only_fields for kid in self.children.get(k, ()))

    def _read_fields(self, held: Sequence[Held]) -> list[tuple[str, Name, Words, int]]:
        fields = []
        for owner, line in held:
            provision = self.outline[owner]
            end = line.end if line.end >= 0 else len(provision.text)
            text = provision.text[line.start : end]
            cut = len(text) - len(text.lstrip())
            start = line.start + cut
            text = text.strip().rstrip(".;, ")
            if text:
                fields.append((line.role, Name(text, locate(provision, start, start + len(text))), Words(text), owner))
        return fields

    # --- headings -----------------------------------------------------------------------------------------------------

    def _heading(self, k: int, node: _Node) -> None:
        """Read a provision that has others under it: its actor goes down to them, whole sentences are duties too."""
        text = node.provision.text
        if not text:
            return
        found = clauses(node.words, node.breaks)
        if not found:
            return
        stripped = text.rstrip()
        announces = stripped.endswith(":") or (len(found) == 1 and not stripped.endswith((".", ";", "…")))
        actors = [actor_of(node.words, clause, strict=bool(number)) for number, clause in enumerate(found)]
        first = actors[0]
        prefix = self._addressed(node, found[0])
        if prefix and len(found) == 1:
            node.leads, node.group = self._globals(node, prefix), False
            self.roles[k] = "heading"
            return
        last_actor = next((actor for actor in reversed(actors) if actor), None)
        whole = self._whole_heading(node, found)
        if whole:
            node.leads, node.group, node.partners = whole, False, ()
            self.roles[k] = "heading"
            return
        if first and first.how == "heading" and len(found) == 1:
            node.leads, node.group = self._globals(node, first.names), False
            node.partners = ()
            self.roles[k] = "heading"
            return
        if announces or self._field_words(k):
            if last_actor:
                node.leads, node.group = self._globals(node, last_actor.names), False
                last = found[-1] if announces else found[0]
                partners = partners_in(node.words, last.first, last.last, last_actor.names)
                node.partners = self._globals(node, tuple(partners))
            if len(found) > 1 and (any(actors[:-1]) or node.leads) and node.section not in _SILENT:
                self._tasks(k, node, found[:-1], actors[:-1])
            self.roles.setdefault(k, "heading")
            return
        if first and first.how == "heading":
            node.leads, node.group = self._globals(node, first.names), False
            self._tasks(k, node, found[1:], actors[1:])
            return
        if any(actors) and node.section not in _SILENT:
            self._tasks(k, node, found, actors)
            if last_actor:
                node.leads, node.group = self._globals(node, last_actor.names), False
            return
        if node.leads and not node.group and self._sentence(text, node) and len(self.children[k]) > 0:
            self._tasks(k, node, found, actors)
            return
        self.roles.setdefault(k, "heading")

    def _whole_heading(self, node: _Node, found: Sequence[Clause]) -> tuple[Name, ...]:
        """Return the class that a whole heading names ("11. Các đơn vị cấp nước sạch trên địa bàn thành phố")."""
        words, provision = node.words, node.provision
        if len(found) != 1 or len(words) > 40 or words.low[0] != "các" or words.raw[-1] in ".;":
            return ()
        names = names_at(words, 0)
        if not names:
            return ()
        if words.raw[-1] in (")", ":") and "(" in words.raw and names.stop >= words.raw.index("(") - 3:
            # "Các chủ rừng là tổ chức (các Ban quản lý …, các Công ty …)": the members are who is meant.
            inner = names_at(words, words.raw.index("(") + 1, field=True)
            if inner and len(inner.names) > 1:
                return self._globals(node, inner.names)
        if len(names.names) != 1 or names.why in ("colon", "end"):
            return ()
        last = len(words)
        for size, ending in ((4, ["có", "trách", "nhiệm", ":"]), (3, ["có", "trách", "nhiệm"]), (1, [":"])):
            if words.low[last - size : last] == ending:
                last -= size
                break
        stop = words.low[names.stop] if names.stop < len(words) else ""
        if names.why == "predicate" and stop in ("chủ", "phối", "tham", "tăng", "tiếp", "thực", "triển", "xây", "tổ", "có", "phải", "cần"):
            return ()
        span = locate(provision, words.start[0], words.end[last - 1])
        return (Name(provision.text[words.start[0] : words.end[last - 1]], span),)

    def _field_words(self, k: int) -> bool:
        return any(line.role == "content" for line in self.own.get(k, ()))

    def _addressed(self, node: _Node, clause: Clause) -> tuple[Name, ...]:
        """Return who a heading such as "Trách nhiệm của Sở Tài chính" or "Đối với UBND cấp xã" is about."""
        words = node.words
        if node.provision.kind in ("part", "chapter", "section") or node.provision.text.isupper():
            return ()
        for opening in _ADDRESSED:
            size = opening.at(words, clause.first)
            if size:
                names = names_at(words, clause.first + size, limit=clause.last)
                if names and names.why in ("end", "colon", "period", "predicate", "break"):
                    return names.names
        return ()

    def _sentence(self, text: str, node: _Node) -> bool:
        return text.rstrip().endswith((".", ";", "./.")) and len(node.words) > 8

    # --- leaves -------------------------------------------------------------------------------------------------------

    def _leaf(self, k: int, node: _Node) -> None:
        if node.fields:
            self._from_fields(k, node)
            return
        found = clauses(node.words, node.breaks)
        if not found:
            return
        actors = [actor_of(node.words, clause, strict=bool(number)) for number, clause in enumerate(found)]
        if actors[0] and actors[0].how == "heading" and len(found) > 1:
            # "3. Sở Công Thương" on its own line, what it does on the next.
            node.leads, node.group = self._globals(node, actors[0].names), False
            self._tasks(k, node, found[1:], actors[1:])
            return
        if actors[0] and actors[0].how == "heading":
            self.roles[k] = "heading"
            return
        addressed = self._addressed(node, found[0])
        if addressed and len(found) == 1 and len(node.words) < 30 and not node.leads:
            self.roles[k] = "heading"
            return
        if not any(actors) and (not node.leads or (node.group and not self._orders(node, found[0]))):
            if not node.leads:
                self._impersonal(k, node, found)
            return
        bracket = next((actor for actor in actors if actor and actor.how == "bracket"), None)
        if bracket and not node.leads:
            # The bracket at the end says who does the whole item.
            self._emit(k, node, found[0].first, found[-1].last, bracket.names, (), rule="duty.bracket")
            return
        if node.section in _SILENT and not any(actors):
            return
        if node.section in _SILENT and node.section != "situation" and not self._strong(node, actors):
            return
        if node.section == "situation":
            # What is praised is no duty; what follows "Trong thời gian tới, …" is.
            later = next((j for j, clause in enumerate(found) if _ahead().at(node.words, clause.first)), None)
            if later is None:
                return
            found, actors = found[later:], actors[later:]
            if later and actors[0]:
                self._tasks(k, node, found, actors, split=True)
            return
        self._tasks(k, node, found, actors)

    def _orders(self, node: _Node, clause: Clause) -> bool:
        """Say whether an item for a whole group is an order ("Nâng cao …") and no telling ("Trong thời gian qua, …")."""
        words, first = node.words, clause.first
        return words.cap[first] and bool(lexicon().predicates.at(words, first))

    def _strong(self, node: _Node, actors: Sequence[Actor | None]) -> bool:
        return any(actor and actor.how in ("request",) for actor in actors)

    def _impersonal(self, k: int, node: _Node, found: list[Clause]) -> None:
        """Take a demand without an actor as an optional duty where the section holds demands."""
        words = node.words
        first = found[0].first
        passive = self._passive(node, found)
        if passive:
            self._emit(k, node, found[0].first, found[-1].last, passive, (), optional=True, rule="duty.passive")
            return
        if node.section not in _OPTIONAL or node.provision.label_annex:
            return
        if _openers()["performatives"].at(words, first) and node.provision.kind == "article":
            return
        if words.low[first : first + 2] == ["phấn", "đấu"]:
            return  # an aim: targets are read elsewhere
        verb = 0 if opens_with_time(words, first) else lexicon().predicates.at(words, first)
        must = any(_openers()["impersonal"].at(words, j) for j in range(len(words)))
        if node.section in ("requirement", "requirement_and_purpose"):
            wanted = bool(verb) or must or words.low[first] == "việc"
            if node.section == "requirement_and_purpose" and not (verb or must):
                wanted = False
        else:
            wanted = bool(verb) and words.cap[first]
        if wanted and len(words) > 4:
            self._emit(k, node, found[0].first, found[-1].last, (), (), optional=True, rule="duty.impersonal")

    def _passive(self, node: _Node, found: list[Clause]) -> tuple[Name, ...]:
        words = node.words
        for k in range(len(words) - 2):
            if words.low[k] == "do":
                names = names_at(words, k + 1)
                if names and names.why == "predicate" and words.low[names.stop] in ("quản", "chủ", "thực", "tổ"):
                    return names.names
        return ()

    def _tasks(self, k: int, node: _Node, found: list[Clause], actors: Sequence[Actor | None], split: bool = False) -> None:
        """Group clauses into duties: a new actor begins a new duty, a clause without one goes on with the last."""
        groups: list[tuple[int, int, tuple[Name, ...], str, bool]] = []
        if node.leads and not (actors and actors[0]) and not (node.group and not self._orders(node, found[0])):
            groups.append((found[0].first, found[0].last, (), "duty.inherited", True))
        elif actors and actors[0]:
            actor = actors[0]
            groups.append((found[0].first, found[0].last, actor.names, f"duty.{actor.how}", actor.sure))
        else:
            groups.append((found[0].first, found[0].last, (), "", True))
        for clause, actor in zip(found[1:], actors[1:], strict=False):
            first, last, names, rule, sure = groups[-1]
            if actor and actor.how == "heading":
                actor = None
            if not actor and names and self._back_to_all(node, clause, names):
                groups.append((clause.first, clause.last, (), "duty.inherited", True))
            elif actor and self._begins(node, clause, actor, names):
                begin = self._paragraph_start(node, clause, first)
                if begin < clause.first:
                    # The opening of a closing paragraph ("Trên đây là …;") belongs to what it asks.
                    groups[-1] = (first, begin, names, rule, sure)
                groups.append((begin, clause.last, actor.names, f"duty.{actor.how}", actor.sure))
            else:
                groups[-1] = (first, clause.last, names, rule, sure)
        inherited = node.leads
        split = split or len(groups) > 1
        for first, last, names, rule, sure in groups:
            if not names and not (inherited and rule == "duty.inherited"):
                continue
            if names and self._tells(node, first, names):
                continue
            self._dated(k, node, first, last, names, rule, sure, split)

    def _tells(self, node: _Node, first: int, names: tuple[Name, ...]) -> bool:
        """Say whether the subject is the issuer that only announces ("UBND tỉnh ban hành Kế hoạch")."""
        issuer = (self.masthead.issuer or "").lower()
        short = names[0].text.lower().replace("ubnd", "ủy ban nhân dân").replace("uỷ", "ủy")
        if not issuer or not issuer.startswith(short[:20]) or len(names) > 1:
            return False
        k = node.words.at(names[0].span.end) if names[0].span.end <= len(node.words.text) else first
        return _openers()["performatives"].at(node.words, k) > 0

    def _begins(self, node: _Node, clause: Clause, actor: Actor, names: tuple[Name, ...]) -> bool:
        """Say whether an actor inside a provision begins another duty."""
        current = names or node.leads
        if not current:
            return True
        if _same(current, actor.names):
            # "Trường hợp có vướng mắc, đề nghị các cơ quan …" is another job of the same.
            apart = clause.first in node.breaks or _trouble().at(node.words, clause.first) > 0
            return apart and actor.how == "request"
        return True

    def _paragraph_start(self, node: _Node, clause: Clause, first: int) -> int:
        """Return where the paragraph of a clause begins, if it begins after `first` with a mere opening."""
        begins = [k for k in node.breaks if first < k <= clause.first]
        if not begins or node.words.low[begins[-1]] != "trên" or node.words.low[begins[-1] + 1 : begins[-1] + 2] != ["đây"]:
            return clause.first
        return begins[-1]

    def _back_to_all(self, node: _Node, clause: Clause, names: tuple[Name, ...]) -> bool:
        """Say whether a report that names no actor is again the duty of all whom the heading names."""
        if len(node.leads) < 2 or len(names) >= len(node.leads):
            return False
        text = node.words.text[node.words.start[clause.first] : node.words.end[clause.last - 1]].lower()
        return "báo cáo" in text and bool(deadlines(text, year=self.year))

    def _dated(self, k, node, first, last, names, rule, sure, split) -> None:
        """Part one actor's job where its sentences have different deadlines, then emit the duties."""
        text = node.provision.text
        inside = [c for c in clauses(node.words, node.breaks) if c.first >= first and c.last <= last]
        dated: list[tuple[Clause, Due | None]] = []
        for clause in inside:
            start, end = node.words.start[clause.first], node.words.end[clause.last - 1]
            found = deadlines(text[start:end], year=self.year, offset=start)
            dated.append((clause, found[0] if found else None))
        several = len({due.value for _, due in dated if due}) > 1
        parts: list[tuple[int, int, Due | None]] = []
        for clause, due in dated:
            if parts and not (several and (due or (parts[-1][2] and clause.after == ";"))):
                parts[-1] = (parts[-1][0], clause.last, parts[-1][2] or due)
            elif parts and parts[-1][2] is None and not due:
                parts[-1] = (parts[-1][0], clause.last, None)
            elif parts and due and parts[-1][2] and parts[-1][2].value == due.value:
                parts[-1] = (parts[-1][0], clause.last, due)
            elif parts and due and parts[-1][2] is None and (len(parts) == 1 or clause.after != ";"):
                parts[-1] = (parts[-1][0], clause.last, due)
            else:
                parts.append((clause.first, clause.last, due))
        if not parts:
            parts = [(first, last, None)]
        many = split or len(parts) > 1
        for number, (a, b, due) in enumerate(parts):
            a = first if number == 0 else a
            self._emit(k, node, a, b, names, (), rule=rule, sure=sure, split=many, due=due)

    # --- making a duty ------------------------------------------------------------------------------------------------

    def _globals(self, node: _Node, names: tuple[Name, ...]) -> tuple[Name, ...]:
        return tuple(Name(name.text, locate(node.provision, name.span.start, name.span.end)) for name in names)

    def _emit(self, k, node, first, last, names, extra, *, rule, sure=True, split=False, optional=False, due=None) -> None:
        words, provision = node.words, node.provision
        start, end = words.start[first], words.end[last - 1]
        text = provision.text[start:end] if split else provision.text
        leads = self._globals(node, names) if names else (node.leads if not optional else ())
        # "duty.inherited" keeps the leads of the heading; a duty of its own does not take the heading's partners.
        actors = tuple(names) or node.leads
        partners = self._globals(node, tuple(partners_in(words, first, last, actors)))
        if not names and node.partners:
            partners = partners + node.partners
        to = self._globals(node, tuple(recipients_in(words, first, last, actors)))
        if due is None and not split:
            dues = deadlines(provision.text, year=self.year)
            due = dues[0] if dues else None
        grade = Grade.GUESS if optional else Grade.SURE if sure else Grade.LIKELY
        if rule == "duty.inherited" and node.group:
            grade = Grade.LIKELY
        self.found.append(
            Duty(
                provision.path,
                _closed(text),
                locate(provision, start if split else 0, end if split else len(provision.text)),
                _distinct(leads),
                _distinct(partners, leads),
                _distinct(to, leads),
                _placed(due, provision),
                optional=optional,
                rule=rule,
                grade=grade,
                provision=k,
            )
        )

    def _from_fields(self, k: int, node: _Node) -> None:
        """Make the duty of a provision whose leads, partners and time stand in field lines."""
        provision, words = node.provision, node.words
        work_end = min((line.label_start for line in self.own.get(k, ()) if line.role not in ("content", "note")), default=len(provision.text))
        last = words.at(work_end)
        if last == 0:
            last = len(words)
        leads: list[Name] = []
        partners: list[Name] = []
        due: Due | None = None
        product = money = None
        for role, name, cell, _ in node.fields:
            if role == "lead":
                leads += _list_of(cell, name)
            elif role == "partner":
                partners += _list_of(cell, name)
            elif role == "time" and due is None:
                dues = deadlines(name.text, field=True, year=self.year)
                due = _shifted(dues[0], name) if dues else None
            elif role == "product":
                product = product or name
            elif role == "money":
                money = money or name
        found = clauses(words, node.breaks)
        actor = actor_of(words, found[0]) if found else None
        if actor and actor.how == "request":
            leads = [*self._globals(node, actor.names), *leads]
        elif not leads:
            leads = list(self._globals(node, actor.names)) if actor else list(node.leads)
        own_partners = self._globals(node, tuple(partners_in(words, 0, last, tuple(leads))))
        to = self._globals(node, tuple(recipients_in(words, 0, last, tuple(leads))))
        if due is None and not any(role == "time" for role, *_ in node.fields):
            dues = deadlines(provision.text[:work_end], year=self.year)
            due = _placed(dues[0], provision) if dues else None
        if not leads and (node.section in _SILENT or not any(role in ("time", "partner") for role, *_ in node.fields)):
            return
        self.found.append(
            Duty(
                provision.path,
                _closed(provision.text),
                locate(provision, 0, len(provision.text)),
                _distinct(tuple(leads)),
                _distinct((*own_partners, *partners), tuple(leads)),
                _distinct(to, tuple(leads)),
                due,
                product,
                money,
                optional=not leads,
                rule="duty.fields",
                grade=Grade.SURE if leads else Grade.GUESS,
                provision=k,
            )
        )

    def _whole_sentences(self, k: int, node: _Node) -> None:
        """Take duties out of a field that holds whole sentences ("Cơ quan thực hiện: Sở A rà soát …; các sở …")."""
        for line in self.own.get(k, ()):
            if line.role != "lead":
                continue
            first = node.words.at(line.start)
            names = names_at(node.words, first, field=False)
            if not names or names.why != "predicate" or len(node.words) - names.stop < 5:
                continue
            found = [c for c in clauses(node.words, node.breaks) if c.last > first]
            found[0] = Clause(first, found[0].last)
            actors = [actor_of(node.words, clause) for clause in found]
            if actors[0] and actors[0].how == "subject":
                self.roles.pop(k, None)
                self._tasks(k, node, found, actors)

    def _row(self, k: int, node: _Node) -> None:
        """Make the duty of a row of a task table."""
        provision = node.provision
        by_role: dict[str, list[Name]] = {}
        for cell in provision.fields:
            text = cell.text.strip().rstrip(".;, ")
            if text and text not in ("-", "…", "x", "X"):
                by_role.setdefault(cell.role, []).append(Name(text, Span(cell.span.start, cell.span.start + len(text))))
        leads = [name for cell in by_role.get("lead", ()) for name in _cell_names(cell)]
        if not (leads or by_role.get("time") or by_role.get("product")):
            return
        partners = [name for cell in by_role.get("partner", ()) for name in _cell_names(cell)]
        due = None
        for cell in by_role.get("time", ()):
            dues = deadlines(cell.text, field=True, year=self.year)
            if dues:
                due = _shifted(dues[0], cell)
                break
        own = self._globals(node, tuple(partners_in(node.words, 0, len(node.words), tuple(leads))))
        to = self._globals(node, tuple(recipients_in(node.words, 0, len(node.words), tuple(leads))))
        product = next(iter(by_role.get("product", ())), None)
        money = next(iter(by_role.get("money", ())), None)
        self.found.append(
            Duty(
                provision.path,
                _closed(provision.text),
                provision.pieces and Span(provision.pieces[0].start, provision.pieces[-1].end) or provision.span,
                _distinct(tuple(leads)),
                _distinct((*own, *partners), tuple(leads)),
                _distinct(to, tuple(leads)),
                due,
                product,
                money,
                optional=not leads,
                rule="duty.row",
                grade=Grade.SURE if leads else Grade.GUESS,
                provision=k,
            )
        )


_ADDRESSED = (
    Phrases(("trách nhiệm của", "nhiệm vụ của", "đối với", "về phía", "trách nhiệm", "nhiệm vụ, quyền hạn của", "trách nhiệm, quyền hạn của", "quyền hạn, trách nhiệm của", "phân công nhiệm vụ cho", "nhiệm vụ cụ thể của")),
)


def duties(outline: Sequence[Provision], masthead: Masthead, preamble: str = "", preamble_start: int = 0) -> tuple[tuple[Duty, ...], dict[int, str]]:
    """Return the duties in reading order, and what provisions without a duty are to others ("heading", "field").

    `preamble` are the words before the first label, at `preamble_start` of the text.
    """
    work = _Duties(outline, masthead, preamble, preamble_start)
    return work.run(), work.roles


def locate(provision: Provision, start: int, end: int) -> Span:
    """Return where characters `start:end` of a provision's text stand in the document's text."""
    offset = 0
    first = last = None
    for piece in provision.pieces:
        size = piece.end - piece.start
        if first is None and start <= offset + size:
            first = piece.start + max(0, start - offset)
        if end <= offset + size:
            last = piece.start + max(0, end - offset)
            break
        offset += size + 1
    if first is None:
        first = provision.span.start
    if last is None:
        last = provision.pieces[-1].end if provision.pieces else provision.span.end
    return Span(first, max(first, last))


def _breaks(provision: Provision, words: Words) -> frozenset[int]:
    offset = 0
    found = []
    text = provision.text
    for piece in provision.pieces[:-1]:
        offset += piece.end - piece.start + 1
        begins = text[offset : offset + 1]
        # A dash or a small letter goes on with a sentence whose paragraph was torn.
        if begins not in ("-", "–", "") and not (begins.islower() and text[offset - 2 : offset - 1] not in (".", ";", ":")):
            found.append(words.at(offset))
    return frozenset(found)


def _list_of(words: Words, name: Name) -> list[Name]:
    """Return the names in a field, each with its place in the document."""
    names = names_at(words, 0, field=True)
    if not names:
        return [name] if len(words) <= _FIRST_WORDS else []
    found = list(names.names)
    k = names.stop
    while k < len(words) and names.why in ("semicolon", "comma", "break", "predicate", "dash", "period"):
        # What follows a description of the name goes on with the list ("Các cơ quan theo quy định; Sở Tư pháp").
        while k < len(words) and words.raw[k] not in ";,.\n":
            k += 1
        k += 1
        names = names_at(words, k, field=True) if k < len(words) else None
        if not names:
            break
        found += names.names
        k = names.stop
    base = name.span.start
    return [Name(one.text, Span(base + one.span.start, base + one.span.end)) for one in found]


def _cell_names(cell: Name) -> list[Name]:
    return _list_of(Words(cell.text), cell)


def _same(one: tuple[Name, ...], other: tuple[Name, ...]) -> bool:
    plain = {" ".join(Words(name.text).low) for name in one}
    return {" ".join(Words(name.text).low) for name in other} == plain


def _distinct(names: tuple[Name, ...], leave: tuple[Name, ...] = ()) -> tuple[Name, ...]:
    seen = {name.text.lower() for name in leave}
    kept = []
    for name in names:
        plain = name.text.lower()
        if plain not in seen:
            seen.add(plain)
            kept.append(name)
    return tuple(kept)


def _closed(text: str) -> str:
    text = text.rstrip()
    return text[:-3].rstrip() if text.endswith("./.") else text


def _placed(due: Due | None, provision: Provision) -> Due | None:
    if due is None:
        return None
    return Due(due.value, due.text, locate(provision, due.span.start, due.span.end), due.rule, due.grade)


def _shifted(due: Due, name: Name) -> Due:
    return Due(due.value, due.text, Span(due.span.start + name.span.start, due.span.end + name.span.start), due.rule, due.grade)
