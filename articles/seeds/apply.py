"""Writes what a plan decided, a chunk of articles at a time, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.utils import timezone

from articles.actions.filing import refile
from articles.models import (
    Article,
    ArticleImage,
    ArticleTopic,
    Conflict,
    Event,
    ImportBatch,
    RelatedLink,
    SeedFile,
    SeedKind,
    State,
)
from articles.seeds.catalog import Pictures, Providers, Topics
from articles.seeds.links import find_targets, sync_links
from articles.seeds.plan import Change
from articles.seeds.values import EDITABLE, METRICS, PictureValue, Values
from articles.text import slugify

COLUMNS = (
    "category",
    "type",
    "title",
    "excerpt",
    "published_at",
    "canonical_url",
    "original_url",
    "web_url",
    "amp_url",
    "cdn_amp_url",
    "featured_content",
    "quality",
    "heat",
    "state",
    "extra",
)


@dataclass
class Writer:
    """What the chunks of one import share."""

    batch: ImportBatch
    by: User | None = None
    hold: bool = False
    topics: Topics = field(default_factory=Topics)
    providers: Providers = field(default_factory=Providers)
    pictures: Pictures = field(default_factory=Pictures)
    group: UUID = field(default_factory=uuid4)
    now: datetime = field(default_factory=timezone.now)

    def apply(self, changes: Sequence[Change]) -> None:
        self._prepare(changes)
        new = [change for change in changes if change.article is None]
        known = [change for change in changes if change.article is not None]
        if new:
            self._create(new)
        for change in known:
            self._update(change)
        self._keep_seeds(changes)
        refile(change.article.pk for change in changes if change.article and _refiles(change))

    def _prepare(self, changes: Sequence[Change]) -> None:
        self.providers.ensure(change.theirs["provider"] for change in changes)
        for root in {change.file.place.root for change in changes}:
            inside = [change for change in changes if change.file.place.root == root]
            self.pictures.ensure(root, [p for change in inside for p in change.theirs["images"]])

    def _create(self, changes: list[Change]) -> None:
        slugs = _slugs([change.file.place.path for change in changes])
        articles = [self._article(change, slugs[change.file.place.path]) for change in changes]
        Article.objects.bulk_create(articles)
        for change, article in zip(changes, articles, strict=True):
            change.article = article
        ArticleTopic.objects.bulk_create(
            row for change in changes for row in self._topic_rows(change)
        )
        ArticleImage.objects.bulk_create(
            row
            for change in changes
            for row in self._image_rows(change.article, change.theirs["images"])
        )
        RelatedLink.objects.bulk_create(
            _link_row(change.article, place, link)
            for change in changes
            for place, link in enumerate(change.theirs["related"])
        )
        Event.objects.bulk_create(self._event(change, {}, {}) for change in changes)
        find_targets(articles)

    def _article(self, change: Change, slug: str) -> Article:
        theirs = change.theirs
        article = Article(path=change.file.place.path, slug=slug, batch=self.batch)
        for name in COLUMNS:
            setattr(article, name, theirs[name])
        if self.hold:
            article.state = State.UNPUBLISHED
        self._place(article, theirs)
        article.imported_at = self.now
        if article.state != State.UNPUBLISHED:
            article.first_published_at = self.now
        return article

    def _place(self, article: Article, values: Values) -> None:
        """What follows from the values: the day, and the provider's row and name."""
        article.day = day_of(values["published_at"])
        domain, name = values["provider"]
        article.provider = self.providers.by_domain[domain]
        article.provider_name = self.providers.own_name(domain, name)

    def _topic_rows(self, change: Change) -> Iterable[ArticleTopic]:
        """`refile` fills in what lists sort by."""
        keys = self.topics.keys(change.theirs["topics"])
        return topic_rows(change.article, keys)

    def _image_rows(
        self, article: Article | None, pictures: Iterable[PictureValue]
    ) -> Iterable[ArticleImage]:
        for place, picture in enumerate(pictures):
            key = self.pictures.ids[picture.url]
            yield ArticleImage(article=article, image_id=key, position=place)

    def _update(self, change: Change) -> None:
        article, merge = change.article, change.merge
        assert article is not None
        updates = merge.updates
        for name in COLUMNS:
            if name in updates:
                setattr(article, name, updates[name])
        if "provider" in updates or "published_at" in updates:
            self.providers.load([article.provider.domain])
            self._place(article, {**change.ours, **updates})
        self._update_rows(article, updates)
        self._note_conflicts(change)
        if change.renamed_from:
            self._rename(article, change.file.place.path)
        if merge.kind in ("content", "conflict"):
            self._count_as_content(change)
        if updates or change.renamed_from:
            article.save(update_fields=[*_plain_columns()])

    def _update_rows(self, article: Article, updates: Values) -> None:
        if "topics" in updates:
            article.article_topics.all().delete()
            ArticleTopic.objects.bulk_create(topic_rows(article, updates["topics"]))
        if "images" in updates:
            article.article_images.all().delete()
            ArticleImage.objects.bulk_create(self._image_rows(article, updates["images"]))
        if "related" in updates:
            sync_links(article, updates["related"])
        if "canonical_url" in updates:
            find_targets([article])

    def _note_conflicts(self, change: Change) -> None:
        article = change.article
        assert article is not None
        for name in change.merge.conflicts:
            Conflict.objects.update_or_create(
                article=article,
                field=name,
                defaults={
                    "base": self._plain(name, change.base[name]),
                    "theirs": self._plain(name, change.theirs[name]),
                    "at": self.now,
                },
            )
        theirs = {**change.theirs, "topics": self.topics.keys(change.theirs["topics"])}
        settled = [name for name in EDITABLE if theirs[name] == change.ours[name]]
        if article.conflicts.all():
            article.conflicts.filter(field__in=settled).delete()

    def _rename(self, article: Article, path: str) -> None:
        """Another batch brought the story under another path; in the same batch both are there."""
        SeedFile.objects.filter(path=article.path).exclude(batch=self.batch).update(current=False)
        article.path = path

    def _count_as_content(self, change: Change) -> None:
        article = change.article
        assert article is not None
        article.version += 1
        article.batch = self.batch
        article.imported_at = self.now
        if article.state != State.UNPUBLISHED and not article.first_published_at:
            article.first_published_at = self.now
        names = [name for name in change.merge.updates if name not in METRICS]
        before = {name: self._plain(name, change.ours[name]) for name in names}
        after = {name: self._plain(name, change.merge.updates[name]) for name in names}
        self._event(change, before, after).save()

    def _event(self, change: Change, before: Values, after: Values) -> Event:
        return Event(
            group=self.group,
            at=self.now,
            actor=self.by,
            actor_name=self.by.get_username() if self.by else "",
            action="import",
            article=change.article,
            batch=self.batch,
            before=before,
            after=after,
        )

    def _plain(self, name: str, value: Any) -> Any:
        """A value as JSON keeps it, in the words of the other events."""
        if name == "topics":
            names = {topic.pk: topic.name for topic in self.topics.by_slug.values()}
            return [names.get(key, key) for key in value]
        if name == "images":
            return [picture.url for picture in value]
        if name == "related":
            return [{"url": link.url, "title": link.title} for link in value]
        return value.isoformat() if isinstance(value, datetime) else value

    def _keep_seeds(self, changes: Sequence[Change]) -> None:
        """The file as it came is the base of the next merge."""
        SeedFile.objects.bulk_create(
            (
                SeedFile(
                    path=change.file.place.path,
                    kind=SeedKind.ARTICLE,
                    digest=change.file.digest,
                    text=change.file.text,
                    article=change.article,
                    batch=self.batch,
                )
                for change in changes
            ),
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["digest", "text", "article", "current", "batch"],
        )


