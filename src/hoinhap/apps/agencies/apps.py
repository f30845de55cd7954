from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "hoinhap.apps.agencies"
