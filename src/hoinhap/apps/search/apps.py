from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "hoinhap.apps.search"
