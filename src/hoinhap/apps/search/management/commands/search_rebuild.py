"""Build the index of search again from the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from hoinhap.apps.search.actions import rebuild


class Command(BaseCommand):
    help = "Build the index of search again from the database."

    def handle(self, **options: Any) -> None:
        """Rebuild, and say how far it is after each batch."""
        count = rebuild(lambda done, total: self.stdout.write(f"{done}/{total}"))
        self.stdout.write(self.style.SUCCESS(f"search: {count}"))
