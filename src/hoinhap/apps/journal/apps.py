from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "hoinhap.apps.journal"
