"""The office's own identity server (OpenID Connect), if it has one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PROVIDER = "co-quan"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def providers(issuer: str, client_id: str, secret: str, name: str) -> dict[str, Any]:
    """Give allauth its provider; none without an issuer.

    The ID token comes straight from the issuer, and TLS is what vouches for it: plain HTTP is taken from this machine
    only.
    """
    if not issuer:
        return {}
    parts = urlsplit(issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ImproperlyConfigured("HOINHAP_OIDC_ISSUER phải bắt đầu bằng https:// / must start with https://")
    if not client_id:
        raise ImproperlyConfigured("Thiếu HOINHAP_OIDC_CLIENT_ID / HOINHAP_OIDC_CLIENT_ID is missing")
    app = {
        "provider_id": PROVIDER,
        "name": name or parts.hostname,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer, "fetch_userinfo": False, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app], "SCOPE": ["openid", "profile"], "OAUTH_PKCE_ENABLED": True}}
