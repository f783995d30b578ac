"""The way back: seeds with the editors' changes in exactly the lines that they changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from django.db.models import Q, QuerySet

from articles.actions.catalog import Topics
from articles.ingest.plan.article_values import article_values, for_merge
from articles.models import Article, Event, SeedFile, State
from articles.seeds.document import Document, ProviderRef, Related
from articles.seeds.errors import SeedError
from articles.seeds.kinds import FileKind
from articles.seeds.parse import parse_article
from articles.seeds.patch import patch
from articles.seeds.values import ArticleValues, LinkValue, SeedValues, seed_values

CHUNK = 500
Key = TypeVar("Key", bound=int | str)
Entry = TypeVar("Entry")


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
    """Return what people did to articles themselves: not by a rule of the desk."""
    events = Event.objects.filter(batch=None, article__isnull=False).exclude(action="rule")
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
    taken_out = _topics_taken_out([article.pk for article in articles.values()])
    for seed in seeds:
        data = seed.text.encode()
        article = articles.get(seed.path)
        try:
            after = _with_changes(data, article, topics, taken_out) if article else data
        except SeedError:
            # This version cannot read it any more: it is left as it came.
            after = data
        yield ExportedFile(seed.path, data, after, article)


def _topics_taken_out(articles: Collection[int]) -> dict[int, set[str]]:
    """Return the names of topics that people do not want there, for each article whose topics they
    have changed.

    A name that we lack may also have come to mean another topic since, or be new in the seed.
    """
    changed = Q(after__has_key="topics") | Q(action="keep-ours")
    events = changes_by_people().filter(changed, article__in=articles).order_by("pk")
    found: defaultdict[int, set[str]] = defaultdict(set)
    for article, before, after in events.values_list("article", "before", "after"):
        kept_against = [one for one in before.get("conflicts", ()) if one["field"] == "topics"]
        for names in (before.get("topics", ()), *(one["theirs"] for one in kept_against)):
            found[article].update(names)
        found[article].difference_update(after.get("topics", ()))
    return dict(found)


def _with_changes(
    data: bytes, article: Article, topics: Topics, taken_out: dict[int, set[str]]
) -> bytes:
    document = parse_article(data)
    changes = _changes(document, article)
    if article.pk in taken_out:
        changes |= _listed_topics(document, article, topics, taken_out[article.pk])
    return patch(data, document, changes) if changes else data


def _changes(document: Document, article: Article) -> dict[str, Any]:
    theirs, ours = seed_values(document), article_values(article)
    names = ("title", "excerpt", "quality", "heat")
    changes = {
        name: getattr(ours, name) for name in names if getattr(ours, name) != getattr(theirs, name)
    }
    if article.decided_at and ours.state not in (theirs.state, State.UNSET):
        changes["published"] = ours.state == State.PUBLISHED
    changes |= _reordered_pictures(document, theirs, ours, article)
    if ours.related != theirs.related:
        changes["related"] = _related(document, theirs, ours)
    return changes


def _listed_topics(
    document: Document, article: Article, topics: Topics, taken_out: set[str]
) -> dict[str, Any]:
    ours, theirs = article_values(article).topics, topics.keys(document.topics)
    if ours == theirs:
        return {}
    stay = set(theirs).difference(topics.keys(taken_out))
    keys = [topics.keys([name])[0] for name in document.topics]
    entries = list(zip(keys, document.topics, strict=True))
    return {"topics": _arranged(entries, ours, stay, lambda key: topics.by_key[key].name)}


def _reordered_pictures(
    document: Document, theirs: SeedValues, ours: ArticleValues, article: Article
) -> dict[str, Any]:
    urls = [picture.url for picture in theirs.images]
    if list(ours.images) == urls:
        return {}
    by_url = {picture.address: picture for picture in document.images}
    asked: dict[str, Any] = {one.field: one.base for one in article.conflicts.all()}
    # What the seed has added since an editor is asked, nobody has decided against.
    stay = set(urls).difference(asked.get("images", urls))
    entries = [(picture.address, picture) for picture in document.images]
    order = [url for url in ours.images if url in by_url]
    return {"images": _arranged(entries, order, stay, by_url.__getitem__)}


def _related(document: Document, theirs: SeedValues, ours: ArticleValues) -> tuple[Related, ...]:
    links = {link.canonical_url: link for link in ours.related}
    known = {link.canonical_url: link for link in theirs.related}
    entries = [
        (url, entry if links.get(url) in (None, known.get(url)) else _entry(links[url]))
        for entry in document.related
        if (url := entry.canonical_url)
    ]
    itself = {theirs.canonical_url}  # no coverage, so it is not among ours
    return _arranged(entries, list(links), itself, lambda url: _entry(links[url]))


def _arranged(
    entries: Sequence[tuple[Key, Entry]],
    order: Sequence[Key],
    stay: Collection[Key],
    make: Callable[[Key], Entry],
) -> tuple[Entry, ...]:
    """Return the seed's entries without those that we lack, and ours that it lacks after what comes
    before them here. They change places only where our order is another.

    `order` are our keys; several entries may have one key. `stay` are keys of entries that stay
    although we lack them.
    """
    left = [(key, entry) for key, entry in entries if key in order or key in stay]
    shared = list(dict.fromkeys(key for key, _ in left if key in order))
    if shared != [key for key in order if key in shared]:
        left.sort(key=lambda one: order.index(one[0]) if one[0] in order else len(order))
    for place, key in enumerate(order):
        if key not in shared:
            before = order[place - 1 : place]  # none at the beginning
            after = [at for at, one in enumerate(left, 1) if one[0] in before]
            left.insert(max(after, default=0), (key, make(key)))
    return tuple(entry for _, entry in left)


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
