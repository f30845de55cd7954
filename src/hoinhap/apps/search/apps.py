from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "hoinhap.apps.search"

    def ready(self) -> None:
        from hoinhap.apps.journal.actions import recorded
        from hoinhap.apps.search.actions import note

        recorded.connect(note, dispatch_uid="search.note")
