from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "hoinhap.apps.library"
    label = "library"
