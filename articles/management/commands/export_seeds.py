"""Write seeds back in the layout of the sites that they came from."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from articles.export import ExportError, changes_by_people, export_seeds
from articles.management import arguments
from articles.times import parse_moment


class Command(BaseCommand):
    help = (
        "Write the site layout below FOLDER: what nobody changed byte for byte as it came, "
        "the rest with the editors' changes. Exit status: 0 written, 2 FOLDER cannot take it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=arguments.path, metavar="FOLDER")
        parser.add_argument(
            "--changed", action="store_true", help="only files that editors changed"
        )
        parser.add_argument(
            "--since",
            type=_moment,
            metavar="DATE",
            help="only articles that people changed since then: 2026-11-01 or 2026-11-01T12:00",
        )

    def handle(
        self, *args: Any, folder: Path, changed: bool, since: datetime | None, **options: Any
    ) -> None:
        among = changes_by_people(since) if since else None
        try:
            count = export_seeds(folder, changed=changed, among=among)
        except ExportError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        self.stdout.write(f"{count:,} files written to {folder}")


def _moment(text: str) -> datetime:
    try:
        return parse_moment(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None
