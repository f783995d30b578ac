"""Watches a folder, such as a checkout that a job pulls, and imports what appears or changes in it.

Files are told apart by what the file system says of them, so that only changed ones are read. What
was imported before the watch began costs one reading: the engine knows it by its digest.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from articles.imports import command_runs
from articles.ingest.engine import Options, import_seeds
from articles.ingest.report import Report
from articles.ingest.sources import layout
from articles.ingest.sources.files import FolderSource, walk
from articles.ingest.sources.layout import Layout
from articles.ingest.sources.limits import Limits, readable, unsafe

FRESH = 1.0  # seconds without a change, after which a file counts as written to its end


class Stamp(NamedTuple):
    size: int = 0
    mtime_ns: int = 0
    inode: int = 0
    problem: str = ""


class WatchedFiles(FolderSource):
    """Some files of a folder. `seen` are all of it: one of each checkout comes along, unchanged, to
    show where the checkouts are."""

    def __init__(self, folder: Path, wanted: Collection[str], seen: dict[str, Stamp]) -> None:
        super().__init__(folder, Limits())
        self._files = [(path, seen[path].problem) for path in {*wanted, *_signposts(folder, seen)}]

    def files(self) -> Iterable[tuple[str, str]]:
        return self._files


@dataclass
class Watch:
    folder: Path
    known: dict[str, Stamp] = field(default_factory=dict)
    waiting: bool = False  # for a file that is still being written

    def look(self) -> Report | None:
        """Import what has changed since the last look; None if nothing has.

        Raises FileNotFoundError where there is no folder, and what the database raises: then the
        next look tries the same files again.
        """
        if not self.folder.is_dir():
            raise FileNotFoundError(f"{self.folder}: there is no such folder")
        seen = {path: _stamp(path, problem) for path, problem in walk(str(self.folder))}
        changed = {path for path, stamp in seen.items() if self.known.get(path) != stamp}
        now = time.time()  # a clock that runs ahead makes no file wait long
        fresh = {path for path in changed if abs(now - seen[path].mtime_ns / 1e9) < FRESH}
        finished = changed - fresh
        self.waiting = bool(fresh)
        report = self._import(finished, seen) if finished else None
        self.known = {path: seen[path] for path in seen if path not in fresh}
        return report

    def _import(self, paths: Collection[str], seen: dict[str, Stamp]) -> Report:
        with command_runs.running() as where:
            return import_seeds([WatchedFiles(self.folder, paths, seen)], Options(where=where))


def _stamp(path: str, problem: str) -> Stamp:
    if problem:
        return Stamp(problem=problem)
    try:
        status = os.lstat(path)
    except OSError:
        # It went away in between; reading it will say so.
        return Stamp()
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ino)


def _signposts(folder: Path, seen: Iterable[str]) -> Iterable[str]:
    """Yield one file of each checkout in the folder: the layout of these is that of all."""
    before = layout.prefix(folder.resolve().parts)
    cut = len(str(folder).rstrip("/")) + 1
    names = {before + path[cut:]: path for path in sorted(seen)}
    good = [name for name in names if readable(name) == name and not unsafe(name)]
    for root in Layout.of(good).roots:
        yield next(names[name] for name in good if Layout.of([name]).roots == (root,))
