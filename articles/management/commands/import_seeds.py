"""Import batches of seeds from the command line."""

import json
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError
from tqdm import tqdm

from articles.imports import command_runs
from articles.ingest.engine import Options, import_seeds
from articles.ingest.report import Outcome, Report
from articles.ingest.sources.files import Source, open_source
from articles.ingest.sources.limits import SourceError
from articles.management import arguments, faults
from articles.seeds.kinds import REFUSED, WRITTEN, FileResult

MOST_NOTES, MOST_IGNORED = 20, 5  # that are printed
INTERRUPTED = 130  # as shells say of a program that was ended by Ctrl-C
KEPT = "What was imported so far is kept: import the same files again for the rest."


class Command(BaseCommand):
    help = (
        "Import seeds: files, folders, zip and tar archives. "
        "Exit status: 0 all imported, 1 some files refused, 2 wrong usage, a setting or a database "
        "that cannot be used, or a source that cannot be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=arguments.path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument("--hold", action="store_true", help="import everything unpublished")
        parser.add_argument(
            "--report", type=arguments.path, metavar="FILE.json", help="write a report"
        )

    def handle(self, *args: Any, paths: list[Path], **options: Any) -> None:
        report_file: Path | None = options["report"]
        try:
            sources = [open_source(path) for path in paths]
            if report_file:
                refuse_unwritable(report_file)
        except SourceError as error:
            self._end(str(error))
        os.umask(0o077)  # the report is for whoever asked; what goes to the data folder is not
        try:
            report = self._import(sources, **options)
        except (DatabaseError, InterfaceError) as error:
            if words := faults.sentence(error):
                self._end(f"{words} {KEPT}")
            raise
        except KeyboardInterrupt:
            self._end(f"\nInterrupted: {KEPT}", INTERRUPTED)
        self._finish(report, report_file, dry_run=options["dry_run"])

    def _finish(self, report: Report, report_file: Path | None, *, dry_run: bool) -> None:
        problem = write_report(report, report_file) if report_file else ""
        self._print(report, dry_run=dry_run)
        if problem:
            self._end(problem)
        if report.broken:
            sys.exit(2)
        if any(report.counts[result] for result in REFUSED):
            sys.exit(1)

    def _end(self, words: str, status: int = 2) -> NoReturn:
        self.stderr.write(words)
        sys.exit(status)

    def _import(self, sources: list[Source], **options: Any) -> Report:
        bar = tqdm(unit=" files", disable=not self.stderr.isatty(), leave=False)

        def advance(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        with bar, command_runs.running() as where:
            hold, dry_run = options["hold"], options["dry_run"]
            choices = Options(where=where, hold=hold, dry_run=dry_run, progress=advance)
            return import_seeds(sources, choices)

    def _print(self, report: Report, *, dry_run: bool) -> None:
        for outcome in report.files:
            if outcome.result in REFUSED:
                self.stderr.write(line_of(outcome))
        self._print_notes(report)
        for key, count in report.unknown.items():
            self.stdout.write(f"key {key!r} means nothing here and is kept ({count} files)")
        counts = [f"{count:,} {name}" for name, count in report.counts.items()]
        self.stdout.write(("would be: " if dry_run else "") + ", ".join(counts))
        ours = any(one.result != FileResult.IGNORED for one in report.files)
        if report.counts[FileResult.UNCHANGED] and not ours:
            self.stdout.write("Nothing new: all of it was imported before.")
        for reason in report.reasons:
            self.stderr.write(reason)

    def _print_notes(self, report: Report) -> None:
        noted = [one for one in report.files if one.message and one.result in WRITTEN]
        for outcome in noted[:MOST_NOTES]:
            self.stdout.write(f"note: {line_of(outcome)}")
        if len(noted) > MOST_NOTES:
            rest = len(noted) - MOST_NOTES
            self.stdout.write(f"note: {rest:,} more files have notes (--report lists all)")
        ignored = [one.path for one in report.files if one.result == FileResult.IGNORED]
        if ignored:
            rest = len(ignored) - MOST_IGNORED
            others = f" and {rest:,} more" if rest > 0 else ""
            names = ", ".join(ignored[:MOST_IGNORED])
            self.stdout.write(f"ignored, as no seeds: {names}{others}")


def refuse_unwritable(path: Path) -> None:
    """Raise SourceError now rather than after the work. What is in the file stays there until there
    is another report."""
    try:
        if not path.is_fifo():  # whose reader would take this for the whole report
            path.open("a").close()
    except OSError as error:
        raise SourceError(f"{path}: the report cannot be written: {error.strerror}") from None


def write_report(report: Report, path: Path) -> str:
    """Return what is amiss if it cannot be written."""
    text = json.dumps(as_json(report), ensure_ascii=False, indent=2)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        return f"{path}: the report cannot be written: {error.strerror} (what it is about is done)"
    return ""


def as_json(report: Report) -> dict[str, Any]:
    names = ("path", "result", "line", "column", "message")
    files = [{name: getattr(outcome, name) for name in names} for outcome in report.files]
    return {"counts": dict(report.counts), "files": files}


def line_of(outcome: Outcome) -> str:
    """Return `archive.zip/_news/a.md:3:5: what is wrong`, as editors and terminals read it."""
    path = f"{outcome.archive}/{outcome.path}" if outcome.archive else outcome.path
    position = [str(part) for part in (outcome.line, outcome.column) if part is not None]
    return f"{':'.join([path, *position])}: {outcome.message}"
