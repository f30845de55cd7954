from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "hoinhap.apps.accounts"

    def ready(self) -> None:
        from hoinhap.apps.accounts import events

        events.connect()
