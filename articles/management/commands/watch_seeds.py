"""Import what appears or changes in a folder, until told to end."""

import os
import signal
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from articles.imports.watch import FRESH, Watch
from articles.ingest.report import Report
from articles.management import arguments, faults, lifeline
from articles.management.commands.import_seeds import line_of
from articles.seeds.kinds import REFUSED

AWAY = (OperationalError, InterfaceError)


class Command(BaseCommand):
    complaint = ""  # what is amiss, as long as it is
    help = (
        "Import seeds that appear or change in FOLDER, such as a checkout that a job pulls, until "
        "SIGTERM or Ctrl+C. Only changed files are read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=arguments.path, metavar="FOLDER")
        parser.add_argument(
            "--interval", type=float, default=5.0, metavar="SECONDS", help="between two looks"
        )
        parser.add_argument(
            "--once", action="store_true", help="import what is there, then end (no FOLDER: exit 2)"
        )

    def handle(self, *args: Any, folder: Path, interval: float, once: bool, **options: Any) -> None:
        if not 0 < interval <= 86_400:
            wrong = f"--interval {interval:g}: give seconds, more than 0, a day at most"
            raise CommandError(wrong, returncode=2)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _exit)
        os.umask(0o077)
        lifeline.end_with_parent()
        watch = Watch(folder.absolute())
        while not self._look(watch, once=once):
            time.sleep(min(interval, FRESH) if watch.waiting else interval)

    def _look(self, watch: Watch, *, once: bool) -> bool:
        """Look once; return True if that was the last look. What is amiss is written once, until it
        is over."""
        close_old_connections()
        try:
            report = watch.look()
        except FileNotFoundError as error:
            if once:
                raise CommandError(str(error), returncode=2) from None
            self._complain(f"{error}. Waiting for it.")
            return False
        except AWAY as error:
            connection.close()
            self._complain(f"{faults.sentence(error)} Trying again.")
            return False
        if self.complaint:
            self._write("Going on.")
            self.complaint = ""
        if report:
            self._print(report)
        return once and not watch.waiting

    def _complain(self, line: str) -> None:
        if line != self.complaint:
            self.complaint = line
            self.stderr.write(line)
            self.stderr.flush()

    def _print(self, report: Report) -> None:
        for outcome in report.files:
            if outcome.result in REFUSED:
                self.stderr.write(line_of(outcome))
        if report.files:
            counts = report.counts.items()
            self._write(", ".join(f"{count:,} {name}" for name, count in counts if count))

    def _write(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _exit(number: int, frame: FrameType | None) -> NoReturn:
    # At once: a chunk that is being written is rolled back, and the next start imports it.
    sys.exit(0)
