"""The viewer of a request: asked for once, and only where somebody asks who is looking."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.queries import viewer_for


class _Lazy:
    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def found(self) -> Viewer:
        return viewer_for(self._request.user, on=timezone.localdate())


class KnownViewer:
    """Give every request its viewer; stands after the middleware that finds the person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewing = _Lazy(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def viewer_of(request: HttpRequest) -> Viewer:
    """Give the viewer of a request."""
    found: Viewer = request.viewing.found  # type: ignore[attr-defined]
    return found
