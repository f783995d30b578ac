"""The files that describe topics and providers, as they last came."""

from __future__ import annotations

from articles.ingest.changed import Changed
from articles.ingest.sources.layout import Place
from articles.models import ImportBatch, Provider, SeedFile, Topic
from articles.seeds.kinds import FileKind


def seed_at(place: Place) -> SeedFile | None:
    seeds = SeedFile.objects.select_related("topic", "provider")
    return seeds.filter(path=place.path).first()


def latest_file(**subject: Topic | Provider | None) -> SeedFile | None:
    if None in subject.values():
        return None
    return SeedFile.objects.filter(**subject).order_by("-batch", "-pk").first()


def record_file(
    file: Changed,
    kind: FileKind,
    batch: ImportBatch,
    before: SeedFile | None,
    **subject: Topic | Provider,
) -> None:
    """Keep the file: it is the base of the next merge. One of an earlier batch under another path
    was renamed."""
    if before and before.path != file.place.path and before.batch_id != batch.pk:
        SeedFile.objects.filter(pk=before.pk).update(current=False)
    columns = {
        "kind": kind,
        "digest": file.digest,
        "text": file.text,
        "current": True,
        "batch": batch,
        **subject,
    }
    SeedFile.objects.bulk_create(
        [SeedFile(path=file.place.path, **columns)],
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=columns,
    )
