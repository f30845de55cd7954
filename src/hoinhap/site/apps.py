from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "hoinhap.site"
    label = "site"
