"""The importer without what suggestions need of it: no article is noted for the index of words."""

from pathlib import Path
from unittest import mock

from articles.judgement import indexing
from tests.benchmarks import command


def work(folder: Path) -> None:
    with (
        mock.patch.object(indexing, "note"),
        mock.patch.object(indexing, "enqueue_if_due"),
    ):
        command.work(folder)
