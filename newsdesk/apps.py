from django.apps import AppConfig
from django.core.checks import register

from newsdesk.checks import sqlite_is_safe


class NewsdeskConfig(AppConfig):
    name = "newsdesk"

    def ready(self) -> None:
        register(sqlite_is_safe, deploy=True)
