"""Import batches of seeds from the command line."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.seeds.importer import Options, Report, import_seeds
from articles.seeds.sources import SourceError, open_source


class Command(BaseCommand):
    help = (
        "Import seeds: files, folders, zip and tar archives. "
        "Exit status: 0 all imported, 1 some files refused, 2 wrong usage or unreadable source."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument("--hold", action="store_true", help="import everything unpublished")
        parser.add_argument("--report", type=Path, metavar="FILE.json", help="write a report")

    def handle(self, *args: Any, paths: list[Path], **options: Any) -> None:
        try:
            sources = [open_source(path) for path in paths]
            report_file = options["report"] and options["report"].open("w", encoding="utf-8")
        except (SourceError, OSError) as error:
            self.stderr.write(str(error))
            sys.exit(2)
        with tqdm(unit=" files", disable=not self.stderr.isatty(), leave=False) as bar:
            report = import_seeds(
                sources,
                Options(
                    hold=options["hold"],
                    dry_run=options["dry_run"],
                    progress=lambda done, total: _advance(bar, done, total),
                ),
            )
        if report_file:
            with report_file:
                json.dump(as_json(report), report_file, ensure_ascii=False, indent=2)
        self._say(report, dry_run=options["dry_run"])
        if report.broken:
            sys.exit(2)
        if report.counts["error"]:
            sys.exit(1)

    def _say(self, report: Report, *, dry_run: bool) -> None:
        for outcome in report.files:
            if outcome.result == "error":
                place = [str(part) for part in (outcome.line, outcome.column) if part is not None]
                self.stderr.write(f"{':'.join([outcome.path, *place])}: {outcome.message}")
        for message in report.broken:
            self.stderr.write(message)
        for key, count in report.unknown.items():
            self.stdout.write(f"key {key!r} means nothing here and is kept ({count} files)")
        counts = [f"{count:,} {name}" for name, count in report.counts.items()]
        self.stdout.write(("would be: " if dry_run else "") + ", ".join(counts))


def as_json(report: Report) -> dict[str, Any]:
    """The report that `--report` writes."""
    return {
        "counts": dict(report.counts),
        "files": [asdict(outcome) for outcome in report.files],
    }


def _advance(bar: "tqdm[Any]", done: int, total: int) -> None:
    bar.total = total
    bar.update(done - bar.n)