def day_of(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def topic_rows(article: Article | None, keys: Iterable[int | str]) -> Iterable[ArticleTopic]:
    """Rows for listed topics; `refile` fills in what lists sort by."""
    assert article is not None
    for place, key in enumerate(keys):
        yield ArticleTopic(
            article=article,
            topic_id=key,
            position=place,
            public=False,
            day=article.day,
            weight=0,
            published_at=article.published_at,
        )


def _link_row(article: Article | None, place: int, link: tuple[Any, ...]) -> RelatedLink:
    fields = link._asdict()  # type: ignore[attr-defined]
    return RelatedLink(article=article, position=place, **fields)


def _refiles(change: Change) -> bool:
    """Whether anything that lists filter or sort by has moved."""
    moved = {"heat", "quality", "state", "topics", "published_at"}
    return change.kind == "new" or not moved.isdisjoint(change.merge.updates)


def _plain_columns() -> list[str]:
    return [
        *COLUMNS,
        "path",
        "day",
        "provider",
        "provider_name",
        "version",
        "batch",
        "imported_at",
        "first_published_at",
    ]


def _slugs(paths: list[str]) -> dict[str, str]:
    """The file's stem; where that is taken, with a mark of the whole path behind it."""
    stems = {path: slugify(PurePosixPath(path).stem) for path in paths}
    taken = set(Article.objects.filter(slug__in=set(stems.values())).values_list("slug", flat=True))
    slugs: dict[str, str] = {}
    for path, stem in stems.items():
        slug = stem if stem not in taken else f"{stem}-{_mark(path)}"
        taken.add(slug)
        slugs[path] = slug
    return slugs


def _mark(path: str) -> str:
    return blake2b(path.encode(), digest_size=4).hexdigest()
