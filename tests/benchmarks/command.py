"""The importer, as `manage.py import_seeds` runs it."""

from pathlib import Path

from django.core.management import call_command


def work(folder: Path) -> None:
    call_command("import_seeds", folder)
