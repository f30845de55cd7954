"""What all tests share: a data folder of their own, and settings that need nothing prepared."""

from __future__ import annotations

import os
import tempfile

import pytest

os.environ.setdefault("HOINHAP_DATA", tempfile.mkdtemp(prefix="hoinhap-test-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoinhap.site.settings")


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    # The manifest wants collected files; the tests of the pages do without, the browser tests run the real server.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
