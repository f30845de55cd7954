"""Errors into responses, in one place for every slice."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hoinhap.apps.errors import NotFound, Refused
from hoinhap.site import views


class Refusals:
    """Answer `NotFound` with 404 and `Refused` with 422 and its sentence; leave every other error alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound):
            return views.absent(request)
        if isinstance(error, Refused):
            return views.refusal(request, 422, _("Chưa thực hiện được"), sentence_of(error))
        return None


def sentence_of(error: Refused) -> str:
    """Find the sentence of a refusal in the words of its slice."""
    slice_name, _dot, key = error.code.partition(".")
    words = import_module(f"hoinhap.apps.{slice_name}.words")
    return str(words.REFUSALS[key]).format(**error.facts)
