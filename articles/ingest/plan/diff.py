"""What a file of an import says otherwise than before, and what we say: field by field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from articles import wording
from articles.actions.catalog import Topics
from articles.actions.values import field_name, of_event
from articles.ingest.plan.article_values import article_values, for_merge
from articles.ingest.plan.classify import comparable
from articles.ingest.plan.parsing import parse_base
from articles.models import Article, Event, ImportItem, SeedFile
from articles.seeds.errors import SeedError
from articles.seeds.kinds import WRITTEN, FileKind
from articles.seeds.parse import parse_article
from articles.seeds.values import (
    EDITABLE,
    FOLLOWING,
    METRICS,
    ArticleValues,
    SeedValues,
    seed_values,
)
from articles.text import clip

LONG = 2000  # characters of a value that anybody would read


@dataclass(frozen=True)
class FieldChange:
    """`old` is what the seed said at the last import ("" where there was none), `new` what it says
    now, `ours` what the article says; None where there is no article, or it is not known."""

    field: str
    label: str
    old: str
    new: str
    ours: str | None


def difference(item: ImportItem) -> list[FieldChange]:
    """Return the fields that differ, in the order of their weight; nothing for a file that is no
    article or cannot be read. Once it is imported, what the history says of it."""
    if item.kind != FileKind.ARTICLE:
        return []
    if item.applied_at:
        return _from_history(item)
    try:
        theirs = seed_values(parse_article(bytes(item.data)))
    except SeedError:
        return []
    topics = Topics()
    article = _article(item, theirs)
    base = _base(item, article)
    new, old = comparable(theirs, topics), comparable(base, topics) if base else None
    ours = article_values(article) if article else None
    texts = _ValueTexts(topics, theirs.topics)
    return [
        FieldChange(
            name,
            wording.field(name),
            texts.of(name, getattr(old, name, None)),
            texts.of(name, getattr(new, name)),
            texts.of(name, getattr(ours, name)) if ours else None,
        )
        for name in (*EDITABLE, *FOLLOWING, *METRICS)
        if _differs(name, old, new)
    ]


def _base(item: ImportItem, article: Article | None) -> SeedValues | None:
    """Return what the story said before: in an earlier file of the batch, or at the last import."""
    if path := item.follows or item.same_address_as:
        before = _before(item, path)
        if before and before.data:
            return parse_base(bytes(before.data).decode())
    seed = SeedFile.objects.filter(path=article.path if article else item.path).first()
    return parse_base(seed.text) if seed else None


def _before(item: ImportItem, path: str) -> ImportItem | None:
    """Return the last file of that path that comes before this one in the batch."""
    earlier = Q(position__lt=item.position) | Q(position=item.position, pk__lt=item.pk)
    waiting = ImportItem.objects.filter(batch=item.batch_id, applied_at=None, path=path)
    written = waiting.filter(earlier, result__in=WRITTEN, skip=False)
    return written.order_by("position", "pk").last()


def _differs(name: str, old: ArticleValues | None, new: ArticleValues) -> bool:
    value = getattr(new, name)
    return bool(value != getattr(old, name)) if old else value not in ("", None, (), {})


def _article(item: ImportItem, theirs: SeedValues) -> Article | None:
    articles = for_merge(Article.objects.all())
    if item.article_id:
        return articles.filter(pk=item.article_id).first()
    known = articles.filter(seed_files__path=item.path).first()
    return known or articles.filter(canonical_url=theirs.canonical_url).order_by("pk").first()


def _from_history(item: ImportItem) -> list[FieldChange]:
    events = Event.objects.filter(article=item.article_id, batch=item.batch_id, action="import")
    event = events.exclude(after={}).first() if item.article_id else None
    if event is None:
        return []
    texts = _ValueTexts(Topics())
    before, after = of_event(event)
    return [
        FieldChange(
            name,
            wording.field(name),
            texts.of(name, before.get(field_name(name))),
            texts.of(name, after[field_name(name)]),
            None,
        )
        for name in (*EDITABLE, *FOLLOWING)
        if field_name(name) in after
    ]


class _ValueTexts:
    def __init__(self, topics: Topics, fresh: Iterable[str] = ()) -> None:
        """Begin with `fresh`, names of topics some of which may not exist yet."""
        self.names: dict[int | str, str] = {topics.keys([name])[0]: name for name in fresh}
        self.names |= {topic.pk: topic.name for topic in topics.by_slug.values()}

    def of(self, name: str, value: Any) -> str:
        return clip(self._text(name, value), LONG)

    def _text(self, name: str, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M:%S}"
        if name == "topics":
            return ", ".join(str(self.names.get(key, key)) for key in value)
        if name == "related":
            titles = (link["title"] if isinstance(link, dict) else link.title for link in value)
            return "\n".join(titles)
        if name == "provider":
            return " · ".join(reversed([str(part) for part in value]))
        if name == "extra":
            return "\n".join(f"{key}: {content}" for key, content in value.items())
        return "\n".join(value) if isinstance(value, list | tuple) else str(value)
