"""Failures are counted where every server process sees them, and a new start forgives nobody."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.apps.accounts.people import PASSWORD

PREPARE = """
from django.core.management import call_command
from tests.apps.accounts.people import person
call_command("migrate", verbosity=0)
person()
"""
ATTEMPT = """
from django.test import Client
answer = Client(headers={"Host": "localhost"}).post("/dang-nhap", {"login": "hanh.le", "password": sys.argv[1]})
print(answer.status_code, "Sai quá nhiều lần" in answer.content.decode())
"""
START = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "hoinhap.site.settings"
from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
django.setup()
"""


def test_a_process_knows_the_failures_that_another_has_seen(tmp_path):
    environment = {**os.environ, "HOINHAP_DATA": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    environment.pop("DATABASE_URL", None)

    def run(code: str, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", START + code, *words], env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    run(PREPARE)
    assert run(ATTEMPT, PASSWORD) == "302 False"
    five = "for _time in range(5):\n    " + ATTEMPT.strip().replace("\n", "\n    ")
    assert run(five, "sai").splitlines() == ["200 False"] * 5
    assert run(ATTEMPT, PASSWORD) == "200 True"
