from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "hoinhap.apps.accounts"
