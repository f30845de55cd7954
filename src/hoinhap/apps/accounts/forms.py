"""Forms that take the answer of a passkey: its shape is looked at first, since anybody may send anything."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms

ANSWER = ("clientDataJSON", "authenticatorData", "signature")
NEW_KEY = ("clientDataJSON", "attestationObject")


def shaped(credential: Any, parts: tuple[str, ...]) -> bool:
    """Say whether this could be what a browser answers: texts at the places where allauth and fido2 read them."""
    if not isinstance(credential, dict) or not isinstance(credential.get("response"), dict):
        return False
    texts = [credential.get("id"), credential.get("rawId"), *(credential["response"].get(part) for part in parts)]
    handle = credential["response"].get("userHandle")
    return all(isinstance(text, str) and text for text in texts) and (handle is None or isinstance(handle, str))


class _Shaped:
    """Refuse what has not the shape, in the words of a wrong code."""

    cleaned_data: dict[str, Any]

    def clean_credential(self) -> Any:
        if not shaped(self.cleaned_data["credential"], ANSWER):
            raise get_adapter().validation_error("incorrect_code")
        return super().clean_credential()  # type: ignore[misc]


class SignInWithKey(_Shaped, forms.LoginWebAuthnForm):
    """Sign in with a key alone."""


class SecondStepWithKey(_Shaped, forms.AuthenticateWebAuthnForm):
    """A key after the password."""


class ConfirmWithKey(_Shaped, forms.ReauthenticateWebAuthnForm):
    """A key to confirm who one is."""


class AddKey(forms.AddWebAuthnForm):
    """A new key."""

    def clean_credential(self) -> Any:
        credential = self.cleaned_data["credential"]
        if not shaped(credential, NEW_KEY):
            raise get_adapter().validation_error("incorrect_code")
        return credential
