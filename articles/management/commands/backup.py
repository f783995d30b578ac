"""Write everything into one file, while people and imports go on."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.backup.errors import BackupError
from articles.backup.make import make
from articles.management import arguments


class Command(BaseCommand):
    help = (
        "Write database and pictures into FILE (a zip), as they are at one moment, and read it "
        "again before calling it good. Nobody has to stop. The secret key is not in it."
    )
    requires_system_checks = []  # a file that somebody broke by hand is no reason to have none

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=arguments.path, metavar="FILE")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        os.umask(0o077)
        try:
            manifest = make(file)
        except BackupError as error:
            raise CommandError(str(error)) from None
        articles, events = (manifest.rows[f"articles_{name}"][0] for name in ("article", "event"))
        self.stdout.write(
            f"{file}: {articles:,} articles, {events:,} events, "
            f"{len(manifest.pictures):,} files of pictures; read again and found whole."
        )
