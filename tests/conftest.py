"""What all tests share: a data folder of their own, and settings that need nothing prepared.

The settings are chosen here and not in pyproject.toml, because pytest-django would read them before this file could
turn them away from the data folder of a person.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

_DATA = tempfile.mkdtemp(prefix="hoinhap-test-")
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)
Path(_DATA, "static").mkdir()
os.environ["HOINHAP_DATA"] = _DATA
os.environ["DJANGO_SETTINGS_MODULE"] = "hoinhap.site.settings"


def pytest_configure(config: pytest.Config) -> None:
    import django
    from django.conf import settings

    # The manifest wants collected files; the tests of the pages do without, the browser tests run the real server.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    # Argon2 is slow on purpose; the tests that are about it say so.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django.setup()
