"""Whole folders of real seeds from outside the repository (NEWSDESK_EXTRA_SEEDS)."""

import os
from pathlib import Path

import pytest

from articles.export import exported_files
from articles.ingest.sources.files import open_source
from articles.ingest.sources.survey import Survey
from articles.models import ImportBatch
from tests.ingest.batches import bring_in, counted
from tests.queries import writes

pytestmark = pytest.mark.django_db
FOLDERS = [name for name in os.environ.get("NEWSDESK_EXTRA_SEEDS", "").split(os.pathsep) if name]


@pytest.fixture(params=FOLDERS or [pytest.param("", marks=pytest.mark.skip)])
def folder(request):
    return Path(request.param)


def test_a_folder_comes_in_without_an_error_and_goes_out_as_it_was(folder):
    report = bring_in(folder)
    assert [line for line in report.files if line.result == "error"] == []
    # Two real stories may share an address, which an admin decides on: the batch of a second import
    # comes and goes then, without a file of it.
    clashes = [line.path for line in report.files if line.result == "clash"]
    again, batches = [], ImportBatch.objects.count()
    assert writes(lambda: again.append(bring_in(folder))) == [] or clashes
    assert ImportBatch.objects.count() == batches
    assert counted(again[0]).keys() - {"unchanged", "ignored"} == ({"clash"} if clashes else set())
    expected = {path: data for path, data in texts(folder).items() if path not in clashes}
    assert dict(exported_files()) == expected


def texts(folder):
    """The folder's articles, topics and providers as they are."""
    with open_source(folder) as source:
        placed = list(Survey.of(source).placed(source))
        return {
            place.path: entry.read()
            for place, entry in placed
            if place.kind in ("article", "topic", "provider")
        }
