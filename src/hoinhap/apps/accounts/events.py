"""What happens to an account, into the journal.

allauth writes; these receivers add the event. Second factors and links are told from the row itself, so that the event
stands in the same transaction as the row, whoever wrote it. This is the edge of HTTP: the clock is read here.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed, password_set, user_logged_in
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils import timezone

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.journal.actions import record


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever did it: a person, or the machine with no key."""

    person_id: uuid.UUID | None
    name: str


MACHINE = Actor(None, "Hệ thống")


def connect() -> None:
    """Listen; called once when the slice is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="journal")
    user_logged_out.connect(_signed_out, dispatch_uid="journal")
    password_changed.connect(_password_changed, dispatch_uid="journal")
    password_set.connect(_password_changed, dispatch_uid="journal")
    authentication_failed.connect(_code_failed, dispatch_uid="journal")
    post_save.connect(_factor_saved, sender=Authenticator, dispatch_uid="journal")
    post_delete.connect(_factor_deleted, sender=Authenticator, dispatch_uid="journal")
    post_save.connect(_link_saved, sender=SocialAccount, dispatch_uid="journal")
    post_delete.connect(_link_deleted, sender=SocialAccount, dispatch_uid="journal")


@transaction.atomic
def tell(act: str, person: Person, request: HttpRequest | None, *, by_oneself: bool = True, **facts: Any) -> None:
    """Add the event, with the address that the request came from."""
    if address := _address(request):
        facts["from"] = address
    record(actor=_actor(person, request, by_oneself), at=timezone.now(), act=act, of=person, facts=facts)


def _actor(person: Person, request: HttpRequest | None, by_oneself: bool) -> Actor:
    """Name who acts: the person signed in; the machine for a command, and where nobody knows who tried."""
    if request is None or not by_oneself:
        return MACHINE
    user = getattr(request, "user", None)
    acting = user if isinstance(user, Person) else person
    return Actor(acting.pk, acting.full_name)


def _address(request: HttpRequest | None) -> str:
    from allauth.account.adapter import get_adapter

    return get_adapter().get_client_ip(request) if request is not None else ""


def _now() -> HttpRequest | None:
    """Give the request that is being answered; a command has none."""
    request: HttpRequest | None = getattr(context, "request", None)
    return request


def _signed_in(sender: Any, request: HttpRequest, user: Person, **_more: Any) -> None:
    records = get_authentication_records(request, user)
    ways = list(dict.fromkeys(record.get("type") or record["method"] for record in records))
    tell("person.signed-in", user, request, ways=ways)


def _signed_out(sender: Any, request: HttpRequest | None, user: Person | None, **_more: Any) -> None:
    if isinstance(user, Person):
        tell("person.signed-out", user, request)


def failed(person: Person, request: HttpRequest | None, way: str) -> None:
    """Tell that somebody tried to be this person and was not let in."""
    tell("person.sign-in-failed", person, request, by_oneself=False, ways=[way])


def _password_changed(sender: Any, request: HttpRequest, user: Person, **_more: Any) -> None:
    tell("person.password-changed", user, request)


def _code_failed(sender: Any, request: HttpRequest, user: Person, authenticator: Authenticator, **_more: Any) -> None:
    failed(user, request, authenticator.type)


def _factor_saved(sender: Any, instance: Authenticator, created: bool, raw: bool = False, **_more: Any) -> None:
    if not created or raw:
        return
    if instance.type == Authenticator.Type.RECOVERY_CODES:
        tell("person.recovery-codes-made", instance.user, _now())
    else:
        tell("person.second-factor-added", instance.user, _now(), ways=[instance.type])


def _factor_deleted(sender: Any, instance: Authenticator, **_more: Any) -> None:
    # Recovery codes go when the last factor goes, or when new ones are made: both are told already.
    if instance.type != Authenticator.Type.RECOVERY_CODES:
        tell("person.second-factor-removed", instance.user, _now(), ways=[instance.type])


def _link_saved(sender: Any, instance: SocialAccount, created: bool, raw: bool = False, **_more: Any) -> None:
    if created and not raw:
        tell("person.identity-linked", instance.user, _now(), provider=instance.provider, subject=instance.uid)


def _link_deleted(sender: Any, instance: SocialAccount, **_more: Any) -> None:
    tell("person.identity-unlinked", instance.user, _now(), provider=instance.provider, subject=instance.uid)
