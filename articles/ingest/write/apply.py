"""Writes what a plan decided, a chunk of articles at a time, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from articles.actions import providers, topics
from articles.actions.topic_index import SORTED_BY, reindex
from articles.ingest.plan.classify import Change
from articles.ingest.write.context import ImportContext
from articles.ingest.write.create import create
from articles.ingest.write.ruling import put_on, take_off
from articles.ingest.write.update import follow, give_up_paths, is_quiet, update
from articles.models import SeedFile
from articles.rows import insert
from articles.seeds.kinds import FileKind, FileResult

SEED = ("path", "kind", "digest", "text", "article_id", "current", "batch_id")


def apply(
    context: ImportContext,
    changes: Sequence[Change],
    paths: Container[str],
    here: Mapping[str, int],
) -> None:
    """Write all of these changes, or none if it raises.

    `paths` holds at least the paths among them that were imported before; `here` are the articles
    at the addresses that `plan.addresses` gives, by canonical URL.
    """
    _prepare(context, changes)
    give_up_paths(changes)
    new = [change for change in changes if change.result is FileResult.NEW]
    known = [change for change in changes if change.result is not FileResult.NEW]
    quiet = [change for change in known if is_quiet(change)]
    context.article_events.clear()
    stood = take_off(known)
    for change in known:
        if change.article and not is_quiet(change):
            update(context, change, change.article)
    follow(quiet)
    if new:
        create(context, new, here)
    _show_logos(context, changes)
    _write_seeds(context, changes, paths)
    reindex([change.pk for change in known if not SORTED_BY.isdisjoint(change.changed)])
    put_on(context, changes, stood)


def _prepare(context: ImportContext, changes: Sequence[Change]) -> None:
    names = [n for c in changes if c.touches("topics") for n in c.theirs.topics]
    mentioned = [c.theirs.provider for c in changes if c.touches("provider")]
    context.events.add_made(topics.ensure(names, context.catalog, accepted=False))
    context.events.add_made(providers.ensure(mentioned, context.catalog))
    context.events.accept(context.batch)
    context.events.write()
    pictured = [change for change in changes if change.touches("images")]
    for root in {change.file.place.root for change in pictured}:
        inside = [change for change in pictured if change.file.place.root == root]
        context.pictures.ensure(root, [p for change in inside for p in change.theirs.images])


def _show_logos(context: ImportContext, changes: Sequence[Change]) -> None:
    """Give providers the logos that their articles name, where their own file names none."""
    named = [change for change in changes if change.theirs.logos]
    wanted: dict[str, list[str]] = {}
    for root in {change.file.place.root for change in named}:
        inside = [change.theirs for change in named if change.file.place.root == root]
        context.pictures.ensure(root, [logo for theirs in inside for logo in theirs.logos])
    for change in named:
        domain, _ = change.theirs.provider
        wanted.setdefault(domain, []).extend(logo.url for logo in change.theirs.logos)
    for written in providers.show_logos(wanted, context.catalog):
        context.events.add(written)
    context.events.accept(context.batch)
    context.events.write()


def _write_seeds(context: ImportContext, changes: Sequence[Change], paths: Container[str]) -> None:
    seeds = [(change.file.place.path in paths, _seed(context, change)) for change in changes]
    insert(SeedFile, SEED, (row for known, row in seeds if not known))
    insert(SeedFile, SEED, (row for known, row in seeds if known), update_on="path")


def _seed(context: ImportContext, change: Change) -> tuple[object, ...]:
    file = change.file
    article, batch = change.pk, context.batch.pk
    return file.place.path, FileKind.ARTICLE.value, file.digest, file.text, article, True, batch
