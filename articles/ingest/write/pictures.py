"""The picture files of a batch: kept in the store, and handed to pictures that wait for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from articles.images import store
from articles.ingest.changed import Changed
from articles.ingest.plan.catalog import Pictures
from articles.models import ImportBatch, SeedFile
from articles.seeds.kinds import FileKind


def store_pictures(
    pictures: Pictures, files: Sequence[Changed], known: Mapping[str, str], batch: ImportBatch
) -> None:
    """Write these files, inside a transaction; `known` are the digests of the last import."""
    for file in files:
        store.write_original(file.data)
    SeedFile.objects.bulk_create(
        (
            SeedFile(path=file.place.path, kind=FileKind.PICTURE, digest=file.digest, batch=batch)
            for file in files
        ),
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["digest", "batch"],
    )
    for root in {file.place.root for file in files}:
        arrived = {
            file.place.path: (known.get(file.place.path, ""), file.digest)
            for file in files
            if file.place.root == root
        }
        pictures.match(root, arrived)
