"""What an administrator does to the account of somebody else; allauth does what people do to their own."""

from __future__ import annotations

import secrets
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from hoinhap.apps.accounts.identity import PROVIDER
from hoinhap.apps.accounts.models import Person
from hoinhap.apps.errors import Refused
from hoinhap.apps.journal.actions import Actor, record

# No 0/O, 1/l/I: it is read from a screen and typed.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time_password() -> str:
    """Make a password that is told once, such as "k7dm-3xqp-9hve-t2ns" (79 bits)."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(4))


@transaction.atomic
def set_password(*, actor: Actor, at: datetime, person: Person, password: str) -> None:
    """Give a person a new password, which signs them out everywhere."""
    person.set_password(password)
    person.save(update_fields=["password"])
    record(actor=actor, at=at, act="person.password-changed", of=person)


@transaction.atomic
def edit_person(*, actor: Actor, at: datetime, person: Person, full_name: str, email: str) -> bool:
    """Write a person's name or e-mail otherwise; the event keeps what it was. Says whether anything has changed."""
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    told = {"full_name": " ".join(full_name.split()), "email": email.strip()}
    if not told["full_name"]:
        raise Refused("accounts.name-empty")
    was = {name: getattr(person, name) for name, value in told.items() if getattr(person, name) != value}
    if not was:
        return False
    for name in was:
        setattr(person, name, told[name])
    person.save(update_fields=[*was, "sought"])
    facts = {"was": was, "is": {name: told[name] for name in was}}
    record(actor=actor, at=at, act="person.edited", of=person, facts=facts)
    return True


@transaction.atomic
def set_active(*, actor: Actor, at: datetime, person: Person, active: bool) -> None:
    """Close an account, which ends its sessions at their next request, or open it again."""
    if person.is_active == active:
        return
    if not active and person.pk == actor.person_id:
        raise Refused("accounts.lock-oneself")
    person.is_active = active
    person.save(update_fields=["is_active"])
    record(actor=actor, at=at, act="person.opened" if active else "person.closed", of=person)


@transaction.atomic
def drop_second_factor(*, person: Person) -> int:
    """Take every second factor from somebody who has lost theirs; each is told by the row that goes."""
    factors = Authenticator.objects.filter(user=person)
    dropped = factors.exclude(type=Authenticator.Type.RECOVERY_CODES).count()
    factors.delete()
    return dropped


@transaction.atomic
def link(*, person: Person, subject: str) -> SocialAccount:
    """Let a subject of the office's identity server sign in as a person; the row that comes is told."""
    if SocialAccount.objects.filter(provider=PROVIDER, uid=subject).exists():
        raise Refused("accounts.subject-taken")
    return SocialAccount.objects.create(user=person, provider=PROVIDER, uid=subject)
