"""Pictures whose files were lost or damaged: made again from what is still there.

Safe while the site runs, and at any time: what is whole stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from articles.images import rendition_queue, store
from articles.imports.uploads import folders
from articles.ingest.sources.files import open_source
from articles.ingest.sources.limits import SourceError
from articles.ingest.sources.survey import Survey
from articles.models import Image, ImageState
from articles.seeds.errors import SeedError
from articles.seeds.kinds import FileKind


@dataclass
class Repair:
    """Of `checked` files, `found` originals came back and `made` have their renditions again.

    The rest are addresses: `lost` pictures cannot be shown any more, `unsaved` ones are shown but
    have no original to make them from again; `broken` ones are at fault themselves.
    """

    checked: int = 0
    found: int = 0
    made: int = 0
    lost: list[str] = field(default_factory=list)
    unsaved: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)  # of places that could not be looked through


def repair(places: Iterable[Path], *, everything: bool = False) -> Repair:
    """Look for lost originals in these places and in the folders that the site imports from; with
    `everything`, make all renditions again."""
    here = Image.objects.exclude(digest="").order_by("digest")
    digests = list(here.values_list("digest", flat=True).distinct())
    report = Repair(checked=len(digests))
    lost = {digest for digest in digests if not store.has_original(digest)}
    found = _find(lost, [*places, *_places_of_the_site()], report)
    report.found = len(found)
    for digest in digests:
        if digest in lost - found:
            _note_lost(digest, report)
        elif everything or not _is_shown(digest):
            _make_again(digest, report)
    return report


def _find(lost: set[str], places: Iterable[Path], report: Repair) -> set[str]:
    found: set[str] = set()
    for place in places:
        if found == lost:
            break
        try:
            for data in _pictures_in(place):
                if store.digest_of(data) in lost - found:
                    found.add(store.replace_original(data))
        except SourceError as error:
            report.problems.append(str(error))
    return found


def _pictures_in(place: Path) -> Iterator[bytes]:
    with open_source(place) as source:
        for file, entry in Survey.of(source).placed(source):
            if file.kind is FileKind.PICTURE and not entry.problem:
                try:
                    yield entry.read()
                except SeedError:
                    continue


def _places_of_the_site() -> list[Path]:
    watched = Path(settings.WATCH) if settings.WATCH else None
    return [*folders(), *([watched] if watched and watched.is_dir() else [])]


def _is_shown(digest: str) -> bool:
    others = Image.objects.filter(digest=digest).exclude(state=ImageState.READY)
    return store.has_renditions(digest) and not others.exists()


def _make_again(digest: str, report: Repair) -> None:
    if rendition_queue.make_again(digest):
        report.made += 1
    else:
        report.broken += _addresses(digest)


def _note_lost(digest: str, report: Repair) -> None:
    if _is_shown(digest):
        report.unsaved += _addresses(digest)
    else:
        rendition_queue.give_up(digest)
        report.lost += _addresses(digest)


def _addresses(digest: str) -> list[str]:
    return list(Image.objects.filter(digest=digest).order_by("url").values_list("url", flat=True))
