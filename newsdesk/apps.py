from django.apps import AppConfig
from django.core.checks import register

from newsdesk.checks import import_folders_are_there, site_can_be_read, sqlite_is_safe


class NewsdeskConfig(AppConfig):
    name = "newsdesk"

    def ready(self) -> None:
        register(site_can_be_read)
        register(import_folders_are_there)
        register(sqlite_is_safe, deploy=True)
