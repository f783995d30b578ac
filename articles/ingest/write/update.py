"""Articles that are here already: what a merge says is written, and told in the history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from articles import rows
from articles.actions import lists
from articles.actions.change import record, write
from articles.actions.lists import Link, Lists, Snapshot
from articles.actions.values import Values, field_name, plain
from articles.ingest.plan.classify import Change
from articles.ingest.plan.identity import former_path
from articles.ingest.write.context import ImportContext
from articles.models import Article, Image, Origin, Review, SeedFile, StateBy
from articles.seeds.kinds import FileResult
from articles.seeds.merge import Merge
from articles.seeds.values import EDITABLE, METRICS, PLAIN, PictureValue
from articles.times import day_of

COLUMNS = {*PLAIN, "state"}
# What a reader's page is made of.
READ = {
    *("title", "excerpt", "images", "provider", "published_at", "type", "web_url", "original_url"),
    *("topics", "related"),
}


def is_quiet(change: Change) -> bool:
    """Return whether a seed of an article that is here brings metrics at most: nothing for the
    history, and nothing that an open conflict could be about."""
    if change.article is None or change.merge is None:
        return True  # routine
    return change.merge.result in (FileResult.METRICS, FileResult.UNCHANGED) and not (
        change.resized or change.other_path or change.article.conflicts.all()
    )


def give_up_paths(changes: Iterable[Change]) -> None:
    """Take the paths of files that hold other stories by now from the articles that followed them.

    They keep what they were compared with last, for when their stories come back.
    """
    for change in changes:
        if article := change.displaced:
            path = former_path(article.path, article.pk)
            Article.objects.filter(pk=article.pk).update(path=path)
            SeedFile.objects.filter(path=path).delete()
            SeedFile.objects.filter(path=article.path).update(path=path, current=False)


def follow(changes: Iterable[Change]) -> None:
    for name in METRICS:
        new = ((getattr(c.theirs, name), c.pk) for c in changes if name in c.changed)
        rows.update(Article, name, new)


def update(context: ImportContext, change: Change, article: Article) -> None:
    """Write one merge. Metrics alone are no history and leave the version as it is."""
    assert change.merge is not None
    merge = _with_keys(change.merge, context.catalog.topics.keys(change.theirs.topics))
    follows = _follows(context, merge, article)
    columns = {**_columns(context, merge), **follows}
    if change.other_path:
        columns["path"] = change.file.place.path
        # In the same batch, both files are there.
        seeds = SeedFile.objects.filter(path=article.path).exclude(batch=context.batch)
        seeds.update(current=False)
    _resize(change.resized)
    before, after = _history(context, merge, article)
    for name, value in follows.items():
        before[name], after[name] = plain(getattr(article, name)), plain(value)
    changed = _lists(context, merge, after)
    if merge.result not in (FileResult.CONTENT, FileResult.CONFLICT):
        Article.objects.filter(pk=article.pk).update(**columns)
        lists.write(article, changed)
        return
    write(article, {**columns, "batch": context.batch, "imported_at": context.now}, changed)
    if after:
        context.article_events[article.pk] = record(
            by=context.by,
            group=context.group,
            at=context.now,
            action="import",
            article=article,
            batch=context.batch,
            before=before,
            after=after,
        )


def _with_keys(merge: Merge, topics: tuple[int | str, ...]) -> Merge:
    theirs = replace(merge.theirs, topics=topics)
    if "topics" in merge.changed:
        return replace(merge, theirs=theirs, merged=replace(merge.merged, topics=topics))
    return replace(merge, theirs=theirs)


def _columns(context: ImportContext, merge: Merge) -> Values:
    columns = {name: getattr(merge.merged, name) for name in COLUMNS.intersection(merge.changed)}
    if "published_at" in columns:
        columns["day"] = day_of(merge.merged.published_at)
    if "provider" in merge.changed:
        domain, columns["provider_name"] = merge.merged.provider
        columns["provider"] = context.catalog.providers.get(domain)
    return columns


def _follows(context: ImportContext, merge: Merge, article: Article) -> Values:
    """Return what follows for the state's origin, and for a decision that looked at other words."""
    follows: Values = {}
    if "state" in merge.changed and article.state_by != StateBy.SEED:
        follows["state_by"] = StateBy.SEED.value
    is_decided = article.review != Review.UNREVIEWED or article.folded_into_id is not None
    if is_decided and not READ.isdisjoint(merge.changed):
        follows["changed_at"] = context.now
    return follows


def _lists(context: ImportContext, merge: Merge, after: Values) -> Lists:
    merged, changed, pictures = merge.merged, merge.changed, context.catalog.pictures.ids
    links = [Link(link, Origin.SEED.value) for link in merged.related]
    return Lists(
        topics=[int(key) for key in merged.topics] if "topics" in changed else None,
        images=[pictures[url] for url in merged.images] if "images" in changed else None,
        links=links if "related" in changed else None,
        conflicts=after.get("conflicts"),
    )


def _resize(pictures: Iterable[PictureValue]) -> None:
    for picture in pictures:
        Image.objects.filter(url=picture.url).update(
            width=picture.width, height=picture.height, title=picture.title
        )


def _history(context: ImportContext, merge: Merge, article: Article) -> tuple[Values, Values]:
    before, after = {}, {}
    for name in merge.changed:
        if name not in METRICS:
            field = field_name(name)
            before[field] = _plain(context, article, name, getattr(merge.ours, name))
            after[field] = _plain(context, article, name, getattr(merge.merged, name))
    asked = lists.conflicts(article)
    if merge.conflicts or asked:
        asking = _open_conflicts(context, merge, article, asked)
        if asking != asked:
            before["conflicts"], after["conflicts"] = asked, asking
    return before, after


def _open_conflicts(
    context: ImportContext, merge: Merge, article: Article, asked: list[Snapshot]
) -> list[Snapshot]:
    asking = {conflict["field"]: conflict for conflict in asked}
    for name in merge.conflicts:
        base = _plain(context, article, name, getattr(merge.base, name))
        theirs = _plain(context, article, name, getattr(merge.theirs, name))
        asking[name] = lists.conflict(name, base, theirs, context.now.isoformat())
    settled = {n for n in EDITABLE if getattr(merge.theirs, n) == getattr(merge.ours, n)}
    return [asking[name] for name in sorted(asking.keys() - settled)]


def _plain(context: ImportContext, article: Article, name: str, value: Any) -> Any:
    if name == "topics":
        return context.catalog.topics.names(value)
    if name == "related":
        origins = {link.canonical_url: link.origin for link in article.links.all()}
        return [
            lists.snapshot(link, origins.get(link.canonical_url, Origin.SEED.value))
            for link in value
        ]
    return plain(value)
