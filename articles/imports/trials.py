"""Files of a batch tried again, as somebody mended, decided on or left out some of them.

In a preview that says what would come of them now, and of the files of the same stories beside
them; in an import that is done it brings them in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import blake2b

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from articles.actions.errors import Refused
from articles.imports.file_notes import NoteTaker
from articles.imports.phases import mark_unchanged
from articles.imports.staged_files import (
    ImportRecorder,
    StagedSource,
    outcome_of,
    run_of,
    update_item,
)
from articles.ingest import batch_counts
from articles.ingest.engine import Options, import_seeds
from articles.ingest.plan.duplicates import address_mark, title_mark
from articles.ingest.plan.parsing import parse_base
from articles.ingest.recorder import FileOutcome, NullRecorder
from articles.models import Article, ImportBatch, ImportItem
from articles.seeds.kinds import WRITTEN, AddressChoice, FileKind, FileResult

MOST = 100  # files of the same stories that are looked at again, by each of their marks
WAITS = (*WRITTEN, FileResult.CLASH)
TAXONOMY = {FileKind.TOPIC, FileKind.PROVIDER}
MOVED_ON = "Somebody has started or ended this import in between."
DECIDED = "Somebody else has just decided on this file: look at it again."


def retry(batch: ImportBatch, texts: Mapping[int, bytes], by: User | None) -> None:
    """Try broken files, by their keys, with these bytes."""

    def take_texts() -> None:
        broken = batch.items.filter(result=FileResult.ERROR)
        for key, data in texts.items():
            digest = blake2b(data, digest_size=16).hexdigest()
            broken.filter(pk=key).update(data=data, digest=digest, applied_at=None)

    _try(batch, texts.keys(), by, take_texts)


def choose(batch: ImportBatch, item: ImportItem, choice: AddressChoice | None, by: User) -> None:
    """Go on as somebody decided on a file that clashes, None for leaving it.

    `item` is the file as they saw it. Raises Refused where somebody else has decided meanwhile.
    """

    def change() -> None:
        as_seen = batch.items.filter(pk=item.pk, address_choice=item.address_choice)
        if not as_seen.update(address_choice=choice or "", skip=False):
            raise Refused(DECIDED)

    _try(batch, [item.pk], by, change)


def leave_out(batch: ImportBatch, keys: Collection[int], *, skip: bool) -> int:
    """Leave files of a preview out, or take them in again."""
    these = batch.items.filter(pk__in=keys, result__in=WRITTEN)
    with _held(batch):
        rows = these.update(skip=skip)
        _rehearse(batch, keys)
    return rows


def _try(
    batch: ImportBatch, keys: Collection[int], by: User | None, change: Callable[[], object]
) -> None:
    if not batch.is_preview:
        change()
        _import(batch, keys, by)
        return
    with _held(batch):
        change()
        _rehearse(batch, keys)


@contextmanager
def _held(batch: ImportBatch) -> Iterator[None]:
    """Keep others from starting or ending the import, and from trying other files of the same
    stories, until this is over."""
    with transaction.atomic():
        if not run_of(batch).select_for_update().exists():
            raise Refused(MOVED_ON)
        yield


def _import(batch: ImportBatch, keys: Collection[int], by: User | None) -> None:
    source = StagedSource(batch, batch.items.filter(pk__in=keys))
    options = _options(batch, _LateRecorder(batch, source))
    import_seeds([source], replace(options, by=by, batch=batch))
    with transaction.atomic():
        _mark_the_rest(source, keys)


def _rehearse(batch: ImportBatch, keys: Collection[int]) -> None:
    these = list(batch.items.filter(pk__in=keys))
    same, beside = _of_same_stories(batch, these)
    taken = {item.pk for item in these if not item.skip}
    source = StagedSource(batch, batch.items.filter(pk__in=taken | same | beside))
    recorder = _TrialRecorder(source)
    import_seeds([source], replace(_options(batch, recorder), dry_run=True))
    recorder.save(taken, same, out={item.path for item in these if item.skip})
    _mark_the_rest(source, taken)


def _options(batch: ImportBatch, recorder: NullRecorder) -> Options:
    # Few files, perhaps in a request: no other process is started for them.
    return Options(hold=batch.hold, recorder=recorder, processes=0)


def _mark_the_rest(source: StagedSource, keys: Collection[int]) -> None:
    """Mark what is as it is here already: it goes no further."""
    rest = source.items.filter(pk__in=keys).exclude(pk__in=source.taken)
    mark_unchanged(source.batch.items.filter(pk__in=list(rest.values_list("pk", flat=True))))
    batch_counts.recount(source.batch)


def _of_same_stories(batch: ImportBatch, items: Sequence[ImportItem]) -> tuple[set[int], set[int]]:
    """Find the other files of the same stories, for which what comes of these makes a difference,
    and those of which these may be duplicates. Topics and providers, which name each other, all
    belong together."""
    waiting = batch.items.filter(applied_at=None, skip=False).order_by()
    waiting = waiting.exclude(pk__in=[item.pk for item in items])
    others = waiting.filter(result__in=WAITS)
    articles = [item for item in items if item.kind == FileKind.ARTICLE]
    said = [values for item in articles if (values := parse_base(item.content))]
    same = _of_same_articles(others, articles, {values.canonical_url for values in said})
    if not TAXONOMY.isdisjoint(item.kind for item in items):
        possible = (*WAITS, FileResult.ERROR)  # what one refuses, another may allow
        same |= _some(waiting.filter(kind__in=TAXONOMY, result__in=possible))
    titles = {title_mark(values.title) for values in said} - {""}
    # SQLite does not see that marks are not empty then, which its indexes ask for.
    alike = others.exclude(title_mark="").filter(title_mark__in=titles, result=FileResult.NEW)
    return same, _some(alike) - same


def _of_same_articles(
    others: QuerySet[ImportItem], items: Sequence[ImportItem], urls: set[str]
) -> set[int]:
    """Find files that have an address, a path or an article in common with these, or with one of
    those that have."""
    found: set[int] = set()
    fresh = list(items)
    while fresh and len(found) < MOST:
        paths = {path for one in fresh for path in (one.path, one.follows, one.same_address_as)}
        known = Q(pk__in={one.article_id for one in fresh}) | Q(canonical_url__in=urls)
        here = Article.objects.filter(known | Q(path__in=paths) | Q(seed_files__path__in=paths))
        marks = {one.address_mark for one in fresh} | {address_mark(url) for url in urls}
        for path, url in here.values_list("path", "canonical_url"):
            paths.add(path)
            marks.add(address_mark(url))
        at_address = others.exclude(address_mark="").filter(address_mark__in=marks - {""})
        keys = (_some(at_address) | _some(others.filter(path__in=paths - {""}))) - found
        found |= keys
        fresh, urls = list(others.filter(pk__in=keys).defer("data")), set()
    return found


def _some(items: QuerySet[ImportItem]) -> set[int]:
    return set(items.values_list("pk", flat=True)[:MOST])


class _LateRecorder(ImportRecorder):
    """Imports files into a batch that has been counted."""

    def __init__(self, batch: ImportBatch, source: StagedSource) -> None:
        super().__init__(source)
        self.batch = batch

    def record(self, batch: ImportBatch | None, outcomes: Sequence[FileOutcome]) -> None:
        super().record(batch, outcomes)
        batch_counts.recount(self.batch)


class _TrialRecorder(NullRecorder):
    """Remembers what would come of files until all of them are read."""

    def __init__(self, source: StagedSource) -> None:
        super().__init__()
        self.source = source
        self.pairs: list[tuple[ImportItem, FileOutcome]] = []

    def record(self, batch: ImportBatch | None, outcomes: Sequence[FileOutcome]) -> None:
        self.pairs += self.source.take_items(outcomes)

    def save(self, keys: Collection[int], same: Collection[int], out: Collection[str]) -> None:
        """Write it down for the files that were asked about and those of the same stories.

        The former come last: they may be duplicates of any of the others. What the others are
        duplicates of stays, but for files that are left `out`.
        """
        pairs = sorted(self.pairs, key=lambda pair: pair[0].pk in keys)
        notes = NoteTaker().notes([one for _, one in pairs])
        for (item, one), noted in zip(pairs, notes, strict=True):
            values = noted._asdict()
            if item.address_choice:
                values["duplicate_of"] = ""  # somebody has looked at both
            elif item.pk not in keys and item.duplicate_of not in out:
                values["duplicate_of"] = item.duplicate_of
            if item.pk in keys or item.pk in same:
                values |= {**outcome_of(item, one), "article_id": one.article}
            update_item(item, values)
