"""What a person may know about their own account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from hoinhap.apps.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key of a phone, a computer or a stick."""

    pk: int
    name: str
    alone: bool
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which the person is signed in."""

    here: bool
    since: datetime
    address: str
    browser: str
    system: str


@dataclass(frozen=True, slots=True)
class Security:
    """How a person signs in."""

    has_password: bool
    app_since: datetime | None
    codes_left: int | None
    passkeys: tuple[Passkey, ...]
    sessions: tuple[Session, ...]
    links: tuple[SocialAccount, ...]


def security_of(person: Person, *, session_key: str | None) -> Security:
    """Give how a person signs in and where they are signed in now."""
    app_since, codes_left, passkeys = None, None, []
    for factor in Authenticator.objects.filter(user=person).order_by("created_at", "pk"):
        if factor.type == Authenticator.Type.TOTP:
            app_since = factor.created_at
        elif factor.type == Authenticator.Type.RECOVERY_CODES:
            codes_left = len(factor.wrap().get_unused_codes())
        else:
            key = factor.wrap()
            alone = bool(key.is_passwordless)
            passkeys.append(Passkey(factor.pk, key.name, alone, factor.created_at, factor.last_used_at))
    sessions = [
        Session(found.session_key == session_key, found.created_at, found.ip, *client(found.user_agent))
        for found in UserSession.objects.purge_and_list(person)
    ]
    sessions.sort(key=lambda session: (not session.here, -session.since.timestamp()))
    links = tuple(SocialAccount.objects.filter(user=person))
    return Security(person.has_usable_password(), app_since, codes_left, tuple(passkeys), tuple(sessions), links)


# The order matters: Edge calls itself Chrome, and Chrome calls itself Safari.
BROWSERS = (("Edg", "Edge"), ("CocCoc", "Cốc Cốc"), ("coc_coc", "Cốc Cốc"), ("OPR/", "Opera"), ("Firefox", "Firefox"))
BROWSERS += (("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"))
SYSTEMS += (("Linux", "Linux"),)


def client(user_agent: str) -> tuple[str, str]:
    """Name the browser and the system that a browser says it is; "" for what is not known."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return browser, system
