"""Pictures of a batch: the rows that its files mention, and the files that came in `assets/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from articles import weburls
from articles.actions.catalog import Pictures
from articles.images import store
from articles.ingest.changed import Changed
from articles.models import Image, ImageState, ImportBatch, SeedFile
from articles.rows import insert, keys
from articles.seeds.kinds import FileKind
from articles.seeds.values import PictureValue

IMAGE = ("id", *PictureValue._fields, "digest", "state")
PENDING, REMOTE = ImageState.PENDING.value, ImageState.REMOTE.value


class PictureWriter:
    def __init__(self, pictures: Pictures) -> None:
        self.pictures = pictures
        self.arrived = False  # whether any picture waits for its renditions now

    def ensure(self, root: str, pictures: Iterable[PictureValue]) -> None:
        """Make rows for addresses not seen before; `root` is the prefix of their checkout."""
        ids = self.pictures.ids
        wanted = {picture.url: picture for picture in pictures if picture.url not in ids}
        self.pictures.load(wanted)
        fresh = [picture for url, picture in wanted.items() if url not in ids]
        files = _files(root, [picture.url for picture in fresh])
        made = dict(zip((picture.url for picture in fresh), keys(Image, len(fresh)), strict=True))
        rows = (
            (made[p.url], *p, files.get(p.url, ""), PENDING if p.url in files else REMOTE)
            for p in fresh
        )
        insert(Image, IMAGE, rows)
        ids.update(made)
        self.arrived |= bool(files)

    def store(self, files: Sequence[Changed], known: Mapping[str, str], batch: ImportBatch) -> None:
        for file in files:
            store.write_original(file.data)
        SeedFile.objects.bulk_create(
            (
                SeedFile(
                    path=file.place.path, kind=FileKind.PICTURE, digest=file.digest, batch=batch
                )
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
            self.match(root, arrived)

    def match(self, root: str, files: dict[str, tuple[str, str]]) -> None:
        """Hand files that have arrived (path to digests, before and now) to the rows that wait for
        them or show what they were before. A row that shows another site's file keeps it."""
        waiting = Image.objects.filter(url__contains="assets/")
        changed = []
        for image in waiting.iterator():
            path = weburls.asset_path(image.url)
            before, now = files.get(root + path, ("", "")) if path else ("", "")
            if now and image.digest in ("", before):
                image.digest, image.state, image.problem = now, ImageState.PENDING, ""
                changed.append(image)
        Image.objects.bulk_update(changed, ["digest", "state", "problem"], batch_size=200)
        self.arrived |= bool(changed)


def _files(root: str, urls: list[str]) -> dict[str, str]:
    paths = {url: root + path for url in urls if (path := weburls.asset_path(url))}
    found = SeedFile.objects.filter(kind=FileKind.PICTURE, path__among=set(paths.values()))
    digests = dict(found.values_list("path", "digest"))
    return {url: digests[path] for url, path in paths.items() if path in digests}
