"""The way back: seeds with the editors' changes in exactly the lines that they changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from articles.models import Article, SeedFile, SeedKind
from articles.seeds.catalog import Topics
from articles.seeds.current import for_merge, of_article
from articles.seeds.document import Document, ProviderRef, Related
from articles.seeds.emit import patch
from articles.seeds.parse import parse_article
from articles.seeds.values import LinkValue, Values, link_value, of_document

CHUNK = 500


class ExportError(Exception):
    """The folder cannot take the export; the text says why."""


def exported(*, changed: bool = False) -> Iterator[tuple[str, bytes]]:
    """Path and content of every seed that is still upstream, in the order of their paths.

    With `changed` only those that differ from what upstream has. Pictures are not among them:
    nobody here changes them.
    """
    seeds = SeedFile.objects.filter(current=True).exclude(kind=SeedKind.PICTURE).order_by("path")
    topics = Topics()
    rows = seeds.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        articles = _articles(Article.objects.filter(path__in=[seed.path for seed in chunk]))
        for seed in chunk:
            data = seed.text.encode()
            article = articles.get(seed.path)
            written = with_changes(data, article, topics) if article else data
            if written != data or not changed:
                yield seed.path, written


def export_seeds(folder: Path, *, changed: bool = False) -> int:
    """Write the site layout below `folder`; returns the number of files. Raises ExportError."""
    count = 0
    for path, data in exported(changed=changed):
        target = folder / path
        if not target.resolve().is_relative_to(folder.resolve()):
            raise ExportError(f"{path}: leads outside {folder}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except OSError as error:
            raise ExportError(f"{target}: cannot be written: {error.strerror}") from None
        count += 1
    return count


def with_changes(data: bytes, article: Article, topics: Topics) -> bytes:
    """A seed's file as it would be had its maker known what editors decided."""
    document = parse_article(data)
    changes = _changes(document, article, topics)
    return patch(data, document, changes) if changes else data


def _articles(articles: QuerySet[Article]) -> dict[str, Article]:
    return {article.path: article for article in for_merge(articles)}


def _changes(document: Document, article: Article, topics: Topics) -> dict[str, Any]:
    theirs, ours = of_document(document), of_article(article)
    changes = {
        name: ours[name] for name in ("title", "excerpt", "quality") if ours[name] != theirs[name]
    }
    if article.decided_at and article.public != (document.published is not False):
        changes["published"] = article.public
    if ours["heat"] != theirs["heat"]:
        changes["heat"] = ours["heat"]
    if ours["topics"] != topics.keys(theirs["topics"]):
        changes["topics"] = _names(theirs["topics"], ours["topics"], topics)
    changes |= _reordered_pictures(document, theirs, ours)
    if ours["related"] != theirs["related"]:
        changes["related"] = _related(document, ours["related"])
    return changes


def _names(theirs: Sequence[str], ours: Sequence[int], topics: Topics) -> tuple[str, ...]:
    """A topic that the seed lists keeps the name that it has there."""
    spelling = {topic.pk: topic.name for topic in topics.by_slug.values()}
    spelling |= {topic.pk: name for name in reversed(theirs) if (topic := topics.find(name))}
    return tuple(spelling[key] for key in ours)


def _reordered_pictures(document: Document, theirs: Values, ours: Values) -> dict[str, Any]:
    order = list(ours["images"])
    if order == [picture.url for picture in theirs["images"]]:
        return {}
    by_url = {picture.url.strip(): picture for picture in document.images}
    return {"images": tuple(by_url[url] for url in order if url in by_url)}


def _related(document: Document, links: tuple[LinkValue, ...]) -> tuple[Related, ...]:
    """The seed's own entries as they stand there, an editor's as new ones."""
    own = {link_value(entry): entry for entry in document.related}
    return tuple(own.get(link) or _entry(link) for link in links)


def _entry(link: LinkValue) -> Related:
    provider = ProviderRef(name=link.provider_name, domain=link.provider_domain)
    return Related(
        title=link.title,
        excerpt=link.excerpt,
        published_at=link.published_at,
        web_url=link.url,
        type=link.type,
        provider=provider if link.provider_name else None,
        quality=link.quality,
    )
