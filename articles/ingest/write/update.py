"""Articles that are here already: what a merge says is written, and told in the history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

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
from articles.seeds.kinds import FileResult
from articles.seeds.merge import Merge
from articles.seeds.values import EDITABLE, METRICS, PLAIN, PictureValue
from articles.times import day_of

Plain = dict[str, Any]
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
    if change.article is None or change.merge is None:
        return True  # routine
    return change.merge.result in (FileResult.METRICS, FileResult.UNCHANGED) and not (
        change.resized or change.renamed_from or change.article.conflicts.all()
    )


def follow(changes: Iterable[Change]) -> None:
    """Write the metrics of quiet changes, all at once; the version stays as it is."""
    for name in METRICS:
        new = ((getattr(c.theirs, name), c.pk) for c in changes if name in c.changed)
        rows.update(Article, name, new)


def update(session: ImportContext, change: Change, article: Article) -> None:
    """Write one merge. Metrics alone are no history and leave the version as it is."""
    assert change.merge is not None
    merge = _with_keys(change.merge, session.topics.keys(change.theirs.topics))
    for name in (*PLAIN, "state"):
        if name in merge.changed:
            setattr(article, name, getattr(merge.merged, name))
    _place(session, article, merge)
    _update_rows(session, article, merge)
    _resize(change.resized)
    asked = _note_conflicts(session, merge, article)
    if change.renamed_from:
        _rename(session, article, change.file.place.path)
    if merge.result in (FileResult.CONTENT, FileResult.CONFLICT):
        _count_as_content(session, merge, article, asked)
    if merge.changed or change.renamed_from or merge.conflicts:
        article.save(update_fields=COLUMNS)


def _with_keys(merge: Merge, topics: tuple[int | str, ...]) -> Merge:
    """Topics that did not exist when the merge was made have keys by now."""
    theirs = replace(merge.theirs, topics=topics)
    if "topics" in merge.changed:
        return replace(merge, theirs=theirs, merged=replace(merge.merged, topics=topics))
    return replace(merge, theirs=theirs)


def _place(session: ImportContext, article: Article, merge: Merge) -> None:
    if "published_at" in merge.changed:
        article.day = day_of(article.published_at)
    if "provider" in merge.changed:
        domain, article.provider_name = merge.merged.provider
        article.provider = session.providers.by_domain[domain]


def _update_rows(session: ImportContext, article: Article, merge: Merge) -> None:
    if "topics" in merge.changed:
        article.article_topics.all().delete()
        ArticleTopic.objects.bulk_create(_topic_rows(article, merge.merged.topics))
    if "images" in merge.changed:
        article.article_images.all().delete()
        ArticleImage.objects.bulk_create(_image_rows(session, article, merge.merged.images))
    if "related" in merge.changed:
        sync_links(article, merge.merged.related)
    if "canonical_url" in merge.changed:
        join_waiting({article.canonical_url: article.pk})


def _topic_rows(article: Article, keys: tuple[int | str, ...]) -> Iterable[ArticleTopic]:
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


def _note_conflicts(session: ImportContext, merge: Merge, article: Article) -> tuple[Asked, Asked]:
    """Open those that the merge found, close those that it settled; what was open before and is
    now."""
    if not (merge.conflicts or article.conflicts.all()):
        return [], []
    before = lists.conflicts(article)
    for name in merge.conflicts:
        Conflict.objects.update_or_create(
            article=article,
            field=name,
            defaults={
                "base": session.plain(name, getattr(merge.base, name)),
                "theirs": session.plain(name, getattr(merge.theirs, name)),
                "at": session.now,
            },
        )
    theirs, ours = merge.theirs, merge.ours
    settled = [name for name in EDITABLE if getattr(theirs, name) == getattr(ours, name)]
    article.conflicts.filter(field__in=settled).delete()
    return before, lists.conflicts(article)


def _rename(session: ImportContext, article: Article, path: str) -> None:
    """Another batch brought the story under another path; in the same batch both are there."""
    before = SeedFile.objects.filter(path=article.path).exclude(batch=session.batch)
    before.update(current=False)
    article.path = path


def _count_as_content(
    session: ImportContext, merge: Merge, article: Article, asked: tuple[Asked, Asked]
) -> None:
    article.version += 1
    article.batch = session.batch
    article.imported_at = session.now
    if article.state != State.UNPUBLISHED and not article.first_published_at:
        article.first_published_at = session.now
    before, after = _told(session, merge, asked)
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


def _told(session: ImportContext, merge: Merge, asked: tuple[Asked, Asked]) -> tuple[Plain, Plain]:
    """What the history keeps: each field as it was and as it is, and the open conflicts."""
    names = [name for name in merge.changed if name not in METRICS]
    before = {name: session.plain(name, getattr(merge.ours, name)) for name in names}
    after = {name: session.plain(name, getattr(merge.merged, name)) for name in names}
    if asked[0] != asked[1]:
        before["conflicts"], after["conflicts"] = asked
    return before, after
