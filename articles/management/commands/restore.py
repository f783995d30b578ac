"""Put back what `backup` wrote, into an empty place."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from articles.backup.errors import BackupError
from articles.backup.restore import restore
from articles.management import arguments


class Command(BaseCommand):
    help = (
        "Restore a backup into an empty database and an empty data folder (NEWSDESK_DATA_DIR). "
        "One of an older version is brought up to date; anything else is left as it was."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=arguments.path, metavar="FILE")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        os.umask(0o077)
        try:
            manifest = restore(file)
        except BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Restored as it was at {manifest.made}. Bringing it up to date …")
        call_command("prepare")
        self.stdout.write(
            "Done: make run starts it. The secret key is another, so all sign in anew."
        )
