"""What this office decides differently from allauth: nobody signs up, nothing goes by e-mail, acts are told."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from hoinhap.apps.accounts import events, words
from hoinhap.apps.accounts.models import Person


class AccountAdapter(DefaultAccountAdapter):
    """People are added by an administrator, and nobody is led to another host."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultAccountAdapter.error_messages, **words.SIGN_IN_REFUSALS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Follow `next` on this host only; allauth would follow it to every host the site answers to."""
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failures by the name alone; allauth adds the host, of which a caller may claim any port."""
        return str(credentials.get("username", "")).strip().lower()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        return None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Tell a wrong password of a person who exists; a name that nobody has is nobody's event."""
        username = str(credentials.get("username", "")).strip().lower()
        if person := Person.objects.filter(username=username).first():
            events.failed(person, request, "password")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("account_page")


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: the secrets of the authenticator apps are not left readable in the database."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultMFAAdapter.error_messages, **words.FACTOR_REFUSALS}

    def encrypt(self, text: str) -> str:
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _lock().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: Any) -> str:
        return str(user.get_username())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Hội Nhập"}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Khóa số %(number)s") % {"number": number}


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Sessions of a person."""

    def end_sessions(self, sessions: Iterable[Any]) -> None:
        ended = list(sessions)
        super().end_sessions(ended)
        if ended:
            person = ended[0].user
            events.tell("person.other-sessions-ended", person, context.request, sessions=len(ended))


class OfficeAdapter(DefaultSocialAccountAdapter):
    """Sign-in by the office's own identity server opens only an account that is linked to that subject."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Take the subject from the ID token only: whoever answers for it signs it for this program and no other."""
        if "id_token" not in (sociallogin.account.extra_data or {}):
            raise ImmediateHttpResponse(render(request, "socialaccount/authentication_error.html", status=401))


def _lock() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"totp:" + settings.SECRET_KEY.encode()).digest()))
