from django.apps import AppConfig
from django.core.checks import register

from newsdesk.checks import sqlite_keeps_what_it_wrote


class NewsdeskConfig(AppConfig):
    name = "newsdesk"

    def ready(self) -> None:
        register(sqlite_keeps_what_it_wrote, deploy=True)
