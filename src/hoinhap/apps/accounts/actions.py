"""What an administrator does to the account of somebody else; allauth does what people do to their own."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from hoinhap.apps.accounts.identity import PROVIDER
from hoinhap.apps.accounts.models import Person
from hoinhap.apps.errors import Refused
from hoinhap.apps.journal.actions import Actor, record


@transaction.atomic
def set_password(*, actor: Actor, at: datetime, person: Person, password: str) -> None:
    """Give a person a new password, which signs them out everywhere."""
    person.set_password(password)
    person.save(update_fields=["password"])
    record(actor=actor, at=at, act="person.password-changed", of=person)


@transaction.atomic
def set_active(*, actor: Actor, at: datetime, person: Person, active: bool) -> None:
    """Close an account, which ends its sessions at their next request, or open it again."""
    if person.is_active == active:
        return
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
