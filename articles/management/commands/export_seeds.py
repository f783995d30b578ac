"""Write seeds back in the layout of the sites that they came from."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from articles.seeds.export import ExportError, export_seeds


class Command(BaseCommand):
    help = (
        "Write the site layout below FOLDER: what nobody changed byte for byte as it came, "
        "the rest with the editors' changes. Exit status: 0 written, 2 FOLDER cannot take it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument(
            "--changed", action="store_true", help="only files that editors changed"
        )

    def handle(self, *args: Any, folder: Path, changed: bool, **options: Any) -> None:
        try:
            count = export_seeds(folder, changed=changed)
        except ExportError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        self.stdout.write(f"{count:,} files written to {folder}")
