"""The numbers of a batch: how many of its files are of each class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Count

from articles.ingest.report import RESULTS
from articles.models import ImportBatch
from articles.seeds.kinds import FileResult

SKIPPED = "skipped"  # beside the classes: left out, whatever they would have been
UNLISTED = "unlisted"


def listed(batch: ImportBatch) -> Counter[str]:
    """Count the items of each class. An index holds all of it."""
    rows = batch.items.order_by().values_list("result", "skip").annotate(Count("pk"))
    numbers: Counter[str] = Counter(dict.fromkeys((*RESULTS, SKIPPED), 0))
    for result, skip, number in rows:
        numbers[SKIPPED if skip else result] += number
    return numbers


def count(batch: ImportBatch) -> None:
    """Set the numbers of the classes in `batch.counts` anew."""
    numbers = listed(batch)
    for name, number in batch.counts.get(UNLISTED, {}).items():
        numbers[name] += number
    batch.counts = {**batch.counts, **numbers}


def count_with(batch: ImportBatch, reported: Mapping[FileResult, int]) -> None:
    """Set the numbers to what an import reports, of which some files have no item."""
    items = listed(batch)
    beside = {name: number - items[name] for name, number in reported.items()}
    batch.counts[UNLISTED] = {name: number for name, number in beside.items() if number > 0}
    count(batch)


def recount(batch: ImportBatch) -> None:
    """Save the numbers anew. Call it in the transaction that changes items."""
    with transaction.atomic():
        row = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        count(row)
        row.save(update_fields=["counts"])
    batch.counts = row.counts
