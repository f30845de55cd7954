"""What this office decides differently from allauth: nobody signs up, no messages by e-mail."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import resolve_url


class AccountAdapter(DefaultAccountAdapter):
    """People are added by an administrator; e-mail is never sent."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        return None

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("account_page")


class OfficeAdapter(DefaultSocialAccountAdapter):
    """A sign-in of the office's own identity server opens only an account that is linked to its subject."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        return False
