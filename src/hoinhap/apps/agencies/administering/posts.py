"""Posts and who holds them: written as facts with dates, each with an event at the agency."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies import access, recording
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.administering.people import Term, when
from hoinhap.apps.agencies.models import Agency, Placement, Post
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.actions import record
from hoinhap.core.vi.text import key


@dataclass(frozen=True, slots=True)
class Held:
    """A post and who holds, held and will hold it."""

    post: Post
    terms: tuple[Term, ...]


def posts_of(agency: Agency, *, on: date) -> list[Held]:
    """Give the posts of an agency, the highest first; two queries."""
    terms: dict[uuid.UUID, list[Term]] = defaultdict(list)
    rows = Placement.objects.filter(post__agency=agency, replaced_at__isnull=True).select_related("person")
    for row in rows.order_by("-since", "-pk"):
        terms[row.post_id].append(Term(row, when(row.since, row.until, on)))
    return [Held(post, tuple(terms[post.pk])) for post in Post.objects.filter(agency=agency)]


@transaction.atomic
def add_post(*, actor: Viewer, at: datetime, agency: Agency, title: str, rank: int = 100) -> Post:
    """Add a post that the agency does not have."""
    access.require(access.may_manage(actor))
    title = " ".join(title.split())
    if not title:
        raise Refused("agencies.name-empty")
    list(Agency.objects.select_for_update(of=("self",), no_key=True).filter(pk=agency.pk).values_list("pk"))
    taken = next((one for one in Post.objects.filter(agency=agency) if key(one.title) == key(title)), None)
    if taken is not None:
        raise Refused("agencies.post-taken", agency=agency.name, post=taken.title)
    post = Post.objects.create(agency=agency, title=title, rank=rank)
    record(actor=actor, at=at, act="post.added", of=post, root=agency, facts={"title": title, "rank": rank})
    return post


@transaction.atomic
def appoint(
    *,
    actor: Viewer,
    at: datetime,
    post_id: uuid.UUID,
    holder: str = "",
    person: Person | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Placement:
    """Write that somebody holds a post: a person of the program, or only a name."""
    access.require(access.may_manage(actor))
    posts = Post.objects.select_for_update(of=("self",), no_key=True).select_related("agency")
    post = posts.filter(pk=post_id).first()
    if post is None:
        raise NotFound
    holder = person.full_name if person else " ".join(holder.split())
    if not holder:
        raise Refused("agencies.name-empty")
    if since is not None and until is not None and until <= since:
        raise Refused("agencies.role-not-begun", since=f"{since:%d/%m/%Y}")
    same = Placement.objects.filter(post=post, replaced_at__isnull=True, holder=holder, person=person)
    if since is not None:
        same = same.filter(Q(until__isnull=True) | Q(until__gt=since))
    if until is not None:
        same = same.filter(Q(since__isnull=True) | Q(since__lt=until))
    if (held := same.first()) is not None:
        begun = f"{held.since:%d/%m/%Y}" if held.since else "–"
        raise Refused("agencies.post-held", holder=holder, since=begun)
    change = recording.begin(actor, at, "post.filled", f"{post.title}, {post.agency.name}: {holder}")
    placement = Placement(post=post, person=person, holder=holder, since=since, until=until)
    recording.add(change, [placement])
    facts = {"title": post.title, "holder": holder, "since": since, "until": until}
    record(actor=actor, at=at, act="post.filled", of=placement, root=post.agency, facts=facts)
    return placement


@transaction.atomic
def end_placement(*, actor: Viewer, at: datetime, agency: Agency, placement_id: int, until: date) -> Placement:
    """Write that somebody left a post: `until` is the first day on which they do not hold it."""
    access.require(access.may_manage(actor))
    rows = Placement.objects.select_for_update(of=("self",), no_key=True).select_related("post__agency", "person")
    old = rows.filter(pk=placement_id, post__agency=agency, replaced_at__isnull=True).first()
    if old is None:
        raise NotFound
    if old.until is not None and old.until <= until:
        raise Refused("agencies.role-ended", until=f"{old.until:%d/%m/%Y}")
    if old.since is not None and until <= old.since:
        raise Refused("agencies.role-not-begun", since=f"{old.since:%d/%m/%Y}")
    change = recording.begin(actor, at, "post.left", f"{old.post.title}, {old.post.agency.name}: {old.holder}")
    recording.replace(change, [old])
    new = Placement(post=old.post, person=old.person, holder=old.holder, since=old.since, until=until)
    recording.add(change, [new])
    facts = {"title": old.post.title, "holder": old.holder, "until": until, "before": old.until}
    record(actor=actor, at=at, act="post.left", of=new, root=old.post.agency, facts=facts)
    return new
