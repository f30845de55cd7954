from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "hoinhap.apps.library"
    label = "library"

    def ready(self) -> None:
        from hoinhap.apps.journal.access import register
        from hoinhap.apps.library.told import register_all

        register_all(register)
