"""Make pictures again whose files were lost or damaged."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from articles.imports.picture_repair import repair
from articles.management import arguments


class Command(BaseCommand):
    help = (
        "Check the files of all pictures, and make those again that are lost or damaged. Lost "
        "originals are looked for in each PLACE (a folder or an archive that was imported) and in "
        "the folders that the site imports from. Exit status: 0 all are shown, 1 some are lost, "
        "2 it could not begin."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("places", nargs="*", type=arguments.path, metavar="PLACE")
        parser.add_argument(
            "--all", action="store_true", dest="everything", help="make all of them again"
        )

    def handle(self, *args: Any, places: list[Path], everything: bool, **options: Any) -> None:
        os.umask(0o077)
        report = repair(places, everything=everything)
        for problem in report.problems:
            self.stderr.write(problem)
        self.stdout.write(
            f"{report.checked:,} checked, {report.found:,} originals found again, "
            f"{report.made:,} made again, {len(report.lost):,} lost"
        )
        self._list(report.lost, "lost: import the site that it came with again")
        self._list(report.unsaved, "shown, but its original is lost: keep the site it came with")
        self._list(report.broken, "the picture itself is at fault, or could not be tried now")
        if report.lost:
            sys.exit(1)

    def _list(self, addresses: Iterable[str], what: str) -> None:
        for address in addresses:
            self.stdout.write(f"{address}: {what}")
