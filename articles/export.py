"""The way back: seeds with the editors' changes in exactly the lines that they changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import QuerySet

from articles.actions.catalog import Topics
from articles.ingest.plan.article_values import article_values, for_merge
from articles.models import Article, Event, SeedFile
from articles.seeds.document import Document, ProviderRef, Related
from articles.seeds.emit import patch
from articles.seeds.errors import SeedError
from articles.seeds.kinds import FileKind
from articles.seeds.parse import parse_article
from articles.seeds.values import ArticleValues, LinkValue, SeedValues, link_value, seed_values

CHUNK = 500


class ExportError(Exception):
    pass


class ExportedFile(NamedTuple):
    path: str
    before: bytes
    after: bytes
    article: Article | None

    @property
    def changed(self) -> bool:
        return self.before != self.after


def changes_by_people(since: datetime | None = None) -> QuerySet[Event]:
    events = Event.objects.filter(batch=None, article__isnull=False)
    return events.filter(at__gte=since) if since else events


def newest_articles(events: QuerySet[Event], below: int | None, size: int) -> list[int]:
    """Return up to `size` keys of the articles of these events, falling, all below that key.

    It is read off the index of a batch's events, so its columns lead the order: none has a batch.
    """
    if below is not None:
        events = events.filter(article__lt=below)
    order = events.order_by("batch_id", "-article_id")
    keys = order.values_list("batch_id", "article_id").distinct()[:size]
    return [article for _, article in keys if article]


def exported_files(
    *, changed: bool = False, among: QuerySet[Event] | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every seed that is still upstream, in the order of their paths.

    With `changed` only those that differ from what upstream has, with `among` only those of the
    articles of these events. Pictures are not among them: nobody here changes them.
    """
    seeds = SeedFile.objects.filter(current=True).exclude(kind=FileKind.PICTURE).order_by("path")
    if among is not None:
        articles = Article.objects.filter(pk__in=among.values("article"))
        seeds = seeds.filter(path__in=articles.values("path"))
    topics = Topics()
    rows = seeds.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        for seed in _with_ours(chunk, topics):
            if seed.changed or not changed:
                yield seed.path, seed.after


def export_seeds(
    folder: Path, *, changed: bool = False, among: QuerySet[Event] | None = None
) -> int:
    """Write the site layout below `folder`; return the number of files. Raises ExportError."""
    count = 0
    for path, data in exported_files(changed=changed, among=among):
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


def changes_of(articles: Collection[int]) -> list[ExportedFile]:
    paths = Article.objects.filter(pk__in=articles).values("path")
    seeds = list(SeedFile.objects.filter(current=True, path__in=paths))
    return [seed for seed in _with_ours(seeds, Topics()) if seed.changed]


def _with_ours(seeds: Sequence[SeedFile], topics: Topics) -> Iterator[ExportedFile]:
    rows = for_merge(Article.objects.filter(path__in=[seed.path for seed in seeds]))
    articles = {article.path: article for article in rows}
    for seed in seeds:
        data = seed.text.encode()
        article = articles.get(seed.path)
        try:
            after = with_changes(data, article, topics) if article else data
        except SeedError:
            # This version cannot read it any more: it is left as it came.
            after = data
        yield ExportedFile(seed.path, data, after, article)


def with_changes(data: bytes, article: Article, topics: Topics) -> bytes:
    document = parse_article(data)
    changes = _changes(document, article, topics)
    return patch(data, document, changes) if changes else data


def _changes(document: Document, article: Article, topics: Topics) -> dict[str, Any]:
    theirs, ours = seed_values(document), article_values(article)
    names = ("title", "excerpt", "quality", "heat")
    changes = {
        name: getattr(ours, name) for name in names if getattr(ours, name) != getattr(theirs, name)
    }
    if article.decided_at and article.public != (document.published is not False):
        changes["published"] = article.public
    if ours.topics != topics.keys(theirs.topics):
        changes["topics"] = _names(theirs.topics, ours.topics, topics)
    changes |= _reordered_pictures(document, theirs, ours)
    if ours.related != theirs.related:
        changes["related"] = _related(document, ours.related)
    return changes


def _names(theirs: Sequence[str], ours: Sequence[int | str], topics: Topics) -> tuple[str, ...]:
    """Return the names of topics; one that the seed lists has the name that it has there."""
    spelling: dict[int | str, str] = {topic.pk: topic.name for topic in topics.by_slug.values()}
    spelling |= {topic.pk: name for name in reversed(theirs) if (topic := topics.find(name))}
    return tuple(spelling[key] for key in ours)


def _reordered_pictures(
    document: Document, theirs: SeedValues, ours: ArticleValues
) -> dict[str, Any]:
    order = list(ours.images)
    if order == [picture.url for picture in theirs.images]:
        return {}
    by_url = {picture.url.strip(): picture for picture in document.images}
    return {"images": tuple(by_url[url] for url in order if url in by_url)}


def _related(document: Document, links: tuple[LinkValue, ...]) -> tuple[Related, ...]:
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
