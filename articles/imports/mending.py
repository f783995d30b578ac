"""The same mend for all broken files of a batch that it makes readable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from articles.imports import mends, trials
from articles.imports.mends import Mend
from articles.imports.phases import Progress, Stop
from articles.models import ImportBatch, ImportItem

CHUNK = 50  # files that are tried together


@dataclass(frozen=True)
class Mended:
    """A file as it would be: its text, and the lines that change, as they are and as they would
    be."""

    item: ImportItem
    text: str
    lines: list[tuple[int, str, str]]


def alike(batch: ImportBatch, name: str) -> QuerySet[ImportItem]:
    # SQLite does not see that `mend` is not empty then, which its index asks for.
    return batch.items.exclude(mend="").filter(mend=name).order_by("pk")


def mended(item: ImportItem, mend: Mend) -> Mended:
    before = item.content
    text = mends.mended(before, item.kind, mend)
    return Mended(item, text, mends.changes(before, text) if text else [])


def mend_all(batch: ImportBatch, progress: Progress, stop: Stop) -> bool:
    """Mend them as `batch.mend` says; return False if that was stopped. Done again after a crash,
    it goes on: what is mended is broken no more."""
    left = alike(batch, batch.mend).count()
    done, total = max(batch.total - left, 0), max(batch.total, left)
    for items in _chunks(batch):
        if stop():
            return False
        _mend(batch, items)
        done += len(items)
        progress(done, total)
    return not stop()


def _mend(batch: ImportBatch, items: list[ImportItem]) -> None:
    mend = mends.MENDS[batch.mend]
    texts = {item.pk: mended(item, mend).text.encode() for item in items}
    unfit = [key for key, text in texts.items() if not text]
    batch.items.filter(pk__in=unfit).update(mend="")
    trials.retry(batch, {key: text for key, text in texts.items() if text}, batch.mend_by)


def _chunks(batch: ImportBatch) -> Iterator[list[ImportItem]]:
    last = 0  # one that stays broken is not tried for ever
    while items := list(alike(batch, batch.mend).filter(pk__gt=last)[:CHUNK]):
        yield items
        last = items[-1].pk
