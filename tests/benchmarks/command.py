"""The importer, as `manage.py import_seeds` runs it."""

from pathlib import Path

from django.core.management import call_command

from articles.management.commands.import_seeds import Command


def work(folder: Path) -> None:
    call_command(Command(), folder)
