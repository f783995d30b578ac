"""The usual baseline: django-import-export, in bulk and without diffs, into the site's tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.utils import timezone
from import_export.fields import Field
from import_export.resources import Resource, modelresource_factory
from tablib import Dataset

from articles.models import ImportBatch
from tests.benchmarks.rows import COLUMNS, Tabulator, paths, read

BATCH_SIZE = 1000


def work(folder: Path) -> None:
    ImportBatch.objects.create(pk=1, source="benchmark", started_at=timezone.now())
    resources = {table: _resource(table) for table in COLUMNS}
    tabulator = Tabulator()
    for files in paths(folder):
        for table, rows in tabulator.tables(read(files)).items():
            data = Dataset(*rows, headers=COLUMNS[table])
            resources[table].import_data(data, raise_errors=True, use_transactions=True)


def _resource(table: str) -> Resource:
    """Bare fields: their values have the right types, so that widgets would only cost time."""
    options = {
        "use_bulk": True,
        "batch_size": BATCH_SIZE,
        "skip_diff": True,
        "skip_html_diff": True,
        "force_init_instance": True,  # all rows are new: nothing to look up
        "fields": COLUMNS[table],
        "import_id_fields": [],
    }
    fields: dict[str, Any] = {name: Field(name, name) for name in COLUMNS[table]}
    return modelresource_factory(
        apps.get_model("articles", table), meta_options=options, custom_fields=fields
    )()
