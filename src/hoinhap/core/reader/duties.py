"""Find who is told to do what, with whom, for whom and until when, in the outline of a document.

A duty sits at the lowest provision that carries the instruction. Its actor stands in its own sentence ("Sở Ngoại vụ chủ
trì …"), in a field line ("Đơn vị chủ trì: …"), in the heading above ("3.1. Sở Ngoại vụ:"), or in the words before the
first label ("… yêu cầu các cấp ủy … thực hiện các nhiệm vụ sau:").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from .actors import Actor, Clause, actor_of, opens_with_time
from .agencies import names_at
from .cooperation import partners_in, recipients_in
from .deadlines import deadlines
from .executors import executors
from .fieldduties import cells_of, fields_for, from_fields, from_row
from .fieldlines import held_fields, own_fields
from .grouping import Group, begins, by_deadline, opening_paragraph
from .headings import addressed, group_of, whole_heading
from .heads import head_at, lexicon
from .lexicon import cues
from .model import Due, Duty, Grade, Masthead, Name, Provision
from .money import money_in
from .node import DEMANDING, SILENT, FieldOf, Node
from .placing import closed, distinct, locate, place_due, place_names
from .sections import sections
from .words import Phrases, Words

_BLANKS, _BLANK_LINE = "......", "…………"
_SHORT_HEADING = 30  # words
_SHORTEST_SENTENCE = 8  # words
_LONG_QUOTATION = 20  # words


@cache
def _cues() -> dict[str, Phrases]:
    return {name: Phrases(words) for name, words in cues("duties")["tasks"].items()}


def duties(
    outline: Sequence[Provision], masthead: Masthead, preamble: str = "", preamble_start: int = 0
) -> tuple[tuple[Duty, ...], dict[int, str]]:
    """Return the duties in reading order, and what provisions without a duty are to others ("heading", "field").

    `preamble` are the words before the first label, at `preamble_start` of the text.
    """
    work = _Duties(outline, masthead, group_of(preamble, preamble_start) if preamble else ())
    for k in range(len(outline)):
        work.visit(k)
    return tuple(work.found), work.roles


class _Duties:
    """One walk over the outline; `nodes` grow with it, `found` and `roles` are what comes of it."""

    def __init__(self, outline: Sequence[Provision], masthead: Masthead, group: tuple[Name, ...]) -> None:
        self.outline = outline
        self.issuer = (masthead.issuer or "").lower().replace("uỷ", "ủy")
        self.year = int(masthead.date[:4]) if masthead.date else None
        self.group = group
        self.children: dict[int, list[int]] = {}
        for k, provision in enumerate(outline):
            self.children.setdefault(provision.parent, []).append(k)
        self.own = own_fields(outline, self.children)
        self.held, self.only_fields = held_fields(outline, self.children, self.own)
        self.kinds = sections(outline, frozenset(k for k in self.children if k >= 0))
        self.nodes: list[Node] = []
        self.rows: dict[int, tuple[FieldOf, ...]] = {}  # the last row under a provision
        self.found: list[Duty] = []
        self.roles: dict[int, str] = {}

    def visit(self, k: int) -> None:
        """Read one provision, with what it has from above."""
        provision = self.outline[k]
        node = Node.of(k, provision, self.kinds[k])
        self.nodes.append(node)
        if provision.parent >= 0:
            above = self.nodes[provision.parent]
            node.listed = above.listed
            node.leads, node.partners, node.group, node.fields = above.leads, above.partners, above.group, above.fields
        elif self.group and provision.scope == 0 and not provision.label_annex and node.section not in SILENT:
            node.leads, node.group = self.group, True
        if provision.kind == "row":
            cells = cells_of(provision, self.rows.get(provision.parent, ()))
            self.rows[provision.parent] = cells
            self._add(from_row(node, cells, self.year))
            return
        if k in self.only_fields:
            self.roles[k] = "field"
            self._whole_sentences(node)
            return
        if k in self.held:
            node.fields = fields_for(self.held[k], self.outline)
        work_below = any(kid not in self.only_fields for kid in self.children.get(k, ()))
        node.parent = work_below or (bool(self.children.get(k)) and k not in self.held)
        node.clauses, node.closing = executors(node.words, node.clauses)
        if not node.clauses:
            return
        if node.parent:
            self._heading(node)
        else:
            self._leaf(node)

    def _add(self, duty: Duty | None) -> None:
        if duty is not None:
            self.found.append(duty)

    def _actors(self, node: Node) -> list[Actor | None]:
        closing, quoted = node.closing, _quoted(node.words)
        found: list[Actor | None] = []
        for number, clause in enumerate(node.clauses):
            if closing and clause.first == closing.first:
                found.append(closing)
            elif any(first <= clause.first < last for first, last in quoted):
                found.append(None)  # what another document says
            else:
                found.append(actor_of(node.words, clause, strict=number > 0))
        return found

    # --- headings -----------------------------------------------------------------------------------------------------

    def _heading(self, node: Node) -> None:
        """Read a provision that has others under it: its actor goes down to them, whole sentences are duties too."""
        found, k = node.clauses, node.index
        text = node.provision.text.rstrip()
        alone = len(found) == 1
        names = (alone and addressed(node, found[0])) or whole_heading(node)
        if names:
            node.under(names)
            self.roles[k] = "heading"
            return
        actors = self._actors(node)
        first = actors[0]
        last = next((actor for actor in reversed(actors) if actor), None)
        announces = text.endswith(":") or (alone and not text.endswith((".", ";", "…")))
        if first and first.how == "heading":
            node.under(place_names(node.provision, first.names))
            if alone:
                self.roles[k] = "heading"
                return
            # The name stands on its own line; what follows it is the text of the heading.
            found, actors, alone = found[1:], actors[1:], len(found) == 2
        if announces or any(line.role == "content" for line in self.own.get(k, ())):
            if last:
                said = found[-1] if announces else found[0]
                partners = partners_in(node.words, said.first, said.last)
                node.under(place_names(node.provision, last.names), place_names(node.provision, partners))
            if node.leads and announces and node.section not in SILENT and not self._work_in(k):
                # "… rà soát, thống kê, gồm: 1. Số hộ …": the order is here, what stands below only lists.
                self._tasks(node, found, actors)
                node.listed = True
                return
            if not alone and (any(actors[:-1]) or node.leads) and node.section not in SILENT:
                self._tasks(node, found[:-1], actors[:-1])
            self.roles.setdefault(k, "heading")
        elif last and node.section not in SILENT:
            self._tasks(node, found, actors)
            told = Group(0, 0, last.names, "")
            if last.how != "heading" and not text.endswith("./.") and not self._tells(node, told):
                node.under(place_names(node.provision, last.names), node.partners)
        elif node.leads and not node.group and text.endswith((".", ";")) and len(node.words) > _SHORTEST_SENTENCE:
            self._tasks(node, found, actors)
        else:
            self.roles.setdefault(k, "heading")

    def _work_in(self, k: int) -> bool:
        """Say whether anything right below a provision is an order or names who acts."""
        for kid in self.children.get(k, ()):
            words = Words(self.outline[kid].text[:200])
            if not len(words) or kid in self.own or self.outline[kid].kind == "row":
                return True
            if lexicon().predicates.at(words, 0) or head_at(words, 0) or opens_with_time(words, 0):
                return True
        return False

    # --- leaves -------------------------------------------------------------------------------------------------------

    def _leaf(self, node: Node) -> None:
        """Read a provision without others under it."""
        if _BLANKS in node.provision.text or _BLANK_LINE in node.provision.text:
            return  # a form to be filled in
        if node.fields:
            self._add(from_fields(node, self.own.get(node.index, ()), self.year))
            return
        found = node.clauses
        actors = self._actors(node)
        if node.listed and not any(actors):
            return
        if actors[0] and actors[0].how == "heading":
            if len(found) == 1:
                self.roles[node.index] = "heading"
                return
            # "3. Sở Công Thương" on its own line, what it does on the next.
            node.under(place_names(node.provision, actors[0].names))
            self._tasks(node, found[1:], actors[1:])
            return
        if len(found) == 1 and len(node.words) < _SHORT_HEADING and not node.leads and addressed(node, found[0]):
            self.roles[node.index] = "heading"
            return
        if not any(actors) and (not node.leads or (node.group and not _orders(node, found[0]))):
            if not node.leads:
                self._impersonal(node)
            return
        bracket = next((actor for actor in actors if actor and actor.how == "bracket"), None)
        if bracket and not node.leads:
            # The bracket at the end says who does the whole item.
            self._emit(node, Group(found[0].first, found[-1].last, bracket.names, "duty.bracket"))
        elif node.section == "situation":
            # What is praised is no duty; what follows "Trong thời gian tới, …" is.
            later = next((j for j, clause in enumerate(found) if _cues()["ahead"].at(node.words, clause.first)), 0)
            if later and actors[later]:
                self._tasks(node, found[later:], actors[later:], split=True)
        elif node.section not in SILENT or any(actor and actor.how == "request" for actor in actors):
            self._tasks(node, found, actors)

    def _impersonal(self, node: Node) -> None:
        """Take a demand without an actor as an optional duty where the section holds demands."""
        words = node.words
        whole = Group(node.clauses[0].first, node.clauses[-1].last, (), "duty.impersonal")
        owner = _owner(node)
        if owner:
            self._emit(node, whole._replace(names=owner, rule="duty.passive"), optional=True)
            return
        if node.section not in DEMANDING or node.provision.label_annex or len(words) <= 4:
            return
        if _cues()["performatives"].at(words, whole.first) and node.provision.kind == "article":
            return
        if _cues()["effective"].at(words, whole.first):
            return  # "1. Quyết định này có hiệu lực …"
        if _cues()["aims"].at(words, whole.first):
            return  # targets are read elsewhere
        verb = 0 if opens_with_time(words, whole.first) else lexicon().predicates.at(words, whole.first)
        if node.section in ("requirement", "requirement_and_purpose"):
            must = any(_cues()["impersonal"].at(words, j) for j in range(len(words)))
            wanted = bool(verb) or must or (node.section == "requirement" and words.low[whole.first] == "việc")
        else:
            wanted = bool(verb) and words.cap[whole.first]
        if wanted:
            self._emit(node, whole, optional=True)

    def _whole_sentences(self, node: Node) -> None:
        """Take duties out of a field that holds whole sentences ("Cơ quan thực hiện: Sở A rà soát …; các sở …")."""
        for line in self.own.get(node.index, ()):
            if line.role != "lead":
                continue
            first = node.words.at(line.start)
            names = names_at(node.words, first)
            if not names or names.why != "predicate" or len(node.words) - names.stop < 5:
                continue
            found = [clause for clause in node.clauses if clause.last > first]
            found[0] = Clause(first, found[0].last)
            actors = [actor_of(node.words, clause) for clause in found]
            if actors[0] and actors[0].how == "subject":
                self.roles.pop(node.index, None)
                self._tasks(node, found, actors)

    # --- from clauses to duties ---------------------------------------------------------------------------------------

    def _tasks(self, node: Node, found: Sequence[Clause], actors: Sequence[Actor | None], split: bool = False) -> None:
        """Group clauses into duties: a new actor begins a new duty, a clause without one goes on with the last."""
        groups = [self._first_group(node, found[0], actors[0])]
        for clause, actor in zip(found[1:], actors[1:], strict=True):
            group = groups[-1]
            if actor and actor.how == "heading":
                actor = None
            if not actor and group.names and self._back_to_all(node, clause, group.names):
                groups.append(Group(clause.first, clause.last, (), "duty.inherited"))
            elif actor and begins(node, clause, actor, group.names):
                begin = opening_paragraph(node, clause, group.first)
                # The opening of a closing paragraph ("Trên đây là …;") belongs to what it asks.
                groups[-1] = group._replace(last=begin if begin < clause.first else group.last)
                groups.append(Group(begin, clause.last, actor.names, f"duty.{actor.how}", actor.sure))
            else:
                groups[-1] = group._replace(last=clause.last)
        split = split or len(groups) > 1
        for group in groups:
            if not group.names and not (node.leads and group.rule == "duty.inherited"):
                continue
            if group.names and self._tells(node, group):
                continue
            self._dated(node, group, split)

    def _first_group(self, node: Node, clause: Clause, actor: Actor | None) -> Group:
        if actor:
            return Group(clause.first, clause.last, actor.names, f"duty.{actor.how}", actor.sure)
        inherits = node.leads and not (node.group and not _orders(node, clause))
        return Group(clause.first, clause.last, (), "duty.inherited" if inherits else "")

    def _tells(self, node: Node, group: Group) -> bool:
        """Say whether the subject is the issuer that only announces ("UBND tỉnh ban hành Kế hoạch")."""
        name = group.names[0]
        short = name.text.lower().replace("ubnd", "ủy ban nhân dân").replace("uỷ", "ủy")
        if len(group.names) > 1 or not self.issuer.startswith(short[:20]):
            return False
        return _cues()["performatives"].at(node.words, node.words.at(name.span.end)) > 0

    def _back_to_all(self, node: Node, clause: Clause, names: tuple[Name, ...]) -> bool:
        """Say whether a report that names no actor is again the duty of all whom the heading names."""
        if len(node.leads) < 2 or len(names) >= len(node.leads):
            return False
        text = node.words.text[node.words.start[clause.first] : node.words.end[clause.last - 1]].lower()
        reports = any(word in text for word in cues("duties")["tasks"]["reports"])
        return reports and bool(deadlines(text, year=self.year))

    def _dated(self, node: Node, group: Group, split: bool) -> None:
        """Part one actor's job where its sentences have different deadlines, then make the duties."""
        words, text = node.words, node.provision.text
        dated: list[tuple[Clause, Due | None]] = []
        begin = bisect_left(node.clauses, group.first, key=lambda clause: clause.first)
        for k in range(begin, len(node.clauses)):
            clause = node.clauses[k]
            if clause.last > group.last:
                break
            start = words.start[clause.first]
            one = text[start : words.end[clause.last - 1]] if node.timed else ""
            dues = deadlines(one, year=self.year, offset=start)
            dated.append((clause, dues[0] if dues else None))
        parts = by_deadline(words, dated) or [(group.first, group.last, None)]
        for number, (first, last, due) in enumerate(parts):
            part = group._replace(first=first if number else group.first, last=last)
            self._emit(node, part, split=split or len(parts) > 1, due=due, optional=_only_answers(words, part))

    def _emit(
        self, node: Node, group: Group, *, split: bool = False, optional: bool = False, due: Due | None = None
    ) -> None:
        """Make the duty of a group of words."""
        words, provision = node.words, node.provision
        start, end = (words.start[group.first], words.end[group.last - 1]) if split else (0, len(provision.text))
        leads = place_names(provision, group.names) if group.names else (() if optional else node.leads)
        actors = group.names or node.leads
        partners = place_names(provision, partners_in(words, group.first, group.last))
        if not group.names:
            partners += node.partners  # a duty with an actor of its own does not take the heading's partners
        recipients = place_names(provision, recipients_in(words, group.first, group.last, actors))
        if due is None and not split and node.timed:
            dues = deadlines(provision.text, year=self.year)
            due = dues[0] if dues else None
        sure = group.sure and not (group.rule == "duty.inherited" and node.group)
        self.found.append(
            Duty(
                provision.path,
                closed(provision.text[start:end]),
                locate(provision, start, end),
                distinct(leads),
                distinct(partners, leads),
                distinct(recipients, leads),
                place_due(provision, due),
                money=money_in(provision, start, end),
                optional=optional,
                rule=group.rule,
                grade=Grade.GUESS if optional else Grade.SURE if sure else Grade.LIKELY,
                provision=node.index,
            )
        )


