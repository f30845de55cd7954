from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LibraryConfig(AppConfig):
    name = "hoinhap.apps.library"
    label = "library"

    def ready(self) -> None:
        from hoinhap.apps.journal.access import register
        from hoinhap.apps.library import carried, owed
        from hoinhap.apps.library.told import register_all

        register_all(register)
        carried.register_all()
        owed.register_all()
        post_migrate.connect(_lay_out, sender=self, dispatch_uid="library.lay-out")


def _lay_out(*, using: str, **_facts: Any) -> None:
    """Lay out what older versions have kept, whoever migrates; not on the way, while some table is still of old."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor
    from django.utils import timezone

    from hoinhap.apps.library import holding
    from hoinhap.apps.library.actions import lay_out_missing

    executor = MigrationExecutor(connections[using])
    if using == "default" and not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        at = timezone.now()
        lay_out_missing(at=at)
        holding.fill(at=at)
