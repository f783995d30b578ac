"""Articles that are here already: what a merge says is written, and told in the history."""

from __future__ import annotations

from collections.abc import Iterable

from articles import rows
from articles.actions import lists
from articles.ingest.plan.classify import Change
from articles.ingest.write.context import ImportContext
from articles.ingest.write.related import join_waiting, sync_links
from articles.models import (
    Article,
    ArticleImage,
    ArticleTopic,
    Conflict,
    Event,
    Image,
    SeedFile,
    State,
)
from articles.seeds.values import EDITABLE, METRICS, PLAIN, PictureValue, Values
from articles.times import day_of

Asked = list[lists.Snapshot]  # the open conflicts of an article

COLUMNS = (
    *PLAIN,
    "state",
    "path",
    "day",
    "provider",
    "provider_name",
    "version",
    "batch",
    "imported_at",
    "first_published_at",
)


def is_quiet(change: Change) -> bool:
    """Whether a seed of an article that is here brings metrics at most: nothing for the history,
    and nothing that an open conflict could be about."""
    if change.article is None:
        return True  # routine
    return change.merge.kind in ("metrics", "unchanged") and not (
        change.resized or change.renamed_from or change.article.conflicts.all()
    )


def follow(changes: Iterable[Change]) -> None:
    """Write the metrics of quiet changes, all at once; the version stays as it is."""
    for name in METRICS:
        new = ((c.merge.updates[name], c.pk) for c in changes if name in c.merge.updates)
        rows.update(Article, name, new)


def update(session: ImportContext, change: Change, article: Article) -> None:
    """Write one merge. Metrics alone are no history and leave the version as it is."""
    _name_topics(session, change)
    updates = change.merge.updates
    for name in (*PLAIN, "state"):
        if name in updates:
            setattr(article, name, updates[name])
    _place(session, article, updates)
    _update_rows(session, article, updates)
    _resize(change.resized)
    asked = _note_conflicts(session, change, article)
    if change.renamed_from:
        _rename(session, article, change.file.place.path)
    if change.merge.kind in ("content", "conflict"):
        _count_as_content(session, change, article, asked)
    if updates or change.renamed_from or change.merge.conflicts:
        article.save(update_fields=COLUMNS)


def _name_topics(session: ImportContext, change: Change) -> None:
    """Topics that did not exist when the merge was made have keys by now."""
    change.said["topics"] = session.topics.keys(change.theirs["topics"])
    if "topics" in change.merge.updates:
        change.merge.updates["topics"] = change.said["topics"]


def _place(session: ImportContext, article: Article, updates: Values) -> None:
    if "published_at" in updates:
        article.day = day_of(article.published_at)
    if "provider" in updates:
        domain, article.provider_name = updates["provider"]
        article.provider = session.providers.by_domain[domain]


def _update_rows(session: ImportContext, article: Article, updates: Values) -> None:
    if "topics" in updates:
        article.article_topics.all().delete()
        ArticleTopic.objects.bulk_create(_topic_rows(article, updates["topics"]))
    if "images" in updates:
        article.article_images.all().delete()
        ArticleImage.objects.bulk_create(_image_rows(session, article, updates["images"]))
    if "related" in updates:
        sync_links(article, updates["related"])
    if "canonical_url" in updates:
        join_waiting({article.canonical_url: article.pk})


def _topic_rows(article: Article, keys: Iterable[int]) -> Iterable[ArticleTopic]:
    """Copies of what lists sort by are filled in by `reindex`."""
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


def _image_rows(
    session: ImportContext, article: Article, urls: Iterable[str]
) -> Iterable[ArticleImage]:
    for place, url in enumerate(urls):
        yield ArticleImage(article=article, image_id=session.pictures.ids[url], position=place)


def _resize(pictures: Iterable[PictureValue]) -> None:
    for picture in pictures:
        Image.objects.filter(url=picture.url).update(
            width=picture.width, height=picture.height, title=picture.title
        )


def _note_conflicts(
    session: ImportContext, change: Change, article: Article
) -> tuple[Asked, Asked]:
    """Open those that the merge found, close those that it settled; what was open before and is
    now."""
    if not (change.merge.conflicts or article.conflicts.all()):
        return [], []
    before = lists.conflicts(article)
    for name in change.merge.conflicts:
        Conflict.objects.update_or_create(
            article=article,
            field=name,
            defaults={
                "base": session.plain(name, change.base[name]),
                "theirs": session.plain(name, change.said[name]),
                "at": session.now,
            },
        )
    settled = [name for name in EDITABLE if change.said[name] == change.ours[name]]
    article.conflicts.filter(field__in=settled).delete()
    return before, lists.conflicts(article)


def _rename(session: ImportContext, article: Article, path: str) -> None:
    """Another batch brought the story under another path; in the same batch both are there."""
    before = SeedFile.objects.filter(path=article.path).exclude(batch=session.batch)
    before.update(current=False)
    article.path = path


def _count_as_content(
    session: ImportContext, change: Change, article: Article, asked: tuple[Asked, Asked]
) -> None:
    article.version += 1
    article.batch = session.batch
    article.imported_at = session.now
    if article.state != State.UNPUBLISHED and not article.first_published_at:
        article.first_published_at = session.now
    before, after = _told(session, change, asked)
    if not after:
        return
    Event.objects.create(
        group=session.group,
        at=session.now,
        actor=session.by,
        actor_name=session.actor_name,
        action="import",
        article=article,
        batch=session.batch,
        before=before,
        after=after,
    )


def _told(
    session: ImportContext, change: Change, asked: tuple[Asked, Asked]
) -> tuple[Values, Values]:
    """What the history keeps: each field as it was and as it is, and the open conflicts."""
    names = [name for name in change.merge.updates if name not in METRICS]
    before = {name: session.plain(name, change.ours[name]) for name in names}
    after = {name: session.plain(name, change.merge.updates[name]) for name in names}
    if asked[0] != asked[1]:
        before["conflicts"], after["conflicts"] = asked
    return before, after