def _quoted(words: Words) -> list[tuple[int, int]]:
    """Return the long quotations among words: provisions of other documents ("… quy định “2. Cơ quan …”")."""
    if "“" not in words.text:
        return []
    found, depth, first = [], 0, 0
    for k, word in enumerate(words.raw):
        if word == "“":
            first = first if depth else k
            depth += 1
        elif word == "”" and depth:
            depth -= 1
            if not depth and k - first > _LONG_QUOTATION:
                found.append((first, k))
    return found


def _only_answers(words: Words, group: Group) -> bool:
    """Say whether the named are only held to account ("… chịu trách nhiệm trước UBND tỉnh nếu để xảy ra …")."""
    if not group.names:
        return False
    cue, stop = _cues(), words.at(group.names[-1].span.end)
    if not cue["answers"].at(words, stop) or any(words.raw[k] in ".;" for k in range(stop, group.last - 1)):
        return False
    return any(cue["failing"].at(words, k) for k in range(stop, group.last))


def _orders(node: Node, clause: Clause) -> bool:
    """Say whether an item for a whole group is an order ("Nâng cao …") and no telling ("Trong thời gian qua, …")."""
    return node.orders(clause.first) and not opens_with_time(node.words, clause.first)


def _owner(node: Node) -> tuple[Name, ...]:
    """Return the owner of a passive sentence ("… do Sở Tài chính quản lý")."""
    words = node.words
    if "do" not in words.low:
        return ()
    for k in range(len(words) - 2):
        if words.low[k] == "do":
            names = names_at(words, k + 1)
            if names and names.why == "predicate" and _cues()["owned"].at(words, names.stop):
                return names.names
    return ()
